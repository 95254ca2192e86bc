"""Instruments in running text: what is planned is never in force, dates keep their precision, any pair of countries."""

import pytest

from tests.reading.prose.texts import read

Wanted = dict[str, object]


def day(value: str) -> dict[str, str]:
    return {"value": value, "precision": {4: "year", 7: "month", 10: "day"}[len(value)]}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Chile and the Republic of Korea signed the Free Trade Agreement in Seoul on 15 February 2003.",
            "en",
            {
                "type": "agreement",
                "countries": ["CHL", "KOR"],
                "signed": day("2003-02-15"),
                "signed_at": "Seoul",
                "status_normalised": "signed",
            },
        ),
        (
            "The Memorandum of Understanding on Customs Cooperation between Peru and Spain was signed on March 4, 2019.",
            "en",
            {"type": "memorandum_of_understanding", "countries": ["ESP", "PER"], "signed": day("2019-03-04")},
        ),
        (
            "The Free Trade Agreement between Peru and South Korea entered into force on 1 August 2011.",
            "en",
            {
                "type": "agreement",
                "countries": ["KOR", "PER"],
                "entry_into_force": day("2011-08-01"),
                "status_normalised": "in_force",
            },
        ),
        (
            "The Agreement on Social Security between Chile and Japan has been signed but is not yet in force.",
            "en",
            {"status_normalised": "signed"},
        ),
        (
            "Both countries plan to sign a memorandum of understanding on hydrogen between Chile and South Korea in 2025.",
            "en",
            {"type": "memorandum_of_understanding", "status_normalised": "proposed"},
        ),
        (
            "México y Corea del Sur firmaron el Acuerdo para Evitar la Doble Imposición el 6 de octubre de 1994.",
            "es",
            {"type": "agreement", "countries": ["KOR", "MEX"], "signed": day("1994-10-06")},
        ),
        (
            "El Tratado de Libre Comercio entre Chile y Corea del Sur entró en vigor el 1 de abril de 2004.",
            "es",
            {"type": "agreement", "countries": ["CHL", "KOR"], "entry_into_force": day("2004-04-01")},
        ),
        (
            "El Memorándum de Entendimiento en materia de Turismo entre Perú y España aún no está en vigor.",
            "es",
            {"type": "memorandum_of_understanding", "status_normalised": "signed"},
        ),
        (
            "양국은 2019년 5월 3일 「한-칠레 관세협력 양해각서」에 서명하였다.",
            "ko",
            {
                "type": "memorandum_of_understanding",
                "title": "한-칠레 관세협력 양해각서",
                "countries": ["CHL", "KOR"],
                "signed": day("2019-05-03"),
            },
        ),
        (
            "한-페루 FTA는 2011년 8월 1일 발효되었다.",
            "ko",
            {"countries": ["KOR", "PER"], "entry_into_force": day("2011-08-01"), "status_normalised": "in_force"},
        ),
        (
            "박 장관은 한-칠레 수소협력 양해각서 체결을 제안하였다.",
            "ko",
            {"countries": ["CHL", "KOR"], "status_normalised": "proposed"},
        ),
        (
            "’16년 이후 중단된 한-에콰도르 전략적경제협력협정(SECA) 협상",
            "ko",
            {"countries": ["ECU", "KOR"], "status_normalised": "suspended"},
        ),
        (
            "The twinning agreement between the State of Jalisco and Gyeongsangnam-do was signed in March 1997.",
            "en",
            {"type": "twinning", "level": "state", "subdivisions": ["KR-48", "MX-JAL"], "signed": day("1997-03")},
        ),
    ],
)
def test_sentence_gives_the_instrument(text: str, language: str, expected: Wanted) -> None:
    (proposal, *others) = read("instrument", text, language, "2024-05-01")
    assert not others
    assert {name: proposal.fields.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mexico and Peru reached an agreement in principle to work together.",
        "La cooperación se fortalecerá mediante acuerdos entre empresas.",
        "협정문에 대해 논의하였다.",
        "그러나 칠레와의 자유무역협정은 아직 체결되지 않았다.",
        "The trade agreement between Chile and India was not signed in 2020.",
    ],
)
def test_bare_mention_is_no_instrument(text: str) -> None:
    assert read("instrument", text) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The two ministers discussed the signing of a free trade agreement between Chile and India, expected in 2026.",
            "en",
        ),
        (
            "The negotiations of the free trade agreement between Mexico and South Korea have been suspended since 2008.",
            "en",
        ),
        ("The FTA between Ecuador and South Korea will enter into force in 2025.", "en"),
        ("El acuerdo comercial entre Perú e Indonesia entrará en vigor en 2025.", "es"),
        ("한-칠레 FTA 개선협상 타결을 추진할 예정", "ko"),
        ("한-에콰도르 FTA는 내년 발효될 예정이다.", "ko"),
    ],
)
def test_planned_instrument_is_never_in_force(text: str, language: str) -> None:
    for proposal in read("instrument", text, language, "2024-05-01"):
        assert proposal.fields.get("status_normalised") not in ("in_force", "completed")
        assert "entry_into_force" not in proposal.fields


