"""A verbal claim about a series or a count, and the printed series that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.record import Record
from henequen.model.term import OwnText
from henequen.record.audit.corpus import Corpus, document, is_total
from henequen.record.audit.periods import Span, span
from henequen.record.audit.selector import pairs
from henequen.record.audit.wording import name

__all__ = ["Series", "Statement"]

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Series:
    """One yearly series of one reporter, as one table prints it."""

    table: str
    measure: str
    reporter: str
    points: Mapping[int, Observation]

    @property
    def years(self) -> list[int]:
        """Its years in order."""
        return sorted(self.points)

    @property
    def label(self) -> Message:
        """The reporter of the series and the place where it is printed."""
        if self.table:
            return Message("count_in_table", area=name(self.reporter), table=self.table)
        return Message("count_by", area=name(self.reporter))


@dataclass(frozen=True, slots=True)
class Statement:
    """A record of the table `statements`, read."""

    record: Record

    def get(self, field: str) -> str:
        """The value of a field, or empty."""
        return self.record.one(field)

    @property
    def assertion(self) -> str:
        """The kind of assertion."""
        return self.get("assertion")

    @property
    def wording(self) -> OwnText:
        """The statement in our words, as a clause."""
        return OwnText(subject=self.record.id, name="restatement", text=self.get("restatement"))

    @property
    def settings(self) -> dict[str, str]:
        """Further settings of the assertion: the pairs of `other`."""
        return pairs(self.get("other"))

    @property
    def span(self) -> Span | None:
        """The months that it refers to; None if it states none."""
        return span(self.get("period")) if self.get("period") else None

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that contain it."""
        return self.record.documents

    def series(self, corpus: Corpus, **instead: str) -> list[Series]:
        """The yearly series that it refers to, tables before text, within its period; `instead` replaces fields."""

        def field(name_: str) -> str:
            return instead.get(name_, self.get(name_))

        points_by_year: dict[tuple[str, str], dict[int, Observation]] = {}
        for o in corpus.valued:
            year = corpus.year(o)
            if year is None or document(o) not in self.documents or (is_total(o) and o.measure != "total_trade"):
                continue
            if o.measure != field("measure") or o.component != field("component") or o.place != field("place"):
                continue
            if (o.product or "TOTAL") != (field("product") or "TOTAL"):
                continue
            if any(field(side) not in ("", getattr(o, side)) for side in ("reporter", "partner")):
                continue
            months = self.span
            if months is None or Span(year * 12, year * 12 + 12).within(months):
                points_by_year.setdefault((o.table, o.reporter), {}).setdefault(year, o)
        tabled = {key: points for key, points in points_by_year.items() if key[0]} or points_by_year
        return [
            Series(table, field("measure"), reporter, points)
            for (table, reporter), points in tabled.items()
            if len(points) >= _FEWEST
        ]

    def always(self, corpus: Corpus) -> list[Series]:
        """The same series in all years, regardless of the statement's period."""
        claims_by_field = {field: values for field, values in self.record.properties.items() if field != "period"}
        return Statement(replace(self.record, properties=claims_by_field)).series(corpus)
