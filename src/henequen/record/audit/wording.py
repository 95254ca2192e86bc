"""How the audit writes figures, places and names, so that all messages read alike."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from henequen.model.countries import country
from henequen.model.observation import Observation

__all__ = ["amount", "joined", "name", "number", "percent", "printed", "rounded", "where", "whose"]

_SCALES = {3: "thousand", 6: "million", 9: "billion", 12: "trillion"}
_LONGEST = 6


def number(value: Decimal) -> str:
    """A number with a comma between thousands and no idle zeros behind the point.

    >>> number(Decimal("125252.50"))
    '125,252.5'
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded half up to some decimals, as printed tables are."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def percent(value: Decimal, decimals: int = 1) -> str:
    """A share or growth rate in percent."""
    return f"{rounded(value, decimals):,f} %"


def amount(value: Decimal, like: Observation, decimals: int | None = None) -> str:
    """An amount written in the scale and unit of an observation, as precise as that one unless said otherwise."""
    mult = _named(like.unit_mult)
    places = (like.decimals if decimals is None else decimals) + mult - like.unit_mult
    shown = f"{rounded(value.scaleb(-mult), max(places, 0)):,f}"
    return " ".join(part for part in (shown, _SCALES.get(mult, ""), _unit(like.unit)) if part)


def printed(observation: Observation) -> str:
    """The figure of an observation as printed, with scale and unit where the printed form lacks them."""
    if observation.value is None:
        return observation.as_printed or "-"
    return amount(observation.value.scaleb(observation.unit_mult), observation)


def name(code: str) -> str:
    """The name of a country code, or the label itself where it is none."""
    known = country(code)
    return known.name("en") if known else code


def whose(observation: Observation) -> str:
    """Whose count it is, in words."""
    return f"{name(observation.reporter)}'s count"


def where(observation: Observation) -> str:
    """Where the figure stands: the table with row and column, or the document's text."""
    if not observation.evidence:
        return observation.edition
    place = observation.evidence[0]
    if not place.table:
        return f"the text of {place.document}"
    row = f", row {_short(place.row)}," if place.row else ""
    return f"{place.table}{row} of {place.document}"


def joined(items: Sequence[str], most: int = _LONGEST) -> str:
    """A list in words; long lists are cut and the rest is counted.

    >>> joined(["1990", "1995", "2001"])
    '1990, 1995 and 2001'
    """
    listed = list(items)
    if len(listed) > most:
        return ", ".join(listed[:most]) + f" and {len(listed) - most} more"
    if len(listed) < 2:
        return "".join(listed)
    return ", ".join(listed[:-1]) + " and " + listed[-1]


def _short(label: str) -> str:
    return label if len(label) <= 40 else label[:37].rstrip(" ,") + "..."


def _named(mult: int) -> int:
    """The power of ten with a name that is used for a figure: hundreds of millions are written as billions."""
    return next((m for m in sorted(_SCALES, reverse=True) if m <= mult + 1), 0) if mult else 0


def _unit(unit: str) -> str:
    return "%" if unit == "percent" else "" if unit == "rank" else unit.replace("_", " ")
