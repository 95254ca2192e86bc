"""How often rows are left out: by size, by reporter, apart from rows that stand under another code."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.misclassified.omission import fit_omission, measure_omission
from henequen.trade.model.pair_key import PairKey
from henequen.trade.sql.duck import DuckEngine
from henequen.trade.transit.hubs import Hubs

SIZES = np.arange(25)


def test_few_rows_tell_nothing() -> None:
    nothing = np.zeros(25)
    few = np.where(SIZES == 4, 10.0, 0.0)
    found = fit_omission(nothing, nothing, few, few / 2)
    assert (found.misclassified, found.at(np.array([1.0, 9.0])).tolist()) == (0.05, pytest.approx([0.05, 0.05]))


def test_without_headings_of_one_code_the_largest_flows_tell_the_strays() -> None:
    omitted = np.minimum(0.3, 0.4 * 4.0 ** (-0.35 * (SIZES - 0.5)))
    rows = np.where((SIZES > 2) & (SIZES < 18), 1e5, 0.0)
    nothing = np.zeros(25)
    found = fit_omission(nothing, nothing, rows, rows * (0.06 + omitted))
    assert found.misclassified == pytest.approx(0.03, abs=0.01)
    at = (np.array([4, 6]) - 0.5) * np.log(4)
    assert found.at(at).tolist() == pytest.approx((omitted[[4, 6]] / 2).tolist(), rel=0.3)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.floats(0, 1)), min_size=25, max_size=25))
def test_the_rate_never_rises_with_size(classes: list[tuple[int, float]]) -> None:
    rows = np.array([n for n, _ in classes], dtype=float)
    alone = np.floor(rows * np.array([share for _, share in classes]))
    found = fit_omission(rows, alone, rows, alone)
    rate = found.at(np.linspace(-2, 40, 200))
    assert np.all(np.diff(rate) <= 1e-12)
    assert np.all((rate > 0) & (rate <= 1))
    assert 0 < found.misclassified <= 1


def test_sql_says_what_python_says() -> None:
    omitted = np.minimum(0.3, 0.4 * 4.0 ** (-0.35 * (SIZES - 0.5)))
    one_sided = 2 * omitted / (1 + omitted)
    found = fit_omission(np.full(25, 1e5), 1e5 * one_sided, np.full(25, 1e5), 1e5 * (0.1 + 0.9 * one_sided))
    at = np.linspace(-3, 40, 300)
    con = duckdb.connect()
    con.register("t", {"v": at})
    told = con.execute(f"select {found.ln_omitted('v')} as o from t").fetchnumpy()["o"]
    assert np.exp(told) == pytest.approx(found.at(at), rel=1e-9)


def test_a_careless_reporter_is_told_from_headings_of_one_code(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    n = 40_000
    e, i, p = rng.integers(0, 8, n), rng.integers(8, 16, n), rng.integers(0, 40, n)
    value = np.exp(rng.normal(10, 1.5, n))
    careless = np.where(i == 9, 0.3, 0.05)  # importer 9 leaves out three rows in ten, everybody else one in twenty
    x, m = np.where(rng.random(n) < 0.05, np.nan, value), np.where(rng.random(n) < careless, np.nan, value)
    engine = DuckEngine(tmp_path / "work")
    engine.load("given", {"pair": PairKey.pair(e, i), "product": p, "x": x, "m": m})
    engine.table(
        "flow",
        "select pair, product, case when not isnan(x) then x end as x, case when not isnan(m) then m end as m from given",
    )
    engine.table("pair", "select distinct pair, true as both from flow")
    engine.load("product_factor", {"product": np.arange(40), "siblings": np.where(np.arange(40) < 30, 0.0, 3.0)})
    found = measure_omission(engine, 16, Hubs())
    told = engine.fetch("select area, ln_x, ln_m from omission order by area")
    engine.close()
    usual = float(found.at(np.array([10.0]))[0])
    rate = usual * np.exp(told["ln_m"])
    assert rate[9] == pytest.approx(0.3, abs=0.03)
    assert np.median(rate[8:]) == pytest.approx(0.05, abs=0.01)
    assert usual * np.exp(told["ln_x"][:8]) == pytest.approx(np.full(8, 0.05), abs=0.01)
    assert found.misclassified < 0.01  # nothing by_importer in this world
