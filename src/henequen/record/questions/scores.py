"""Ratings of feasibility and dependence, and their correlation with the evidence found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from henequen.model.record import Record

__all__ = ["Explained", "Rating", "explains", "rated"]

_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Rating:
    """The mean scores of one item over its raters, and whether there is evidence of progress."""

    item: str
    feasibility: float
    dependence: float
    progress: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """The relation of progress to a score: the correlation over `n` items, and for each rounded score the number of
    items and of those with progress."""

    correlation: float
    n: int
    levels: tuple[tuple[int, int, int], ...]


def rated(scores: Iterable[Record], items: Mapping[str, Record]) -> list[Rating]:
    """One rating per item that was scored on both."""
    listed: dict[str, list[tuple[int, int]]] = {}
    for score in scores:
        if score.one("feasibility") and score.one("dependence"):
            listed.setdefault(score.one("item"), []).append(
                (int(score.one("feasibility")), int(score.one("dependence")))
            )
    return [
        Rating(
            item,
            sum(f for f, _ in values) / len(values),
            sum(d for _, d in values) / len(values),
            items[item].derived.get("evidence") in ("started", "partial", "delivered"),
        )
        for item, values in sorted(listed.items())
        if item in items
    ]


def explains(ratings: Sequence[Rating], name: str) -> Explained | None:
    """The relation of progress to `feasibility` or `dependence`; None with fewer than five items, or if either is
    constant."""
    scores = [float(getattr(rating, name)) for rating in ratings]
    progress = [float(rating.progress) for rating in ratings]
    if len(ratings) < _FEWEST:
        return None
    mean_s, mean_p = sum(scores) / len(scores), sum(progress) / len(progress)
    cross = sum((s - mean_s) * (p - mean_p) for s, p in zip(scores, progress, strict=True))
    spread = sum((s - mean_s) ** 2 for s in scores) * sum((p - mean_p) ** 2 for p in progress)
    if not spread:
        return None
    levels: dict[int, list[bool]] = {}
    for rating, score in zip(ratings, scores, strict=True):
        levels.setdefault(int(score + 0.5), []).append(rating.progress)
    return Explained(
        cross / sqrt(spread),
        len(ratings),
        tuple((level, len(outcomes), sum(outcomes)) for level, outcomes in sorted(levels.items())),
    )
