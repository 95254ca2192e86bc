"""Dates keep the precision that was printed."""

from __future__ import annotations

from datetime import date

import pytest

from henequen.model.dates import parse_date


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1997", date(1997, 1, 1), date(1997, 12, 31)),
        ("1997-02", date(1997, 2, 1), date(1997, 2, 28)),
        ("2002-09-30/2002-10-01", date(2002, 9, 30), date(2002, 10, 1)),
        ("1905/1909", date(1905, 1, 1), date(1909, 12, 31)),
    ],
)
def test_bounds(text: str, earliest: date, latest: date) -> None:
    found = parse_date(text)
    assert (found.earliest, found.latest) == (earliest, latest)


@pytest.mark.parametrize("text", ["2023-02-31", "2023-13", "97", "2023-2", "2004/2003", "", "1997-03-18T00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)


def test_an_imprecise_date_decides_only_where_its_bounds_do() -> None:
    assert parse_date("1997").surely_before(parse_date("1998-01")) is True
    assert parse_date("1997").surely_before(parse_date("1997-06")) is None
    assert parse_date("1998").surely_before(parse_date("1997-06")) is False
