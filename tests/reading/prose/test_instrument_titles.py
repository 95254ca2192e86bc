"""Titles of instruments in running text: where they end, what shares a verb, and a bloc as the other party."""

import pytest

from tests.reading.prose.texts import read


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        (
            "Ireland and Kenya signed a letter of intent on dairy farming and milk quality in 2022.",
            "en",
            "letter of intent on dairy farming and milk quality",
        ),
        (
            "Peru and Chile signed a memorandum on friendly exchanges between Arica City and Tacna City and exchanged gifts.",
            "en",
            "memorandum on friendly exchanges between Arica City and Tacna City",
        ),
        (
            "The Agreement on visa exemption for holders of Diplomatic and Official Passports between Ghana and Peru was signed.",
            "en",
            "Agreement on visa exemption for holders of Diplomatic and Official Passports between Ghana and Peru",
        ),
        (
            "The agreement on customs helps traders of Peru and Kenya; it was signed in 2019.",
            "en",
            "agreement on customs",
        ),
        (
            "Peru and Kenya signed an agreement on the transfer of sentenced persons in Lima on 3 May 2021.",
            "en",
            "agreement on the transfer of sentenced persons",
        ),
        (
            "Cuba y Chile firmaron un memorando de entendimiento para potenciar la cooperación en materia de medicamentos, "
            "biotecnología e industria farmacéutica en 2015.",
            "es",
            "memorando de entendimiento para potenciar la cooperación en materia de medicamentos, biotecnología e industria "
            "farmacéutica",
        ),
    ],
)
def test_title_goes_on_over_nouns_up_to_verb_or_date(text: str, language: str, title: str) -> None:
    assert read("instrument", text, language)[0].fields["title"] == title


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Mercosur and Singapore signed a Free Trade Agreement on 7 December 2023 in Rio de Janeiro.", "en", "SGP"),
        ("The EFTA States and Thailand initialled the text of their free trade agreement in 2024.", "en", "THA"),
        ("El MERCOSUR y la República de Singapur suscribieron un Tratado de Libre Comercio en 2023.", "es", "SGP"),
        ("한국과 아세안은 2006년 8월 24일 「상품무역협정」에 서명하였다.", "ko", "KOR"),
    ],
)
def test_bloc_as_party_leaves_one_country(text: str, language: str, country: str) -> None:
    proposals = read("instrument", text, language)
    assert [proposal.fields["countries"] for proposal in proposals] == [[country]]


def test_titles_before_one_verb_share_it() -> None:
    text = (
        "장관들은 '형사사법공조조약', '세관상호지원협정'에, 이희범 장관과 경제부장관은 '광물자원협력약정'에 서명했다. "
        "한국과 멕시코는 협력을 넓히기로 했다."
    )
    found = read("instrument", text, "ko")
    assert [(one.fields["title"], one.fields["status_normalised"]) for one in found] == [
        ("형사사법공조조약", "signed"),
        ("세관상호지원협정", "signed"),
        ("광물자원협력약정", "signed"),
    ]


def test_titles_joined_by_dots_are_one_instrument_each() -> None:
    text = "한국과 몽골은 1991년 3월 무역협정·투자보장협정·문화협정을 체결하였다."
    titles = [proposal.fields["title"] for proposal in read("instrument", text, "ko")]
    assert titles == ["무역협정", "투자보장협정", "문화협정"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("양측은 투자협정에 대한 의견을 교환하였다. 한국과 튀니지는 교역 확대를 희망하였다.", "ko"),
        ("The two ministers exchanged views on the Free Trade Agreement between Chile and Thailand.", "en"),
        (
            "Los cancilleres de Paraguay y Rumania intercambiaron opiniones sobre el Acuerdo de Supresión de Visas.",
            "es",
        ),
    ],
)
def test_exchange_of_views_signs_nothing(text: str, language: str) -> None:
    assert not read("instrument", text, language)


def test_concluded_talks_and_later_signature_give_signed() -> None:
    text = "한국과 에콰도르는 2023년 10월 11일 「전략적 경제협력협정(SECA)」 협상 타결을 선언하고 2025년 9월 2일 정식 서명하였다."
    fields = read("instrument", text, "ko")[0].fields
    assert (fields["status_normalised"], fields["signed"]) == ("signed", {"value": "2025-09-02", "precision": "day"})


def test_replacement_in_hangul_is_not_what_is_replaced() -> None:
    text = "종전의 무역협정은 2003년 「한-칠레 자유무역협정」으로 대체되었다."
    found = read("instrument", text, "ko")
    assert all(one.fields["status_normalised"] != "replaced" for one in found if "자유" in str(one.fields["title"]))
