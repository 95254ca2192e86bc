"""Lines of a calendar that begin with their day: each is an event, below a heading or among others."""

from __future__ import annotations

import pytest

from henequen.reading.read import propose, read_document
from tests.reading.prose.test_surface_forms import HEADS

CALENDARS = (
    (
        "en",
        "In the diary\n\n6 October: Chile–Thailand Business Roundtable, Hotel W\n\n27–30 November: trade mission of the Thai Board of "
        "Investment to Santiago\n\n30 November: National Day reception (by invitation)\n",
        ["2024-10-06", "2024-11-27", "2024-11-30"],
    ),
    (
        "es",
        "Agenda\n\n1 de diciembre de 2024: consulado móvil en Phuket.\n\n5 de diciembre de 2024: presentación del libro «Chilenos en "
        "Siam», Bangkok.\n\nNoviembre de 2024: los Cóndores juegan en Bangkok.\n",
        ["2024-12-01", "2024-12-05", "2024-11"],
    ),
)


def days(language: str, text: str) -> list[str]:
    proposals, _ = propose(read_document("note.txt", (HEADS[language] + text).encode()))
    found = [one.fields["date"] for one in proposals if one.kind == "event"]
    return [str(day["value"]).split("/")[0] for day in found if isinstance(day, dict)]


@pytest.mark.parametrize(("language", "text", "expected"), CALENDARS)
def test_calendar_gives_an_event_for_each_line(language: str, text: str, expected: list[str]) -> None:
    assert days(language, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Deadlines\n\n6 October: deadline for applications\n\n8 October: entry into force of the agreement on visas\n",
        "Sales\n\n6 October: 4,500 tonnes of cherries\n\n8 October: 5,200 tonnes of cherries\n",
    ],
)
def test_calendar_of_deadlines_or_figures_gives_nothing(text: str) -> None:
    assert days("en", text) == []


def test_day_of_a_calendar_in_january_is_in_the_year_after_an_issue_of_november() -> None:
    page = (
        "<html><body><p>Bulletin No. 8, November 2023</p><p>News of Chile and Thailand for the members of the Chamber.</p>"
        "<h2>Coming up</h2><p>17 January: hydrogen seminar in Santiago<br>28 February 2024: pavilion of Chile at Energy Week</p>"
        "</body></html>"
    )
    proposals, _ = propose(read_document("note.html", page.encode()))
    found = [one.fields["date"] for one in proposals if one.kind == "event"]
    assert [day["value"] for day in found if isinstance(day, dict)] == ["2024-01-17", "2024-02-28"]


def test_newsletter_of_a_quarter_dates_its_days() -> None:
    head = "Chile & Thailand\n\nIssue No. 7, July to September 2023\n\nNews of the embassy of Chile in Thailand.\n\n"
    text = "On 11 July the Ambassador of Thailand called on the Foreign Minister at the new annex of the Ministry.\n"
    proposals, _ = propose(read_document("note.txt", (head + text).encode()))
    found = [one.fields["date"] for one in proposals if one.kind == "event"]
    assert [day["value"] for day in found if isinstance(day, dict)] == ["2023-07-11"]
    assert not [one for one in proposals if one.kind == "commitment"]
