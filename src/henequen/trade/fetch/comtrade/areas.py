"""The UN numbers by which UN Comtrade knows areas."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["area_number", "known_partners"]


@cache
def _numbers() -> dict[str, str]:
    """Alpha-3 code -> the UN number under which the area reports today; the world is 0."""
    path = files("henequen.trade.readers") / "data" / "area_codes.csv"
    with path.open(encoding="utf-8") as handle:
        numbers = {row["area"]: str(int(row["number"])) for row in csv.DictReader(handle) if row["kind"] == "area"}
    return numbers | {"W00": "0"}


@cache
def known_partners() -> tuple[str, ...]:
    """UN numbers of every area in the shipped table, areas not specified and former areas among them, in order;
    the world and groups are not.

    >>> "842" in known_partners(), "0" in known_partners()
    (True, False)
    """
    path = files("henequen.trade.readers") / "data" / "area_codes.csv"
    with path.open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["kind"] not in ("world", "group")]
    return tuple(str(number) for number in sorted({int(row["number"]) for row in rows}))


def area_number(code: str, option: str) -> str:
    """The UN number of an alpha-3 code or of a number; UsageError for a code that is not an area."""
    if code.isascii() and code.isdigit() and len(code) <= 3:
        return str(int(code))
    if code not in _numbers():
        raise UsageError(
            Message("not_known_area", option=option), found=code, expected=Message("alpha_3_code_or_un_number")
        )
    return _numbers()[code]
