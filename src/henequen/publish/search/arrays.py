"""The same scores as `tallies.best_of`, from arrays: a large record has tens of thousands of entries for a common word."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from henequen.publish.search.tallies import TAIL, Phrase, Plan, Term

__all__ = ["Arrays"]

_TITLE = 8
_FIELD, _ORDER = 4, 28
"""Bits of the field and of the order of a word in the key of a posting (see `_term`)."""
Whole = NDArray[np.int64]


class Arrays:
    """The postings of an index as arrays: those of the word with number n lie from `starts[n]` to `starts[n + 1]`."""

    def __init__(
        self,
        at: Mapping[str, int],
        starts: array[int],
        numbers: array[int],
        fields: bytearray,
        title_sizes: array[int],
        factors: array[int],
    ) -> None:
        self._at = at
        self._starts = starts
        self._numbers = np.array(numbers, np.int64)
        self._fields = np.frombuffer(fields, np.uint8).astype(np.int64)
        self._title_sizes = np.array(title_sizes, np.int64)
        self._factors = np.array(factors, np.int64)
        self._size = len(factors)

    def best(self, plan: Plan, whole: set[int], limit: int) -> list[tuple[int, int]]:
        """The best entries as (score, number), best first."""
        scores, covered, in_title = (np.zeros(self._size, np.int64) for _ in range(3))
        for group in plan:
            values, fields = np.zeros(self._size, np.int64), np.zeros(self._size, np.int64)
            for phrase in group:
                numbers, points, field = self._points(phrase)
                points = points * phrase.weight
                better = points > values[numbers]
                numbers = numbers[better]
                values[numbers] = points[better]
                fields[numbers] = field[better]
            scores += values
            covered += values > 0
            in_title += fields == _TITLE
        entries = np.flatnonzero(covered)
        if not len(entries):
            return []
        value = scores[entries] * covered[entries] ** 2 // (len(plan) * len(plan))
        value += value * in_title[entries] // self._title_sizes[entries]
        if whole:
            twice = np.zeros(self._size, np.int64)
            twice[list(whole)] = 1
            value <<= twice[entries]
        value = value * self._factors[entries] // 100
        least = max(value.max() // TAIL, np.partition(value, -limit)[-limit] if len(value) > limit else 0)
        kept = np.flatnonzero(value >= least)
        kept = kept[np.argsort(-value[kept], kind="stable")][:limit]
        return list(zip(value[kept].tolist(), entries[kept].tolist(), strict=True))

    def _points(self, phrase: Phrase) -> tuple[Whole, Whole, Whole]:
        """Numbers, points and best fields of the entries that have all words of a phrase."""
        numbers, points, fields = self._term(phrase.terms[0])
        for term in phrase.terms[1:]:
            others, more, other_fields = self._term(term)
            place = np.zeros(self._size, np.int64)  # one more than the place in `others`
            place[others] = np.arange(1, len(others) + 1)
            where = place[numbers]
            hits = np.flatnonzero(where)
            where = where[hits] - 1
            numbers = numbers[hits]
            points = points[hits] + more[where]
            fields = np.minimum(fields[hits], other_fields[where])
        return numbers, points // len(phrase.terms), fields

    def _term(self, term: Term) -> tuple[Whole, Whole, Whole]:
        """The same for one term: of its words, an entry takes the one with most points, the first of equal ones."""
        parts = [(self._starts[n], self._starts[n + 1]) for n in (self._at[word] for word in term.words)]
        if not parts:
            empty = np.zeros(0, np.int64)
            return empty, empty, empty
        if len(parts) == 1:
            (start, end), worth = parts[0], term.worth[0]
            fields = self._fields[start:end]
            return self._numbers[start:end], worth * fields // 10, fields
        sizes = np.array([end - start for start, end in parts])
        if parts[-1][1] - parts[0][0] == sizes.sum():  # words that follow each other, as those with one beginning do
            numbers, fields = (a[parts[0][0] : parts[-1][1]] for a in (self._numbers, self._fields))
        else:
            numbers, fields = (np.concatenate([a[s:e] for s, e in parts]) for a in (self._numbers, self._fields))
        points = np.repeat(np.array(term.worth, np.int64), sizes) * fields // 10
        order = np.repeat(np.arange(len(parts), 0, -1, dtype=np.int64), sizes)
        keys = np.zeros(self._size, np.int64)
        np.maximum.at(keys, numbers, (((points << _ORDER) | order) << _FIELD) | fields)
        entries = np.flatnonzero(keys)
        key = keys[entries]
        return entries, key >> (_ORDER + _FIELD), key & ((1 << _FIELD) - 1)
