"""Sums, balances, shares and growth: the planted error is found, and nothing is said within rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.record.audit import audit

amounts = st.decimals(min_value=0, max_value=99999, places=1)


def found(observations: list[Observation]) -> list[tuple[str, str]]:
    return [(f.rule, f.severity) for f in audit(observations, {})]


def test_a_wrong_total_is_found_and_named(make: Any) -> None:
    (finding,) = audit(make.flows("26.1", "139.4", "165.1", "-113.3"), {})
    assert (finding.rule, finding.severity) == ("sum.total_trade", "error")
    assert "165.5 million USD" in finding.message
    assert "165.1 million USD" in finding.message
    assert "the total is at fault" in finding.message
    assert len(finding.subjects) == len(finding.evidence) == 3


def test_a_wrong_sign_of_a_balance_is_found(make: Any) -> None:
    assert found(make.flows("26.1", "139.4", "165.5", "113.3")) == [("sum.balance", "error")]


def test_what_half_a_unit_covers_is_silent(make: Any) -> None:
    row = [
        make.figure("6.16", unit_mult=9),
        make.figure("23", measure="import", unit_mult=9),
        make.figure("-16.8", measure="balance", unit_mult=9),
    ]
    assert found(row) == []


def test_what_the_rounding_of_the_parts_covers_is_told_once_per_table(make: Any) -> None:
    rows = make.flows("997.0", "157.5", "1154.6", "839.5") + make.flows(
        "1.0", "1.0", "2.1", "0.1", row="2001", period="2001"
    )
    assert found(rows) == [("sum.rounding", "rounding")]


def test_flows_of_two_tables_are_not_mixed(make: Any) -> None:
    rows = make.flows("1.0", "2.0", "3.0", "-1.0")[:2] + make.flows("5.0", "9.0", "14.0", "-4.0", table="Table 2")[2:]
    assert found(rows) == []


def column(make: Any, parts: list[str], total: str, **fields: object) -> list[Observation]:
    common = {"table": "Table 7", "column": "Amount", "measure": "fdi_stock", **fields}
    cells = [
        make.figure(v, row=f"branch {n}", product=f"branch {n}", marks=("breakdown",), **common)
        for n, v in enumerate(parts)
    ]
    return [*cells, make.figure(total, row="Total", product="TOTAL", marks=("subtotal",), **common)]


def test_a_column_with_a_negative_rest_sums(make: Any) -> None:
    assert ("sum.rows", "error") not in found(column(make, ["44786.6", "84930.0", "-4464.1"], "125252.5"))
    assert ("sum.rows", "error") in found(column(make, ["44786.6", "84930.0", "-4464.1"], "125262.5"))


def test_rows_of_different_partners_are_not_summed(make: Any) -> None:
    common = {"table": "Table 4", "column": "1991", "measure": "fdi_flow"}
    rows = [
        make.figure("3565.1", row="Total", partner="WLD", component="all", **common),
        make.figure("77.5", row="Region", partner="ASEAN", component="region", **common),
        make.figure("2.5", row="Peru", partner="PER", component="Peru", **common),
    ]
    assert found(rows) == []


def years(make: Any, values: list[str | None], total: str) -> list[Observation]:
    common = {"table": "Table 5", "row": "Peru", "measure": "fdi_flow"}
    cells = [make.figure(v, period=str(1994 + n), **common) for n, v in enumerate(values)]
    return [*cells, make.figure(total, period=f"1994/{1993 + len(values)}", marks=("subtotal",), **common)]


def test_periods_add_up_to_their_span(make: Any) -> None:
    assert found(years(make, ["56", None, "2767", None, "92"], "2915")) == []
    assert found(years(make, ["56", None, "2767", None, "92"], "2951")) == [("sum.periods", "error")]


def test_periods_with_a_gap_are_not_summed(make: Any) -> None:
    cells = years(make, ["10", "20", "30"], "99")
    assert found([o for o in cells if o.period != "1995"]) == []


def test_named_parts_may_leave_a_rest_but_not_exceed_the_whole(make: Any) -> None:
    def passage(part: str) -> list[Observation]:
        kinds = {"measure": "fdi_flow", "marks": ("breakdown",)}
        return [
            make.figure("1.31", measure="fdi_flow", unit_mult=9),
            make.figure(part, component="reinvested", **kinds),
            make.figure("442", component="debt", **kinds),
        ]

    assert found(passage("861")) == []
    assert found(passage("891")) == [("part.above_whole", "error")]


def shares(make: Any, printed: str) -> list[Observation]:
    share = {"table": "Table 7", "column": "%", "measure": "share", "unit": "percent", "unit_mult": 0}
    return [
        *column(make, ["37888.3", "87364.2"], "125252.5"),
        make.figure(printed, row="branch 0", product="branch 0", marks=("breakdown",), **share),
        make.figure("69.8", row="branch 1", product="branch 1", marks=("breakdown",), **share),
        make.figure("100.0", row="Total", product="TOTAL", marks=("subtotal",), **share),
    ]


def test_shares_follow_from_the_amounts_beside_them(make: Any) -> None:
    assert found(shares(make, "30.2")) == []
    assert ("share.of_total", "error") in found(shares(make, "31.2"))
    assert ("share.sum", "error") in found(shares(make, "31.2"))


@pytest.mark.system(52)
def test_growth_is_chained_year_on_year(make: Any) -> None:
    common = {"table": "Table 3", "measure": "import", "unit_mult": 3}
    rate = {"table": "Table 3", "measure": "growth", "unit": "percent", "unit_mult": 0, "period": "2000"}
    levels = [make.figure("229", period="1999", **common), make.figure("3070", period="2000", **common)]
    assert found([*levels, make.figure("1240.6", **rate)]) == []
    assert found([*levels, make.figure("1340.6", **rate)]) == [("growth.chain", "error")]


def test_a_total_grows_between_its_flows(make: Any) -> None:
    def rates(total: str) -> list[Observation]:
        given = {"measure": "growth", "unit": "percent", "unit_mult": 0}
        return [
            make.figure(total, **given),
            make.figure("58.6", flow="export", **given),
            make.figure("54.3", flow="import", **given),
        ]

    assert found(rates("55.5")) == []
    assert found(rates("59.5")) == [("growth.between", "error")]


def errors(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.severity == "error"]


@given(rows=st.lists(st.tuples(amounts, amounts), min_size=1, max_size=12))
def test_consistent_tables_never_give_a_finding(maker: Any, rows: list[tuple[Decimal, Decimal]]) -> None:
    make = maker()
    table = [
        o
        for n, (x, m) in enumerate(rows)
        for o in make.flows(str(x), str(m), str(x + m), str(x - m), row=str(n), period=str(1900 + n))
    ]
    assert not [f for f in audit(table, {}) if f.rule.startswith("sum.")]


@given(
    exact=st.lists(st.decimals(min_value=0, max_value=9999, places=4), min_size=2, max_size=15),
    places=st.integers(min_value=0, max_value=2),
)
def test_rounded_columns_never_give_an_error(maker: Any, exact: list[Decimal], places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    cells = column(maker(), [str(v.quantize(unit)) for v in exact], str(sum(exact).quantize(unit)))
    assert not errors(audit(cells, {}))


@given(
    rows=st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8),
    which=st.integers(min_value=0),
    digit=st.integers(min_value=0, max_value=4),
    step=st.integers(min_value=1, max_value=9),
)
def test_a_changed_digit_beyond_rounding_is_always_found(
    maker: Any, rows: list[tuple[Decimal, Decimal]], which: int, digit: int, step: int
) -> None:
    make = maker()
    n = which % len(rows)
    table = []
    for i, (x, m) in enumerate(rows):
        total = _changed(x + m, digit, step) if i == n else x + m
        if i == n and abs(total - x - m) <= Decimal("0.15"):
            return
        table += make.flows(str(x), str(m), str(total), str(x - m), row=str(i), period=str(1900 + i))
    assert [f.rule for f in errors(audit(table, {}))] == ["sum.total_trade"]


def _changed(value: Decimal, digit: int, step: int) -> Decimal:
    """The value with one digit, counted from the last, changed."""
    digits = list(f"{value:08.1f}".replace(".", ""))
    at = len(digits) - 1 - digit
    digits[at] = str((int(digits[at]) + step) % 10)
    return Decimal("".join(digits)).scaleb(-1)
