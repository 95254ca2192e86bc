"""What a newsroom prints around a report: its dateline, the name of its writer and the stamps of the page.

They say where and when the report was written, not where something happened or who agreed to it. So the readers of
sentences do not see them: "Montevideo, 13 mar (EFE).-", "(세종=연합뉴스) 홍길동 기자 =", "Published: 3 May 2024, 10:15".
The date of the document itself is found in `head`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from henequen.reading.grammar.names import PlaceName
from henequen.reading.prose.sentences import Sentence

__all__ = ["without_datelines"]

_MONTH = (
    r"(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|mayo?|jun(?:io)?|jul(?:io)?"
    r"|ago(?:sto)?|set?p?(?:iembre)?|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?)\.?"
)
_DAY = (
    rf"(?:\d{{1,2}}(?:\s+de)?\s+{_MONTH}(?:,?\s+(?:del?\s+)?\d{{4}})?|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))"
)
_CAPITALISED = r"[A-ZÁÉÍÓÚÑ][\w.’'À-ÿ-]*"
_LATIN = re.compile(
    rf"(?P<place>{_CAPITALISED}(?:,?\s+(?:(?:de|del|la|el|los|of|the|y|and)\s+)*{_CAPITALISED}){{0,5}}?)"
    rf"(?P<day>,?\s+(?:a\s+)?{_DAY})?(?P<agency>\s*\([A-Z][^()\n\d]{{1,30}}\)|\s*/\s?[A-Z][\w ]{{1,20}}/)?"
    r"\s*(?P<mark>\.\s?[-–—]{1,2}|[-–—]{2}|(?<=\s)[-–—]|—|:)\s+(?=[\"“«'¡¿]?[A-ZÁÉÍÓÚÑ])"
)
_AGENCY_BRACKET = re.compile(
    r"[\[(【〔<]\s*(?:[^\])】〕>\n=]{1,30}=[^\])】〕>\n]{0,30}(?:기자|특파원|통신원?|뉴스|뉴시스|일보|신문|경제|데일리|타임스|투데이|뉴스1)|[^\])】〕>\n]{1,30}(?:기자|특파원|통신원))\s*[\])】〕>]\s*"
    r"(?:[가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3}\s?(?:선임|수습|인턴|전문)?\s?(?:기자|특파원|통신원))?\s*=?\s*"
)
"""(세종=연합뉴스) 홍길동 기자 =, [이데일리 김진우 기자], 【울란바토르=김진국특파원】."""


def without_datelines(
    text: str, sentences: Sequence[Sentence], places: Iterable[PlaceName]
) -> tuple[list[Sentence], list[tuple[int, int]]]:
    """The sentences without the datelines in front of them, and where these stand.

    A dateline without an agency counts at the start of the report only: "Busan, 12 May 2023 – the ports signed" in a
    list of such lines dates what happened.
    """
    starts = {place.start for place in places if place.kind != "adjective"}
    kept: list[Sentence] = []
    cut: list[tuple[int, int]] = []
    block, opened = -1, 0
    dated = [s for s in _first_of_blocks(sentences) if (m := _latin(text, s, starts)) and m["day"] and not m["agency"]]
    for sentence in sentences:
        first, block = sentence.block != block, sentence.block
        end = _end(text, sentence, starts, opening=opened < _OPENING and len(dated) < _CALENDAR) if first else None
        opened += len(text[sentence.start : sentence.end]) > _HEADLINE
        if end is None:
            kept.append(sentence)
            continue
        cut.append((sentence.start, end))
        if end < sentence.end:
            kept.append(replace(sentence, start=end))
    return kept, cut


_OPENING = 1
"""Long sentences in front of which a dateline without an agency is still at the start of the report."""
_HEADLINE = 140
"""Characters; a longer sentence is part of the report, not its headline."""
_CALENDAR = 2
"""Lines that begin with place and day, from which on they are a calendar."""


def _first_of_blocks(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The first sentence of each paragraph."""
    firsts: dict[int, Sentence] = {}
    for sentence in sentences:
        firsts.setdefault(sentence.block, sentence)
    return list(firsts.values())


def _end(text: str, sentence: Sentence, starts: set[int], *, opening: bool) -> int | None:
    """Where the dateline in front of a paragraph ends, or None if it has none."""
    bracket = _AGENCY_BRACKET.match(text, sentence.start)
    if bracket and bracket.end() <= sentence.end:
        return bracket.end()
    match = _latin(text, sentence, starts)
    if match is None:
        return None
    dashed = match["mark"].strip(". ") in ("-", "–", "—", "--", "––", "——")
    if match["agency"] or (opening and match["day"]):
        return match.end()
    if not opening:
        return None
    capitals = match["place"].isupper() and not text[match.end() : match.end() + 12].isupper()
    return match.end() if dashed and (match["mark"].startswith(".") or capitals) else None


def _latin(text: str, sentence: Sentence, starts: set[int]) -> re.Match[str] | None:
    """A dateline in Latin script in front of a sentence, whose first words are a place, or that has a day or an agency."""
    match = _LATIN.match(text, sentence.start)
    if match is None or not text[sentence.start].isupper():
        return None
    if match["day"] or (match["agency"] and match["place"].isupper()):
        return match
    return match if sentence.start in starts else None
