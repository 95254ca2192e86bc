"""Every verb, with the exit codes that are promised: 0 done, 1 failed, 2 wrong usage, 3 done with findings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

REVIEWED = {
    "table": "events", "id": "figure-1997", "document": "register", "quote": "published for 1997",
    "kind": "publication", "title": "Nothing published", "date": "1997",
}  # fmt: skip


def proposal(path: Path, **changes: object) -> Path:
    path.write_text(json.dumps(REVIEWED | changes) + "\n", encoding="utf-8")
    return path


def everything_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_build_then_nothing_changed(run: Run, small: Path) -> None:
    first = run("build", "--pack", small)
    assert (first.code, first.out.splitlines()[0].partition(" in ")[0]) == (
        0,
        "built chl_nzl: 47 claims, 3 figures, 1 documents",
    )
    again = run("build", "--pack", small)
    assert (again.code, again.out.splitlines()[0]) == (0, "chl_nzl: nothing changed")
    assert run("build", "--pack", small, "--force").out.startswith("built")


def wrong_total(small: Path) -> None:
    """A total that its parts contradict, which is an error of the audit."""
    path = small / "observations" / "register.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    parts = [("import", "import", "NZL", "10.0"), ("total_trade", "", "NZL", "99.9")]
    made = [first.replace("export,,CHL,export", f"{m},,CHL,{flow}").replace("44.7", v) for m, flow, _, v in parts]
    path.write_text("".join([header, first, *made, *rest]), encoding="utf-8")


def test_build_and_check_exit_3_where_the_audit_has_errors(run: Run, small: Path) -> None:
    assert run("check", "--pack", small).code == 0
    wrong_total(small)
    assert run("check", "--pack", small).code == 3
    assert run("build", "--pack", small).code == 3
    assert run("build", "--pack", small).code == 3, "the findings stand even if nothing changed"
    found = run("audit", "--pack", small, "--json")
    assert found.code == 3
    assert found.objects[0]["severity"] == "error"
    assert run("audit", "--pack", small, "--severity", "rounding").code == 0


def test_a_broken_pack_fails_with_file_and_line(run: Run, small: Path) -> None:
    path = small / "claims" / "instruments.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1994-03-12", "1994-02-31"), encoding="utf-8")
    for verb in ("build", "check", "audit", "due", "find x", "verify .", "export out", "show x", "documents list"):
        answer = run(*verb.split(), "--pack", small)
        assert answer.code == 1, verb
        assert "claims/instruments.csv, line 2, column signed_on" in answer.err, verb
        assert not answer.out


def test_find(run: Run, small: Path) -> None:
    answer = run("find", "FISHERIES", "protocól", "--pack", small, "--json")
    assert answer.code == 0
    assert answer.objects[0]["id"] == "fisheries-1999"
    assert run("find", "산업", "--pack", small, "--json").objects[0]["id"] == "min-primary"
    for nothing in ("zzzz", "", "*", '"', "AND", "NOT NEAR", "a" * 5000, "x " * 3000):
        assert run("find", nothing, "--pack", small).code == 3, nothing
    assert len(run("find", "fisheries", "--limit", "1", "--pack", small, "--json").objects) == 1


def test_show(run: Run, small: Path) -> None:
    rows = run("show", "fisheries-1994", "--pack", small, "--json").objects
    assert {row["property"]: row["value"] for row in rows}["Title"] == "Agreement on Fisheries"
    assert any(row["property"] == "extends" and row["value"] == "<- fisheries-1999" for row in rows)
    claim = next(row["claim"] for row in rows if row["claim"])
    for identity in (claim, "CHL", "register"):
        assert run("show", identity, "--pack", small).code == 0
    assert "Título" in run("show", "fisheries-1994", "--pack", small, "--lang", "es").out
    unknown = run("show", "fisheries-1894", "--pack", small)
    assert unknown.code == 2
    assert "no record has this id" in unknown.err


def test_who_and_due(run: Run, small: Path) -> None:
    (answer,) = run("who", "fisheries", "--pack", small, "--json").objects
    assert answer["side_b_bodies"] in (["Ministry of Primary Industries"], "Ministry of Primary Industries")
    assert run("who", "astronomy", "--pack", small).code == 3
    due = run("due", "--pack", small, "--json")
    assert (due.code, due.objects[0]["id"], due.objects[0]["schedule"]) == (3, "meet-yearly", "overdue")
    assert run("due", "--pack", small, "--as-of", "2019-01-01").code == 0, "the register was not yet published"


def test_verify(run: Run, small: Path, tmp_path: Path) -> None:
    (answer,) = (done := run("verify", tmp_path / "register.txt", "--pack", small, "--json")).objects
    assert done.code == 0
    assert (answer["document"], answer["not_found"]) == ("register", [])
    assert answer["claims"] == answer["found"] == 50
    text = (tmp_path / "register.txt").read_text(encoding="utf-8")
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(text.replace("44.7", "44.8"), encoding="utf-8")
    (folder / "b.txt").write_bytes(b"%PDF-1.7")
    (folder / "c.txt").write_text("Nothing to do with it.", encoding="utf-8")
    done = run("verify", folder, "--pack", small, "--json")
    assert done.code == 1
    altered, *others = done.objects
    assert (altered["document"], altered["same_bytes"], len(altered["not_found"])) == ("register", False, 1)
    assert [other["document"] for other in others] == [None, None], "the rest goes on"
    assert run("verify", folder, "--pack", small).code == 1
    assert run("verify", tmp_path / "missing", "--pack", small).code == 2
    (empty := tmp_path / "empty").mkdir()
    assert run("verify", empty, "--pack", small).code == 2


def test_documents(run: Run, small: Path, tmp_path: Path) -> None:
    assert run("documents", "list", "--pack", small, "--json").objects[0]["held"] is True
    assert run("documents", "add", tmp_path / "register.txt", "--pack", small).out.startswith("register: kept")
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    refused = run("documents", "add", other, tmp_path / "register.txt", "--pack", small)
    assert refused.code == 1
    assert "this document is not in the pack" in refused.err
    assert "register: kept" in refused.out, "the others are taken"


def test_export(run: Run, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("export", out, "--pack", small).code == 0
    assert (out / "instruments.csv").read_text(encoding="utf-8").count("\n") == 3
    assert run("export", out, "--to", "jsonl", "--pack", small).code == 0
    assert run("export", out, "--to", "xlsx", "--pack", small).code == 2
    assert run("export", small / "pack.toml", "--pack", small).code == 2


def test_new(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "pair"
    assert run("new", "CHL", "KOR", "--out", out).code == 0
    assert run("build", "--pack", out).code == 0
    assert run("check", "--pack", out).code == 0
    assert run("new", "CHL", "KOR", "--out", out).code == 2, "not over a pack that is there"
    assert run("new", "CHL", "CHL", "--out", tmp_path / "x").code == 2
    assert run("new", "CHL", "ZZZ", "--out", tmp_path / "x").code == 2
    assert run("new", "CHL").code == 2
    assert not (tmp_path / "x").exists()


def test_systems_and_doctor(run: Run, small: Path) -> None:
    assert run("systems", "--pack", small).code == 0
    rows = run("systems", "--json").objects
    assert len(rows) == 127
    assert all({"system", "name", "tests"} <= set(row) for row in rows)
    rows = run("doctor", "--pack", small, "--json").objects
    assert {row["check"] for row in rows} >= {"python", "pack", "store", "free space"}


def test_review_accept(run: Run, small: Path, tmp_path: Path) -> None:
    path = proposal(tmp_path / "p.jsonl")
    assert run("review", "accept", path, "--pack", small).code == 2, "somebody decides"
    assert run("review", "accept", path, "--by", " ", "--pack", small).code == 2
    done = run("review", "accept", path, "--by", "reviewer", "--on", "2020-03-01", "--pack", small)
    assert (done.code, done.out) == (0, "claims/events.csv: 1 rows added\n")
    again = run("review", "accept", path, "--by", "another", "--pack", small)
    assert again.out == "1 proposals were in the pack already\n"
    assert run("find", "nothing published", "--pack", small, "--json").objects[0]["id"] == "figure-1997"
    assert run("verify", tmp_path / "register.txt", "--pack", small).code == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quote": "published for 1998"}, "the passage is not in the document"),
        ({"quote": "fisheries of nowhere"}, "the passage is not in the document"),
        ({"document": "unknown"}, "do not have a copy"),
        ({"table": "colours"}, "an unknown table"),
        ({"table": ["events"]}, "an unknown table"),
        ({"colour": "red"}, "an unknown field"),
        ({"date": "1997-02-31"}, "p.jsonl, line 1: 1997-02-31 is not in the calendar"),
        ({"kind": "party"}, "p.jsonl, line 1: unknown code"),
        ({"id": ""}, "p.jsonl, line 1: a claim without a subject"),
        ({"actor_ids": ["nobody"]}, "p.jsonl, line 1: a reference leads nowhere"),
        ({"quotes": "no list"}, "not a list of passages"),
        ({"quotes": [1]}, "not a list of passages"),
        ({"quote": None}, "an empty quote"),
        ({"quote": "\ud800"}, "not JSON"),
        ({"title": "a\0b"}, "NUL"),
        ({"as_printed": "one two three four five six seven eight nine"}, "too long"),
    ],
)
def test_a_proposal_that_does_not_fit_is_refused_whole(
    run: Run, small: Path, tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    before = everything_below(small)
    path = proposal(tmp_path / "p.jsonl", **changes)
    good = json.dumps(REVIEWED | {"id": "good"})
    path.write_text(path.read_text(encoding="utf-8") + good, encoding="utf-8")
    answer = run("review", "accept", path, "--by", "reviewer", "--pack", small)
    assert answer.code == 1
    assert words in answer.err
    assert everything_below(small) == before


def test_what_is_no_file_of_proposals_is_refused(run: Run, small: Path, tmp_path: Path) -> None:
    for text in ("not json", "[" * 100_000, "3", '"table"', "\xff"):
        path = tmp_path / "p.jsonl"
        path.write_text(text, encoding="latin-1")
        assert run("review", "accept", path, "--by", "r", "--pack", small).code == 1
    for path in (tmp_path, tmp_path / "missing", Path("/dev/zero")):
        assert run("review", "accept", path, "--by", "r", "--pack", small).code == 1


def test_a_dry_run_writes_nothing(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(own_home / "documents", home / "documents")
    monkeypatch.setenv("HENEQUEN_HOME", str(home))
    path = proposal(tmp_path / "p.jsonl")
    before = everything_below(tmp_path)
    folders = sorted(p for p in tmp_path.rglob("*") if p.is_dir())
    for verb in (
        "build --dry-run",
        f"export {tmp_path / 'out'} --dry-run",
        f"site {tmp_path / 'out'} --dry-run",
        f"documents add {tmp_path / 'register.txt'} --dry-run",
        f"review accept {path} --by r --dry-run",
        "check",
    ):
        assert run(*verb.split(), "--pack", small).code == 0, verb
    assert run("new", "CHL", "KOR", "--out", tmp_path / "out", "--dry-run").code == 0
    assert everything_below(tmp_path) == before
    assert sorted(p for p in tmp_path.rglob("*") if p.is_dir()) == folders


JSON_VERBS = (
    "audit",
    "due",
    "find fisheries",
    "who fisheries",
    "show fisheries-1994",
    "documents list",
    "systems",
    "doctor",
)


@pytest.mark.parametrize("verb", JSON_VERBS)
def test_json_is_one_object_a_line(run: Run, small: Path, verb: str) -> None:
    answer = run(*verb.split(), "--pack", small, "--json")
    assert answer.code in (0, 3)
    assert all(isinstance(row, dict) for row in answer.objects)
