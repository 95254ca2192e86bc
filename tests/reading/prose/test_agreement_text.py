"""Whole texts of agreements in three languages: title, parties, signature, force, term, renewal, notice, bodies."""

import pytest

from henequen.reading.gates.evidence import EvidenceGate
from tests.reading.prose.texts import document, read

ENGLISH = """MEMORANDUM OF UNDERSTANDING ON CUSTOMS COOPERATION
BETWEEN
THE REPUBLIC OF CHILE
AND
THE REPUBLIC OF KOREA

PREAMBLE
The Republic of Chile and the Republic of Korea (hereinafter referred to as "the Parties");
DESIRING to strengthen their cooperation;
HAVE AGREED as follows:

ARTICLE 1
Objectives
The objectives of this Memorandum are to share information.

ARTICLE 2
Joint Committee
The Parties hereby establish a Joint Customs Committee. The Committee shall meet once a year.

ARTICLE 3
Entry into Force and Duration
This Memorandum shall enter into force on the date of its signature. It shall remain in force for a period of five (5) years.
It shall be automatically renewed for successive periods, unless a Party decides otherwise.
Either Party may terminate this Memorandum by written notice six months in advance.

Done at Santiago, this third day of July, two thousand and eighteen, in two original texts in the English language.
"""

SPANISH = """CONVENIO DE COOPERACIÓN TÉCNICA ENTRE LA REPÚBLICA DEL PERÚ Y EL REINO DE ESPAÑA

La República del Perú y el Reino de España, en adelante "las Partes";
DESEOSOS de fortalecer su cooperación;
HAN ACORDADO LO SIGUIENTE:

ARTÍCULO 1
Objeto
El presente Convenio tiene por objeto la cooperación técnica.

ARTÍCULO 2
Comité
Las Partes establecen un Comité de Cooperación Técnica, que se reunirá una vez al año.

ARTÍCULO 3
Vigencia
El presente Convenio entrará en vigor treinta (30) días después del canje de notas. Tendrá una vigencia de dos (2) años.
El presente Convenio podrá ser prorrogado por mutuo acuerdo.
Cualquiera de las Partes podrá dar por terminado el presente Convenio con noventa (90) días de anticipación.

Hecho en la ciudad de Lima, a los veintiocho días del mes de junio de dos mil cinco, en dos ejemplares.
"""

KOREAN = """대한민국 정부와 칠레공화국 정부 간의 과학기술협력 협정

대한민국 정부와 칠레공화국 정부(이하 "당사자"라 한다)는 협력을 희망하여 다음과 같이 합의하였다.

제1조
목적
이 협정은 과학기술 협력을 목적으로 한다.

제2조
협력 분야
양 당사자는 공동연구를 한다.

제3조
발효
이 협정은 서명한 날에 발효한다. 이 협정은 5년간 유효하며, 자동적으로 연장된다.
어느 당사자도 6개월 전에 서면으로 통보하여 이 협정을 종료할 수 있다.

2015년 4월 22일 산티아고에서 동등하게 정본인 한국어와 스페인어로 각 2부씩 작성하였다.
"""


def day(value: str) -> dict[str, str]:
    return {"value": value, "precision": "day"}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            ENGLISH,
            "en",
            {
                "type": "memorandum_of_understanding",
                "countries": ["CHL", "KOR"],
                "signed": day("2018-07-03"),
                "signed_at": "Santiago",
                "entry_into_force": day("2018-07-03"),
                "term": "P5Y",
                "renewal": "tacit",
                "notice": "P6M",
            },
        ),
        (
            SPANISH,
            "es",
            {
                "type": "agreement",
                "countries": ["ESP", "PER"],
                "signed": day("2005-06-28"),
                "signed_at": "Lima",
                "entry_into_force": None,
                "term": "P2Y",
                "renewal": "by_agreement",
                "notice": "P90D",
            },
        ),
        (
            KOREAN,
            "ko",
            {
                "type": "agreement",
                "countries": ["CHL", "KOR"],
                "signed": day("2015-04-22"),
                "term": "P5Y",
                "renewal": "tacit",
                "notice": "P6M",
            },
        ),
    ],
)
def test_text_of_an_agreement_gives_its_fields(text: str, language: str, expected: dict[str, object]) -> None:
    proposal = read("instrument", text, language)[0]
    assert {name: proposal.fields.get(name) for name in expected} == expected
    assert "incomplete" not in proposal.fields
    assert EvidenceGate(document(text, language)).check(proposal).accepted


def test_body_that_an_agreement_creates_is_an_actor() -> None:
    names = [proposal.fields["name"] for proposal in read("actor", ENGLISH) if proposal.fields["type"] == "body"]
    assert names == ["Joint Customs Committee"]


def test_text_that_begins_in_the_middle_says_so() -> None:
    text = "FREE TRADE AGREEMENT BETWEEN THE REPUBLIC OF PERU AND JAPAN\n\nArticle 7. Investment\n"
    text += "For the purposes of this chapter: investment.\n\n"
    text += "\n".join(
        f"Article 7.{number}\nThe Parties shall cooperate. In witness whereof.\n" for number in range(1, 5)
    )
    proposal = read("instrument", text)[0]
    assert str(proposal.fields["incomplete"]).startswith("begins with article 7")
    assert "signed" not in proposal.fields


def test_open_date_of_signature_stays_open() -> None:
    text = ENGLISH.replace(
        "this third day of July, two thousand and eighteen", "this ... day of ... two thousand and eighteen"
    )
    assert "signed" not in read("instrument", text)[0].fields
