"""Every kind of page: no serious axe violation, no sideways scrolling at 320 px, readable with scripts off."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

KINDS = (
    "index.html",
    "search.html",
    "counts/index.html",
    "investment/index.html",
    "places/index.html",
    "places/MX-JAL.html",
    "places/MX-JAL--KR-48.html",
    "instruments/index.html",
    "instruments/jal-gyeongnam-twinning-1997.html",
    "instruments/pue-korea-twinning-2008.html",
    "counterparts/index.html",
    "counterparts/cp-trade-sanitary-and-phytosanitary-issues.html",
    "follow-up/index.html",
    "exchanges/index.html",
    "events/index.html",
    "actors/index.html",
    "actors/kotra.html",
    "documents/index.html",
    "documents/cemeri-2022.html",
    "claims/index.html",
    "claims/notes.html",
    "findings/index.html",
    "products/index.html",
    "changes/index.html",
    "scenarios/index.html",
    "scenarios/run.html",
    "scenarios/staged-ten-years.html",
    "scenarios/sectors/auto.html",
    "ko/scenarios/cptpp.html",
    "data.html",
    "about.html",
    "es/index.html",
    "ko/counts/index.html",
)


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_serious(browser: Browser, folder: Path, name: str) -> None:
    # The policy of the pages would refuse the checker's own script.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((folder / name).as_uri())
    answer = Axe().run(page)
    context.close()
    serious = [
        (v["id"], v["impact"], [n["html"][:160] for n in v["nodes"][:2]])
        for v in answer.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert not serious


@pytest.mark.parametrize("name", KINDS)
def test_no_sideways_scrolling_at_320(page: Page, folder: Path, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((folder / name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", KINDS)
def test_reads_with_scripts_off(browser: Browser, folder: Path, name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((folder / name).as_uri())
    expect(plain.locator("h1")).to_be_visible()
    expect(plain.locator(".filters").first.or_(plain.locator("h1")).first).to_be_visible()
    context.close()


def test_the_skip_link_and_the_keyboard(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_chart_can_be_taken_away(page: Page, address: str) -> None:
    page.goto(f"{address}counts/index.html")
    for name, ending in (("SVG", ".svg"), ("PNG", ".png"), ("CSV", ".csv")):
        with page.expect_download() as download:
            page.locator("#counts-0 .takeaway").get_by_text(name, exact=True).click()
        assert download.value.suggested_filename.endswith(ending)
        assert download.value.path().stat().st_size > 200


def test_a_chart_becomes_a_picture_in_a_folder_too(page: Page, folder: Path) -> None:
    page.goto((folder / "counts" / "index.html").as_uri())
    with page.expect_download() as download:
        page.locator("#counts-0 .takeaway").get_by_text("PNG", exact=True).click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_first_page_is_there_soon(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    assert page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") < 15_000
