"""The verb of the literature: publications from the feed of a think tank or a journal."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import DryRun, PackOption
from henequen.cli.words import phrase
from henequen.model.errors import DataError
from henequen.model.match_key import match_key
from henequen.model.message import Message
from henequen.observatory import Observatory
from henequen.reading.feed import read_feed
from henequen.reading.watching.visits import NotVisited
from henequen.record.review.append import Addition, append_rows
from henequen.record.review.source import is_address, web_edition

__all__ = ["app"]

app = typer.Typer(help="The literature on the relationship.", no_args_is_help=True)


@app.callback()
def _literature() -> None:
    """The literature on the relationship."""


@app.command("add")
def add(
    feed: Annotated[
        str, typer.Argument(metavar="FEED", help="An Atom or RSS feed: a file, or its address on the web.")
    ],
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Add the publications of a feed to the pack's editions; a publication that is already there is not added again."""
    observatory = open_pack(pack)
    read, texts_in_pack = _feed(observatory, feed), observatory.read().editions.values()
    known_texts = {_address(e.url) for e in texts_in_pack if e.url} | {
        _item_text(e.title, e.published_on) for e in texts_in_pack
    }
    rows, doubles, without = [], 0, 0
    for entry in read["entries"]:
        title, url, published = entry["title"], entry["url"], entry["published"]
        if not title or not is_address(url):
            without += 1
            continue
        marks = {_address(url), _item_text(title, published)}
        if marks & known_texts:
            doubles += 1
            continue
        known_texts |= marks
        edition = web_edition(
            url, publisher=read["title"], title=title, published=published, retrieved=date.today().isoformat()
        )
        rows.append({k: str(v) for k, v in asdict(replace(edition, kind="publication", side="INT")).items()})
    append_rows(observatory.root, Addition({"editions/editions.csv": rows}), dry_run)
    added = "literature.would_add" if dry_run else "literature.added"
    print(phrase(added, n=len(rows), doubles=doubles, without=without))


def _feed(observatory: Observatory, feed: str) -> dict[str, Any]:
    """The feed of a file, or of an address, which is fetched to a file first."""
    if not re.match(r"https?://", feed):
        return read_feed(Path(feed))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "feed.xml"
        try:
            path.write_bytes(observatory.watcher().fetch(feed))
        except NotVisited as error:
            raise DataError(error.args[0], where=feed, expected=Message("feed_in_atom_or_rss")) from None
        return read_feed(path)


def _address(url: str) -> str:
    """An address without the parts that do not distinguish pages: scheme, www, campaign marks, fragment, last slash."""
    plain = re.sub(r"[?&](utm_\w+|fbclid|gclid)=[^&#]*", "", url.partition("#")[0])
    return re.sub(r"^https?://(www\.)?", "", plain).rstrip("/").lower()


def _item_text(title: str, published: str) -> str:
    return f"{match_key(title).key.strip().lower()}|{published}"
