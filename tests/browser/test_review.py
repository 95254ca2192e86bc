"""The review in a real Chromium, by keyboard alone: accept, correct, reject, same as, skip, whole table, undo, redo, conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from review_queue import serving, write_notes
from stub_tesseract import LINES, good, table

from henequen.observatory import Observatory

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(small: Path, tmp_path: Path) -> Iterator[tuple[str, Observatory]]:
    """A served pack with 42 proposals, and its observatory."""
    observatory = Observatory(small)
    list(observatory.enqueue(write_notes(tmp_path / "notes", 40), {"publisher": "Customs"}))
    with serving(small, tmp_path / "site") as address:
        yield address, observatory


def begin(page: Page, address: str, who: str = "Ana", tree: str = "") -> None:
    """Open the page and give the name, by keyboard."""
    page.goto(f"{address}{tree}review")
    expect(page.locator("#r-by")).to_be_focused()
    page.keyboard.type(who)
    page.keyboard.press("Enter")
    expect(page.locator("#r-rows tr").first).to_be_visible()
    expect(page.locator("#r-item")).to_be_focused()


def skip(page: Page) -> None:
    """Skip the proposal and wait for the next one: a key without a proposal does nothing."""
    before = page.locator("#r-evidence mark").first.inner_text()
    page.keyboard.press("k")
    expect(page.locator("#r-evidence mark").first).not_to_have_text(before)


def states(observatory: Observatory) -> list[str]:
    """The states of the queue, in order, from the log on disk."""
    return [standing.state for _, standing in observatory.desk().listed()]


def saved(page: Page) -> None:
    """Wait until every decision is on disk."""
    expect(page.locator("#r-status")).to_have_text("Saved")


def test_every_verdict_by_keyboard(page: Page, desk: tuple[str, Observatory]) -> None:
    address, observatory = desk
    begin(page, address)
    expect(page.locator("#r-evidence mark")).to_contain_text("Memorandum of Understanding on Kelp")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.locator("#r-answer")).to_be_focused()
    page.keyboard.type("not about trade")
    page.keyboard.press("Enter")
    expect(page.locator("#r-evidence mark")).to_contain_text("US$ 120 million")
    page.keyboard.press("c")
    page.keyboard.press("Control+A")
    page.keyboard.type("121")
    page.keyboard.press("Enter")
    expect(page.locator("#r-head")).to_contain_text("trade.txt")
    skip(page)
    page.keyboard.press("s")
    page.keyboard.type("fisheries-1994")
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    saved(page)
    assert states(observatory)[:5] == ["rejected", "corrected", "skipped", "same_as", "accepted"]
    expect(page.locator("#r-count")).to_have_text("5 of 42")
    for _ in range(5):
        page.keyboard.press("u")
        saved(page)
    expect(page.locator("#r-alert")).to_have_text("Taken back")
    assert set(states(observatory)) == {"open"}
    page.reload()
    expect(page.locator("#r-count")).to_have_text("0 of 42")
    for _ in range(5):
        page.keyboard.press("y")
        saved(page)
    assert states(observatory)[:5] == ["rejected", "corrected", "skipped", "same_as", "accepted"], "after a restart too"


def test_whole_table_is_accepted_after_a_look(page: Page, desk: tuple[str, Observatory]) -> None:
    address, observatory = desk
    begin(page, address)
    skip(page)
    skip(page)
    expect(page.locator("#r-head")).to_contain_text("trade.txt")
    page.keyboard.press("t")
    expect(page.locator("#r-table-rows tr")).to_have_count(40)
    page.keyboard.press("Escape")
    expect(page.locator("#r-table")).to_be_hidden()
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator("#r-alert")).to_have_text("40 accepted")
    assert states(observatory).count("accepted") == 40
    expect(page.locator("#r-nothing")).to_contain_text("henequen review take")


def test_second_reviewer_sees_what_the_first_decided_and_says_again(
    browser: Browser, desk: tuple[str, Observatory]
) -> None:
    """Without the fixture `page`: the browser reports the refusal (409) on its console."""
    address, observatory = desk
    page = browser.new_page()
    begin(page, address)
    observatory.desk().decide(next(iter(observatory.desk().queue.proposals)), "reject", "Bora", reason="older print")
    page.keyboard.press("a")
    expect(page.locator("#r-alert")).to_contain_text("Decided meanwhile. Bora: rejected")
    expect(page.locator("#r-alert")).to_contain_text("older print")
    assert states(observatory)[0] == "rejected"
    expect(page.locator("#r-evidence mark")).to_contain_text("Memorandum of Understanding on Kelp")
    page.keyboard.press("a")
    saved(page)
    assert states(observatory)[0] == "accepted"
    expect(page.locator("#r-count")).to_have_text("1 of 42")
    page.close()


TREES = [("es/", "por decidir", "memorándum de entendimiento"), ("ko/", "결정할 것", "양해각서")]


@pytest.mark.parametrize(("tree", "words", "kind"), TREES)
def test_page_speaks_the_language_of_its_tree(
    tree: str, words: str, kind: str, page: Page, desk: tuple[str, Observatory]
) -> None:
    begin(page, desk[0], tree=tree)
    expect(page.locator("#r-state option").first).to_have_text(words)
    expect(page.locator("#r-rows tr[data-name=type] td")).to_have_text(kind)
    ours = page.locator("#r-rows td:not([lang])").all_inner_texts()
    assert not [text for text in ours if "_" in text or "signed" in text]


def test_second_person_is_blind_and_disagreements_are_a_queue(
    page: Page, browser: Browser, small: Path, tmp_path: Path
) -> None:
    manifest = small / "pack.toml"
    manifest.write_text("four_eyes = true\n" + manifest.read_text("utf-8"), "utf-8")
    observatory = Observatory(small)
    list(observatory.enqueue(write_notes(tmp_path / "notes", 2)[:1], {"publisher": "Customs"}))
    first, second = observatory.desk().queue.proposals
    observatory.desk().decide(first, "reject", "Ana", reason="misread")
    observatory.desk().decide(second, "accept", "Ana")
    with serving(small, tmp_path / "site") as address:
        begin(page, address, "Bora")
        expect(page.locator("#r-history")).to_contain_text("Another person has decided")
        assert "Ana" not in page.locator("#main").inner_text() and "misread" not in page.content()
        page.keyboard.press("a")
        page.keyboard.press("a")
        saved(page)
        assert states(observatory) == ["disputed", "accepted"]
        page.keyboard.press("d")
        expect(page.locator("#r-history")).to_contain_text("Ana: rejected")
        expect(page.locator("#r-history")).to_contain_text("misread")


def test_page_of_a_pdf_is_shown_with_the_passage_marked(page: Page, small: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "note.pdf"
    browser_page = page.context.browser
    assert browser_page is not None
    maker = browser_page.new_page()
    maker.set_content("<p>Note, 2 May 2019</p><p>In 2017, Chile exported US$ 120 million to New Zealand.</p>")
    maker.pdf(path=pdf)
    maker.close()
    observatory = Observatory(small)
    list(observatory.enqueue([pdf], {"publisher": "Customs"}))
    with serving(small, tmp_path / "site") as address:
        begin(page, address)
        picture = page.locator("#r-evidence img")
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(one) => one.naturalWidth") == 1000
        yellow = picture.evaluate(
            """(one) => { const c = document.createElement("canvas"); c.width = one.naturalWidth; c.height = one.naturalHeight;
            const d = c.getContext("2d"); d.drawImage(one, 0, 0); const p = d.getImageData(0, 0, c.width, c.height).data;
            let n = 0; for (let i = 0; i < p.length; i += 4) if (p[i] > 240 && p[i + 1] > 240 && p[i + 2] < 120) n++; return n; }"""
        )
        assert 2_000 < yellow < 60_000, "the line of the passage, and no more"


def test_decisions_by_keyboard_bring_the_next_proposal_each_time(page: Page, desk: tuple[str, Observatory]) -> None:
    address, observatory = desk
    begin(page, address)
    page.evaluate(
        """() => { window.waits = []; const head = document.getElementById("r-rows"); let began = 0;
        document.addEventListener("keydown", () => { began = performance.now(); }, true);
        new MutationObserver(() => { if (began) { window.waits.push(performance.now() - began); began = 0; } })
          .observe(head, { childList: true }); }"""
    )
    began = page.evaluate("performance.now()")
    for number in range(1, 41):
        page.keyboard.press("a")
        page.wait_for_function("number => window.waits.length >= number", arg=number)
    saved(page)
    seconds = (page.evaluate("performance.now()") - began) / 1000
    waits = sorted(page.evaluate("window.waits"))
    assert states(observatory).count("accepted") == 40
    # measured by benchmarks/review.py on a quiet machine: 30 decisions a minute and 99 of 100 waits under 50 ms
    assert 40 / seconds * 60 >= 5
    assert waits[len(waits) // 2] < 1000, waits


@pytest.mark.system(92)
def test_figures_of_a_scan_are_typed_from_the_picture_of_their_line(page: Page, small: Path, tmp_path: Path) -> None:
    program = good(tmp_path / "bin")
    lines = tuple(line.replace("Peru", "New Zealand") for line in LINES)
    (tmp_path / "words.tsv").write_text(table(lines), encoding="utf-8")
    Image.new("L", (600, 840), 255).save(tmp_path / "scan.pdf")
    observatory = Observatory(small)
    list(observatory.enqueue([tmp_path / "scan.pdf"], {"publisher": "Customs"}, None, str(program)))
    with serving(small, tmp_path / "site") as address:
        begin(page, address)
        expect(page.locator("#r-rows")).to_contain_text("to type from the picture")
        expect(page.locator("#r-evidence img")).to_be_visible()
        page.keyboard.press("a")
        expect(page.locator("#r-alert")).to_contain_text("Type the figures")
        expect(page.locator('#r-rows input[name="value"]')).to_be_focused()
        page.keyboard.type("562")
        page.keyboard.press("Enter")
        expect(page.locator('#r-rows input[name="period"]')).to_be_focused()
        page.keyboard.type("2020")
        page.keyboard.press("Enter")
        saved(page)
    (one,) = [item for item in observatory.desk().listed() if item[0].kind == "observation"]
    decision = one[1].decision
    assert decision is not None and dict(decision.fields) == {"value": "562", "period": "2020"}


def test_passage_and_place_in_the_queue_are_seen_without_scrolling(page: Page, desk: tuple[str, Observatory]) -> None:
    address, _ = desk
    page.set_viewport_size({"width": 1280, "height": 800})
    begin(page, address)
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#r-queue [aria-current]")).to_be_in_viewport()
    expect(page.locator("#r-evidence mark").first).to_be_in_viewport()
    expect(page.locator("#r-rows tr").first).to_be_in_viewport()
