"""The static site: whole, linked, small, the same bytes each time, and safe to open."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from henequen.observatory import Observatory
from henequen.publish.site import SiteReport, write_site
from henequen.record.store.view import View
from henequen.scenarios.summary import preset_pages


class Links(HTMLParser):
    """Collects what a page points to and which anchors it has."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: set[str] = set()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        for name in ("href", "src", "action"):
            if name in given and not (tag == "a" and given[name].startswith("mailto:")):
                self.hrefs.append(given[name])
        if "style" in given or any(name.startswith("on") for name in given) or (tag == "script" and "src" not in given):
            self.inline.append(tag)


def parsed(path: Path) -> Links:
    links = Links()
    links.feed(path.read_text(encoding="utf-8"))
    return links


def test_every_link_leads_somewhere(site: Path) -> None:
    pages = {path: parsed(path) for path in site.rglob("*.html")}
    broken = []
    for path, links in pages.items():
        for href in links.hrefs:
            parts = urlsplit(href)
            assert not parts.scheme and not parts.netloc, (path, href)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (
                parts.fragment and target.suffix == ".html" and parts.fragment not in pages[target].ids
            ):
                broken.append((path.relative_to(site).as_posix(), href))
    assert not broken[:10]


def test_nothing_inline_and_a_strict_policy(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert not parsed(path).inline, path
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in path.read_text(encoding="utf-8")


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
