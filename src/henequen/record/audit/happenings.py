"""Dated evidence that cannot be right: two states of one item on one day, evidence older than its commitment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from henequen.model.dates import parse_date
from henequen.model.finding import Finding
from henequen.model.message import Listed, Message
from henequen.model.record import Record
from henequen.model.term import Coded, Day, OwnText
from henequen.record.audit.report import finding

__all__ = ["happenings"]

_PROGRESS = ("started", "partial", "delivered")
_AGAINST = ("stopped", "contrary")


def happenings(records: Mapping[str, Sequence[Record]], published: Mapping[str, str]) -> Iterator[Finding]:
    """An item that both advances and stops on one day (`record.two_states`); evidence from before the first source that
    states its commitment (`record.evidence_before`). `published` gives the day of each edition, if known."""
    yield from _two_states(records)
    yield from _evidence_before(records, published)


def _evidence_before(records: Mapping[str, Sequence[Record]], published: Mapping[str, str]) -> Iterator[Finding]:
    stated: dict[str, str] = {}
    for record in records.get("recommendations", ()):
        editions = {
            edition for values in record.properties.values() for claim in values for _, edition in claim.sources
        }
        first = min(filter(None, (published.get(edition, "") for edition in editions)), default="")
        if first:
            stated[record.id] = first
    for record in records.get("happenings", ()):
        item, on = record.one("item"), record.one("on") or record.one("from")
        if item in stated and on and parse_date(on).latest < parse_date(stated[item]).earliest:
            first = Day(of=stated[item])
            yield finding(
                "record.evidence_before",
                Message("evidence_before", item=_wording_of(records, item), date=Day(of=on), first=first),
                [record],
                printed=Day(of=on),
                computed=Message("not_before", date=first),
            )


def _two_states(records: Mapping[str, Sequence[Record]]) -> Iterator[Finding]:
    by_day: dict[tuple[str, str], list[Record]] = {}
    for record in records.get("happenings", ()):
        on = record.one("on") or record.one("from")
        if len(on) == len("2000-01-01"):
            by_day.setdefault((record.one("item"), on), []).append(record)
    for (item, on), group in sorted(by_day.items()):
        kinds = sorted({record.one("kind") for record in group})
        if set(kinds) & set(_PROGRESS) and set(kinds) & set(_AGAINST):
            states = Listed([Coded(vocabulary="happening", code=kind) for kind in kinds], glue=", ")
            yield finding(
                "record.two_states",
                Message("two_states", item=_wording_of(records, item), date=Day(of=on), kinds=states),
                group,
                printed=states,
                computed=Message("one_state"),
            )


def _wording_of(records: Mapping[str, Sequence[Record]], item: str) -> OwnText:
    """The item as it is worded, or its id."""
    worded = next((r.one("restatement") for r in records.get("recommendations", ()) if r.id == item), "")
    return OwnText(subject=item, name="restatement", text=worded or item)
