"""The static site: whole, linked, small, the same bytes each time, and safe to open."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from henequen.observatory import Observatory
from henequen.publish.site import SiteReport, write_site
from henequen.record.store.view import View
from henequen.scenarios.summary import preset_pages


@dataclass(frozen=True)
class Links:
    """What a page points to, which anchors it has, and the elements that carry a style or a script of their own."""

    hrefs: list[str]
    ids: set[str]
    inline: list[str]


def parsed(path: Path) -> Links:
    page = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    hrefs = [str(found) for found in page.xpath("//@href | //@src | //@action") if not found.startswith("mailto:")]
    inline = page.xpath("//*[@style or @*[starts-with(name(), 'on')]] | //script[not(@src)]")
    return Links(hrefs, set(page.xpath("//@id")), [element.tag for element in inline])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Links]:
    """Every page of the site, read once."""
    return {path: parsed(path) for path in site.rglob("*.html")}


def test_links_are_read_with_what_stands_inline(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<body><a href="mailto:a@b.example">m</a><a href="b.html#c" onclick="x()">b</a><p id="d" style="x">é</p>'
        "<script>x()</script><script src='y.js'></script></body>"
    )
    assert parsed(tmp_path / "a.html") == Links(["b.html#c", "y.js"], {"d"}, ["a", "p", "script"])


def test_every_link_leads_somewhere(site: Path, pages: dict[Path, Links]) -> None:
    broken = []
    there = {path for path in site.rglob("*") if path.is_file()}
    for path, links in pages.items():
        for href in set(links.hrefs):
            parts = urlsplit(href)
            assert not parts.scheme and not parts.netloc, (path, href)
            target = Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
            if target not in there or (
                parts.fragment and target.suffix == ".html" and parts.fragment not in pages[target].ids
            ):
                broken.append((path.relative_to(site).as_posix(), href))
    assert not broken[:10]


def test_nothing_inline_and_a_strict_policy(pages: dict[Path, Links]) -> None:
    assert len(pages) > 3000
    for path, links in pages.items():
        assert not links.inline, path
        assert b"default-src 'none'; script-src 'self'; style-src 'self'" in path.read_bytes()


def test_every_page_has_its_json_and_every_table_its_csv(site: Path) -> None:
    for path in site.rglob("*.html"):
        inside = path.relative_to(site)
        shared = Path(*inside.parts[1:]) if inside.parts[0] in ("es", "ko") else inside  # one twin for all languages
        twin = json.loads((site / shared).with_suffix(".json").read_text(encoding="utf-8"))
        assert twin["title"]
    for path in (p for p in site.rglob("*.svg") if p.parent.name != "assets"):
        inside = path.relative_to(site).with_suffix(".csv")
        first = (
            Path(*inside.parts[1:]) if inside.parts[0] in ("es", "ko") else inside
        )  # one file if the texts are equal
        assert (site / inside).is_file() or (site / first).is_file()


def test_budgets(site: Path, report: SiteReport) -> None:
    assert report.bytes <= 120_000_000, "the whole site, data and search included"
    assert report.bytes < 12_500 * report.pages, "the same by page"
    first = [site / "index.html", *(site / "assets").iterdir()]
    assert sum(len(gzip.compress(path.read_bytes())) for path in first) < 150_000


def test_the_same_bytes_each_time(view: View, site: Path, shipped: Observatory, tmp_path: Path) -> None:
    scenarios = preset_pages(shipped.root)
    again = write_site(view, tmp_path / "again", lambda _: None, languages=("en",), scenarios=scenarios).folder
    for path in again.rglob("*.html"):
        if path.parts[len(again.parts)] in ("index.html", "counts", "instruments", "scenarios"):
            mine = hashlib.sha256(_without_languages(path)).hexdigest()
            theirs = hashlib.sha256(_without_languages(site / path.relative_to(again))).hexdigest()
            assert mine == theirs, path


def _without_languages(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'<ul class="tongues".*?</ul>', "", text, flags=re.S)
    return re.sub(r'<link rel="alternate" hreflang[^>]*>\n', "", text).encode()
