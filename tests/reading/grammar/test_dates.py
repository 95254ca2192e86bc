"""Dates and periods with the precision that was printed."""

import pytest

from henequen.reading.grammar.dates import find_dates


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("March 18, 1997", "1997-03-18", "day"),
        ("18th of March 1997", "1997-03-18", "day"),
        ("in March 1997", "1997-03", "month"),
        ("from September 30 to October 1, 2002", "2002-09-30/2002-10-01", "day"),
        ("21st - 22nd April, 2022", "2022-04-21/2022-04-22", "day"),
        ("the first quarter of 2024", "2024-Q1", "quarter"),
        ("the 1990s", "1990/1999", "decade"),
        ("FY2021", "FY2021", "year"),
        ("between 1999 and 2024", "1999/2024", "year"),
        ("January to September 2023", "2023-01/2023-09", "month"),
        ("the twenty-first day of March, two thousand and eleven", "2011-03-21", "day"),
        ("this 21st day of March 2011", "2011-03-21", "day"),
        ("18 de marzo de 1997", "1997-03-18", "day"),
        ("30 de septiembre al 1 de octubre de 2002", "2002-09-30/2002-10-01", "day"),
        ("segundo semestre de 2023", "2023-H2", "half-year"),
        ("década de 1990", "1990/1999", "decade"),
        ("a los veintiocho días del mes de junio de dos mil dos", "2002-06-28", "day"),
        ("27 de janeiro de 1950", "1950-01-27", "day"),
        ("de zevenentwintigste Januari negentienhonderdvijftig", "1950-01-27", "day"),
        ("1997년 3월 18일", "1997-03-18", "day"),
        ("‘16년", "2016", "year"),
        ("2013.9월", "2013-09", "month"),
        ("2020.10.19.(월)-21.(수)", "2020-10-19/2020-10-21", "day"),
        ("2024년 3분기", "2024-Q3", "quarter"),
        ("2024년 상반기", "2024-H1", "half-year"),
        ("2024년 1~9월", "2024-01/2024-09", "month"),
        ("1990년대", "1990/1999", "decade"),
    ],
)
def test_date_keeps_the_printed_precision(text: str, value: str, precision: str) -> None:
    (found,) = find_dates(text)
    assert (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7.4.(월)", "2022-07-04"),
        ("2.28(월)~3.2(수)", "2022-02-28/2022-03-02"),
        ("on July 4,", "2022-07-04"),
        ("el 4 de julio", "2022-07-04"),
    ],
)
def test_day_without_year_takes_the_year_of_the_head(text: str, value: str) -> None:
    (found,) = find_dates(text, "2022-07-05")
    assert (found.value, found.basis) == (value, "head")
    assert find_dates(text) == []


def test_impossible_and_ambiguous_days_are_not_made_up() -> None:
    assert [found.value for found in find_dates("31 February 2020")] in ([], ["2020"], ["2020-02"])
    assert [found.value for found in find_dates("03/04/2020")] == ["2020"]


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("by the end of 2025", {"value": "2025-12-31", "precision": "day"}),
        ("a finales de 2025", {"value": "2025-12-31", "precision": "day"}),
        ("2025년 말까지", {"value": "2025-12-31", "precision": "day"}),
        ("before March 2013", {"value": "2013-03", "precision": "month"}),
        ("in the first half of 2026", {"value": "2026-06-30", "precision": "half-year"}),
        ("by 2030", {"value": "2030", "precision": "year"}),
    ],
)
def test_deadline_is_never_more_precise_than_printed(text: str, deadline: dict[str, str]) -> None:
    (found,) = find_dates(text)
    assert found.as_deadline() == deadline


def test_find_dates_takes_no_number_of_the_next_item() -> None:
    assert [date.value for date in find_dates("- before the end of April.\n3. The Embassy", "2025-03-06")] == [
        "2025-04"
    ]


def test_find_dates_puts_a_deadline_without_a_year_after_the_head() -> None:
    assert [date.value for date in find_dates("to answer by 15 January", "2024-12-10")] == ["2025-01-15"]
    assert [date.value for date in find_dates("it was sent on 15 January", "2024-12-10")] == ["2024-01-15"]


def test_find_dates_reads_a_year_to_a_month() -> None:
    assert [date.value for date in find_dates("in the year to June 2024")] == ["2023-07/2024-06"]
    assert [date.value for date in find_dates("in the year ended 31 December 2024")] == ["2024"]
