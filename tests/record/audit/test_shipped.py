"""The audit of the shipped pack: what it must find in the five documents, and where it must keep silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.observatory import Observatory
from henequen.record.audit import audit
from henequen.record.pack.pack import Pack


@pytest.fixture(scope="session")
def audited(shipped: Observatory) -> tuple[Pack, list[Finding]]:
    return shipped.check()


@pytest.fixture(scope="session")
def pack(audited: tuple[Pack, list[Finding]]) -> Pack:
    return audited[0]


@pytest.fixture(scope="session")
def findings(audited: tuple[Pack, list[Finding]]) -> list[Finding]:
    return audited[1]


def table(pack: Pack, name: str, **wanted: str) -> list[Observation]:
    return [o for o in pack.observations if o.table == name and all(getattr(o, k) == v for k, v in wanted.items())]


def on_figures(pack: Pack, observations: Sequence[Observation]) -> list[Finding]:
    return audit(observations, {}, pack.vocabulary["checks"])


def one(observations: Sequence[Observation], **wanted: str) -> Observation:
    (found,) = {o.id: o for o in observations if all(getattr(o, k) == v for k, v in wanted.items())}.values()
    return found


def changed(pack: Pack, observation: Observation, value: str) -> list[Observation]:
    return [replace(o, value=Decimal(value)) if o is observation else o for o in pack.observations]


@pytest.mark.system(49)
def test_the_printed_tables_hold_but_for_one_total(pack: Pack, findings: list[Finding]) -> None:
    sums = [f for f in findings if f.rule.startswith("sum.") and f.severity == "error"]
    (wrong,) = sums
    assert wrong.rule == "sum.total_trade"
    assert "1985" in wrong.message and "0.4 million USD off" in wrong.message
    for name in ("Table 7", "Table 8"):
        amounts = [o for o in table(pack, name) if o.unit == "USD"]
        parts = [o.value for o in amounts if "breakdown" in o.marks and o.value is not None]
        assert sum(parts) == Decimal("125252.5") == one(amounts, marks=("subtotal",)).value  # type: ignore[arg-type]
    rates = table(pack, "Table 3", measure="growth")
    assert len(rates) == 5
    assert not [f for f in findings if f.rule.startswith("growth.") and f.severity == "error"]


@pytest.mark.system(52)
def test_the_growth_of_car_sales_is_a_chain(pack: Pack) -> None:
    levels = {o.period: o.value for o in table(pack, "Table 3", measure="import")}
    assert list(levels) == ["1999", "2000", "2001", "2002", "2003", "2004"]
    for rate in table(pack, "Table 3", measure="growth"):
        now, before = levels[rate.period], levels[str(int(rate.period) - 1)]
        assert now and before and rate.value is not None
        assert abs(100 * (now / before - 1) - rate.value) <= Decimal("0.05")
        assert "growth.chain" in {f.rule for f in on_figures(pack, changed(pack, rate, str(rate.value + 5)))}


@pytest.mark.system(48)
def test_both_counts_are_there_and_their_differences_are_told(pack: Pack, findings: list[Finding]) -> None:
    for name, surplus in (("Table 1", "2121.3"), ("Table 2", "-4017.8")):
        rows = {o.period: o for o in table(pack, name, measure="balance")}
        assert len(rows) == 25
        assert rows["2003"].value == Decimal(surplus)
    rules = {f.rule: f for f in findings}
    assert "1980" in rules["mirror.same_sign"].message
    assert "1996" in rules["mirror.break"].message
    assert "0.4 million USD" in rules["sum.total_trade"].message
    ours = {o.id for o in pack.observations if o.edition == "commission-2005"}
    inside = [f for f in findings if ours.issuperset(f.subjects)]
    assert not [f for f in inside if f.rule == "same.figure" and "balance" in f.message.casefold()], "2.1 and 4.0 fit"


@pytest.mark.system(53)
def test_shares_of_branches_and_states_are_recomputed(pack: Pack, findings: list[Finding]) -> None:
    for name in ("Table 7", "Table 8"):
        for share in table(pack, name, measure="share"):
            assert share.value is not None
            found = on_figures(pack, changed(pack, share, str(share.value + Decimal("0.3"))))
            assert {f.rule for f in found} & {"share.of_total", "share.sum"}, (name, share.product, share.place)
    assert not [f for f in findings if f.rule == "share.of_total"]


@pytest.mark.system(103)
def test_trade_of_2024_and_the_totals_that_its_shares_imply(make: Any, pack: Pack, findings: list[Finding]) -> None:
    year = [o for o in pack.observations if o.period == "2024" and o.product == "TOTAL" and not o.place]
    values = {o.measure: o.value for o in year if o.measure in ("export", "import", "balance")}
    assert values == {"export": Decimal("6.16"), "import": Decimal(23), "balance": Decimal("-16.8")}
    assert not [f for f in findings if f.rule == "sum.balance"]
    reporter = one(year, measure="balance").reporter
    for measure, fits, misfits in (("export", "617.1", "300.0"), ("import", "625.3", "700.0")):
        for total, findings_ in ((fits, 0), (misfits, 1)):
            known = make.figure(
                total, measure=measure, flow=measure, reporter=reporter, partner="WLD", period="2024", unit_mult=9
            )
            found = [f for f in on_figures(pack, [*pack.observations, known]) if f.rule.startswith("share.base")]
            ours = [f for f in found if known.id in f.subjects]
            assert len(ours) == findings_, (measure, total)


@pytest.mark.system(104)
def test_investment_of_2024_holds_its_parts(pack: Pack, findings: list[Finding]) -> None:
    part = one(pack.observations, component="reinvestment of earnings")
    assert part.value == Decimal(861)
    assert not [f for f in findings if f.rule == "part.above_whole"]
    assert "part.above_whole" in {f.rule for f in on_figures(pack, changed(pack, part, "891"))}
    state = one(pack.observations, place="MX-NLE", measure="fdi_flow")
    assert "part.above_whole" in {f.rule for f in on_figures(pack, changed(pack, state, "1126"))}


@pytest.mark.system(75)
def test_twenty_seven_of_thirty_seven_projects(pack: Pack, findings: list[Finding]) -> None:
    share = one(pack.observations, component="share of the projects accomplished")
    assert round(Decimal(100 * 27) / 37) == share.value
    assert not [f for f in findings if f.rule in ("count.of_share", "sum.parts")]
    assert "count.of_share" in {f.rule for f in on_figures(pack, changed(pack, share, "72"))}
    half = one(pack.observations, component="educational projects of the programme")
    assert "sum.parts" in {f.rule for f in on_figures(pack, changed(pack, half, "17"))}


def test_the_migrants_of_two_documents_agree(pack: Pack, findings: list[Finding]) -> None:
    whole = one(pack.observations, component="Korean migrants arriving")
    assert not [f for f in findings if whole.id in f.subjects]
    assert "sum.parts" in {f.rule for f in on_figures(pack, changed(pack, whole, "1034"))}


@pytest.mark.parametrize(
    ("rule", "severity", "words"),
    [
        ("share.base", "error", "2.8 %"),
        ("share.base_elsewhere", "warning", "48.56 %"),
        ("same.figure", "warning", "656.1"),
        ("span.shorter_holds_more", "warning", "590 million"),
        ("same.statistic", "warning", "6,300"),
        ("same.statistic", "warning", "rank 9"),
        ("same.statistic", "warning", "rank 14"),
        ("same.sum", "warning", "70.7 %"),
        ("outlier.row", "warning", "1990"),
        ("mirror.below_export", "warning", "1981"),
        ("period.unstated", "warning", "125,252.5"),
        ("part.negative", "warning", "-4,464.1"),
        ("part.leading", "warning", "4.33 billion"),
        ("count.without_case", "warning", "2,767"),
        ("same.explained", "info", "1.5 billion"),
    ],
)
def test_what_the_figures_alone_show(findings: list[Finding], rule: str, severity: str, words: str) -> None:
    assert [f for f in findings if (f.rule, f.severity) == (rule, severity) and words in f.message]


@pytest.mark.parametrize(
    ("rule", "severity", "words"),
    [
        ("share.impossible", "error", "72.9 %"),
        ("trend.less", "error", "1988 to 1994"),
        ("date.conflict", "error", "2002"),
        ("threshold.before", "error", "10.87 billion"),
        ("trend.every_year", "warning", "total trade"),
        ("trend.every_year", "warning", "the imbalance"),
        ("level.conflict", "warning", "very low"),
        ("count.list", "warning", "names 12"),
        ("date.earlier", "warning", "1990s"),
        ("growth.uneven", "info", "compound"),
        ("share.listed_open", "info", "91.6 %"),
    ],
)
def test_what_the_words_claim(findings: list[Finding], rule: str, severity: str, words: str) -> None:
    assert [
        f for f in findings if (f.rule, f.severity) == (rule, severity) and words.casefold() in f.message.casefold()
    ]


def test_true_claims_are_left_alone(pack: Pack, findings: list[Finding]) -> None:
    blamed = {subject for f in findings for subject in f.subjects}
    true = {
        "st-imports-1990-94",
        "st-surplus-korea",
        "st-deficit-mexico",
        "st-nine-universities",
        "st-twelve-ftas",
        "st-cars-1999",
    }
    assert not blamed & true


def test_every_finding_leads_to_its_passages(pack: Pack, findings: list[Finding]) -> None:
    assert len(findings) >= 30
    assert len({f.id for f in findings}) == len(findings)
    assert all(f.message and f.subjects for f in findings)
    figures = {o.id: o for o in pack.observations}
    bare = [f for f in findings if not f.evidence]  # figures of web pages and data sets, of which no document is kept
    assert not [s for f in bare for s in f.subjects if s in figures and figures[s].evidence]
    assert not [f for f in findings if "1E" in f.message or "Decimal" in f.message]


@pytest.mark.slow
def test_every_printed_cell_is_guarded(pack: Pack) -> None:
    """A changed leading digit of any cell of the tables gives a finding that was not there before."""

    def grave(observations: Sequence[Observation]) -> set[tuple[str, str]]:
        return {(f.id, f.message) for f in on_figures(pack, observations) if f.severity in ("error", "warning")}

    before = grave(pack.observations)
    cells = [o for o in pack.observations if o.value is not None and o.table.startswith(("Table", "Figure"))]
    assert len(cells) >= 225
    for cell in cells:
        assert cell.value is not None
        step = Decimal(10) ** (len(str(abs(int(cell.value)))) - 1)
        assert grave(changed(pack, cell, str(cell.value + 2 * step))) - before, (cell.table, cell.period, cell.measure)
