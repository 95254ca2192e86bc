"""What was asked and promised: goals, deficiencies, initiatives, programmes and pledges, by hand."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from henequen.model.record import Record
from henequen.observatory import Observatory
from henequen.record.store.view import View


@pytest.fixture(scope="module")
def items(view: View) -> dict[str, Record]:
    return {r.id: r for r in view.records("recommendations")}


def above(items: dict[str, Record], identity: str) -> list[str]:
    """The chain of parents of an item, nearest first."""
    chain: list[str] = []
    parent = items[identity].one("parent")
    while parent:
        assert parent not in chain
        chain.append(parent)
        parent = items[parent].one("parent")
    return chain


def numbered(items: dict[str, Record], paragraph: str) -> dict[str, Record]:
    """The items that the paragraph lists, in order."""
    found = {r.one("number"): r for r in items.values() if r.one("number").startswith(paragraph + ".")}
    return dict(sorted(found.items(), key=lambda item: [int(n) if n.isdigit() else 0 for n in item[0].split(".")]))


def test_six_goals_eight_deficiencies_eleven_initiatives(items: dict[str, Record]) -> None:
    for paragraph, kind, count in (("36", "goal", 6), ("37", "deficiency", 8), ("38", "initiative", 11)):
        listed = numbered(items, paragraph)
        assert list(listed) == [f"{paragraph}.{n}" for n in range(1, count + 1)]
        assert {r.one("kind") for r in listed.values()} == {kind}
        assert all(f"V§{paragraph}" in r.many("section") for r in listed.values())


def test_the_eleven_initiatives_in_order(items: dict[str, Record]) -> None:
    assert [r.one("area") for r in numbered(items, "38").values()] == [
        "trade", "investment", "it", "environment", "trade", "transport", "culture", "governance", "multilateral",
        "multilateral", "parliament",
    ]  # fmt: skip


def test_every_item_is_restated_addressed_and_in_a_field(items: dict[str, Record]) -> None:
    assert len(items) > 170
    for record in items.values():
        assert record.one("restatement"), record.id
        assert record.many("addressed_to"), record.id
        assert record.one("area"), record.id
        assert record.many("section"), record.id
        assert record.evidence, record.id
    assert len({r.one("restatement") for r in items.values()}) == len(items)


@pytest.mark.system(29)
def test_no_goal_is_an_orphan(items: dict[str, Record]) -> None:
    roots = Counter(above(items, identity)[-1] for identity in items if above(items, identity))
    for goal in numbered(items, "36").values():
        assert roots[goal.id] >= 3, goal.id


@pytest.mark.system(19)
def test_the_steps_towards_a_transpacific_community_hang_together(items: dict[str, Record]) -> None:
    for identity in ("v23-transpacific-aspiration", "v24-infrastructure", "v23-apec", "i3-bridge-builders"):
        assert above(items, identity)[-1] == "v36-transpacific"


@pytest.mark.system(32, 34, 63, 118)
@pytest.mark.parametrize(
    "identity", ["v38-hub-projects", "v38-environment-energy", "iii3-paperless-customs", "i3-capacity-building"]
)
def test_an_item_of_the_ledger_has_owner_and_dated_status(items: dict[str, Record], view: View, identity: str) -> None:
    item = items[identity]
    known = {a.id for a in view.records("actors")}
    assert item.many("addressed_ids") and set(item.many("addressed_ids")) <= known
    assert item.derived["evidence"] in ("none_found", "started", "partial", "delivered")
    assert item.derived["schedule"] == "no_deadline"


def test_most_of_what_was_asked_has_no_trace_in_these_documents(items: dict[str, Record], view: View) -> None:
    found = Counter(r.derived["evidence"] for r in items.values())
    assert found["none_found"] > 0.8 * len(items) and found["started"] >= 5
    assert "not_done" not in found
    assert items["v38-air-route"].derived["evidence"] == "delivered"
    assert items["v38-fta"].derived["evidence"] == "started"


@pytest.mark.parametrize(
    ("identity", "deadline"),
    [
        ("letter-present-to-presidents", "2005-09"),
        ("v39-launch-2005", "2005"),
        ("v39-presidents-meet", "2005"),
        ("ii4-expert-group", "2005-09"),
        ("iv3-programme-2000-2002", "2002-12-31"),
        ("iv5-centenary", "2005"),
        ("kei-posco-investment", "2030"),
        ("mbn08-kia-vehicles", "2025"),
    ],
)
def test_deadlines_are_as_precise_as_printed(items: dict[str, Record], identity: str, deadline: str) -> None:
    assert items[identity].one("deadline") == deadline


def test_no_other_deadline_is_invented(items: dict[str, Record]) -> None:
    with_deadline = [r for r in items.values() if r.one("deadline") and "commission-2005" in r.documents]
    assert len(with_deadline) < 20
    for record in with_deadline:
        assert re.fullmatch(r"20(0[2-6]|25|30)(-\d\d){0,2}", record.one("deadline")), record.id


@pytest.mark.system(14)
def test_shared_experience_is_found_by_searching(view: View) -> None:
    found = {hit.id for hit in view.search("share experience")}
    assert {"v25-share-experiences", "v25-share-adjustment", "iii3-privatisation"} <= found
    assert "v14-learn-sociopolitical" in {hit.id for hit in view.search("social cohesion")}


@pytest.mark.system(39)
def test_parliaments_their_agenda_and_the_agreement_of_their_libraries(items: dict[str, Record], view: View) -> None:
    agenda = [r.id for r in items.values() if r.one("parent") == "i5-parliamentary-agenda"]
    assert len(agenda) == 3 and above(items, agenda[0])[-1] == "v38-parliamentary"
    libraries = view.record("mex-kor-libraries-exchange-1990s")
    assert libraries is not None and libraries.one("level") == "agency" and "parliament" in libraries.many("subjects")
    actors = {a.id: a for a in view.records("actors")}
    parents = [actors[i].one("parent") for i in libraries.many("party_ids")]
    assert {(actors[p].one("kind"), actors[p].one("country")) for p in parents} == {
        ("legislature", "KOR"),
        ("legislature", "MEX"),
    }


@pytest.mark.system(51)
def test_six_measures_that_exporters_complain_of(items: dict[str, Record]) -> None:
    barriers = [
        r for r in items.values() if r.one("parent") == "ii2-import-restrictions" and r.id.startswith("ii2-barrier-")
    ]
    assert len(barriers) == 6
    for barrier in barriers:
        assert {s.asserted_by for said in barrier.properties.values() for s in said} == {"mexican-exporters"}
        assert barrier.many("addressed_to") == ("KOR government",) and barrier.derived["evidence"] == "none_found"
    text = " ".join(r.one("restatement") for r in barriers)
    for product in ("fruit", "vegetables", "chicken", "squid", "tequila", "beer", "alcoholic", "luxury"):
        assert product in text


@pytest.mark.system(76)
def test_four_failures_of_the_first_programme(items: dict[str, Record]) -> None:
    failed = {
        r.id for r in items.values() if r.one("parent") == "iv3-programme-2000-2002" and r.one("kind") == "deficiency"
    }
    assert failed == {"iv3-cultural-industries", "iv3-national-libraries", "iv3-book-fairs", "iv3-unam-centre"}
    assert "languages" in items["iv3-national-libraries"].one("restatement")
    assert "iv5-overambition" in items, "the cause that the study gives for all of them"


@pytest.mark.system(77)
def test_the_second_programme_line_by_line(items: dict[str, Record], view: View) -> None:
    lines = [
        r for r in items.values() if r.one("parent") == "iv4-programme-2003-2006" and r.one("kind") == "commitment"
    ]
    assert Counter(r.one("area") for r in lines) == {
        "culture": 9,
        "media": 1,
        "regional": 1,
        "education": 7,
        "sports": 1,
    }
    rows = Counter(r.one("category") for r in view.records("exchanges") if r.one("period") == "2003-2006")
    assert sorted(rows.values()) == [2, 7, 11] and len(rows) == 3
    programme = view.record("mex-kor-cultural-programme-2003-2006")
    assert programme is not None and programme.one("signed_on") == "2003-06"


@pytest.mark.system(79)
def test_visas_for_students_before_they_leave(items: dict[str, Record]) -> None:
    item = items["iv5-student-visas"]
    assert item.many("addressed_to") == ("MEX government",) and item.one("area") == "people"
    assert item.derived["evidence"] == "none_found" and above(items, item.id) == ["iv4-migratory-difficulties"]


@pytest.mark.system(81, 84, 85)
@pytest.mark.parametrize(
    "wanted",
    [
        {
            "iv5-colmex-master",
            "iv5-korean-courses",
            "iv5-mexican-studies",
            "iv5-chair",
            "iv5-chair-unam",
            "iv5-translators",
        },
        {"iv5-essay-contest", "iv5-work-camp", "iv5-youth-programmes"},
        {"iv4-media-exchange", "iv5-fan-exchange", "iv5-media-diffusion", "v38-tv-movies"},
    ],
    ids=["studies", "youth", "media"],
)
def test_items_of_the_cultural_study(items: dict[str, Record], wanted: set[str]) -> None:
    assert wanted <= set(items)
    assert all("IV.5" in items[i].many("section") for i in wanted if i.startswith("iv5"))
    assert items["iv5-essay-contest"].one("recurring") == items["iv5-work-camp"].one("recurring") == "annual"


@pytest.mark.system(83)
def test_seven_fields_of_research(items: dict[str, Record]) -> None:
    fields = [r for r in items.values() if r.one("parent") == "iv5-science-projects"]
    text = " ".join(r.one("restatement") for r in fields)
    words = ("biotechnology", "genetics", "neurology", "marine", "nanotechnology", "information technology", "energy")
    assert len(fields) == 7 and all(word in text for word in words)


@pytest.mark.system(110)
def test_three_commitments_of_the_ministers(items: dict[str, Record], view: View) -> None:
    agreed = {r.id for r in items.values() if r.one("kind") == "commitment" and r.documents == ("kei-2022-07",)}
    assert agreed == {"kei-economic-cooperation", "kei-economic-security", "kei-supply-chains"}
    meeting = view.record("event-foreign-ministers-meeting-2022")
    assert meeting is not None and meeting.one("date") == "2022-07-04"
    talks = view.record("mex-kor-fta-negotiation")
    # Agreed in 2022 to be resumed; the newest source that says how they stand calls them interrupted.
    assert talks is not None
    assert (talks.derived["status"], talks.derived["status_as_of"]) == ("suspended", "2025-05-15")


@pytest.mark.system(106)
def test_pledges_of_firms_fall_due(shipped: Observatory, items: dict[str, Record], view: View) -> None:
    pledges = {
        r.id
        for r in items.values()
        if r.one("kind") == "pledge" and set(r.many("addressed_to")) & {"LG", "Kia", "POSCO"}
    }
    assert len(pledges) == 7
    figures = {(o.value, o.unit, o.unit_mult) for o in view.observations() if "announced" in o.marks}
    wanted = "100 USD 6;6.5 televisions 6;150 USD 6;280000 vehicles 0;60 percent 0;66 countries 0;136 USD 6"
    assert {(str(v), u, str(m)) for v, u, m in figures} >= {tuple(w.split()) for w in wanted.split(";")}
    assert items["kei-posco-investment"].derived["schedule"] == "not_due"
    earlier = shipped.view(as_of="2025-11-01")
    try:
        vehicles = earlier.record("mbn08-kia-vehicles")
        assert vehicles is not None and vehicles.derived["schedule"] == "due"
    finally:
        earlier.close()
    later = shipped.view(as_of="2026-01-01")
    try:
        vehicles = later.record("mbn08-kia-vehicles")
        assert vehicles is not None and vehicles.derived["schedule"] == "overdue"
        assert vehicles.derived["evidence"] == "none_found", "no evidence is not the same as not done"
    finally:
        later.close()


@pytest.mark.system(113)
def test_the_city_centre_is_announced_until_there_is_evidence(items: dict[str, Record]) -> None:
    centre = items["mbn03-korea-city-center"]
    assert centre.one("kind") == "pledge" and "announced" in centre.derived["official"]
    assert centre.derived["evidence"] == "none_found"
    assert {"kor-ministry-of-land-infrastructure-and-transport", "kotra"} <= set(centre.many("addressed_ids"))


@pytest.mark.system(114)
def test_digital_bodies_are_linked_to_their_programmes(items: dict[str, Record], view: View) -> None:
    agency = view.record("mex-digital-transformation-and-telecommunications-agency")
    assert agency is not None and agency.one("parent") == "mex-government" and agency.one("mandate")
    programme = items["mbn03-state-of-mexico"]
    assert "state-of-mexico" in programme.many("addressed_ids")
    assert {s.asserted_by for s in programme.properties["restatement"]} == {"jaime-gutierrez"}
