"""J7 and J8 in a browser, and the weights of a page of partners: the same order as Python's, whatever the weights."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from henequen.matching.twins.answer import Places, answer_twin
from henequen.matching.twins.reasons import REASONS
from henequen.record.store.view import View

pytestmark = pytest.mark.browser


def test_j7_from_the_search_to_the_twin_and_the_candidates(
    page: Page, folder: Path, stopwatch: Callable[..., Any]
) -> None:
    """Queretaro: it has Yeosu already, said first; then candidates."""
    with stopwatch("J7", 90):
        page.goto((folder / "index.html").as_uri())
        page.get_by_role("searchbox").fill("Queretaro")
        page.get_by_role("searchbox").press("Enter")
        page.locator("#results").get_by_role("link", name="Querétaro", exact=True).first.click()
        page.get_by_role("link", name="Partners for Querétaro").click()
        text = page.locator("main").inner_text()
    assert text.index("has Yeosu since 2002") < text.index("Suncheon")


def test_j8_from_the_search_to_the_plants_and_the_way_to_suppliers(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("searchbox").fill("suppliers")
    page.get_by_role("searchbox").press("Enter")
    page.locator("#results").get_by_role("link", name="Suppliers").first.click()
    expect(page.locator("main")).to_contain_text("Kia Pesquería")
    expect(page.locator("main")).to_contain_text("henequen suppliers --makers")


def test_j8_from_the_first_page_to_makers_for_the_plants_on_record(
    page: Page, address: str, tmp_path: Path, stopwatch: Callable[..., Any]
) -> None:
    """The supplier office sends its register in the served page, and reads which makers fit and which needs have none."""
    makers = tmp_path / "makers.csv"
    rows = "".join(f"Maker {n},{code},25.7,-100.2,{n}\n" for n, code in enumerate((2520, 3430, 2893, 2710, 3190), 1))
    makers.write_text("name,industry,lat,lon,employees\n" + rows, encoding="utf-8")
    with stopwatch("J8", 120):
        page.goto(address)
        page.get_by_role("searchbox").fill("suppliers")
        page.get_by_role("searchbox").press("Enter")
        page.locator("#results").get_by_role("link", name="Suppliers").first.click()
        page.get_by_role("link", name="Match your registers").click()
        page.locator("#makers-file").set_input_files(makers)
        page.wait_for_function("() => document.getElementById('makers').value.includes('Maker 5')")
        page.get_by_label("When the register of makers was issued").fill(str(date.today().year))
        page.get_by_label("Plants on record in").select_option("MX-NLE")
        page.get_by_role("button", name="Find makers").click()
        expect(page.locator("main")).to_contain_text("Kia Pesquería")
        expect(page.locator("main")).to_contain_text("Maker 2")
    expect(page.locator("main")).to_contain_text("Needs without a maker")
    expect(page.locator("main")).to_contain_text("makers.csv")


def test_what_was_done_before_the_scripts_came_counts(page: Page, address: str, tmp_path: Path) -> None:
    """A chosen file and typed words are taken up although the scripts of the page arrive later."""
    kept: list[Route] = []
    page.route("**/assets/*.js", lambda route: kept.append(route))
    makers = tmp_path / "makers.csv"
    makers.write_text("name,industry\nMaker 1,2520\n", encoding="utf-8")
    page.goto(f"{address}opportunity/match.html", wait_until="commit")
    page.locator("#makers-file").set_input_files(makers)
    search = page.get_by_role("searchbox")
    search.fill("Jalisco")
    search.focus()
    for route in kept:
        route.continue_()
    page.wait_for_function("() => document.getElementById('makers').value.includes('Maker 1')")
    expect(page.locator("#instant")).to_contain_text("Jalisco")


def test_the_page_ranks_as_python_does(page: Page, folder: Path, view: View) -> None:
    places, rng = Places(view), random.Random(7)
    page.goto((folder / "partners" / "MX-QUE-queretaro.html").as_uri())
    for _ in range(5):
        weights = {name: rng.randint(0, 10) for name in REASONS}
        weights["size"] = max(weights["size"], 1)
        for name, weight in weights.items():
            page.locator(f"input[name={name}]").evaluate(
                "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', {bubbles: true})); }",
                str(weight),
            )
        shown = page.locator("#twin-rows tr").evaluate_all(
            "rows => rows.map(row => [row.dataset.place, Number(row.cells[2].textContent)])"
        )
        answer = answer_twin(places, "MX-QUE/queretaro", weights)
        assert shown == [[one.place.code, one.points] for one in answer.candidates[: len(shown)]]
    for name in REASONS:
        page.locator(f"input[name={name}]").evaluate(
            "input => { input.value = 0; input.dispatchEvent(new Event('input', {bubbles: true})); }"
        )
    expect(page.locator("#twin-note")).to_contain_text("sum to nothing")
