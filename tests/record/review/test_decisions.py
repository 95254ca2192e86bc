"""Reviewers at once: whatever the order, no decision is lost or overwritten, and undo and redo survive a restart."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from henequen.model.errors import StoreError, UsageError
from henequen.record.review.decisions import VERDICTS, Decided, Decisions

PEOPLE = ("Ana", "Bora", "Chul", "Dina")
STEP = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from(["look", "decide", "decide", "undo", "redo", "restart"]),
    st.sampled_from(["p-1", "p-2", "p-3"]),
    st.sampled_from([*VERDICTS]),
)


def say(decisions: Decisions, proposal: str, verdict: str, who: str, version: int) -> None:
    decisions.decide(
        proposal, verdict, who, version=version, reason="because", fields={"title": "t"}, same_as="a-record"
    )


@settings(max_examples=200, deadline=None)
@given(steps=st.lists(STEP, max_size=30))
def test_interleaved_reviewers_lose_and_overwrite_nothing(steps: list[tuple[str, str, str, str]]) -> None:
    """Each reviewer has a desk of her own on the same folder, and decides on what she saw last."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desks = {who: Decisions(folder) for who in PEOPLE}
        seen: dict[tuple[str, str], int] = {}
        model: dict[str, list[tuple[str, str]]] = {}
        done: list[tuple[str, str, str]] = []
        versions: dict[str, int] = {}
        for who, what, proposal, verdict in steps:
            desk = desks[who]
            if what == "look":
                seen[who, proposal] = desk.of(proposal).version
            elif what == "restart":
                desks[who] = Decisions(folder)
            elif what == "decide":
                looked = seen.get((who, proposal), 0)
                if looked == versions.get(proposal, 0):
                    say(desk, proposal, verdict, who, looked)
                    model.setdefault(proposal, []).append((who, verdict))
                    versions[proposal] = looked + 1
                    done.append((proposal, verdict, who))
                else:
                    with pytest.raises(Decided) as refused:
                        say(desk, proposal, verdict, who, looked)
                    held = model.get(proposal)
                    assert not held or held[-1][0] in str(refused.value), "the second is told who decided"
            else:
                try:
                    decision = desk.undo(who) if what == "undo" else desk.redo(who)
                except UsageError:
                    continue
                held = model.setdefault(decision.proposal, [])
                if what == "undo":
                    assert held.pop() == (who, decision.verdict)
                else:
                    held.append((who, decision.verdict))
                versions[decision.proposal] += 1
        fresh = Decisions(folder)
        for proposal, held in model.items():
            for desk in (fresh, *desks.values()):
                assert [(d.who, d.verdict) for d in desk.of(proposal).decisions] == held
        path = folder / "decisions.jsonl"
        events = [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []
        kept = [(e["proposal"], e["verdict"], e["who"]) for e in events if e["event"] == "decided"]
        assert kept == done, "every decision stays in the log, in its order, whatever was undone"


def test_threads_that_decide_at_once_are_let_in_one_by_one(tmp_path: Path) -> None:
    won: list[str] = []
    refused: list[str] = []

    def reviewer(who: str) -> None:
        desk = Decisions(tmp_path)
        for number in range(25):
            try:
                say(desk, f"p-{number}", "accept", who, 0)
                won.append(f"p-{number}")
            except Decided:
                refused.append(f"p-{number}")

    threads = [Thread(target=reviewer, args=(who,)) for who in PEOPLE]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == sorted(f"p-{number}" for number in range(25))
    assert len(refused) == 3 * 25


def test_undo_and_redo_go_back_and_forth_without_limit_and_survive_a_restart(tmp_path: Path) -> None:
    for number in range(12):
        say(Decisions(tmp_path), f"p-{number}", "accept", "Ana", 0)
    for number in reversed(range(12)):
        assert Decisions(tmp_path).undo("Ana").proposal == f"p-{number}"
    with pytest.raises(UsageError, match="nothing to undo"):
        Decisions(tmp_path).undo("Ana")
    for number in range(12):
        assert Decisions(tmp_path).redo("Ana").proposal == f"p-{number}"
    assert all(Decisions(tmp_path).of(f"p-{number}").state == "accepted" for number in range(12))


def test_line_that_a_crash_cut_off_is_no_decision(tmp_path: Path) -> None:
    say(Decisions(tmp_path), "p-1", "accept", "Ana", 0)
    with (tmp_path / "decisions.jsonl").open("ab") as file:
        file.write(b'{"event": "decided", "proposal": "p-2", "verd')
    assert Decisions(tmp_path).of("p-2").state == "open"
    say(Decisions(tmp_path), "p-2", "skip", "Bora", 0)
    fresh = Decisions(tmp_path)
    assert (fresh.of("p-1").state, fresh.of("p-2").state) == ("accepted", "skipped")


def test_damaged_line_is_named(tmp_path: Path) -> None:
    say(Decisions(tmp_path), "p-1", "accept", "Ana", 0)
    with (tmp_path / "decisions.jsonl").open("ab") as file:
        file.write(b"nonsense\n")
    with pytest.raises(StoreError, match="line 2"):
        Decisions(tmp_path).of("p-1")
