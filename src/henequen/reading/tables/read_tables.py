"""Every table of a document to proposals: statistics, registers of instruments, matrices of responsibility."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from henequen.reading.document import Proposal, ReadDocument, ReadTable
from henequen.reading.grammar.amounts import shared_currencies
from henequen.reading.grammar.dollars import Dollars
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.sides import DocumentSides, sides_of
from henequen.reading.grammar.wordlists import is_hangul, read_toml
from henequen.reading.tables.context import context_of, country_of
from henequen.reading.tables.labelled import read_labelled
from henequen.reading.tables.matrices import matrix_head, read_matrix
from henequen.reading.tables.registers import RegisterReader, register_columns
from henequen.reading.tables.schedules import read_schedule, schedule_columns
from henequen.reading.tables.shape import shape_of
from henequen.reading.tables.statistics import StatisticsReader
from henequen.reading.tables.units import MoneyStyle

__all__ = ["read_tables"]


def read_tables(document: ReadDocument, left_out: Counter[str] | None = None) -> Iterator[Proposal]:
    """The proposals of all tables; `left_out` counts by reason the values that are not proposed."""
    counted: Counter[str] = Counter() if left_out is None else left_out
    sides = sides_of(document.text, document.language, document.publisher)
    yield from read_labelled(document, sides)
    style = _style(document, sides)
    for table in document.tables:
        head = register_columns(table)
        if head is not None:
            yield from RegisterReader(document, table, sides, head).read()
            continue
        schedule = schedule_columns(document, table)
        actions = (
            schedule is not None
            and schedule.owners == 1
            and {"action", "owner", "deadline"} <= set(schedule.roles.values())
        )
        matrix = matrix_head(document, table, sides) if not actions else None
        if matrix is not None:
            yield from read_matrix(document, table, matrix, sides)
            continue
        if schedule is not None:
            yield from read_schedule(document, table, schedule, sides)
            continue
        shape = shape_of(table)
        if shape is None:
            continue
        context = context_of(document, table, sides, style)
        if context.measure is None:
            context.measure = _measure_of_name(document, table)
        reader = StatisticsReader(document, table, shape, context, sides, style)
        yield from reader.read()
        counted.update(reader.left_out)


def _style(document: ReadDocument, sides: DocumentSides) -> MoneyStyle:
    """What `$`, `pesos` and the other names that several currencies share mean in this document."""
    pesos = {unit for code, unit in read_toml("grammar", "units")["pesos"].items() if code in sides.countries}
    heads = [document.title or "", document.text[:200], *(table.caption for table in document.tables[:5])]
    named = {code for place in find_places("\n".join(heads)) if (code := country_of(place, sides))}
    shared: dict[str, str] = {}
    for countries in ({sides.own} - {None}, named, sides.countries):  # the nearer to the title, the surer
        for word, currency in shared_currencies(code for code in countries if code).items():
            shared.setdefault(word, currency)
    hangul = sum(map(is_hangul, document.text[:400])) >= 10  # a short file whose language is not certain
    sign = Dollars.of(document.text, "ko" if hangul else document.language, sides).sign
    return sign, (pesos.pop() if len(pesos) == 1 else None), tuple(sorted(shared.items()))


def _measure_of_name(document: ReadDocument, table: ReadTable) -> tuple[str, str | None] | None:
    """The measure that the name of the file gives, for a data file that prints no title at all."""
    if table.caption or document.title or len(document.tables) != 1 or document.media_type != "text/csv":
        return None
    words = set(re.split(r"[^a-z]+", document.name.lower()))
    if words & {"fdi", "ied"}:
        return "fdi_flow", None
    if words & {"exports", "export", "exportaciones"}:
        return "export", None
    return ("import", None) if words & {"imports", "import", "importaciones"} else None
