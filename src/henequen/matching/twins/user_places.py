"""A user's table of places (cities, regions, universities), read in a child process with limits."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from henequen.jobs.limits import Limits
from henequen.jobs.process import answer_order, run_in_child
from henequen.matching.twins.profile import Profile, ranked_in_region
from henequen.matching.user_table import Layout, UserTable, number_in, read_user_table
from henequen.model.errors import DataError

__all__ = ["LIMITS", "read_places", "read_ties"]

LIMITS = Limits(memory=2 << 30, processor=60, seconds=60.0)

_PLACES = Layout(
    "places",
    {
        "code": ("code", "id", "place", "clave"),
        "name": ("name", "nombre", "이름", "institution", "university"),
        "country": ("country", "pais", "국가"),
        "region": ("region", "state", "estado", "province", "admin1"),
        "lat": ("lat", "latitude", "latitud", "위도"),
        "lon": ("lon", "lng", "longitude", "longitud", "경도"),
        "size": ("size", "population", "poblacion", "students", "인구"),
        "port_km": ("port_km",),
        "airport_km": ("airport_km",),
    },
)
_TIES = Layout(
    "ties", {"first": ("first", "place_a", "a"), "second": ("second", "place_b", "b"), "since": ("since", "year")}
)
_SHARE = "share_"
_MARGIN = 3.0


def read_places(path: Path, pack_places: Sequence[Profile]) -> tuple[list[Profile], tuple[str, ...]]:
    """The places of a user's table, and notes. `pack_places` bound where the places of each country can lie.

    Raises DataError for a place in neither country, coordinates that are swapped or far away, shares that are not
    fractions, and a code that occurs twice.
    """
    boxes = {}
    for country in {one.country for one in pack_places}:
        same_country = [one for one in pack_places if one.country == country]
        lats, lons = [one.lat for one in same_country], [one.lon for one in same_country]
        boxes[country] = [min(lats) - _MARGIN, max(lats) + _MARGIN, min(lons) - _MARGIN, max(lons) + _MARGIN]
    answer = run_in_child(
        __name__, {"kind": "places", "path": str(path), "boxes": boxes}, limits=LIMITS, about=str(path)
    )
    profiles = [Profile(**{**row, "level": "table"}) for row in answer["places"]]
    return ranked_in_region(profiles), tuple(answer["notes"])


def read_ties(path: Path) -> list[tuple[str, str, str]]:
    """A user's list of ties: (first, second, since) by code or name."""
    answer = run_in_child(__name__, {"kind": "ties", "path": str(path)}, limits=LIMITS, about=str(path))
    return [(str(a), str(b), str(c)) for a, b, c in answer["ties"]]


def work(order: dict[str, Any]) -> dict[str, Any]:
    """The child's side."""
    path = Path(order["path"])
    if order["kind"] == "ties":
        table = read_user_table(path, [_TIES], ("first", "second"), what="table of ties")
        pairs: dict[frozenset[str], int] = {}
        for number, row in enumerate(table.rows):
            pair = frozenset((row["first"], row["second"]))
            if pairs.setdefault(pair, number) != number:
                raise DataError(
                    "a tie occurs twice",
                    where=table.at(number),
                    found=f"{row['first']}, {row['second']}, also line {table.lines[pairs[pair]]}",
                    expected="one row per pair of places",
                )
        return {"ties": [(row["first"], row["second"], row.get("since", "")) for row in table.rows]}
    table = read_user_table(path, [_PLACES], ("name", "country", "lat", "lon"), (_SHARE,), what="table of places")
    profiles = [_profile(table, number, order["boxes"]) for number in range(len(table.rows))]
    names_used: set[str] = set()
    for number, one in enumerate(profiles):
        if one.code in names_used:
            raise DataError(
                "a place occurs twice",
                where=table.at(number),
                found=one.code,
                hint="give each place a code of its own in a column `code`",
            )
        names_used.add(one.code)
    rows = [{name: getattr(one, name) for name in Profile.__slots__} for one in profiles]
    return {"places": [row | {"mix": dict(row["mix"])} for row in rows], "notes": list(table.notes)}


def _profile(table: UserTable, number: int, boxes: Mapping[str, Sequence[float]]) -> Profile:
    row, where = table.rows[number], table.at(number)
    country = row["country"].upper()
    if country not in boxes:
        raise DataError(
            "the place is in neither country",
            where=where,
            found=row["country"][:40],
            expected=" or ".join(sorted(boxes)),
        )
    lat = number_in(row["lat"], "the latitude", where, -180, 180)
    lon = number_in(row["lon"], "the longitude", where, -180, 180)
    if lat is None or lon is None:
        raise DataError("the place has no coordinates", where=where, expected="lat and lon in degrees")
    south, north, west, east = boxes[country]
    if not (south <= lat <= north and west <= lon <= east):
        swapped = south <= lon <= north and west <= lat <= east
        raise DataError(
            "the coordinates are swapped" if swapped else "the coordinates are outside of the country",
            where=where,
            found=f"lat {lat:g}, lon {lon:g}",
            expected=f"lat {south:.0f} to {north:.0f}, lon {west:.0f} to {east:.0f}",
            hint="exchange the two columns" if swapped else "check the sign and the country",
        )
    name = row["name"]
    if not name:
        raise DataError("the place has no name", where=where)
    shares = {
        h.removeprefix(_SHARE): number_in(row[h], h, where, 0, 100) for h in table.columns if h.startswith(_SHARE)
    }
    mix = {h: v for h, v in shares.items() if v is not None}
    if sum(mix.values()) > 1.0 + 1e-6:
        raise DataError(
            "the shares of a place sum to more than one",
            where=where,
            found=f"{sum(mix.values()):g}",
            expected="fractions: 0.25 for 25 %",
            hint="divide percentages by 100",
        )
    numbers = {c: number_in(row.get(c, ""), c, where, 0, 1e10) for c in ("size", "port_km", "airport_km")}
    whole = {c: None if v is None else int(v) for c, v in numbers.items()}
    one = Profile(row.get("code") or name, country, row.get("region") or "", name, lat, lon, mix=mix, level="table")
    return replace(one, size=whole["size"], port_km=whole["port_km"], airport_km=whole["airport_km"])


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
