"""Pages of labels and values: a line `Exports: ...`, below it `$491.6 billion (2019 est.)`, one line for each year.

Such pages describe one country, which their title names. Ranks and other labels between the values are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from henequen.reading.document import Block, Proposal, Quote, ReadDocument
from henequen.reading.grammar.amounts import AmountStyle, find_amounts
from henequen.reading.grammar.names import find_places, resolve_places
from henequen.reading.grammar.numbers import detect_separators
from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.tables.context import country_of
from henequen.reading.tables.facts import STRONG, read_label
from henequen.reading.tables.words import measure_of

__all__ = ["read_labelled"]

_LABEL = re.compile(r"\s*([^:\n]{3,60}?)\s*:(?=\s|$)")
_PARTNERS = re.compile(
    r"\s*[-–—(]?\s*\b(?:partners|socios|principal(?:es)? (?:destinos|orígenes|socios)|상대국)\b\)?\s*$", re.I
)
_PERIOD = re.compile(r"\((\d{4})\s*(est\.?|e|p|prel\.?)?\)\s*$")


def read_labelled(document: ReadDocument, sides: DocumentSides) -> Iterator[Proposal]:
    """Values under labels that name a measure, and shares of partners under a label that names them."""
    owner = _owner(document, sides)
    style = AmountStyle.of(detect_separators(document.text, document.language), document.language, sides.countries)
    label: _Label | None = None
    for block in document.blocks:
        if block.kind in ("table", "header", "footer"):
            label = None
            continue
        text = document.text[block.start : block.end]
        match = _LABEL.match(text)
        if match and not _PERIOD.search(text):
            label = _measure_label(block, match.group(1))
            continue
        if label is None or len(text) > 300:
            continue
        period = _PERIOD.search(text)
        if period is None:
            continue
        if label.by_partner:
            yield from _shares(document, block, text, label, owner, period, sides)
            continue
        head = text[: period.start()].strip()
        amounts = find_amounts(head, style)
        if (
            len(amounts) != 1
            or amounts[0].unit in (None, "percent")
            or len(head) > amounts[0].end + 2
            or amounts[0].start > 3
        ):
            continue
        amount = amounts[0]
        fields: dict[str, object] = {
            "measure": label.measure,
            "reporter": owner,
            "product": "TOTAL",
            "period": period.group(1),
            "value": amount.value,
            "multiplier": amount.multiplier,
            "unit": amount.unit,
            "value_printed": head,
        }
        if period.group(2):
            fields["flags"] = ["p" if period.group(2).startswith("p") else "e"]
        yield Proposal(document.name, "observation", _filled(fields), _evidence(document, block, label))


def _owner(document: ReadDocument, sides: DocumentSides) -> str | None:
    """The one country that the title names."""
    codes = {country_of(place, sides) for place in find_places(document.title or "")} - {None}
    return codes.pop() if len(codes) == 1 else None


@dataclass(frozen=True, slots=True)
class _Label:
    """A block that names a measure for the blocks below it; `by_partner` if these list shares of partners."""

    block: Block
    words: str
    measure: str
    by_partner: bool


def _measure_label(block: Block, words: str) -> _Label | None:
    partners = _PARTNERS.search(words)
    bare = words[: partners.start()] if partners else words
    facts = read_label(bare, "USD", None)
    if facts.measure is None or facts.measure[0] not in STRONG or facts.rest or facts.measure[1] is not None:
        return None
    if partners and measure_of(bare) not in (("export", None), ("import", None)):
        return None
    return _Label(block, words, facts.measure[0], bool(partners))


def _shares(
    document: ReadDocument,
    block: Block,
    text: str,
    label: _Label,
    owner: str | None,
    period: re.Match[str],
    sides: DocumentSides,
) -> Iterator[Proposal]:
    """`US 46.4%, China 17.7% (2017)`: one year for the whole list."""
    for match in re.finditer(r"(?:^|,\s*)([^,%()]+?)\s+(\d{1,3}(?:\.\d+)?)\s?%", text[: period.start()]):
        place = resolve_places(match.group(1))
        code = country_of(place, sides) if place is not None else None
        if code is None:
            continue
        start = block.start + match.start(1)
        quote = Quote(document.text[start : block.start + match.end()], start, block.start + match.end())
        fields: dict[str, object] = {
            "measure": "share",
            "component": label.measure,
            "reporter": owner,
            "partner": code,
            "period": period.group(1),
            "value": match.group(2),
            "multiplier": 1,
            "unit": "percent",
        }
        rest = _evidence(document, block, label)
        yield Proposal(document.name, "observation", _filled(fields), (quote, *rest))


def _evidence(document: ReadDocument, block: Block, label: _Label) -> tuple[Quote, ...]:
    at = document.text.index(label.words, label.block.start)
    return document.quote(block.start, block.end), document.quote(at, at + len(label.words))


def _filled(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}
