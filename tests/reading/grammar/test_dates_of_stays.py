"""A day without a year takes that of the stay in the sentence before, never that of an earlier act."""

import pytest

from henequen.reading.grammar.dates import find_dates


def last(text: str, published_on: str = "2024-02-02") -> str:
    return find_dates(text, published_on)[-1].value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("She visited Dili from 6 to 8 September 2022. During the visit, on 7 September, both signed.", "2022-09-07"),
        ("They met in Lima from 6 to 8 September 2022. On 7 September they signed a text.", "2022-09-07"),
        ("The President visited Peru in May 2016. On 12 May, the ministers signed.", "2016-05-12"),
        ("Visitó la India del 1 al 5 de abril de 2022. El 3 de abril ambos gobiernos firmaron.", "2022-04-03"),
        ("대통령은 2022년 11월 22일부터 24일까지 방문하였다. 방문 기간 중인 11월 23일 서명하였다.", "2022-11-23"),
    ],
)
def test_day_takes_the_year_of_the_stay_above(text: str, value: str) -> None:
    assert last(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "She visited Dili from 6 to 8 September 2022. On 31 January, both signed.",
        "Trade in January 2022 was low. On 12 January, the ministers signed.",
        "She visited Dili from 6 to 8 January 2022.\n\nOn 7 January both signed.",
        "The agreement, initialled in 2021, was finally signed in Accra on 12 January.",
        "El acuerdo, rubricado en 2021, se firmó finalmente en Lima el 12 de enero.",
    ],
)
def test_day_keeps_the_year_of_the_document_otherwise(text: str) -> None:
    assert last(text).startswith("2024-01")
