"""Themes are proposed by rules and accepted by a person; what was decided is kept, shown, and can be taken back."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from henequen.observatory import Observatory
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.pages.record.themes import theme_pages

Run = Callable[..., Any]


def tag(run: Run, pack: Path, item: str) -> dict[str, Any]:
    return next(row for row in run("tags", "list", "--pack", pack, "--json").objects if row["id"] == item)


@pytest.mark.system(6)
def test_every_record_of_the_shipped_pack_has_a_theme_or_a_reason(run: Run) -> None:
    rows = run("tags", "list", "--json").objects
    assert len(rows) > 2000 and all(bool(row["themes"]) != bool(row["why"]) for row in rows)
    without = [row for row in rows if not row["themes"]]
    assert len(without) < 0.03 * len(rows) and {row["why"] for row in without} <= {"no_word", "no_role"}


@pytest.mark.system(6)
def test_a_person_accepts_changes_and_takes_back_themes(run: Run, small: Path) -> None:
    assert tag(run, small, "fisheries-1994")["how"] == "words"
    assert run("tags", "accept", "fisheries-1994", "--by", "Ana", "--pack", small, "--dry-run").out.startswith(
        "1 records would"
    )
    assert run("tags", "accept", "fisheries-1994", "--by", "Ana", "--pack", small).out == "1 records decided\n"
    first = tag(run, small, "fisheries-1994")
    assert (first["how"], first["themes"]) == ("accepted", ["agriculture"])
    assert (
        "already had this decision"
        in run("tags", "accept", "fisheries-1994", "--by", "Ana", "--pack", small, "--theme", "agriculture").out
    )
    other = ("tags", "accept", "fisheries-1994", "--by", "Ben", "--pack", small, "--theme", "trade")
    refused = run(*other)
    assert refused.code == 2 and "already decided" in refused.err and "by Ana" in refused.err
    assert run(*other, "--again").code == 0
    assert tag(run, small, "fisheries-1994")["themes"] == ["trade"]
    with (small / "claims" / "tags.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["recorded_by"] for row in rows] == ["Ana", "Ben"]
    assert run("log", "--undo", rows[1]["subject"], "--by", "Ben", "--pack", small).code == 0
    assert tag(run, small, "fisheries-1994")["how"] == "words"


def test_many_records_are_accepted_at_once_and_shown_on_the_pages(run: Run, small: Path) -> None:
    assert run("tags", "accept", "--table", "instruments", "--by", "Ana", "--pack", small).out == "2 records decided\n"
    assert (
        run(
            "tags", "accept", "meet-yearly", "--no-theme", "It concerns all of them", "--by", "Ana", "--pack", small
        ).code
        == 0
    )
    view = Observatory(small).view()
    names = Names(Material(view, lambda _: None), catalogue("en"))
    pages = {page.path: page for page in theme_pages(names)}
    counts = {row["id"]: row for row in pages["themes/index.html"].data["how"]}
    assert "3" in counts["accepted"].values()
    untagged = {row["id"]: row for row in pages["themes/index.html"].data["untagged"]}
    assert any("It concerns all of them" in str(value) for value in untagged["meet-yearly"].values())
    view.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fisheries-1994", "--theme", "wizardry"), "unknown value of --theme"),
        (("fisheries-1994", "--sector", "wizardry"), "unknown value of --sector"),
        (("nothing",), "unknown record"),
        ((), "name records, or choose them"),
        (("fisheries-1994", "--table", "instruments"), "name records, or choose them"),
        (("fisheries-1994", "--theme", "trade", "--no-theme", "x"), "exclude each other"),
        (("--how", "magic"), "unknown value of --how"),
    ],
)
def test_tags_refuses_what_cannot_be_decided(run: Run, small: Path, words: tuple[str, ...], said: str) -> None:
    done = run("tags", "accept", *words, "--by", "Ana", "--pack", small)
    assert done.code == 2 and re.search(said, done.err) and not (small / "claims" / "tags.csv").exists()
