"""Decisions of people on proposals: appended events with reviewer and time; nothing is deleted, not even by undoing.

Every event on a proposal gives it a new version. A decision names the version that the reviewer saw; if another
reviewer has decided in the meantime, it is refused and the other decision is returned. With four eyes, the second
person decides without seeing the first verdict. This is the one interface of decisions: a `Log` (a file here, a table
of a database elsewhere) keeps the events, and all states are computed from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message
from henequen.record.review.event_log import EventLog
from henequen.record.review.standing import STATES, VERDICTS, Decision, Standing

__all__ = ["STATES", "VERDICTS", "Decided", "Decision", "Decisions", "Log", "Standing"]


class Log(Protocol):
    """Where events are kept: any number of processes may append, one at a time."""

    def news(self) -> list[dict[str, Any]]:
        """The events appended since the last call, by any process, in order."""

    def append(self, make: Callable[[], Iterable[Mapping[str, Any]]]) -> None:
        """Append what `make` returns; it is called while no other process can append, and may raise to append
        nothing."""


class Decided(HenequenError):
    """Another reviewer has decided in the meantime; `decision` is the valid one, at `version`."""

    decision: Decision | None = None
    version: int = 0


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Decisions:
    """The decisions of one pack, in a log or in `decisions.jsonl` of a folder; any number of processes may use it at once.

    With `four_eyes`, a verdict is final when two people agree on it.
    """

    def __init__(self, log: Path | Log, clock: Callable[[], str] = _now, four_eyes: bool = False) -> None:
        self._log: Log = EventLog(log / "decisions.jsonl") if isinstance(log, Path) else log
        self._clock = clock
        self._four_eyes = four_eyes
        self._standing: dict[str, Standing] = {}
        self._mine: dict[str, list[Decision]] = {}
        self._back: dict[str, list[Decision]] = {}
        self._count = 0

    def of(self, proposal: str) -> Standing:
        """The current state of a proposal."""
        self._read()
        return self._standing.get(proposal) or Standing(four_eyes=self._four_eyes)

    def seen_by(self, proposal: str, who: str) -> Standing:
        """The state of a proposal as this person may see it."""
        return self.of(proposal).seen_by(who)

    def decide(
        self,
        proposal: str,
        verdict: str,
        who: str,
        *,
        version: int,
        reason: str = "",
        fields: Mapping[str, Any] | None = None,
        same_as: str = "",
    ) -> Decision:
        """Append a verdict on the proposal as it was at `version`. Raises Decided if it has another version now."""
        if verdict not in VERDICTS:
            raise UsageError(Message("unknown_verdict"), found=verdict, expected=", ".join(VERDICTS))
        if not who.strip():
            raise UsageError(Message("name_person_who_decides_missing"), expected=Message("name_person_who_decides"))
        if verdict == "reject" and not reason.strip():
            raise UsageError(Message("rejection_needs_reason"), expected=Message("why_not_so_in_few_words"))
        if verdict == "same_as" and not same_as:
            raise UsageError(Message("record_that_same_as_missing"), expected=Message("id_record"))
        if verdict == "correct" and not fields:
            raise UsageError(Message("corrected_field_missing"), expected=Message("field_and_its_value"))

        def event() -> Iterable[Mapping[str, Any]]:
            self._read()
            self._refuse_old(proposal, version, who)
            yield {
                "event": "decided",
                "proposal": proposal,
                "verdict": verdict,
                "who": who,
                "when": self._clock(),
                "on_version": version,
                "reason": reason,
                "fields": dict(fields or {}),
                "same_as": same_as,
            }

        self._log.append(event)
        self._read()
        decision = self._mine[who][-1]
        return decision

    def undo(self, who: str) -> Decision:
        """Take back the last valid decision of `who`; raises UsageError if there is none."""
        return self._turn(who, "undone")

    def redo(self, who: str) -> Decision:
        """Make the decision that `who` took back last hold again."""
        return self._turn(who, "redone")

    def record_taken(self, proposals: Iterable[str], who: str) -> None:
        """Record that the decisions on these proposals were carried into the pack."""
        self._log.append(
            lambda: [{"event": "taken", "proposal": one, "who": who, "when": self._clock()} for one in proposals]
        )

    def _turn(self, who: str, what: str) -> Decision:
        chosen: list[Decision] = []

        def event() -> Iterable[Mapping[str, Any]]:
            self._read()
            own_decisions = (self._mine if what == "undone" else self._back).get(who, [])
            decision = next((one for one in reversed(own_decisions) if self._holds(one, what)), None)
            if decision is None:
                verb = "undo" if what == "undone" else "redo"
                raise UsageError(
                    Message("there_nothing", verb=verb),
                    found=who,
                    hint=Message("what_others_decided_after_and_what"),
                )
            chosen.append(decision)
            yield {
                "event": what,
                "proposal": decision.proposal,
                "of": decision.number,
                "who": who,
                "when": self._clock(),
            }

        self._log.append(event)
        self._read()
        return chosen[0]

    def _holds(self, decision: Decision, what: str) -> bool:
        """Can this decision be undone, or redone?"""
        standing = self._standing[decision.proposal]
        return standing.can_undo(decision) if what == "undone" else standing.can_redo(decision)

    def _refuse_old(self, proposal: str, version: int, who: str) -> None:
        standing = (self._standing.get(proposal) or Standing(four_eyes=self._four_eyes)).seen_by(who)
        if standing.in_pack:
            raise UsageError(Message("this_proposal_has_been_carried_into"), found=proposal)
        if standing.version != version:
            self._raise_decided(proposal, standing)

    def _raise_decided(self, proposal: str, standing: Standing) -> None:
        decisions = list(standing.votes.values()) if standing.four_eyes else standing.decisions[-1:]
        refusal = Decided(
            Message("another_reviewer_has_decided_in_meantime"),
            where=proposal,
            found="; ".join(decision.in_words for decision in decisions) or Message("decision_that_was_taken_back"),
            hint=Message("look_again_decide_anyway_give_version", version=standing.version),
        )
        refusal.decision = decisions[-1] if decisions else None
        refusal.version = standing.version
        raise refusal

    def _read(self) -> None:
        for event in self._log.news():
            self._count += 1
            self._apply(event)

    def _apply(self, event: Mapping[str, Any]) -> None:
        standing = self._standing.setdefault(event["proposal"], Standing(four_eyes=self._four_eyes))
        standing.version += 1
        standing.history.append(event)
        who = event["who"]
        undoable, back = self._mine.setdefault(who, []), self._back.setdefault(who, [])
        match event["event"]:
            case "decided":
                kept = ("proposal", "verdict", "who", "when", "reason", "fields", "same_as")
                decision = Decision(self._count, **{name: event[name] for name in kept})
                standing.decisions.append(decision)
                standing.undone = [one for one in standing.undone if standing.four_eyes and one.who != who]
                undoable.append(decision)
                back.clear()
            case "undone":
                decision = _taken_out(standing.decisions, event["of"])
                standing.undone.append(decision)
                undoable.remove(decision)
                back.append(decision)
            case "redone":
                decision = _taken_out(standing.undone, event["of"])
                standing.decisions.append(decision)
                back.remove(decision)
                undoable.append(decision)
            case "taken":
                standing.in_pack = True


def _taken_out(decisions: list[Decision], number: int) -> Decision:
    """Take the decision with this number out of a list."""
    place = next(place for place, decision in enumerate(decisions) if decision.number == number)
    return decisions.pop(place)
