"""Goods under sibling codes: twins, shared bookings, goods booked one code further, exchanged codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.inference.matching import Rows, greedy_matching

pytestmark = pytest.mark.engine

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


def test_goods_that_took_the_place_of_others_leave_those_to_the_exporter(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    # NOR books AUS's 970110 under 970190, and left AUS's 970190 out
    rows += [
        row("X", "AUS", "NOR", "970110", 1_000_000),
        row("X", "AUS", "NOR", "970190", 3_000_000),
        row("M", "NOR", "AUS", "970190", 1_060_000, cifvalue=1_060_000),
    ]
    found, _ = reconciled(rows)
    of = {r["product"]: r for r in found if r["product"][:4] == "9701"}
    assert of["970110"]["rule"] == "kept"
    assert of["970110"]["value"] == pytest.approx(1_000_000, rel=0.1)
    assert (of["970190"]["rule"], of["970190"]["netted_with"]) == ("exporter_only", "970110")
    assert of["970190"]["value"] == pytest.approx(3_000_000, rel=0.1)
    assert of["970190"]["w_m"] == 0


@pytest.mark.parametrize("importer_misclassified", [True, False])
def test_a_chain_of_two_strays_is_undone(importer_misclassified: bool, reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = world(seed=5)
    truth = {"970110": 900_000.0, "970190": 70_000.0, "970191": 60_000.0}
    # one side books 970110 under 970190, and 970190 together with 970191
    strayed = {"970190": truth["970110"], "970191": truth["970190"] + truth["970191"]}
    x, m = (truth, strayed) if importer_misclassified else (strayed, truth)
    rows += [row("X", "AUS", "NOR", code, value) for code, value in x.items()]
    rows += [row("M", "NOR", "AUS", code, value * 1.06, cifvalue=value * 1.06) for code, value in m.items()]
    found, _ = reconciled(rows)
    of = {r["product"]: r for r in found if r["product"][:4] == "9701"}
    assert {code: r["value"] for code, r in of.items()} == pytest.approx(truth, rel=0.1)
    assert [of[code]["rule"] for code in truth] == ["kept", "shared", "shared"]


def test_the_share_of_strays_is_learned_by_reporter(reconciled: Toy, row: Toy, world: Toy) -> None:
    rng = np.random.default_rng(3)
    rows = world(seed=3, areas=8)
    for one in rows:  # IND books every fifth of its imports under the next code
        if one["flowCode"] == "M" and one["reporterISO"] == "IND" and rng.random() < 0.2:
            code = str(one["cmdCode"])
            one["cmdCode"] = code[:4] + str(int(code[4:]) % 40 + 10)
    added: dict[tuple[object, ...], dict[str, object]] = {}
    for one in rows:
        same = added.setdefault((one["flowCode"], one["reporterISO"], one["partnerISO"], one["cmdCode"]), one)
        if same is not one:
            for name in ("primaryValue", "cifvalue"):
                if one[name] != "":
                    same[name] = float(str(same[name])) + float(str(one[name]))
    _, report = reconciled(list(added.values()))
    share = {(one["reporter"], one["side"]): one["share"] for one in report["misclassified"]}
    assert max(share, key=lambda key: share[key]) == ("IND", "importer")
    assert share["IND", "importer"] == pytest.approx(0.2, abs=0.08)
    assert share["IND", "exporter"] < 0.03


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
    assert greedy_matching(odds, Rows(*rows)).tolist() == sorted(held)
