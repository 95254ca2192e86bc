"""What people decide on proposals: appended events with who and when; nothing is deleted, not even by undoing.

Every event on a proposal gives it a new version. Who decides says which version was looked at; if somebody decided
meanwhile, the decision is refused and tells what the other decided. This is the one interface of the log: whoever keeps
decisions elsewhere keeps these events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from henequen.model.errors import HenequenError, UsageError
from henequen.record.review.event_log import EventLog

__all__ = ["STATES", "VERDICTS", "Decided", "Decision", "Decisions", "Standing"]

VERDICTS = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "same_as": "same_as", "skip": "skipped"}
"""What a reviewer can say, and the state that a proposal is in then."""
STATES = ("open", *VERDICTS.values())


class Decided(HenequenError):
    """Somebody else decided meanwhile; `decision` is what stands."""

    decision: Decision | None = None


@dataclass(frozen=True)
class Decision:
    """One verdict by one person. `fields` are corrected values, `same_as` the record that it is about."""

    number: int
    proposal: str
    verdict: str
    who: str
    when: str
    reason: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    same_as: str = ""

    @property
    def in_words(self) -> str:
        """Who decided what and when, in one line."""
        more = f" ({self.reason})" if self.reason else ""
        return f"{self.who}: {self.verdict} on {self.when}{more}"


@dataclass
class Standing:
    """Where a proposal stands: its version, the decision that holds (if any), all that was ever decided, and whether it
    was taken into the pack."""

    version: int = 0
    decisions: list[Decision] = field(default_factory=list)
    undone: list[Decision] = field(default_factory=list)
    history: list[Mapping[str, Any]] = field(default_factory=list)
    taken: bool = False

    @property
    def decision(self) -> Decision | None:
        """The decision that holds."""
        return self.decisions[-1] if self.decisions else None

    @property
    def state(self) -> str:
        """`open`, or the state that the verdict gives."""
        return VERDICTS[self.decisions[-1].verdict] if self.decisions else "open"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Decisions:
    """The decisions of one pack, in `decisions.jsonl` of `folder`; any number of processes may use it at once."""

    def __init__(self, folder: Path, clock: Callable[[], str] = _now) -> None:
        self._log = EventLog(folder / "decisions.jsonl")
        self._clock = clock
        self._standing: dict[str, Standing] = {}
        self._mine: dict[str, list[Decision]] = {}
        self._back: dict[str, list[Decision]] = {}
        self._count = 0

    def of(self, proposal: str) -> Standing:
        """Where a proposal stands now."""
        self._read()
        return self._standing.get(proposal) or Standing()

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
        """Append a verdict on the proposal as it was at `version`. Raises Decided where it has another version now."""
        if verdict not in VERDICTS:
            raise UsageError("an unknown verdict", found=verdict, expected=", ".join(VERDICTS))
        if not who.strip():
            raise UsageError("nobody decides", expected="the name of who decides")
        if verdict == "reject" and not reason.strip():
            raise UsageError("a rejection needs a reason", expected="why it is not so, in a few words")
        if verdict == "same_as" and not same_as:
            raise UsageError("it is not said what it is the same as", expected="the id of a record")
        if verdict == "correct" and not fields:
            raise UsageError("it is not said what is corrected", expected="a field and its value")

        def event() -> Iterable[Mapping[str, Any]]:
            self._read()
            self._refuse_old(proposal, version)
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
        """Take back the last decision of `who` that stands; raises UsageError where there is none."""
        return self._turn(who, "undone")

    def redo(self, who: str) -> Decision:
        """Make the decision that `who` took back last hold again."""
        return self._turn(who, "redone")

    def taken(self, proposals: Iterable[str], who: str) -> None:
        """Say that the decisions on these proposals have been carried into the pack."""
        self._log.append(
            lambda: [{"event": "taken", "proposal": one, "who": who, "when": self._clock()} for one in proposals]
        )

    def _turn(self, who: str, what: str) -> Decision:
        chosen: list[Decision] = []

        def event() -> Iterable[Mapping[str, Any]]:
            self._read()
            mine = (self._mine if what == "undone" else self._back).get(who, [])
            decision = next((one for one in reversed(mine) if self._holds(one, what)), None)
            if decision is None:
                verb = "undo" if what == "undone" else "redo"
                raise UsageError(
                    f"there is nothing to {verb}",
                    found=who,
                    hint="what others decided after, and what was carried into the pack, is not taken back here",
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
        """Can this decision be undone or redone: is it the last word on its proposal, and not in the pack?"""
        standing = self._standing[decision.proposal]
        held = standing.decisions if what == "undone" else standing.undone
        return not standing.taken and bool(held) and held[-1].number == decision.number

    def _refuse_old(self, proposal: str, version: int) -> None:
        standing = self._standing.get(proposal) or Standing()
        if standing.taken:
            raise UsageError("this proposal has been carried into the pack", found=proposal)
        if standing.version != version:
            self._raise_decided(proposal, standing)

    def _raise_decided(self, proposal: str, standing: Standing) -> None:
        decision = standing.decision
        refusal = Decided(
            "somebody decided meanwhile",
            where=proposal,
            found=decision.in_words if decision else "a decision that was taken back",
            hint=f"look again; to decide all the same, say --version {standing.version}",
        )
        refusal.decision = decision
        raise refusal

    def _read(self) -> None:
        for event in self._log.news():
            self._count += 1
            self._apply(event)

    def _apply(self, event: Mapping[str, Any]) -> None:
        standing = self._standing.setdefault(event["proposal"], Standing())
        standing.version += 1
        standing.history.append(event)
        who = event["who"]
        mine, back = self._mine.setdefault(who, []), self._back.setdefault(who, [])
        match event["event"]:
            case "decided":
                kept = ("proposal", "verdict", "who", "when", "reason", "fields", "same_as")
                decision = Decision(self._count, **{name: event[name] for name in kept})
                standing.decisions.append(decision)
                standing.undone.clear()
                mine.append(decision)
                back.clear()
            case "undone":
                decision = standing.decisions.pop()
                standing.undone.append(decision)
                mine.remove(decision)
                back.append(decision)
            case "redone":
                decision = standing.undone.pop()
                standing.decisions.append(decision)
                back.remove(decision)
                mine.append(decision)
            case "taken":
                standing.taken = True
