"""A sentence prepared for the readers of prose: its places, dates and amounts, parsed once, and a mask of the same
length.

In the mask each character of a place, amount or date is one private character, so that a phrase list can say
"exports from {A} to {B}" and an offset in the mask is an offset in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from henequen.reading.document import ReadDocument
from henequen.reading.grammar.amounts import Amount, AmountStyle, find_amounts
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.dates import find_dates
from henequen.reading.grammar.dates_in_context import NearDate, find_near_dates
from henequen.reading.grammar.dollars import Dollars
from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.numbers import detect_separators
from henequen.reading.grammar.sides import DocumentSides, sides_of
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.dateline import without_datelines
from henequen.reading.prose.head import with_date
from henequen.reading.prose.sentences import Sentence, find_sentences

__all__ = ["AMOUNT", "COUNTRY", "DATE", "PLACE", "Prose", "Scene"]

COUNTRY, PLACE, AMOUNT, DATE = "\ue001", "\ue002", "\ue003", "\ue004"


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with its parsed parts. Offsets of its parts count from the start of the document."""

    start: int
    end: int
    block: int
    kind: str
    text: str
    mask: str
    places: tuple[PlaceName, ...]
    dates: tuple[DateSpan, ...]
    amounts: tuple[Amount, ...]
    number: int = 0
    near: tuple[DateSpan, ...] = ()
    """Days and months that only the date of the document decides; they date what happened, not figures."""

    def with_near(self) -> Scene:
        """The sentence with its days near the date of the document among its dates."""
        printed = {date.value for date in self.dates}
        near = [date for date in self.near if date.value not in printed]  # "yesterday (17 June)" is one day
        if not near:
            return self
        return replace(self, dates=tuple(sorted((*self.dates, *near), key=lambda date: date.start)), near=())

    def at(self, offset: int) -> int:
        """An offset of the mask as an offset of the document."""
        return self.start + offset

    def place_at(self, offset: int) -> PlaceName | None:
        """The place that covers an offset of the mask."""
        return next((place for place in self.places if place.start <= self.start + offset < place.end), None)


def _scene_start(scene: Scene) -> int:
    return scene.start


@dataclass(frozen=True)
class Prose:
    """A document prepared for the readers of prose."""

    document: ReadDocument
    sides: DocumentSides
    style: AmountStyle
    scenes: tuple[Scene, ...]
    places: tuple[PlaceName, ...]
    dates: tuple[DateSpan, ...]
    amounts: tuple[Amount, ...]
    pair: frozenset[str] = field(default_factory=frozenset)
    near: tuple[NearDate, ...] = ()
    named: Mapping[str, tuple[PlaceName, ...]] = field(default_factory=dict)
    """The places of the document by the country that they mean, in the order of the text."""
    whole: tuple[Scene, ...] = ()
    """All sentences of the document, if these are only some of them."""
    memory: dict[str, object] = field(default_factory=dict, compare=False)
    """What readers find out once about the whole document; its excerpts share it."""

    @staticmethod
    def of(document: ReadDocument) -> Prose:
        """Find places, dates and amounts once for the whole text, then cut it into sentences."""
        document = with_date(document)
        text = document.text
        sentences = find_sentences(document)
        if not sentences:
            return Prose(
                document,
                sides_of("", "und", None),
                AmountStyle.of(detect_separators("", "und"), "und", frozenset()),
                (),
                (),
                (),
                (),
            )
        sides = sides_of(text, document.language, document.publisher)
        sentences, datelines = without_datelines(text, sentences, sides.places)
        dates = tuple(find_dates(text, document.published_on))
        language = document.language
        dollars = Dollars.of(text, language, sides)
        style = AmountStyle.of(detect_separators(text, language), language, sides.countries, dollars)
        skip = tuple((date.start, date.end) for date in dates)
        amounts = find_amounts(text, style, skip)
        taken = sorted([*((amount.core_start, amount.end) for amount in amounts), *datelines])
        places = tuple(place for place in sides.places if not _overlaps(place.start, place.end, taken))
        near = tuple(find_near_dates(text, dates, document.published_on))
        scenes = _with_near(_scenes(text, sentences, places, dates, amounts), near)
        pair, named = _pair(sides, places), _named(sides, places)
        return Prose(document, sides, style, scenes, places, dates, tuple(amounts), pair, near, named)

    def excerpt(self, spans: Sequence[tuple[int, int]]) -> Prose:
        """The same document with only the sentences, or parts of them, that are in `spans`."""
        kept = []
        numbers = {
            number
            for start, end in spans
            for number in range(
                max(0, bisect_right(self.scenes, start, key=_scene_start) - 1),
                bisect_left(self.scenes, end, key=_scene_start),
            )
        }
        for scene in (self.scenes[number] for number in sorted(numbers)):
            parts = [(max(scene.start, start), min(scene.end, end)) for start, end in spans]
            parts = [(first, last) for first, last in parts if last - first >= min(6, scene.end - scene.start)]
            if parts:
                first, last = min(part[0] for part in parts), max(part[1] for part in parts)
                kept.append(Sentence(first, last, scene.block, scene.kind))
        kept.sort(key=lambda sentence: sentence.start)
        scenes = _scenes(self.document.text, kept, self.places, self.dates, self.amounts)
        return replace(self, scenes=_with_near(scenes, self.near), whole=self.whole or self.scenes)

    def scene_of(self, offset: int) -> Scene | None:
        """The sentence that holds an offset of the document."""
        at = bisect_right(self.scenes, offset, key=_scene_start) - 1
        return self.scenes[at] if at >= 0 and offset < self.scenes[at].end else None

    def country(self, place: PlaceName | None) -> str | None:
        """The country of a place, or None if it is not decided."""
        return self.sides.decide(place) if place else None


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(
        alternation(read_toml("grammar", "dates_in_context")["ahead"]["words"]) + r"|\b\w+(?:rá|rán|remos)\b",
        re.IGNORECASE,
    )


