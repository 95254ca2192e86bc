"""The large cities within a number of hours of flight of a point, computed from coordinates and an assumed speed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

__all__ = ["SPEED", "TAXI", "City", "cities_within", "great_circle", "large_cities"]

SPEED = 800.0
"""Kilometres an hour of a jet on its way."""
TAXI = 0.5
"""Hours for take-off and landing."""
_RADIUS = 6371.0


@dataclass(frozen=True, slots=True)
class City:
    """A city with its country, place and people, and its distance (kilometres, hours)."""

    country: str
    name: str
    lat: float
    lon: float
    population: int
    km: float = 0.0
    hours: float = 0.0


@cache
def large_cities() -> tuple[City, ...]:
    """Cities of a million people and more (GeoNames, CC BY 4.0). Districts that GeoNames lists as cities are among them."""
    with files("henequen.model").joinpath("data/large_cities.csv").open(encoding="utf-8") as file:
        return tuple(
            City(row["country"], row["name"], float(row["lat"]), float(row["lon"]), int(row["population"]))
            for row in csv.DictReader(file)
        )


def great_circle(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points on the globe.

    >>> round(great_circle(0, 0, 0, 90))
    10008
    """
    a, b, c, d = map(radians, (lat, lon, other_lat, other_lon))
    return 2 * _RADIUS * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def cities_within(
    lat: float, lon: float, hours: float, cities: Iterable[City] = (), population: int = 1_000_000, home: str = ""
) -> list[City]:
    """The cities reached within `hours` from a point, the nearest first; those of the country `home` are left out."""
    within_reach = []
    for city in cities or large_cities():
        km = great_circle(lat, lon, city.lat, city.lon)
        flight = TAXI + km / SPEED
        if flight <= hours and city.population >= population and city.country != home:
            within_reach.append(
                City(city.country, city.name, city.lat, city.lon, city.population, round(km), round(flight, 2))
            )
    return sorted(within_reach, key=lambda city: (city.km, city.name))
