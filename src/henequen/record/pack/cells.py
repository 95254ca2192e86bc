"""Reads one cell as the type its property has, or says what is wrong with it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.place import Place
from henequen.model.properties import Property, codes

__all__ = ["NO_VALUE", "UNKNOWN_VALUE", "check_value", "split"]

NO_VALUE = "(no value)"
UNKNOWN_VALUE = "(unknown)"
_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")
_PERIOD = re.compile(r"(FY)?\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-H[12]|-Q[1-4]|s)?(/\d{4}(-\d{2}(-\d{2})?)?)?")


def split(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds a list: separated by semicolons.

    >>> split("Puebla; Oaxaca")
    ('Puebla', 'Oaxaca')
    """
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def check_value(value: str, prop: Property, places: dict[str, Place]) -> None:
    """Raise ValueError with found and expected where `value` is not of the property's type."""
    match prop.type:
        case "code":
            known = codes(prop.vocabulary)
            if value not in known:
                raise ValueError(f"unknown code {value!r}; expected one of {', '.join(known)}")
        case "date":
            parse_date(value)
        case "period":
            if not _PERIOD.fullmatch(value):
                raise ValueError(f"{value!r} is not a period; expected 1997, 1997-03, 2024-H1, 1994/2004 or the like")
            if ("/" in value and not value.startswith("FY")) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
                parse_date(value)
        case "country":
            if country(value) is None:
                raise ValueError(f"unknown country {value!r}; expected an ISO 3166-1 alpha-3 code")
        case "place":
            if value not in places:
                raise ValueError(f"unknown place {value!r}; expected a code of entities/places.csv")
        case "integer":
            if not re.fullmatch(r"-?\d+", value):
                raise ValueError(f"{value!r} is not a whole number")
        case "decimal":
            _decimal(value)
        case "duration":
            if not _DURATION.fullmatch(value):
                raise ValueError(f"{value!r} is not an ISO 8601 duration; expected P5Y, P6M or the like")
        case "boolean":
            if value not in ("true", "false"):
                raise ValueError(f"{value!r} is neither true nor false")
        case _:
            pass


def _decimal(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"{value!r} is not a decimal number; expected 1060.6 or -4464.1") from None
    if not number.is_finite() or not re.fullmatch(r"-?\d+(\.\d+)?", value):
        raise ValueError(f"{value!r} is not a finite decimal number; expected 1060.6 or -4464.1")
    return number
