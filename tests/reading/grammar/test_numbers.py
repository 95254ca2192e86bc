"""Numbers as printed, in digits and words, with the separators that the text proves."""

import pytest

from henequen.reading.grammar.numbers import Separators, detect_separators, find_numbers, normalise, number_of_words


@pytest.mark.parametrize(
    ("text", "language", "decimal"),
    [
        ("12,5 % de 1.234.567", "es", ","),
        ("12.5 % de 1,234,567", "es", "."),
        ("un total de 1.234 empresas", "es", None),
        ("1,234 firms", "en", "."),
    ],
)
def test_separators_are_those_the_text_proves(text: str, language: str, decimal: str | None) -> None:
    assert detect_separators(text, language).decimal == decimal


def test_ambiguous_separator_is_not_read() -> None:
    assert normalise("1.234", Separators(None)) is None
    assert find_numbers("unos 1.234 barcos", Separators(None)) == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1억 3천만명", 130_000_000),
        ("80만 회분", 800_000),
        ("3조 5,000억원", 3_500_000_000_000),
        ("1만2천 명", 12_000),
        ("5백만 달러", 5_000_000),
        ("2억 5백만 달러", 205_000_000),
    ],
)
def test_korean_scales_are_added(text: str, amount: int) -> None:
    (number,) = find_numbers(text, Separators("."))
    assert number.amount == amount


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("two thousand and eleven", 2011),
        ("nineteen sixty-two", 1962),
        ("mil novecientos sesenta y dos", 1962),
        ("dos mil cuatro", 2004),
        ("veintiocho", 28),
        ("twenty-one", 21),
        ("nueve sesenta", None),
    ],
)
def test_words_spell_numbers(words: str, number: int | None) -> None:
    assert number_of_words(words) == number