def _with_near(scenes: tuple[Scene, ...], near: Sequence[NearDate]) -> tuple[Scene, ...]:
    """Give each sentence its days near the date of the document: behind it if the sentence plans something."""
    given = list(scenes)
    for one in near:
        at = bisect_right(scenes, one.past.start, key=_scene_start) - 1
        if at < 0 or one.past.end > scenes[at].end:
            continue
        planned = one.ahead is not None and _ahead().search(scenes[at].text)
        span = one.ahead if planned and one.ahead is not None else one.past
        given[at] = replace(given[at], near=(*given[at].near, span))
    return tuple(given)


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Does `start:end` touch one of `spans` (in order): the US of `US$`?"""
    at = bisect_right(spans, (start, end))
    return any(start < last and first < end for first, last in spans[max(0, at - 1) : at + 1])


def _named(sides: DocumentSides, places: Sequence[PlaceName]) -> dict[str, tuple[PlaceName, ...]]:
    by_sentence: dict[str, list[PlaceName]] = {}
    for place in places:
        if code := sides.decide(place):
            by_sentence.setdefault(code, []).append(place)
    return {code: tuple(held) for code, held in by_sentence.items()}


def _pair(sides: DocumentSides, places: Sequence[PlaceName]) -> frozenset[str]:
    """The two countries that the document is about, if it names two far more often than any third."""
    counts: dict[str, int] = {}
    for place in places:
        code = sides.decide(place)
        if code:
            counts[code] = counts.get(code, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if len(ranked) >= 2 and (len(ranked) == 2 or ranked[1][1] >= 2 * ranked[2][1]):
        return frozenset((ranked[0][0], ranked[1][0]))
    return frozenset()


def _scenes(
    text: str,
    sentences: Sequence[Sentence],
    places: Sequence[PlaceName],
    dates: Sequence[DateSpan],
    amounts: Sequence[Amount],
) -> tuple[Scene, ...]:
    """Give each sentence its parts; all lists are in the order of the text."""
    scenes = []
    at = {"places": 0, "dates": 0, "amounts": 0}

    def inside(
        name: str, items: Sequence[PlaceName] | Sequence[DateSpan] | Sequence[Amount], start: int, end: int
    ) -> list[int]:
        while at[name] < len(items) and items[at[name]].start < start:
            at[name] += 1
        place_indexes = []
        index = at[name]
        while index < len(items) and items[index].start < end:
            place_indexes.append(index)
            index += 1
        return place_indexes

    if sentences:
        for name, items in (("places", places), ("dates", dates), ("amounts", amounts)):
            at[name] = bisect_left(items, sentences[0].start, key=lambda item: item.start)
    for number, sentence in enumerate(sentences):
        start, end = sentence.start, sentence.end
        own_places = tuple(places[index] for index in inside("places", places, start, end))
        own_dates = tuple(dates[index] for index in inside("dates", dates, start, end))
        own_amounts = tuple(
            amounts[index] for index in inside("amounts", amounts, start, end) if amounts[index].end <= end
        )
        chars = list(re.sub(r"\s", " ", text[start:end]))
        for sign, spans in (
            (DATE, [(date.start, date.end) for date in own_dates]),
            (AMOUNT, [(amount.core_start, amount.end) for amount in own_amounts]),
            (COUNTRY, [(place.start, place.end) for place in own_places if place.kind not in ("subdivision", "city")]),
            (PLACE, [(place.start, place.end) for place in own_places if place.kind in ("subdivision", "city")]),
        ):
            for first, last in spans:
                for index in range(first - start, min(last, end) - start):
                    chars[index] = sign
        scenes.append(
            Scene(
                start,
                end,
                sentence.block,
                sentence.kind,
                text[start:end],
                "".join(chars),
                own_places,
                own_dates,
                own_amounts,
                number,
            )
        )
    return tuple(scenes)
