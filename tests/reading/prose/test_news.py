"""News reports: their datelines, bylines and stamps are not what they say; nor are occasions, envoys and names."""

import pytest

from henequen.reading.prose.scene import Prose
from tests.reading.prose.texts import document, read


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("Montevideo, 13 mar (EFE).- La secretaria viajó a Chile.", "es", "La secretaria"),
        ("CIUDAD DE MÉXICO.- La visita terminó ayer.", "es", "La visita"),
        ("MEXICO, 18 abr (Xinhua) -- El canciller llegó a España.", "es", "El canciller"),
        ("Brasilia, 19 July 2022 (TDI): The agreement was signed.", "en", "The agreement"),
        ("DHAKA, Feb 27 (BSS) - The minister arrives today.", "en", "The minister"),
        ("LONDON (Reuters) - Britain and Chile signed a treaty.", "en", "Britain"),
        ("(세종=연합뉴스) 홍길동 기자 = 관세청은 협정이 발효된다고 밝혔다.", "ko", "관세청은"),
        ("【울란바토르=홍길동특파원】 장관은 17일 몽골을 방문했다.", "ko", "장관은"),
        ("[어느신문 홍길동 기자] 한국과 호주가 합의했다.", "ko", "한국과"),
        # what is no dateline
        ("Mexico - Korea Business Council: the tenth meeting.", "en", "Mexico"),
        ("Chile: exports to Peru rose.", "en", "Chile"),
        ("Peru's exports — copper above all — rose.", "en", "Peru's"),
        ("PERU - CHILE TRADE REPORT", "en", "PERU"),
        ("(단위=천 달러) 수출은 늘었다.", "ko", "(단위"),
        (
            "Busan, 12 May 2023 – The ports signed.\n\nLima, 3 June 2023 – The mayors met.\n\nLima, 4 June 2023 – Talks.",
            "en",
            "Busan",
        ),
    ],
)
def test_first_sentence_begins_behind_the_dateline(text: str, language: str, first: str) -> None:
    assert Prose.of(document(text, language)).scenes[0].text.startswith(first)


def test_stamp_is_no_part_of_the_sentence_below_it() -> None:
    text = "Published : Monday, 27 February, 2023 at 12:00 AM\nArgentina and Bangladesh held talks in Dhaka on 20 February 2023\n"
    [event] = read("event", text)
    assert event.fields["title"].startswith("Argentina")
    assert event.fields["date"]["value"] == "2023-02-20"


def test_place_of_the_dateline_is_no_party() -> None:
    text = (
        "Brasilia, 19 July 2022 (TDI): The Agreement on Fisheries was signed by Bangladesh and Brazil on 18 July 2022."
    )
    [instrument] = read("instrument", text)
    assert instrument.fields["countries"] == ["BGD", "BRA"]
    assert "subdivisions" not in instrument.fields
    assert instrument.fields["level"] == "national"


def test_owners_joined_by_and_are_both_named() -> None:
    [commitment] = read("commitment", "[어느신문 홍길동 기자] 한국과 호주가 공동의 노력을 다하기로 했다.", "ko")
    assert commitment.fields["owner_countries"] == ["AUS", "KOR"]


def test_name_of_a_person_shows_no_country() -> None:
    [actor] = read("actor", "The Foreign Minister of Brazil, Carlos Alberto França, spoke.")
    assert actor.fields["country"] == "BRA"


@pytest.mark.parametrize(("name", "code"), [("몽고", "MNG"), ("우즈벡", "UZB"), ("교황청", "VAT"), ("버마", "MMR")])
def test_old_and_short_names_of_countries_are_sides(name: str, code: str) -> None:
    prose = Prose.of(document(f"한국과 {name}은 협정에 서명했다.", "ko"))
    assert code in {prose.country(place) for place in prose.places}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Mary Charles, Ambassador of the Commonwealth of Dominica to China, took part.", "Mary Charles", "DMA"),
        ("El embajador de Chile en Perú, Juan Rojas, asistió.", "Juan Rojas", "CHL"),
        ("It was opened by the President of China, Li Ming.", "Li Ming", "CHN"),
    ],
)
def test_envoy_is_of_the_country_that_sends_him(text: str, name: str, country: str) -> None:
    [actor] = read("actor", text)
    assert (actor.fields["name"], actor.fields.get("country")) == (name, country)


def test_occasion_does_not_give_the_type_of_a_visit() -> None:
    text = "El canciller comienza hoy una visita de trabajo a España, como parte del 40 Aniversario de las Relaciones Diplomáticas."
    [event] = read("event", text, "es", "2017-04-18")
    assert (event.fields["type"], event.fields["date"]["value"]) == ("visit", "2017-04-18")


def test_clause_that_says_since_when_dates_no_visit() -> None:
    text = "Es la primera visita oficial de la presidenta a Chile, desde que la mandataria inició su mandato en marzo de 2014."
    assert not read("event", text, "es", "2016-02-26")


def test_first_to_sign_has_signed() -> None:
    [instrument] = read(
        "instrument", "Lima has become the first city in Peru to sign a memorandum on tourism with Chile."
    )
    assert instrument.fields["status_normalised"] == "signed"
