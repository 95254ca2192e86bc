"""Whose figure it is and of which period, when only the words around it or the sentence before say so."""

import pytest

from tests.reading.prose.texts import read

Row = tuple[str, str | None, str | None, str | None, str | None, str]


def rows(text: str, language: str, published_on: str | None) -> list[Row]:
    """Measure, reporter, partner, subdivision, period and printed value of each observation."""
    return [
        (
            str(p.fields["measure"]),
            *(
                str(p.fields[name]) if name in p.fields else None
                for name in ("reporter", "partner", "subdivision", "period")
            ),
            str(p.fields["value"]),
        )
        for p in read("observation", text, language, published_on)
    ]


@pytest.mark.parametrize(
    ("text", "language", "published_on", "expected"),
    [
        (
            "According to Statistics Norway, imports from Ghana amounted to NOK 61.3 million in 2023, against NOK 48.9 million"
            " the year before.",
            "en",
            None,
            [
                ("import", "NOR", "GHA", None, "2023", "61.3"),
                ("import", "NOR", "GHA", None, "2022", "48.9"),
            ],
        ),
        (
            "In January-August of this year Georgia's imports from Estonia climbed by 12.1% to $214.3 million.",
            "en",
            "2024-10-03",
            [
                ("growth", "GEO", "EST", None, "2024-01/2024-08", "12.1"),
                ("import", "GEO", "EST", None, "2024-01/2024-08", "214.3"),
            ],
        ),
        (
            "Las ventas españolas a Senegal sumaron 402 millones de euros en 2023.",
            "es",
            None,
            [("export", "ESP", "SEN", None, "2023", "402")],
        ),
        (
            "La provincia de Mendoza vendió a Italia por 187,4 millones de dólares en 2023. Argentina e Italia son socios.",
            "es",
            None,
            [("export", "ARG", "ITA", "AR-M", "2023", "187.4")],
        ),
        (
            "2024년 상반기 브라질의 대노르웨이 수출은 15억 달러로 지난해 같은 기간보다 41% 늘었다.",
            "ko",
            "2024-09-02",
            [
                ("export", "BRA", "NOR", None, "2024-H1", "15"),
                ("growth", "BRA", "NOR", None, "2024-H1", "41"),
            ],
        ),
        (
            "2024년 브라질의 대노르웨이 수출은 320억 달러로 2023년(282억 달러)보다 13% 늘었다.",
            "ko",
            None,
            [
                ("export", "BRA", "NOR", None, "2024", "320"),
                ("export", "BRA", "NOR", None, "2023", "282"),
                ("growth", "BRA", "NOR", None, "2024", "13"),
            ],
        ),
        (
            "Las exportaciones peruanas a Noruega sumaron 62 millones de dólares, 31,5 % por debajo de igual periodo de 2023."
            " Desde Noruega se importó por 97 millones de dólares. Perú y Noruega son socios.",
            "es",
            None,
            [
                ("export", "PER", "NOR", None, None, "62"),
                ("growth", "PER", "NOR", None, None, "-31.5"),
                ("import", "PER", "NOR", None, None, "97"),
            ],
        ),
        (
            "Las compras chilenas, en tanto, llegaron a 112,6 millones de dólares en 2023. Chile y Noruega son socios.",
            "es",
            None,
            [("import", "CHL", "NOR", None, "2023", "112.6")],
        ),
        (
            "Norwegian direct investment in Ghana stood at NOK 1.9 billion at the end of 2023.",
            "en",
            None,
            [("fdi_stock", "NOR", "GHA", None, "2023", "1.9")],  # in the money of the investor, who counts
        ),
        ("일부 언론이 보도한 50억 달러 규모의 대노르웨이 수출 계약은 사실이 아님.", "ko", None, []),
        ("It is not true that Ghana's exports to Norway reached NOK 5 billion in 2023.", "en", None, []),
        ("No es cierto que las exportaciones de Ghana a Noruega sumaran 5 millones de euros en 2023.", "es", None, []),
    ],
    ids=[
        "the year before",
        "months of this year",
        "sales to a country",
        "a province sells",
        "than the same months",
        "than a year with its figure",
        "below the same period",
        "purchases of a side",
        "a stock stood at",
        "denied ko",
        "denied en",
        "denied es",
    ],
)
def test_read_observations_takes_sides_and_period(
    text: str, language: str, published_on: str | None, expected: list[Row]
) -> None:
    assert rows(text, language, published_on) == expected
