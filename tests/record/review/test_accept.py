"""What is accepted is found by verify; twice is once; a falsified letter or digit is refused and nothing is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from small_pack import NAME, TEXT

from henequen.model.errors import DocumentError, PackError
from henequen.model.match_key import match_key
from henequen.observatory import Observatory
from henequen.record.evidence.verifier import Verification

pytestmark = pytest.mark.pack

KEY = match_key(TEXT).key
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def state(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def copied(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    root = tmp_path_factory.mktemp("pack") / "p"
    shutil.copytree(small, root)
    return Observatory(root)


@st.composite
def quotes(draw: st.DrawFn) -> str:
    """A stretch of the document as a reader might copy it, from word to word."""
    words = TEXT.split()
    start = draw(st.integers(0, len(words) - 1))
    return " ".join(words[start : start + draw(st.integers(1, 9))])


def note(quote: str, **more: object) -> tuple[str, str]:
    row = {"table": "notes", "document": "register", "quote": quote, "kind": "structure", "message": "m", **more}
    return "p.jsonl, line 1", json.dumps(row, ensure_ascii=False)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(chosen=st.lists(quotes(), min_size=1, max_size=4, unique=True))
def test_what_is_accepted_is_verified_and_counts_once(
    small: Path, tmp_path_factory: pytest.TempPathFactory, chosen: list[str]
) -> None:
    observatory = copied(small, tmp_path_factory)
    chosen = [quote for quote in chosen if KEY.count(match_key(quote).key.strip()) == 1]
    assume(chosen)
    proposals = [note(quote, message=f"m {n}") for n, quote in enumerate(chosen)]
    try:
        first = observatory.accept(proposals, "2020-02-01", "curator")
    except DocumentError:  # a quote that cuts a number in two
        assume(False)
    assert first.added == {"claims/notes.csv": len(chosen)}
    before = state(observatory.root)
    again = observatory.accept([*proposals, *proposals], "2021-01-01", "somebody else")
    assert (again.added, again.already_in_pack) == ({}, 2 * len(chosen))
    assert state(observatory.root) == before, "reading twice adds nothing"
    (answer,) = Observatory(observatory.root).verify([small.parent / NAME])
    assert isinstance(answer, Verification)
    assert (answer.not_found, answer.same_bytes) == ((), True)
    assert answer.proven == 50 + 2 * len(chosen), "a kind and a message each"


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(quote=quotes(), at=st.integers(0, 200), other=st.sampled_from("0123456789abcdefghijklmnopqrstuvwxyzñé"))
def test_a_falsified_letter_or_digit_is_refused(small: Path, quote: str, at: int, other: str) -> None:
    places = [n for n, char in enumerate(quote) if char.isalnum()]
    assume(places)
    place = places[at % len(places)]
    falsified = quote[:place] + other + quote[place + 1 :]
    assume(match_key(falsified).key.strip() not in KEY)
    before = state(small)
    with pytest.raises(DocumentError, match=r"line 1: the passage is not in the document"):
        Observatory(small).accept(
            [note(quote) if KEY.count(quote) == 1 else note("Auckland"), note(falsified)], "2020-02-01", "c"
        )
    assert state(small) == before


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(at=st.integers(0, 5), digit=st.sampled_from("0123456789"))
def test_a_falsified_value_is_refused_even_with_the_right_passage(small: Path, at: int, digit: str) -> None:
    value = "1060.6"
    assume(value[at] not in (".", digit))
    falsified = value[:at] + digit + value[at + 1 :]
    assume(not falsified.startswith("0"))
    figure = {
        "table": "observations", "document": "register", "quote": "US$1,060.6 million", "measure": "import",
        "reporter": "NZL", "period": "1995", "period_basis": "stated", "unit": "USD", "unit_mult": "6",
    }  # fmt: skip
    before = state(small)
    for wrong in ({"as_printed": "1,060.6", "value": falsified}, {"as_printed": falsified, "value": falsified}):
        with pytest.raises(PackError, match=r"differs from what is printed|not in the passage"):
            Observatory(small).accept([("line 1", json.dumps(figure | wrong))], "2020-02-01", "c")
    assert state(small) == before
    right = figure | {"as_printed": "1,060.6", "value": value}
    assert Observatory(small).accept([("line 1", json.dumps(right))], "2020-02-01", "c", dry_run=True).added


@pytest.mark.parametrize("quote", ["060.6", "1,060", "4.7", "99", "19"])
def test_half_a_number_is_no_passage(small: Path, quote: str) -> None:
    before = state(small)
    with pytest.raises(DocumentError):
        Observatory(small).accept([note(quote)], "2020-02-01", "c")
    assert state(small) == before


def test_without_the_document_nothing_can_be_accepted(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HENEQUEN_HOME", str(tmp_path / "elsewhere"))
    with pytest.raises(DocumentError, match="do not have a copy"):
        Observatory(small).accept([note("Auckland")], "2020-02-01", "c")
