"""Participation in treaties: signature, ratification, entry into force and denunciation by side, and the resulting
state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from henequen.model.dates import parse_date
from henequen.model.record import Record

__all__ = ["BINDING", "Participation", "participation"]

BINDING = ("ratification", "acceptance", "accession", "succession")
"""The actions by which a side becomes bound."""


@dataclass(frozen=True, slots=True)
class Participation:
    """A side's part in a treaty on a day: `party`, `signed`, `left`, `outside` (a source denies that it is bound) or
    `unknown`; the records of its actions by kind; the depositary."""

    treaty: str
    side: str
    state: str
    actions: tuple[tuple[str, str], ...]
    depositary: str

    def action(self, *kinds: str) -> str:
        """The record of the first action of one of these kinds; empty if none is recorded."""
        return next((record for kind, record in self.actions if kind in kinds), "")


def participation(
    records: Iterable[Record], sides: Sequence[str], as_of: str
) -> dict[str, tuple[Participation, Participation]]:
    """For each treaty the part of both sides on the day `as_of`; treaties without an action of a side are left out."""
    today = parse_date(as_of).latest
    actions_of: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        is_action = record.table == "treaty_actions" and record.one("side") in sides
        if is_action and parse_date(record.one("on")).earliest <= today:
            actions_of.setdefault(record.one("treaty"), {}).setdefault(record.one("side"), []).append(record)
    return {
        treaty: (_part(treaty, sides[0], actions.get(sides[0], [])), _part(treaty, sides[1], actions.get(sides[1], [])))
        for treaty, actions in sorted(actions_of.items())
    }


def _part(treaty: str, side: str, records: list[Record]) -> Participation:
    records = sorted(records, key=lambda r: (parse_date(r.one("on")).earliest, r.id))
    action_ids = {r.one("action"): r.id for r in reversed(records) if r.properties["action"][0].polarity == "asserted"}
    denied = [r for r in records if r.properties["action"][0].polarity == "denied"]
    if "denunciation" in action_ids:
        state = "left"
    elif any(kind in action_ids for kind in BINDING):
        state = "party"
    elif denied:
        state = "outside"
    else:
        state = "signed" if "signature" in action_ids else "unknown"
    actions = (*action_ids.items(), *(("denied", r.id) for r in denied))
    depositary = next((r.one("depositary") for r in records if r.one("depositary")), "")
    return Participation(treaty, side, state, actions, depositary)
