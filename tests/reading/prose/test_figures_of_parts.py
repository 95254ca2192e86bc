"""Figures of parts of a flow, and figures next to the year of another clause: product and period by the own clause."""

from decimal import Decimal

import pytest

from tests.reading.prose.texts import read


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Norway and Ghana. Norwegian exports to Ghana came to NOK 1.2 billion in 2022, of which fish NOK 812 million.",
            [("export", "TOTAL", "2022", "1200000000"), ("export", "fish", "2022", "812000000")],
        ),
        (
            "en",
            "Vietnam and Benin. Viet Nam imported USD 410 million from Benin in 2023, cashew nuts alone"
            " accounting for USD 362 million.",
            [("import", "TOTAL", "2023", "410000000"), ("import", "cashew nuts", "2023", "362000000")],
        ),
        (
            "es",
            "Uruguay exportó a Egipto carne por 21,4 millones de dólares y lácteos por 12,6 millones en 2022.",
            [("export", "carne", "2022", "21400000"), ("export", "lácteos", "2022", "12600000")],
        ),
        (
            "es",
            "El Perú exportó a Tailandia US$ 161,4 millones en 2022, de los cuales US$ 98,2 millones correspondieron a cobre.",
            [("export", "TOTAL", "2022", "161400000"), ("export", "cobre", "2022", "98200000")],
        ),
        (
            "ko",
            "우리나라의 대우즈베키스탄 수출은 2021년 5천만 달러였으며, 이 중 자동차부품이 2천900만 달러였다.",
            [("export", "TOTAL", "2021", "50000000"), ("export", "자동차부품", "2021", "29000000")],
        ),
        (
            "es",
            "En 2023 las exportaciones paraguayas a los Emiratos sumaron US$ 112,7 millones, frente a US$ 84,3 "
            "millones en 2022, un aumento de 33,7 %.",
            [
                ("export", "TOTAL", "2023", "112700000"),
                ("export", "TOTAL", "2022", "84300000"),
                ("growth", None, "2023", "33.7"),
            ],
        ),
        (
            "en",
            "In 2019 the two countries signed a treaty; Polish exports to Kenya "
            "have since grown to EUR 120 million. Poland and Kenya.",
            [("export", "TOTAL", None, "120000000")],
        ),
        (
            "es",
            "El intercambio comercial pasó de 8.122 millones de dólares en 2005 a 33.534 millones a fines de 2014. Chile y China.",
            [("total_trade", "TOTAL", "2005", "8122000000"), ("total_trade", "TOTAL", "2014", "33534000000")],
        ),
        (
            "es",
            "Las importaciones bajaron de 218 millones de dólares a 187 millones de dólares en 2024. Argentina y Polonia.",
            [("import", "TOTAL", "2024", "187000000")],
        ),
    ],
)
def test_read_observations_decides_product_and_period_by_the_own_clause(
    language: str, text: str, expected: list[tuple[str, str | None, str | None, str]]
) -> None:
    found = []
    for proposal in read("observation", text, language, None):
        fields = proposal.fields
        amount = Decimal(str(fields["value"])) * int(str(fields["multiplier"]))
        found.append((fields["measure"], fields.get("product"), fields.get("period"), f"{amount.normalize():f}"))
    assert found == expected
