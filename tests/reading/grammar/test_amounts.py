"""Amounts: scale, currency, comparator and sign as printed."""

import pytest

from henequen.reading.grammar.amounts import AmountStyle, find_amounts
from henequen.reading.grammar.numbers import detect_separators


def amounts(text: str, language: str, *countries: str) -> list[tuple[str, int, str | None, str | None]]:
    style = AmountStyle.of(detect_separators(text, language), language, frozenset(countries))
    return [(found.value, found.multiplier, found.unit, found.comparator) for found in find_amounts(text, style)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("US$6.16 billion", "en", ("6.16", 10**9, "USD", None)),
        ("over 1,900 companies", "en", ("1900", 1, None, "over")),
        ("$100m", "en", ("100", 10**6, "USD", None)),
        ("-$4.351 billion", "en", ("-4.351", 10**9, "USD", None)),
        ("nearly 42 per cent", "en", ("42", 1, "percent", "close_to")),
        ("5,300 mdd", "es", ("5300", 10**6, "USD", None)),
        ("45.3 mdp", "es", ("45.3", 10**6, "MXN", None)),
        ("más de 3 mil millones de dólares", "es", ("3", 10**9, "USD", "over")),
        ("2 billones de pesos mexicanos", "es", ("2", 10**12, "MXN", None)),
        ("2.5 millardos de euros", "es", ("2.5", 10**9, "EUR", None)),
        ("12,4 por ciento", "es", ("12.4", 1, "percent", None)),
        ("695억 달러", "ko", ("695", 10**8, "USD", None)),
        ("171억불", "ko", ("171", 10**8, "USD", None)),
        ("61,359백만 달러", "ko", ("61359", 10**6, "USD", None)),
        ("약 3천만 달러", "ko", ("3", 10**7, "USD", "about")),
        ("△7.0%", "ko", ("-7.0", 1, "percent", None)),
        ("400여 개", "ko", ("400", 1, None, "over")),
        ("30억 유로 이상", "ko", ("30", 10**8, "EUR", "at_least")),
    ],
)
def test_amount_is_read_as_printed(text: str, language: str, expected: tuple[str, int, str | None, str | None]) -> None:
    assert amounts(text, language) == [expected]


@pytest.mark.parametrize("text", ["between 3 and 5 million dollars", "from $3 to $5 million", "US$3-5 million"])
def test_range_gives_two_amounts(text: str) -> None:
    assert amounts(text, "en") == [("3", 10**6, "USD", "at_least"), ("5", 10**6, "USD", "at_most")]


def test_pesos_are_those_of_the_one_peso_country_named() -> None:
    assert amounts("20 millones de pesos", "es", "CHL", "KOR")[0][2] == "CLP"
    assert amounts("20 millones de pesos", "es", "CHL", "MEX")[0][2] is None


def test_dollar_sign_alone_has_no_unit_in_spanish() -> None:
    assert amounts("$5.2 millones", "es")[0][2] is None
