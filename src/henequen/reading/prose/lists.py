"""Lists in running text: the sentence or heading that introduces an item, and the kind that it gives to the item.

"It is recommended that:", "Both Parties agreed:", "The following instruments were signed:" and headings such as
"Recommendations" give their meaning to the items below them, which often are not sentences on their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["Lead", "item_mark", "leads"]

_MARK = re.compile(
    r"\s*(?:(?:[Rr]ecommendation|[Rr]ecomendación|[Cc]ompromiso|[Cc]ommitment|[Dd]ecision|[Dd]ecisión|[Aa]cuerdo|[Aa]ction|[Aa]cción|[Rr]esolution"
    r"|RECOMMENDATION|RECOMENDACIÓN|DECISION|DECISIÓN|권고|결정|합의|조치)\s*(?:[Nn]o\.?\s*)?"
    r"(?P<named>\d{1,3})\s*[.):–—-]*\s+|"
    r"[□■○●◇◆▪▫•·‣※▶▷◎*–—-]\s*(?=\S)|[ㅇo]\s+|\(?(?P<letter>[a-z]|[ivx]{1,4}|[가-하])[).]\s+|"
    r"\(?(?P<number>\d{1,3}(?:\.\d{1,2})*)[).](?:[ºª°])?\s+|\d{1,2}[ºª°][.)]?\s+|(?P<circled>[①-⑳])\s*)"
)
_BULLET = re.compile(r"\s*[□■○●◇◆▪▫•·‣※▶▷◎*–—-]\s*")
_REACH = 9_000
"""Characters; an item farther below its lead belongs to something else."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence or heading that introduces a list; `kind` is recommendation, commitment, call or instrument."""

    scene: Scene
    kind: str
    heading: bool


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "lists")[name]["words"]), re.IGNORECASE)


def item_mark(text: str) -> re.Match[str] | None:
    """The mark of a list at the start of an item: a bullet, a letter, a number, "Recommendation 3."."""
    return _MARK.match(text)


def leads(prose: Prose) -> dict[int, Lead]:
    """The lead of each item, by the number of the item's sentence."""
    leads_found: dict[int, Lead] = {}
    lead: Lead | None = None
    heading: Lead | None = None
    last_block = seen_block = -1
    block_mark = lead_mark = None
    last_number: int | None = None
    for scene in prose.scenes:
        first_in_block, seen_block = scene.block != seen_block, scene.block
        if first_in_block:
            block_mark = item_mark(scene.text)
        if heading is not None and _closes(heading, scene):
            heading = None
        opened = _opens(scene, _is_before_list(prose, scene))
        if _is_heading(scene):
            heading = Lead(scene, opened, True) if opened else None
            lead = last_number = None
            continue
        if opened:
            lead = Lead(scene, opened, False)
            lead_mark = block_mark
            last_block = -1
            continue
        if lead is not None:
            if _is_item(scene, lead_mark, last_block) and scene.start - lead.scene.end < _REACH:
                if scene.block != last_block or item_mark(scene.text):
                    leads_found[scene.number] = lead
                last_block = scene.block
                continue
            lead = None
        if heading is not None and first_in_block and _is_heading_item(prose, heading, scene):
            number = _number_of(scene.text)
            if number is not None and last_number is not None and number <= last_number:
                heading, last_number = None, None  # the notes at the end of the text begin again at 1
                continue
            last_number = number if number is not None else last_number
            leads_found[scene.number] = heading
    return leads_found


def _number_of(text: str) -> int | None:
    """The whole number of an item, or None."""
    mark = item_mark(text)
    number = mark.group("number") if mark else None
    return int(number) if number and number.isdigit() else None


def _closes(heading: Lead, scene: Scene) -> bool:
    """Does the next paragraph of a numbered text begin: "5." behind the heading "4. Next steps"?"""
    numbers = [item_mark(text) for text in (heading.scene.text, scene.text)]
    values = [mark.group("number") if mark else None for mark in numbers]
    return (
        values[0] is not None
        and values[1] is not None
        and values[1].isdigit()
        and values[0].isdigit()
        and int(values[1]) == int(values[0]) + 1
    )


_REVIEW = re.compile(
    r"evaluaci|cumplimiento|balance|estado\s+de|review\s+of|status\s+of|progress\s+on|이행\s?현황|점검|평가",
    re.IGNORECASE,
)
"""Headings over the results of earlier commitments."""


