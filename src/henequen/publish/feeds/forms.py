"""Feeds as Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from henequen.publish.feeds.entries import FeedEntry

__all__ = ["atom_of", "json_feed_of"]


def atom_of(identity: str, title: str, language: str, up: str, entries: Sequence[FeedEntry], day: str) -> str:
    """An Atom feed. `identity` is its permanent id, `up` the relative path to the root of its tree, `day` the record's
    day."""
    newest = max((entry.updated for entry in entries), default=day)
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<id>{escape(identity)}</id><title>{escape(title)}</title><updated>{newest}T00:00:00Z</updated>",
        f'<author><name>Henequen</name></author><link rel="alternate" type="text/html" href={quoteattr(up + "index.html")}/>',
    ]
    for entry in entries:
        rows.append(
            f"<entry><id>{escape(entry.id)}</id><title>{escape(entry.title)}</title><updated>{entry.updated}T00:00:00Z</updated>"
            f'<link rel="alternate" type="text/html" href={quoteattr(up + entry.path)}/>'
            f"<category term={quoteattr(entry.kind)}/><summary>{escape(entry.summary or entry.title)}</summary></entry>"
        )
    return "\n".join([*rows, "</feed>", ""])


def json_feed_of(identity: str, title: str, language: str, up: str, entries: Sequence[FeedEntry]) -> str:
    """A JSON feed with the same entries."""
    items = [
        {
            "id": entry.id,
            "url": up + entry.path,
            "title": entry.title,
            "content_text": entry.summary or entry.title,
            "date_modified": f"{entry.updated}T00:00:00Z",
            "tags": [entry.kind],
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "language": language,
        "home_page_url": up + "index.html",
        "_henequen": {"id": identity},
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
