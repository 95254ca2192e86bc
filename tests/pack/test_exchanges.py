"""Exchange tables of five periods, the two programmes, students and migrants: gold counts by hand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from henequen.model.record import Record
from henequen.record.store.view import View

# category: rows, as the five tables print them (a category that a page break repeats counts once)
TABLES: dict[str, dict[str, int]] = {
    "1960s": {"Education": 1, "Performing Arts & Etc.": 1, "Religion": 1},
    "1970s": {"Brotherhood": 1, "Education": 3, "Performing Arts": 2, "Exhibition": 1},
    "1980s": {"Brotherhood": 1, "Education": 3, "Performing Arts": 2, "Exhibition": 2},
    "1990s": {"Exchange Agreement": 1, "Sports": 1, "Publications": 2, "Cultural activities": 4, "Education": 8,
              "Performing Arts": 9, "Exhibition": 4},
    "2000-2002": {"Exchange Agreement": 8, "Literary Exchange": 4, "Radio, TV": 2, "Education": 11, "Others": 1,
                  "Performing Arts": 10, "Exhibition": 11},
}  # fmt: skip


@pytest.fixture(scope="module")
def rows(view: View) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in view.records("exchanges"):
        found.setdefault(record.one("period"), []).append(record)
    return found


@pytest.mark.system(74)
@pytest.mark.parametrize("period", TABLES)
def test_rows_by_category(rows: dict[str, list[Record]], period: str) -> None:
    assert Counter(r.one("category") for r in rows[period]) == TABLES[period]
    assert all(r.one("content") and r.evidence for r in rows[period])


@pytest.mark.system(74)
def test_over_ninety_rows_with_direction_and_wrapped_cells(rows: dict[str, list[Record]]) -> None:
    everything = [r for period in TABLES for r in rows[period]]
    assert len(everything) == 94
    directions = Counter(r.one("direction") for r in everything)
    assert set(directions) <= {"MEX->KOR", "KOR->MEX", "both", ""} and directions[""] == 1
    assert directions["MEX->KOR"] > directions["KOR->MEX"] > 20
    counts = {r.one("content"): r.one("count") for r in everything if r.one("count")}
    assert counts["Mexican food festival (14 times)"] == "14"
    assert counts["Korean Fine Arts Exhibition in Mexico (5 times)"] == "5"
    wrapped = next(r for r in rows["1980s"] if "Fine Arts" in r.one("content"))
    assert len(wrapped.many("annotation")) == 5


@pytest.mark.system(75)
def test_the_first_programme_in_figures(view: View) -> None:
    projects = {o.component.split()[0]: o.value for o in view.observations(unit="projects")}
    assert projects == {"projects": 37, "educational": 18, "cultural": 19}
    done = next(o for o in view.observations(measure="share") if "accomplished" in o.component)
    assert done.value == 73 and done.period == "2000/2002"
    assert round(Decimal(37) * done.value / 100) == 27
    programme = view.record("mex-kor-cultural-programme-2000-2002")
    assert programme is not None
    assert (programme.one("signed_on"), programme.one("valid_until")) == ("2000-05", "2002-12-31")
    assert programme.derived["status"] == "replaced"


@pytest.mark.system(78)
def test_students_departments_and_doctorates(view: View) -> None:
    abroad = {o.period: o.value for o in view.observations(unit="persons") if o.component.startswith("Sunmoon")}
    assert abroad == {"1999": 10, "2000": 25, "2004": 35}
    persons = {o.component: (o.value, o.comparator) for o in view.observations(unit="persons", measure="count")}
    assert persons["Korean students in Mexico, up to the nineties"] == (Decimal(107), "")
    assert persons["Mexican students in Korea, up to the nineties"] == (Decimal(32), "")
    assert persons["Koreans with a Mexican doctorate"] == (Decimal(30), "over")
    departments = {o.period: o.value for o in view.observations(unit="universities")}
    assert departments == {"1980/1989": 9, "1990/1999": 13, "2005": 13}


@pytest.mark.system(61)
def test_scholarships_by_giver(view: View) -> None:
    given = Counter[str]()
    for o in view.observations(unit="scholarships"):
        assert o.value is not None
        given["KOR" if "Korea" in o.component else "MEX"] += int(o.value)
    assert given == {"KOR": 7 + 5, "MEX": 8 + 2}
    network = view.record("iii2-human-network")
    assert network is not None and network.one("area") == "science"


@pytest.mark.system(82)
def test_works_and_libraries(rows: dict[str, list[Record]], view: View) -> None:
    works = next(r for r in rows["1990s"] if r.one("content") == "Mexican literary works published in Korea")
    text = " ".join(works.many("annotation"))
    for title in (
        "Historia mínima",
        "El laberinto",
        "El arco y la lira",
        "Artemio Cruz",
        "Aura",
        "El espejo enterrado",
    ):
        assert title in text
    novels = {(o.component, o.period): o.value for o in view.observations(unit="publications") if o.measure == "count"}
    assert novels["Korean novels published in Mexico", "1990/1999"] == 2
    assert novels["Mexican novels published in Korea", "2000/2002"] == 2
    assert view.record("mex-kor-national-libraries-exchange") is not None


@pytest.mark.system(89)
def test_pairs_of_sister_universities(view: View) -> None:
    pairs = {
        frozenset(i.many("party_ids"))
        for i in view.records("instruments")
        if i.one("kind") == "academic" and len(i.many("party_ids")) == 2
    }
    assert {
        frozenset({"hufs", "unam"}),
        frozenset({"uag", "hufs"}),
        frozenset({"uag", "kyung-hee-university"}),
        frozenset({"seoul-national-university", "universidad-de-guadalajara"}),
    } <= pairs
    assert {i.one("level") for i in view.records("instruments") if i.one("kind") == "academic"} == {"university"}


@pytest.mark.system(90)
def test_twinnings_of_two_documents_in_one_register(view: View) -> None:
    twinnings = [i for i in view.records("instruments") if i.one("kind") == "twinning"]
    assert Counter(i.documents[0] for i in twinnings if i.documents) == {"cemeri-2022": 8, "commission-2005": 1}
    assert {i.one("level") for i in twinnings} == {"state", "municipal"}
    dated = sorted(i.one("signed_on") for i in twinnings if i.one("signed_on"))
    months = ["1996-05", "1997-03", "1997-08", "1998-11", "1999-11", "2002-09", "2007-08", "2008-04"]
    assert set(months) <= {day[:7] for day in dated}, "another source may know the day"


@pytest.mark.system(27)
def test_the_migrants_of_1905_add_up_to_what_another_document_prints(view: View) -> None:
    arrivals = view.observations(period="1905", unit="persons")
    parts = {o.component: o.value for o in arrivals if o.edition == "commission-2005"}
    assert sorted(v for v in parts.values() if v) == [135, 196, 702]
    (whole,) = [o for o in arrivals if o.edition == "mbn-2025-08"]
    assert whole.value == sum(v for v in parts.values() if v) == 1033
    event = view.record("event-korean-migration-1905")
    assert event is not None and len(event.documents) == 5 and event.one("places") == "MX-YUC"
    assert [e.one("date") for e in view.records("events") if e.id == "event-korean-migration-cuba-1920s"] == [
        "1920/1929"
    ]
