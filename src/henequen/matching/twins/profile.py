"""The facts about one place that may look for a partner: location, size, features."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from henequen.model.place import Place

__all__ = ["LEVELS", "Profile", "city_profiles", "kilometres", "region_profiles"]

LEVELS = ("city", "region")


@dataclass(frozen=True, slots=True)
class Profile:
    """One place. Unknown values are None or empty; `rank` counts the places of its region from the largest."""

    code: str
    country: str
    region: str
    name: str
    lat: float
    lon: float
    size: int | None = None
    port_km: int | None = None
    airport_km: int | None = None
    rank: int | None = None
    mix: Mapping[str, float] = field(default_factory=dict)
    level: str = "city"
    native_name: str = ""


def kilometres(a: Profile, b: Profile) -> float:
    """The great-circle distance of two places on a sphere of 6,371 km.

    >>> pole = Profile("a", "A", "a", "a", 90.0, 0.0)
    >>> round(kilometres(pole, replace(pole, lat=0.0)))
    10008
    """
    p, q, r, s = (math.radians(x) for x in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def city_profiles(rows: Iterable[Mapping[str, str]], gazetteer: Mapping[str, Place]) -> list[Profile]:
    """The cities of a pack's table `place_cities`, with their rank in their region; empty without the table."""
    profiles = [
        Profile(
            code=row["place"],
            country=row["country"],
            region=row["region"],
            name=gazetteer[row["place"]].name_en if row["place"] in gazetteer else row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            size=int(row["population"]),
            port_km=int(row["port_km"]) if row["port_km"] else None,
            airport_km=int(row["airport_km"]) if row["airport_km"] else None,
            native_name=row["native_name"],
        )
        for row in rows
    ]
    return ranked_in_region(profiles)


def ranked_in_region(profiles: Iterable[Profile]) -> list[Profile]:
    """The same with their rank by size in their region; in order of code."""
    counts: dict[str, int] = {}
    out = []
    for one in sorted(profiles, key=lambda p: (-(p.size or 0), p.code)):
        if one.size is None:
            out.append(one)
            continue
        counts[one.region] = counts.get(one.region, 0) + 1
        out.append(replace(one, rank=counts[one.region]))
    return sorted(out, key=lambda p: p.code)


def region_profiles(
    cities: Iterable[Profile], gazetteer: Mapping[str, Place], exports: Iterable[Mapping[str, str]] = ()
) -> list[Profile]:
    """The first-level places: size is the sum over their cities, port and airport are the nearest of any city.

    `exports` are rows (place, code, value) of a place's exports by subsector; their shares are its industry mix.
    """
    inside: dict[str, list[Profile]] = {}
    for city in cities:
        inside.setdefault(city.region, []).append(city)
    sold: dict[str, dict[str, float]] = {}
    for row in exports:
        if row["code"] not in ("TOTAL", "UNSTATED"):
            sold.setdefault(row["place"], {})[row["code"]] = float(row["value"])
    profiles = []
    for code, members in sorted(inside.items()):
        place = gazetteer.get(code)
        if place is None or not place.lat:
            continue
        whole = sum(sold.get(code, {}).values())
        profiles.append(
            Profile(
                code=code,
                country=place.country,
                region=code,
                name=place.name_en,
                lat=float(place.lat),
                lon=float(place.lon),
                size=sum(m.size or 0 for m in members),
                port_km=min((m.port_km for m in members if m.port_km is not None), default=None),
                airport_km=min((m.airport_km for m in members if m.airport_km is not None), default=None),
                mix={name: value / whole for name, value in sold.get(code, {}).items()} if whole else {},
                level="region",
            )
        )
    ranks = {p.code: n for n, p in _by_country(profiles)}
    return [replace(p, rank=ranks[p.code]) for p in profiles]


def _by_country(profiles: Iterable[Profile]) -> list[tuple[int, Profile]]:
    counts: dict[str, int] = {}
    out = []
    for one in sorted(profiles, key=lambda p: (-(p.size or 0), p.code)):
        counts[one.country] = counts.get(one.country, 0) + 1
        out.append((counts[one.country], one))
    return out
