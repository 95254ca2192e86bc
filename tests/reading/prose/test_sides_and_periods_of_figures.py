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
            "Mendoza vendió a Italia por 187,4 millones de dólares en 2023. Argentina e Italia son socios.",
            "es",
            None,
            [("export", "ARG", "ITA", "AR-M", "2023", "187.4")],
        ),
    ],
    ids=["the year before", "months of this year", "sales to a country", "a province sells"],
)
def test_read_observations_takes_sides_and_period(
    text: str, language: str, published_on: str | None, expected: list[Row]
) -> None:
    assert rows(text, language, published_on) == expected
