"""How alike unrelated values are by chance: measured, or the usual where nothing tells."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from henequen.trade.inference.null_model import NullModel, measure_null_model
from henequen.trade.sql.duck import DuckEngine


def engine_of(tmp_path: Path, pr: np.ndarray, p: np.ndarray, x: np.ndarray, m: np.ndarray) -> DuckEngine:
    engine = DuckEngine(tmp_path / "db")
    engine.load("flow", {"pair": pr.astype(np.int32), "product": p.astype(np.int32), "x": x, "m": m})
    engine.table("flow", "select pair, product, x, case when not isnan(m) then m end as m from flow")
    codes = np.arange(40, dtype=np.int32)
    siblings = np.where(codes < 36, 3.0, 0.0)  # headings of four codes, and four of one
    heading = np.where(codes < 36, codes - codes % 4, codes)
    engine.load("product", {"product": codes, "heading": heading.astype(np.int32), "siblings": siblings})
    return engine


@pytest.mark.parametrize("spread", [0.9, 1.75, 2.6])
def test_the_spread_within_headings_is_found_whatever_lies_between_them(tmp_path: Path, spread: float) -> None:
    rng = np.random.default_rng(5)
    pr, p = np.repeat(np.arange(300), 40), np.tile(np.arange(40), 300)
    level = rng.normal(0, 3, (300, 40 // 4))[pr, p // 4]
    x = np.exp(9 + level + rng.normal(0, spread, pr.size))
    x[p >= 36] *= np.exp(rng.normal(0, 8, int((p >= 36).sum())))  # a heading of one code tells nothing
    x[pr % 3 == 0] = 1e4  # values that only one side reports tell nothing
    m = np.where(pr % 3 == 0, np.nan, x)
    found = measure_null_model(engine_of(tmp_path, pr, p, x, m))
    assert found.spread == pytest.approx(spread * math.sqrt(2.0), rel=0.03)


def test_few_rows_leave_the_usual_spread(tmp_path: Path) -> None:
    one = np.zeros(3)
    assert measure_null_model(engine_of(tmp_path, one, np.arange(3), one + 5.0, one + 5.0)) == NullModel()


def test_a_spread_is_held_within_bounds(tmp_path: Path) -> None:
    pr, p = np.repeat(np.arange(300), 4), np.tile(np.arange(4), 300)
    same = np.full(pr.size, 7.0)
    assert measure_null_model(engine_of(tmp_path, pr, p, same, same)).spread == pytest.approx(0.5 * math.sqrt(2.0))
