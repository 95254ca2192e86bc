"""Which final imports are looked for at hubs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from henequen.record.mirror import routes
from henequen.record.mirror.engine import DuckEngine


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
