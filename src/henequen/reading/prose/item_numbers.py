"""The number of an item: printed in front of it or of its paragraph, or that of an ordered list.

A later sentence of a numbered paragraph has the number of the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from henequen.reading.document import Block
from henequen.reading.prose.lists import item_mark
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["ItemNumber", "find_number"]


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """The number of an item, where its words begin behind it, and the sentence that shows it if that is another one."""

    value: str | None
    words: int
    shown: Scene | None = None


_PRINTED = re.compile(
    r"(?:[Rr]ecommendation|[Rr]ecomendación|권고)?\s*(?:[Nn]o\.?\s*)?\(?(?P<number>[A-Z]?\d{1,3}(?:\.\d{1,2})?(?:\.?[a-z])?)[.):]\s+(?=\S)"
    r"|(?P<part>\d{1,2}\.\d{1,2})\s+(?=[A-ZÁÉÍÓÚÑ가-힣])|(?P<circled>[①-⑳])\s*(?=\S)"
    r"|(?P<ordinal>\d{1,2})(?:\.?[ºª°]|\.[oa]\b)[.)]?\s+(?=\S)"
    r"|(?:\((?P<bracket>[a-z]|[ivx]{1,4}|[가-하])\)|(?P<letter>[a-z]|[ivx]{2,4})\)|(?P<hangul>[가나다라마바사아자차카타파하])[.)])\s+(?=\S)"
)


def _printed(text: str) -> tuple[str, int] | None:
    """The number that a text begins with, and where it ends."""
    match = _PRINTED.match(text)
    if match is None:
        return None
    circled = match.group("circled")
    names = ("number", "part", "ordinal", "bracket", "letter", "hangul")
    value = next((found for name in names if (found := match.group(name))), None)
    return (str(ord(circled) - ord("①") + 1) if circled else value or ""), match.end()


def find_number(prose: Prose, scene: Scene, text: str, in_list: bool) -> ItemNumber:
    """The number of an item with the words `text`, which is the sentence or a part of it; `in_list` if a lead introduces it."""
    if printed := _printed(text):
        return ItemNumber(*printed)
    mark = item_mark(text) if in_list else None
    words = mark.end() if mark else 0
    if mark and mark.group("named"):
        return ItemNumber(mark.group("named"), words)
    block = _block(prose, scene)
    if block is not None and block.ordinal is not None:
        return ItemNumber(str(block.ordinal), words)
    first = next((one for one in _paragraph(prose, scene)), scene)
    if first is not scene and (printed := _printed(first.text.lstrip())) and printed[0][:1].isdigit():
        return ItemNumber(printed[0], words, first)
    return ItemNumber(None, words)


def _block(prose: Prose, scene: Scene) -> Block | None:
    blocks = prose.document.blocks
    at = bisect_right(blocks, scene.start, key=lambda block: block.start) - 1
    return blocks[at] if at >= 0 and scene.start < blocks[at].end else None


def _paragraph(prose: Prose, scene: Scene) -> list[Scene]:
    """The sentences of the same paragraph up to this one, in order."""
    found = [scene]
    for number in range(scene.number - 1, -1, -1):
        if prose.scenes[number].block != scene.block:
            break
        found.insert(0, prose.scenes[number])
    return found
