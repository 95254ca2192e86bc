"""The ranking itself. It works in whole numbers only, so that `search.js` gives the same order to the last place.

docs/reference/search.md describes it step by step; change it there, here and in the script together
(tests/publish/test_search_ranking.py compares the two on every query of the list).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from henequen.publish.search.index import Index, WordIndex
from henequen.publish.search.kinds import Entry
from henequen.publish.search.tallies import Phrase, Term
from henequen.publish.search.words import Vocabulary, fold_words, is_hangul

__all__ = ["Hit", "Ranking", "Result"]

_EXACT, _BEGINS, _LONGER, _INSIDE, _STEM, _ONE_EDIT, _TWO_EDITS = 100, 80, 50, 60, 70, 60, 45
_TYPED, _SYNONYM = 10, 8


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with its score and the passage that matched best (empty if the title did)."""

    entry: Entry
    score: int
    passage: str


@dataclass(frozen=True, slots=True)
class Result:
    """The results of a query: entries, best first; `words` are those that matched; `meant` is the query with its
    typing errors corrected."""

    hits: tuple[Hit, ...]
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
    def _alike(self) -> dict[tuple[int, str], list[str]]:
        """Words by their length and first letter."""
        of_length: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in self.index.words:
            of_length[len(word), word[0]].append(word)
        return of_length

    def search(self, query: str, limit: int = 60) -> Result:
        """The best entries for a query, at most `limit`."""
        query_words = fold_words(query)[:24]
        whole = self.index.entries_named(" ".join(self._words.meaningful(query_words)))
        matched: dict[str, None] = {}
        mended: dict[str, str] = {}
        plan = [
            [
                Phrase(tuple(self._term(word, weight == _TYPED, matched, mended) for word in phrase), weight)
                for phrase, weight in group
            ]
            for group in self._groups(query_words)
        ]
        best = self.index.best(plan, whole, limit)
        terms = tuple(matched)
        meant = " ".join(mended.get(word, word) for word in query_words) if mended else ""
        return Result(
            tuple(Hit(entry := self.index.entry(n), score, _passage(entry, terms)) for score, n in best), terms, meant
        )

    def _groups(self, words: Sequence[str]) -> list[list[tuple[tuple[str, ...], int]]]:
        """The groups of a query: phrases of the same meaning for each word, or for each phrase that names a concept."""
        groups: list[list[tuple[tuple[str, ...], int]]] = []
        at = 0
        while at < len(words):
            size = next(
                (
                    n
                    for n in range(min(self._longest, len(words) - at), 0, -1)
                    if self._meaning(tuple(words[at : at + n]))
                ),
                0,
            )
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
        """A word of Hangul without its particle, if it ends in one and at least two syllables remain; otherwise
        empty."""
        if is_hangul(word):
            for particle in self._words.particles:
                if word.endswith(particle) and len(word) - len(particle) >= 2:
                    return word[: -len(particle)]
        return ""

    def _term(self, term: str, typed: bool, matched: dict[str, None], mended: dict[str, str]) -> Term:
        """The words of the index that a word of a query means; a synonym (not `typed`) means only itself."""
        matches = self._matches(term, typed, mended)
        matched.update(dict.fromkeys(word for word, _ in matches))
        size = self.index.size
        worth = (quality * (4 + (size // (self.index.count(word) + 1)).bit_length()) for word, quality in matches)
        return Term(tuple(word for word, _ in matches), tuple(worth))

    def _matches(self, term: str, typed: bool, mended: dict[str, str]) -> list[tuple[str, int]]:
        """The words of the index that a word of a query means, with a quality of up to 100."""
        matches: dict[str, int] = {}
        if term in self.index:
            matches[term] = _EXACT
        if not typed and not is_hangul(term):
            return list(matches.items())
        if is_hangul(term):
            if len(term) > 1:
                for word in self._hangul:
                    if term != word and term in word:
                        matches[word] = _BEGINS if word.startswith(term) else _INSIDE
                for size in range(2, len(term)):
                    if term[:size] in self.index:
                        matches[term[:size]] = _INSIDE
        elif len(term) > 1 and not term.isdigit():
            ordered = self.index.words
            at = bisect_left(ordered, term)
            while at < len(ordered) and ordered[at].startswith(term):
                if ordered[at] != term:
                    near = len(term) > 2 and len(ordered[at]) - len(term) < 4
                    matches[ordered[at]] = _BEGINS if near else _LONGER
                at += 1
            for size in range(max(4, len(term) - 3), len(term)):
                if term[:size] in self.index:
                    matches[term[:size]] = _STEM
        if typed and not matches and (len(term) > 3 or (is_hangul(term) and len(term) > 2)) and not term.isdigit():
            matches = self._near(term)
            if matches:
                mended[term] = min(matches, key=lambda word: (-matches[word], -self.index.count(word), word))
        return sorted(matches.items())

    def _near(self, term: str) -> dict[str, int]:
        """The words with fewest edits. Few typing errors are in the first letter, and most words near it are others."""
        from rapidfuzz.distance import OSA  # here: most queries have no typing error

        most = 2 if len(term) > 6 and not is_hangul(term) else 1
        near = {}
        for size in range(len(term) - most, len(term) + most + 1):
            for word in self._alike.get((size, term[0]), ()):
                edits = OSA.distance(term, word, score_cutoff=most)
                if edits <= most:
                    near[word] = _ONE_EDIT if edits == 1 else _TWO_EDITS
        best = max(near.values(), default=0)
        return {word: quality for word, quality in near.items() if quality == best}


def _passage(entry: Entry, words: Sequence[str]) -> str:
    """The passage of an entry that has most of the words that matched; its first one if none has any."""
    query_words = set(words)
    best, most = (entry.body[0] if entry.body else ""), 0
    for text in entry.body:
        count = len(query_words.intersection(fold_words(text)))
        if count > most:
            best, most = text, count
    return best
