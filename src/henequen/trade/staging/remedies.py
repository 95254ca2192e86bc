"""Advice if every row is left out, by the most frequent reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from henequen.model.errors import DataError
from henequen.trade.model.reported import LeftOut

__all__ = ["REMEDIES", "nothing_left"]

_SIX_DIGITS = "ask the source for codes of six digits (in UN Comtrade: cmdCode=AG6)"
_COLUMN = "look at the column that the value is read from, or name another in a mapping file"
_PARTS = "every row is a part, and no total is there: add them up with --add"
_TOTAL = "the totals of these parts are also in the data and are left out: see the other reasons"
_ELSEWHERE = {
    "aggregate_partner": "ask the source for single partners, not for the world or groups (in UN Comtrade: leave partnerCode out)",
    "aggregate_reporter": "use the reports of single reporters, not figures for groups",
    "other_classification": "ask the source for codes of the Harmonized System (in UN Comtrade: clCode=HS)",
    "finer_product": "codes of more than six digits are added up with --add product",
}
REMEDIES: Mapping[str, str] = {
    "aggregate_product": _SIX_DIGITS,
    "aggregate_without_parts": _SIX_DIGITS,
    **_ELSEWHERE,
    **{f"{reason}_alone": hint for reason, hint in _ELSEWHERE.items()},
    "second_partner": f"{_PARTS} partner2, or ask for partner2Code=0",
    "transport_mode": f"{_PARTS} transport, or ask for motCode=0",
    "customs_procedure": f"{_PARTS} customs, or ask for customsCode=C00",
    "product_unknown": "codes of the Harmonized System are six digits; look at the column that they are read from",
    "place": _TOTAL,
    "month": _TOTAL,
    "contained_re_trade": "exports and imports contain re-exports and re-imports: ask for both (in UN Comtrade: flowCode=X,M,RX,RM)",
    "flow_not_used": "ask for exports and imports (in UN Comtrade: flowCode=X,M); other words for them are translated under "
    "[codes.flow] of a mapping file",
    "services": "give trade in goods (in UN Comtrade: typeCode=C)",
    "self_report": "reporter and partner are one area: look at the columns that they are read from",
    "value_missing": f"no row has a value: {_COLUMN}",
    "value_zero": f"every value is 0: {_COLUMN}",
    "value_negative": f"values are above 0: {_COLUMN}",
    "value_not_finite": f"values are numbers: {_COLUMN}",
    "value_implausible": f"values are US dollars, and these are above 1e15: {_COLUMN}, or state value_multiplier there",
    "code_missing": "a row needs a period, two areas and a product: look at the columns that they are read from, or name others in a "
    "mapping file",
    "period_unknown": "periods are written 2019, 201906, 2019-06 or 2019-Q2; other words are translated under [codes.period] of a "
    "mapping file",
}
"""Reason why rows are left out -> what to do where they are all there is."""


def nothing_left(
    what: str, left_out: Sequence[LeftOut], examples: Mapping[str, Sequence[str]] | None = None
) -> DataError:
    """The error that nothing is left: `what`, the reasons, those of most rows first, and what to do about the first.

    `examples` are places of rows by reason; the first one of the first reason is named.

    >>> print(nothing_left("no flow is left", [LeftOut("value_zero", 1, 0.0), LeftOut("finer_product", 4, 9.0)]))
    no flow is left
      found:    finer_product (rows: 4, value: 9.00); value_zero (rows: 1, value: 0.00)
      next:     codes of more than six digits are added up with --add product
    """
    listed = sorted(left_out, key=lambda item: (-item.rows, item.reason))
    first = listed[0].reason if listed else ""
    places = (examples or {}).get(first, ())
    return DataError(
        what,
        where=places[0] if places else None,
        found=[asdict(item) for item in listed[:5]] or "no row at all",
        hint=REMEDIES.get(first),
    )
