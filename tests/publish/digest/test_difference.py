"""Applying the difference of two editions to the first gives the second; the verb says what changed."""

from __future__ import annotations

import email
import subprocess
import sys
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.observatory import Observatory
from henequen.publish.digest import apply, difference, state_of

STATES = st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("uvwxyz"), min_size=1))


@given(STATES, STATES)
def test_applying_the_difference_gives_the_second_state(
    first: dict[str, frozenset[str]], second: dict[str, frozenset[str]]
) -> None:
    step = difference(first, second)
    assert apply(first, step) == second
    assert bool(step) == (first != second)


@given(STATES, STATES, STATES)
def test_a_difference_that_does_not_fit_is_refused(
    first: dict[str, frozenset[str]], second: dict[str, frozenset[str]], other: dict[str, frozenset[str]]
) -> None:
    step = difference(first, second)
    try:
        assert apply(other, step) is not None
    except ValueError:
        assert other != first


def test_the_shipped_record_comes_back_from_an_earlier_day(shipped: Observatory) -> None:
    first, second = state_of(shipped.view("2020-01-01")), state_of(shipped.view())
    assert apply(first, difference(first, second)) == second
    assert difference(first, second).added


def digest(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "henequen", "digest", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.system(102)
@pytest.mark.parametrize("form", ["md", "html", "eml"])
def test_digest_lists_what_changed_in_seven_points(tmp_path: Path, form: str) -> None:
    made = [digest("--since", "2026-01-01", "--to", form, "--lang", "es") for _ in range(2)]
    assert made[0].returncode == 0 and made[0].stdout == made[1].stdout
    text = made[0].stdout
    if form == "eml":
        message = email.message_from_string(text, policy=default)
        body = message.get_body(("plain",))
        assert body is not None and message["subject"].startswith("Qué cambió")
        text = body.get_content()
    if form != "html":
        points = text.split("## ")[1]
        assert sum(line[:1].isdigit() for line in points.splitlines()) == 7
    assert "nuevo" in text


def test_digest_of_nothing_says_so(tmp_path: Path) -> None:
    done = digest("--since", "2026-11-30")
    assert done.returncode == 3 and "0" in done.stdout
    assert digest("--since", "2027-01-01").returncode == 2
    assert digest("--since", "yesterday").returncode == 2
