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


RELEASE = """---
title: "’23년 10월 1일 ~ 10월 20일 수출입 현황"
ministry: "관세청"
approve_date: "10/23/2023 09:00:00"
---

# ’23년 10월 1일 ~ 10월 20일 수출입 현황

수출은338억 달러로 전년동기대비4.6%증가,수입은376억 달러로전년동기대비△0.6%감소했으며,무역수지는37억 달러 적자를 기록했다.

ㅇ(10.1.∼10.20.) 수출338억 달러로 전년동기대비 수출4.6%(15.0억 달러↑) 증가

※ 조업일수 고려 시 일평균수출액 26.0억 달러 8.6% 증가

2. 수입현황

ㅇ (주요품목) 원유(30.5%↑),가스(△12.3%↓)

ㅇ (주요국가) 캐나다(1.9%↑),케냐(△14.4%↓),양국(2.0%↑)
"""
"""A release of ten or twenty days, with the spaces that such releases leave out."""


def test_read_observations_reads_release_of_some_days() -> None:
    period = "2023-10-01/2023-10-20"
    assert figures(RELEASE) == [
        ("export", "KOR", None, period, "338"),
        ("growth", "KOR", None, period, "4.6"),
        ("import", "KOR", None, period, "376"),
        ("growth", "KOR", None, period, "-0.6"),
        ("balance", "KOR", None, period, "-37"),
        ("export", "KOR", None, period, "338"),
        ("growth", "KOR", None, period, "4.6"),
        ("growth", "KOR", None, period, "30.5"),
        ("growth", "KOR", None, period, "-12.3"),
        ("growth", "KOR", "CAN", period, "1.9"),
        ("growth", "KOR", "KEN", period, "-14.4"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5월 수출은 90억 달러로 전년동기대비 2.0% 늘었다.", [("export", "90"), ("growth", "2.0")]),
        ("수출은 90억 달러로 늘어날 것으로 기대된다.", []),
        ("우리나라의 수출비중이 전년동기대비 0.6%p 상승했다.", []),
        ("상위 10개국 수출액이 늘었고 칠레가 1.1억달러(18.9%) 증가했다.", [("growth", "18.9")]),
        ("커피는 브라질 수출이 부진하면서 전년 대비 1.1억달러(△9.0%) 감소했다.", []),
    ],
    ids=["than in the same period", "a hope", "a share that rose", "by how much it rose", "a flow of another clause"],
)
def test_read_observations_takes_the_words_of_comparison(text: str, expected: list[tuple[object, ...]]) -> None:
    found = figures(f"부처: 관세청\n배포일: 2024.06.14.\n\n{text}\n")
    assert [(measure, value) for measure, _, _, _, value in found] == expected


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3분기 수출은 120억 달러를 기록했다.", "2023-Q3"),
        ("상반기 수출은 120억 달러를 기록했다.", "2023-H1"),
        ("수출은 3분기 연속 늘어 120억 달러를 기록했다.", None),
        ("지난해 1분기 수출은 120억 달러를 기록했다.", "2023-Q1"),
    ],
)
def test_read_observations_takes_the_last_quarter_that_is_over(text: str, period: str | None) -> None:
    found = figures(f"---\ntitle: 수출\nministry: 관세청\ndate: 2024-06-14\n---\n\n{text}\n")
    assert [(value, found_period) for _, _, _, found_period, value in found] == [("120", period)]
