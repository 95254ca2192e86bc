"""Which final imports are looked for at hubs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from henequen.trade.sql.duck import DuckEngine
from henequen.trade.transit import candidates as routes


def values_from(tmp_path: Path, f: np.ndarray, *shares: float) -> list[float]:
    engine = DuckEngine(tmp_path / "db")
    engine.load("final", {"f": f})
    found = routes._values_from(engine, *shares)
    engine.close()
    return found


def test_what_is_left_out_is_no_more_of_the_value_than_was_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    f = np.exp(np.random.default_rng(1).normal(9, 2.5, 20_000))
    monkeypatch.setattr(routes, "FEW_ROWS", 10_000)
    some, large = values_from(tmp_path, f, routes.NEARLY_ALL, routes.MOST)
    assert 0 < some < large
    assert f[f < some].sum() <= (1 - routes.NEARLY_ALL) * f.sum()
    assert f[f < large].sum() <= (1 - routes.MOST) * f.sum()
    assert (f < some).mean() > 0.05


def test_few_final_imports_are_all_looked_at(tmp_path: Path) -> None:
    assert values_from(tmp_path, np.array([1.0, 10.0, 1e9]), 0.5, 0.9) == [0.0, 0.0]


@pytest.mark.parametrize("bits", [27, 2])
def test_rows_stand_in_the_order_of_headings_however_many_there_are(monkeypatch: pytest.MonkeyPatch, bits: int) -> None:
    monkeypatch.setattr(routes, "_ROW_BITS", bits)
    heading = np.array([1, 0, 1, 0])
    order = routes._Order(heading, np.array([2, 0, 3, 1]))
    rng = np.random.default_rng(2)
    table = {
        "pair": rng.permutation(50).astype(np.int32),
        "product": rng.integers(0, 4, 50).astype(np.int32),
        "g": rng.random(50),
    }
    key, rows = order.sorted(table)
    assert (np.diff(key) > 0).all()
    assert (np.diff(heading[rows["product"]]) >= 0).all()
    assert {(a, b, c) for a, b, c in zip(*table.values(), strict=True)} == set(zip(*rows.values(), strict=True))
