"""One call of the customs service of data.go.kr: at most twelve months, one partner or one product, both flows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from henequen.model.message import Message
from henequen.trade.fetch.asked import CHAPTERS
from henequen.trade.fetch.call import Call, Split

__all__ = ["KcsCall"]


@dataclass(frozen=True)
class KcsCall(Call):
    """A call for trade by product and country, in the months from `first` to `last` (YYYYMM, twelve at most).

    `partner` is an alpha-2 code, `product` the leading digits of a code; empty: all. Each answer contains its total,
    which checks it.
    """

    first: str
    last: str
    partner: str = ""
    product: str = ""

    @property
    def path(self) -> str:
        """The path below the service's address."""
        return "1220000/nitemtrade/getNitemtradeList"

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters in a fixed order."""
        parameters = {"strtYymm": self.first, "endYymm": self.last}
        if self.product:
            parameters["hsSgn"] = self.product
        if self.partner:
            parameters["cntyCd"] = self.partner
        return parameters

    @property
    def file_name(self) -> str:
        """A readable name, different for every question."""
        months = self.first if self.first == self.last else f"{self.first}-{self.last}"
        parts = ("kcs", months, self.partner or "all", self.product)
        return "_".join(part for part in parts if part) + f"_{self.key[:10]}.xml"

    @property
    def question(self) -> tuple[str, dict[str, Any]]:
        """The months, partner and product that every row must be of (see `answer`)."""
        return "kcs", {"first": self.first, "last": self.last, "partner": self.partner, "product": self.product}

    def split(self) -> Split:
        """Two calls of half the months; a single month by chapters; empty if a product is named for a single month."""
        months = _months(self.first, self.last)
        if len(months) > 1:
            middle = (len(months) + 1) // 2
            return Split([replace(self, first=part[0], last=part[-1]) for part in (months[:middle], months[middle:])])
        if self.product:
            return Split((), hint=Message("name_products_six_digits_with_product"))
        return Split([replace(self, product=chapter) for chapter in CHAPTERS])


def _months(first: str, last: str) -> list[str]:
    numbers = range(int(first[:4]) * 12 + int(first[4:]) - 1, int(last[:4]) * 12 + int(last[4:]))
    return [f"{number // 12}{number % 12 + 1:02d}" for number in numbers]
