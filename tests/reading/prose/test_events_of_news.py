"""Events in the sentences of news reports: relations are not founded, and some dates are those of other clauses."""

import pytest

from tests.reading.prose.texts import read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Diplomatic relations between India and Uruguay were established in 1960.", "en"),
        ("Formal ties between Peru and Laos were established in May 1950.", "en"),
        ("Las relaciones entre Perú y Laos se establecieron el 3 de mayo de 1976.", "es"),
    ],
)
def test_relations_that_are_established_are_an_agreement(text: str, language: str) -> None:
    [event] = read("event", f"{text}\n", language)
    assert event.fields["type"] == "agreement"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In May 2010, the ambassador of Uruguay requested India to open an embassy in Montevideo.", "en"),
        ("Es la primera visita de Ruiz a Chile desde que la mandataria inició su mandato en marzo de 2014.", "es"),
    ],
)
def test_date_of_a_request_or_of_another_clause_dates_no_event(text: str, language: str) -> None:
    assert read("event", f"{text}\n", language) == []


def test_meeting_in_capitals_is_no_island() -> None:
    [event] = read("event", "La Reunión de Ministros de Perú y Laos se celebró el 3 de mayo de 2019 en Lima.\n", "es")
    assert event.fields["countries"] == ["LAO", "PER"]
