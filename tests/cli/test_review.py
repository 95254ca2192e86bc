"""Review from the command line: read, decide, be refused, take into the pack, and find it verified."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TEXT = """Ministry of Foreign Affairs
Note, 2 May 2019

The Memorandum of Understanding on Kelp between the Republic of Chile and New Zealand was signed in Santiago on 12 March 2018.

In 2017, Chile exported US$ 120 million to New Zealand.
"""

Run = Callable[..., Any]


@pytest.fixture
def queued(small: Path, tmp_path: Path, run: Run) -> tuple[Path, Path, list[str]]:
    """A pack, a document that was read into its queue, and the ids of the proposals."""
    note = tmp_path / "note.txt"
    note.write_text(TEXT, encoding="utf-8")
    said = ("--publisher", "Ministry of Foreign Affairs", "--published", "2019-05-02", "--side", "CHL")
    assert run("review", "queue", note, *said, "--pack", small).code == 0
    rows = run("review", "list", "--json", "--pack", small).objects
    assert [row["kind"] for row in rows] == ["instrument", "observation"]
    return small, note, [row["id"] for row in rows]


def test_what_was_accepted_is_in_the_pack_and_verified(queued: tuple[Path, Path, list[str]], run: Run) -> None:
    pack, note, ids = queued
    for identity in ids:
        assert run("review", "decide", identity, "accept", "--by", "Ana", "--pack", pack).code == 0
    dry = run("review", "take", "--by", "Ana", "--on", "2020-03-01", "--dry-run", "--pack", pack)
    assert "would be added" in dry.out
    taken = run("review", "take", "--by", "Ana", "--on", "2020-03-01", "--pack", pack)
    assert taken.code == 0 and "claims/instruments.csv: 1 rows added" in taken.out
    assert "no proposals" in run("review", "take", "--by", "Ana", "--pack", pack).out
    assert run("verify", note, "--pack", pack).code == 0
    assert "Kelp" in run("find", "kelp", "--pack", pack).out
    again = run("review", "queue", note, "--json", "--pack", pack).objects[0]
    assert (again["added"], again["known"]) == (0, 2)
    assert all(TEXT.split("\n")[3] not in path.read_text("utf-8") for path in pack.rglob("*.csv"))


def test_same_bytes_under_another_name_add_nothing(queued: tuple[Path, Path, list[str]], run: Run) -> None:
    pack, note, ids = queued
    other = note.with_name("copy.txt")
    shutil.copyfile(note, other)
    again = run("review", "queue", other, "--json", "--pack", pack).objects[0]
    assert (again["added"], again["known"]) == (0, len(ids))


def test_second_reviewer_is_told_and_must_say_again(queued: tuple[Path, Path, list[str]], run: Run) -> None:
    pack, _, (first, second) = queued
    run("review", "decide", first, "accept", "--by", "Ana", "--pack", pack)
    refused = run("review", "decide", first, "reject", "--by", "Bora", "--reason", "no", "--pack", pack)
    assert refused.code == 1 and "Ana: accept" in refused.err and "--version 1" in refused.err
    again = run("review", "decide", first, "reject", "--by", "Bora", "--reason", "no", "--version", 1, "--pack", pack)
    assert again.code == 0
    assert run("review", "undo", "--by", "Ana", "--pack", pack).code == 2
    assert run("review", "undo", "--by", "Bora", "--pack", pack).code == 0
    assert run("review", "redo", "--by", "Bora", "--pack", pack).code == 0
    shown = json.loads(run("review", "show", first, "--json", "--pack", pack).out)
    assert [e["event"] for e in shown["history"]] == ["decided", "decided", "undone", "redone"]
    assert run("review", "decide", second, "reject", "--by", "Ana", "--pack", pack).code == 2, "needs a reason"
    assert run("review", "progress", "--pack", pack).code == 3


def test_correction_that_the_passage_does_not_print_is_not_taken(
    queued: tuple[Path, Path, list[str]], run: Run
) -> None:
    pack, _, (_, figure) = queued
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    run("review", "decide", figure, "correct", "--set", "value=130", "--by", "Ana", "--pack", pack)
    taken = run("review", "take", "--by", "Ana", "--pack", pack)
    assert taken.code == 1 and "differs from what is printed" in taken.err
    assert {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()} == before


def test_same_as_adds_evidence_to_the_record(queued: tuple[Path, Path, list[str]], run: Run) -> None:
    pack, _, (agreement, _) = queued
    same = ("same_as", "--as", "fisheries-1994", "--by", "Ana", "--pack", pack)
    assert run("review", "decide", agreement, *same).code == 0
    assert run("review", "take", "--by", "Ana", "--on", "2020-03-01", "--pack", pack).code == 0
    rows = run("show", "fisheries-1994", "--json", "--pack", pack).objects
    sources = {row.get("source") for row in rows}
    assert "register" in sources and any(str(name).startswith("ministry-of-foreign") for name in sources)


def test_keys_decide_one_after_the_other(
    queued: tuple[Path, Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, _, ids = queued
    monkeypatch.setattr("sys.stdin", io.StringIO("x\na\nu\nr\n\nr\nnot so\na\n"))
    answer = run("review", "start", "--by", "Ana", "--pack", pack)
    assert answer.code == 0 and "needs a reason" in answer.err and "0 are open" in answer.out
    states = {row["id"]: row["state"] for row in run("review", "list", "--json", "--pack", pack).objects}
    assert states == {ids[0]: "rejected", ids[1]: "accepted"}


@pytest.fixture
def four_eyes(queued: tuple[Path, Path, list[str]]) -> tuple[Path, list[str]]:
    """The same pack, where two people must judge every proposal."""
    pack, _, ids = queued
    manifest = pack / "pack.toml"
    manifest.write_text("four_eyes = true\n" + manifest.read_text("utf-8"), "utf-8")
    return pack, ids


def test_second_reader_is_blind_until_she_has_decided(four_eyes: tuple[Path, list[str]], run: Run) -> None:
    pack, (first, second) = four_eyes
    assert run("review", "decide", first, "accept", "--by", "Ana", "--pack", pack).code == 0
    for words in (("--by", "Bora"), ()):
        shown = run("review", "show", first, *words, "--json", "--pack", pack).objects[0]
        assert shown["history"] == [] and shown["by"] == "" and shown["state"] == "second_look"
        assert "Ana" not in run("review", "show", first, *words, "--pack", pack).out
    assert run("review", "show", first, "--by", "Ana", "--json", "--pack", pack).objects[0]["history"]
    assert "no proposals" in run("review", "take", "--by", "Ana", "--pack", pack).out, "one person is not enough"
    twice = run("review", "decide", first, "accept", "--by", "Ana", "--pack", pack)
    assert twice.code == 1, "the same person twice is one person"
    assert run("review", "decide", first, "accept", "--by", "Bora", "--pack", pack).code == 0
    states = {
        row["id"]: row["state"] for row in run("review", "list", "--by", "Bora", "--json", "--pack", pack).objects
    }
    assert states == {first: "accepted", second: "open"}
    assert "1 rows added" in run("review", "take", "--by", "Ana", "--on", "2020-03-01", "--pack", pack).out


def test_disagreement_is_a_queue_of_its_own(
    four_eyes: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, (first, _) = four_eyes
    run("review", "decide", first, "accept", "--by", "Ana", "--pack", pack)
    run("review", "decide", first, "reject", "--reason", "no", "--by", "Bora", "--pack", pack)
    assert "Bora: reject" in run("review", "show", first, "--by", "Ana", "--pack", pack).out
    assert [r["id"] for r in run("review", "list", "--state", "disputed", "--json", "--pack", pack).objects] == [first]
    assert "no proposals" in run("review", "take", "--by", "Ana", "--pack", pack).out
    refused = run("review", "decide", first, "accept", "--by", "Chul", "--pack", pack)
    assert refused.code == 1 and "Bora: reject" in refused.err, "a third reader sees both and must say again"
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    assert run("review", "start", "--disputed", "--by", "Chul", "--pack", pack).code == 0
    assert run("review", "list", "--state", "disputed", "--json", "--pack", pack).objects == []
    assert "1 rows added" in run("review", "take", "--by", "Ana", "--on", "2020-03-01", "--pack", pack).out


def test_whole_table_is_accepted_after_a_look(
    small: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "table.txt"
    rows = "\n".join(f"{year}  {1562 + year % 7}.3    {934 + year % 5}.5" for year in range(2010, 2016))
    note.write_text(
        f"Trade of Chile with New Zealand (millions of US dollars)\n\nYear  Exports  Imports\n{rows}\n", "utf-8"
    )
    assert run("review", "queue", note, "--publisher", "Customs", "--pack", small).code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("t\nn\nt\ny\n"))
    out = run("review", "start", "--by", "Ana", "--pack", small).out
    assert "accept all 12? y or n" in out and "12 accepted, 0 decided by others" in out and "0 are open" in out
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for _ in range(12):
        assert run("review", "undo", "--by", "Ana", "--pack", small).code == 0
    assert run("review", "progress", "--json", "--pack", small).objects[0]["open"] == 12
