"""Reads one cell as the type its property has, or raises an error that names the problem."""

from __future__ import annotations

import re
from collections.abc import Callable

from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.model.place import Place
from henequen.model.properties import Property, codes

__all__ = ["NO_VALUE", "UNKNOWN_VALUE", "check_day", "check_value", "checked", "split"]

NO_VALUE = "(no value)"
UNKNOWN_VALUE = "(unknown)"
_DURATION = re.compile(r"P(?=\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,5}D)?", re.ASCII)
_PERIOD = re.compile(r"(FY)?\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-H[12]|-Q[1-4]|s)?(/\d{4}(-\d{2}(-\d{2})?)?)?", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,29})(\.\d{1,30})?", re.ASCII)
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})", re.ASCII)
_POWERS = 30
"""The greatest power of ten, and number of decimals, of a figure."""


def split(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds a list: separated by semicolons.

    >>> split("Puebla; Oaxaca")
    ('Puebla', 'Oaxaca')
    """
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def check_value(value: str, prop: Property, places: dict[str, Place]) -> None:
    """Raise ValueError with found and expected if `value` is not of the property's type."""
    match prop.type:
        case "code":
            codes_allowed = codes(prop.vocabulary)
            if value not in codes_allowed:
                raise ValueError(
                    Message("unknown_code_expected_one", value=f"{value!r}", codes_allowed=", ".join(codes_allowed))
                )
        case "date":
            parse_date(value)
        case "period":
            if not _PERIOD.fullmatch(value):
                raise ValueError(Message("not_period_expected_1997_1997_03", value=f"{value!r}"))
            if ("/" in value and not value.startswith("FY")) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                parse_date(value)
        case "country":
            if country(value) is None:
                raise ValueError(Message("unknown_country_expected_iso_3166_1", value=f"{value!r}"))
        case "place":
            if value not in places:
                raise ValueError(Message("unknown_place_expected_code_entities_places", value=f"{value!r}"))
        case "integer":
            if not _INTEGER.fullmatch(value):
                raise ValueError(Message("not_whole_number_expected_12_or", value=f"{value!r}"))
            if prop.name in ("unit_mult", "decimals") and abs(int(value)) > _POWERS:
                raise ValueError(Message("not_valid_power_ten_figure_expected", value=f"{value!r}", powers=_POWERS))
        case "decimal":
            if not _DECIMAL.fullmatch(value):
                raise ValueError(Message("not_decimal_number_expected_1060_6", value=f"{value!r}"))
        case "duration":
            if not _DURATION.fullmatch(value):
                raise ValueError(Message("not_iso_8601_duration_expected_p5y", value=f"{value!r}"))
        case "boolean":
            if value not in ("true", "false"):
                raise ValueError(Message("neither_true_nor_false", value=f"{value!r}"))
        case _:
            pass


def checked(check: Callable[[], None], where: str) -> None:
    """Run a check; its ValueError becomes a PackError at `where`."""
    try:
        check()
    except ValueError as error:
        raise PackError(error.args[0], where=where) from None


def check_day(column: str, text: str) -> None:
    """Raise ValueError unless `text` is one day of the calendar, as 2026-01-31."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(Message("not_day_as_in_2026_01", column=column, text=f"{text!r}"))
    parse_date(text)
