"""Scans with an OCR program: its words are a layer of their own, and no figure is proposed as a machine read it.

The program is a stub on the PATH that prints the table of tesseract: the tests need no OCR program, and know what it prints.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from stub_tesseract import LINES, good, stub, table

from henequen.model.errors import UsageError
from henequen.reading.ocr.layer import words_of_table
from henequen.reading.ocr.program import recognise
from henequen.reading.picture import page_picture
from henequen.record.review.desk import _must_be_typed
from henequen.record.review.queue import Proposed

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="the stub is a script with a first line"),
]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.pdf"
    Image.new("L", (600, 840), 255).save(path)
    return path


def read(path: Path, *options: str, programs: Path | None) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, lines and messages of `henequen read --json`, with only `programs` on the PATH."""
    done = subprocess.run(
        [sys.executable, "-m", "henequen", "read", "--json", *options, str(path)],
        capture_output=True, text=True, check=False, env={**os.environ, "PATH": str(programs or "/nowhere")},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.system(92)
def test_read_recognises_a_scan_and_leaves_its_figures_to_a_person(scan: Path, tmp_path: Path) -> None:
    good(tmp_path / "bin")
    code, (document, *found), _ = read(scan, "--ocr", programs=tmp_path / "bin")
    assert code == 3 and document["status"] == "ok" and document["ocr"] == {"program": "tesseract", "failures": []}
    assert [mark["kind"] for mark in document["marks"]] == ["ocr_layer"]
    kinds = {one["kind"]: one for one in found}
    assert {"observation", "instrument", "commitment"} <= set(kinds)
    for one in found:
        assert not {"value", "value_printed", "period", "signed", "date", "deadline"} & set(one)
        assert one["line"]["page"] == 1 and all(0 <= part <= 1 for part in one["line"]["box"])
    assert kinds["observation"]["to_type"] == ["value", "period"] and kinds["observation"]["measure"] == "export"
    assert kinds["instrument"]["to_type"] == ["signed"] and kinds["instrument"]["title"] == "Agreement on Lighthouses"
    assert "to_type" not in kinds["commitment"]


def test_read_reports_a_scan_without_the_option_or_the_program(scan: Path, tmp_path: Path) -> None:
    good(tmp_path / "bin")
    for options, programs in (((), tmp_path / "bin"), (("--ocr",), None)):
        code, lines, messages = read(scan, *options, programs=programs)
        assert code == 3 and [line["status"] for line in lines] == ["unreadable_without_ocr"]
        assert ("not on the PATH" in messages) == bool(options)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("sys.exit(3)", "ended with code 3"),
        ("sys.stdout.write('x' * 6_000_000)", "printed too much"),
        ("open(__file__ + '.out', 'wb', buffering=0).write(b'x' * 10)", "ended with code"),
    ],
)
def test_recognise_names_the_failure_of_the_program(scan: Path, tmp_path: Path, body: str, reason: str) -> None:
    program = stub(tmp_path / "bin", f"if '--list-langs' not in sys.argv:\n    {body}")
    found = recognise(str(program), scan, 1)
    assert found.pages == ("",) and reason in found.failures[0]


def test_words_of_table_leaves_out_damaged_rows() -> None:
    damaged = (
        table(LINES[:1]) + "5\tx\n5\t1\t1\t1\t1\t1\tNaN?\t1\t1\t1\t9\tword\n5\t1\t1\t1\t1\t1\t99999\t1\t5\t5\t9\toff\n"
    )
    assert [word.text for word in words_of_table(damaged, 500, 700)] == LINES[0].split()
    assert words_of_table("", 500, 700) == []


def test_picture_marks_the_line_on_a_page_without_text(scan: Path) -> None:
    plain, marked = page_picture(scan, 1, "562"), page_picture(scan, 1, "562", box=(0.1, 0.1, 0.5, 0.2))
    assert plain is not None and marked is not None and plain != marked


def test_desk_accepts_no_figure_that_nobody_typed() -> None:
    one = Proposed("p", "s", "scan.pdf", "observation", {"measure": "export", "to_type": ["value", "period"]}, (), {})
    for verdict, typed in (("accept", {}), ("correct", {"value": "562"})):
        with pytest.raises(UsageError, match="type its figures"):
            _must_be_typed(one, verdict, typed)
    _must_be_typed(one, "correct", {"value": "562", "period": "2020"})
    _must_be_typed(one, "reject", {})


def command(*words: str, programs: Path, home: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "henequen", *words], capture_output=True, text=True, check=False, input=stdin,
        env={**os.environ, "PATH": str(programs), "HENEQUEN_HOME": str(home)},
    )  # fmt: skip


@pytest.mark.system(92)
def test_a_person_types_the_figures_of_a_scan_and_takes_them_into_the_pack(
    scan: Path, small: Path, tmp_path: Path
) -> None:
    """Queue, terminal, pack: the two sides of the scan are not those of the pack, which is about Chile and New Zealand."""
    lines = tuple(line.replace("Peru", "New Zealand") for line in LINES)
    good(tmp_path / "bin")
    (tmp_path / "words.tsv").write_text(table(lines), encoding="utf-8")
    at = {"programs": tmp_path / "bin", "home": tmp_path / "home"}
    pack = ("--pack", str(small))
    stated = ("--publisher", "Customs", "--title", "Trade", "--published", "2021-06-01", "--side", "CHL")
    queued = command("review", "queue", str(scan), "--ocr", *stated, *pack, **at)
    assert queued.returncode == 0 and "3 proposals to review" in queued.stdout, queued.stdout + queued.stderr
    refused = command("review", "start", "--by", "Ana", "--kind", "observation", *pack, **at, stdin="a\nq\n")
    assert "type its figures from the picture" in refused.stderr
    typed = command("review", "start", "--by", "Ana", "--kind", "observation", *pack, **at, stdin="c\n562\n2020\nq\n")
    assert "value: period: " in typed.stdout and "correct" in typed.stdout, typed.stdout + typed.stderr
    taken = command("review", "take", "--by", "Ana", "--on", "2021-07-01", *pack, **at)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    (row,) = [
        line
        for file in (small / "observations").glob("*.csv")
        for line in file.read_text(encoding="utf-8").splitlines()
        if ",562," in line
    ]
    assert ",2020," in row and ",USD," in row and ",6," in row, row
    checked = command("check", *pack, **at)
    assert checked.returncode in (0, 3) and "all rows read" in checked.stdout, checked.stderr
