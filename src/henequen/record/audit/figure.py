"""A printed figure as the interval that its printed precision allows, and the arithmetic of such intervals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from henequen.model.observation import Observation

__all__ = ["Figure", "figure", "total"]

_ZERO = Decimal(0)
_OPEN = Decimal("1e30")
"""The bound that a word such as "over" leaves open."""
_LOOSE = ("about", "close_to")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the least and the greatest amount that would be printed in the same way."""

    value: Decimal
    low: Decimal
    high: Decimal

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.value + other.value, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Figure) -> Figure:
        return Figure(self.value - other.value, self.low - other.high, self.high - other.low)

    def __neg__(self) -> Figure:
        return Figure(-self.value, -self.high, -self.low)

    def scaled(self, factor: Decimal) -> Figure:
        """The figure times a positive factor."""
        return Figure(self.value * factor, self.low * factor, self.high * factor)

    def over(self, base: Figure) -> Figure | None:
        """The quotient; None if the base may be zero or negative."""
        if base.low <= 0:
            return None
        low = self.low / (base.high if self.low >= 0 else base.low)
        high = self.high / (base.low if self.high >= 0 else base.high)
        return Figure(self.value / base.value, low, high)

    def meets(self, other: Figure) -> bool:
        """Is there an amount that both figures allow?"""
        return self.low <= other.high and other.low <= self.high

    def surely_above(self, other: Figure) -> bool:
        """Is every amount that this one allows greater than every amount that the other allows?"""
        return self.low > other.high

    @property
    def slack(self) -> Decimal:
        """How far the value may be off on its wider side."""
        return max(self.high - self.value, self.value - self.low)


def figure(observation: Observation) -> Figure:
    """The interval of an observation that has a value, in its unit.

    Half a unit of the last printed digit to either side; a count printed in full is exact; "about" and "close to" allow a
    whole unit of the digit, "over", "at least", "under" and "at most" have no bound on that side.
    """
    amount = observation.amount
    assert amount is not None, "a missing figure has no interval"
    half = _ZERO if observation.measure == "count" and not observation.unit_mult else observation.half_unit
    word = observation.comparator
    if word in _LOOSE:
        half *= 2
    low, high = amount - half, amount + half
    if word in ("over", "at_least"):
        low, high = amount - (half if word == "at_least" else _ZERO), _OPEN
    if word in ("under", "at_most"):
        low, high = -_OPEN, amount + (half if word == "at_most" else _ZERO)
    return Figure(amount, low, high)


def total(figures: list[Figure]) -> Figure:
    """The sum of figures; the tolerance is the sum of theirs."""
    summed = Figure(_ZERO, _ZERO, _ZERO)
    for item in figures:
        summed = summed + item
    return summed
