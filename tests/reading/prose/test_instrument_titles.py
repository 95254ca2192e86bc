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


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Panamá y Filipinas firmaron el 3 de octubre de 2024 un Acuerdo sobre Reconocimiento de Títulos, que sustituye al "
            "suscrito el 11 de mayo de 2001.",
            "es",
            [("2024-10-03", "signed"), ("2001-05-11", "replaced")],
        ),
        (
            "The Double Taxation Treaty between Uganda and Finland was signed on 3 May 2005. The 1987 one was terminated "
            "in 2003.",
            "en",
            [("2005-05-03", "signed"), ("1987", "ended")],
        ),
        (
            "The Trade Agreement between Peru and Kenya of 2001 is in force. The 2019 one-day seminar was held in Lima.",
            "en",
            [("2001", "in_force")],
        ),
    ],
)
def test_date_without_noun_means_instrument_of_its_own(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    found = [one.fields for one in read("instrument", text, language)]
    assert [(fields["signed"]["value"], fields["status_normalised"]) for fields in found] == expected  # type: ignore[index]


@pytest.mark.parametrize(
    "text",
    [
        "Bangladesh and Brazil trade. The cabinet approved the proposal for the signing of the agreement between both countries.",
        "Both states, Ghana and Peru, have signed several MoUs on agriculture, tourism, and training.",
    ],
)
def test_uncounted_plural_and_proposal_to_parliament_give_nothing(text: str) -> None:
    assert not read("instrument", text, "en")


def test_first_to_sign_has_signed() -> None:
    text = "Lima has become the first city in Peru to sign a memorandum on friendly exchanges between Peru and Ghana."
    assert [one.fields["status_normalised"] for one in read("instrument", text, "en")] == ["signed"]


def test_multilateral_title_leaves_out_pair() -> None:
    text = "Peru and Ghana trade. Both recall the Paris Convention for the Protection of Industrial Property, signed in 1883."
    assert all("countries" not in one.fields for one in read("instrument", text, "en"))


def test_text_of_agreement_cites_only_dated_instruments() -> None:
    text = (
        "AGREEMENT BETWEEN THE REPUBLIC OF PERU AND THE REPUBLIC OF GHANA ON TRADE\n\n"
        'The Republic of Peru and the Republic of Ghana, hereinafter referred to as the "Parties", have agreed as follows:\n\n'
        "Article 1\nThe Parties may negotiate a mutual recognition agreement.\n\n"
        "Article 2\nThis Agreement shall replace the Trade Agreement signed at Lima on 3 May 1990.\n\n"
        "Article 3\nAmendment\nThis Agreement may be amended by an additional protocol to this Agreement.\n\n"
        "Article 4\nThis Agreement shall enter into force on the date of its signature.\n\n"
        "DONE at Accra on 4 June 2020 in duplicate in the English and Spanish languages.\n"
    )
    signed = [one.fields.get("signed") for one in read("instrument", text, "en")]
    assert [date["value"] for date in signed] == ["2020-06-04", "1990-05-03"]  # type: ignore[index]
