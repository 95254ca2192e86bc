"""Resolves a printed name that two countries share, within one document.

A bare name that two countries share is decided only by the document: by an explicit name of one of the two, by a
place in one of them, by a definition ("hereinafter..."). Otherwise it stays undecided and a person decides. A long
official name of one country, in a document that otherwise names only the other, is a likely naming error: undecided.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache

from henequen.model.countries import undecidable
from henequen.reading.grammar.names import PlaceName, find_places, is_taken
from henequen.reading.grammar.namesakes import as_states, states_meant
from henequen.reading.grammar.publishers import listed_body_country
from henequen.reading.grammar.wordlists import is_hangul, read_toml
from henequen.reading.grammar.world_places import find_world_places

__all__ = ["DocumentSides", "sides_of"]


class DocumentSides:
    """The decisions of one document about shared names, and its own country if its publisher shows it."""

    def __init__(
        self, text: str, language: str = "und", publisher: str | None = None, places: Sequence[PlaceName] | None = None
    ) -> None:
        found = list(places if places is not None else find_places(text))
        self._states = states_meant(text, found)
        self.places = tuple(as_states(found, self._states))
        self._group_of = {code: group for group in undecidable() for code in group}
        self._explicit: Counter[str] = Counter()
        self._plain: Counter[str] = Counter()
        for place in self.places:
            codes = place.countries
            if place.kind in ("doubtful", "letter") or len(codes) != 1:
                continue
            self._explicit[codes[0]] += 1
            if len(place.text.split()) <= 3:
                self._plain[codes[0]] += 1
        self.own = _own_country(text, language, publisher)
        if self.own in self._group_of:
            self._explicit[self.own] += 1
            self._plain[self.own] += 1
        self._named = frozenset(
            code
            for place in self.places
            if place.kind in ("country", "adjective", "letter") and (code := self.decide(place))
        )
        if places is None:
            self.places = self._with_world(text, self.places)

    def find(self, text: str) -> list[PlaceName]:
        """The places of a part of the document, with the subdivisions of every country that the document names."""
        return list(self._with_world(text, as_states(find_places(text), self._states)))

    def _with_world(self, text: str, places: Sequence[PlaceName]) -> tuple[PlaceName, ...]:
        if not self._named:
            return tuple(places)
        strange = [place for place in places if self._is_strange(place)]
        more = find_world_places(text, self._named, [place for place in places if place not in strange])
        if not more:
            return tuple(places)
        kept = [
            place
            for place in places
            if not any(
                is_taken(place.start, place.end, [(new.start, new.end)])
                and (place in strange or (new.start < place.start and place.end <= new.end))
                for new in more
            )
        ]
        return tuple(sorted((*kept, *more), key=lambda place: place.start))

    def _is_strange(self, place: PlaceName) -> bool:
        """Does a local place lie in a country that the document does not name? One of a named country goes before it."""
        return place.kind in ("subdivision", "city") and self._named.isdisjoint(place.countries)

    def decide(self, place: PlaceName) -> str | None:
        """The country that the name means here, or None if the document does not decide."""
        codes = place.countries
        if place.kind == "doubtful":
            return None
        if len(codes) == 1:
            code = codes[0]
            if code in self._states:
                return PlaceName(0, 0, "", (self._states[code],), "subdivision").countries[0]
            group = self._group_of.get(code)
            official = place.kind == "country" and len(place.text.split()) > 3 and not self._plain[code]
            if group and official and any(self._explicit[other] for other in group if other != code):
                return None
            return code
        counts = sorted(((self._explicit[code], code) for code in codes), reverse=True)
        if counts[0][0] and counts[0][0] >= 3 * counts[1][0]:
            return counts[0][1]
        return None

    def is_doubtful(self, place: PlaceName) -> bool:
        """Is the name one that a person must look at?"""
        return self.decide(place) is None

    @cached_property
    def principal(self) -> frozenset[str]:
        """The countries that the document is about: its own one, and those named half as often as the most named one."""
        counts = Counter(code for place in self.places if (code := self.decide(place)))
        most = max(counts.values(), default=0)
        named = {code for code, count in counts.items() if 2 * count >= most}
        return frozenset(named | ({self.own} if self.own else set()))

    @cached_property
    def countries(self) -> frozenset[str]:
        """Every country that the document names without doubt; cached, because a large table asks for each label."""
        return frozenset(code for place in self.places if (code := self.decide(place)))


@lru_cache(maxsize=2)
def sides_of(text: str, language: str = "und", publisher: str | None = None) -> DocumentSides:
    """The sides of a document, prepared once for its tables and its running text."""
    return DocumentSides(text, language, publisher)


def _own_country(text: str, language: str, publisher: str | None) -> str | None:
    """The country whose public body publishes the document: the meaning of "our country" in it."""
    table = read_toml("grammar", "publishers")
    if publisher and (code := listed_body_country(publisher)):
        return code
    head = text[:1500]
    if language == "ko" or sum(is_hangul(char) for char in head) > 150:
        hits = [code for code, words in table["own_words"].items() if any(re.search(word, text) for word in words)]
        if len(hits) == 1:
            return str(hits[0])
    return None
