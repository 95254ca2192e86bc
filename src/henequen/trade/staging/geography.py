"""Distances and borders between areas, for the CIF rate."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from henequen.files.disk import disk_error
from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["EARTH_RADIUS_KM", "Geography", "great_circle_km", "shipped_geography", "square_geography"]

_LARGEST = 400 << 20
FARTHEST_KM = 20_100.0  # half of the earth's circumference
EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class Geography:
    """`dist_km` and `contiguous` are square, rows and columns in the order of `areas` (ISO 3166-1 alpha-3)."""

    areas: tuple[str, ...]
    dist_km: npt.NDArray[np.float64]
    contiguous: npt.NDArray[np.bool_]


def great_circle_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Distance in kilometres on a sphere (haversine); latitudes and longitudes in degrees.

    >>> round(great_circle_km(0, 0, 0, 90))
    10008
    """
    a, b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


@cache
def shipped_geography() -> Geography:
    """The table we ship: great circles between main economic centres, and land borders.

    The points are one per area (the capital, or the largest port or city if trade is centred elsewhere), rounded to a
    hundredth of a degree and compiled by us from common geographical knowledge, like the land borders. Nothing in it is
    copied from a licensed data set. Against CEPII GeoDist (Mayer and Zignago, 2011) nine pairs in ten differ by less
    than 10 %; a test checks that if the file is available.
    """
    folder = files("henequen.trade.staging") / "data"
    with (folder / "coordinates.csv").open(encoding="utf-8") as handle:
        points = [(row["area"], float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(handle)]
    areas = tuple(area for area, _, _ in points)
    lat = np.radians([p[1] for p in points])
    lon = np.radians([p[2] for p in points])
    half = (
        np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
        + np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    )
    dist = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    contiguous = np.zeros(dist.shape, dtype=np.bool_)
    place = {area: k for k, area in enumerate(areas)}
    with (folder / "contiguity.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            a, b = place[row["area"]], place[row["neighbour"]]
            contiguous[a, b] = contiguous[b, a] = True
    return Geography(areas, dist, contiguous)


def square_geography(
    areas: Sequence[str], path: Path | None = None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """ln(km / 5000), contiguity (0 or 1) and whether the distance is known, as square tables in the order of `areas`,
    from the shipped table or from a file of the user's (CSV or Parquet: exporter, importer, dist_km, contiguous); a
    pair that is not in it gets the median distance. Raises DataError, with the row, for a file that cannot be read
    exactly, or impossible distances.
    """
    n = len(areas)
    dist, near = np.full((n, n), np.nan), np.zeros((n, n))
    place = {area: k for k, area in enumerate(areas)}
    if path is None:
        shipped = shipped_geography()
        at = [(k, place[area]) for k, area in enumerate(shipped.areas) if area in place]
        a, b = np.array([k for k, _ in at], dtype=int), np.array([k for _, k in at], dtype=int)
        dist[np.ix_(b, b)] = shipped.dist_km[np.ix_(a, a)]
        near[np.ix_(b, b)] = shipped.contiguous[np.ix_(a, a)]
    else:
        exporter, importer, km, touch = _columns(path)
        _check_pairs(exporter, importer, path)
        e, i = (np.array([place.get(code, -1) for code in codes], dtype=int) for codes in (exporter, importer))
        ok = (e >= 0) & (i >= 0)
        kilometres = _numbers(km, "dist_km", path)
        odd = np.flatnonzero(~((kilometres >= 0) & (kilometres <= FARTHEST_KM)))
        if odd.size:
            raise DataError(
                Message("distance_cannot_be"),
                where=Message("row_column_dist_km", name=path.name, odd=odd[0] + 1),
                found=km[int(odd[0])],
                expected=Message("kilometres_0", farthest_km=f"{FARTHEST_KM:,.0f}"),
            )
        dist[e[ok], i[ok]] = kilometres[ok]
        touching = _numbers(touch, "contiguous", path)
        odd = np.flatnonzero(~((touching == 0) | (touching == 1)))
        if odd.size:
            raise DataError(
                Message("whether_two_areas_touch_not_stated"),
                where=Message("row_column_contiguous", name=path.name, odd=odd[0] + 1),
                found=touch[int(odd[0])],
                expected=Message("zero_or_one"),
            )
        near[e[ok], i[ok]] = touching[ok]
    valid = np.isfinite(dist) & (dist > 0)
    middle = float(np.median(dist[valid])) if valid.any() else 5000.0
    return np.log(np.maximum(np.where(valid, dist, middle), 50.0) / 5000.0), near, valid


def _check_pairs(exporter: Sequence[str], importer: Sequence[str], path: Path) -> None:
    """Raise DataError for an area that is not three capitals, and for a pair that has two rows: neither is passed over."""
    lines: dict[tuple[str, str], int] = {}
    for row, pair in enumerate(zip(exporter, importer, strict=True), 1):
        for code in pair:
            if not _AREA.fullmatch(code):
                raise DataError(
                    Message("geography_file_names_area_in_another"),
                    where=Message("at_row", file=path.name, n=row),
                    found=code,
                    expected=Message("three_capitals_as_in_iso_3166"),
                )
        if pair in lines:
            raise DataError(
                Message("geography_file_has_one_pair_twice"),
                where=Message("at_two_rows", file=path.name, first=lines[pair], second=row),
                found=", ".join(pair),
                expected=Message("one_row_per_exporter_and_importer"),
            )
        lines[pair] = row


_AREA = re.compile(r"[A-Z_][A-Z0-9_]{2}")
_WANTED = ("exporter", "importer", "dist_km", "contiguous")


def _columns(path: Path) -> list[Sequence[Any]]:
    """The four columns of a geography file."""
    look_at(path, ("text", "parquet"), largest=_LARGEST, what="file_geography")
    if path.suffix == ".parquet":
        try:
            with duckdb.connect() as con:
                geo_rows = con.execute(
                    "select exporter, importer, dist_km, contiguous from read_parquet(?)", [str(path)]
                ).fetchall()
        except duckdb.Error as error:
            if (full := disk_error(error)) is not None:
                raise full from None
            raise DataError(
                Message("geography_file_cannot_be_read"),
                where=path.name,
                found=str(error).splitlines()[0],
                expected=", ".join(_WANTED),
            ) from None
        return [[str(row[k]) if k < 2 else row[k] for row in geo_rows] for k in range(4)]
    with path.open(encoding="utf-8-sig", newline="") as handle:
        try:
            header, *rows = csv.reader(handle, strict=True)
        except (ValueError, csv.Error) as error:
            raise DataError(Message("geography_file_cannot_be_read"), where=path.name, found=str(error)) from None
    if not set(_WANTED) <= set(header):
        raise DataError(
            Message("geography_file_lacks_columns"),
            where=path.name,
            found=", ".join(header),
            expected=", ".join(_WANTED),
        )
    for line, cells in enumerate(map(len, rows), start=2):
        if cells != len(header):
            raise DataError(
                Message("row_geography_file_not_what_header"),
                where=Message("at_line", file=path.name, n=line),
                found=Message("count_cells", n=cells),
                expected=Message("count_cells", n=len(header)),
            )
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(header)
    return [columns[at] for at in map(header.index, _WANTED)]


_TRUTH = {"true": 1.0, "false": 0.0}


def _numbers(cells: Sequence[Any], name: str, path: Path) -> npt.NDArray[np.float64]:
    with suppress(TypeError, ValueError):  # all at once, if every one is a number
        return np.array(cells, dtype=np.float64)
    numbers = np.empty(len(cells))
    for k, cell in enumerate(cells):
        try:
            numbers[k] = float(cell)
        except (TypeError, ValueError):
            truth = _TRUTH.get(str(cell).strip().lower())
            if truth is None:
                raise DataError(
                    Message("cell_geography_file_not_number"),
                    where=Message("at_cell", file=path.name, row=k + 1, column=name),
                    found=cell,
                    expected=Message("kilometres") if name == "dist_km" else Message("zero_or_one"),
                ) from None
            numbers[k] = truth
    return numbers
