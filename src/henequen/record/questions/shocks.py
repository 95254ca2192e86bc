"""A shock diary: a crisis with the steps of both sides, and the figures of the years around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from henequen.model.dates import parse_date
from henequen.model.observation import Observation
from henequen.model.record import Record

__all__ = ["Timeline", "figures_around", "timelines"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The course of a record (a crisis, a regime): its steps in order, and the first and last year."""

    record: str
    steps: tuple[Record, ...]
    first: int
    last: int

    def responses(self, side: str) -> tuple[Record, ...]:
        """The responses of a side."""
        return tuple(s for s in self.steps if s.one("kind") == "response" and s.one("side") == side)


def timelines(steps: Iterable[Record], records: Mapping[str, Record], table: str) -> list[Timeline]:
    """The timelines of the records of a table that have steps, the earliest first."""
    events_of: dict[str, list[Record]] = {}
    for step in steps:
        owner = records.get(step.one("of"))
        if owner is not None and owner.table == table:
            events_of.setdefault(owner.id, []).append(step)
    steps_of = []
    for identity, rows in events_of.items():
        rows.sort(key=lambda s: (parse_date(s.one("on")).earliest, s.id))
        steps_of.append(
            Timeline(
                identity,
                tuple(rows),
                parse_date(rows[0].one("on")).earliest.year,
                parse_date(rows[-1].one("on")).latest.year,
            )
        )
    return sorted(steps_of, key=lambda t: (t.first, t.record))


def figures_around(
    observations: Iterable[Observation], sides: Sequence[str], first: int, last: int, measures: Sequence[str]
) -> list[Observation]:
    """The figures between both sides of these measures, for single years from three before to three after."""
    figures = [
        o
        for o in observations
        if o.measure in measures
        and o.reporter in sides
        and o.partner in sides
        and not o.place
        and o.product in ("", "TOTAL")
        and o.period.isdigit()
        and first - 3 <= int(o.period) <= last + 3
    ]
    return sorted(figures, key=lambda o: (o.measure, o.reporter, o.flow, o.period, o.id))
