"""One call of the US Census Bureau's international trade API: one flow of one period, codes of six digits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from henequen.model.message import Message
from henequen.trade.fetch.asked import Frequency
from henequen.trade.fetch.call import Call, Split
from henequen.trade.fetch.census.answer import Expected

__all__ = ["CensusCall", "CensusFlow"]

CensusFlow = Literal["X", "M"]
_VALUES = {"X": ("ALL_VAL",), "M": ("GEN_CIF", "GEN_VAL")}


@dataclass(frozen=True)
class CensusCall(Call):
    """A call for the trade of the United States by HS code and country.

    A year is requested as the year to date of its December, so that an incomplete year has no answer. `partner` is a
    number of Schedule C, `product` the leading digits of a code; empty: all. All partners are requested with their
    total, which checks the answer.
    """

    flow: CensusFlow
    frequency: Frequency
    period: str
    partner: str = ""
    product: str = ""

    @property
    def path(self) -> str:
        """The path below the service's address."""
        return f"data/timeseries/intltrade/{'exports' if self.flow == 'X' else 'imports'}/hs"

    @property
    def _commodity(self) -> str:
        return f"{'E' if self.flow == 'X' else 'I'}_COMMODITY"

    @property
    def _values(self) -> tuple[str, ...]:
        return tuple(f"{name}_{'YR' if self.frequency == 'A' else 'MO'}" for name in _VALUES[self.flow])

    @property
    def _time(self) -> str:
        return f"{self.period[:4]}-{self.period[4:] or '12'}"

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters in a fixed order. Leading digits of a code are requested with an asterisk: without it
        the service takes them for a whole code, and finds nothing."""
        parameters = {
            "get": ",".join((self._commodity, "CTY_CODE", *self._values)),
            "time": self._time,
            "COMM_LVL": "HS6",
            "SUMMARY_LVL": "DET",
        }
        if self.partner:
            parameters["CTY_CODE"] = self.partner
        if self.product:
            parameters[self._commodity] = self.product + ("*" if len(self.product) < 6 else "")
        return parameters

    @property
    def file_name(self) -> str:
        """A readable name, different for every question."""
        parts = ("census", self.frequency, self.period, self.flow, self.partner or "all", self.product)
        return "_".join(part for part in parts if part) + f"_{self.key[:10]}.json"

    @property
    def question(self) -> tuple[str, dict[str, Any]]:
        """What the rows must be, as `answer.Expected` has it."""
        return "census", asdict(Expected(self._commodity, self._values, self._time, self.partner, self.product))

    def split(self) -> Split:
        """Ten calls, one for each next digit of the code; empty if the code is complete or the partner is named."""
        if len(self.product) == 6:
            return Split((), hint=Message("name_partners_with_partner_total_all"))
        return Split([replace(self, product=f"{self.product}{digit}") for digit in range(10)])
