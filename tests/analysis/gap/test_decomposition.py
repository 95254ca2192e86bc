from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from henequen.analysis.gap import COMPONENTS, FlowPair, explain_flows, explain_totals

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
    ),
    max_size=12,
)


@given(rows, st.booleans(), st.none() | st.decimals(min_value=0, max_value=10**12, places=2))
def test_the_parts_add_up_to_the_cent(listed: list[FlowPair], routing: bool, before: Decimal | None) -> None:
    found = explain_flows("2019", "AAA", "BBB", listed, routing_known=routing, before=before, voyage=0.07)
    assert found.gap is not None
    assert sum(v for v in found.components.values() if v is not None) == found.gap
    assert set(found.not_measurable) == {name for name in COMPONENTS if found.components[name] is None}


def test_a_case_worked_by_hand() -> None:
    listed = [
        FlowPair("870323", D(100), D("107"), D(100), "both"),  # valuation 7
        FlowPair("870324", None, D("53.5"), D(50), "importer_only"),  # valuation 3.5, one-sided 50
        FlowPair("010121", D(20), None, None, "exporter_only"),  # one-sided -20
        FlowPair("850110", D(40), None, None, "kept"),  # booked under 850120
        FlowPair("850120", None, D("42.8"), D(40), "moved"),  # valuation 2.8, misclassification 0 in sum
        FlowPair("710812", None, D(30), D(30), "importer_only", "hub_re_exports"),  # routing 30
    ]
    found = explain_flows("2019", "AAA", "BBB", listed, routing_known=True, before=D(260), voyage=0.1)
    assert (found.exporter_value, found.importer_value) == (D(160), D("233.3"))
    assert {k: v for k, v in found.components.items() if v is not None} == {
        "valuation": D("13.3"), "timing": D(10), "misclassification": D(0), "routing": D(30), "one_sided": D(30),
        "residual": D("-10"),
    }  # fmt: skip
    alone = explain_flows("2019", "AAA", "BBB", [r for r in listed if r.product == "850120"])
    assert alone.components["misclassification"] == D(40)


def test_totals_measure_little_and_say_so() -> None:
    found = explain_totals("2003", "AAA", "BBB", D(95), D(333), importer_valuation="CIF")
    assert found.not_measurable == ("valuation", "timing", "misclassification", "routing", "one_sided")
    assert found.components["residual"] == found.gap == D(238)
    assert explain_totals("2003", "AAA", "BBB", D(95), D(333), importer_valuation="FOB").components["valuation"] == 0


def test_a_side_without_a_figure_leaves_nothing_to_explain() -> None:
    found = explain_totals("2003", "AAA", "BBB", None, D(333))
    assert found.gap is None
    assert found.not_measurable == COMPONENTS
