"""Looking something up starts at once: nothing heavy is imported, and the index of the search is kept."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from henequen.observatory import Observatory

from .conftest import command, environment

HEAVY = ("numpy", "duckdb", "fastapi", "jinja2", "lxml", "typst", "henequen.publish.site.pages", "henequen.record.audit",
         "henequen.scenarios", "henequen.trade")  # fmt: skip


@pytest.mark.parametrize(
    "words", [["find", "jalisco"], ["show", "MX-JAL"], ["who", "customs"], ["due"]], ids=lambda w: w[0]
)
def test_looking_up_imports_nothing_heavy(shipped: Observatory, words: list[str]) -> None:
    shipped.ranking(shipped.view(), "en")
    script = (
        "import sys\nfrom henequen.cli import main\n"
        f"try: main({words!r})\nexcept SystemExit: pass\n"
        f"heavy = [m for m in sys.modules if m in {HEAVY!r}]\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="measures with another clock")
@pytest.mark.parametrize("words", [["--help"], ["find", "jalisco"], ["show", "MX-JAL"], ["who", "phytosanitary"]])
def test_a_verb_starts_soon(words: list[str]) -> None:
    def seconds(line: list[str]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(line, capture_output=True, env=environment(PYTHONDONTWRITEBYTECODE=""))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    subprocess.run(command(*words), capture_output=True, env=environment(PYTHONDONTWRITEBYTECODE=""))
    floor = min(seconds([sys.executable, "-c", "pass"]) for _ in range(3))
    least = min(seconds(command(*words)) for _ in range(3))
    # under 0.4 s on a quiet machine (benchmarks/start_up.py)
    assert least - floor < 2 or least < 200 * floor, f"{least:.2f} s, {least / floor:.0f} times an empty Python"


def test_the_index_of_the_search_is_kept_and_made_again(small: Path) -> None:
    observatory = Observatory(small)
    view = observatory.view()
    first = [found.entry.id for found in observatory.ranking(view, "en").search("fisheries").hits]
    kept = observatory.workshop / "search-en.sqlite"
    assert kept.is_file()
    assert [found.entry.id for found in observatory.ranking(view, "en").search("fisheries").hits] == first
    kept.write_bytes(b"not an index")
    assert [found.entry.id for found in observatory.ranking(view, "en").search("fisheries").hits] == first
    assert kept.read_bytes().startswith(b"SQLite")


def test_a_stored_index_ranks_as_the_one_in_memory(shipped: Observatory) -> None:
    view = shipped.view()
    stored = shipped.ranking(view, "en")
    kept = shipped.workshop / "search-en.sqlite"
    kept.unlink()
    made = shipped.ranking(view, "en")
    for query in ("jalsico", "korean companies in nuevo leon", "경상남도와", "trade deficit 2003", "기아"):
        assert stored.search(query) == made.search(query)
