"""Dated evidence that contradicts itself: two states of one item on one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from henequen.model.finding import Finding
from henequen.model.message import Listed, Message
from henequen.model.record import Record
from henequen.model.term import Coded, Day, OwnText
from henequen.record.audit.report import finding

__all__ = ["happenings"]

_PROGRESS = ("started", "partial", "delivered")
_AGAINST = ("stopped", "contrary")


def happenings(records: Mapping[str, Sequence[Record]]) -> Iterator[Finding]:
    """An item that both advances and stops on one day (`record.two_states`)."""
    by_day: dict[tuple[str, str], list[Record]] = {}
    for record in records.get("happenings", ()):
        on = record.one("on") or record.one("from")
        if len(on) == len("2000-01-01"):
            by_day.setdefault((record.one("item"), on), []).append(record)
    for (item, on), group in sorted(by_day.items()):
        kinds = sorted({record.one("kind") for record in group})
        if set(kinds) & set(_PROGRESS) and set(kinds) & set(_AGAINST):
            told = Listed([Coded(vocabulary="happening", code=kind) for kind in kinds], glue=", ")
            yield finding(
                "record.two_states",
                "warning",
                Message("two_states", item=_named(records, item), date=Day(of=on), kinds=told),
                group,
                printed=told,
                computed=Message("one_state"),
            )


def _named(records: Mapping[str, Sequence[Record]], item: str) -> OwnText:
    """The item as it is worded, or its id."""
    worded = next((r.one("restatement") for r in records.get("recommendations", ()) if r.id == item), "")
    return OwnText(subject=item, name="restatement", text=worded or item)
