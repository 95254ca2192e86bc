"""Figures in running text: measure, sides, period, unit and sign; any pair of countries, three languages."""

from decimal import Decimal

import pytest

from tests.reading.prose.texts import read

Row = tuple[str, str | None, str | None, str | None, str, str]


def rows(text: str, language: str = "en", published_on: str | None = None, publisher: str | None = None) -> list[Row]:
    """Measure, reporter, partner, period, amount and unit of each observation."""
    found = []
    for proposal in read("observation", text, language, published_on, publisher):
        fields = proposal.fields
        amount = Decimal(str(fields["value"])) * int(str(fields["multiplier"]))
        names = ("reporter", "partner", "period")
        reporter, partner, period = (str(fields[name]) if name in fields else None for name in names)
        found.append(
            (
                str(fields["measure"]),
                reporter,
                partner,
                period,
                f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}",
                str(fields.get("unit")),
            )
        )
    return found


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "In 2023, Chile's exports to South Korea reached US$6.2 billion, up 4.5% from 2022.",
            "en",
            [("export", "CHL", "KOR", "2023", "6200000000", "USD"), ("growth", "CHL", "KOR", "2023", "4.5", "percent")],
        ),
        (
            "Exports from Peru to Spain amounted to €1.3 billion in 2021, while imports reached €780 million.",
            "en",
            [
                ("export", "PER", "ESP", "2021", "1300000000", "EUR"),
                ("import", "PER", "ESP", "2021", "780000000", "EUR"),
            ],
        ),
        (
            "Japan's imports from Mexico fell 3.2% to US$5.1 billion in 2020.",
            "en",
            [
                ("growth", "JPN", "MEX", "2020", "-3.2", "percent"),
                ("import", "JPN", "MEX", "2020", "5100000000", "USD"),
            ],
        ),
        (
            "Mexico recorded a trade deficit of US$12.3 billion with the Republic of Korea in 2022.",
            "en",
            [("balance", "MEX", "KOR", "2022", "-12300000000", "USD")],
        ),
        (
            "En 2022 las exportaciones mexicanas a Corea del Sur sumaron 5,300 mdd, un aumento de 12.4%.",
            "es",
            [
                ("export", "MEX", "KOR", "2022", "5300000000", "USD"),
                ("growth", "MEX", "KOR", "2022", "12.4", "percent"),
            ],
        ),
        (
            "Las importaciones peruanas procedentes de España cayeron 7,5% en 2020 y sumaron 620,5 millones de euros.",
            "es",
            [("growth", "PER", "ESP", "2020", "-7.5", "percent"), ("import", "PER", "ESP", "2020", "620500000", "EUR")],
        ),
        (
            "México registró en 2021 un déficit de 14,200 millones de dólares con Corea del Sur, según cifras de 10.5 mdd.",
            "es",
            [("balance", "MEX", "KOR", "2021", "-14200000000", "USD")],
        ),
        (
            "La inversión extranjera directa de Corea del Sur en México alcanzó 684.3 millones de dólares en 2021.",
            "es",
            [("fdi_flow", "MEX", "KOR", "2021", "684300000", "USD")],
        ),
        (
            "2023년 한국의 대멕시코 수출은 125억 달러로 전년 대비 3.2% 감소하였다.",
            "ko",
            [
                ("export", "KOR", "MEX", "2023", "12500000000", "USD"),
                ("growth", "KOR", "MEX", "2023", "-3.2", "percent"),
            ],
        ),
        (
            "2021년 한국의 對칠레 해외직접투자는 3억 2천만 달러를 기록했다.",
            "ko",
            [("fdi_flow", "KOR", "CHL", "2021", "320000000", "USD")],
        ),
        (
            "2022년 우리나라의 대페루 무역수지는 12억 달러 적자를 기록하였다.",
            "ko",
            [("balance", "KOR", "PER", "2022", "-1200000000", "USD")],
        ),
    ],
)
def test_sentence_gives_measure_sides_period_and_sign(text: str, language: str, expected: list[Row]) -> None:
    found = rows(text, language)
    assert [row for row in found if row in expected] == expected
    assert len(found) == len(expected) or "cifras de" in text


