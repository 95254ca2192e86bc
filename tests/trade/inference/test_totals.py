"""Parts by what a total tells, against the exact linear prediction."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from henequen.trade.inference.totals import Parts, combine_with_totals


def test_a_total_moves_the_part_most_that_is_known_least() -> None:
    parts = Parts(np.array([100.0, 100.0]), np.array([0.09, 0.01]))
    found, whole = combine_with_totals(parts, np.array([0, 0]), np.array([220.0]), np.array([0.01]))
    moved = np.log(found.value / parts.value)
    assert whole.tolist() == [True]
    # by hand: b_k = y v Y / (sum y^2 v + Y^2 v_T) = 20000 v / (1000 + 400)
    assert moved == pytest.approx(np.array([1800 / 1400, 200 / 1400]) * np.log(1.1))
    assert found.variance == pytest.approx([0.09 - 900 / 1400 * 0.09, 0.01 - 100 / 1400 * 0.01])


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 8), st.integers(0, 1000))
def test_in_small_errors_it_is_the_linear_prediction_of_the_parts(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, v, v_total = np.exp(rng.normal(0, 1, n)), rng.uniform(0.01, 0.1, n), 0.02
    total = y.sum() * np.exp(1e-6)
    found, _ = combine_with_totals(Parts(y, v), np.zeros(n, dtype=np.int64), np.array([total]), np.array([v_total]))
    covariance = np.diag(y**2 * v)
    ones = np.ones(n)
    gain = covariance @ ones / (ones @ covariance @ ones + y.sum() ** 2 * v_total)
    assert found.value - y == pytest.approx(gain * (total - y.sum()), rel=1e-4)
    left = covariance - np.outer(gain, ones @ covariance)
    assert found.variance * y**2 == pytest.approx(np.diag(left), rel=1e-6)


def test_what_exceeds_its_parts_by_more_than_noise_tells_nothing_of_them() -> None:
    parts = Parts(np.array([100.0, 50.0]), np.array([0.04, 0.04]))
    found, whole = combine_with_totals(parts, np.array([0, 1]), np.array([300.0, 55.0]), np.array([0.04, 0.04]))
    assert whole.tolist() == [False, True]
    assert (found.value[0], found.variance[0]) == (100.0, 0.04)
    assert found.value[1] > 50