def _is_before_list(prose: Prose, scene: Scene) -> bool:
    """Is the sentence short, without a stop, and is the next one an item of a list: "It was decided"?"""
    if scene.kind != "paragraph" or len(scene.text) > 160 or re.search(r"[.;!?]\W*$", scene.text.rstrip()):
        return False
    following = prose.scenes[scene.number + 1] if scene.number + 1 < len(prose.scenes) else None
    return following is not None and following.block != scene.block and following.kind == "list_item"


def _opens(scene: Scene, before_list: bool = False) -> str | None:
    """The kind of list that a sentence or heading introduces, or None; `before_list` if an item follows directly."""
    plain = scene.text.strip().strip("*_# ")
    if _is_heading(scene):
        words = re.sub(r"^(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[A-Z])[.)]\s*", "", plain).strip(" *_:.[]【】〔〕<>〈〉")
        if _REVIEW.search(words):
            return None
        if _words("instrument_headings").fullmatch(words):
            return "instrument"
        for kind in ("recommendation", "commitment", "call"):
            found = _words(f"{kind}_headings").search(words)
            # the words make up the heading: a subject line that mentions next steps introduces nothing
            if found and len(words) < 70 and 2 * len(found.group()) >= len(words) - 12:
                return kind
        return None
    introduces = _words("hangul_leads").search(plain)
    if not plain.endswith(":") and not plain.endswith(":**") and not introduces and not before_list:
        return None
    tail = plain[-260:]
    if _words("instrument_leads").search(tail):
        return "instrument"
    for kind in ("recommendation", "commitment", "call"):
        if _words(f"{kind}_leads").search(tail):
            return kind
    return None


def _is_heading(scene: Scene) -> bool:
    """Is the line a heading: marked as one, or short, without a stop, and not an item in lower case?"""
    if scene.kind == "heading":
        return True
    text = scene.text.strip()
    if re.fullmatch(r"[\[【〔<〈][^\]】〕>〉\n]{1,40}[\]】〕>〉]", text):
        return True
    if len(text) > 70 or "\n" in text or (re.search(r"[.;,:]$", text.rstrip("*")) and not text.endswith("**")):
        return False
    if scene.kind == "list_item" and not re.match(r"(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*)[.)]\s+[A-ZÁÉÍÓÚÑ가-힣]", text):
        return False
    words = re.sub(r"^(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[A-Z])[.)]\s*", "", text).strip(" *_")
    kinds = ("recommendation", "commitment", "call", "instrument")
    found = [_words(f"{kind}_headings").match(words) for kind in kinds]
    return any(one and len(one.group()) >= len(words) - 12 for one in found) or bool(
        re.fullmatch(r"(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*)[.)]\s+[A-ZÁÉÍÓÚÑ가-힣][^.;:]{2,60}", text)
    )


def _is_item(scene: Scene, lead_mark: re.Match[str] | None, last_block: int) -> bool:
    """Does the sentence belong to the current list: a marked item, or the rest of the item before it?"""
    if scene.block == last_block:
        return True
    mark = item_mark(scene.text)
    if mark and mark.group("number") and lead_mark and lead_mark.group("number") and "." not in mark.group("number"):
        return False  # the next paragraph of a numbered text, not an item of this one
    if (
        lead_mark
        and mark
        and _BULLET.fullmatch(lead_mark.group())
        and mark.group().strip() == lead_mark.group().strip()
    ):
        return False  # the next point of the level of the lead
    return scene.kind == "list_item" or mark is not None or scene.text.rstrip().endswith(";")


def _is_heading_item(prose: Prose, heading: Lead, scene: Scene) -> bool:
    """Is the sentence an item under a heading: marked, and numbered from 1 if it is numbered?"""
    mark = item_mark(scene.text)
    if scene.start - heading.scene.end > _REACH or scene.text.rstrip().endswith(":"):
        return False
    if mark is None:
        return scene.kind == "list_item"
    if mark.group("number") is None:
        return True
    first = re.search(r"(?m)^\s*(\d{1,3})[.)]\s", prose.document.text[heading.scene.end : heading.scene.end + 2500])
    return bool(first and first.group(1) == "1")