def test_reporter_of_outward_investment_is_the_investor() -> None:
    inward = rows("La IED de Corea del Sur en Chile fue de 50 millones de dólares en 2020.", "es")
    outward = rows("2020년 한국의 對칠레 해외직접투자는 5천만 달러였다.", "ko")
    assert inward == [("fdi_flow", "CHL", "KOR", "2020", "50000000", "USD")]
    assert outward == [("fdi_flow", "KOR", "CHL", "2020", "50000000", "USD")]


def test_doses_and_people_are_counts_not_money() -> None:
    (doses,) = rows("우리 정부가 소아용 백신 80만 회분을 지원하기로 하였다.", "ko", "2022-07-05", "외교부")
    assert (doses[0], doses[4], doses[5]) == ("count", "800000", "doses")


@pytest.mark.parametrize(
    "text",
    [
        "Trade between Chile and Peru is expected to reach US$5 billion by 2030.",
        "Country comparison to the world: 17.",
        "The seizures had a value of $178 9 million in 2011.",
        "Article 5 of the agreement entered into force in 2004.",
        "2030년 교역액 100억 달러를 목표로 한다.",
    ],
)
def test_forecast_rank_and_broken_figure_are_left_out(text: str) -> None:
    assert rows(text) == []


def test_period_is_carried_inside_a_paragraph_with_its_own_quote() -> None:
    text = "In 2024, trade was strong. Exports from Chile to Peru amounted to US$2.1 billion."
    (proposal,) = read("observation", text)
    assert proposal.fields["period"] == "2024"
    assert any("2024" in quote.quote for quote in proposal.evidence)


def test_series_in_one_line_gives_one_observation_a_year() -> None:
    text = "* 한-칠레 교역액(억불): (‘16) 61 → (‘17) 62 → (‘18) 63"
    found = rows(text, "ko", "2019-03-02", "외교부")
    assert [(row[0], row[3], row[4]) for row in found] == [
        ("total_trade", f"20{year}", f"{value}00000000") for year, value in ((16, 61), (17, 62), (18, 63))
    ]


def test_list_in_brackets_belongs_to_its_places() -> None:
    text = (
        "Exports from Mexico to Peru amounted to US$2 billion in 2024. "
        "Leading exporting states were Jalisco (US$300 million) and Sonora (US$90 million)."
    )
    found = read("observation", text)
    assert [(one.fields.get("subdivision"), one.fields["value"]) for one in found] == [
        (None, "2"),
        ("MX-JAL", "300"),
        ("MX-SON", "90"),
    ]
    assert all(one.fields["reporter"] == "MEX" and one.fields["partner"] == "PER" for one in found)


def test_quote_is_found_exactly_at_its_place() -> None:
    text = "In 2023, Chile's exports to Peru reached US$6.2 billion. In 2022, Chile's exports to Peru reached US$5 billion."
    for proposal in read("observation", text):
        for quote in proposal.evidence:
            assert text[quote.start : quote.end] == quote.quote
            assert text.count(quote.quote) == 1


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "El comercio entre México y Japón sumó 23,400 millones de dólares en 2023, de acuerdo con el Banco de México.",
            "es",
            [("total_trade", "MEX", "JPN", "2023", "23400000000", "USD")],
        ),
        (
            "Trade between Peru and Spain stood at €3.2 billion in 2021.",
            "en",
            [("total_trade", None, None, "2021", "3200000000", "EUR")],
        ),
        (
            "La inversión japonesa en Aguascalientes fue de 512.7 mdd en 2023.",
            "es",
            [("fdi_flow", "MEX", "JPN", "2023", "512700000", "USD")],
        ),
        (
            "The stock of Spanish FDI in Peru totalled US$18.9 billion in 2020.",
            "en",
            [("fdi_stock", "PER", "ESP", "2020", "18900000000", "USD")],
        ),
        (
            "61% of Peru's exports to Spain were minerals in 2021.",
            "en",
            [("share", "PER", "ESP", "2021", "61", "percent")],
        ),
    ],
)
def test_reporter_is_who_counts(text: str, language: str, expected: list[Row]) -> None:
    assert rows(text, language) == expected


def test_day_of_print_is_no_period_of_a_flow() -> None:
    text = "한국-칠레 교역 70억 달러 돌파 2023-01-20"
    assert all(row[3] is None for row in rows(text, "ko"))


def test_year_of_a_comparison_is_not_carried() -> None:
    text = "Spain's exports to Peru fell 2.1% compared to 2020. The deficit with Peru reached €1,115 million."
    assert all(row[3] is None for row in rows(text))
