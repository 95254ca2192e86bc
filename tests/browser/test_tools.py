"""What scripts add to pages: charts that can be read, lists as tools, instant search, citations, a page for what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

LONG = (
    "index.html",
    "claims/index.html",
    "follow-up/index.html",
    "findings/index.html",
    "instruments/index.html",
    "events/index.html",
    "actors/index.html",
    "documents/index.html",
    "exchanges/index.html",
    "counts/index.html",
    "investment/index.html",
    "counterparts/index.html",
    "places/index.html",
)


@pytest.mark.system(3)
def test_home_begins_with_what_each_side_counts_last(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    cards = page.locator(".nowstrip > li")
    expect(cards).to_have_count(4)
    expect(cards.first).to_contain_text("US$23 billion")
    expect(cards.first).to_contain_text("2024")
    cards.first.locator(".count-of a").first.click()
    expect(page.locator(".figure-big")).to_contain_text("US$23 billion")


def test_home_numbers_add_up(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    card = page.locator(".q").first.inner_text()
    numbers = [int(word) for word in card.replace(",", " ").split() if word.isdigit()]
    total, alive, ended, other, unknown = numbers[1:6]
    assert numbers[0] == total == alive + ended + other + unknown


def test_chart_reads_by_keyboard_and_keeps_its_state_in_the_address(page: Page, folder: Path) -> None:
    page.goto((folder / "counts/index.html").as_uri())
    chart = page.locator("#counts-1")
    slider = chart.get_by_role("slider")
    slider.focus()
    while "2004." not in (slider.get_attribute("aria-valuetext") or ""):
        page.keyboard.press("ArrowLeft")
    expect(chart.locator(".read")).to_contain_text("5,310.9")
    expect(chart.locator(".read")).to_contain_text("2,994.0")
    expect(chart.locator(".read")).to_contain_text("2,316.9")
    expect(chart.locator(".read")).to_contain_text("1.77")
    expect(chart.locator("tr.hot th")).to_have_text("2004")
    chart.get_by_role("button", name="Logarithmic").click()
    assert "scale=log" in page.url and "chart=counts-1" in page.url
    again = page.url
    page.goto("about:blank")
    page.goto(again)
    expect(page.locator("#counts-1").get_by_role("button", name="Logarithmic")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.locator("#counts-1 svg.wide a:has([data-k='2004'][data-s='0'])").click()
    expect(page.locator(".figure-big")).to_contain_text("5,310.9 million")


def test_list_keeps_filters_in_the_address_and_gives_what_is_shown(page: Page, folder: Path) -> None:
    page.goto((folder / "instruments/index.html").as_uri())
    page.locator("select[name='status']").select_option("disputed")
    expect(page.locator(".count-of-rows")).to_contain_text("7 of ")
    assert "status=disputed" in page.url
    with page.expect_download() as download:
        page.locator("a[data-csv]").click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == 8
    page.get_by_label("Filter by word").fill("zzzz")
    expect(page.locator("#list-empty")).to_be_visible()
    page.locator("#list-empty").get_by_role("button", name="Reset").click()
    expect(page.locator("#list-empty")).to_be_hidden()
    assert "status" not in page.url
    page.locator("select[name='group']").select_option("level")
    expect(page.locator("#list .grp").first).to_be_visible()


@pytest.mark.parametrize("name", LONG)
def test_no_page_is_longer_than_twelve_thousand(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((folder / name).as_uri())
    assert page.evaluate("document.documentElement.scrollHeight") <= 12_000


def test_instant_search_answers_while_typing(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    field = page.get_by_role("searchbox").first
    field.press_sequentially("jalsico")
    first = page.locator("#instant a").first
    expect(first).to_contain_text("Jalisco")
    field.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Jalisco")


def test_search_says_what_was_meant(page: Page, folder: Path) -> None:
    page.goto((folder / "search.html").as_uri() + "?q=jalsico")
    expect(page.locator("#meant")).to_contain_text("jalisco")
    page.goto((folder / "search.html").as_uri() + "?q=zzzzqqq")
    expect(page.locator("#summary")).to_contain_text("No results for these words")


def test_citation_comes_in_four_forms(page: Page, folder: Path) -> None:
    page.goto((folder / "instruments/jal-gyeongnam-twinning-1997.html").as_uri())
    files = {}
    for name in ("BibTeX", "RIS", "CSL-JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        files[name] = download.value.path().read_text(encoding="utf-8")
    assert files["BibTeX"].startswith("@misc{henequen-jal-gyeongnam-twinning-1997,")
    assert files["RIS"].startswith("TY  - DATA") and "ER  - " in files["RIS"]
    (item,) = json.loads(files["CSL-JSON"])
    assert "Twinning Agreement" in item["title"] and "Table 1" in item["note"]


def test_map_lights_both_partners(page: Page, folder: Path) -> None:
    page.goto((folder / "places/index.html").as_uri())
    page.locator(".ties a[data-tie='MX-JAL--KR-48']").hover()
    hot = page.locator(".map svg.wide .land.hot")
    expect(hot).to_have_count(2)


def test_missing_page_leads_to_the_search(page: Page, browser: Browser, address: str) -> None:
    context = browser.new_context()
    lost = context.new_page()
    answer = lost.goto(f"{address}es/no-such-page.html")
    assert answer is not None and answer.status == 404
    expect(lost.locator("h1")).to_have_text("Esta página no existe")
    lost.locator("main").get_by_role("searchbox").fill("Jalisco")
    lost.keyboard.press("Enter")
    expect(lost.locator("#results li").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("name", ["index.html", "counts/index.html", "instruments/jal-gyeongnam-twinning-1997.html"])
def test_print_leaves_menus_and_tools_out(page: Page, folder: Path, name: str) -> None:
    page.goto((folder / name).as_uri())
    page.emulate_media(media="print")
    for gone in (".main-nav", ".top .find", ".takeaway", ".crumbs"):
        for part in page.locator(gone).all():
            expect(part).to_be_hidden()
    expect(page.locator(".print-only, #cite-text").first).to_be_visible()
