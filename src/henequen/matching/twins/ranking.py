"""The order of candidates: the points of each are the exact sum of weight times reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from henequen.matching.twins.profile import Profile
from henequen.matching.twins.reasons import FULL, REASONS

__all__ = ["Candidate", "ranked"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate with its points, its reasons (None: unknown) and the points that each adds."""

    rank: int
    place: Profile
    points: int
    most: int
    reasons: Mapping[str, int | None]
    parts: Mapping[str, int]

    @property
    def percent(self) -> float:
        """The points in percent of what the weights allow."""
        return float(Fraction(100 * self.points, self.most))


def ranked(
    candidates: Sequence[Profile], reasons: Sequence[Mapping[str, int | None]], weights: Mapping[str, int]
) -> list[Candidate]:
    """Candidates with the most points first, equal ones by code. An unknown reason adds nothing, and stays None."""
    scored = []
    for place, values in zip(candidates, reasons, strict=True):
        parts = {name: weights[name] * (values[name] or 0) for name in REASONS}
        scored.append((sum(parts.values()), place, values, parts))
    scored.sort(key=lambda one: (-one[0], one[1].code))
    most = FULL * sum(weights[name] for name in REASONS)
    return [
        Candidate(number, place, points, most, values, parts)
        for number, (points, place, values, parts) in enumerate(scored, 1)
    ]
