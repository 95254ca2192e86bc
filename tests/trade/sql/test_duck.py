"""The machine under the SQL: what it is asked beside queries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from henequen.trade.sql.duck import DuckEngine

ROWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 8191, 8192, 65535])), max_size=12)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    return DuckEngine(tmp_path_factory.mktemp("engine") / "db")


@given(rows=ROWS)
@settings(deadline=None, max_examples=60)
def test_two_rows_of_one_key_are_seen_and_no_others(engine: DuckEngine, rows: list[tuple[int, int]]) -> None:
    engine.load("t", {"g": np.array([g for g, _ in rows], np.int32), "k": np.array([k for _, k in rows], np.int32)})
    assert engine.repeats("t", "g", "k") == (len(set(rows)) < len(rows))


@given(rows=ROWS, asked=ROWS)
@settings(deadline=None, max_examples=60)
def test_what_is_marked_is_told_and_nothing_else(
    engine: DuckEngine, rows: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    for name, listed in (("t", rows), ("q", asked)):
        engine.load(
            name, {"pair": np.array([g for g, _ in listed], np.int32), "k": np.array([k for _, k in listed], np.int32)}
        )
    engine.mark("seen", "select pair, k as number from t", 65536)
    join, is_marked = engine.marked("seen", "q.pair", "q.k")
    found = engine.fetch(f"select q.pair as pair, q.k as k, {is_marked} as marked from q{join}")
    told = sorted(zip(found["pair"].tolist(), found["k"].tolist(), found["marked"].tolist(), strict=True))
    assert told == sorted((g, k, (g, k) in set(rows)) for g, k in asked)
