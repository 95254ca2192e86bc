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
from henequen.model.message import Message

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
        table = read_user_table(path, [_TIES], ("first", "second"), what="file_ties")
        pairs: dict[frozenset[str], int] = {}
        for number, row in enumerate(table.rows):
            pair = frozenset((row["first"], row["second"]))
            if pairs.setdefault(pair, number) != number:
                raise DataError(
                    Message("tie_occurs_twice"),
                    where=table.at(number),
                    found=Message(
                        "pair_also_on_line", first=row["first"], second=row["second"], lines=table.lines[pairs[pair]]
                    ),
                    expected=Message("one_row_per_pair_places"),
                )
        return {"ties": [(row["first"], row["second"], row.get("since", "")) for row in table.rows]}
    table = read_user_table(path, [_PLACES], ("name", "country", "lat", "lon"), (_SHARE,), what="file_places")
    profiles = [_profile(table, number, order["boxes"]) for number in range(len(table.rows))]
    names_used: set[str] = set()
    for number, one in enumerate(profiles):
        if one.code in names_used:
            raise DataError(
                Message("place_occurs_twice"),
                where=table.at(number),
                found=one.code,
                hint=Message("give_each_place_code_its_own"),
            )
        names_used.add(one.code)
    rows = [{name: getattr(one, name) for name in Profile.__slots__} for one in profiles]
    return {"places": [row | {"mix": dict(row["mix"])} for row in rows], "notes": list(table.notes)}


def _profile(table: UserTable, number: int, boxes: Mapping[str, Sequence[float]]) -> Profile:
    row, where = table.rows[number], table.at(number)
    country = row["country"].upper()
    if country not in boxes:
        raise DataError(
            Message("place_in_neither_country"),
            where=where,
            found=row["country"][:40],
            expected=" or ".join(sorted(boxes)),
        )
    lat = number_in(row["lat"], "the latitude", where, -180, 180)
    lon = number_in(row["lon"], "the longitude", where, -180, 180)
    if lat is None or lon is None:
        raise DataError(Message("place_has_no_coordinates"), where=where, expected=Message("lat_and_lon_in_degrees"))
    south, north, west, east = boxes[country]
    if not (south <= lat <= north and west <= lon <= east):
        swapped = south <= lon <= north and west <= lat <= east
        raise DataError(
            Message("coordinates_are_swapped") if swapped else Message("coordinates_are_outside_country"),
            where=where,
            found=Message("lat_lon", lat=f"{lat:g}", lon=f"{lon:g}"),
            expected=Message(
                "bounds_of_country", south=f"{south:.0f}", north=f"{north:.0f}", west=f"{west:.0f}", east=f"{east:.0f}"
            ),
            hint=Message("exchange_two_columns") if swapped else Message("check_sign_and_country"),
        )
    name = row["name"]
    if not name:
        raise DataError(Message("place_has_no_name"), where=where)
    shares = {
        h.removeprefix(_SHARE): number_in(row[h], h, where, 0, 100) for h in table.columns if h.startswith(_SHARE)
    }
    mix = {h: v for h, v in shares.items() if v is not None}
    if sum(mix.values()) > 1.0 + 1e-6:
        raise DataError(
            Message("shares_place_sum_more_than_one"),
            where=where,
            found=f"{sum(mix.values()):g}",
            expected=Message("fractions_0_25_for_25"),
            hint=Message("divide_percentages_by_100"),
        )
    numbers = {c: number_in(row.get(c, ""), c, where, 0, 1e10) for c in ("size", "port_km", "airport_km")}
    whole = {c: None if v is None else int(v) for c, v in numbers.items()}
    one = Profile(row.get("code") or name, country, row.get("region") or "", name, lat, lon, mix=mix, level="table")
    return replace(one, size=whole["size"], port_km=whole["port_km"], airport_km=whole["airport_km"])


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
