"""Two to four reviewers at once, in random order: no decision is lost, and none is overwritten by somebody who had not seen it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from henequen.model.errors import UsageError
from henequen.record.review.decisions import Decided, Decisions, Log
from henequen.record.review.event_log import EventLog

PEOPLE = ("Ana", "Bora", "Chul", "Dina")
VERDICTS = ("accept", "accept", "accept", "reject", "correct", "same_as", "skip")


@dataclass
class Events:
    """Events in memory, shared by all reviewers; `at` is how far this reviewer has read."""

    shared: list[dict[str, Any]] = field(default_factory=list)
    at: int = 0

    def news(self) -> list[dict[str, Any]]:
        """What was appended since the last call."""
        found, self.at = self.shared[self.at :], len(self.shared)
        return [dict(event) for event in found]

    def append(self, make: Callable[[], Iterable[Mapping[str, Any]]]) -> None:
        """Append, with nobody in between."""
        self.shared.extend(dict(event) for event in list(make()))


def votes(events: list[dict[str, Any]]) -> dict[str, str]:
    """Who stands behind which verdict, from events alone: an account of its own beside the code that is tested."""
    standing: list[dict[str, Any]] = []
    for event in events:
        if event["event"] == "undone":
            standing = [one for one in standing if one["n"] != event["of"]]
        elif event["event"] == "redone":
            standing.append(next(one for one in events if one["n"] == event["of"]))
        elif event["event"] == "decided":
            standing.append(event)
    return {one["who"]: one["verdict"] for one in standing if one["verdict"] != "skip"}


def may_know(events: list[dict[str, Any]], who: str, four_eyes: bool) -> list[dict[str, Any]]:
    """The events on a proposal that a reviewer may know: with four eyes, before she or two others decided, her own."""
    said = votes(events)
    if four_eyes and who not in said and len(said) <= 1:
        return [event for event in events if event["who"] == who]
    return events


def interleave(seed: int, logs: Callable[[], Log], steps: int = 24) -> int:
    """One random interleaving; raises AssertionError if a decision is lost or overwrites one unseen. Returns the decisions."""
    chance = random.Random(seed)
    people = PEOPLE[: chance.randrange(2, 5)]
    four_eyes = chance.random() < 0.5
    proposals = [f"p-{number}" for number in range(chance.randrange(1, 4))]
    desks = {who: Decisions(logs(), four_eyes=four_eyes) for who in people}
    seen: dict[tuple[str, str], tuple[int, list[dict[str, Any]]]] = {}
    events: list[dict[str, Any]] = []
    done = 0
    for _ in range(steps):
        who, proposal = chance.choice(people), chance.choice(proposals)
        here = [event for event in events if event["proposal"] == proposal]
        act = chance.choice(["look", "decide", "decide", "decide", "undo", "redo", "restart"])
        if act == "restart":
            desks[who] = Decisions(logs(), four_eyes=four_eyes)
        elif act == "look" or (act == "decide" and (who, proposal) not in seen):
            shown = desks[who].seen_by(proposal, who)
            seen[who, proposal] = shown.version, may_know(here, who, four_eyes)
            assert [event["who"] for event in shown.history] == [e["who"] for e in seen[who, proposal][1]], seed
        elif act == "decide":
            version, known = seen.pop((who, proposal))
            verdict = chance.choice(VERDICTS)
            unseen = may_know(here, who, four_eyes) != known
            try:
                desks[who].decide(
                    proposal, verdict, who, version=version, reason="r", fields={"title": "t"}, same_as="x"
                )
            except Decided:
                assert unseen, (seed, "refused although nothing happened that she did not see")
                continue
            assert not unseen, (seed, "a decision that she had not seen was overwritten")
            events.append(
                {"n": len(events) + 1, "event": "decided", "proposal": proposal, "who": who, "verdict": verdict}
            )
            done += 1
        else:
            try:
                turned = desks[who].undo(who) if act == "undo" else desks[who].redo(who)
            except UsageError:
                continue
            events.append({"n": len(events) + 1, "event": f"{act}ne" if act == "undo" else "redone", "of": turned.number,
                           "proposal": turned.proposal, "who": who})  # fmt: skip
            assert turned.who == who, seed
    held = logs().news()
    kept = [(e["event"], e["proposal"], e["who"], e.get("verdict", "")) for e in held]
    assert kept == [(e["event"], e["proposal"], e["who"], e.get("verdict", "")) for e in events], (seed, "lost")
    for proposal in proposals:
        here = [event for event in events if event["proposal"] == proposal]
        for desk in (*desks.values(), Decisions(logs(), four_eyes=four_eyes)):
            found = desk.of(proposal)
            assert {name: decision.verdict for name, decision in found.votes.items()} == votes(here), seed
            if four_eyes and found.decision is not None:
                assert sum(verdict == found.decision.verdict for verdict in votes(here).values()) >= 2, seed
    return done


def shared_log() -> Callable[[], Log]:
    """Logs in memory that share their events."""
    events: list[dict[str, Any]] = []
    return lambda: Events(events)


def test_interleavings_lose_and_overwrite_nothing() -> None:
    assert sum(interleave(seed, shared_log()) for seed in range(800)) > 2_000


@pytest.mark.slow
def test_ten_thousand_interleavings_lose_and_overwrite_nothing() -> None:
    assert sum(interleave(seed, shared_log()) for seed in range(10_000)) > 25_000


def test_interleavings_on_disk_lose_and_overwrite_nothing(tmp_path: Path) -> None:
    for seed in range(20):
        path = tmp_path / str(seed) / "decisions.jsonl"
        interleave(seed, lambda path=path: EventLog(path))  # type: ignore[misc]
