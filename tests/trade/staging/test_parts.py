"""Parts of a flow are left out only if its total is summed; else they are added up, and a finding says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from henequen.model.errors import DataError

Toy = Callable[..., Any]


def dropped_of(report: dict[str, Any]) -> dict[str, tuple[int, float]]:
    return {one["reason"]: (one["rows"], one["value"]) for one in report["dropped"]}


def finding_of(report: dict[str, Any], rule: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["findings"] if one["rule"] == rule)
    return found


def test_parts_without_a_total_are_added_up(reconciled: Toy, row: Toy) -> None:
    """The case of a public bug report: modes of transport without a row for all modes, beside a code that has one."""
    rows = [
        row("M", "DEU", "KOR", "854231", 1000),
        row("M", "DEU", "KOR", "854231", 600, motCode="1000"),
        row("M", "DEU", "KOR", "854231", 400, motCode="2100"),
        row("M", "DEU", "KOR", "854231", 700, customsCode="C01"),
        row("M", "DEU", "KOR", "854231", 300, customsCode="C05"),
        row("M", "DEU", "KOR", "854232", 600, motCode="1000", netWgt=6),
        row("M", "DEU", "KOR", "854232", 400, motCode="2100", netWgt=4),
        row("X", "KOR", "DEU", "854231", 950),
        row("X", "KOR", "DEU", "854232", 940),
    ]
    found, report = reconciled(rows)
    assert [(r["product"], r["m_value"], r["rule"], r["quantity_kg"]) for r in found] == [
        ("854231", 1000, "both", None),
        ("854232", 1000, "both", 10),
    ]
    assert dropped_of(report) == {"transport_mode": (2, 1000), "customs_procedure": (2, 1000)}
    told = finding_of(report, "parts_added")
    assert (told["rows"], told["value"], told["flows"]) == (2, 1000, 1)
    assert "by mode of transport (1,000.00 USD)" in told["message"]


def test_parts_of_another_kind_than_those_used_are_left_out(reconciled: Toy, row: Toy) -> None:
    rows = [
        row("M", "DEU", "KOR", "854232", 600, motCode="1000"),
        row("M", "DEU", "KOR", "854232", 400, motCode="2100"),
        row("M", "DEU", "KOR", "854232", 700, customsCode="C01"),
        row("M", "DEU", "KOR", "854232", 300, customsCode="C05"),
        row("M", "DEU", "KOR", "854232", 250, partner2Code="56", motCode="1000"),
        row("X", "KOR", "DEU", "854232", 940),
    ]
    found, report = reconciled(rows)
    assert [r["m_value"] for r in found] == [1000]
    assert dropped_of(report) == {"customs_procedure": (2, 1000), "second_partner": (1, 250)}


def test_re_exports_by_mode_of_transport_are_added_up_too(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = [
        row("X", "AUS", "DEU", "970110", 3e6), row("M", "DEU", "AUS", "970110", 3.18e6, cifvalue=3.18e6),
        row("X", "DEU", "NOR", "970110", 3.12e6), row("RX", "DEU", "NOR", "970110", 1.12e6, motCode="1000"),
        row("RX", "DEU", "NOR", "970110", 2e6, motCode="2100"), row("M", "NOR", "AUS", "970110", 3.24e6, cifvalue=3.24e6),
    ]  # fmt: skip
    found, report = reconciled([*world(seed=5, areas=8, products=120), *rows])
    of = {(r["exporter"], r["importer"]): r for r in found if r["product"] == "970110"}
    assert of["AUS", "NOR"]["rule"] == "through_hub"
    assert (of["DEU", "NOR"]["rule"], of["DEU", "NOR"]["value"]) == ("routed", 0)
    assert dropped_of(report) == {"contained_re_trade": (2, 3_120_000)}


def test_a_part_that_stands_twice_counts_once_and_with_two_values_is_refused(reconciled: Toy, row: Toy) -> None:
    rows = [row("X", "KOR", "DEU", "854232", 940), row("M", "DEU", "KOR", "854232", 600, motCode="1000")]
    found, report = reconciled([*rows, rows[1]])
    assert [r["m_value"] for r in found] == [600]
    assert dropped_of(report) == {"repeated_row": (1, 600)}
    with pytest.raises(DataError, match="same part of a flow is reported twice") as caught:
        reconciled([*rows, rows[1] | {"primaryValue": 601}])
    assert "reported.csv line 3" in str(caught.value)


PART = st.fixed_dictionaries(
    {
        "flow": st.sampled_from(("X", "M")),
        "partner2Code": st.sampled_from(("0", "56")),
        "motCode": st.sampled_from(("0", "1000", "2100")),
        "customsCode": st.sampled_from(("C00", "C01")),
        "product": st.sampled_from(("854231", "8542", "854232")),
    }
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    drawn=st.lists(PART, min_size=1, max_size=10, unique_by=lambda one: tuple(sorted(one.items()))),
    cents=st.lists(st.integers(1, 10**9), min_size=10, max_size=10),
)
def test_what_is_used_and_what_is_left_out_is_all_there_is(
    reconciled: Toy, row: Toy, drawn: list[dict[str, Any]], cents: list[int]
) -> None:
    rows = [row("X", "AUS", "BRA", "010121", 1.0), row("M", "BRA", "AUS", "010121", 1.06)]
    for one, c in zip(drawn, cents, strict=False):
        more = {name: value for name, value in one.items() if name not in ("flow", "product")}
        rows.append(row(one["flow"], "AUS", "BRA", one["product"], c / 100, **more))
    found, report = reconciled(rows)
    used = sum(round(100 * (r["x_value"] or 0)) + round(100 * (r["m_value"] or 0)) for r in found)
    left = sum(round(100 * one["value"]) for one in report["dropped"])
    assert used + left == sum(cents[: len(drawn)]) + 206


def test_totals_whose_parts_are_nowhere_have_a_reason_and_a_finding(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = [
        *world(areas=4, products=60),
        row("X", "NAM", "W00", "854231", 900),  # NAM reports the world alone
        row("X", "AUS", "W00", "854231", 100),  # AUS reports single partners as well
        row("M", "NAM", "AUS", "0011", 70, classificationCode="S4"),
        row("M", "AUS", "BRA", "0011", 30, classificationCode="S4"),
        row("X", "KEN", "AUS", "85423100", 5),
    ]
    _, report = reconciled(rows)
    assert dropped_of(report) == {
        "aggregate_partner": (1, 100),
        "aggregate_partner_alone": (1, 900),
        "other_classification": (1, 30),
        "other_classification_alone": (1, 70),
        "finer_product_alone": (1, 5),
    }
    told = {one["reason"]: one["rows"] for one in report["findings"] if one["rule"] == "left_out_alone"}
    assert told == {"aggregate_partner_alone": 1, "other_classification_alone": 1, "finer_product_alone": 1}


def test_a_file_of_nothing_but_parts_is_refused(reconciled: Toy, row: Toy) -> None:
    rows = [
        row("M", "DEU", "KOR", "854232", 600, motCode="1000"),
        row("X", "KOR", "DEU", "854232", 550, motCode="1000"),
    ]
    with pytest.raises(DataError, match="no flow is left") as caught:
        reconciled(rows)
    assert "add them up with --add transport" in str(caught.value)
