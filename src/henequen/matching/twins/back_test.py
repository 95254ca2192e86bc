"""Does the ranking find the ties that exist? Each tie is hidden in turn, its place is ranked again, and the rank of
the true partner is recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from henequen.matching.twins.profile import Profile, kilometres
from henequen.matching.twins.ranking import ranked
from henequen.matching.twins.reasons import STRUCTURAL, KnownTies, reasons_between
from henequen.matching.twins.ties import Tie
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["METHODS", "BackTest", "Measured", "back_test"]

METHODS = ("ranking", "size", "distance", "structural", "population")
_DRAWS = 2000
_TOP = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """One method on all hidden ties: recall at 5 and mean reciprocal rank, each with a 95 % bootstrap interval."""

    method: str
    recall: float
    recall_low: float
    recall_high: float
    reciprocal: float
    reciprocal_low: float
    reciprocal_high: float


@dataclass(frozen=True, slots=True)
class BackTest:
    """All methods, the ranks of the hidden partners, the result of a random order, and whether the ranking beats it."""

    measured: tuple[Measured, ...]
    ranks: tuple[Mapping[str, object], ...]
    chance_recall: float
    chance_reciprocal: float
    questions: int
    ties: int
    left_out: tuple[str, ...]

    @property
    def beats_chance(self) -> bool:
        """Is the lower bound of the mean reciprocal rank above that of a random order?"""
        return self.measured[0].reciprocal_low > self.chance_reciprocal

    @property
    def beats_baselines(self) -> bool:
        """Is recall at 5 at least that of every baseline and the reciprocal rank above?"""
        first, *rest = self.measured
        return all(first.recall >= one.recall and first.reciprocal > one.reciprocal for one in rest)


def back_test(
    pools: Sequence[Sequence[Profile]],
    ties: Sequence[Tie],
    sides: tuple[str, str],
    weights: Mapping[str, int],
    seed: int = 1,
) -> BackTest:
    """Rank from both ends of each tie, in the first of `pools` (cities, then regions) that contains both places.

    Each ranking covers all places of the other side and level without another tie to the place. The hidden tie, and
    every other tie of the same two places, is hidden from all reasons. Raises DataError without a tie to hide.
    """
    indexes = [{one.code: one for one in pool} for pool in pools]
    pairs = sorted({(t.first, t.second) for t in ties if t.is_own})
    home = {pair: next((index for index in indexes if pair[0] in index and pair[1] in index), None) for pair in pairs}
    usable = [pair for pair in pairs if home[pair] is not None]
    if not usable:
        raise DataError(
            Message("there_no_tie_hide"),
            expected=Message("at_least_one_tie_two_places"),
            hint=Message("give_ties_with_ties_and_places"),
        )
    partners: dict[str, set[str]] = {}
    for first, second in pairs:
        partners.setdefault(first, set()).add(second)
        partners.setdefault(second, set()).add(first)
    rows: list[dict[str, object]] = []
    chances: list[tuple[float, float]] = []
    for number, pair in enumerate(usable):
        without_pair, of = KnownTies(ties, {pair}), home[pair] or {}
        for asking, true in (pair, pair[::-1]):
            place = of[asking]
            others = sides[1] if place.country == sides[0] else sides[0]
            pool = [
                one
                for one in of.values()
                if one.country == others and (one.code == true or one.code not in partners[asking])
            ]
            orders = _orders(place, pool, without_pair, place.country == sides[0], weights)
            ranks = {method: order.index(true) + 1 for method, order in orders.items()}
            rows.append({"tie": number, "place": asking, "partner": true, "candidates": len(pool), **ranks})
            numbers = range(1, len(pool) + 1)
            chances.append((min(1.0, _TOP / len(pool)), sum(1 / n for n in numbers) / len(pool)))
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(usable), (_DRAWS, len(usable)))
    return BackTest(
        tuple(_measure(method, rows, len(usable), draws) for method in METHODS),
        tuple(rows),
        sum(r for r, _ in chances) / len(chances),
        sum(m for _, m in chances) / len(chances),
        len(rows),
        len(usable),
        tuple(f"{a} - {b}" for a, b in pairs if (a, b) not in set(usable)),
    )


def _orders(
    place: Profile, pool: Sequence[Profile], ties: KnownTies, first: bool, weights: Mapping[str, int]
) -> dict[str, list[str]]:
    """The codes of the candidates as the ranking and each baseline order them."""
    reasons = reasons_between(place, pool, ties, first)

    def by(key: Callable[[int], float]) -> list[str]:
        return [pool[n].code for n in sorted(range(len(pool)), key=lambda n: (key(n), pool[n].code))]

    return {
        "ranking": [one.place.code for one in ranked(pool, reasons, weights)],
        "size": by(lambda n: -float(reasons[n]["size"] or 0)),
        "distance": by(lambda n: kilometres(place, pool[n])),
        "structural": by(lambda n: -float(sum(reasons[n][name] or 0 for name in STRUCTURAL))),
        "population": by(lambda n: -float(pool[n].size or 0)),
    }


def _measure(method: str, rows: Sequence[Mapping[str, object]], ties: int, draws: NDArray[np.int64]) -> Measured:
    """Means over ties (both ends of a tie belong together), with the bootstrap over ties."""
    hits, reciprocals = np.zeros(ties), np.zeros(ties)
    for row in rows:
        rank, tie = int(str(row[method])), int(str(row["tie"]))
        hits[tie] += (rank <= _TOP) / 2
        reciprocals[tie] += 1 / rank / 2
    recall, reciprocal = hits[draws].mean(axis=1), reciprocals[draws].mean(axis=1)
    low, high = (float(x) for x in np.quantile(recall, (0.025, 0.975)))
    under, over = (float(x) for x in np.quantile(reciprocal, (0.025, 0.975)))
    return Measured(method, float(hits.mean()), low, high, float(reciprocals.mean()), under, over)
