"""Figures of the news articles and of the report's prose: sign, unit, multiplier, period and where the period comes from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from henequen.model.observation import Observation
from henequen.observatory import Observatory
from henequen.record.store.view import View

NEWS = "mbn-2025-08"

# measure, place, product: amount in dollars, 2024
STATES = {
    ("export", "", "TOTAL"): "6.16e9",
    ("export", "MX-CMX", "TOTAL"): "1.29e9",
    ("export", "MX-SON", "TOTAL"): "385e6",
    ("export", "MX-NLE", "TOTAL"): "157e6",
    ("import", "", "TOTAL"): "23e9",
    ("import", "MX-CHH", "TOTAL"): "5.56e9",
    ("import", "MX-NLE", "TOTAL"): "4.92e9",
    ("import", "MX-BCN", "TOTAL"): "2.35e9",
    ("balance", "", "TOTAL"): "-16.8e9",
}


def amount(o: Observation) -> Decimal:
    assert o.amount is not None
    return o.amount


@pytest.mark.system(103)
def test_trade_of_2024_by_state(view: View) -> None:
    found = {
        (o.measure, o.place, o.product): o
        for o in view.observations(edition=NEWS, reporter="MEX", partner="KOR", period="2024", product="TOTAL")
        if o.measure in ("export", "import", "balance")
    }
    assert {key: amount(o) for key, o in found.items()} == {key: Decimal(v) for key, v in STATES.items()}
    assert {o.unit for o in found.values()} == {"USD"} and {o.period_basis for o in found.values()} == {"stated"}
    assert {o.place != "" for o in found.values() if "breakdown" in o.marks} == {True}


@pytest.mark.system(103)
def test_shares_of_2024_imply_totals_that_can_be_compared(view: View) -> None:
    shares = {
        o.flow: o
        for o in view.observations(edition=NEWS, measure="share", reporter="MEX", period="2024")
        if o.product == "TOTAL"
    }
    assert {flow: o.value for flow, o in shares.items()} == {"export": Decimal(1), "import": Decimal("3.62")}
    exports, imports = Decimal("6.16e9") / Decimal("0.01"), Decimal("23e9") / Decimal("0.0362")
    assert round(exports / 10**9) == 616 and round(imports / 10**9) == 635


@pytest.mark.system(104)
def test_investment_of_2024_by_kind_and_state(view: View) -> None:
    flows = view.observations(edition=NEWS, measure="fdi_flow", reporter="MEX", partner="KOR")
    by_kind = {o.component: amount(o) for o in flows if o.period == "2024" and not o.place}
    assert by_kind == {
        "FDI from South Korea": Decimal("1.31e9"),
        "reinvestment of earnings": Decimal("861e6"),
        "inter-company debt": Decimal("442e6"),
    }
    assert (
        Decimal("861e6") + Decimal("442e6") < Decimal("1.31e9") < Decimal("861e6") + Decimal("442e6") + Decimal("12e6")
    )
    by_state = {o.place: amount(o) for o in flows if o.place}
    assert by_state == {"MX-NLE": Decimal("626e6"), "MX-CMX": Decimal("132e6"), "MX-BCN": Decimal("125e6")}
    assert [(o.period, amount(o)) for o in flows if "/" in o.period] == [("1999/2024", Decimal("11.8e9"))]


@pytest.mark.system(5)
def test_rival_claims_on_mexico_are_both_there_with_their_source(view: View) -> None:
    income = [
        o for o in view.observations(reporter="MEX", unit="USD", period="2003") if "per capita" in o.component.lower()
    ]
    assert sorted((amount(o), o.asserted_by) for o in income) == [(Decimal(6100), ""), (Decimal(6300), "oecd")]
    korea = {
        amount(o)
        for o in view.observations(reporter="KOR", unit="USD", period="2003")
        if "per capita" in o.component.lower()
    }
    assert korea == {Decimal(12600)}
    sizes = ("size of the economy, world", "gross national income, world")
    ranks = [o for o in view.observations(reporter="MEX", unit="rank") if o.component in sizes]
    assert {(o.value, o.period, o.asserted_by) for o in ranks} == {
        (Decimal(10), "2003", ""),
        (Decimal(9), "2002", "world-bank"),
        (Decimal(9), "2005", ""),
    }
    assert any("6,100" in f.message and "6,300" in f.message for f in view.findings())


@pytest.mark.system(9)
def test_users_of_the_internet_on_both_sides(view: View) -> None:
    shares = [o for o in view.observations(measure="share") if "internet" in o.component.lower()]
    users = {(o.reporter, o.edition): (o.value, o.comparator, o.period) for o in shares}
    assert users["KOR", "commission-2005"] == (Decimal(64), "close_to", "2005")
    assert users["MEX", "commission-2005"] == (Decimal(11), "", "2005")
    assert users["KOR", "mbn-2025-03"] == (Decimal(80), "", "2025-03-12")


@pytest.mark.system(123)
def test_spending_on_research(view: View) -> None:
    spent = {
        (o.reporter, o.component.rsplit(" ", 1)[-1]): o.value
        for o in view.observations(asserted_by="oecd", measure="share")
        if "R&D" in o.component
    }
    assert spent == {
        ("KOR", "GDP"): Decimal("3.4"), ("MEX", "GDP"): Decimal("0.6"), ("KOR", "business"): 73, ("MEX", "business"): Decimal("23.6"),
        ("KOR", "government"): 25, ("MEX", "government"): 60,
    }  # fmt: skip


@pytest.mark.system(50)
def test_breadth_and_concentration(view: View) -> None:
    breadth = {
        o.reporter: (o.value, o.comparator) for o in view.observations(component="products exported", measure="count")
    }
    assert breadth == {"MEX": (Decimal(500), "under"), "KOR": (Decimal(4000), "over")}
    six = next(o for o in view.observations(measure="share", period="2001") if "six main products" in o.component)
    assert six.value == Decimal("75.81") and (six.reporter, six.flow, six.asserted_by) == (
        "MEX",
        "export",
        "mex-statistics",
    )


@pytest.mark.system(109)
def test_korean_export_records(view: View) -> None:
    exports = {
        o.product.removeprefix("SECTOR:").split(",")[0]: amount(o)
        for o in view.observations(edition=NEWS, reporter="KOR", measure="export", partner="WLD", period="2024")
        if "threshold" not in o.marks
    }
    assert exports == {
        "semiconductors": Decimal("141.9e9"), "automobiles": Decimal("70.8e9"), "shipbuilding": Decimal("25.6e9"),
        "bio-health": Decimal("15.1e9"), "agriculture": Decimal("11.7e9"), "cosmetic products": Decimal("10.2e9"),
    }  # fmt: skip


@pytest.mark.system(115)
def test_a_rank_without_the_year_of_its_index_says_so(view: View) -> None:
    ranks = [
        o for o in view.observations(unit="rank") if "index" in o.component.lower() and o.edition.startswith("mbn")
    ]
    assert {(o.edition, o.reporter, o.value) for o in ranks} == {
        ("mbn-2025-08", "KOR", Decimal(6)), ("mbn-2025-03", "KOR", Decimal(6)), ("mbn-2025-03", "MEX", Decimal(3)),
    }  # fmt: skip
    assert {o.period_basis for o in ranks} == {"document"}
    assert {o.asserted_by for o in ranks if o.edition == "mbn-2025-03"} == {"sanghui-lee", "jiyeob-kim"}


def test_falls_and_deficits_told_in_words_are_negative(view: View) -> None:
    fall = next(o for o in view.observations(measure="growth", period="1998/2004") if o.partner == "KOR")
    assert fall.value == Decimal("-20.0") and fall.as_printed == "20.0%"
    deficit = next(o for o in view.observations(measure="balance", period="2024"))
    assert deficit.value == Decimal("-16.8") and deficit.unit_mult == 9


def test_every_figure_says_where_its_period_comes_from(view: View) -> None:
    found = view.observations()
    assert len(found) > 550
    assert {o.period_basis for o in found} == {"stated", "table", "document"}
    for o in found:
        if (
            o.period_basis == "document"
            and not o.table
            and o.evidence
            and not o.evidence[0].document.startswith("korea-press-")
        ):
            assert o.period in {"2005", "2022-07-24", "2025-03-12", "2025-08-12"}, o.id
        assert o.as_printed or not o.evidence, o.id  # a figure of another data set has no printed cell
    assert all(o.flow in ("export", "import", "") for o in found)


@pytest.mark.system(107)
def test_a_forum_and_its_agenda(view: View) -> None:
    forum, meeting = view.record("forum-fealac"), view.record("event-fealac-14-2024")
    assert forum is not None and forum.one("kind") == "forum"
    assert meeting is not None and meeting.one("date") == "2024"
    assert ("event-fealac-14-2024", "part_of", "forum-fealac") in {
        (x.subject, x.relation, x.object) for x in view.links()
    }
    assert view.record("mbn08-fealac-2030-agenda") is not None


@pytest.mark.system(112)
def test_two_articles_tell_of_one_roadshow(view: View) -> None:
    roadshow = view.record("event-smart-city-roadshow-2025")
    assert roadshow is not None
    assert roadshow.one("date") == "2025-03-11" and set(roadshow.documents) == {"mbn-2025-03", "mbn-2025-08"}
    assert "kotra" in roadshow.many("actor_ids")
    same_month = [e for e in view.records("events") if e.one("date").startswith("2025-03")]
    assert [e.id for e in same_month if e.one("kind") == "conference"] == [roadshow.id]


@pytest.mark.system(116)
def test_every_number_and_every_claim_has_its_passage(shipped: Observatory, view: View) -> None:
    for o in view.observations():
        if not o.evidence:  # a data set or a page that is no document of the pack has an address
            edition = view.editions[o.edition]
            assert edition.url or edition.kind == "data set" or o.edition.startswith("facts-"), o.id
        else:
            assert o.evidence[0].document == o.edition, o.id
    documents = set(view.documents)
    for claim in view.claims():
        assert not claim.evidence or {e.document for e in claim.evidence} <= documents
        own = view.editions[claim.edition].kind == "log" if claim.edition in view.editions else False
        assert claim.evidence or own or view.editions[claim.edition].url or claim.edition.startswith("web-"), (
            claim.claim_id
        )
    kinds = {view.editions[d].kind for d in documents}
    assert len(kinds) >= 3, "news, report and register are told apart"
