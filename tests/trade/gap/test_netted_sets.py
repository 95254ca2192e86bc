"""Rows that are one good under several codes: over a set the codes make nothing of the gap."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.gap.decomposition import FlowPair, explain_flows
from henequen.trade.gap.netted_sets import split_sets

D = Decimal
Amount = Decimal | None
amounts = st.one_of(st.none(), st.decimals(min_value=0, max_value=10**9, places=3))
CODES = [f"8501{k}0" for k in range(8)]


@given(
    st.lists(st.tuples(amounts, amounts, amounts, st.sampled_from(["", *CODES])), min_size=1, max_size=8),
)
def test_over_each_set_the_codes_add_up_to_nothing_and_all_parts_to_the_gap(
    rows: list[tuple[Amount, Amount, Amount, str]],
) -> None:
    given_rows = [
        FlowPair(CODES[k], x, f, f, "kept" if other else "both", value=value, other_product=other)
        for k, (x, f, value, other) in enumerate(rows)
    ]
    split = split_sets(given_rows)
    assert sum((row.by_codes or D(0) for row in split), D(0)) == 0
    assert all(
        row.by_codes is None
        for row in split
        if not row.other_product and row.product not in {r.other_product for r in split}
    )
    found = explain_flows("2019", "AAA", "BBB", split)
    assert sum((part for part in found.components.values() if part is not None), D(0)) == found.gap
    outside = [
        row for row in split if row.by_codes is None and row.rule == "kept"
    ]  # they point at no row that is there
    assert found.components["misclassification"] == sum(((row.f or D(0)) - (row.x or D(0)) for row in outside), D(0))


def test_what_the_two_figures_of_a_twin_are_apart_is_no_matter_of_codes() -> None:
    a = FlowPair("850110", D(1000), None, None, "kept", value=D(950), other_product="850120")
    b = FlowPair("850120", None, D(954), D(900), "moved", value=D(0), other_product="850110")
    whole = explain_flows("2019", "AAA", "BBB", split_sets([a, b]))
    assert (whole.components["misclassification"], whole.components["residual"]) == (0, D(-100))
    parts = [explain_flows("2019", "AAA", "BBB", [row], product=row.product) for row in split_sets([a, b])]
    assert [part.components["misclassification"] for part in parts] == [D(-900), D(900)]
    assert [part.components["residual"] for part in parts] == [D(-100), D(0)]


def test_a_shared_booking_leaves_its_difference_with_its_rows() -> None:
    a = FlowPair("950440", D(300), None, None, "shared", value=D(300), other_product="950450")
    b = FlowPair("950450", D(3700), D(2340), D(2340), "shared", value=D(2900), other_product="950440")
    found = explain_flows("2019", "AAA", "BBB", split_sets([a, b]))
    assert (found.components["misclassification"], found.components["residual"]) == (0, D(-1660))
