"""Writes the whole site: the pages of every language with their JSON, tables, charts, open data and search index."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from henequen.files.scratch import scratch_folder
from henequen.files.swap import put_back, take_place
from henequen.model.message import Message
from henequen.publish.export.write import render_csv, write_export
from henequen.publish.site.catalogue import available, catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.menu import MENU
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, up
from henequen.publish.site.pages import FAMILIES
from henequen.publish.site.render import Renderer
from henequen.publish.site.search_index import search_index
from henequen.record.store.view import View

__all__ = ["SiteReport", "page_files", "pages_of", "write_site"]

_ADDRESSES = re.compile(r'="([^"<>#?:]+\.\w+)"')

_REPORTED = 1000
"""Progress is reported once in so many pages."""

_UNFINISHED = ".unfinished"

ASSETS = (
    "icon.svg",
    "style.css",
    "site.js",
    "runs.js",
    "review.js",
    "live-solver.js",
    "live.js",
    "twin.js",
)


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was written: pages over all languages, files, bytes, and the time in seconds."""

    folder: Path
    pages: int
    files: int
    bytes: int
    seconds: float

    def __str__(self) -> str:
        return Message(
            "pages_files_mb_in_s_open",
            pages=self.pages,
            files=self.files,
            bytes=f"{self.bytes / 1000000.0:.1f}",
            seconds=f"{self.seconds:.1f}",
            folder=self.folder / "index.html",
        )


def pages_of(names: Names) -> Iterator[Page]:
    """All pages of one language, family by family."""
    for family in FAMILIES:
        yield from family(names)


def page_files(names: Names, page: Page, html: str, first: bool = True) -> Iterator[tuple[str, str]]:
    """A page and everything that goes with it, as (path in the language's tree, text): its JSON, tables, charts, files.

    Pages of all languages share the JSON twin in the tree of the `first` language: it holds codes and ids.
    """
    material = names.material
    yield page.path, html
    twin = {
        "title": page.title,
        "language": names.language,
        "path": page.path,
        "as_of": material.view.as_of,
        **page.data,
    }
    if first:
        yield page.path.removesuffix(".html") + ".json", _json(twin)
    yield from page.files
    for table in page.tables:
        if table.shared and not first:
            continue
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        yield table.path, render_csv(rows, list(table.columns))
    folder = page.path.rpartition("/")[0]
    for chart in page.charts:
        name = f"{folder}/{chart.id}" if folder else chart.id
        yield f"{name}.svg", chart.drawn.file
        rows = [dict(zip(chart.columns, row, strict=True)) for row in chart.rows]
        yield f"{name}.csv", render_csv(rows, list(chart.columns))


def write_site(
    view: View,
    out: Path,
    texts: Callable[[str], str | None],
    languages: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
    scenarios: Sequence[Mapping[str, Any]] = (),
    flows: Mapping[str, Any] | None = None,
    last_seen: Sequence[Mapping[str, str]] = (),
    begun: Callable[[Path], None] | None = None,
) -> SiteReport:
    """Write the site of a view to `out`: the first language at the root, the others in trees of their own.

    Without `languages`, those of the pack. `progress` is called with a line every thousand pages. `texts` gives the
    text of a document that the reader has, so that pages can show passages in context; `scenarios` are those of the
    pack with their results, `flows` the material of the reader's own editions of figures (`publish.flows`), `last_seen`
    when each watched source was last seen. `begun` is called with the folder in which the pages are being written, so
    that readers can open the first ones in the meantime. The site is written next to `out` and then replaces it, so
    that readers never see an incomplete one. The same view gives the same bytes. Raises OSError if it cannot be
    written; then `out` is unchanged.
    """
    began = time.monotonic()
    material = Material(view, texts, scenarios, flows, last_seen)
    languages = tuple(languages) or tuple(code for code in view.manifest.languages if available(code)) or ("en",)
    out.parent.mkdir(parents=True, exist_ok=True)
    put_back(out)
    with scratch_folder(f".{out.name}-", out.parent) as scratch:
        part = scratch / out.name
        part.mkdir(mode=0o755)
        _write_assets(part, languages)
        if begun is not None:
            begun(part)
        files_written = _Files(part)
        pages = 0
        for language in languages:
            pages += _write_language(material, language, languages, files_written, progress or (lambda _: None))
        write_export(view, part / "data")
        _put_in_place(part, out)
    all_files = [path for path in out.rglob("*") if path.is_file()]
    return SiteReport(
        out, pages, len(all_files), sum(path.stat().st_size for path in all_files), time.monotonic() - began
    )


