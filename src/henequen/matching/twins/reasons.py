"""Why two places would fit: thirteen reasons, each a whole number from 0 to 1,000, or None if it is unknown.

Whole numbers, because a rank is the exact sum of its reasons: the page that moves the weights computes the same integers.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from henequen.matching.twins.profile import Profile, kilometres
from henequen.matching.twins.ties import Tie
from henequen.model.errors import UsageError
from henequen.model.message import Message

__all__ = ["DEFAULT_WEIGHTS", "FULL", "REASONS", "STRUCTURAL", "KnownTies", "reasons_between", "weights_from"]

FULL = 1000
REASONS = (
    "size",
    "population",
    "industry",
    "sea",
    "ports",
    "airport",
    "latitude",
    "role",
    "first",
    "distance",
    "bodies",
    "themes",
    "partners",
)
STRUCTURAL = ("size", "sea", "airport", "latitude", "role")
"""The reasons that need no record: the unweighted mean of these is a baseline of the back-test."""

DEFAULT_WEIGHTS: Mapping[str, int] = {
    "size": 2,
    "population": 6,
    "industry": 2,
    "sea": 0,
    "ports": 1,
    "airport": 1,
    "latitude": 0,
    "role": 1,
    "first": 1,
    "distance": 10,
    "bodies": 2,
    "themes": 1,
    "partners": 2,
}
"""Fitted to the ties of other pairs of countries (`benchmarks/twins.py`), and rounded; none of a pack's own ties was used.
Those registers contain no industry, airports, bodies, themes or other ties of the regions: these five are a judgement."""

_SEA_KM, _PORT_KM, _AIRPORT_KM, _DEGREES = 300, 15, 100, 20
_SMALL, _LARGE = 10_000, 20_000_000
_NEAR, _FAR = 100, 20_000


class KnownTies:
    """What the record contains about places, with some ties hidden: partners of regions, themes, and cooperating
    bodies."""

    def __init__(self, ties: Sequence[Tie], hidden: Collection[tuple[str, str]] = ()) -> None:
        self.region_pairs: set[tuple[str, str]] = set()
        self.body_pairs: set[tuple[str, str]] = set()
        self.themes: dict[str, set[str]] = {}
        for tie in ties:
            if (tie.first, tie.second) in hidden:
                continue
            pair = (_region(tie.first), _region(tie.second))
            if tie.is_own:
                self.region_pairs.add(pair)
                for end in (tie.first, tie.second):
                    self.themes.setdefault(_region(end), set()).update(tie.subjects)
            else:
                self.body_pairs.add(pair)


def _region(code: str) -> str:
    return code.split("/", 1)[0]


def reasons_between(
    place: Profile, candidates: Sequence[Profile], ties: KnownTies, first: bool
) -> list[dict[str, int | None]]:
    """The reasons of every candidate, in order; `first` if `place` is of the first side.

    >>> from dataclasses import replace
    >>> a = Profile("a", "A", "ra", "a", 20.0, 0.0, 100, 10, 5, 1)
    >>> b = replace(a, code="b", country="B", region="rb", lat=25.0, size=50)
    >>> found = reasons_between(a, [b], KnownTies([]), True)[0]
    >>> found["size"], found["latitude"], found["sea"], found["industry"]
    (500, 750, 1000, None)
    """
    themes = ties.themes.get(place.region, set())
    out: list[dict[str, int | None]] = []
    for one in candidates:
        pair = (place.region, one.region) if first else (one.region, place.region)
        partner_themes = ties.themes.get(one.region, set())
        out.append(
            {
                "size": _likeness(place.size, one.size),
                "population": None if one.size is None else _on_log_scale(one.size, _SMALL, _LARGE),
                "industry": _overlap(place.mix, one.mix),
                "sea": _nearness(place.port_km, one.port_km, _SEA_KM),
                "ports": _both_within(place.port_km, one.port_km, _PORT_KM),
                "airport": _nearness(place.airport_km, one.airport_km, _AIRPORT_KM),
                "latitude": _within(round(100 * abs(abs(place.lat) - abs(one.lat))), 100 * _DEGREES),
                "role": _likeness(place.rank, one.rank),
                "first": None if one.rank is None else FULL * (one.rank == 1),
                "distance": FULL - _on_log_scale(kilometres(place, one), _NEAR, _FAR),
                "bodies": FULL if pair in ties.body_pairs else 0,
                "themes": FULL * len(themes & partner_themes) // len(themes | partner_themes)
                if themes and partner_themes
                else None,
                "partners": FULL if pair in ties.region_pairs else 0,
            }
        )
    return out


def _likeness(a: int | None, b: int | None) -> int | None:
    """The smaller over the larger."""
    if a is None or b is None or max(a, b) <= 0:
        return None
    return FULL * min(a, b) // max(a, b)


def _nearness(a: int | None, b: int | None, most: int) -> int | None:
    """How alike two distances are; distances beyond `most` count as equal."""
    return None if a is None or b is None else _within(abs(min(a, most) - min(b, most)), most)


def _both_within(a: int | None, b: int | None, most: int) -> int | None:
    """Whether both lie within `most`."""
    return None if a is None or b is None else FULL * (max(a, b) <= most)


def _on_log_scale(value: float, low: int, high: int) -> int:
    """Where a value is between two others by its logarithm; 0 below the first, `FULL` above the second."""
    return int(FULL * math.log(min(max(value, low), high) / low) / math.log(high / low))


def _within(apart: int, most: int) -> int:
    return FULL * (most - min(apart, most)) // most


def _overlap(a: Mapping[str, float], b: Mapping[str, float]) -> int | None:
    """The overlap of two mixes."""
    return int(FULL * sum(min(a[name], b[name]) for name in a.keys() & b.keys())) if a and b else None


def weights_from(texts: Mapping[str, str]) -> dict[str, int]:
    """Weights in hundredths, for all reasons: missing ones come from `DEFAULT_WEIGHTS`.

    Raises UsageError for an unknown reason, a number below zero or not finite, and weights that sum to nothing.

    >>> weights_from({"size": "0.5"})["size"]
    50
    """
    weights = {name: 100 * weight for name, weight in DEFAULT_WEIGHTS.items()}
    for name, text in texts.items():
        if name not in weights:
            raise UsageError(Message("weights_names_unknown_reason"), found=name, expected=", ".join(REASONS))
        try:
            value = Decimal(text.strip())
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value < 0 or value > 1000:
            raise UsageError(
                Message("weight_must_be_number_from_0"),
                found=f"{name}={text}"[:80],
                expected=Message("for_example_size_3_or_sea"),
            )
        weights[name] = int((value * 100).to_integral_value())
    if not sum(weights.values()):
        raise UsageError(
            Message("weights_sum_nothing"),
            found=Message("all_zero"),
            expected=Message("at_least_one_weight_above_zero"),
            hint=Message("leave_weights_out_take_usual_weights"),
        )
    return weights
