"""Repeated figures, spans, bases, mirrors, outliers and tables: each rule finds its case and leaves its neighbour alone."""

from __future__ import annotations

from typing import Any

import pytest

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.record.audit import audit


def of(rule: str, observations: list[Observation]) -> list[Finding]:
    return [f for f in audit(observations, {}) if f.rule == rule]


# --- the same figure twice


def test_a_figure_of_the_text_must_be_that_of_the_table(make: Any) -> None:
    same = {"measure": "fdi_flow", "component": "FDI", "period": "1994/2004"}
    (finding,) = of("same.figure", [make.figure("656.1", **same), make.figure("656.0", table="Table 5", **same)])
    assert finding.severity == "warning"
    assert "656.1" in finding.message and "656.0" in finding.message


def test_a_coarse_figure_may_round_a_fine_one(make: Any) -> None:
    fine = make.figure("2121.3", measure="balance", table="Table 1")
    assert not of("same.figure", [make.figure("2.1", measure="balance", unit_mult=9), fine])
    assert of("same.figure", [make.figure("2.2", measure="balance", unit_mult=9), fine])


def test_hundreds_of_millions_are_written_as_billions(make: Any) -> None:
    same = {"measure": "total_trade", "component": "", "period": "2018", "unit_mult": 8}
    (finding,) = of("same.figure", [make.figure("166", **same), make.figure("152", table="Table 5", **same)])
    assert "16.6 billion USD" in finding.message and "15.2 billion USD" in finding.message


def test_over_a_hundred_does_not_contradict_a_hundred_and_seven(make: Any) -> None:
    people = {"measure": "count", "component": "population", "unit": "persons"}
    assert not of("same.figure", [make.figure("107", **people), make.figure("100", comparator="over", **people)])
    assert of("same.figure", [make.figure("97", **people), make.figure("100", comparator="over", **people)])


def test_other_years_and_partners_are_other_figures(make: Any) -> None:
    assert not of(
        "same.figure", [make.figure("1.0"), make.figure("2.0", period="2001"), make.figure("3.0", partner="BOL")]
    )


# --- spans


def yearly(make: Any, **fields: object) -> list[Observation]:
    common = {"measure": "fdi_flow", "component": "FDI", "table": "Table 5", **fields}
    return [make.figure(v, period=str(y), **common) for y, v in ((1994, "300.0"), (1995, "307.4"), (1996, "34.9"))]


@pytest.mark.parametrize(("value", "findings"), [("590", 1), ("610", 0), ("642", 0)])
def test_a_longer_span_cannot_hold_less(make: Any, value: str, findings: int) -> None:
    claimed = make.figure(value, measure="fdi_flow", component="FDI", period="1994-01/1996-03")
    assert len(of("span.shorter_holds_more", [*yearly(make), claimed])) == findings


def test_a_span_cannot_hold_more_than_all_its_years(make: Any) -> None:
    claimed = make.figure("700", measure="fdi_flow", component="FDI", period="1994-01/1996-03")
    assert of("span.more_than_all", [*yearly(make), claimed])


def test_a_net_outflow_makes_a_smaller_span_sum_possible(make: Any) -> None:
    claimed = make.figure("590", measure="fdi_flow", component="FDI", period="1994-01/1996-03")
    series = [
        *yearly(make)[:2],
        make.figure("-20.0", measure="fdi_flow", component="FDI", table="Table 5", period="1996"),
    ]
    assert not of("span.shorter_holds_more", [*series, claimed])


# --- bases


def investment(make: Any, share: str) -> list[Observation]:
    flow = {"measure": "fdi_flow", "period": "1989/1993"}
    return [
        make.figure("18287.5", partner="WLD", table="Table 4", row="Total", component="all", **flow),
        make.figure("433.7", partner="ASEAN", table="Table 4", row="Region", component="region", **flow),
        make.figure("12.4", component="FDI", **flow),
        make.figure(
            share, measure="share", unit="percent", unit_mult=0, component="share of total FDI", period="1989/1993"
        ),
    ]


def test_a_share_of_the_wrong_base_is_told_its_right_one(make: Any) -> None:
    (finding,) = of("share.base", investment(make, "2.8"))
    assert finding.severity == "error"
    assert "0.068 %" in finding.message
    assert "433.7 million USD of ASEAN" in finding.message


def test_a_share_of_the_right_base_is_silent(make: Any) -> None:
    assert not of("share.base", investment(make, "0.07"))
    assert not of("share.base", investment(make, "0.1"))


def test_a_total_of_another_speaker_makes_it_a_warning(make: Any) -> None:
    cells = [
        make.figure("78098", product="SECTOR:assembly", partner="WLD"),
        make.figure("160.0", partner="WLD", unit_mult=9, asserted_by="oecd", comparator="about"),
        make.figure("48.56", measure="share", unit="percent", unit_mult=0, component="share of total exports",
                    partner="WLD", product="SECTOR:assembly"),
    ]  # fmt: skip
    (finding,) = of("share.base_elsewhere", cells)
    assert finding.severity == "warning"
    assert "160,828" in finding.message


def test_implied_totals_that_fit_are_silent(make: Any) -> None:
    cells = [
        make.figure("6.16", unit_mult=9),
        make.figure("1", measure="share", unit="percent", unit_mult=0, component="share of total exports"),
        make.figure("617", partner="WLD", unit_mult=9),
    ]
    assert not of("share.base", cells) + of("share.base_elsewhere", cells)


