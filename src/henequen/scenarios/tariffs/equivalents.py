"""Ad-valorem equivalents of specific, compound, mixed duties and quotas, with the formula of each figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["Equivalent", "ad_valorem_equivalent"]


@dataclass(frozen=True)
class Equivalent:
    """The rate as a fraction of the customs value, its computation in words, and the unit value used."""

    rate: float
    formula: str
    unit_value: float | None


def ad_valorem_equivalent(
    kind: Literal["ad_valorem", "specific", "compound", "mixed_max", "mixed_min"],
    *,
    rate: float = 0.0,
    specific: float = 0.0,
    unit_value: float | None = None,
) -> Equivalent:
    """A duty as a rate: `rate` is the ad-valorem part, `specific` money per unit, `unit_value` customs value per unit.

    specific: s / v; compound: t + s / v; mixed: the larger or the smaller of t and s / v (WTO, UNCTAD and ITC, World Tariff
    Profiles, technical notes). An equivalent depends on prices: state the year of the unit value with it.

    >>> ad_valorem_equivalent("compound", rate=0.10, specific=0.36, unit_value=1.8)
    Equivalent(rate=0.3, formula='0.1 + 0.36 / 1.8', unit_value=1.8)
    """
    if rate < 0 or specific < 0:
        raise DataError(Message("duty_not_negative"), found=(rate, specific))
    if kind == "ad_valorem":
        return Equivalent(rate, f"{rate:g}", None)
    if unit_value is None or unit_value <= 0:
        raise DataError(
            Message("duty_by_quantity_needs_positive_unit"),
            found=unit_value,
            hint=Message("value_over_quantity_same_line"),
        )
    part = specific / unit_value
    words = f"{specific:g} / {unit_value:g}"
    if kind == "specific":
        return Equivalent(part, words, unit_value)
    if kind == "compound":
        return Equivalent(rate + part, f"{rate:g} + {words}", unit_value)
    if kind == "mixed_max":
        return Equivalent(max(rate, part), f"max({rate:g}, {words})", unit_value)
    if kind == "mixed_min":
        return Equivalent(min(rate, part), f"min({rate:g}, {words})", unit_value)
    raise DataError(Message("no_such_kind_duty"), found=kind)
