"""J3: what would an agreement do to auto parts, and who loses? From a folder and from the service, in two clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(params=["folder", "served"])
def start(request: pytest.FixtureRequest, folder: Path) -> str:
    """The first page, from a folder and from the service."""
    return (folder / "index.html").as_uri() if request.param == "folder" else request.getfixturevalue("address")


def test_j3_by_the_pages(page: Page, start: str, stopwatch: Callable[..., Any]) -> None:
    """Two clicks from the first page: the range of 2011 stands first, then who loses."""
    with stopwatch("J3", 120):
        page.goto(start)
        page.get_by_role("link", name="What would an agreement change, and who loses?").click()
        page.get_by_role("link", name="Motor vehicles and auto parts").click()
        main = page.locator("main")
        text = main.inner_text()
    places = [
        text.index(part)
        for part in ("world of 2011", "+0.23% … +0.45%", "It is not certain whether Mexico", "Textiles")
    ]
    assert places == sorted(places)
    assert "−US$162 million" in text
    expect(main).to_contain_text("the greatest loss is −0.10%, in South Korea")
    expect(main).to_contain_text("almost nothing")
    page.get_by_role("link", name="Mexico and Korea free of tariffs on each other, at 2005 tariffs").first.click()
    expect(main).to_contain_text("Who loses")
    expect(main).to_contain_text("United States")
    expect(main).to_contain_text("What this model cannot say")


def test_j3_by_the_search(page: Page, start: str) -> None:
    page.goto(start)
    page.get_by_role("searchbox").fill("auto parts")
    page.get_by_role("searchbox").press("Enter")
    page.locator("#results").get_by_role("link", name="Motor vehicles and auto parts").click()
    expect(page.locator("main")).to_contain_text("Change of output")
    expect(page.locator(".cards .side1 .badge").first).to_have_text("loses")


def test_the_served_page_says_how_to_bring_a_base(page: Page, address: str) -> None:
    page.goto(f"{address}scenarios/run.html")
    expect(page.locator("main")).to_contain_text("No base is imported yet")
    expect(page.locator("main")).to_contain_text("scenario base import")
