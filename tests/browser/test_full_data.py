"""The pages of trade with full data, in a browser: sound for readers of every kind, and the tree works without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from small_pack import write_small
from small_trade import write_editions

from henequen.observatory import Observatory

pytestmark = pytest.mark.browser
KINDS = ("counts/index.html", "counts/2019.html", "products/index.html", "products/84.html", "changes/index.html")


@pytest.fixture(scope="module")
def full(own_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small pack with two editions of invented figures."""
    folder = tmp_path_factory.mktemp("full")
    write_small(folder / "pack")
    Observatory(folder / "pack").write_site(folder / "site", flows=[write_editions(folder)[1]])
    return folder / "site"


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_serious(browser: Browser, full: Path, name: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((full / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    answer = Axe().run(page)
    context.close()
    assert not [
        (v["id"], [n["html"][:160] for n in v["nodes"][:2]])
        for v in answer.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", KINDS)
def test_no_sideways_scrolling_at_320(page: Page, full: Path, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto((full / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_the_home_page_to_the_reason_in_three_steps(page: Page, full: Path) -> None:
    page.goto((full / "index.html").as_uri())
    page.get_by_role("link", name="Two counts").first.click()
    page.get_by_role("link", name="The gap, split with full data").click()
    expect(page.locator("#full")).to_be_in_viewport()
    page.locator("#full ~ .scroll, section[aria-labelledby=full] .scroll").get_by_role(
        "link", name="2019"
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2019")
    expect(page.locator("tr#c0-87")).to_be_visible()


def test_the_tree_opens_by_keyboard_and_without_scripts(browser: Browser, full: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((full / "products" / "index.html").as_uri())
    branch = plain.locator("details.branch").first
    link = branch.get_by_role("link").first
    expect(link).to_be_hidden()
    branch.locator("summary").focus()
    plain.keyboard.press("Enter")
    expect(link).to_be_visible()
    link.click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("03")
    plain.locator("details.branch summary").first.click()
    expect(plain.get_by_role("rowheader", name="030110").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["", "es/", "ko/"])
@pytest.mark.parametrize("width", [1280, 800, 320])
def test_pictures_of_all_sections_begin_below_each_other(page: Page, full: Path, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((full / language / "products" / "index.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    begin = "all => [...new Set(all.map(one => Math.round(one.getBoundingClientRect().x)))]"
    assert len(page.locator("summary svg.marks").evaluate_all(begin)) == 1
    assert len(page.locator(".branch td svg.marks").evaluate_all(begin)) == 1


@pytest.mark.parametrize("language", ["", "es/", "ko/"])
@pytest.mark.parametrize("name", ["index.html", "84.html"])
def test_no_table_of_products_is_cut_off(page: Page, full: Path, language: str, name: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((full / language / "products" / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    tables = page.locator(".scroll:has(table.breadth), .scroll:has(svg.marks)")
    assert tables.count() > 1
    cut = tables.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length")
    assert cut == 0
