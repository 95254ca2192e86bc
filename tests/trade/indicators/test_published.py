"""Indicators against what others published: software of the Growth Lab, and relations that the literature states."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from henequen.trade.indicators import (
    advantage_matrix,
    complexity,
    density,
    grubel_lloyd,
    michaely_complementarity,
    proximity,
    similarity,
)

HERE = Path(__file__).parent / "published"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((HERE / "complexity.json").read_text(encoding="utf-8"))
    return answer


@pytest.fixture(scope="module")
def exports() -> np.ndarray:
    return np.array(runpy.run_path(str(HERE / "make_complexity.py"))["invented"]())


def standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


def test_advantage_and_proximity_as_py_ecomplexity_has_them(published: dict[str, Any], exports: np.ndarray) -> None:
    rca = advantage_matrix(exports)
    assert rca == pytest.approx(np.array(published["rca"]), abs=1e-9)
    assert proximity(rca >= 1) == pytest.approx(np.array(published["proximity"]), abs=1e-9)


def test_density_differs_from_py_ecomplexity_by_the_product_itself(
    published: dict[str, Any], exports: np.ndarray
) -> None:
    """There a product is its own neighbour with proximity one: theirs = (ours S + M) / (S + 1), S the sum over the others."""
    made = (advantage_matrix(exports) >= 1).astype(float)
    around = proximity(made).sum(axis=0) - 1
    theirs = (density(made) * around + made) / (around + 1)
    assert theirs == pytest.approx(np.array(published["density"]), abs=1e-9)


def test_complexity_as_py_ecomplexity_has_it(published: dict[str, Any], exports: np.ndarray) -> None:
    """ECI to the digit; PCI, which they scale by the mean and spread of ECI, up to scale."""
    areas, products = complexity(advantage_matrix(exports) >= 1)
    assert areas.values("diversity").tolist() == published["diversity"]
    assert products.values("ubiquity").tolist() == published["ubiquity"]
    assert areas.values("eci") == pytest.approx(standard(np.array(published["eci"])), abs=1e-8)
    assert np.array(published["eci"]) == pytest.approx(standard(np.array(published["eci"])), abs=1e-8)
    assert products.values("pci") == pytest.approx(standard(np.array(published["pci"])), abs=1e-8)


def test_michaely_is_finger_kreinin_of_exports_and_imports() -> None:
    """1 - sum |a - b| / 2 = sum min(a, b) for shares: the two indices are one formula on different baskets."""
    a, b = [5.0, 1.0, 9.0, 0.0], [2.0, 2.0, 2.0, 7.0]
    assert michaely_complementarity(a, b).values()[-1] == pytest.approx(similarity(a, b).values()[-1])


def test_the_weighted_mean_of_grubel_lloyd_is_that_of_the_totals() -> None:
    """Grubel and Lloyd (1975, ch. 2): the mean weighted by trade equals 1 - sum |X - M| / sum (X + M)."""
    x, m = np.array([9.0, 1.0, 4.0]), np.array([3.0, 6.0, 4.0])
    found = grubel_lloyd(x, m)
    level, weight = found.values()[:-1], found.values("weight")[:-1]
    assert float((level * weight).sum()) == pytest.approx(found.values()[-1])
    assert found.values()[-1] == pytest.approx(1 - np.abs(x - m).sum() / (x + m).sum())
