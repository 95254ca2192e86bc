"""The pages of the desk, as a reader gets them: each system of the documents that they make real, through the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from henequen.observatory import Observatory
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record import channels, dates, forums, ledger, owners, programmes, records
from henequen.publish.site.render import Renderer
from henequen.record.store.view import View

FAMILIES = (
    channels.channel_pages,
    owners.directory_pages,
    forums.forum_pages,
    forums.mission_pages,
    forums.network_pages,
    dates.connection_pages,
    owners.owner_pages,
    programmes.programme_pages,
    programmes.project_pages,
    ledger.lead_pages,
    ledger.score_pages,
    ledger.negotiation_pages,
    ledger.then_and_now_pages,
    ledger.paragraph_pages,
    dates.next_date_pages,
    dates.firm_pages,
)
LANGUAGES = ("en", "es", "ko")
Desk = Callable[..., str]


class Shelf:
    """Renders a page when it is asked for, in one language."""

    def __init__(self, view: View, language: str) -> None:
        self.names = Names(Material(view, lambda _: None), catalogue(language))
        self.renderer = Renderer(self.names, LANGUAGES)
        self.pages = {page.path: page for family in FAMILIES for page in family(self.names)}

    def page(self, path: str) -> Page:
        if path not in self.pages:
            record = next(r for r in self.names.material.record.values() if self.names.material.url(r.id) == path)
            self.pages[path] = records._page(self.names, record)
        return self.pages[path]

    def words(self, path: str) -> str:
        text = self.renderer.html(self.page(path))
        main = text[text.index("<main") : text.index("</main>")]
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture(scope="module")
def shelves(shipped: Observatory) -> Iterator[dict[str, Shelf]]:
    view = shipped.view()
    yield {language: Shelf(view, language) for language in LANGUAGES}
    view.close()


@pytest.fixture
def desk(shelves: dict[str, Shelf]) -> Desk:
    """The words of a page: `desk(path, language)`."""
    return lambda path, language="en": shelves[language].words(path)


@pytest.fixture
def rows(shelves: dict[str, Shelf]) -> Callable[..., Any]:
    """The rows of a section of a page, as its JSON has them."""
    return lambda path, section: shelves["en"].page(path).data[section]


def test_every_desk_page_speaks_three_languages(shelves: dict[str, Shelf], desk: Desk) -> None:
    for path in shelves["en"].pages:
        said = [desk(path, language) for language in LANGUAGES]
        assert len(set(said)) == 3, path
        assert not re.search(r"\bdesk\.[a-z_]+|followup\.[a-z_]+", " ".join(said)), path


@pytest.mark.system(1)
def test_commission_page_has_seats_by_estate_and_the_meeting_of_the_chairs(desk: Desk) -> None:
    words = desk("actors/mexico-korea-21st-century-commission.html")
    assert "Seats" in words and "parliament" in words and "media" in words
    assert "30 August 2004" in words and "co-chairs" in words
    assert "ended (1 June 2005)" in words


@pytest.mark.system(2)
def test_report_map_has_every_paragraph_with_items_or_none(desk: Desk, rows: Callable[..., Any]) -> None:
    listed = rows("follow-up/report-commission-2005.html", "paragraphs")
    assert [row["Number"] for row in listed] == [f"V§{n}" for n in range(1, 41)]
    assert next(row for row in listed if row["Number"] == "V§4")["Items"] == "no item"
    assert "Final report submitted" in desk("follow-up/report-commission-2005.html")


@pytest.mark.system(4)
def test_next_event_lists_what_is_due_there(rows: Callable[..., Any]) -> None:
    assert len(rows("events/next.html", "dates")) >= 10
    assert len(rows("events/next.html", "due")) >= 5


@pytest.mark.system(12, 42)
def test_every_theme_has_an_owner_on_both_sides(rows: Callable[..., Any]) -> None:
    themes = {row["Theme"]: row for row in rows("follow-up/owners.html", "themes")}
    assert len(themes) >= 20
    for theme in ("security", "trade", "finance", "transport", "small and medium enterprises"):
        assert "no office named" not in (themes[theme]["Mexico"], themes[theme]["South Korea"]), theme


@pytest.mark.system(32, 34, 63, 64, 81, 118)
def test_open_items_have_an_office_today_or_say_that_none_is_named(rows: Callable[..., Any]) -> None:
    items = {row["id"]: row for row in rows("follow-up/owners.html", "items")}
    assert len(items) > 250
    assert all(row["Mexico"] and row["South Korea"] for row in items.values())
    assert "Ministry of SMEs and Startups" in items["iii3-sme-incubators"]["South Korea"]
    assert "National Customs Agency" in items["iii3-paperless-customs"]["Mexico"]
    assert "Ministry of Science and ICT" in items["i3-capacity-building"]["South Korea"]
    assert "Ministry of Climate" in items["v38-environment-energy"]["South Korea"]


@pytest.mark.system(64)
def test_indicators_of_e_learning_are_defined(desk: Desk) -> None:
    assert "students enrolled" in desk("follow-up/iii3-e-learning.html")


@pytest.mark.system(18, 107, 37)
def test_forums_show_both_memberships_contacts_positions_and_votes(rows: Callable[..., Any]) -> None:
    path = "channels/forums.html"
    register = {row["id"]: row for row in rows(path, "forums")}
    assert "September 2013" in register["mikta"]["Mexico: member since"]
    assert "2025" in register["mikta"]["Last contact in the record"]
    assert register["fealac"]["Last contact in the record"].startswith("2024")
    assert len(rows(path, "contacts")) >= 10
    assert any("seats" in row["Position"] for row in rows(path, "positions"))
    assert len(rows(path, "votes")) == 35


@pytest.mark.system(26)
def test_air_route_has_intervals_and_a_connectivity_indicator(desk: Desk, rows: Callable[..., Any]) -> None:
    intervals = rows("channels/connections.html", "intervals")
    assert any(row["From"].startswith("3 July 2017") and row["Until"].startswith("2022") for row in intervals)
    assert any("hubs" in row["Indicator"] for row in rows("channels/connections.html", "indicators"))
    words = desk("follow-up/v38-air-route.html")
    assert "stopped" in words and "3 August 2024" in words and "not verifiable here" in words


@pytest.mark.system(28, 46, 70, 88)
def test_channels_are_listed_by_dormancy(rows: Callable[..., Any]) -> None:
    listed = rows("channels/index.html", "channels")
    first = listed[0]
    assert "no meeting in the record for 24 years (last: July 2002)" in first["State"]
    bodies = {row["Body"]: row for row in listed}
    friends = next(row for name, row in bodies.items() if name.startswith("Korean-Mexican Friends Association"))
    assert "no session in the record" in friends["State"] and "1970" in friends["State"]
    sessions = rows("channels/index.html", "sessions")
    joint = [row for row in sessions if row["Body"].startswith("Mexican-Korean Economic")]
    assert [row["Number"] for row in joint] == ["1–5", "6"]
    assert joint[0]["On"] == "not in the record"


@pytest.mark.system(30)
def test_eight_deficiencies_have_a_then_and_a_now(rows: Callable[..., Any]) -> None:
    listed = rows("follow-up/then-and-now.html", "deficiencies")
    assert len(listed) == 8
    assert all(row["then"] and row["now"] for row in listed)
    trade = next(row for row in listed if row["id"] == "v37-trade")
    assert "111.3" in trade["then"] and "5,290" in trade["now"] and "7,600" in trade["now"]


@pytest.mark.system(31, 44)
def test_negotiations_show_stage_empty_announcements_and_the_fate_of_2005(rows: Callable[..., Any]) -> None:
    listed = {row["id"]: row for row in rows("follow-up/negotiations.html", "negotiations")}
    fta = listed["mex-kor-fta-negotiation"]
    assert fta["Stage"] == "resumption announced, no round since"
    assert fta["Announcements"] == "4 without a round after them"
    assert fta["Rounds held (last)"] == "4 (June 2008)"
    assert len(rows("follow-up/negotiations.html", "talks-mex-kor-fta-negotiation")) >= 14
    assert rows("follow-up/negotiations.html", "chapters-mex-kor-fta-negotiation")
    for name in ("customs", "mutual-legal-assistance"):
        assert listed[f"mex-kor-{name}-negotiation"]["Stage"] == "signed"
        assert listed[f"mex-kor-{name}-negotiation"]["Result"]


@pytest.mark.system(33, 77, 84)
def test_programmes_show_money_end_lines_and_evaluation(rows: Callable[..., Any]) -> None:
    path = "follow-up/programmes.html"
    listed = {row["id"]: row for row in rows(path, "programmes")}
    centre = listed["programme-it-centre"]
    assert "2000000 USD" in centre["Budget"] and centre["End"].startswith("lapsed: 2005")
    assert "each side" in centre["Financing rules"]
    assert "27 of 37" in listed["programme-culture-2000-2002"]["Evaluation"]
    lines = rows(path, "lines-programme-culture-2003-2006")
    areas = [row["Area"].split(";")[0] for row in lines]
    assert (areas.count("culture"), areas.count("education"), areas.count("youth and sports")) == (11, 7, 1)
    assert listed["programme-essay-contest"]["Recurring"].startswith("1 year")


@pytest.mark.system(76)
def test_failures_have_causes(rows: Callable[..., Any]) -> None:
    failures = rows("follow-up/programmes.html", "failures")
    assert len(failures) == 4
    assert any("language" in row["Causes"] for row in failures)


@pytest.mark.system(39)
def test_parliamentary_exchange_has_a_body_evidence_and_an_agenda(desk: Desk) -> None:
    words = desk("follow-up/v38-parliamentary.html")
    assert "October 2014" in words and "January 2018" in words
    assert "Session" in desk("actors/mexico-korea-parliamentary-friendship-association.html")


@pytest.mark.system(40, 80)
def test_feasibility_is_rated_and_what_it_explains_is_computed(desk: Desk, rows: Callable[..., Any]) -> None:
    scores = rows("follow-up/scores.html", "scores")
    assert len(scores) == 40
    assert all(row["Rater"] and row["On"] for row in scores)
    assert "Correlation with progress in evidence" in desk("follow-up/scores.html")
    assert sum(int(row["Items"]) for row in rows("follow-up/scores.html", "explains-feasibility")) == 40


@pytest.mark.system(41)
def test_directory_has_nine_kinds_on_both_sides(rows: Callable[..., Any], shelves: dict[str, Shelf]) -> None:
    data = shelves["en"].page("channels/directory.html").data
    assert len(data) == 9
    assert all(listed for listed in data.values())
    paired = [row for listed in data.values() for row in listed if "no counterpart" not in row["South Korea"]]
    assert len(paired) >= 11


@pytest.mark.system(72)
def test_private_participation_is_an_attribute_of_the_meeting(desk: Desk) -> None:
    assert "optional" in desk("actors/high-level-meeting-trade-investment-competitiveness.html")
    assert "optional" in desk("channels/index.html")


@pytest.mark.system(71)
def test_matrix_names_the_heir_of_the_issue_alone(desk: Desk) -> None:
    words = desk("counterparts/cp-trade-trade-and-investment-policy.html")
    today = words[words.index("Today") if "Today" in words else 0 :]
    assert "Ministry of Trade, Industry and Resources" in today
    assert "Ministry of Climate" not in words


@pytest.mark.system(96)
def test_networks_show_the_capitals_in_both(rows: Callable[..., Any]) -> None:
    listed = rows("channels/networks.html", "networks")
    assert {row["id"] for row in listed} >= {"wego", "gsef"}
    assert all(row["Seoul"] and row["Mexico City"] for row in listed if row["id"] in ("wego", "gsef"))


@pytest.mark.system(105)
def test_firms_are_rival_claims_over_time(rows: Callable[..., Any]) -> None:
    claims = rows("investment/firms.html", "claims")
    values = " ".join(row["Value"] for row in claims)
    assert len(claims) >= 9
    for value in ("768", "1,900", "1,943", "2,000", "430", "1,600"):
        assert value in values, value
    assert len(rows("investment/firms.html", "companies")) >= 10


@pytest.mark.system(110, 126)
def test_an_event_shows_what_was_committed_and_floated_there(desk: Desk) -> None:
    meeting = desk("events/event-foreign-ministers-meeting-2022.html")
    for commitment in ("Expand economic cooperation", "economic security", "supply chains"):
        assert commitment in meeting
    lead = desk("events/mic-embassy-meeting-2018.html")
    assert "Floated here" in lead and "Michoacán" in lead


@pytest.mark.system(126)
def test_every_lead_has_an_outcome_or_none_known(rows: Callable[..., Any]) -> None:
    leads = rows("follow-up/leads.html", "leads")
    assert len(leads) >= 4
    assert all(row["Outcome"] for row in leads)
    assert any(row["Outcome"].startswith("none known") for row in leads)


@pytest.mark.system(112)
def test_smart_city_roadshow_names_its_speakers(desk: Desk) -> None:
    words = desk("events/event-smart-city-roadshow-2025.html")
    for speaker in ("Jiyeob Kim", "Sanghui Lee", "Jaime Gutiérrez"):
        assert speaker in words


@pytest.mark.system(125)
def test_missions_are_intervals(rows: Callable[..., Any]) -> None:
    korean = rows("channels/missions.html", "missions-kor")
    mexican = rows("channels/missions.html", "missions-mex")
    assert any(row["Kind"].startswith("consulate") for row in korean)
    assert any(row["From"].startswith("1992") and row["Until"].startswith("1998") for row in korean)
    tokyo = next(row for row in mexican if "accreditation" in row["Kind"])
    assert (tokyo["From"][:4], tokyo["Until"][:4]) == ("1962", "1978")


@pytest.mark.system(38)
def test_projects_page_says_that_none_is_in_the_record(desk: Desk) -> None:
    assert "No trilateral project is in the record" in desk("follow-up/projects.html")


@pytest.mark.system(35, 36, 87)
def test_proposed_bodies_say_that_they_are_proposed(desk: Desk) -> None:
    for body in ("high-level-business-council", "mexico-korea-foundation", "academic-consortium"):
        assert "proposed (1 June 2005)" in desk(f"actors/{body}.html"), body


@pytest.mark.system(47, 90, 91)
def test_facts_reach_the_pages_of_visits_twinnings_and_treaties(desk: Desk) -> None:
    assert "1994" in desk("instruments/mex-kor-double-taxation-2000.html")
    assert "17 January 1995" in desk("instruments/tijuana-busan-twinning-1995.html")
    assert "2005" in desk("events/visit-roh-moo-hyun-mexico-2005.html")
