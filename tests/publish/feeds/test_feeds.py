"""Feeds and the bibliography of the written site are read back by somebody else's readers."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest

TREES = ("", "es", "ko")


@pytest.mark.system(102)
@pytest.mark.parametrize("tree", TREES)
def test_feeds_are_valid_and_their_entries_lead_to_pages(site: Path, tree: str) -> None:
    folder = site / tree / "feeds"
    atoms = sorted(folder.glob("*.atom"))
    assert len(atoms) > 10
    for path in atoms:
        read = feedparser.parse(path.read_bytes())
        assert not read.bozo, (path.name, read.get("bozo_exception"))
        assert read.entries and len({entry.id for entry in read.entries}) == len(read.entries)
        for entry in read.entries:
            assert entry.id.startswith("tag:") and entry.title and entry.updated
            assert (folder / entry.link.partition("#")[0]).is_file(), entry.link
        told = json.loads(path.with_suffix(".feed.json").read_text(encoding="utf-8"))
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["id"] for item in told["items"]] == [entry.id for entry in read.entries]


def test_feed_ids_are_the_same_in_all_languages(site: Path) -> None:
    ids = [
        {entry.id for entry in feedparser.parse((site / tree / "feeds" / "all.atom").read_bytes()).entries}
        for tree in TREES
    ]
    assert ids[0] == ids[1] == ids[2]


@pytest.mark.system(127)
def test_the_bibliography_has_every_source_in_three_forms(site: Path) -> None:
    page = (site / "bibliography" / "index.html").read_text(encoding="utf-8")
    bib = (site / "bibliography" / "sources.bib").read_text(encoding="utf-8")
    ris = (site / "bibliography" / "sources.ris").read_text(encoding="utf-8")
    assert bib.count("@misc{") == ris.count("ER  - ") > 100
    assert "sources.bib" in page and "CEMERI" in page
