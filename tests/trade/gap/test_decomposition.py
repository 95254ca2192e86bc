from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from henequen.trade.gap import COMPONENTS, FlowPair, cancelled_out, explain_flows, explain_totals

D = Decimal
money = st.none() | st.decimals(min_value=0, max_value=10**12, places=2)
rules = st.sampled_from(["both", "exporter_only", "importer_only", "kept", "moved", "shared"])
rows = st.lists(
    st.builds(
        FlowPair,
        product=st.sampled_from(["870323", "870324", "010121"]),
        x=money,
        m=money,
        f=money,
        rule=rules,
        module=st.sampled_from(["", "hub_re_exports"]),
        arrived=money,
    ),
    max_size=12,
)


@given(rows, st.booleans(), st.sampled_from(["", "two weeks at sea"]))
def test_the_parts_add_up_to_the_cent(listed: list[FlowPair], routing: bool, voyage: str) -> None:
    found = explain_flows("2019", "AAA", "BBB", listed, routing_known=routing, voyage=voyage)
    assert found.gap is not None
    assert sum(v for v in found.components.values() if v is not None) == found.gap
    assert set(found.not_measurable) == {name for name in COMPONENTS if found.components[name] is None}


@given(rows, st.booleans(), st.sampled_from(["", "two weeks at sea"]))
def test_chapters_add_up_to_the_whole(listed: list[FlowPair], routing: bool, voyage: str) -> None:
    whole = explain_flows("2019", "AAA", "BBB", listed, routing_known=routing, voyage=voyage)
    parts = [
        explain_flows(
            "2019", "AAA", "BBB", [r for r in listed if r.product[:2] == c], routing_known=routing, voyage=voyage
        )
        for c in sorted({r.product[:2] for r in listed})
    ]
    for name in COMPONENTS:
        sums = [p.components[name] for p in parts]
        if parts and whole.components[name] is not None:
            assert sum(s for s in sums if s is not None) == whole.components[name]


def test_a_case_worked_by_hand() -> None:
    listed = [
        FlowPair("870323", D(100), D("107"), D(100), "both", arrived=D(97)),  # valuation 7, timing -3, remainder 3
        FlowPair(
            "870324", None, D("53.5"), D(50), "importer_only", arrived=D(8)
        ),  # valuation 3.5, timing 8, one-sided 42
        FlowPair("010121", D(20), None, None, "exporter_only", arrived=D(18)),  # timing -2, one-sided -18
        FlowPair("850110", D(40), None, None, "kept", arrived=D(99)),  # booked under 850120: no timing
        FlowPair("850120", None, D("42.8"), D(40), "moved"),  # valuation 2.8, misclassification 0 in sum
        FlowPair("710812", None, D(30), D(30), "importer_only", "hub_re_exports"),  # routing 30
    ]
    found = explain_flows("2019", "AAA", "BBB", listed, routing_known=True, voyage="two weeks at sea")
    assert (found.exporter_value, found.importer_value) == (D(160), D("233.3"))
    assert {k: v for k, v in found.components.items() if v is not None} == {
        "valuation": D("13.3"), "timing": D(3), "misclassification": D(0), "routing": D(30), "one_sided": D(24),
        "residual": D(3),
    }  # fmt: skip
    alone = explain_flows("2019", "AAA", "BBB", [r for r in listed if r.product == "850120"])
    assert alone.components["misclassification"] == D(40)


def test_goods_through_a_hub_may_leave_a_residual_larger_than_the_gap() -> None:
    """Worked by hand: 100 came through a hub that the exporter counted there; 90 of the rest did not arrive."""
    listed = [
        FlowPair("870323", D(200), D(110), D(110), "both"),  # residual -90
        FlowPair("850110", None, D(100), D(100), "importer_only", "hub_re_exports"),  # routing 100
    ]
    found = explain_flows("2019", "AAA", "BBB", listed, routing_known=True)
    assert (found.gap, found.components["routing"], found.components["residual"]) == (D(10), D(100), D(-90))
    assert sum(v for v in found.components.values() if v is not None) == found.gap
    assert cancelled_out(found.gap, found.components) == "residual_larger_routed"
    unknown = explain_flows("2019", "AAA", "BBB", listed)  # the same rows, and no hub that tells
    assert cancelled_out(unknown.gap, unknown.components) == "residual_larger"
    assert cancelled_out(None, dict.fromkeys(COMPONENTS)) == ""


def test_a_side_that_reports_nothing_is_missing_and_not_zero() -> None:
    found = explain_flows("2019", "AAA", "BBB", [FlowPair("870323", D(100), None, None)], reports=(True, False))
    assert (found.exporter_value, found.importer_value, found.gap) == (D(100), None, None)
    assert found.not_measurable == COMPONENTS


def test_totals_measure_little_and_say_so() -> None:
    found = explain_totals("2003", "AAA", "BBB", D(95), D(333), importer_valuation="CIF")
    assert found.not_measurable == ("valuation", "timing", "misclassification", "routing", "one_sided")
    assert found.components["residual"] == found.gap == D(238)
    assert explain_totals("2003", "AAA", "BBB", D(95), D(333), importer_valuation="FOB").components["valuation"] == 0


def test_a_side_without_a_figure_leaves_nothing_to_explain() -> None:
    found = explain_totals("2003", "AAA", "BBB", None, D(333))
    assert found.gap is None
    assert found.not_measurable == COMPONENTS
