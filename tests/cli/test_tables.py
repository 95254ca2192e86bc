"""What a person sees: tables that fit the terminal, ids that are whole, words of the language asked for, and what to try."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.cli.text_table import cards, columns_of, table, wrapped

from .conftest import command, environment

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
IDS = {
    ("find", "jalisco", "gyeongnam"): "jal-gyeongnam-officials-exchange-2000",
    ("due",): "commitment-2020-07-mikta-second-half",
    ("audit", "--severity", "error"): "f-8836f0e03037",
    ("who", "phytosanitary"): "",
    ("show", "jal-gyeongnam-twinning-1997"): "c-b92ae2c9de6b",
}


def on_a_terminal(*words: str, columns: int = 80) -> str:
    """What a command shows on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    more = {"TERM": "dumb", "COLUMNS": str(columns)}
    with subprocess.Popen(
        command(*words), stdout=theirs, stderr=subprocess.DEVNULL, env=environment(**more)
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # the other end was closed
            pass
        process.wait(60)
    os.close(ours)
    return shown.decode().replace("\r", "")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of another kind")
@pytest.mark.parametrize("words", IDS, ids=lambda words: words[0])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_table_fits_80_columns_and_keeps_ids_whole(words: tuple[str, ...], language: str) -> None:
    shown = on_a_terminal(*words, "--lang", language)
    assert max(map(columns_of, shown.splitlines())) <= 80
    assert IDS[words] in shown
    assert "…" not in re.sub(r"[^…\n]*…[ .]", "", shown)
    assert "_today" not in shown and "none_found" not in shown


@pytest.mark.parametrize(("language", "words"), [("es", "vencido"), ("ko", "기한 경과")])
def test_due_speaks_the_language(run: Run, language: str, words: str) -> None:
    rows = run("due", "--lang", language).out.splitlines()
    assert rows and words in rows[0]
    assert "none_found" not in "".join(rows)


def test_who_names_the_bodies_of_today_in_the_language(run: Run) -> None:
    out = run("who", "phytosanitary", "--lang", "es").out
    assert "Agencia de Cuarentena Animal y Vegetal" in out
    assert "(under " not in out


def test_find_and_show_speak_the_language(run: Run) -> None:
    assert "권고와 약속" in run("find", "kia", "--lang", "ko").out
    shown = run("show", "jal-gyeongnam-twinning-1997", "--lang", "es").out
    assert "Situación\tvigente por renovación tácita" in shown
    assert "Lugares\tGyeongsang del Sur" in shown


def test_audit_speaks_the_language(run: Run) -> None:
    out = run("audit", "--severity", "error", "--lang", "ko").out
    assert out.startswith("오류\t") and "balances" not in out.split("\t")[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("find", "zzzzqqq"), "No results."),
        (("find", "zzzzqqq", "--lang", "es"), "Sin resultados."),
        (("who", "zzzzqqq", "--lang", "ko"), "이 검색어와 맞는"),
    ],
)
def test_nothing_found_says_what_to_try_and_exits_3(run: Run, words: tuple[str, ...], said: str) -> None:
    answer = run(*words)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(said) and "`henequen find" in answer.err


def test_every_column_has_a_head_in_three_languages() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/henequen/cli").glob("*.py"))
    columns = {
        name
        for call in re.findall(r"print_rows\((.*?)\)\n", source, re.DOTALL)
        for name in re.findall(r'"([a-z_]+)"', call)
    }
    assert len(columns) > 50
    heads = tomllib.loads((ROOT / "src/henequen/cli/data/heads.toml").read_text(encoding="utf-8"))
    assert not columns - set(heads) - {"en", "rows"}
    assert all(set(names) == {"en", "es", "ko"} for names in heads.values())


def test_text_table_gives_up_before_columns_are_too_narrow() -> None:
    rows = [["a" * 30, " ".join(["word"] * 30), " ".join(["more"] * 30)]]
    assert table(["id", "x", "y"], rows, [True, False, False], 80) == []
    assert [line.text for line in cards(["id", "x"], [["a", "b c"], ["d", ""]], 80)] == [
        "id  a",
        "x   b c",
        "",
        "id  d",
    ]


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60), st.integers(4, 30))
def test_wrapped_loses_no_letter_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(columns_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
