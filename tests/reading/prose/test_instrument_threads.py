"""An instrument through several sentences and several verbs: pronouns, bare nouns, left-out subjects, later states."""

from __future__ import annotations

import pytest

from tests.reading.prose.texts import read

HEADS = {
    "en": "Jamaica and Ghana have had relations since 1964. Ghana is a partner of Jamaica.\n\n",
    "es": "Ecuador e Italia mantienen relaciones desde 1900. Italia es socio del Ecuador.\n\n",
    "ko": "대한민국과 페루는 1963년 수교하였다. 페루는 한국의 중요한 협력국이다.\n\n",
}


def instruments(language: str, text: str) -> list[tuple[object, object, object]]:
    """Signature, entry into force and status of each instrument."""

    def value(field: object) -> object:
        return field["value"] if isinstance(field, dict) else field

    found = [proposal.fields for proposal in read("instrument", HEADS[language] + text, language, "2024-06-20")]
    return [
        (value(one.get("signed")), value(one.get("entry_into_force")), one.get("status_normalised")) for one in found
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Jamaica and Ghana have an Air Services Agreement. It was signed in Accra on 4 May 2018 and has been in "
            "force since 1 July 2019.",
            ("2018-05-04", "2019-07-01", "in_force"),
        ),
        (
            "en",
            "The two countries' Trade Agreement took effect three months ago. The pact, which was signed in Accra in "
            "October 2023 and came into force on 20 March 2024, cuts duties.",
            ("2023-10", "2024-03-20", "in_force"),
        ),
        (
            "en",
            "The text of a Double Taxation Agreement was settled in February 2024. It has yet to be signed.",
            (None, None, "proposed"),
        ),
        (
            "en",
            "The Air Services Agreement, initialled in Accra in 2021, was finally signed in Kingston on 31 May 2023.",
            ("2023-05-31", None, "signed"),
        ),
        (
            "es",
            "Los instrumentos son los siguientes. a) Acuerdo General de Colaboración, Roma, 16 de mayo de 1991: "
            "vigente.",
            ("1991-05-16", None, "in_force"),
        ),
        (
            "en",
            "An air services agreement, which officials had called ready, was not signed.",
            (None, None, "proposed"),
        ),
        ("ko", "사회보장협정은 서명은 되었으나 아직 발효되지 않았습니다.", (None, None, "signed")),
        ("en", "The two ports let their 1984 friendship accord expire quietly.", ("1984", None, "ended")),
        (
            "en",
            "The prisoner transfer agreement was turned down by the Jamaican Senate in 2016.",
            (None, None, "proposed"),
        ),
        (
            "es",
            "El Acuerdo de Servicios Aéreos se firmó en Roma el 3 de junio de 2016. Entró en vigor el 1 de marzo de "
            "2018.",
            ("2016-06-03", "2018-03-01", "in_force"),
        ),
        (
            "es",
            "Ambos gobiernos suscribieron el Convenio de Cooperación Cultural el 3 de junio de 2016. Dicho convenio "
            "está vigente desde el 1 de marzo de 2018.",
            ("2016-06-03", "2018-03-01", "in_force"),
        ),
        (
            "ko",
            "양국은 2022년 7월 1일 사회보장협정에 서명했다. 2021년 9월 시작된 협상의 결과다. 협정은 이듬해 9월 1일 발효됐다.",
            ("2022-07-01", "2023-09-01", "in_force"),
        ),
        (
            "ko",
            "양국은 1995년 투자보장협정을 맺었고, 이 협정은 2004년 3월 2일 효력이 생겼다.",
            ("1995", "2004-03-02", "in_force"),
        ),
        (
            "ko",
            "한-페루 항공협정은 2011. 3. 21. 서울에서 서명되어 같은 해 8. 1. 발효하였음.",
            ("2011-03-21", "2011-08-01", "in_force"),
        ),
        ("ko", "사회보장협정: 2007.12.14. 서명, 2008.11.1. 발효", ("2007-12-14", "2008-11-01", "in_force")),
        (
            "ko",
            "산림청과 페루 산림청의 양해각서(2019. 5월 서명, 유효기간 5년)는 2024. 5월 만료되었다.",
            ("2019-05", None, "ended"),
        ),
    ],
)
def test_what_later_words_say_belongs_to_the_instrument_before(
    language: str, text: str, expected: tuple[object, object, object]
) -> None:
    assert instruments(language, text) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was signed by both ministers."),
        ("en", "The company's agreement with its workers took effect on 1 May 2024."),
        ("es", "El acuerdo entre la empresa y sus proveedores venció en 2023."),
        ("ko", "공급계약서에 2024년 5월 3일 서명하였다."),
        ("es", "No se ha firmado un acuerdo de libre comercio entre ambos países."),
        ("es", "El protocolo sanitario para el ingreso entró en vigor el 3 de mayo de 2021."),
        ("ko", "포괄적경제동반자협정 확대 협상 마무리"),
        ("ko", "노사 협약이 2024년 5월 3일 발효되었다."),
        ("ko", "양측은 협정 이행을 점검하였다."),
    ],
)
def test_texts_that_are_no_instrument_of_the_pair_give_nothing(language: str, text: str) -> None:
    assert instruments(language, text) == []
