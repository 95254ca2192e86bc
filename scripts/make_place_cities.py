"""Makes a pack's `vocab/place_cities.csv` from a table of cities, a table of airports and a table of ports.

Usage: python scripts/make_place_cities.py packs/PACK REGIONS CITIES AIRPORTS PORTS

REGIONS is a CSV `countrycode,admin1code,region` (GeoNames' first-level codes and ISO 3166-2), CITIES a CSV of GeoNames, AIRPORTS
a CSV with `iata`, `lat` and `lon`, PORTS a GeoJSON file of points with `port` (UN/LOCODE) and `name`. Distances are great-circle
kilometres to the nearest port and airport of the country, in whole kilometres. Dry ports (`INLAND`) are
left out, and so are the districts of a city that is a first-level place itself.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
import unicodedata
from pathlib import Path

INLAND = {"MXAGU", "MXTLC", "MXMTY", "KRSSN"}
"""Dry ports, a river quay and a point that lies in the wrong state: not seaports."""

COLUMNS = (
    "place",
    "country",
    "region",
    "name",
    "native_name",
    "lat",
    "lon",
    "population",
    "port",
    "port_km",
    "airport",
    "airport_km",
    "geonameid",
)


def fold(name: str) -> str:
    """A name in plain small letters, words joined by hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (latitude, longitude) on a sphere of 6,371 km."""
    (p, q), (r, s) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def nearest(point: tuple[float, float], others: list[tuple[str, float, float]]) -> tuple[str, int]:
    """The code of the nearest of `others` and its distance."""
    code, far = min(((code, kilometres(point, (lat, lon))) for code, lat, lon in others), key=lambda found: found[1])
    return code, round(far)


def main(pack: Path, regions: Path, cities: Path, airports: Path, ports: Path) -> None:
    """Write the table."""
    region_of = {(r["countrycode"], r["admin1code"]): r["region"] for r in rows_of(regions)}
    gazetteer = rows_of(pack / "entities" / "places.csv")
    country_of = {r["code"]: r["country"] for r in gazetteer}
    single = {r["code"] for r in gazetteer if r["level"] == "metropolitan_city" or r["variants"].startswith("CDMX")}
    known: dict[tuple[str, str], str] = {}
    for row in gazetteer:
        if "/" in row["code"]:
            for name in (row["name_en"], row["name_es"], row["romanisation_mr"], *row["variants"].split(";")):
                known[row["parent"], fold(name)] = row["code"]
    by_country: dict[str, list[tuple[str, float, float]]] = {}
    for feature in json.loads(ports.read_text(encoding="utf-8"))["features"]:
        code = str(feature["properties"]["port"])
        if code not in INLAND:
            lon, lat = feature["geometry"]["coordinates"]
            by_country.setdefault(code[:2], []).append((code, lat, lon))
    flown: dict[str, list[tuple[str, float, float]]] = {}
    alpha2 = {"Mexico": "MX", "South Korea": "KR"}
    for row in rows_of(airports):
        flown.setdefault(alpha2[row["country"]], []).append((row["iata"], float(row["lat"]), float(row["lon"])))
    out = []
    taken: set[str] = set()
    for row in sorted(rows_of(cities), key=lambda r: (-int(r["population"]), r["geonameid"])):
        region = region_of[row["countrycode"], row["admin1code"]]
        point = (float(row["latitude"]), float(row["longitude"]))
        name = row["name"].removesuffix("-si")
        code = known.get((region, fold(row["name"])), "") or known.get((region, fold(name)), "")
        if not code and region in single and region not in taken:
            code = region  # the first-level city itself: the largest place in it
        elif not code and region in single:
            continue  # a district of that city
        code = code or f"{region}/{fold(name)}"
        if code in taken:
            code = f"{region}/{fold(name)}-{row['geonameid']}"
        taken.add(code)
        hangul = [n for n in row["alternatenames"].split(";") if re.fullmatch(r"[\uac00-\ud7a3]+", n)]
        port, port_km = nearest(point, by_country[row["countrycode"]])
        airport, airport_km = nearest(point, flown[row["countrycode"]])
        out.append(
            (
                code,
                country_of[region],
                region,
                name,
                hangul[0] if hangul else "",
                f"{point[0]:.2f}",
                f"{point[1]:.2f}",
                row["population"],
                port,
                port_km,
                airport,
                airport_km,
                row["geonameid"],
            )
        )
    with (pack / "vocab" / "place_cities.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(out, key=lambda r: str(r[0])))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:6]))
