"""One page: tables and running text in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from henequen.reading.layout.aligned import aligned_tables
from henequen.reading.layout.columns import zones
from henequen.reading.layout.ruled import ruled_tables
from henequen.reading.layout.table_layout import TableLayout
from henequen.reading.layout.words import Line, Rule, Word, lines_of

__all__ = ["PageLayout", "lay_out"]


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The content of a page in reading order: tables, and runs of text lines."""

    parts: tuple[TableLayout | tuple[Line, ...], ...]


def lay_out(words: Sequence[Word], rules: Sequence[Rule], width: float, height: float) -> PageLayout:
    """Find the tables and columns of a page."""
    grids, rest = ruled_tables(words, rules)
    parts: list[TableLayout | tuple[Line, ...]] = []
    for zone in zones(rest, grids):
        if isinstance(zone, TableLayout):
            parts.append(zone)
        else:
            parts.extend(aligned_tables(lines_of(zone), rules))
    return PageLayout(tuple(parts))
