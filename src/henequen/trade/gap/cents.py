"""A gap and its parts to the cent: rounded so that the printed parts still add up to the printed gap."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

__all__ = ["to_cents"]

_CENT = Decimal("0.01")


def to_cents(
    gap: float | Decimal | None, components: Mapping[str, float | Decimal | None]
) -> tuple[Decimal | None, dict[str, Decimal | None]]:
    """The gap to the cent (half to even), and its parts: each within a cent of its exact value, their sum the rounded gap.

    The method of the largest remainder: every part is rounded down, and the cents that are then missing go to the parts
    with the largest remainders, of equal ones to the first. An unknown part stays None.

    >>> gap, parts = to_cents(0.015, {"timing": 0.005, "routing": None, "residual": 0.01})
    >>> str(gap), str(parts["timing"]), parts["routing"], str(parts["residual"])
    ('0.02', '0.01', None, '0.01')
    """
    exact = {name: _exact(value) for name, value in components.items() if value is not None}
    rounded: dict[str, Decimal | None] = dict.fromkeys(components)
    whole = None if gap is None else _exact(gap).quantize(_CENT, rounding=ROUND_HALF_EVEN) + 0  # no -0.00
    if whole is None or not exact:
        return whole, rounded
    down = {name: value.quantize(_CENT, rounding=ROUND_FLOOR) + 0 for name, value in exact.items()}
    each, more = divmod(int((whole - sum(down.values(), Decimal(0))) / _CENT), len(down))
    neediest = sorted(exact, key=lambda name: down[name] - exact[name])
    for place, name in enumerate(neediest):
        rounded[name] = down[name] + (each + (place < more)) * _CENT
    return whole, rounded


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(value))
