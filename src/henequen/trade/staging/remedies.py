"""Advice if every row is left out, by the most frequent reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.model.reported import LeftOut

__all__ = ["REMEDIES", "nothing_left", "remedy"]

_SIX_DIGITS = ("ask_source_for_codes_six_digits", "")
_COLUMN = "look_at_column_that_value_read"
_PARTS = "every_row_part_and_no_total"
_TOTAL = ("totals_these_parts_are_also_in", "")
_ELSEWHERE = {
    "aggregate_partner": ("ask_source_for_single_partners_not", ""),
    "aggregate_reporter": ("use_reports_single_reporters_not_figures", ""),
    "other_classification": ("ask_source_for_codes_harmonized_system", ""),
    "finer_product": ("codes_more_than_six_digits_are", ""),
}
REMEDIES: Mapping[str, tuple[str, str]] = {
    "aggregate_product": _SIX_DIGITS,
    "aggregate_without_parts": _SIX_DIGITS,
    **_ELSEWHERE,
    **{f"{reason}_alone": hint for reason, hint in _ELSEWHERE.items()},
    "second_partner": ("partner2_or_ask_for_partner2code_0", _PARTS),
    "transport_mode": ("transport_or_ask_for_motcode_0", _PARTS),
    "customs_procedure": ("customs_or_ask_for_customscode_c00", _PARTS),
    "product_unknown": ("codes_harmonized_system_are_six_digits", ""),
    "place": _TOTAL,
    "month": _TOTAL,
    "contained_re_trade": ("exports_and_imports_contain_re_exports", ""),
    "flow_not_used": ("ask_for_exports_and_imports_in", ""),
    "services": ("give_trade_in_goods_in_un", ""),
    "self_report": ("reporter_and_partner_are_one_area", ""),
    "value_missing": ("no_row_has_value", _COLUMN),
    "value_zero": ("every_value_0", _COLUMN),
    "value_negative": ("values_are_above_0", _COLUMN),
    "value_not_finite": ("values_are_numbers", _COLUMN),
    "value_implausible": ("values_are_us_dollars_and_these", _COLUMN),
    "code_missing": ("row_needs_period_two_areas_and", ""),
    "period_unknown": ("periods_are_written_2019_201906_2019", ""),
}
"""Reason why rows are left out -> the code of what to do where they are all there is, and of its second half."""


def remedy(reason: str) -> Message | None:
    """What to do if all rows are left out for one reason; None if nothing is known.

    >>> str(remedy("second_partner"))
    'every row is a part, and no total is there: add them up with --add partner2, or ask for partner2Code=0'
    """
    code, part = REMEDIES.get(reason, ("", ""))
    if not code:
        return None
    return Message(code, parts=Message(part), column=Message(part)) if part else Message(code)


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
        found=[asdict(item) for item in listed[:5]] or Message("no_row_at_all"),
        hint=remedy(first),
    )
