"""Reads one cell as the type its property has, or raises an error that names the problem."""

from __future__ import annotations

import re

from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.place import Place
from henequen.model.properties import Property, codes

__all__ = ["NO_VALUE", "UNKNOWN_VALUE", "check_value", "split"]

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
                raise ValueError(f"unknown code {value!r}; expected one of {', '.join(codes_allowed)}")
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
            if not _INTEGER.fullmatch(value):
                raise ValueError(f"{value!r} is not a whole number; expected 12 or -3, without leading zeros")
            if prop.name in ("unit_mult", "decimals") and abs(int(value)) > _POWERS:
                raise ValueError(f"{value!r} is not a valid power of ten of a figure; expected at most {_POWERS}")
        case "decimal":
            if not _DECIMAL.fullmatch(value):
                raise ValueError(
                    f"{value!r} is not a decimal number; expected 1060.6 or -4464.1, without leading zeros"
                )
        case "duration":
            if not _DURATION.fullmatch(value):
                raise ValueError(f"{value!r} is not an ISO 8601 duration; expected P5Y, P6M or the like")
        case "boolean":
            if value not in ("true", "false"):
                raise ValueError(f"{value!r} is neither true nor false")
        case _:
            pass