class _Files:
    """Writes text files below a folder and makes each folder once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._made: set[str] = set()
        self._first: dict[str, bytes] = {}

    def write_first(self, files_of_page: Iterable[tuple[str, str]]) -> None:
        """Write files of the first language, and remember them by their digests."""
        for path, text in files_of_page:
            self.write(path, text)
            if not path.endswith((".html", ".json")):
                self._first[path] = sha256(text.encode("utf-8")).digest()

    def is_first(self, path: str, text: str) -> bool:
        """Is a file the same as that of the first language?"""
        return self._first.get(path) == sha256(text.encode("utf-8")).digest()

    def write(self, path: str, text: str) -> None:
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        unfinished = self.root / folder / _UNFINISHED
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            data = memoryview(text.encode("utf-8"))
            while data:  # a nearly full disk may write only a part without an error
                data = data[os.write(handle, data) :]
        finally:
            os.close(handle)
        unfinished.rename(self.root / path)  # other processes may be reading the existing pages


def _write_language(
    material: Material, language: str, languages: Sequence[str], out: _Files, progress: Callable[[str], None]
) -> int:
    names = Names(material, catalogue(language))
    renderer = Renderer(names, languages)
    tree = "" if language == languages[0] else f"{language}/"
    count = 0
    number = Message("language", language=languages.index(language) + 1, n=len(languages))
    progress(Message("writing_pages", number=number, language=language))
    for page in pages_of(names):
        count += 1
        if count % _REPORTED == 0:
            progress(Message("writing_pages_written", number=number, language=language, count=count))
        html = renderer.html(page)
        if not tree:
            out.write_first(page_files(names, page, html))
            continue
        shared = set()
        for path, text in page_files(names, page, "", first=False):
            if path == page.path:
                continue
            if out.is_first(path, text):
                shared.add(path)
            else:
                out.write(tree + path, text)
        out.write(tree + page.path, _lead_to_first(page.path, html, shared))
    out.write(f"{tree}search-index.js", search_index(names))
    return count


def _lead_to_first(path: str, html: str, shared: set[str]) -> str:
    """Make a page of another language link to the `shared` files of the first language, which are the same in both.

    >>> _lead_to_first("counts/index.html", '<a href="gap.csv">', {"counts/gap.csv"})
    '<a href="../../counts/gap.csv">'
    >>> _lead_to_first("counts/index.html", '<a href="../counts/gap.csv">', {"counts/gap.csv"})
    '<a href="../../counts/gap.csv">'
    """
    if not shared:
        return html
    folder = path.rpartition("/")[0]
    ways = {posixpath.relpath(name, folder or "."): f"{up(path)}../{name}" for name in shared}
    ways |= {f"{up(path)}{name}": f"{up(path)}../{name}" for name in shared}
    return _ADDRESSES.sub(lambda match: f'="{ways.get(match[1], match[1])}"', html)


def _write_assets(root: Path, languages: Sequence[str]) -> None:
    folder = root / "assets"
    folder.mkdir()
    for name in ASSETS:
        with as_file(files("henequen.publish.site").joinpath(f"assets/{name}")) as path:
            shutil.copyfile(path, folder / name)
    with (folder / "site.js").open("a", encoding="utf-8", newline="") as script:  # one script: a request and a tag less
        script.write(files("henequen.publish.site").joinpath("assets/search.js").read_text(encoding="utf-8"))
    (folder / "menu.js").write_text(_menu(languages), encoding="utf-8", newline="")


def _menu(languages: Sequence[str]) -> str:
    """A script with the header's menu and a few words in all languages: pages of single things share it."""
    words = {}
    for language in languages:
        t = catalogue(language)
        menu = [("index.html", t("nav.overview")), *((e.path, t(f"nav.{e.key}")) for e in MENU if e.in_header)]
        words[language] = {
            "menu": menu,
            "search": t("search.placeholder"),
            "cite": t("cite.copy"),
            "copied": t("chart.copied"),
        }
    return f"henequenMenu({json.dumps(words, ensure_ascii=False, separators=(',', ':'))});\n"


def _put_in_place(part: Path, out: Path) -> None:
    """Move `part` to `out`; only a folder that contains one of our sites is ever replaced."""
    if out.exists() and any(out.iterdir()) and not (out / "assets" / "style.css").is_file():
        raise FileExistsError(Message("not_empty_and_does_not_contain", out=out))
    take_place(part, out)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) + "\n"
