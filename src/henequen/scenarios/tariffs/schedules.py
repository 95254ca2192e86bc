"""Reads a tariff schedule line by line as it is printed: ad-valorem, specific, compound, mixed, free and prohibited entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from henequen.model.errors import DataError
from henequen.model.lost_zero import lost_zero
from henequen.model.message import Message
from henequen.scenarios.tariffs.equivalents import ad_valorem_equivalent
from henequen.scenarios.tariffs.user_rows import user_rows

__all__ = ["REFUSALS", "ScheduleLine", "compare_schedules", "doubtful_lines", "read_printed_duty", "read_schedule"]

_CODES = ("code", "hs", "line", "fraccion", "hs10_2012", "hs8", "hs10", "tariff_line")
_DUTIES = ("duty", "rate", "import_duty", "base_rate_as_printed", "base_rate", "mfn")
_STAGING = ("staging_category", "staging", "category")
_WORDS = ("description", "description_short", "description_es")
_FREE = re.compile(r"ex|exenta?|free|0(\.0*)?\s*%?", re.I)
_BANNED = re.compile(r"prohibid[ao]|prohibited", re.I)
_UNSTATED = {"AE": "specific_unstated", "AMX": "compound_unstated"}
_RATE = r"([0-9]+(?:\.[0-9]+)?)\s*%?"
_MONEY = r"([0-9,]+(?:\.[0-9]+)?)\s*([A-Za-z$]+)\s*/\s*([A-Za-z0-9]+)"
_SHAPES = (
    ("ad_valorem", re.compile(rf"{_RATE}")),
    ("mixed_max", re.compile(rf"{_RATE}\s*or\s*{_MONEY},?\s*whichever is (?:the )?(?:greater|higher)", re.I)),
    ("mixed_min", re.compile(rf"{_RATE}\s*or\s*{_MONEY},?\s*whichever is (?:the )?(?:less(?:er)?|lower)", re.I)),
    ("compound", re.compile(rf"{_RATE}\s*(?:\+|plus|and)\s*{_MONEY}", re.I)),
    ("specific", re.compile(_MONEY)),
)
REFUSALS = {
    "prohibited": "imports are prohibited: no rate can express a prohibition",
    "amount_not_stated": "the schedule names the form of the duty, not its amount",
    "no_unit_value": "no unit value for this code",
    "other_unit": "the unit value is in another unit than the duty",
}
"""Why a line has no ad-valorem equivalent."""

_FRACTIONS = 3
"""With so many rates above zero and none above 1, the table holds fractions, not percentages."""


_LOW = 0.5
"""Percent: duties below it are so rare that a line with one may hold a fraction."""


@dataclass(frozen=True)
class ScheduleLine:
    """One line: its code, the duty as printed, its kind, the percentage and the money per unit that it states, its
    staging category, the equivalent (percent) with its formula or the reason why there is none (a key of `REFUSALS`),
    and its place."""

    code: str
    description: str
    printed: str
    kind: str
    percent: float | None
    money: float | None
    unit: str
    staging: str
    equivalent: float | None
    formula: str
    refused: str
    where: str


def read_printed_duty(printed: str) -> tuple[str, float | None, float | None, str]:
    """Kind, percentage, money and its unit of a duty as printed. Raises ValueError for an unknown form.

    >>> read_printed_duty("135% or 180won/kg, whichever is the greater")
    ('mixed_max', 135.0, 180.0, 'won/kg')
    >>> read_printed_duty("Prohibida"), read_printed_duty("Ex")
    (('prohibited', None, None, ''), ('free', 0.0, None, ''))
    """
    text = " ".join(printed.split())
    if _FREE.fullmatch(text):
        return "free", 0.0, None, ""
    if _BANNED.fullmatch(text):
        return "prohibited", None, None, ""
    if text.upper() in _UNSTATED:
        return _UNSTATED[text.upper()], None, None, ""
    for kind, shape in _SHAPES:
        match = shape.fullmatch(text)
        if match is None:
            continue
        parts = list(match.groups())
        percent = None if kind == "specific" else float(parts.pop(0))
        if kind == "ad_valorem":
            return kind, percent, None, ""
        return kind, percent, float(parts[0].replace(",", "")), f"{parts[1]}/{parts[2]}"
    raise ValueError(printed)


def read_schedule(path: Path, unit_values: Mapping[str, tuple[float, str]] | None = None) -> list[ScheduleLine]:
    """All lines of a schedule (CSV). Raises DataError with file and line for an unreadable line, for a code that
    occurs twice, and if the rates are fractions.

    `unit_values` makes equivalents of duties by quantity possible: by code (of six digits or more; the longest that begins
    the line's code counts), the customs value of one unit and that unit, written as the schedule writes it (`won/kg`).
    """
    header, rows = user_rows(path, "file_schedule")
    code, duty = _column(header, _CODES), _column(header, _DUTIES)
    if not code or not duty:
        raise DataError(
            Message("not_tariff_schedule"),
            where=Message("at_first_line", file=path.name),
            found=", ".join(header) or Message("no_rows"),
            expected=Message("column_for_code_and_one_for", codes=", ".join(_CODES), duties=", ".join(_DUTIES)),
        )
    staging, description = _column(header, _STAGING), _column(header, _WORDS)
    lines: list[ScheduleLine] = []
    lines_by_code: dict[str, int] = {}
    for number, row in rows:
        where = f"{path.name}, line {number}"
        digits = re.sub(r"\D", "", row[code] or "")
        if not 6 <= len(digits) <= 12 or not digits.isascii():
            raise DataError(
                Message("not_tariff_code"), where=where, found=row[code], expected=Message("six_to_twelve_digits")
            )
        if digits in lines_by_code:
            raise DataError(
                Message("code_occurs_twice"),
                where=where,
                found=Message("also_on_line", what=digits, line=lines_by_code[digits]),
            )
        lines_by_code[digits] = number
        try:
            lines.append(
                _line(
                    digits,
                    (row[duty] or "").strip(),
                    _unit_value(digits, unit_values or {}),
                    description=row.get(description, "") if description else "",
                    staging=(row[staging] or "").strip() if staging else "",
                    where=where,
                )
            )
        except ValueError:
            raise DataError(
                Message("duty_in_form_that_not_read"),
                where=where,
                found=(row[duty] or "").strip(),
                expected=Message("duty_forms"),
            ) from None
    _check_zeros(lines_by_code, path)
    above = [line.percent for line in lines if line.kind == "ad_valorem" and line.percent]
    if len(above) >= _FRACTIONS and max(above) <= 1:
        raise DataError(
            Message("rates_are_fractions"),
            where=Message("in_column", where=path.name, column=duty),
            found=Message("rates_highest", n=len(above), above=f"{max(above):g}"),
            expected=Message("percentages_20_for_twenty_percent"),
            hint=Message("multiply_column_by_100"),
        )
    return lines


def _line(
    digits: str, printed: str, value: tuple[float, str] | None, *, description: str, staging: str, where: str
) -> ScheduleLine:
    """One line from its printed duty. Raises ValueError for a duty in an unknown form."""
    kind, percent, money, unit = read_printed_duty(printed)
    equivalent, formula, refusal = _equivalent(kind, percent, money, unit, value)
    return ScheduleLine(
        digits, description, printed, kind, percent, money, unit, staging, equivalent, formula, refusal, where
    )


def _check_zeros(numbers: Mapping[str, int], path: Path) -> None:
    """Raise DataError if a code lost its leading zero; `numbers` are the lines by code."""
    pair = lost_zero(numbers)
    if pair is None and not any(len(digits) == 7 for digits in numbers):
        return
    short = pair[0] if pair else next(digits for digits in numbers if len(digits) == 7)
    raise DataError(
        Message("tariff_code_has_lost_its_leading"),
        where=Message("at_line", file=path.name, n=numbers[short]),
        found=Message("one_with_other", one=short, other=pair[1]) if pair else short,
        expected=Message("codes_six_digits_or_more_with"),
        hint=Message("save_column_as_text_in_spreadsheet"),
    )


def doubtful_lines(lines: Sequence[ScheduleLine]) -> list[ScheduleLine]:
    """The lines whose duty is so low that it may be a fraction among percentages."""
    return [line for line in lines if line.percent is not None and 0 < line.percent < _LOW]


def _column(header: Sequence[str], names: Sequence[str]) -> str:
    return next((name for name in names if name in header), "")


def _unit_value(digits: str, unit_values: Mapping[str, tuple[float, str]]) -> tuple[float, str] | None:
    """The unit value of the longest code that begins `digits`."""
    return next((unit_values[digits[:n]] for n in range(len(digits), 5, -1) if digits[:n] in unit_values), None)


def _equivalent(
    kind: str, percent: float | None, money: float | None, unit: str, unit_value: tuple[float, str] | None
) -> tuple[float | None, str, str]:
    if kind in ("ad_valorem", "free"):
        return percent, f"{percent:g} %", ""
    if kind == "prohibited":
        return None, "", "prohibited"
    if kind not in ("specific", "compound", "mixed_max", "mixed_min"):
        return None, "", "amount_not_stated"
    if unit_value is None:
        return None, "", "no_unit_value"
    value, per = unit_value
    if per.replace(" ", "").casefold() != unit.casefold():
        return None, "", "other_unit"
    equivalent = ad_valorem_equivalent(kind, rate=(percent or 0) / 100, specific=money or 0, unit_value=value)  # type: ignore[arg-type]
    return round(equivalent.rate * 100, 4), equivalent.formula, ""


def compare_schedules(first: Sequence[ScheduleLine], second: Sequence[ScheduleLine]) -> list[dict[str, object]]:
    """The six-digit codes of either schedule with the lines of both as printed, and the difference of their simple means."""
    groups: dict[str, tuple[list[ScheduleLine], list[ScheduleLine]]] = {}
    for side, lines in enumerate((first, second)):
        for line in lines:
            groups.setdefault(line.code[:6], ([], []))[side].append(line)
    rows: list[dict[str, object]] = []
    for code, sides in sorted(groups.items()):
        means = [_mean(lines) for lines in sides]
        rows.append(
            {
                "code": code,
                "first": [
                    f"{line.code}: {line.printed}" + (f" ({line.staging})" if line.staging else "") for line in sides[0]
                ],
                "second": [
                    f"{line.code}: {line.printed}" + (f" ({line.staging})" if line.staging else "") for line in sides[1]
                ],
                "first_mean": means[0],
                "second_mean": means[1],
                "difference": None if None in means else round(float(means[0] or 0) - float(means[1] or 0), 4),
            }
        )
    return rows


def _mean(lines: Sequence[ScheduleLine]) -> float | None:
    """The simple mean of the equivalents; None if a line has none (a prohibition, an unstated amount)."""
    values = [line.equivalent for line in lines]
    if not values or None in values:
        return None
    return round(sum(value or 0 for value in values) / len(values), 4)
