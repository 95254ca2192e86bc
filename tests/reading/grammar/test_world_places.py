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
        "Nancy Smith visited France",
        "Florence Nightingale of the United Kingdom",
        "Santiago Peña, presidente del Paraguay",
        "Chile: Victoria Tauli habló",
        "Brasil. Para el Ministro, la cuota es alta.",
        "Italia. Como resultado, el comercio creció.",
        "Colombia. Meta 3: formar a 20 docentes.",
        "Uruguay. Rivera, quien preside la cámara, firmó.",
        "Argentina. Misiones comerciales viajarán en mayo.",
        "Francia y Corea: los Tours de compras",
        "United States: Mobile phones and Orange juice; Reading lists",
        "The United Kingdom. Bath and Wells?",
        "Ireland. Mayo de 2024",
        "China. Long March; Xi Jinping; Wang Yi; Li Qiang",
        "India. Shri Goyal and Gandhi; Modi",
        "Viet Nam: Nguyen Van Hai; Pham Minh Chinh",
        "Japan. Fumio Kishida and Taro Kono",
        "이란 가나 오만에서 열렸다",
        "베트남 수출 실시 이상 시가",
        "칠레 정부는 안정성과 다양성을",
        "독일 정부의 중앙 지방 정부",
        "사우디 동부지역",
        "페루 시장 점유율",
    ],
)
def test_find_world_places_takes_no_word_or_person(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The Free State of Bavaria (Germany) and the Province of Québec (Canada)", "DE-BY CA-QC"),
        ("Guangdong Province, China, with Zhejiang and Shandong provinces", "CN-GD CN-ZJ CN-SD"),
        ("Catalonia and Andalusia (Spain)", "ES-CT ES-AN"),
        ("Minas Gerais and Rio Grande do Sul, Brazil", "BR-MG BR-RS"),
        ("Sister cities: Gothenburg (Sweden), Kraków (Poland), Plzeň (Czech Republic)", "SE-O PL-12 CZ-32"),
        ("Ho Chi Minh City and Da Nang, Viet Nam", "VN-SG VN-DN"),
        ("Cochabamba and Santa Cruz, Bolivia", "BO-C BO-S"),
        ("the State of Victoria, Australia", "AU-VIC"),
        ("Cape Town and Johannesburg, South Africa", "ZA-WC ZA-GP"),
        ("San José, Costa Rica", "CR-SJ"),
        ("Santiago de Chile", "CL-RM"),
        ("Frankfurt am Main, Germany", "DE-HE"),
        ("Saint Petersburg, Russia", "RU-SPE"),
        ("St. Petersburg (Russian Federation)", "RU-SPE"),
        ("Osaka Prefecture, Japan", "JP-27"),
        ("Uttar Pradesh, India", "IN-UP"),
        ("the Western Cape, South Africa", "ZA-WC"),
        ("the Canton of Geneva, Switzerland", "CH-GE"),
        ("County Cork, Ireland", "IE-CO"),
        ("Antwerp, Belgium", "BE-VLG"),
        ("Renania-Palatinado y Múnich, en Alemania", "DE-RP DE-BY"),
        ("el Estado de Baviera (Alemania)", "DE-BY"),
        ("Toscana y Lombardía (Italia)", "IT-52 IT-25"),
        ("Nueva York, Pensilvania y Carolina del Norte, en Estados Unidos", "US-NY US-PA US-NC"),
        ("la Bretaña y la Provenza, Francia", "FR-BRE"),
        ("provincia de Jiangsu, con Pekín y Nankín, China", "CN-JS CN-BJ CN-JS"),
        ("el Cantón de Zúrich (Suiza)", "CH-ZH"),
        ("Ciudad Ho Chi Minh (Vietnam)", "VN-SG"),
        ("Estambul y Esmirna, Turquía", "TR-34 TR-35"),
        ("El Cairo y Alejandría (Egipto)", "EG-C EG-ALX"),
        ("Cantón, China", "CN-GD"),
        ("Hamburgo y Brandeburgo (Alemania)", "DE-HH DE-BB"),
        ("Lima, Perú y Quito, Ecuador", "PE-LMA EC-P"),
        ("en Misiones, Argentina", "AR-N"),
        ("독일 바이에른주 뮌헨시와 함부르크", "DE-BY DE-BY DE-HH"),
        ("미국 캘리포니아주 로스앤젤레스에서", "US-CA US-CA"),
        ("일본 도쿄도와 오사카부, 후쿠오카현", "JP-13 JP-27 JP-40"),
        ("브라질 상파울루주, 리우데자네이루시", "BR-SP BR-RJ"),
        ("인도 타밀나두주 첸나이와 마하라슈트라주", "IN-TN IN-TN IN-MH"),
        ("아르헨티나 멘도사주와 코르도바시", "AR-M AR-X"),
        ("칠레 발파라이소주와 콘셉시온시", "CL-VS CL-BI"),
        ("캐나다 브리티시컬럼비아주와 온타리오주", "CA-BC CA-ON"),
        ("우즈베키스탄 페르가나주, 사마르칸트주", "UZ-FA UZ-SA"),
        ("인도네시아 서자바주와 발리주", "ID-JB ID-BA"),
        ("러시아 연해주와 하바롭스크", "RU-PRI RU-KHA"),
        ("중국 랴오닝성 선양시, 지린성, 헤이룽장성", "CN-LN CN-LN CN-JL CN-HL"),
        ("필리핀 세부주", "PH-CEB"),
        ("태국 치앙마이", "TH-50"),
        ("스페인 카탈루냐 자치주 바르셀로나", "ES-CT ES-CT"),
        ("이탈리아 롬바르디아주 밀라노", "IT-25 IT-25"),
        ("프랑스 오드프랑스주, 일드프랑스", "FR-HDF FR-IDF"),
        ("몽골 울란바토르시", "MN-1"),
        ("에콰도르 과야킬시와 피친차주", "EC-G EC-P"),
        ("콜롬비아 안티오키아주 메데인", "CO-ANT CO-ANT"),
        ("폴란드 브로츠와프", "PL-02"),
        ("헝가리 부다페스트", "HU-BU"),
        ("중국은 수도 베이징에서", "CN-BJ"),
    ],
)
def test_find_world_places_gives_the_code_of_the_subdivision(text: str, codes: str) -> None:
    assert sorted(code for _, code, _ in places(text)) == sorted(codes.split())


def test_find_world_places_leaves_two_countries_undecided() -> None:
    assert places("Argentina y España: Córdoba firmó") == [("Córdoba", "AR-X;ES-AN", "subdivision")]
    assert places("Argentina: Córdoba firmó")[0][1] == "AR-X"


def test_find_world_places_takes_the_country_or_state_next_to_the_name() -> None:
    assert places("Argentina y España: en Córdoba (Argentina)")[0][1] == "AR-X"
    assert places("United States: Kansas City (MO)")[0][1] == "US-MO"
    assert places("Peru and Puerto Rico: San Juan (Puerto Rico)") == []
    assert places("아르헨티나와 스페인: 스페인 코르도바와")[0][1] == "ES-AN"
    assert places("India: the movement (MORENA) won") == []


def test_find_world_places_goes_before_a_place_of_a_country_that_is_not_named() -> None:
    assert places("Chile y China se reunirán en Santiago")[0][1] == "CL-RM"
    assert places("Brazil and Japan: the State of Santa Catarina")[0][1] == "BR-SC"
    assert places("México y Chile se reunirán en Santiago")[0][1] != "CL-RM"


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
