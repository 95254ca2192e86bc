"""Figures of Korean releases that count something else, and those next to them that are exports."""

from __future__ import annotations

import pytest

from henequen.reading.read import propose, read_document


def figures(text: str) -> list[tuple[object, ...]]:
    proposals, _ = propose(read_document("release.txt", text.encode()))
    names = ("measure", "reporter", "partner", "period", "value")
    return [tuple(one.fields.get(name) for name in names) for one in proposals if one.kind == "observation"]


@pytest.mark.parametrize(
    "text",
    [
        "모레노 차관은 2021년 4월 24일 우리 정부의 코로나19 대응 지원에 사의를 표했다.",
        "산업부는 2025년 수출입은행에서는 3조원 규모의 상생금융을 지원하고 직수출 실적이 작다고 밝혔다.",
        "2022년 수출액 5백만달러 이상 1천만달러 미만 기업을 제외한 모든 구간에서 우리나라 수출기업이 증가했다.",
        "2023년 우리나라의 미국 수출액 증가(+8.5억달러)를 기록했다.",
    ],
    ids=["an illness", "a sum of loans", "firms by size", "by how much it rose"],
)
def test_read_observations_leaves_out_what_is_no_trade(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'17.3분기 우리나라 수출은 269억달러이다.", [("export", "KOR", None, "2017-Q3", "269")]),
        (
            "2021년 화장품의 對 중국·미국 수출이 크게 증가했고, 수출대상국가는 일본(비중 48.0%)의 순서를 보였다.",
            [("share", None, "JPN", "2021", "48.0")],
        ),
        (
            "2023년 온라인 수출 중소기업의 수는 4,116개사(+8.2%)로 증가했다.",
            [("count", None, None, "2023", "4116")],
        ),
        (
            "Peru and Kenya. In 2023 the steel maker committed to investing USD 136 million in Kenya.",
            [("investment", "KEN", None, "2023", "136")],
        ),
    ],
    ids=["a quarter behind a short year", "several partners", "the growth of a count", "money to be invested"],
)
def test_read_observations_keeps_period_and_sides(text: str, expected: list[tuple[object, ...]]) -> None:
    assert figures(text) == expected
