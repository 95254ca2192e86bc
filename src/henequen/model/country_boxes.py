"""The box of degrees that holds each country, to notice a coordinate that cannot be right."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["country_box", "is_inside", "is_swapped"]

_MARGIN = 1.5
"""Degrees by which a box is widened: it is drawn round inhabited places (GeoNames), not round borders."""


@cache
def _boxes() -> dict[str, tuple[float, float, float, float]]:
    with files("henequen.model").joinpath("data/country_boxes.csv").open(encoding="utf-8") as file:
        return {
            row["alpha_3"]: (float(row["south"]), float(row["west"]), float(row["north"]), float(row["east"]))
            for row in csv.DictReader(file)
        }


def country_box(alpha_3: str) -> tuple[float, float, float, float] | None:
    """South, west, north and east of a country's inhabited places; None if no box is available."""
    return _boxes().get(alpha_3)


def is_inside(alpha_3: str, lat: float, lon: float) -> bool:
    """Can this point lie in the country? Without a box, every point of the globe can.

    >>> is_inside("CHL", -33.4, -70.7), is_inside("CHL", 33.4, -70.7), is_inside("", 91, 0)
    (True, False, False)
    """
    south, west, north, east = country_box(alpha_3) or (-90.0, -180.0, 90.0, 180.0)
    return (
        abs(lat) <= 90
        and abs(lon) <= 180
        and south - _MARGIN <= lat <= north + _MARGIN
        and west - _MARGIN <= lon <= east + _MARGIN
    )


def is_swapped(lat: float, lon: float) -> bool:
    """Is this point outside every country, and inside one if latitude and longitude are exchanged? Latitudes
    below 40 degrees are not checked: nearly all of them are right.

    >>> is_swapped(-77.0, -12.0), is_swapped(-12.0, -77.0), is_swapped(106.7, 10.8), is_swapped(60.2, 24.9)
    (True, False, True, False)
    """
    if abs(lat) < 40:
        return False
    return not any(is_inside(code, lat, lon) for code in _boxes()) and any(is_inside(c, lon, lat) for c in _boxes())
