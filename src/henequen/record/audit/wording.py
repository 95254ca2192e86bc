"""How the audit writes figures, places and names, so that all messages read alike; every part is worded in each language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from henequen.model.message import Listed, Message
from henequen.model.observation import Observation
from henequen.model.term import Amount, Area, Coded, Day, DocumentName, OwnText, Term

__all__ = [
    "amount",
    "component",
    "day",
    "documents",
    "each",
    "joined",
    "name",
    "number",
    "percent",
    "printed",
    "product",
    "rounded",
    "span_of",
    "where",
    "whose",
]

_SCALES = (12, 9, 6, 3)


def number(value: Decimal) -> str:
    """A number with a comma between thousands and no trailing zeros after the point.

    >>> number(Decimal("125252.50"))
    '125,252.5'
    """
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Rounded half up to some decimals, as printed tables are."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def percent(value: Decimal, decimals: int = 1) -> Term:
    """A share or growth rate in percent."""
    return Amount(value=rounded(value, decimals), unit="percent", mult=0)


def amount(value: Decimal, like: Observation, decimals: int | None = None) -> Term:
    """An amount written in the scale and unit of an observation, with its precision unless `digits` is given."""
    mult = _named_power(like.unit_mult)
    places = (like.decimals if decimals is None else decimals) + mult - like.unit_mult
    return Amount(value=rounded(value.scaleb(-mult), max(places, 0)), unit=like.unit, mult=mult)


def printed(observation: Observation) -> str:
    """The figure of an observation as printed, with scale and unit if the printed form lacks them."""
    if observation.value is None:
        return observation.as_printed or "-"
    return amount(observation.value.scaleb(observation.unit_mult), observation)


def name(code: str) -> Term:
    """The name of a country code, or the label itself if it is not a country code."""
    return Area(code=code)


def component(observation: Observation) -> str:
    """The kind of figure: its component, otherwise its measure."""
    if observation.component:
        return OwnText(subject=observation.id, name="component", text=observation.component)
    return Coded(vocabulary="measure", code=observation.measure)


def product(observation: Observation) -> Term:
    """The product or branch of a figure, without the mark of a branch."""
    return OwnText(subject=observation.id, name="product", text=observation.product)


def whose(observation: Observation) -> Term:
    """The country that counted, in words."""
    return Message("count_by", area=name(observation.reporter))


def where(observation: Observation, begins: bool = False) -> Term:
    """The place of the figure: the table with row and column, or the document's text; `begins` a sentence or not."""
    if not observation.evidence:
        return DocumentName(of=observation.edition)
    place = observation.evidence[0]
    document = DocumentName(of=place.document)
    if not place.table:
        return Message("at_text", document=document) if begins else Message("in_text", document=document)
    if not place.row:
        return Message("in_table", table=place.table, document=document)
    return Message("in_row", table=place.table, row=_short(place.row), document=document)


def span_of(first: object, last: object) -> Term:
    """From one year to another."""
    return Message("years_span", first=first, last=last)


def joined(items: Sequence[object], most: int = 6) -> Term:
    """A list in words; long lists are cut and the rest is counted.

    >>> joined(["1990", "1995", "2001"])
    '1990, 1995 and 2001'
    """
    return Listed([item if isinstance(item, str) else str(item) for item in items], most)


def each(items: Sequence[str]) -> Term:
    """All values, in the order of the finding's subjects."""
    return Listed(items, glue="; ")


def documents(names: Sequence[str]) -> Term:
    """Documents as a list in words."""
    return joined([DocumentName(of=of) for of in dict.fromkeys(names)])


def day(period: str) -> Term:
    """A day or period."""
    return Day(of=period)


def _short(label: str) -> str:
    return label if len(label) <= 40 else label[:37].rstrip(" ,") + "..."


def _named_power(mult: int) -> int:
    """The named power of ten for a figure: hundreds of millions are written as billions."""
    return next((m for m in _SCALES if m <= mult + 1), 0) if mult else 0
