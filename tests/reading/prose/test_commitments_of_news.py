"""Sentences of news reports that look like commitments, and the owners of those that are."""

import pytest

from tests.reading.prose.texts import read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El acuerdo se propone avanzar en la cooperación cultural entre Perú y Laos.", "es"),
        ("Los intendentes coincidieron en que el convenio es fundamental para acercar a Perú y Laos.", "es"),
        ("La aduana no se abrió, como prometió el reino de Laos en 2022, y Perú protestó.", "es"),
        ("En este artículo analizaremos las cifras del comercio entre Perú y Laos.", "es"),
        ("In this report we will look at trade between Peru and Laos.", "en"),
        (
            "She called upon the Trade Minister of Peru and also held talks with bankers to promote trade with Laos.",
            "en",
        ),
        ("Peru always encourages its firms to invest in Laos.", "en"),
        ("Both sides discussed bilateral issues such as Kenya's requests for more scholarships.", "en"),
        ("He expressed his hope that the Peruvian government will continue to support nationals of Laos.", "en"),
        ("El ministro confió en que el Gobierno de Laos abrirá pronto una embajada en Lima.", "es"),
        ("El presidente, quien debe entregar el mando en julio, viajó a Laos y Perú.", "es"),
    ],
)
def test_sentence_is_no_commitment(text: str, language: str) -> None:
    assert read("commitment", f"{text}\n", language) == []


@pytest.mark.parametrize(
    ("text", "language", "subtype", "countries"),
    [
        ("Se propone crear un comité conjunto de Perú y Laos.", "es", "recommendation", None),
        ("El embajador, quien pidió a Laos que abra una embajada, recordó la visita.", "es", "call", None),
        ("The Embassy of Thailand to Kenya has committed to opening a visa office.", "en", "commitment", ["THA"]),
        ("La Embajada de Chile en Perú se comprometió a abrir un centro de visas.", "es", "commitment", ["CHL"]),
        (
            "Laos's Party Secretary Nguyen Trong and Peruvian Prime Minister Jorge Diaz have agreed to reopen the joint commission.",
            "en",
            "commitment",
            ["LAO", "PER"],
        ),
        (
            "Peru and Laos held talks. They also committed to develop trade in a balanced manner.",
            "en",
            "commitment",
            ["LAO", "PER"],
        ),
        (
            "The two leaders of Peru and Laos held talks. They agreed to lower tariffs on coffee.",
            "en",
            "commitment",
            None,
        ),
    ],
)
def test_commitment_has_the_owners_of_its_subject(
    text: str, language: str, subtype: str, countries: list[str] | None
) -> None:
    [commitment] = read("commitment", f"{text}\n", language)
    assert commitment.fields["subtype"] == subtype
    if countries:
        assert commitment.fields["owner_countries"] == countries
