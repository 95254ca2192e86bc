"""The part of a sentence that is about one of the instruments that it names, and the status that a list gives to its
items."""

from __future__ import annotations

import re

from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.instrument_status import Status, find_status, is_denied, phrases
from henequen.reading.prose.lists import Lead
from henequen.reading.prose.scene import Scene

__all__ = ["clause_of", "status_of_chain", "status_of_list"]


def _points_to(scene: Scene, other: InstrumentName, name: InstrumentName) -> bool:
    """Does a bare noun point back to the title before it?"""
    before = scene.text[max(0, other.head_start - 12) : other.head_start]
    back = r"(?:동|同|이|해당)\s?$|\b(?:the|this|that|said|dicho|dicha|este|esta|el citado|el mencionado)\s$"
    pointing = not other.quoted and re.search(back, before, re.IGNORECASE)
    return bool(pointing) and (other.type == name.type or not other.specific)


def clause_of(scene: Scene, names: list[InstrumentName], position: int) -> tuple[int, int]:
    """The part of the sentence about one instrument: up to the next title, from the last clause before it."""
    name = names[position]
    start = 0
    if position:
        start = names[position - 1].end
        announced = not names[position - 1].specific and re.match(r"(?:으로|로)(?:는|서는)?\s", scene.text[start:])
        if announced or _JOINT.fullmatch(scene.text, start, name.start):
            start = 0  # 협상 중인 조약으로는 상호인정 협정이 있으며
        elif (
            not re.search(r"[가-힣]", name.title) and "\ue004" in scene.mask[start : name.start]
        ) or ";" in scene.text[start : name.start]:
            start = name.start
    following = position + 1
    while following < len(names) and _points_to(scene, names[following], name):
        following += 1  # "the Agreement", 동 협정: the same instrument again
    names = (
        names[:following] + names[following:]
        if following == position + 1
        else [*names[: position + 1], *names[following:]]
    )
    following = position + 1
    while following < len(names) and _JOINT.fullmatch(scene.text, names[following - 1].end, names[following].start):
        following += 1  # "A and B were signed": the verb is behind the last of them
    end = names[following].start if following < len(names) else len(scene.text)
    return start, end


_JOINT = re.compile(
    r"[」』>〉》”\"’)]*\s*(?:,\s*(?:and|y|e)\b|,|and\b|y\b|e\b|및|와|과|·|;)?\s*(?:(?:on|sobre|with|con|between|entre)\b)?\s*"
    r"(?:(?:the|a|an|el|la|un|una|los|las)\b)?\s*[「『<〈《“\"‘(]*"
)
"""The text between two titles that share a verb."""
_LISTED = re.compile(
    r"(?:[」』”\"’']?(?:에|을|를),\s[^,.;「『'\"“‘]{2,90}?(?:은|는|이|가)\s)?"
    r"[」』>〉》”\"’')\s,·▲△▴◆‣및와과「『<〈《“\"‘'(]*(?:(?:\d{4}년|\d{1,2}월|\d{1,2}일|\d{4}\.\d{1,2}\.?)\s?){0,3}"
)
"""The text between the titles of a list in Hangul, whose verb follows the last."""


def status_of_chain(scene: Scene, names: list[InstrumentName], position: int) -> Status | None:
    """In Hangul the verb of a list is behind its last title: A, B 및 C 등 3건 체결."""
    last = position
    while last + 1 < len(names) and _LISTED.fullmatch(scene.text, names[last].end, names[last + 1].start):
        last += 1
    if last == position or not re.search(r"[가-힣]", names[last].title):
        return None
    stop = names[last + 1].start if last + 1 < len(names) else len(scene.text)
    return find_status(scene, (names[last].start, stop), names[last])


def status_of_list(scene: Scene, names: list[InstrumentName], position: int, lead: Lead | None) -> Status | None:
    """The status that the lead of a list gives to its items, in a list of lines or within one sentence."""
    text = lead.scene.text if lead is not None else scene.text[: names[0].start]
    enumerated = re.search(r":\s*(?:\(?\w{1,2}\)\s*)?(?:the|an?|el|la|un|una)?\s*$", text)
    if lead is None and not phrases("listed", "words").search(text[-60:]) and not enumerated:
        return None
    for normalised, group, key in (
        ("signed", "signed", "past"),
        ("in_force", "listed", "in_force"),
        ("initialled", "signed", "initialled"),
        ("under_negotiation", "status", "under_negotiation"),
        ("proposed", "signed", "planned"),
    ):
        match = phrases(group, key).search(text)
        if match and not is_denied(text, match):
            return Status(normalised, match.group(), match.start(), match.end(), lead is None)
    exchanged = _EXCHANGED.search(text) if lead is not None else None
    return Status("signed", exchanged.group(), exchanged.start(), exchanged.end()) if exchanged else None


_EXCHANGED = re.compile(r"(?:witnessed the )?exchange of|were exchanged|exchanged|intercambio de|교환", re.IGNORECASE)
"""What a lead may say instead of "signed": the leaders witnessed the exchange of the following documents."""
