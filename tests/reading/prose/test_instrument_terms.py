"""Term, renewal, notice and bodies of instruments in prose, and titles without a noun of an instrument."""

from __future__ import annotations

import pytest

from henequen.reading.prose.agreement_text import is_agreement_text
from henequen.reading.prose.scene import Prose
from tests.reading.prose.test_instrument_threads import HEADS
from tests.reading.prose.texts import document, read


def fields(language: str, text: str) -> list[dict[str, object]]:
    """The fields of each instrument, dates as values."""
    found = [proposal.fields for proposal in read("instrument", HEADS[language] + text, language, "2024-06-20")]
    return [{key: one["value"] if isinstance(one, dict) else one for key, one in each.items()} for each in found]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Ministers signed a Memorandum of Understanding on cyber resilience on 4 May 2024. It runs for three years "
            "from signature and is renewed automatically unless one side gives six months' notice.",
            {"signed": "2024-05-04", "term": "P3Y", "renewal": "tacit", "notice": "P6M"},
        ),
        (
            "es",
            "La Cámara de Comercio de Quito y Unioncamere suscribieron el 4 de abril de 2024 un convenio de "
            "colaboración, con una duración de tres años y prórroga automática salvo aviso en contrario con noventa "
            "días de antelación.",
            {"term": "P3Y", "renewal": "tacit", "notice": "P90D", "level": "institutional"},
        ),
        (
            "ko",
            "양국은 「관광협력 양해각서」를 2024. 6. 3. 체결하였다. 유효기간은 2년이며, 어느 한쪽이 3개월 전에 서면으로 해지를 "
            "통보하지 않으면 2년씩 자동 연장된다.",
            {"signed": "2024-06-03", "term": "P2Y", "renewal": "tacit", "notice": "P3M"},
        ),
        (
            "en",
            "The University of Ghana has had a research memorandum with the University of the West Indies since 2017.",
            {"type": "memorandum_of_understanding", "level": "institutional"},
        ),
        (
            "en",
            "Relations rest on the Jamaica-Ghana Vision Partnership, signed by the two Presidents in Accra on "
            "16 September 2019.",
            {"title": "Jamaica-Ghana Vision Partnership", "signed": "2019-09-16"},
        ),
        (
            "ko",
            "양측은 2024년 6월 3일 「한-페루 항공협정」 개정 의정서에 서명하였다.",
            {"title": "「한-페루 항공협정」 개정 의정서", "type": "protocol", "signed": "2024-06-03"},
        ),
    ],
)
def test_the_terms_and_bodies_of_an_instrument_are_read(language: str, text: str, expected: dict[str, str]) -> None:
    found = fields(language, text)
    assert len(found) == 1
    assert {key: found[0].get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The strategic Partnership is praised by both sides."),
        ("en", "The scholarship lasts three years and is renewed automatically."),
        ("ko", "양측은 「관광진흥법」을 설명하였다."),
    ],
)
def test_partnerships_and_durations_alone_are_no_instrument(language: str, text: str) -> None:
    assert fields(language, text) == []


def test_a_memorandum_in_paragraphs_is_the_text_of_an_agreement() -> None:
    text = (
        "MEMORANDUM OF UNDERSTANDING\nBETWEEN\nTHE GOVERNMENT OF JAMAICA\nAND\nTHE GOVERNMENT OF GHANA\nON TOURISM\n\n"
        "The Government of Jamaica and the Government of Ghana, hereinafter referred to as the “Parties”;\n\n"
        "Have reached the following understanding:\n\nParagraph 1\nPurpose\n\nThe purpose is training.\n\n"
        "Paragraph 2\nCosts\n\nEach side pays its own.\n\nParagraph 3\nDuration\n\nThis Memorandum will come into effect "
        "on the date of its signature. It will remain in effect for five (5) years and be extended automatically, "
        "unless either Party gives the other six (6) months’ written notice of its intention not to extend it.\n\n"
        "Signed at Kingston, on 9 October 2019, in two originals."
    )
    assert is_agreement_text(Prose.of(document(text)))
    (found,) = read("instrument", text)
    kept = {key: found.fields.get(key) for key in ("countries", "type", "term", "renewal", "notice", "signed_at")}
    assert kept == {
        "countries": ["GHA", "JAM"],
        "type": "memorandum_of_understanding",
        "term": "P5Y",
        "renewal": "tacit",
        "notice": "P6M",
        "signed_at": "Kingston",
    }
