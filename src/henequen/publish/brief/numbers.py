"""Traces every number of a brief to a claim; a brief with an untraced number is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.publish.brief.brief import Brief
from henequen.publish.site.names import Names

__all__ = ["Reference", "numbers_in", "references"]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"[A-Z]{1,5}-?\d+|\d+(?:st|nd|rd|th|º|ª|차|회|기)\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """One number as the brief writes it, the claims that state it, and its kind of source: claim, count, date or
    record."""

    number: str
    text: str
    claims: tuple[str, ...]
    how: str


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, without separators of thousands.

    >>> numbers_in("US$5,310.9 million in 2004")
    ['5310.9', '2004']
    """
    numbers = []
    for match in _NUMBER.findall(text):
        parts = re.split(r"[.,]", match)
        thousands = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
        numbers.append("".join(parts) if thousands and "," in match and "." not in match else match.replace(",", ""))
    return numbers


def references(names: Names, brief: Brief) -> list[Reference]:
    """Return the source of each number of the brief. Raises DataError at a line with a number that none of its claims
    states."""
    reference_list = []
    for line in brief.lines():
        if line.change == "withdrawn":  # its claims are those of the earlier brief
            continue
        stated = _stated_numbers(names, line.claims)
        dates = set(re.findall(r"\d+", line.date))
        for number in numbers_in(line.text):
            if Decimal(number) in stated:
                how = "claim"
            elif number.isdigit() and int(number) in line.counted:
                how = "count"
            elif number.lstrip("0") in {part.lstrip("0") for part in dates}:
                how = "date"
            elif line.certainty == "own":
                how = "own"
            else:
                raise DataError(
                    Message("line_brief_has_number_without_source"),
                    where=line.key or Message("brief"),
                    found=Message("one_in_other", one=number, other=f"{line.text[:120]!r}"),
                    expected=Message("number_that_one_its_claims_says"),
                    hint=Message("this_fault_program_or_translation_report"),
                )
            reference_list.append(Reference(number, line.text, line.claims, how))
    return reference_list


def _stated_numbers(names: Names, claims: Iterable[str]) -> set[Decimal]:
    """Every number that the claims state, at every scale in which a page may write it."""
    material = names.material
    numbers: set[Decimal] = set()
    for identity in claims:
        if identity in material.observation:
            o = material.observation[identity]
            texts = [names.amount(o), names.money(o), o.period, o.as_printed, o.component, o.product, o.place]
            texts += [names.measure(o), names.product(o)]
            if o.value is not None:
                numbers |= {abs(o.value), abs(o.value.normalize())}
        elif identity in material.record:
            record = material.record[identity]
            texts = [value.value for values in record.properties.values() for value in values]
            texts += [names.title(record), *record.derived.values()]
            texts += [
                names.text(record.id, name, v.value) for name, values in record.properties.items() for v in values
            ]
        elif identity in material.view.editions:
            edition = material.view.editions[identity]
            texts = [edition.title, names.work(edition)[0], names.publisher(edition), edition.published_on]
        else:
            continue
        for text in texts:
            numbers |= {Decimal(number) for number in numbers_in(text)}
            numbers |= {Decimal(part) for part in re.findall(r"\d+", text)}
    return numbers
