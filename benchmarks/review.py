"""The review page under a scripted keyboard, and reviewers at once in random order.

    python benchmarks/review.py [--figures 400] [--pace 0.2] [--interleavings 10000]

Serves a pack with a long queue on 127.0.0.1, decides on every proposal in Chromium with the key `a`, a pause (`--pace`) after each,
and prints decisions per minute and the time from a key to the next proposal on screen. Then it runs a model of 2 to 4
reviewers in random interleavings, with and without four eyes, and counts decisions lost or overwritten unseen.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "record" / "review")]

WATCH = """() => {
  const rows = document.getElementById("r-rows");
  let began = 0;
  window.waits = [];
  window.drawn = [];
  document.addEventListener("keydown", () => { began = performance.now(); }, true);
  new MutationObserver(() => {
    if (!began) return;
    const from = began;
    began = 0;
    window.drawn.push(performance.now() - from);
    requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - from)));
  }).observe(rows, { childList: true });
}"""


def by_keyboard(folder: Path, figures: int, pace: float) -> None:
    """Decide on a long queue by keyboard and print how fast it went."""
    from playwright.sync_api import expect, sync_playwright
    from review_queue import serving, write_notes
    from small_pack import write_small

    from henequen.observatory import Observatory

    pack = folder / "pack"
    write_small(pack)
    observatory = Observatory(pack)
    list(observatory.enqueue(write_notes(folder / "notes", figures), {"publisher": "Customs"}))
    count = len(observatory.desk().queue.proposals)
    with serving(pack, folder / "site") as address, sync_playwright() as playwright:
        path = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}review")
        page.keyboard.type("Ana")
        page.keyboard.press("Enter")
        page.locator("#r-rows tr").first.wait_for()
        page.evaluate(WATCH)
        began = time.perf_counter()
        for number in range(1, count + 1):
            page.keyboard.press("a")
            while number < count and page.evaluate("window.waits.length") < number:
                pass
            time.sleep(pace)
        expect(page.locator("#r-status")).to_have_text("Saved", timeout=60_000)
        seconds = time.perf_counter() - began
        drawn, painted = sorted(page.evaluate("window.drawn")), sorted(page.evaluate("window.waits"))
        browser.close()
    accepted = sum(standing.state == "accepted" for _, standing in observatory.desk().listed())
    print(
        f"{accepted} of {count} proposals accepted and on disk in {seconds:.1f} s: {60 * accepted / seconds:.0f} a minute"
    )
    for words, waits in (("in the page", drawn), ("painted", painted)):
        p99 = waits[max(0, int(0.99 * len(waits)) - 1)]
        print(f"from a key to the next proposal {words}: median {waits[len(waits) // 2]:.1f} ms, p99 {p99:.1f} ms")


def interleaved(count: int) -> None:
    """Run the model of reviewers at once and print what it found."""
    from test_interleavings import interleave, shared_log

    began, decisions, broken = time.perf_counter(), 0, 0
    for seed in range(count):
        try:
            decisions += interleave(seed, shared_log())
        except AssertionError as error:
            broken += 1
            print(f"interleaving {seed}: {error}")
    seconds = time.perf_counter() - began
    print(f"{count} interleavings, {decisions} decisions, {broken} lost or overwritten, {seconds:.1f} s")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=400)
    parser.add_argument("--pace", type=float, default=0.2, help="seconds that the reviewer looks at each proposal")
    parser.add_argument("--interleavings", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HENEQUEN_HOME"] = str(Path(folder) / "home")
        by_keyboard(Path(folder), given.figures, given.pace)
    interleaved(given.interleavings)


if __name__ == "__main__":
    main()
