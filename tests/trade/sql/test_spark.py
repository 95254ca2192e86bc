"""The same text on two machines gives the same figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Toy = Callable[..., Any]

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_spark_gives_what_duckdb_gives(spark: None, reconciled: Toy, world: Toy, row: Toy) -> None:
    rows = world(seed=6, areas=8, products=120)
    rows += [
        row("X", "AUS", "BRA", "970110", 2_000_000),
        row("M", "BRA", "AUS", "970190", 2_120_000, cifvalue=2_120_000),
    ]
    rows += [
        row("X", "AUS", "BRA", "999013", "inf"),
        row("X", "AUS", "BRA", "TOTAL", 9),
        row("X", "AUS", "BRA", "6601", 5),
    ]
    rows += [
        row("RX", "CHL", "BRA", rows[0]["cmdCode"], 7),
        row("X", "CHL", "NOR", "970121", 70),
        row("RX", "CHL", "NOR", "970121", 70),
    ]
    rows += [r | {"period": "2018"} for r in world(seed=7, areas=8, products=60)]
    ours, ours_report = reconciled(rows)
    theirs, theirs_report = reconciled(rows, engine="spark", threads=2)
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert a.keys() == b.keys()
        for name in a:
            if isinstance(a[name], float):
                assert math.isclose(a[name], b[name], rel_tol=1e-9, abs_tol=1e-9), (name, a, b)
            else:
                assert a[name] == b[name], (name, a, b)
    assert {"aggregate_product", "aggregate_without_parts"} <= {one["reason"] for one in ours_report["dropped"]}
    assert ours_report["dropped"] == theirs_report["dropped"]
    assert ours_report["rules"] == theirs_report["rules"]
    assert theirs_report["engine"] == "spark"


def test_both_machines_tell_the_same_marks(spark: None, tmp_path: Path) -> None:
    from henequen.trade.sql.duck import DuckEngine
    from henequen.trade.sql.spark import SparkEngine

    rows = [(1, 0), (1, 9), (1, 9), (3, 4)]
    asked = [(1, 0), (1, 1), (1, 9), (2, 4), (3, 4), (3, 9)]
    for machine in (DuckEngine, SparkEngine):
        engine = machine(tmp_path / machine.name, "1GB", 2)
        for name, listed in (("t", rows), ("q", asked)):
            pair, k = (np.array(column, np.int32) for column in zip(*listed, strict=True))
            engine.load(name, {"pair": pair, "k": k})
        engine.mark("seen", "select pair, k as number from t", 10)
        join, is_marked = engine.marked("seen", "q.pair", "q.k")
        found = engine.fetch(
            f"select q.pair as pair, q.k as k, {is_marked} as marked from q{join} order by q.pair, q.k"
        )
        assert [bool(one) for one in found["marked"]] == [one in rows for one in asked], machine.name
        engine.close()
