"""Linking with the record: new, same, finer, in conflict, doubtful; duplicates never reach a person."""

import pytest

from henequen.reading.document import Proposal, Quote
from henequen.reading.linking.held import HeldRow, HeldRows
from henequen.reading.linking.link import link, link_all
from henequen.reading.linking.similarity import romanised_key, title_score

Fields = dict[str, object]
EXPORT: Fields = {
    "measure": "export",
    "reporter": "CHL",
    "partner": "KOR",
    "period": "2023",
    "unit": "USD",
    "value": "6.2",
    "multiplier": 10**9,
    "product": "TOTAL",
}
TREATY: Fields = {
    "title": "Free Trade Agreement between Chile and the Republic of Korea",
    "type": "agreement",
    "countries": ["CHL", "KOR"],
    "signed": {"value": "2003-02-15", "precision": "day"},
}


def proposal(kind: str, fields: Fields, start: int = 0) -> Proposal:
    return Proposal("new.txt", kind, fields, (Quote("a quote of ten", start, start + 14),))


def held(kind: str, *rows: Fields) -> HeldRows:
    return HeldRows.of(
        HeldRow(f"row-{number}", kind, fields, (("old.txt", 0, 50),)) for number, fields in enumerate(rows)
    )


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "same_as"),
        ({"value": "6200", "multiplier": 10**6}, "same_as"),
        ({"value": "6.23"}, "refines"),
        ({"value": "6", "multiplier": 10**9}, "less_precise"),
        ({"value": "6.4"}, "conflicts"),
        ({"value": "-6.2"}, "conflicts"),
        ({"period": "2022"}, "new"),
        ({"partner": "PRK"}, "new"),
        ({"reporter": "KOR", "partner": "CHL"}, "new"),
        ({"product": "copper"}, "new"),
        ({"subdivision": "CL-AN"}, "new"),
    ],
)
def test_observation_is_linked_by_its_key_and_printed_digits(change: Fields, outcome: str) -> None:
    assert link(proposal("observation", EXPORT | change), held("observation", EXPORT)).outcome == outcome


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "same_as"),
        ({"title": "Free Trade Agreement between the Republic of Korea and Chile"}, "same_as"),
        ({"entry_into_force": {"value": "2004-04-01", "precision": "day"}}, "refines"),
        ({"signed": {"value": "2003", "precision": "year"}}, "less_precise"),
        ({"signed": {"value": "2003-02-16", "precision": "day"}}, "conflicts"),
        ({"title": "Agreement on Free Trade, Chile and Republic of Korea, as amended"}, "same_as"),
        ({"title": "Agreement on Free Trade, Chile and Republic of Korea, as amended", "signed": None}, "doubtful"),
        ({"countries": ["CHL", "PRK"]}, "doubtful"),
        ({"title": "Memorandum of Understanding on Hydrogen", "type": "memorandum_of_understanding"}, "new"),
    ],
)
def test_instrument_is_linked_by_title_sides_and_dates(change: Fields, outcome: str) -> None:
    assert link(proposal("instrument", TREATY | change), held("instrument", TREATY)).outcome == outcome


def test_doubtful_identity_has_candidates_with_scores_and_no_decision() -> None:
    rows = (TREATY, TREATY | {"title": "Free Trade Agreement between Chile and the Republic of Korea (modernised)"})
    found = link(
        proposal("instrument", TREATY | {"title": "Free Trade Agreement Chile Korea"}), held("instrument", *rows)
    )
    assert found.outcome == "doubtful" and found.identity is None
    assert [identity for identity, _ in found.candidates] and all(0 < score <= 100 for _, score in found.candidates)


def test_reading_twice_adds_nothing() -> None:
    first = proposal("observation", EXPORT, 100)
    record = HeldRows.of([HeldRow("row-1", "observation", EXPORT, (("new.txt", 100, 114),))])
    assert link(first, record).outcome == "duplicate"
    outcomes = [found.outcome for _, found in link_all([first, first], HeldRows.of([]))]
    assert outcomes == ["new", "duplicate"]
    assert [found.reaches_a_person for _, found in link_all([first, first], HeldRows.of([]))] == [True, False]


def test_romanisation_proposes_a_person_but_never_decides() -> None:
    row = {"name": "Kim Dae-jung", "type": "person", "country": "KOR"}
    found = link(proposal("actor", {"name": "Kim Tae-chung", "type": "person", "country": "KOR"}), held("actor", row))
    assert found.outcome == "doubtful" and found.candidates[0][0] == "row-0"


@pytest.mark.parametrize(
    ("first", "second"),
    [("Gyeonggi-do", "Kyŏnggi-do"), ("Busan", "Pusan"), ("Jeolla", "Cholla"), ("Gyeongsangbuk-do", "Kyongsangbuk-do")],
)
def test_romanisations_share_a_key(first: str, second: str) -> None:
    assert romanised_key(first) == romanised_key(second)


def test_title_score_ignores_order_and_small_words() -> None:
    assert title_score("Agreement on Tourism between Chile and Peru", "Tourism Agreement between Peru and Chile") == 100
