"""The damaged table of local ties: 34 rows worked by hand, the cells put back, the parties that stay open."""

from __future__ import annotations

from collections import Counter

import pytest
from local_register_rows import OPEN_PARTY, PUT_BACK, ROWS

from henequen.model.record import Record
from henequen.record.store.view import View

ARTICLE = "cemeri-2022"
COLUMNS = {"Federative Entity", "Subject", "Project description", "Actors involved", "Date"}


@pytest.fixture(scope="module")
def rows(view: View) -> dict[int, Record]:
    """The records that stand in the table, by row."""
    found: dict[int, Record] = {}
    for table in ("instruments", "activities"):
        for record in view.records(table):
            numbers = {e.row for e in record.evidence if e.document == ARTICLE and e.column in COLUMNS}
            for number in numbers:
                assert int(number) not in found, f"row {number} stands for two records"
                found[int(number)] = record
    return found


@pytest.mark.system(92)
def test_all_34_rows_with_their_five_cells(rows: dict[int, Record]) -> None:
    assert sorted(rows) == list(range(1, 35))
    assert Counter(r.table for r in rows.values()) == {"instruments": 23, "activities": 11}
    assert len({r.id for r in rows.values()}) == 34
    for number, record in rows.items():
        assert {e.column for e in record.evidence if e.row == str(number)} == COLUMNS, number


@pytest.mark.system(92)
@pytest.mark.parametrize("number", ROWS)
def test_a_row_reads_as_in_the_article(rows: dict[int, Record], number: int) -> None:
    table, places, date, status = ROWS[number]
    record = rows[number]
    assert record.table == table
    assert set(record.many("places")) == set(places.split())
    # Another source may know the day, or the status where the article leaves the cell empty.
    assert record.one("signed_on" if table == "instruments" else "date").startswith(date)
    assert not status or status in {said.value for said in record.properties["stated_status"]}
    assert record.many("parties" if table == "instruments" else "actors")


@pytest.mark.system(92)
def test_five_cells_are_back_in_their_rows_and_each_repair_is_recorded(rows: dict[int, Record]) -> None:
    assert {number for number, record in rows.items() if record.many("repair")} == set(PUT_BACK)
    head = min(e.start for e in rows[1].evidence)
    for number, (column, subject) in PUT_BACK.items():
        displaced = [e for e in rows[number].evidence if e.row == str(number) and e.column == column]
        assert len(displaced) == 1
        assert displaced[0].end < head, "the cell is printed before the table"
        assert subject in rows[number].many("subjects") if subject else rows[number].one("title")
    others = [e for n, r in rows.items() for e in r.evidence if e.row == str(n) and (n, e.column) not in
              {(number, column) for number, (column, _) in PUT_BACK.items()}]  # fmt: skip
    assert min(e.start for e in others) >= head


@pytest.mark.system(92)
def test_status_words_become_dated_statuses(rows: dict[int, Record]) -> None:
    expected = {
        1: "ended",
        2: "in_force_tacit_renewal",
        3: "presumed_in_force",
        6: "completed",
        7: "unknown",
        23: "completed",
    }
    for number, status in expected.items():
        derived = rows[number].derived
        assert derived["status"] == status, number
        assert derived["status_basis"] in ("statement", "inference")
        assert derived["status_as_of"] >= "2022-09-09"


@pytest.mark.system(93)
def test_seven_parties_are_open_and_count_for_neither_side(rows: dict[int, Record], view: View) -> None:
    disputed = {n for n, r in rows.items() if r.derived["counterparty_status"] == "disputed"}
    assert disputed == OPEN_PARTY
    for number in OPEN_PARTY:
        record = rows[number]
        assert record.derived["counterparty_candidates"] == "KOR;PRK"
        assert set(record.many("countries")) == {"MEX"}
        assert any("People's Republic" in party for party in record.many("parties"))
        assert not {"south-korea", "north-korea", "kor-government"} & set(record.many("party_ids"))
    assert [r.id for r in view.records("instruments") if "PRK" in r.many("countries")] == []


@pytest.mark.system(93)
def test_the_naming_error_of_the_sentence_is_a_note(view: View) -> None:
    notes = [n for n in view.records("notes") if n.one("kind") == "name_error" and "Democratic" in n.one("printed")]
    assert len(notes) == 1
    assert notes[0].one("expected") == "Republic of Korea"
    south = view.record("south-korea")
    assert south is not None
    assert not [v for v in south.many("variant") if "People's Republic" in v]


