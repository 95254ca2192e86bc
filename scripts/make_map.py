"""Makes a pack's `vocab/map.csv` and `vocab/map_frame.csv` from Natural Earth's admin-1 GeoJSON (public domain).

Usage: python scripts/make_map.py ADMIN1.json packs/PACK/vocab/map.csv MEX KOR

Outlines are projected (equirectangular, true at the middle latitude), simplified (Visvalingam-Whyatt by triangle area),
and written in units of which the longer edge of a country has 1000. Islets smaller than a few units are dropped.
The frame says how degrees become those units: x = (longitude - west) * across, y = (north - latitude) * down.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any

Ring = list[tuple[float, float]]
LEAST_TRIANGLE, LEAST_RING = 1.6, 10.0
RENAMED = {"MX-DIF": "MX-CMX"}


def area(ring: Ring) -> float:
    """The signed area of a closed ring."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) / 2


def simplified(ring: Ring) -> Ring:
    """The ring without its least telling points. Points shared by two places go or stay by the same local rule."""
    points = list(ring[:-1]) if ring[0] == ring[-1] else list(ring)

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[i - 1], points[i], points[(i + 1) % len(points)]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    while len(points) > 8:
        weights = [triangle(i) for i in range(len(points))]
        least = min(range(len(points)), key=weights.__getitem__)
        if weights[least] >= LEAST_TRIANGLE:
            break
        del points[least]
    return [*points, points[0]]


def rings_of(geometry: dict[str, Any]) -> list[Ring]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(x, y) for x, y, *_ in polygon[0]] for polygon in polygons]


def main(source: Path, target: Path, countries: list[str]) -> None:
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    rows, frames = [], []
    for country in countries:
        places: dict[str, list[Ring]] = {}
        for feature in features:
            properties = {key.lower(): value for key, value in feature["properties"].items()}
            code = str(properties.get("iso_3166_2") or "")
            if (
                properties.get("adm0_a3") == country
                and "~" not in code
                and "X" not in code[3:4]
                and feature["geometry"]
            ):
                places.setdefault(RENAMED.get(code, code), []).extend(rings_of(feature["geometry"]))
        every = [point for rings in places.values() for ring in rings for point in ring]
        west, east = min(x for x, _ in every), max(x for x, _ in every)
        south, north = min(y for _, y in every), max(y for _, y in every)
        stretch = math.cos(math.radians((south + north) / 2))
        scale = 1000 / max((east - west) * stretch, north - south)
        frames.append(
            {
                "country": country,
                "west": f"{west:.5f}",
                "north": f"{north:.5f}",
                "across": f"{stretch * scale:.5f}",
                "down": f"{scale:.5f}",
            }
        )
        for code, rings in sorted(places.items()):
            moved = [[((x - west) * stretch * scale, (north - y) * scale) for x, y in ring] for ring in rings]
            moved.sort(key=lambda ring: -abs(area(ring)))
            kept = [simplified(ring) for i, ring in enumerate(moved) if i == 0 or abs(area(ring)) > LEAST_RING]
            outline = "".join("M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in thin(ring)) + "Z" for ring in kept)
            x, y = middle(moved[0])
            rows.append({"country": country, "code": code, "x": f"{x:.0f}", "y": f"{y:.0f}", "outline": outline})
    for path, table in ((target, rows), (target.with_name("map_frame.csv"), frames)):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)


def thin(ring: Ring) -> Ring:
    """Without points that fall together once rounded."""
    found: Ring = []
    for x, y in ring:
        if not found or (round(x), round(y)) != (round(found[-1][0]), round(found[-1][1])):
            found.append((x, y))
    return found[:-1]


def middle(ring: Ring) -> tuple[float, float]:
    """The centre of gravity of a ring."""
    whole = area(ring)
    if not whole:
        return ring[0]
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    return x / (6 * whole), y / (6 * whole)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