# --- mirrors


def series(make: Any, measure: str, mine: list[float], first: int = 1980, **fields: object) -> list[Observation]:
    given = {"measure": measure, "flow": measure if measure in ("export", "import") else "", **fields}
    return [make.figure(f"{v:.1f}", period=str(first + n), row=str(first + n), **given) for n, v in enumerate(mine)]


def both(make: Any, exported: list[float], imported: list[float]) -> list[Observation]:
    return [
        *series(make, "export", exported, table="Table 1"),
        *series(make, "import", imported, table="Table 2", reporter="PER", partner="CHL"),
    ]


def test_both_sides_in_deficit_is_an_error(make: Any) -> None:
    def balances(one: str, other: str) -> list[Observation]:
        return [
            make.figure(one, measure="balance", table="Table 1"),
            make.figure(other, measure="balance", table="Table 2", reporter="PER", partner="CHL"),
        ]

    (finding,) = of("mirror.same_sign", balances("-19.5", "-16.7"))
    assert finding.severity == "error"
    assert not of("mirror.same_sign", balances("-19.5", "16.7"))
    assert not of("mirror.same_sign", balances("-19.5", "-0.0"))


def test_a_ratio_that_turns_for_good_is_a_break(make: Any) -> None:
    turned = both(make, [100.0] * 12, [80.0] * 6 + [120.0] * 6)
    (finding,) = of("mirror.break", turned)
    assert "1985" in finding.message and "1986" in finding.message
    assert not of("mirror.break", both(make, [100.0] * 12, [110.0] * 12))
    assert not of("mirror.break", both(make, [100.0] * 12, [80.0, 120.0] * 6))


def test_years_below_the_export_are_told_where_they_are_rare(make: Any) -> None:
    (finding,) = of("mirror.below_export", both(make, [100.0] * 12, [110.0] * 4 + [90.0] + [110.0] * 7))
    assert "1984" in finding.message
    assert not of("mirror.below_export", both(make, [100.0] * 12, [110.0] * 12))


def test_a_row_that_its_mirror_does_not_follow_is_an_outlier(make: Any) -> None:
    steady = [100.0 + 5 * n for n in range(12)]
    broken = [*steady[:5], 20.0, *steady[6:]]
    (finding,) = of("outlier.row", both(make, steady, broken))
    assert "1985" in finding.message
    assert not of("outlier.row", both(make, steady, steady))
    assert not of("outlier.row", both(make, broken, broken)), "a year that both sides count is no outlier"


# --- tables


def test_a_gap_between_years_is_told_but_not_a_merged_column(make: Any) -> None:
    def cells(*periods: str) -> list[Observation]:
        return [make.figure("1.0", table="Table 4", measure="fdi_flow", period=p) for p in periods]

    assert of("period.gap", cells("1990", "1991", "1993", "1994"))
    assert not of("period.gap", cells("1988", "1989", "1990/1991", "1992", "1993"))


def test_a_table_without_a_period_is_compared_with_the_series(make: Any) -> None:
    bare = {
        "table": "Table 7",
        "measure": "fdi_stock",
        "period": "2005",
        "period_basis": "document",
        "marks": ("subtotal",),
    }
    flow = {"table": "Table 5", "measure": "fdi_flow"}
    years = [make.figure("100.0", period=str(y), **flow) for y in range(1994, 1999)]
    (finding,) = of("period.unstated", [make.figure("125.3", row="Total", **bare), *years])
    assert "25 %" in finding.message and "no run of consecutive years" in finding.message
    (finding,) = of("period.unstated", [make.figure("200.0", row="Total", **bare), *years])
    assert "1994 to 1995" in finding.message
    assert not of("period.unstated", [make.figure("125.3", row="Total", **{**bare, "period_basis": "table"}), *years])


def test_a_negative_part_is_told(make: Any) -> None:
    cell = {"table": "Table 7", "column": "Amount", "measure": "fdi_stock", "marks": ("breakdown",)}
    parts = [make.figure("100.0", row="a", product="a", **cell), make.figure("-4.0", row="Other", product="o", **cell)]
    assert of("part.negative", parts)
    assert not of("part.negative", parts[:1])


def test_an_amount_without_a_case_is_told(make: Any) -> None:
    def cells(cases: str | None) -> list[Observation]:
        table = {"table": "Table 6"}
        return [
            make.figure("1", measure="count", unit="cases", unit_mult=0, row="Cases", period="1998", **table),
            make.figure("56", measure="fdi_flow", row="Amount", period="1998", **table),
            make.figure(cases, measure="count", unit="cases", unit_mult=0, row="Cases", period="2000", **table),
            make.figure("2767", measure="fdi_flow", row="Amount", period="2000", **table),
        ]

    assert of("count.without_case", cells(None))
    assert not of("count.without_case", cells("1"))


def test_the_order_of_the_observations_does_not_matter(make: Any) -> None:
    cells = [*both(make, [100.0] * 12, [80.0] * 6 + [120.0] * 6), *investment(make, "2.8"), *yearly(make)]
    assert audit(cells, {}) == audit(cells[::-1], {})
