"""Reads an Atom or RSS feed in the limited child of the readers: only titles, addresses and days."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from henequen.files.foreign import named_kind
from henequen.jobs.conversation import Conversation, answer_requests
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.reading.formats.refusal import Refusal

__all__ = ["parse_feed", "read_feed"]

_LARGEST = 20_000_000
_MOST = 20_000


def read_feed(path: Path) -> dict[str, Any]:
    """The feed's title, and its entries as objects with title, url and published. Raises DataError if it is not a
    feed."""
    child = Conversation("henequen.reading.feed", 60.0)
    try:
        answer, reason = child.ask({"path": str(path)})
    finally:
        child.end()
    if answer is None or "refused" in answer:
        why = answer["refused"] if answer else reason
        raise DataError(why, where=str(path), expected=Message("feed_in_atom_or_rss"))
    return answer


def _read(request: dict[str, Any]) -> dict[str, Any]:
    path = Path(request["path"])
    if not path.is_file():
        return {"refused": Message("this_folder") if path.is_dir() else Message("this_not_plain_file")}
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        return parse_feed(data)
    except OSError as error:
        return {"refused": Message("cannot_be_read_2", strerror=error.strerror)}
    except Refusal as refusal:
        return {"refused": refusal.args[0]}


def parse_feed(data: bytes) -> dict[str, Any]:
    """The feed's title and entries; only for the limited child. Raises Refusal if it is not a feed, or a hostile
    one."""
    from lxml import etree  # type: ignore[import-untyped]

    if len(data) > _LARGEST:
        raise Refusal(Message("feed_has_more_than_bytes", largest=f"{_LARGEST:,}"))
    if kind := named_kind(data):
        raise Refusal(f"this is {kind}, not a feed")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refusal(Message("feed_with_definitions_its_own_dtd"))
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(Message("not_well_formed_xml_2", reason=str(error)[:120])) from None
    if _name(root) not in ("feed", "rss", "RDF"):
        raise Refusal(Message("this_xml_but_no_feed"))
    nodes = [node for node in root.iter() if _name(node) in ("item", "entry")]
    if len(nodes) > _MOST:
        raise Refusal(Message("feed_has_more_than_entries", most=f"{_MOST:,}"))
    top = root if _name(root) == "feed" else next((n for n in root if _name(n) == "channel"), root)
    return {"title": _text(top, "title"), "entries": [_entry(node) for node in nodes]}


def _entry(node: Any) -> dict[str, str]:
    links = [child for child in node if _name(child) == "link"]
    chosen = next((one for one in links if one.get("rel", "alternate") == "alternate"), None)
    url = (chosen.get("href") or (chosen.text or "")).strip() if chosen is not None else ""
    day = _text(node, "published") or _text(node, "pubDate") or _text(node, "date")
    return {"title": _text(node, "title"), "url": url, "published": _day(day)}


def _day(text: str) -> str:
    """The day of a date in either form, or empty: a day is never guessed."""
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-" and text[:4].isdigit():
        return text[:10]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _text(node: Any, name: str) -> str:
    text_child = next((child for child in node if _name(child) == name), None)
    return " ".join("".join(text_child.itertext()).split()) if text_child is not None else ""


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


if __name__ == "__main__":
    answer_requests(_read, memory=600_000_000, seconds=30)
