"""Names of places in three languages; what two places share stays undecided."""

import pytest

from henequen.reading.grammar.names import find_places, resolve_places


def codes(text: str) -> list[tuple[str, ...]]:
    return [found.codes for found in find_places(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exportaciones mexicanas a Corea del Sur", [("MEX",), ("KOR",)]),
        ("the United Mexican States and the Republic of Peru", [("MEX",), ("PER",)]),
        ("New Mexico and the Gulf of Mexico", []),
        ("give us chad and turkey", []),
        ("State of Mexico, Mexico City", [("MX-MEX",), ("MX-CMX",)]),
        ("Kyonggi-Do", [("KR-41",)]),
        ("경상남도와 누에보레온주", [("KR-48",), ("MX-NLE",)]),
        ("한-멕 FTA", [("KOR",), ("MEX",)]),
        ("한·미·일", [("KOR",), ("USA",), ("JPN",)]),
        ("인도적 지원 수단", []),
        ("송파구와 파주시, 경기도가평군", [("KR-11",), ("KR-41",), ("KR-41",), ("KR-41",)]),
        ("Songpa-gu and Pyeongchang-gun", [("KR-11",), ("KR-42",)]),
        ("강서구와 고성군", [("KR-11", "KR-26"), ("KR-42", "KR-48")]),
        ("상주시설, 경광산구역, 예산군것", []),
        ("Chungcheong", [("KR-43", "KR-44")]),
        ("Kwangju", [("KR-29", "KR-41")]),
        ("Korea", [("KOR", "PRK")]),
        ("the Democratic People's Republic of Korea", [("PRK",)]),
        ("the Congo", [("COD", "COG")]),
    ],
)
def test_names_keep_every_code_they_can_mean(text: str, expected: list[tuple[str, ...]]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Corea, República de", ("KOR",)),
        ("Ch’ungch’ŏngbuk-to", ("KR-43",)),
        ("Chollanam-do", ("KR-46",)),
        ("México, D.F.", ("MX-CMX",)),
        ("CHL", ("CHL",)),
    ],
)
def test_label_of_a_cell_is_resolved(label: str, expected: tuple[str, ...]) -> None:
    found = resolve_places(label)
    assert found and found.codes == expected


def test_surname_is_a_place_only_in_context() -> None:
    assert codes("President Hidalgo met Guerrero") == []
    assert codes("the state of Hidalgo") == [("MX-HID",)]


@pytest.mark.parametrize(
    "text",
    [
        "millions of US dollars",
        "U.S. dollars",
        "dólares de los Estados Unidos",
        "dólares estadounidenses",
        "백만 미국 달러",
    ],
)
def test_find_places_takes_no_currency_for_a_country(text: str) -> None:
    assert find_places(text) == []


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("La Reunión de cancilleres terminó ayer.", []),
        ("la gesta del General José de San Martín", []),
        ("la vicepresidenta Francia Ruiz habló", []),
        ("Foreign Minister Israel Ruiz met his colleague", []),
        ("Georgia Ruiz, minister of trade, spoke", []),
        ("la Isla de San Martín", ["MAF"]),
        ("Reunión", ["REU"]),
        ("exports to Réunion rose", ["REU"]),
        ("el canciller de Israel habló", ["ISR"]),
        ("la Universidad de Costa Rica", ["CRI"]),
        ("Prime Minister of Georgia", ["GEO"]),
    ],
)
def test_name_of_a_country_is_not_that_of_a_person_or_a_meeting(text: str, countries: list[str]) -> None:
    assert [code for place in find_places(text) for code in place.countries] == countries
