"""What a query asks of an index, and the score of every entry that answers it, without numpy: for a single question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["TAIL", "Phrase", "Plan", "Term", "best_of"]

TAIL = 6
"""Entries below this part of the best score are left out."""
_TITLE = 8

Postings = Callable[[str], Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a query: the words of the index that it means, sorted, and what each is worth per point of its field
    (quality × rarity)."""

    words: tuple[str, ...]
    worth: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that must occur together; a synonym has less `weight` than what was typed."""

    terms: tuple[Term, ...]
    weight: int


Plan = Sequence[Sequence[Phrase]]
"""What a query asks for: groups of phrases of one meaning."""


def best_of(
    plan: Plan, whole: set[int], limit: int, postings: Postings, title_sizes: Sequence[int], factors: Sequence[int]
) -> list[tuple[int, int]]:
    """The best entries as (score, number), best first. `arrays.Arrays.best` gives the same from arrays."""
    scores: dict[int, int] = defaultdict(int)
    covered: dict[int, int] = defaultdict(int)
    in_title: dict[int, int] = defaultdict(int)
    for group in plan:
        best: dict[int, tuple[int, int]] = {}
        for phrase in group:
            for number, (points, field) in _points(phrase, postings).items():
                value = points * phrase.weight
                if value > best.get(number, (0, 0))[0]:
                    best[number] = (value, field)
        for number, (value, field) in best.items():
            scores[number] += value
            covered[number] += 1
            in_title[number] += field == _TITLE
    square = len(plan) * len(plan)
    ranked = []
    for number, score in scores.items():
        value = score * covered[number] * covered[number] // square
        value += value * in_title[number] // title_sizes[number]
        if number in whole:
            value *= 2
        ranked.append((-(value * factors[number] // 100), number))
    ranked.sort()
    least = -ranked[0][0] // TAIL if ranked else 0
    return [(-value, number) for value, number in ranked[:limit] if -value >= least]


def _points(phrase: Phrase, postings: Postings) -> dict[int, tuple[int, int]]:
    """Points and the best field of every entry that has all words of a phrase."""
    whole: dict[int, tuple[int, int]] | None = None
    for term in phrase.terms:
        points_of: dict[int, tuple[int, int]] = {}
        for word, worth in zip(term.words, term.worth, strict=True):
            for number, field in postings(word).items():
                points = worth * field // 10
                if points > points_of.get(number, (0, 0))[0]:
                    points_of[number] = (points, field)
        if whole is None:
            whole = points_of
        else:
            whole = {
                number: (points + points_of[number][0], min(field, points_of[number][1]))
                for number, (points, field) in whole.items()
                if number in points_of
            }
    return {number: (points // len(phrase.terms), field) for number, (points, field) in (whole or {}).items()}
