"""Commitments that only a future shows: both governments will establish..., ProChile abrirá una oficina.

A forecast ("exports will reach") and the plan of a meeting or a visit are not commitments. The words are in
`data/commitment_futures.toml`; the subject decides in `commitment_subjects.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.commitment_bodies import (
    english_future,
    english_product,
    first_person,
    futures_of,
    is_spanish,
    spanish_future,
    spanish_product,
    spanish_stop,
)
from henequen.reading.prose.commitment_duties import Span, find_due, find_owed, find_recurring
from henequen.reading.prose.commitment_hangul import find_hangul
from henequen.reading.prose.commitment_subjects import find_subject, is_open_subject
from henequen.reading.prose.commitment_words import future_words
from henequen.reading.prose.scene import DATE, Scene

__all__ = ["find_futures", "find_more_futures"]


def find_futures(scene: Scene, after_commitment: bool = False) -> list[Span]:
    """The places of the futures of subjects that can commit, one for each clause with its own subject, or of a duty."""
    text = scene.text
    if re.search(r"[가-힣]", text):
        return find_hangul(scene, after_commitment)
    if _OF_WRITER.search(text):
        return []
    first = _first(scene)
    deeds = list(_deeds(scene))
    found = deeds[:1] if first is None or (deeds and deeds[0][0] < first[0]) else [first]
    found = [one for one in found if not _HOPED.search(text[: one[0]])]
    return found + find_more_futures(scene, found[0][1]) if found else []


_HOPED = re.compile(
    r"\b(?:hop(?:e|es|ed|ing)|confident|espera|esperan|esperó|esperaron|esperanza\s+de|confí?an?|confió|confianza)\s+(?:en\s+)?"
    r"(?:(?:that|que)\s+)?[^,;:.]{0,60}$",
    re.IGNORECASE,
)
"""Others are hoped to do it: they have not promised it."""
_OF_WRITER = re.compile(
    r"\b(?:in\s+this\s+(?:article|post|report|paper|note|section|chapter)|en\s+(?:este|esta)\s+(?:artículo|nota|informe|entrada|sección|capítulo|reportaje)"
    r"|a\s+continuación)\b[^.;]{0,20}?\b(?:we|you|I|\w+remos|\w+ré|te|le|les)\b",
    re.IGNORECASE,
)
"""What the writer of a page will go on to say."""


def find_more_futures(scene: Scene, behind: int) -> list[Span]:
    """Futures in later clauses with a subject of their own: "...; the Party shall reply", "además de que ambas partes"."""
    spans = [one for one in (_joint_future(scene, behind),) if one]
    for start, end in _deeds(scene, behind):
        language = "spanish" if is_spanish(scene.text) else "english"
        subject = find_subject(scene.mask, start, language)
        joint = re.search(
            r"(?:;|,?\s(?:and|while|but|y|mientras|e))\s+(?:(?:that|que)\s+)?(?:(?:the|la|el|los|las)\s+)?$",
            scene.mask[behind : subject.start] if subject.start > behind else "",
        )
        if subject.text and joint and all(abs(start - one[0]) > 40 for one in spans):
            spans.append((start, end))
    return sorted(spans)[:3]


def _joint_future(scene: Scene, behind: int) -> Span | None:
    """A future of both sides or of a body in a later clause."""
    joint = re.compile(
        r";\s+|,?\s(?:y|and|while|mientras\s+que|además\s+de\s+que|así\s+como\s+que)\s+(?:that\s+|que\s+)?"
    )
    for match in joint.finditer(scene.mask, behind):
        clause = scene.mask[match.end() :]
        for expression in (english_future(), spanish_future()):
            found = expression.match(clause) or expression.match(
                re.sub(r"^(?:the|la|el)\s", "", clause, flags=re.IGNORECASE)
            )
            if found and not (expression is spanish_future() and spanish_stop().match(found.group(1))):
                shift = len(clause) - len(found.string) + match.end()
                return found.start(1) + shift, found.end(1) + shift
    return None


def _deeds(scene: Scene, behind: int = 0) -> Iterator[Span]:
    """Futures of verbs of deeds whose subject can bind itself."""
    spanish = is_spanish(scene.text)
    language = "spanish" if spanish else "english"
    for expression in (_spanish_deed(), _spanish_plan()) if spanish else (_english_deed(),):
        for match in expression.finditer(scene.mask, behind):
            start, end = match.span("verb")
            subject = find_subject(scene.mask, start, language)
            if subject.conditional or (subject.relative and not subject.text):
                continue
            if re.match(r"(?:would|\w+r[íi]an?\b)", match.group("verb")) and not _is_reported(scene, start, language):
                continue
            if re.search(r"\b(?:not|never|no|nunca|tampoco)\s*$", scene.mask[:start]):
                continue
            named = subject.text.casefold() in ("it", "they", "he", "she", "we") and _is_reported(
                scene, start, language
            )
            if named and re.search(rf"\b{future_words('deeds', 'weak')}$", scene.text[: match.end()], re.IGNORECASE):
                continue
            if named or is_open_subject(subject, language) or _is_elliptic(scene, subject.text, start, spanish):
                yield start, end


@cache
def _english_deed() -> re.Pattern[str]:
    modals = alternation([*read_toml("prose", "commitment_futures")["modals"]["english"], "would"], bounded=False)
    return re.compile(
        rf"\b(?P<verb>{modals})(?:,[^,;]{{3,70}},)?\s+(?:{future_words('modals', 'english_between')}\s+)*"
        rf"{future_words('deeds', 'english')}\b",
        re.IGNORECASE,
    )


@cache
def _spanish_deed() -> re.Pattern[str]:
    table = read_toml("prose", "commitment_futures")
    plain = [futures_of(verb) for verb in table["deeds"]["spanish"]]
    forms = alternation([form for group in plain for form in group], bounded=False)
    limited = "|".join(
        rf"{alternation(futures_of(verb), bounded=False)}\b(?=[^.;:]{{0,70}}?\b{alternation(objects, bounded=False)}\b)"
        for verb, objects in table["deed_objects"].items()
    )
    between = r"(?:también|conjuntamente|además|igualmente|asimismo|luego|lo|la|los|las|les|le|se lo|se la)\s+"
    return re.compile(rf"\b(?:{between})?(?P<verb>(?:{forms}\b|{limited}))", re.IGNORECASE)


@cache
def _spanish_plan() -> re.Pattern[str]:
    table = read_toml("prose", "commitment_futures")
    objects = "|".join(
        rf"{verb}\b(?=[^.;:]{{0,70}}?\b{alternation(words, bounded=False)}\b)"
        for verb, words in table["deed_objects"].items()
    )
    return re.compile(
        rf"\b(?P<verb>{future_words('modals', 'spanish')})\s+(?:{future_words('deeds', 'spanish')}\b|{objects})",
        re.IGNORECASE,
    )


def _is_reported(scene: Scene, at: int, language: str) -> bool:
    """Is a conditional the future in reported speech: it was agreed that Chile would open?"""
    words = read_toml("prose", "commitment_futures")["modals"][f"{language}_reports"]
    said = rf"\b{alternation(words, bounded=False)}\b"
    return bool(re.search(said, scene.mask[:at], re.IGNORECASE))


def _is_elliptic(scene: Scene, subject: str, at: int, spanish: bool) -> bool:
    """A Spanish verb without a subject whose clause adds to what was said: También financiará, anunció que abrirá."""
    if subject or not spanish:
        return False
    before = scene.mask[:at]
    said = read_toml("prose", "commitment_futures")["modals"]["spanish_reports"]
    return bool(
        re.match(r"\W*(?:también|además|asimismo|igualmente|por su parte)\W", before, re.IGNORECASE)
        and len(before) < 60
    ) or bool(
        re.search(
            rf"\b{alternation(said, bounded=False)}\b[^.;:]{{0,40}}?\bque\s+(?:[^,.;:]{{0,10}}{DATE}+,?\s*)?(?:también\s+|no\s+)?$",
            before,
            re.IGNORECASE,
        )
    )


def _first(scene: Scene) -> Span | None:
    """The future of a joint subject or a body with any verb that is not a happening, or a duty with its last day."""
    text = scene.text
    due = find_due(scene)
    english = english_future().search(scene.mask)
    if due and english and due[0] < english.start(1) and ";" in scene.mask[due[1] : english.start(1)]:
        return due  # the duty with its day opens the sentence; the other clause is a commitment of its own
    if english and not re.search(
        r"\b(?:in|to|from|with|by|into|for|towards?)\s(?:the\s)?$", scene.mask[: english.start()]
    ):
        return english.start(1), english.end(1)
    if own := first_person().search(text):
        return own.start(), own.end()
    spanish = spanish_future().search(scene.mask)
    if spanish and not spanish_stop().match(spanish.group(1)):
        return spanish.start(1), spanish.end(1)
    for expression in (english_product(), spanish_product()):
        if (joint := expression.search(text)) and joint.group("verb"):
            return joint.start("verb"), joint.end("verb")
    return find_due(scene) or find_owed(scene) or find_recurring(scene)
