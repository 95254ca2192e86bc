"""The same text on two machines gives the same figures."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from typing import Any

import pytest

Toy = Callable[..., Any]

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def test_spark_gives_what_duckdb_gives(reconciled: Toy, world: Toy, row: Toy) -> None:
    pytest.importorskip("pyspark", reason="the extra spark is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime")
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
    assert theirs_report["engine"] == "spark"
