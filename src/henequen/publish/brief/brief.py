"""A brief as data: lines of text, each with the claims that its figures come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CERTAINTIES", "Brief", "Line", "Sheet"]

CERTAINTIES = ("certain", "likely", "raised", "own")
"""How sure a point is: a side's own count or text; an inference; only if the other side raises it; the desk's own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or row. `claims` are the ids of the claims and figures that it rests on, `counted` the numbers in it that
    count records (how many items), `change` its change since the last brief (added, changed, withdrawn or empty)."""

    text: str
    claims: tuple[str, ...] = ()
    counted: tuple[int, ...] = ()
    certainty: str = ""
    date: str = ""
    key: str = ""
    lang: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A topic sheet: the line to take, the background, and who the counterpart is."""

    title: str
    take: tuple[Line, ...]
    background: tuple[Line, ...]
    counterpart: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief, in one language, as of one day. `left_out` counts the lines that its length has no room for."""

    title: str
    subtitle: str
    language: str
    as_of: str
    edition: str
    classification: str
    purpose: tuple[Line, ...]
    points: tuple[Line, ...]
    unknown: tuple[Line, ...]
    they_owe: tuple[Line, ...]
    we_owe: tuple[Line, ...]
    sheets: tuple[Sheet, ...]
    pending: tuple[Line, ...]
    chronology: tuple[Line, ...]
    who: tuple[Line, ...]
    notes: tuple[Line, ...]
    sources: tuple[Line, ...]
    changes: tuple[Line, ...] = ()
    left_out: int = 0

    def sections(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """The simple sections by key, in order; topic sheets come between `we_owe` and `pending`."""
        for key in ("purpose", "changes", "points", "unknown", "they_owe", "we_owe"):
            yield key, getattr(self, key)
        for key in ("pending", "chronology", "who", "notes", "sources"):
            yield key, getattr(self, key)

    def lines(self) -> Iterator[Line]:
        """Every line of the brief."""
        for _, lines in self.sections():
            yield from lines
        for sheet in self.sheets:
            yield from (*sheet.take, *sheet.background, *sheet.counterpart)
