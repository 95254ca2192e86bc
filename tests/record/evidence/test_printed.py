"""A value says what its passage prints, or it is refused."""

from __future__ import annotations

import pytest

from henequen.record.evidence.printed import date_problem, fall_problem, figure_problem, name_problem


@pytest.mark.parametrize(
    ("value", "mult", "measure", "printed"),
    [
        ("1060.6", 6, "export", "1,060.6"),
        ("1077.6", 6, "export", "1077.6"),
        ("4017.8", 6, "export", "4.017,8"),
        ("4017.8", 6, "export", "4 017,8"),
        ("-19.5", 6, "balance", "(19.5)"),
        ("-4017.8", 6, "balance", "-4017.8"),
        ("-16.8", 9, "balance", "US$16.8 billion"),
        ("82", 8, "export", "82억 달러"),
        ("5310.9", 6, "import", "53억 1,090만 달러"),
        ("20", 9, "total_trade", "200억불"),
        ("23", 9, "import", "23 mil millones de dólares"),
        ("6", 0, "rank", "sixth"),
        ("43", 0, "count", "forty-three"),
        ("25", 0, "share", "one fourth"),
        ("2", 0, "count", "Novels (2)"),
    ],
)
def test_figure_problem_accepts_what_is_printed(value: str, mult: int, measure: str, printed: str) -> None:
    assert figure_problem(value, mult, measure, printed) is None


@pytest.mark.parametrize(
    ("value", "mult", "measure", "printed"),
    [
        ("99.9", 0, "share", "44.7%"),
        ("447", 0, "share", "44.7%"),
        ("13600", 0, "other", "USD 12,600"),
        ("16.8", 6, "balance", "US$16.8 billion"),
        ("-44.7", 0, "share", "44.7%"),
        ("4017.8", 6, "balance", "-4017.8"),
        ("7", 0, "rank", "sixth"),
        ("83", 8, "export", "82억 달러"),
        ("82", 9, "export", "82억 달러"),
    ],
)
def test_figure_problem_refuses_another_digit_sign_or_scale(value: str, mult: int, measure: str, printed: str) -> None:
    assert figure_problem(value, mult, measure, printed)


def test_fall_problem_wants_a_word_of_a_fall() -> None:
    assert fall_problem("-20.0", "20.0%", "registered an annual reduction of 20.0%") is None
    assert fall_problem("-20.0", "20.0%", "registered an annual rise of 20.0%")


@pytest.mark.parametrize(
    ("value", "passage", "right"),
    [
        ("1997-03-18", "18 March 1997", True),
        ("1997-03-18", "el 18 de marzo de 1997", True),
        ("1997-03-18", "1997년 3월 18일", True),
        ("1997-03-19", "1997년 3월 18일", False),
        ("1997-04", "marzo de 1997", False),
        ("1998", "in 1997", False),
        ("1960", "in the 1960s", True),
        ("1962", "in that same year", True),
        ("1962/1978", "it was not until 1978", True),
    ],
)
def test_date_problem_compares_what_is_printed(value: str, passage: str, right: bool) -> None:
    assert (date_problem(value, passage) is None) is right


def test_name_problem_sees_one_wrong_letter() -> None:
    assert name_problem("Bank of Foreign Trade", "the Bank of Foreign Trade (Bancomext)") is None
    assert name_problem("Bank of Foreign Trado", "the Bank of Foreign Trade (Bancomext)")
    assert name_problem("a promise in our own words", "the Bank of Foreign Trade (Bancomext)") is None
