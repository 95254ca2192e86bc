"""Goods under sibling codes: twins, shared bookings, goods booked one code further, exchanged codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.record.mirror.choice import Rows, choose
from henequen.record.mirror.loneliness import fit_loneliness

Toy = Callable[..., Any]


def test_goods_booked_one_code_further_each_are_put_back(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    # NOR books AUS's 970110 under 970190, and its 970190 under 970191
    rows += [
        row("X", "AUS", "NOR", "970110", 5_000_000),
        row("X", "AUS", "NOR", "970190", 400_000),
        row("M", "NOR", "AUS", "970190", 5_300_000, cifvalue=5_300_000),
        row("M", "NOR", "AUS", "970191", 424_000, cifvalue=424_000),
    ]
    found, _ = reconciled(rows)
    of = {r["product"]: r for r in found if r["product"][:4] == "9701"}
    total = sum(r["value"] for r in of.values())
    assert total == pytest.approx(5_400_000, rel=0.1)
    assert of["970191"]["rule"] == "moved" or of["970110"]["rule"] == "moved"
    assert sorted(r["rule"] for r in of.values()) == ["kept", "kept", "moved"]
    moved = next(r for r in of.values() if r["rule"] == "moved")
    assert (moved["value"], moved["netted_with"]) == (0, "970190")
    assert {r["netted_with"] for r in of.values() if r["rule"] == "kept"} <= {"970190", "970191", "970110"}


def test_exchanged_codes_are_seen_where_both_rows_are_far_off(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    rows += [
        row("X", "AUS", "NOR", "970110", 5_000_000),
        row("X", "AUS", "NOR", "970190", 30_000),
        row("M", "NOR", "AUS", "970190", 5_300_000, cifvalue=5_300_000),
        row("M", "NOR", "AUS", "970110", 31_800, cifvalue=31_800),
    ]
    found, _ = reconciled(rows)
    values = sorted(r["value"] for r in found if r["product"][:4] == "9701")
    assert values == [pytest.approx(30_000, rel=0.15), pytest.approx(5_000_000, rel=0.15)]
    assert {r["rule"] for r in found if r["product"][:4] == "9701"} == {"kept"}


def test_two_small_lonely_rows_of_unlike_value_stay_what_they_are(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    rows += [row("X", "AUS", "NOR", "970110", 300), row("M", "NOR", "AUS", "970190", 90_000, cifvalue=90_000)]
    found, _ = reconciled(rows)
    assert {r["rule"] for r in found if r["product"][:4] == "9701"} == {"exporter_only", "importer_only"}


@given(
    st.lists(
        st.tuples(st.floats(-2, 8, allow_nan=False), st.integers(0, 6), st.integers(7, 12), st.integers(-1, 15)),
        max_size=40,
    )
)
def test_the_choice_is_the_greedy_matching_in_order_of_odds(traces: list[tuple[float, int, int, int]]) -> None:
    odds = np.array([trace[0] for trace in traces])
    rows = tuple(
        np.array([trace[k] if k < 3 or trace[k] > 12 else -1 for trace in traces], dtype=np.int64) for k in (1, 2, 3)
    )
    taken: set[int] = set()
    held = []
    for k in sorted(range(len(traces)), key=lambda k: (-odds[k], k)):
        mine = {int(place[k]) for place in rows if place[k] >= 0}
        if odds[k] > 0 and not mine & taken:
            taken |= mine
            held.append(k)
    assert choose(odds, Rows(*rows)).tolist() == sorted(held)


def test_few_rows_tell_nothing_of_omissions() -> None:
    found = fit_loneliness(np.array([3, 4]), np.array([10.0, 1e6]), np.array([5.0, 1e5]))
    assert (found.strays, found.slope) == (0.05, 0.0)
