"""One instrument while its text is read: what its own sentence shows, and what later sentences about it add."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from henequen.reading.document import Proposal
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.instrument_parties import Parties
from henequen.reading.prose.instrument_status import Status
from henequen.reading.prose.lists import Lead
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["DONE", "Draft", "show_date"]

DONE = ("signed", "in_force", "in_force_auto_renewal", "completed", "initialled")
"""States of a text that has been settled; only such a text has a date of entry into force."""
_ORDER = (
    "under_negotiation",
    "proposed",
    "initialled",
    "signed",
    "in_force",
    "in_force_auto_renewal",
    "validity_not_stipulated",
    "expiring",
    "under_renewal",
    "suspended",
    "completed",
    "ended",
    "replaced",
)
"""The life of an instrument: a later state replaces an earlier one."""


@dataclass
class Draft:
    """An instrument that a sentence names, with its dates and state so far and the passages that show them."""

    scene: Scene
    name: InstrumentName
    parties: Parties
    quotes: Quoted
    status: Status | None = None
    signed: DateSpan | None = None
    force: DateSpan | None = None
    signed_at: str | None = None
    lead: Lead | None = None
    provisional: bool = False
    level: str | None = None
    terms: dict[str, str] = field(default_factory=dict)

    def is_settled(self) -> bool:
        """Has the text been initialled, signed or put into force?"""
        return self.status is not None and self.status.normalised in DONE

    def may_be(self, other: Draft) -> bool:
        """Can a mention in a later sentence be this instrument: does no date contradict another?"""
        for own, its in ((self.signed, other.signed), (self.force, other.force)):
            if own and its and not (own.value.startswith(its.value) or its.value.startswith(own.value)):
                return False
        return True

    def take(self, prose: Prose, other: Draft) -> None:
        """Take over what a later sentence about the same instrument adds, with its evidence."""
        changed = False
        if other.name.specific and other.parties.countries and not self.parties.countries:
            self.parties, changed = other.parties, True
        if other.signed and (self.signed is None or len(other.signed.value) > len(self.signed.value)):
            self.signed, changed = other.signed, True
            self.signed_at = other.signed_at or self.signed_at
            show_date(prose, self.quotes, other.scene, other.signed)
        if other.force and (self.force is None or len(other.force.value) > len(self.force.value)):
            self.force, changed = self._dated_by_signature(prose, other.force), True
            show_date(prose, self.quotes, other.scene, other.force)
        resumed = self.status is not None and re.search(r"재개|resum|reanud", self.status.printed)
        interrupted = other.status is not None and other.status.normalised == "suspended"
        if other.status and not (resumed and interrupted) and _rank(other.status) > _rank(self.status):
            self.status, changed = other.status, True
        for name, value in other.terms.items():
            if name not in self.terms:
                self.terms[name], changed = value, True
        self.provisional = self.provisional or other.provisional
        if changed:
            self.quotes.add(other.scene.start, min(other.scene.end, other.scene.start + 600))

    def _dated_by_signature(self, prose: Prose, date: DateSpan) -> DateSpan:
        """A date of "the following year" or "that year" in a later sentence counts from the signature."""
        source = next((one for one in prose.dates if date.source and one.start == date.source[0]), None)
        if source is None or self.signed is None or not source.year or not self.signed.year or not date.year:
            return date
        year = self.signed.year + date.year - source.year
        return replace(date, value=f"{year}{date.value[4:]}", source=(self.signed.start, self.signed.end))

    def fields(self) -> dict[str, object]:
        """The fields of the proposal."""
        fields: dict[str, object] = {"title": self.name.title, "type": self.name.type}
        if self.signed:
            fields["signed"] = self.signed.as_date()
        if self.force:
            fields["entry_into_force"] = self.force.as_date()
        if self.status:
            fields["status_normalised"] = self.status.normalised
            if self.status.printed:
                fields["status_printed"] = self.status.printed
        if self.signed and self.signed_at:
            fields["signed_at"] = self.signed_at
        for name, values in (
            ("countries", self.parties.countries),
            ("subdivisions", self.parties.subdivisions),
            ("ambiguous_subdivision", self.parties.ambiguous),
            ("parties", self.parties.printed),
        ):
            if values:
                fields[name] = list(values)
        if level := self.level or self.parties.level:
            fields["level"] = level
        fields |= self.terms
        if self.provisional:
            fields["provisional"] = True
        return fields

    def proposal(self, prose: Prose) -> Proposal:
        """The instrument as proposed, with the passages that show its dates, its list and its sides."""
        if self.lead is not None:
            self.quotes.add(max(self.lead.scene.start, self.lead.scene.end - 500), self.lead.scene.end)
        self.quotes.add_countries(prose, list(self.parties.countries))
        return Proposal(prose.document.name, "instrument", self.fields(), self.quotes.evidence())


def show_date(prose: Prose, quotes: Quoted, scene: Scene, date: DateSpan) -> None:
    """Add the passages that show a date: the head, the year that it takes from its context, another sentence."""
    if date.basis != "printed":
        quotes.add_head()
    if date.source:
        quotes.add(*date.source)
    if not scene.start <= date.start < scene.end:
        other = prose.scene_of(date.start)
        short = other is not None and other.end - other.start < 500
        quotes.add(*((other.start, other.end) if other is not None and short else (date.start, date.end)))


def _rank(status: Status | None) -> int:
    return _ORDER.index(status.normalised) if status and status.normalised in _ORDER else -1
