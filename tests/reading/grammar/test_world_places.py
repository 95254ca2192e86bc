"""The gazetteer of the world: places of any country that the document names, in three languages."""

import pytest

from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.world_places import label_subdivision, subdivision_of


def places(text: str) -> list[tuple[str, str, str]]:
    """The subdivisions and cities of a text: as printed, codes, kind."""
    found = DocumentSides(text).places
    return [(p.text, ";".join(p.codes), p.kind) for p in found if p.kind in ("subdivision", "city")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("베트남 롱안성과 협약을 맺었다.", [("롱안성", "VN-41", "subdivision")]),
        (
            "중국 광둥성은 산둥성 칭다오시에서",
            [("광둥성", "CN-GD", "subdivision"), ("산둥성", "CN-SD", "subdivision"), ("칭다오시", "CN-SD", "city")],
        ),
        ("이탈리아 피에몬테주의", [("피에몬테주", "IT-21", "subdivision")]),
        (
            "독일 니더작센 주와 노르트라인베스트팔렌주",
            [("니더작센 주", "DE-NI", "subdivision"), ("노르트라인베스트팔렌주", "DE-NW", "subdivision")],
        ),
        ("호주의 남호주주 애들레이드시", [("남호주주", "AU-SA", "subdivision"), ("애들레이드시", "AU-SA", "city")]),
        ("뉴 사우스 웨일스주 (호주)", [("뉴 사우스 웨일스주", "AU-NSW", "subdivision")]),
        ("튀니지 카이루안시와 자매결연", [("카이루안시", "TN-41", "city")]),
        ("인도네시아 남술라웨시주는", [("남술라웨시주", "ID-SN", "subdivision")]),
        ("미국 워싱턴에서", [("워싱턴", "US-DC", "city")]),
        ("미국 워싱턴주와", [("워싱턴주", "US-WA", "subdivision")]),
        ("중국 우한에서 열렸다", [("우한", "CN-HB", "city")]),
        ("Piamonte (Italia)", [("Piamonte", "IT-21", "subdivision")]),
        (
            "Baja Sajonia y Renania del Norte-Westfalia, en Alemania",
            [("Baja Sajonia", "DE-NI", "subdivision"), ("Renania del Norte-Westfalia", "DE-NW", "subdivision")],
        ),
        ("Kiev, capital de Ucrania", [("Kiev", "UA-30", "subdivision")]),
        ("Spokane (United States)", [("Spokane", "US-WA", "city")]),
        ("St. James, Jamaica", [("St. James", "JM-08", "subdivision")]),
        ("Bristol, United Kingdom", [("Bristol", "GB-BST", "city")]),
    ],
)
def test_find_world_places_reads_names_of_named_countries(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "중국은 지난 10년 동안 성장했다.",
        "미국 브랜드와 코로나 시기의 오렌지 수입",
        "스웨덴과 노르웨이의 이상 기후",
        "광둥성과 협약을 맺었다.",
        "멕시코의 훌리안 벤투라(Julian Ventura)와 미국",
        "칠레와 콜롬비아: 세사르 몬타뇨(Cesar Montano) 장관",
        "일본 정부와 도요타, 가스가 필요한 지역",
        "스리랑카 북부지역에서 지속가능성을",
        "The United States: a nice and mobile reading of the split.",
        "Mr Jackson and Ms. Houston of the United States",
        "France: Nicolas Orange said",
        "Reading the report, Chile and the United Kingdom agreed.",
        "Seattle and Kobe",
    ],
)
def test_find_world_places_takes_no_word_or_person(text: str) -> None:
    assert places(text) == []


def test_find_world_places_leaves_two_countries_undecided() -> None:
    assert places("Argentina y España: Córdoba firmó") == [("Córdoba", "AR-X;ES-AN", "subdivision")]
    assert places("Argentina: Córdoba firmó")[0][1] == "AR-X"


def test_find_world_places_tells_a_city_from_the_province_around_it() -> None:
    assert places("Argentina: la Provincia de Buenos Aires")[0][1] == "AR-B"
    assert places("Argentina: la Ciudad de Buenos Aires")[0][1] == "AR-C"
    assert places("the State of Washington, United States")[0][1] == "US-WA"


def test_find_world_places_prefers_the_large_city_of_a_country() -> None:
    assert places("China: Suzhou and Fuzhou") == [("Suzhou", "CN-JS", "city"), ("Fuzhou", "CN-FJ", "city")]
    assert places("in London, United Kingdom") == [("London", "GB-ENG", "city")]


def test_label_subdivision_reads_hangul() -> None:
    assert label_subdivision("광둥성", frozenset({"CHN"})) == "CN-GD"
    assert label_subdivision("지난", frozenset({"CHN"})) is None
    assert subdivision_of("롱안성", ["VNM"]) == "VN-41"
