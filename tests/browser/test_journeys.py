"""What users come for: each journey ends at a quotable answer within four clicks and its time (five times that under load)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from henequen.record.store.view import View

pytestmark = pytest.mark.browser


class Journey:
    """Counts clicks and seconds."""

    def __init__(self, page: Page, start: str, seconds: float) -> None:
        self.page = page
        self.clicks = 0
        self.seconds = seconds
        self.began = time.monotonic()
        page.goto(start)

    def click(self, name: str, exact: bool = False) -> None:
        self.clicks += 1
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def ends(self) -> None:
        assert self.clicks <= 4
        assert time.monotonic() - self.began < 5 * self.seconds


@pytest.fixture(params=["folder", "served"])
def start(request: pytest.FixtureRequest, folder: Path) -> str:
    """The first page, from a folder and from the service."""
    return (folder / "index.html").as_uri() if request.param == "folder" else request.getfixturevalue("address")


def test_j1_what_has_jalisco_signed_and_is_it_in_force(page: Page, start: str) -> None:
    journey = Journey(page, start, 30)
    journey.click("Which state works with which province?")
    page.locator(".ties").get_by_role("link", name="Jalisco – Gyeongsangnam-do").click()
    journey.clicks += 1
    expect(page.locator("main")).to_contain_text("Twinning Agreement")
    expect(page.locator("main")).to_contain_text("in force, renewed tacitly")
    expect(page.locator("main")).to_contain_text("9 September 2022")
    journey.click("Twinning Agreement between the State of Jalisco")
    expect(page.locator(".status-line")).to_contain_text("in force, renewed tacitly")
    page.get_by_text("How we know").click()
    expect(page.locator(".ev")).to_contain_text("9 September 2022")
    expect(page.locator("#cite-text")).to_contain_text("Table 1")
    journey.ends()


def test_j2_why_do_our_figures_differ_from_theirs(page: Page, start: str) -> None:
    journey = Journey(page, start, 60)
    journey.click("Why do the two sides’ figures differ?")
    expect(page.locator(".lede")).to_contain_text("5,310.9 million")
    expect(page.locator(".lede")).to_contain_text("2,994.0 million")
    expect(page.locator(".reasons")).to_contain_text("first country to which goods go")
    journey.click("5,310.9", exact=True)
    expect(page.locator(".figure-big")).to_contain_text("5,310.9 million")
    expect(page.locator(".pairs")).to_contain_text("2,994.0 million")
    journey.ends()


def test_j4_a_brief_for_the_meeting(page: Page, start: str) -> None:
    journey = Journey(page, start, 180)
    journey.click("I need a brief for a meeting")
    page.get_by_label("What is the brief about?").select_option(label="Jalisco")
    page.get_by_label("Language", exact=True).select_option("es")
    command = page.locator("#brief-command")
    expect(command).to_have_text(
        "henequen brief --place MX-JAL --pair MEX KOR --pages 4 --lang es --out brief.pdf", use_inner_text=True
    )
    if start.startswith("http"):
        with page.expect_download() as download:
            page.get_by_role("button", name="Make the brief").click()
        journey.clicks += 1
        assert download.value.suggested_filename == "brief-MX-JAL-es.pdf"
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    journey.ends()


def test_make_a_brief_leads_from_a_place_to_its_command(page: Page, start: str) -> None:
    page.goto(start.removesuffix("index.html") + "places/MX-JAL.html")
    page.get_by_role("link", name="Make a brief").click()
    expect(page.locator("#brief-command")).to_contain_text("--place MX-JAL")
    page.get_by_label("Or a topic in your own words").fill("it's a tariff")
    expect(page.locator("#brief-command")).to_contain_text("--topic 'it'\\''s a tariff'")


def test_j5_which_recommendations_were_never_acted_upon(page: Page, start: str, view: View) -> None:
    journey = Journey(page, start, 60)
    journey.click("For which promises is there no sign of action?")
    wanted = [
        r
        for r in view.records("recommendations")
        if r.derived["evidence"] == "none_found" and r.documents[0] == "commission-2005"
    ]
    page.locator("select[name='document']").select_option("commission-2005")
    expect(page.locator(".count-of-rows")).to_contain_text(f"{len(wanted)} of ")
    assert "evidence=none_found" in page.url and "document=commission-2005" in page.url
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#list > li.row:visible")).to_have_count(len(wanted))
    expect(page.locator("main")).to_contain_text("states what was searched")
    journey.ends()


@pytest.mark.system(71)
def test_j6_who_is_my_counterpart_for_phytosanitary_issues(page: Page, start: str, view: View) -> None:
    matrix = view.records("counterparts")
    assert len(matrix) == 26  # general coordination, and 12 + 3 + 10 issues
    assert all(r.many("side_a_bodies") and r.many("side_b_bodies") for r in matrix)
    journey = Journey(page, start, 20)
    journey.click("Who is my counterpart?")
    page.get_by_label("Which issue, or which body?").fill("phytosanitary")
    shown = page.locator("#list li[data-text]:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Sanitary and phytosanitary issues")
    expect(shown.locator(".side1 .now").first).to_contain_text("since")
    for side in (0, 1):
        expect(shown.locator(f".side{side}")).to_contain_text("in the source")
    journey.ends()


@pytest.mark.parametrize("query", ["queretaro", "gyeongnam", "경상남도", "phytosanitary"])
def test_search_in_any_spelling(page: Page, start: str, query: str) -> None:
    page.goto(start)
    page.get_by_role("searchbox").first.fill(query)
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.locator("#results li").first).to_be_visible()
    page.locator("#results li a").first.click()
    expect(page.locator("h1")).to_be_visible()