def test_signature_at_the_end_of_a_meeting_takes_its_day() -> None:
    text = (
        "정 차관보는 5.23.(목) 서울에서 태국 외교차관과 제10차 한-태국 공동위원회를 공동 주재하였다.\n\n"
        "태국 총리는 6.4. 정상회의에 참석할 예정이다.\n\n"
        "양측은 공동위 종료 후 「한-태국 전자정부 협력 양해각서」에 서명하였다."
    )
    (proposal,) = read("instrument", text, "ko", "2024-05-24", "대한민국 외교부")
    assert dict(proposal.fields["signed"])["value"] == "2024-05-23"  # type: ignore[call-overload]


def test_bill_of_ratification_is_no_status() -> None:
    assert read("instrument", "한-태국 방산협력 기본협정 비준동의안을 3월 말까지 국회에 제출", "ko", "2024-02-11") == []


@pytest.mark.parametrize(
    ("text", "language", "published_on", "signed"),
    [
        (
            "COMUNICADO CONJUNTO PERÚ – TAILANDIA\n\nLima, 22 de agosto de 2019\n\n1. El 22 de agosto de 2019 se celebró en "
            "Lima la III Reunión del Mecanismo entre el Perú y Tailandia.\n\n2. Las exportaciones del Perú a Tailandia crecieron.\n\n"
            "3. En el marco de la reunión, los Viceministros suscribieron el Memorándum de Entendimiento sobre Deporte.",
            "es",
            None,
            "2019-08-22",
        ),
        (
            "El martes se suscribió el Acuerdo de Inversiones entre Paraguay y Emiratos Árabes Unidos, y ese mismo día la "
            "Cámara de Dubái firmó un memorando de entendimiento con la Unión Industrial Paraguaya.",
            "es",
            "2024-03-14",
            "2024-03-12",
        ),
    ],
)
def test_day_of_another_sentence_is_that_of_the_signature(
    text: str, language: str, published_on: str | None, signed: str
) -> None:
    found = read("instrument", text, language, published_on)
    assert [proposal.fields.get("signed") for proposal in found][-1] == day(signed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "한국과 케냐가 현재 협상 중인 「투자보장협정」은 금년 중 타결을 목표로 한다.",
            [("투자보장협정", "under_negotiation")],
        ),
        (
            "경상북도와 우즈베키스탄 타슈켄트주는 2019년 4월 우호교류 의향서를 교환한 뒤 왕래했다.",
            [("우호교류 의향서", "signed")],
        ),
        ("한국과 우즈베키스탄은 2019년 4월 19일 공동성명을 채택한 바 있다.", [("공동성명", "signed")]),
        ("한국과 헝가리는 양해각서를 교환할 예정이다.", []),
        ("한국과 헝가리는 의향서를 교환하기로 했다.", []),
    ],
)
def test_verb_in_hangul_decides_what_was_done(text: str, expected: list[tuple[str, str]]) -> None:
    found = read("instrument", text, "ko", "2022-09-28")
    assert [(one.fields["title"], one.fields["status_normalised"]) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "title", "status"),
    [
        (
            "산업부는 케냐의 세계무역기구(WTO) 가입 지원을 위한 의정서를 케냐 협상 특별대표와 체결하였다.",
            "세계무역기구(WTO) 가입 지원을 위한 의정서",
            "signed",
        ),
        (
            "산업부와 케냐 통상부 간에 ‘한-케냐 무역 공동위원회’의 활성화를 위한 약정이 체결되었다.",
            "‘한-케냐 무역 공동위원회’의 활성화를 위한 약정",
            "signed",
        ),
        ("한-호주 ‘전략 동반자’관계 공동성명(2021년)에 따른 회담이다.", "한-호주 ‘전략 동반자’관계 공동성명", "signed"),
        ("한-케냐 세관협정 개정의정서를 2023년 5월 2일 체결하였다.", "한-케냐 세관협정 개정의정서", "signed"),
    ],
)
def test_title_in_hangul_keeps_acronyms_and_quoted_words(text: str, title: str, status: str) -> None:
    found = [one.fields for one in read("instrument", text, "ko", "2024-06-14", "산업통상자원부")]
    assert [(fields["title"], fields["status_normalised"]) for fields in found] == [(title, status)]


def test_number_of_agreements_is_no_instrument() -> None:
    assert (
        read("instrument", "우리나라는 페루와 협력하고 있으며, 그 중25개 협정이 발효 중이다.", "ko", None, "외교부")
        == []
    )