@pytest.mark.system(93)
def test_four_spellings_are_one_province_and_two_are_one_city(view: View) -> None:
    province, city = view.record("gyeongsangnam-do"), view.record("yeosu")
    assert province is not None and city is not None
    printed = " ".join(province.many("variant")).lower()
    for spelling in ("kyongsangnam", "kyeonsangnam", "kyeongsangnam", "gyeongnam"):
        assert spelling in printed
    assert {"Yeosu", "Yesou"} <= set(city.many("variant"))
    assert province.one("place") == "KR-48" and city.one("place") == "KR-46"


@pytest.mark.system(95)
def test_what_extends_carries_out_and_renews_what(view: View, rows: dict[int, Record]) -> None:
    ids = {number: record.id for number, record in rows.items()}
    graph = {(link.subject, link.relation, link.object) for link in view.links()}
    assert {
        (ids[17], "extends", ids[16]),
        (ids[21], "implements", ids[19]),
        (ids[22], "implements", ids[19]),
        (ids[19], "renews", ids[13]),
        (ids[12], "renews", ids[8]),
    } <= graph
    assert not any(s in ids.values() and o in ids.values() for s, r, o in graph if r in ("duplicates", "replaces"))


@pytest.mark.system(98, 99)
def test_visits_gifts_fairs_and_works_are_no_instruments(rows: dict[int, Record], view: View) -> None:
    kinds = Counter(r.one("kind") for r in rows.values() if r.table == "activities")
    assert kinds == {"works": 2, "donation": 3, "meeting": 4, "fair": 1, "visit": 1}
    activities = {r.id for r in rows.values() if r.table == "activities"}
    for table in ("instruments", "events", "exchanges"):
        assert not activities & {r.id for r in view.records(table)}
    fair = rows[27]
    assert len([actor for actor in fair.many("actor_ids") if actor.endswith(("university", "technology"))]) == 5


@pytest.mark.system(96)
def test_both_capitals_sit_in_both_city_networks(view: View) -> None:
    seats = {(m.one("body"), m.one("member")) for m in view.records("memberships")}
    assert {(b, c) for b in ("wego", "gsef") for c in ("seoul", "mexico-city")} <= seats


@pytest.mark.system(100)
def test_four_landmarks_have_a_point(view: View) -> None:
    found = [
        r
        for table in ("events", "activities")
        for r in view.records(table)
        if r.id in {"event-republic-of-korea-avenue-merida-2017", "event-korea-day-merida-2019",
                    "yuc-friendship-hospital-2005", "yuc-korean-immigration-museum-2010"}
    ]  # fmt: skip
    assert sorted(r.one("date") for r in found) == ["2005", "2010", "2017", "2019"]
    for record in found:
        place = view.places[record.one("places")]
        assert place.code == "MX-YUC" and place.lat and place.lon


@pytest.mark.system(101)
def test_a_trade_agreement_of_a_state_is_flagged_as_beyond_its_power(view: View) -> None:
    idea = view.record("cemeri-puebla-trade-agreement")
    assert idea is not None and idea.table == "recommendations"
    notes = [n for n in view.records("notes") if n.one("printed") == "trade agreement" and n.documents == (ARTICLE,)]
    assert notes and "federation" in notes[0].one("message")


@pytest.mark.system(126)
def test_a_lead_has_an_outcome_or_none_known(view: View) -> None:
    for identity in ("cemeri-michoacan-cooperation", "cemeri-sonora-cooperation", "cemeri-jalisco-dialogue"):
        lead = view.record(identity)
        assert lead is not None
        assert lead.derived["evidence"] == "none_found"
        assert lead.derived["last_looked"] in ("", view.as_of)  # from the log of searches alone


@pytest.mark.system(124)
def test_credit_lines_link_four_bodies_and_one_instrument(view: View) -> None:
    row = next(r for r in view.records("counterparts") if r.one("issue") == "Export promotion credit lines")
    assert row.many("side_a_ids") == ("bancomext",)
    assert set(row.many("side_b_ids")) == {"kotra", "export-import-bank-of-korea", "korea-development-bank"}
    agreement = view.record("mex-eximbank-cooperation-2008")
    assert agreement is not None and "export-import-bank-of-korea" in agreement.many("party_ids")
