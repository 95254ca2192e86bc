"""What `$` and `dollars` mean in documents about countries whose own money is a dollar."""

import pytest

from henequen.reading.grammar.dollars import Dollars
from henequen.reading.grammar.sides import DocumentSides


@pytest.mark.parametrize(
    ("text", "language", "sign", "word"),
    [
        ("Canada and Ghana traded goods worth $436 million, and 5 million dollars in services.", "en", None, None),
        ("Canada and Ghana (amounts in Canadian dollars). Trade was $436 million.", "en", "CAD", "CAD"),
        ("All figures are in US dollars. Namibia exported $3 million to Zambia.", "en", "USD", "USD"),
        ("Fiji and India. Trade was US$ 5 million; Fiji received 2 million dollars.", "en", None, "USD"),
        ("Fiji and India. Imports were F$ 5 million; India gave 2 million dollars.", "en", None, None),
        ("Kenya and Poland traded goods worth $436 million.", "en", "USD", "USD"),
        (
            "Cuba y Namibia. Importaciones por 24 millones de dólares namibios y 2 millones de dólares.",
            "es",
            None,
            None,
        ),
        ("Chile y Nueva Zelandia. Las compras llegaron a 112 millones de dólares.", "es", None, "USD"),
        ("한국과 캐나다. 우리나라의 대캐나다 수출은 71억 달러이다.", "ko", "USD", "USD"),
        ("한국과 호주. 수출은 71억 달러, 현지 통계로는 90억 호주 달러이다.", "ko", "USD", None),
    ],
)
def test_dollars_are_those_that_the_document_decides(
    text: str, language: str, sign: str | None, word: str | None
) -> None:
    dollars = Dollars.of(text, language, DocumentSides(text, language))
    assert (dollars.sign, dollars.word) == (sign, word)
