"""One call of the UN Comtrade v1 service: its question, address and file, and its split if it is too large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from henequen.model.message import Message
from henequen.trade.fetch.call import Call, Split, few
from henequen.trade.fetch.comtrade.areas import known_partners

__all__ = ["ComtradeCall", "Kind"]

Kind = Literal["get", "preview", "bulk"]
_ROOTS = {"get": "data/v1/get", "preview": "public/v1/preview", "bulk": "bulk/v1/get"}


@dataclass(frozen=True)
class ComtradeCall(Call):
    """A call for goods trade (type C). Codes as the service writes them: areas by UN number, periods YYYY or YYYYMM.

    `partners` empty: all partners. `kind`: `get` (needs a key), `preview` (none, at most 500 rows), `bulk` (a listing of
    files). `cap` is the maximum number of rows of an answer; an answer of that length may be cut off.
    """

    kind: Kind
    frequency: str
    classification: str
    reporters: tuple[str, ...]
    periods: tuple[str, ...]
    flows: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    cap: int = 100_000

    @property
    def path(self) -> str:
        """The path below the service's address."""
        return f"{_ROOTS[self.kind]}/C/{self.frequency}/{self.classification}"

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters in a fixed order; breakdowns that are not requested are set to their totals."""
        parameters = {"reporterCode": ",".join(self.reporters), "period": ",".join(self.periods)}
        if self.kind == "bulk":
            return parameters
        if self.partners:
            parameters["partnerCode"] = ",".join(self.partners)
        return parameters | {
            "flowCode": ",".join(self.flows),
            "cmdCode": ",".join(self.products),
            "partner2Code": "0",
            "customsCode": "C00",
            "motCode": "0",
            "format": "JSON",
            "includeDesc": "true",
        }

    @property
    def needs_key(self) -> bool:
        """Whether a key is needed; a preview needs none."""
        return self.kind != "preview"

    @property
    def file_name(self) -> str:
        """A readable name, different for every question."""
        parts = (
            f"{self.kind}_{self.frequency}_{self.classification}",
            few(self.periods),
            few(self.reporters),
            few(self.partners) or "all",
            "".join(self.flows),
            few(self.products),
        )
        suffix = "listing" if self.kind == "bulk" else "json"
        return "_".join(part for part in parts if part) + f"_{self.key[:10]}.{suffix}"

    @property
    def question(self) -> tuple[str, dict[str, Any]]:
        """Names and codes that every row must have, and the most rows of a whole answer (see `answer`)."""
        parameters: list[tuple[str, tuple[str, ...]]] = [("reporterCode", self.reporters), ("period", self.periods)]
        if self.kind != "bulk":
            by_name = all(code.isdigit() for code in self.products)
            parameters += [
                ("flowCode", self.flows),
                ("partnerCode", self.partners),
                ("cmdCode", self.products if by_name else ()),
            ]
        return "comtrade", {"request": parameters, "cap": None if self.kind == "bulk" else self.cap}

    def split(self) -> Split:
        """Two or more smaller calls with the same content; empty if this one cannot be split.

        Halves, in this order: periods, reporters, flows, products by name, partners; "all partners" become the known
        partners by name, which is reported.
        """
        for name in ("periods", "reporters", "flows", "products", "partners"):
            codes: tuple[str, ...] = getattr(self, name)
            if len(codes) > 1:
                middle = (len(codes) + 1) // 2
                return Split([replace(self, **{name: half}) for half in (codes[:middle], codes[middle:])])  # type: ignore[arg-type]
        if self.partners:
            return Split(
                (),
                hint=Message("name_products_with_product_codes_separated"),
            )
        partners = known_partners()
        return Split(
            [replace(self, partners=part) for part in _shares(partners, 4)],
            Message("all_partners_were_requested_by_name", file_name=self.file_name, n=len(partners)),
        )


def _shares(codes: Sequence[str], count: int) -> list[tuple[str, ...]]:
    size = -(-len(codes) // count)
    return [tuple(codes[start : start + size]) for start in range(0, len(codes), size)]
