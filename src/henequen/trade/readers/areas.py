"""Area codes of trade statistics: UN numbers that are not ISO numbers, former areas, areas not specified, groups."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from henequen.model.countries import countries

__all__ = ["area_kinds", "area_numbers", "census_areas", "former_numbers"]

_OTHER_SPELLINGS = {
    "S19": "TWN",
    "ROM": "ROU",
    "ZAR": "COD",
    "TMP": "TLS",
    "PAL": "PSE",
    "WLD": "W00",
    "WORLD": "W00",
    "_KS": "XKX",
    "EUR": "EU2",
    "EU": "EU2",
    "ASEAN": "R4",
    "XK": "XKX",  # Kosovo: Eurostat, IMF, EU
    "EL": "GRC",  # Greece: Eurostat
    "UK": "GBR",  # Eurostat
    "AN": "ANT",  # Netherlands Antilles: ISO 3166-3
    "CS": "SCG",  # Serbia and Montenegro: ISO 3166-3
}


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    path = files("henequen.trade.readers") / "data" / "area_codes.csv"
    with path.open(encoding="utf-8") as handle:
        return tuple((row["number"], row["area"], row["kind"]) for row in csv.DictReader(handle))


@cache
def area_kinds() -> dict[str, str]:
    """Alpha-3 code -> area, former, unspecified, group or world.

    >>> area_kinds()["W00"], area_kinds()["_X"], area_kinds()["NAM"]
    ('world', 'unspecified', 'area')
    """
    order = {"area": 0, "area_iso_number": 1, "former": 2}
    kinds: dict[str, str] = {}
    for _, area, kind in sorted(_rows(), key=lambda row: order.get(row[2], 3)):
        kinds.setdefault(area, "area" if kind == "area_iso_number" else kind)
    return kinds


@cache
def area_numbers() -> dict[str, str]:
    """UN number (no leading zeros), ISO alpha-2 code and older alpha spellings -> alpha-3 code.
    Both 842 and 840 are the United States:
    UN statistics number some areas by their customs territory.

    >>> [area_numbers()[n] for n in ("842", "840", "699", "490", "757", "251", "579")]
    ['USA', 'USA', 'IND', 'TWN', 'CHE', 'FRA', 'NOR']
    >>> area_numbers()["NA"]
    'NAM'
    """
    kinds = area_kinds()
    letters = {
        one.alpha_2: one.alpha_3 for one in countries().values() if len(one.alpha_2) == 2 and one.alpha_3 in kinds
    }
    return (
        {code: area for code, area in letters.items() if code not in kinds}
        | {number.lstrip("0") or "0": area for number, area, _ in _rows()}
        | _OTHER_SPELLINGS
    )


@cache
def former_numbers() -> frozenset[str]:
    """Codes that a table merges with others into one area: UN numbers of areas before a part left or joined them, and
    letters of single providers. Rows under such a code and under another of the area are added up, with a finding.

    >>> sorted(code for code in former_numbers() if area_numbers()[code] in ("SDN", "BEL", "DEU", "GBR"))
    ['280', '58', '736', 'UK']
    """
    shared = {area for _, area, kind in _rows() if kind == "area"}
    numbers = {number.lstrip("0") for number, area, kind in _rows() if kind == "former" and area in shared}
    return frozenset(numbers | _OTHER_SPELLINGS.keys())


@cache
def census_areas() -> dict[str, str]:
    """Number of the US Census Bureau (its Schedule C) -> alpha-3 code; `-` is the total of all countries, the world.
    Two numbers may belong to one area.

    >>> [census_areas()[n] for n in ("1220", "5082", "5083", "-")]
    ['CAN', 'PSE', 'PSE', 'W00']
    """
    path = files("henequen.trade.readers") / "data" / "census_areas.csv"
    with path.open(encoding="utf-8") as handle:
        return {row["number"]: row["area"] for row in csv.DictReader(handle)}
