"""The commission, the visits and missions, the federal instruments, and who faces whom: gold facts by hand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from henequen.model.record import Record
from henequen.record.store.view import View

REPORT = "commission-2005"
COMMISSION = "mexico-korea-21st-century-commission"


def record(view: View, identity: str) -> Record:
    found = view.record(identity)
    assert found is not None, identity
    return found


def days(view: View, **wanted: str) -> list[str]:
    """The dates of the events of a kind in which a body or person takes part."""
    return sorted(
        e.one("date")
        for e in view.records("events")
        if e.one("kind") == wanted["kind"] and wanted["actor"] in e.many("actor_ids")
    )


@pytest.mark.system(1)
def test_members_by_side_and_estate_with_their_passages(view: View) -> None:
    members = [m for m in view.records("memberships") if m.one("body") == COMMISSION and m.one("estate")]
    people = [m for m in members if record(view, m.one("member")).one("kind") == "person"]
    assert Counter(m.one("side") for m in people) == {"MEX": 7, "KOR": 12}
    assert Counter(m.one("estate") for m in people) == {
        "academia": 11, "business": 4, "parliament": 2, "official": 1, "media": 1,
    }  # fmt: skip
    seats = [m for m in view.records("memberships") if m.one("body") == COMMISSION]
    chairs = [m for m in seats if "chair" in " ".join(m.many("role"))]
    assert {m.one("member") for m in chairs} == {"cassio-luiselli", "soogil-young"}
    assert all(m.documents == (REPORT,) for m in people)
    offices = [m for m in members if m.one("member").endswith("technical-secretariat")]
    assert Counter(m.one("side") for m in offices) == {"MEX": 1, "KOR": 1}


@pytest.mark.system(1)
def test_three_sessions_and_one_meeting_of_the_chairs(view: View) -> None:
    assert [day for day in days(view, kind="meeting", actor=COMMISSION) if "/" in day] == [
        "2002-09-30/2002-10-01", "2003-07-21/2003-07-22", "2004-05-16/2004-05-17",
    ]  # fmt: skip
    assert days(view, kind="meeting", actor="cassio-luiselli") == ["2004-08-30"]
    founding = [e for e in view.records("events") if e.one("kind") == "founding" and COMMISSION in e.many("actor_ids")]
    assert [(e.one("date"), e.one("places")) for e in founding] == [("2001-06-04", "KR-11")]
    assert record(view, COMMISSION).one("mandate")


@pytest.mark.system(46)
def test_the_joint_commission_of_1989_and_its_sixth_meeting(view: View) -> None:
    body = "mexican-korean-economic-scientific-technical-commission"
    assert days(view, kind="meeting", actor=body) == ["2002-07"]
    assert ("mex-kor-economic-scientific-technical-1989", "establishes") in {
        (link.subject, link.relation) for link in view.links(body)
    }


@pytest.mark.system(54)
def test_the_expert_group_has_met_four_times_and_owes_a_paper(view: View) -> None:
    due = record(view, "ii4-expert-group")
    assert due.one("deadline") == "2005-09"
    assert due.derived["schedule"] == "overdue" and due.derived["evidence"] == "none_found"
    four = [o for o in view.observations(unit="meetings") if "Expert" in o.component]
    assert [(o.value, o.period) for o in four] == [(Decimal(4), "2005-05")]


@pytest.mark.system(47)
def test_four_visits_of_heads_of_state_and_their_firsts(view: View) -> None:
    visits = {e.one("date"): e for e in view.records("events") if e.one("kind") == "visit" and e.documents[0] == REPORT}
    told = {day: e for day, e in visits.items() if day[:4] in ("1991", "1996", "1997", "2001")}
    assert {day: set(e.many("actor_ids")) for day, e in told.items()} == {
        "1991": {"roh-tae-woo", "mexico"},
        "1996": {"ernesto-zedillo", "south-korea"},
        "1997": {"kim-young-sam", "mexico"},
        "2001-06-04": {"vicente-fox", "south-korea"},
    }
    firsts = {c.subject: c.note for c in view.claims() if c.table == "events" and c.note.startswith("first ")}
    assert "Korean president" in firsts[told["1991"].id] and "Mexican president" in firsts[told["1996"].id]
    assert told["1997"].id not in firsts and told["2001-06-04"].id not in firsts


@pytest.mark.system(125)
def test_missions_agree_in_two_documents(view: View) -> None:
    both = {"cemeri-2022", REPORT}
    ties = record(view, "event-diplomatic-relations-1962")
    assert ties.one("date") == "1962-01-26" and both <= set(ties.documents)
    korean, mexican = (
        record(view, "event-korean-embassy-opens-mexico-1962"),
        record(view, "event-mexican-embassy-opens-seoul-1978"),
    )
    assert korean.one("date") == "1962" and both <= set(korean.documents)
    assert mexican.one("date") == "1978" and both <= set(mexican.documents)
    tokyo = record(view, "event-mexico-accredited-from-tokyo-1962-1978")
    assert "embassy-of-mexico-in-japan" in tokyo.many("actor_ids")
    assert not {d.subject for d in view.disagreements()} & {ties.id, korean.id, mexican.id}


FEDERAL = {
    "mex-kor-cultural-agreement-1966": "1966-04",
    "mex-kor-economic-scientific-technical-1989": "1989",
    "mex-kor-tourism-telecommunications-1999": "1999",
    "mex-kor-double-taxation-2000": "1994-10-06",
    "mex-kor-investment-protection-2000": "2000-11",
    "mex-kor-technology-innovation-2016": "2016",
    "mex-kor-clean-energy-2016": "2016",
    "mex-kor-organized-crime-2016": "2016",
    "mex-kor-higher-education-health-social-security-2016": "2016",
    "mex-kor-intellectual-property-2016": "2016",
}
IN_BOTH = list(FEDERAL)[:5]


@pytest.mark.system(91)
def test_ten_federal_instruments_and_those_that_two_documents_name(view: View) -> None:
    for identity, signed in FEDERAL.items():
        instrument = record(view, identity)
        assert instrument.one("signed_on").startswith(signed)  # another source may know the day
        assert instrument.one("level") == "national"
        assert instrument.many("parties") in (("Mexico", "Korea"), ("Mexico", "South Korea"))
        assert ({"cemeri-2022", REPORT} <= set(instrument.documents)) == (identity in IN_BOTH), identity
    taxation = record(view, "mex-kor-double-taxation-2000")
    assert len(taxation.evidence) >= 3, "several claims, one instrument"


@pytest.mark.system(91)
def test_conflicts_between_documents_are_kept(view: View) -> None:
    notes = [n for n in view.records("notes") if n.one("kind") == "sources_disagree"]
    assert any(n.one("printed") == "March 17, 1969" for n in notes)
    assert any("tourism" in n.one("message").lower() for n in notes)
    assert record(view, "mex-kor-trade-culture-1969").one("signed_on") == "1969-03-17"
    judged = {(j.left, j.right): j.judgement for j in view.judgements}
    assert judged["mex-kor-trade-culture-1969", "mex-kor-cultural-agreement-1966"] == "unsure"


def test_sources_disagree_only_where_they_do(view: View) -> None:
    subjects = {d.subject for d in view.disagreements()}
    assert {"event-china-largest-partner-of-korea", "kor-sgp-fta"} <= subjects
    assert len(subjects) < 30, "another wording of the same is no disagreement"


@pytest.mark.system(43)
def test_two_agreements_of_1966_and_four_instruments_of_june_2001(view: View) -> None:
    cultural, trade = record(view, "mex-kor-cultural-agreement-1966"), record(view, "mex-kor-trade-agreement-1966")
    assert (cultural.one("signed_on"), trade.one("signed_on")) == ("1966-04", "1966")
    assert "culture" in cultural.many("subjects") and "trade" in trade.many("subjects")
    june = [i for i in view.records("instruments") if i.one("signed_on").startswith("2001-06")]
    assert len(june) == 4 and {i.one("level") for i in june} == {"national"}
    assert Counter(i.one("kind") for i in june) == {"memorandum_of_understanding": 3, "agreement": 1}
    others = {"mex-kor-air-services", "mex-kor-extradition", "mex-kor-visa-suppression"}
    assert others <= {i.id for i in view.records("instruments")}
    links = {(link.subject, link.relation, link.object) for link in view.links()}
    assert ("mex-kor-air-services-amendment-2001", "amends", "mex-kor-air-services") in links


@pytest.mark.system(44)
def test_four_negotiations_under_way_in_2005_and_what_is_known_since(view: View) -> None:
    for topic, item in {
        "mex-kor-tourism-negotiation": "i5-negotiation-tourism",
        "mex-kor-mutual-legal-assistance-negotiation": "i5-negotiation-legal-assistance",
        "mex-kor-customs-negotiation": "i5-negotiation-customs",
        "mex-kor-money-laundering-negotiation": "i5-negotiation-money-laundering",
    }.items():
        derived = record(view, topic).derived
        assert (derived["status"], derived["status_as_of"][:4]) == ("under_negotiation", "2005")
        fate = record(view, item).derived
        if item in ("i5-negotiation-customs", "i5-negotiation-legal-assistance"):
            assert fate["evidence"] == "delivered"  # both were signed on 9 September 2005
            continue
        assert fate["evidence"] == "none_found"


@pytest.mark.system(55)
def test_the_moratorium_of_2003_and_each_position_with_its_source(view: View) -> None:
    event = record(view, "event-fta-moratorium-2003")
    assert event.one("date") == "2003" and event.many("actor_ids") == ("mex-secretariat-of-economy",)
    said = [c for c in view.claims("v38-fta") if c.predicate == "official"]
    assert [c.asserted_by for c in said if "moratorium" in c.value] == ["mex-secretariat-of-economy"]
    assert any("interest" in c.value for c in said) and any("resistance" in c.value for c in said)
    assert all(c.evidence for c in said)
    assert record(view, "v27-mexican-fta-interest").many("addressed_to") == ("MEX business",)


@pytest.mark.system(57)
def test_the_change_of_regime_that_unsettles_investors(view: View) -> None:
    regime = record(view, "mex-maquiladora-program")
    assert regime.derived["status"] == "ended" and "investment" in regime.many("subjects")
    linked = {link.subject for link in view.links(regime.id)}
    assert {record(view, identity).one("area") for identity in linked} == {"investment"}


@pytest.mark.system(71)
def test_the_matrix_row_by_row(view: View) -> None:
    rows = view.records("counterparts")
    assert sorted(Counter(r.one("forum") for r in rows).values()) == [1, 3, 10, 12]
    assert len(rows) == 26
    assert all(r.many("side_a_bodies") and r.many("side_b_bodies") for r in rows)
    known = {a.id for a in view.records("actors")}
    assert {i for r in rows for side in "ab" for i in r.many(f"side_{side}_ids")} <= known
    by_issue = {r.one("issue"): r for r in rows}
    sanitary = by_issue["Sanitary and phytosanitary issues"]
    assert sanitary.many("side_a_ids") == ("mex-sagarpa",)
    assert len(sanitary.many("side_b_bodies")) == 3
    assert "Korean Food and Drugs Administration" in sanitary.many("side_b_bodies")
    assert len(by_issue["e-economy"].many("side_a_bodies")) == 3 and len(by_issue["e-economy"].many("side_b_ids")) == 4
    assert by_issue["Technology Appraisal and credit guarantee"].many("side_a_ids") == ("conacyt", "nafinsa")
    general = by_issue["General Coordination"]
    assert general.many("side_a_bodies") == ("Secretariat for Foreign Relations",)


@pytest.mark.system(72)
def test_private_participation_may_be_agreed_for_one_meeting(view: View) -> None:
    option = record(view, "iii4-private-participation")
    assert option.one("parent") == "iii4-meeting-trade" and option.documents == (REPORT,)


@pytest.mark.system(70)
def test_both_business_channels_and_the_dialogue_on_illicit_trade(view: View) -> None:
    channel = record(view, "iii4-private-dialogue")
    assert set(channel.many("addressed_to")) == {"COMCE", "CCC", "FKI", "CCE"}
    assert {"comce", "ccc", "fki", "cce"} <= {a.id for a in view.records("actors")}
    illicit = record(view, "iii4-illegal-commerce")
    assert set(illicit.many("section")) == {"III.4", "IV.5"}, "asked for twice, one item"


@pytest.mark.system(41)
def test_nine_kinds_of_agencies_on_both_sides(view: View) -> None:
    actors = {a.id: a for a in view.records("actors")}
    issues = {r.one("issue"): r for r in view.records("counterparts")}

    def of_kind(*kinds: str) -> set[str]:
        return {a.one("country") for a in actors.values() if a.one("kind") in kinds}

    def of_issue(issue: str) -> set[str]:
        row = issues[issue]
        return {actors[i].one("country") for i in (*row.many("side_a_ids"), *row.many("side_b_ids"))}

    nine = {
        "small and medium firms": of_issue("SMEs"),
        "technology": of_issue("Industrial technology development and transfer policies"),
        "promotion": of_issue("Export promotion credit lines"),
        "chambers": of_kind("association", "chamber"),
        "education": of_kind("university"),
        "research": of_kind("research_institute"),
        "think tanks": of_kind("think_tank"),
        "regions": of_kind("state"),
        "environment": of_issue("Environmental protection technologies"),
    }
    assert {kind for kind, sides in nine.items() if not {"MEX", "KOR"} <= sides} == set()


@pytest.mark.system(42)
def test_thirteen_issues_of_the_network_agenda_have_an_owner(view: View) -> None:
    agenda = [r for r in view.records("recommendations") if r.one("parent") == "i5-agenda"]
    assert len(agenda) == 13
    assert all(r.many("addressed_ids") for r in agenda)
    assert len({r.one("restatement") for r in agenda}) == 13


@pytest.mark.system(105)
def test_firms_then_and_now(view: View) -> None:
    firms = {o.period: o for o in view.observations(unit="companies", partner="KOR", measure="count") if not o.place}
    assert {period: (o.value, o.comparator) for period, o in firms.items()} == {
        "2002-12": (Decimal(768), ""), "2025-08-12": (Decimal(1900), "over"),
    }  # fmt: skip
    assert firms["2025-08-12"].asserted_by == "academy-of-korean-studies"
    assert firms["2025-08-12"].period_basis == "document"


def test_whoever_is_said_to_speak_is_an_actor(view: View) -> None:
    known = {a.id for a in view.records("actors")}
    speakers = {c.asserted_by for c in view.claims()} | {o.asserted_by for o in view.observations()}
    assert speakers - {""} <= known
