"""The ranking itself. It works in whole numbers only, so that `search.js` gives the same order to the last place.

docs/reference/search.md describes it step by step; change it there, here and in the script together
(tests/publish/test_search_ranking.py compares the two on every query of the list).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from henequen.publish.search.edits import distance
from henequen.publish.search.index import TITLE, Entry, Index, WordIndex
from henequen.publish.search.words import Vocabulary, fold_words, is_hangul

__all__ = ["KINDS", "Found", "Ranking", "Result"]

KINDS = {
    "pages": 13,
    "places": 13,
    "counterparts": 12,
    "instruments": 11,
    "scenarios": 12,
    "products": 10,
    "actors": 10,
    "events": 9,
    "activities": 9,
    "documents": 9,
    "recommendations": 8,
    "exchanges": 8,
    "successions": 7,
    "observations": 7,
    "findings": 4,
    "notes": 3,
}
"""Kinds of entries in the order of ties, with their weight in tenths."""

_EXACT, _BEGINS, _LONGER, _INSIDE, _STEM, _ONE_EDIT, _TWO_EDITS = 100, 80, 50, 60, 70, 60, 45
_TYPED, _SYNONYM = 10, 8
_TAIL = 6


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with its score and the passage that matched best (empty if the title did)."""

    entry: Entry
    score: int
    passage: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a query finds: entries, best first; `words` are those that matched; `meant` is the query with its typing errors mended."""

    found: tuple[Found, ...]
    words: tuple[str, ...]
    meant: str


class Ranking:
    """Ranks entries for queries, from an index of their words (see `index`)."""

    def __init__(self, index: Index, words: Vocabulary) -> None:
        self.index = index
        self._words = words
        self._concepts: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, group in enumerate(words.concepts):
            for phrase in group:
                self._concepts[phrase].append(number)
        self._longest = max((len(phrase) for phrase in self._concepts), default=1)

    @classmethod
    def of(cls, entries: Sequence[Entry], words: Vocabulary) -> Ranking:
        """A ranking over `entries`, whose words are indexed in memory."""
        return cls(WordIndex(entries, words), words)

    @cached_property
    def _hangul(self) -> list[str]:
        return [word for word in self.index.words if is_hangul(word)]

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for word in self.index.words:
            found[len(word)].append(word)
        return found

    def search(self, query: str, limit: int = 60, kinds: Iterable[str] = ()) -> Result:
        """The best entries for a query, at most `limit`, of all kinds or of `kinds`."""
        asked = fold_words(query)[:24]
        groups = self._groups(asked)
        whole = self.index.named(" ".join(self._words.meaningful(asked)))
        scores: dict[int, int] = defaultdict(int)
        covered: dict[int, int] = defaultdict(int)
        in_title: dict[int, int] = defaultdict(int)
        matched: dict[str, None] = {}
        mended: dict[str, str] = {}
        for group in groups:
            best: dict[int, tuple[int, int]] = {}
            for phrase, weight in group:
                for number, (points, field) in self._phrase(phrase, weight == _TYPED, matched, mended).items():
                    value = points * weight
                    if value > best.get(number, (0, 0))[0]:
                        best[number] = (value, field)
            for number, (value, field) in best.items():
                scores[number] += value
                covered[number] += 1
                in_title[number] += field == TITLE
        wanted = set(kinds)
        total = len(groups)
        ranked = []
        for number, score in scores.items():
            entry = self.index.entry(number)
            if wanted and entry.kind not in wanted:
                continue
            value = score * covered[number] * covered[number] // (total * total)
            value += value * in_title[number] // self.index.title_size(number)
            if number in whole:
                value *= 2
            value = value * KINDS.get(entry.kind, 8) * entry.weight // 100
            ranked.append((-value, _ORDER.get(entry.kind, 99), entry.title, entry.url, number))
        ranked.sort()
        least = -ranked[0][0] // _TAIL if ranked else 0
        kept = [row for row in ranked if -row[0] >= least][:limit]
        terms = tuple(matched)
        meant = " ".join(mended.get(word, word) for word in asked) if mended else ""
        return Result(
            tuple(Found(entry := self.index.entry(row[4]), -row[0], _passage(entry, terms)) for row in kept), terms, meant
        )  # fmt: skip

    def _groups(self, words: Sequence[str]) -> list[list[tuple[tuple[str, ...], int]]]:
        """What is asked for: a group of phrases of one meaning for each word, or for each phrase that names a concept."""
        groups: list[list[tuple[tuple[str, ...], int]]] = []
        at = 0
        while at < len(words):
            size = next(
                (n for n in range(min(self._longest, len(words) - at), 0, -1) if self._meaning(tuple(words[at : at + n]))), 0
            )  # fmt: skip
            if size:
                phrase = tuple(words[at : at + size])
                others = [other for number in self._meaning(phrase) for other in self._words.concepts[number]]
                group = [(phrase, _TYPED), *((other, _SYNONYM) for other in dict.fromkeys(others) if other != phrase)]
                groups.append(group)
                at += size
                continue
            word = words[at]
            group = [((word,), _TYPED)]
            stem = self._stem(word)
            if stem:
                group.append(((stem,), _TYPED))
                group.extend(
                    (other, _SYNONYM) for number in self._meaning((stem,)) for other in self._words.concepts[number]
                )
            if word not in self._words.stop:
                groups.append(group)
            at += 1
        return groups

    def _meaning(self, phrase: tuple[str, ...]) -> list[int]:
        return self._concepts.get(phrase, [])

    def _stem(self, word: str) -> str:
        """A word of Hangul without its particle, if it ends in one and two syllables or more are left; else empty."""
        if is_hangul(word):
            for particle in self._words.particles:
                if word.endswith(particle) and len(word) - len(particle) >= 2:
                    return word[: -len(particle)]
        return ""

    def _phrase(
        self, phrase: Sequence[str], typed: bool, matched: dict[str, None], mended: dict[str, str]
    ) -> dict[int, tuple[int, int]]:
        """Points and the best field of every entry that has all words of a phrase; a synonym (not `typed`) only
        exactly."""
        whole: dict[int, tuple[int, int]] | None = None
        for term in phrase:
            found: dict[int, tuple[int, int]] = {}
            for word, quality in self._matches(term, typed, mended):
                matched.setdefault(word)
                postings = self.index.postings(word)
                rarity = 4 + (self.index.size // (len(postings) + 1)).bit_length()
                for number, field in postings.items():
                    points = quality * field * rarity // 10
                    if points > found.get(number, (0, 0))[0]:
                        found[number] = (points, field)
            if whole is None:
                whole = found
            else:
                whole = {
                    number: (points + found[number][0], min(field, found[number][1]))
                    for number, (points, field) in whole.items()
                    if number in found
                }
        return {number: (points // len(phrase), field) for number, (points, field) in (whole or {}).items()}

    def _matches(self, term: str, typed: bool, mended: dict[str, str]) -> list[tuple[str, int]]:
        """The words of the index that a word of a query means, with a quality of up to 100."""
        found: dict[str, int] = {}
        if term in self.index:
            found[term] = _EXACT
        if not typed and not is_hangul(term):
            return list(found.items())
        if is_hangul(term):
            if len(term) > 1:
                for word in self._hangul:
                    if term != word and term in word:
                        found[word] = _BEGINS if word.startswith(term) else _INSIDE
                for size in range(2, len(term)):
                    if term[:size] in self.index:
                        found[term[:size]] = _INSIDE
        elif len(term) > 1 and not term.isdigit():
            ordered = self.index.words
            at = bisect_left(ordered, term)
            while at < len(ordered) and ordered[at].startswith(term):
                if ordered[at] != term:
                    near = len(term) > 2 and len(ordered[at]) - len(term) < 4
                    found[ordered[at]] = _BEGINS if near else _LONGER
                at += 1
            for size in range(max(4, len(term) - 3), len(term)):
                if term[:size] in self.index:
                    found[term[:size]] = _STEM
        if typed and not found and (len(term) > 3 or (is_hangul(term) and len(term) > 2)) and not term.isdigit():
            found = self._near(term)
            if found:
                mended[term] = min(found, key=lambda word: (-found[word], -len(self.index.postings(word)), word))
        return sorted(found.items())

    def _near(self, term: str) -> dict[str, int]:
        most = 2 if len(term) > 6 and not is_hangul(term) else 1
        found = {}
        for size in range(len(term) - most, len(term) + most + 1):
            for word in self._by_length.get(size, ()):
                if word[0] != term[0]:  # few typing errors are in the first letter, and most words near it are others
                    continue
                edits = distance(term, word, most)
                if edits <= most:
                    found[word] = _ONE_EDIT if edits == 1 else _TWO_EDITS
        best = max(found.values(), default=0)
        return {word: quality for word, quality in found.items() if quality == best}


_ORDER: Mapping[str, int] = {kind: number for number, kind in enumerate(KINDS)}


def _passage(entry: Entry, words: Sequence[str]) -> str:
    """The passage of an entry that has most of the words that matched; its first one if none has any."""
    wanted = set(words)
    best, most = (entry.body[0] if entry.body else ""), 0
    for text in entry.body:
        count = len(wanted.intersection(fold_words(text)))
        if count > most:
            best, most = text, count
    return best
