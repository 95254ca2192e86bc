"""The state of a proposal: the verdicts on it, the resulting state, and the part that a second reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

__all__ = ["STATES", "VERDICTS", "Decision", "Standing"]

VERDICTS = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "same_as": "same_as", "skip": "skipped"}
"""What a reviewer can say, and the state that a proposal is in then."""
STATES = ("open", "second_look", "disputed", *VERDICTS.values())
"""`second_look` and `disputed` occur only where two people must judge every proposal."""


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
        """Reviewer, verdict and time, in one line."""
        more = f" ({self.reason})" if self.reason else ""
        return f"{self.who}: {self.verdict} on {self.when}{more}"

    def agrees_with(self, other: Decision) -> bool:
        """Are both verdicts the same, regardless of their reasons?"""
        same = (self.verdict, self.same_as) == (other.verdict, other.same_as)
        return same and dict(self.fields) == dict(other.fields)


@dataclass
class Standing:
    """The state of a proposal: its version, the valid decisions, all decisions ever made, and whether it was taken
    into the pack. With `four_eyes`, a verdict is final when two people agree on it."""

    version: int = 0
    decisions: list[Decision] = field(default_factory=list)
    undone: list[Decision] = field(default_factory=list)
    history: list[Mapping[str, Any]] = field(default_factory=list)
    in_pack: bool = False
    four_eyes: bool = False
    hidden: int = 0
    """How many verdicts of others a blind reader may not see."""

    @property
    def votes(self) -> dict[str, Decision]:
        """The last valid verdict of each person, skips left out, in the order in which they were given."""
        votes: dict[str, Decision] = {}
        for decision in self.decisions:
            if decision.verdict != "skip":
                votes.pop(decision.who, None)
                votes[decision.who] = decision
        return votes

    @property
    def decision(self) -> Decision | None:
        """The valid decision; with four eyes, the last one if another person agrees."""
        if not self.four_eyes:
            return self.decisions[-1] if self.decisions else None
        votes = list(self.votes.values())
        return votes[-1] if any(votes[-1].agrees_with(other) for other in votes[:-1]) else None

    @property
    def state(self) -> str:
        """`open`, or the state that the verdict gives; with four eyes also `second_look` and `disputed`."""
        decision = self.decision
        if decision is not None:
            return VERDICTS[decision.verdict]
        votes = len(self.votes) + self.hidden
        if self.four_eyes and votes:
            return "second_look" if votes == 1 else "disputed"
        return "skipped" if self.decisions else "open"

    def is_blind(self, who: str) -> bool:
        """Must this person decide without seeing the other's verdict? True until two people have decided, or this
        person has."""
        votes = self.votes
        return self.four_eyes and not self.in_pack and len(votes) <= 1 and who not in votes

    def seen_by(self, who: str) -> Standing:
        """The standing as this person may see it: while blind, only this person's own events, which determine the
        version. So another's verdict does not change the version of a person who may not see it. Such versions are
        negative, so that they differ from all others.
        """
        if not self.is_blind(who):
            return self
        own = [event for event in self.history if event["who"] == who]
        own_decisions = [decision for decision in self.decisions if decision.who == who]
        undone = [decision for decision in self.undone if decision.who == who]
        hidden = sum(name != who for name in self.votes)
        return replace(self, version=-2 - len(own), decisions=own_decisions, undone=undone, history=own, hidden=hidden)

    def needs(self, who: str) -> bool:
        """Should this person decide: it is undecided or, with four eyes, decided by one other, and not skipped by this
        person?"""
        if not self.four_eyes:
            return self.state == "open"
        return self.is_blind(who) and not any(decision.who == who for decision in self.decisions)

    def can_undo(self, decision: Decision) -> bool:
        """Can this decision be taken back: is it not in the pack, and has no one else decided after it?"""
        place = next((place for place, one in enumerate(self.decisions) if one.number == decision.number), None)
        if self.in_pack or place is None:
            return False
        after = [later for later in self.decisions[place + 1 :] if later.who != decision.who]
        return not any(later.verdict != "skip" or not self.four_eyes for later in after)

    def can_redo(self, decision: Decision) -> bool:
        """Can this decision, which was taken back, hold again: was nothing else taken back after it, in this person's
        view?"""
        if self.in_pack or not any(one.number == decision.number for one in self.undone):
            return False
        return self.is_blind(decision.who) or self.undone[-1].number == decision.number
