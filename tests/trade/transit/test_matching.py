"""Which final import came through which hub, on rows of which it is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from henequen.trade.inference.null_model import NullModel
from henequen.trade.transit.matching import (
    BESIDE,
    SAME,
    Candidates,
    Stock,
    Twins,
    match_transit,
    measure_margins,
)  # fmt: skip

NONE = np.empty(0)
NO_TWINS = Twins(NONE.astype(np.int64), NONE.astype(np.int64), NONE, NONE, NONE)


def ints(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def candidates(final: list[int], outflow: list[int], leg: list[int], f: list[float], kind: int = SAME) -> Candidates:
    n = len(final)
    return Candidates(
        ints(*final), ints(*outflow), ints(*leg), np.array(f), np.full(n, 0.04), np.full(n, kind),
        np.zeros(n), np.full(n, 0.3),
    )  # fmt: skip


def stock(*values: float) -> Stock:
    return Stock(np.array(values), np.full(len(values), 0.04))


def test_each_final_import_takes_the_re_export_of_its_value() -> None:
    every = candidates([0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 2, 3], [1e6, 1e6, 2e5, 2e5])
    held = match_transit(every, stock(1.02e6, 2.1e5), stock(1e6, 1e6, 2e5, 2e5), NO_TWINS, NullModel())
    assert held.tolist() == [0, 3]


def test_a_re_export_of_two_final_imports_is_used_up_by_both() -> None:
    every = candidates([0, 1, 2], [0, 0, 0], [0, 1, 2], [6e5, 4e5, 5e5])
    flows = stock(1e6)
    held = match_transit(every, flows, stock(6e5, 4e5, 5e5), NO_TWINS, NullModel())
    assert len(held) == 2
    assert flows.remainder(ints(0))[0][0] < 0.15e6


def test_a_twin_of_the_same_value_is_a_better_explanation_than_a_leg_far_larger() -> None:
    one = candidates([0], [0], [0], [1e6])
    twin = Twins(ints(0), ints(0), np.array([0.0]), np.array([0.08]), np.array([1e6]))
    assert match_transit(one, stock(1.6e6), stock(5e6), twin, NullModel()).tolist() == []
    assert match_transit(one, stock(1.6e6), stock(5e6), NO_TWINS, NullModel()).tolist() == [0]


def test_goods_beside_others_are_heard_only_where_the_sum_fits_far_better() -> None:
    def tried(f: float) -> list[int]:
        one = Candidates(
            ints(0), ints(0), ints(0), np.array([f]), np.array([0.04]), ints(BESIDE), np.array([1e6]), np.array([0.28])
        )
        return match_transit(one, stock(4e6), stock(4e6), NO_TWINS, NullModel()).tolist()

    assert tried(5e6) == [0]
    assert tried(1.6e6) == []


@pytest.mark.parametrize("margin", [0.0, 0.05, 0.4])
def test_a_hubs_margin_is_told_by_its_rows(margin: float) -> None:
    rng = np.random.default_rng(3)
    n = 4000
    t = np.exp(rng.normal(10, 2, n))
    f, g, r = (t * np.exp(rng.normal(0, 0.2, n)) for _ in range(3))
    by_chance = rng.random(n) < 0.15
    r = np.where(by_chance, f * np.exp(rng.normal(0, 1.5, n)), r * np.exp(margin))
    number = np.arange(n)
    every = candidates(list(number), list(number), list(number), list(f))
    hub = np.where(number < n - 20, 1, 2)
    level, variance = measure_margins(every, Stock(r, np.full(n, 0.04)), Stock(g, np.full(n, 0.04)), hub)
    assert level[1] == pytest.approx(margin, abs=0.02)
    assert level[2] == pytest.approx(level[1], abs=0.01)  # too few rows of its own: the margin of all
    assert variance[1] < 0.03


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 6), st.integers(1, 6), st.integers(0, 10_000))
def test_a_final_import_has_one_route_and_nothing_is_taken_that_is_not_there(
    n: int, outs: int, legs: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    final, out, leg = rng.integers(0, max(n // 2, 1), n), rng.integers(0, outs, n), rng.integers(0, legs, n)
    value = np.exp(rng.normal(10, 1, n))[final]
    every = candidates(list(final), list(out), list(leg), list(value))
    flows, there = stock(*np.exp(rng.normal(10, 1, outs))), stock(*np.exp(rng.normal(10, 1, legs)))
    held = match_transit(every, flows, there, NO_TWINS, NullModel())
    assert np.unique(final[held]).size == held.size
    assert (flows.remainder(np.arange(outs))[0] >= 0).all()
    # a row is taken only where what is left is no smaller than noise allows: than three s.d. below the mean of the row and its
    # re-export, which may itself be as far below the row
    assert (
        np.bincount(leg[held], value[held], legs)
        <= there.value * np.exp(4.5 * 0.3) * np.bincount(leg[held], minlength=legs)
    ).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(0, 10_000))
def test_parts_that_share_nothing_may_be_dealt_with_one_by_one(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    final, out, leg, parts, begin = [], [], [], [], 0
    for number, size in enumerate(sizes):  # four finals, re-exports, legs and rows of twins each
        parts.append(slice(begin, begin + size))
        begin += size
        final += sorted((4 * number + rng.integers(0, 4, size)).tolist())
        out += (4 * number + rng.integers(0, 4, size)).tolist()
        leg += (4 * number + rng.integers(0, 4, size)).tolist()
    f = np.exp(rng.normal(10, 0.3, 4 * len(sizes)))
    seen = np.unique(final)
    twins = Twins(seen, seen, rng.normal(0, 0.3, seen.size), np.full(seen.size, 0.08), f[seen])
    amounts = [np.exp(rng.normal(10, 0.3, f.size)) for _ in range(2)]

    def held(*how: Sequence[slice] | int) -> list[int]:
        every = candidates(final, out, leg, list(f[final]))
        return match_transit(every, stock(*amounts[0]), stock(*amounts[1]), twins, NullModel(), *how).tolist()

    assert held() == held(parts) == held(parts, 2)
