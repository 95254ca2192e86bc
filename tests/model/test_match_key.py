"""The match key folds what a page does to a text, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from henequen.model.match_key import match_key


def test_line_ends_hyphens_quotes_and_dashes_fold() -> None:
    assert match_key("the “Free\r\n  trade” — co-\n operation").key == 'the "Free trade" - cooperation'


def test_hyphens_inside_a_line_stay() -> None:
    assert match_key("medium-term 2000-\n2002").key == "medium-term 2000- 2002"


def test_korean_composes() -> None:
    assert match_key("\u1100\u1161\u11a8").key == "각"


@given(st.text(max_size=200))
def test_the_way_back_covers_the_text_in_order(text: str) -> None:
    key = match_key(text)
    assert len(key.key) == len(key.starts) == len(key.ends)
    assert list(key.starts) == sorted(key.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(key.starts, key.ends, strict=True))


@given(st.text(alphabet="ab1 ,.\n", max_size=80))
def test_white_space_never_matters(text: str) -> None:
    assert match_key(text).key == match_key(text.replace("\n", " ").replace("  ", " \n ")).key


@given(st.text(alphabet="abc019 -\n“”", min_size=1, max_size=60), st.integers(0, 59))
def test_a_changed_letter_or_digit_changes_the_key(text: str, at: int) -> None:
    at %= len(text)
    if text[at].isalnum():
        other = {"a": "b", "b": "c", "c": "a", "0": "1", "1": "9", "9": "0"}[text[at]]
        assert match_key(text).key != match_key(text[:at] + other + text[at + 1 :]).key
