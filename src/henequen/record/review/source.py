"""Turns a source given by a person (a web address or an edition's id) into an edition of the pack."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from henequen.model.countries import country
from henequen.model.edition import Edition
from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["NOT_KEPT", "edition_for", "is_address", "web_edition"]

NOT_KEPT = "web page without a kept text: not verifiable here"
"""The method note of an edition that is an address alone."""
_OFFICIAL = {"go", "gob", "gov", "gouv", "mil"}


def is_address(text: str) -> bool:
    """Is this an address on the web?"""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and "." in parts.netloc


def edition_for(
    source: str, editions: Mapping[str, Edition], published: str, retrieved: str, sides: Iterable[str]
) -> tuple[Edition, bool]:
    """The edition of a source, and whether it is new to the pack.

    An id names an edition of the pack. For an address, the edition with that address and day is taken, else made.
    """
    if source in editions:
        return editions[source], False
    if not is_address(source):
        raise UsageError(
            Message("source_neither_edition_pack_nor_address"),
            found=source,
            expected=Message("id_editions_editions_csv_or_https"),
        )
    for edition in editions.values():
        if edition.url == source and (not published or edition.published_on == published):
            return edition, False
    return web_edition(source, published=published, retrieved=retrieved, sides=sides), True


def web_edition(
    url: str,
    *,
    publisher: str = "",
    title: str = "",
    published: str = "",
    retrieved: str = "",
    sides: Iterable[str] = (),
) -> Edition:
    """An edition for a page of which no text is kept. An official host of a side belongs to that side."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    mark = hashlib.sha256("\x1f".join((url, title, published)).encode("utf-8")).hexdigest()[:6]
    name = re.sub(r"[^a-z0-9]+", "-", (publisher or host).lower().encode("ascii", "ignore").decode()).strip("-")[:40]
    return Edition(
        edition_id=f"web-{name.strip('-') or 'page'}-{mark}",
        kind="web page",
        publisher=publisher or host,
        side=_side(host, tuple(sides)),
        title=title or host,
        published_on=published,
        retrieved_at=retrieved,
        licence="facts only",
        method_note=NOT_KEPT,
        redistributable="false",
        url=url,
    )


def _side(host: str, sides: tuple[str, ...]) -> str:
    """The side whose authorities use this host; INT for all others."""
    labels = host.split(".")
    if _OFFICIAL & set(labels[:-1]):
        for side in sides:
            country_entry = country(side)
            if country_entry is not None and country_entry.alpha_2.lower() == labels[-1]:
                return side
    return "INT"
