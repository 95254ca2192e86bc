"""The registers and the legal desk as a reader gets them: each system of the documents, through its page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from henequen.observatory import Observatory
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record import entries, legal, plain
from henequen.publish.site.render import Renderer

FAMILIES = (
    entries.entry_pages,
    legal.legal_pages,
    legal.treaty_pages,
    legal.regime_pages,
    legal.position_pages,
    plain.plain_pages,
)
LANGUAGES = ("en", "es", "ko")


class Shelf:
    """The pages of one language by path."""

    def __init__(self, names: Names) -> None:
        self.renderer = Renderer(names, LANGUAGES)
        self.pages: dict[str, Page] = {page.path: page for family in FAMILIES for page in family(names)}

    def html(self, path: str) -> str:
        text = self.renderer.html(self.pages[path])
        return text[text.index("<main") : text.index("</main>")]

    def words(self, path: str) -> str:
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.html(path))))


@pytest.fixture(scope="module")
def shelves(shipped: Observatory) -> Iterator[dict[str, Shelf]]:
    view = shipped.view()
    material = Material(view, lambda _: None)
    yield {language: Shelf(Names(material, catalogue(language))) for language in LANGUAGES}
    view.close()


@pytest.fixture
def words(shelves: dict[str, Shelf]) -> Callable[..., str]:
    """The words of a page in a language."""
    return lambda path, language="en": shelves[language].words(path)


@pytest.fixture
def rows(shelves: dict[str, Shelf]) -> Callable[[str], list[dict[str, str]]]:
    """The entries of a register, as its JSON twin has them."""
    return lambda register: shelves["en"].pages[f"registers/{register}.html"].data["entries"]


Words = Callable[..., str]
Entries = Callable[[str], list[dict[str, str]]]


@pytest.mark.system(51)
def test_barriers_have_product_measure_status_and_complainant(rows: Entries, words: Words) -> None:
    barriers = [row for row in rows("barrier") if row["side"] == "KOR"]
    assert {row["category"] for row in barriers} == {
        "import licences", "tariffs", "import controls", "plant and animal health rules", "special taxes", "value added tax",
    }  # fmt: skip
    assert all(row["products"] and row["status"] for row in barriers)
    assert {"0307", "220890", "2203"} <= set(
        next(r for r in barriers if r["category"] == "tariffs")["products"].split(";")
    )
    assert "Who complains Mexican exporters" in words("registers/barrier.html")


@pytest.mark.system(79)
def test_barriers_to_people_show_the_student_visa_with_its_status(words: Words) -> None:
    text = words("registers/barrier-people.html")
    assert "Student visa before departure" in text and "Grant Korean students their visas" in text
    assert "Visa de estudiante antes de la salida" in words("registers/barrier-people.html", "es")


@pytest.mark.system(82)
def test_works_list_title_author_and_direction(rows: Entries, words: Words) -> None:
    found = {row["title"]: row for row in rows("work")}
    assert {"Works of Octavio Paz", "Historia mínima de México", "Two novels of René Avilés"} <= set(found)
    assert {row["side"] for row in found.values()} == {"MEX", "KOR"}
    assert "Author Carlos Fuentes" in words("registers/work.html")


@pytest.mark.system(85)
def test_media_lists_programmes_of_both_sides(rows: Entries) -> None:
    found = rows("media")
    assert any("Carrusel" in row["title"] for row in found)
    assert {row["side"] for row in found} == {"MEX", "KOR"}


@pytest.mark.system(83)
def test_seven_fields_of_research_are_listed(rows: Entries, words: Words) -> None:
    assert len(rows("research")) == 7
    assert "생명공학" in words("registers/research.html", "ko")


@pytest.mark.system(61, 78)
def test_scholarships_and_students_are_added_up_by_side(words: Words) -> None:
    text = words("registers/mobility.html")
    assert "South Korea: 12 scholarships, the sum of 2 entries." in text
    assert "Mexico: 10 scholarships, the sum of 2 entries." in text
    assert "107" in text and "32 people" in text


@pytest.mark.system(27)
def test_the_migrants_of_1905_add_up_and_agree_with_another_source(words: Words, rows: Entries) -> None:
    assert sum(Decimal(row["amount"]) for row in rows("community") if row["amount"]) == 1033
    text = words("registers/community.html")
    assert "1,033 people (1905), the sum of 3 entries. Agrees with" in text
    assert "Museum of Korean immigration" in text and "Friends Association" in text


@pytest.mark.system(100)
def test_landmarks_have_points_of_their_own_on_a_map(rows: Entries, shelves: dict[str, Shelf], words: Words) -> None:
    found = rows("landmark")
    points = {(row["latitude"], row["longitude"]) for row in found}
    assert len([row for row in found if row["latitude"]]) >= 4 and ("20.77", "-88.98") not in points
    assert ("20.9632", "-89.6136") in points
    chart = shelves["en"].pages["registers/landmark.html"].charts[0]
    assert chart.drawn.wide.count("<circle") >= 4
    assert "not found (last looked" in words("registers/landmark.html")


@pytest.mark.system(17)
def test_three_zones_are_on_the_map(rows: Entries, shelves: dict[str, Shelf]) -> None:
    assert len(rows("zone")) == 3 and all(row["latitude"] for row in rows("zone"))
    assert shelves["en"].pages["registers/zone.html"].charts


@pytest.mark.system(69)
def test_ports_are_mapped_and_routes_are_intervals(rows: Entries, words: Words, shelves: dict[str, Shelf]) -> None:
    ports = {row["title"]: row for row in rows("port")}
    assert ports["Manzanillo"]["latitude"] and ports["Lázaro Cárdenas"]["latitude"]
    drawn = shelves["en"].pages["registers/port.html"].charts[0].drawn.wide
    assert drawn.count('class="land n"') == 49  # the outlines of 32 states and 17 provinces below the points
    at = {name: float(x) for x, name in re.findall(r'<circle[^>]* cx="([0-9.]+)"[^>]*><title>([^<]+)</title>', drawn)}
    assert at["Manzanillo"] < at["Lázaro Cárdenas"] < at["Cancún (CUN)"]
    routes = {row["id"]: row for row in rows("route")}
    assert (routes["route-mex-icn-2017"]["from"], routes["route-mex-icn-2017"]["until"]) == ("2017-07-03", "2022-06")
    assert (routes["route-mex-icn-2024"]["from"], routes["route-mex-icn-2024"]["until"]) == ("2024-08-03", "")
    text = words("registers/route.html")
    assert "Frequency daily" in text and "No frequent, direct sea route" in text


@pytest.mark.system(124)
def test_finance_lines_link_four_bodies_and_instruments(words: Words) -> None:
    text = words("registers/finance.html")
    for body in ("BANCOMEXT", "KOTRA", "Export-Import Bank of Korea", "Korea Development Bank"):
        assert body in text
    assert "US$50,000,000" in text and "State of Mexico and Eximbank" in text


@pytest.mark.system(123)
def test_alliances_of_firms_are_a_register(rows: Entries, words: Words) -> None:
    assert {"KT and Mexican firms", "SK Telecom and Mexican firms"} <= {row["title"] for row in rows("alliance")}
    assert "Samsung" in words("registers/alliance.html")


@pytest.mark.system(65)
def test_the_standards_gap_names_a_pair_of_bodies_and_what_is_missing(words: Words) -> None:
    text = words("registers/recognition.html")
    assert "No agreement of recognition is recorded." in text
    assert "Metrology" in text and "Commerce, Industry" in text


@pytest.mark.system(14)
def test_experience_to_be_shared_is_a_register(rows: Entries) -> None:
    assert len(rows("experience")) >= 5


def test_every_entry_of_a_register_opens_to_its_claims(shelves: dict[str, Shelf]) -> None:
    shelf = shelves["en"]
    for path in shelf.pages:
        if path.startswith("registers/") and path != "registers/index.html" and shelf.pages[path].data["entries"]:
            assert len(re.findall(r'href="\.\./claims/entries\.html#c-', shelf.html(path))) >= len(
                shelf.pages[path].data["entries"]
            ), path


@pytest.mark.system(45)
def test_the_review_queue_says_why_and_what_next(words: Words, shelves: dict[str, Shelf]) -> None:
    queue = shelves["en"].pages["legal/index.html"].data["queue"]
    assert queue and all(row["Why"] and row["What to do next"] for row in queue)
    assert [int(row["Health"]) for row in queue] == sorted(int(row["Health"]) for row in queue)
    assert "Durango" in str([row for row in queue if "unclear who the other party is" in row["Why"]])


@pytest.mark.system(101)
def test_a_trade_agreement_of_a_state_is_flagged_by_rule_with_its_law(shelves: dict[str, Shelf]) -> None:
    found = shelves["en"].pages["legal/index.html"].data["competence"]
    puebla = next(row for row in found if "Puebla and South Korea" in row["Instrument"] and row["Side"] == "Mexico")
    assert puebla["May sign"] == "no" and "Ley sobre la Celebración de Tratados" in puebla["Law"]


@pytest.mark.system(13)
def test_five_disarmament_treaties_for_both_sides(shelves: dict[str, Shelf]) -> None:
    rows = shelves["en"].pages["legal/treaties.html"].data["regime-disarmament"]
    found = {row["id"]: row for row in rows}
    assert set(found) == {"bwc", "cwc", "ottawa-convention", "ctbt", "npt"}
    assert "ratification: 29 August 1994" in found["cwc"]["Mexico"]
    assert "ratification: 28 April 1997" in found["cwc"]["South Korea"]
    assert "signature: 24 September 1996" in found["ctbt"]["Mexico"]
    assert "not a party" in found["ottawa-convention"]["South Korea"]
    assert "ratification: 21 January 1969" in found["npt"]["Mexico"]
    assert "Date not found: signature" in found["npt"]["South Korea"]


@pytest.mark.system(11)
def test_the_climate_regime_is_watched_side_by_side(shelves: dict[str, Shelf], words: Words) -> None:
    found = {row["id"]: row for row in shelves["en"].pages["legal/treaties.html"].data["regime-climate"]}
    assert "ratification: 7 September 2000" in found["kyoto-protocol"]["Mexico"]
    assert "ratification: 8 November 2002" in found["kyoto-protocol"]["South Korea"]
    assert "ratification: 3 November 2016" in found["paris-agreement"]["South Korea"]
    assert "Clima" in words("legal/treaties.html", "es")


@pytest.mark.system(57)
def test_regimes_stand_beside_the_investment_of_their_years(shelves: dict[str, Shelf]) -> None:
    data = shelves["en"].pages["legal/regimes.html"].data
    assert {
        "regime-mex-maquiladora-program",
        "regime-mex-prosec",
        "regime-mex-immex",
        "regime-mex-tariff-decrees",
    } <= set(data)
    assert data["investment"]


@pytest.mark.system(55, 119)
def test_positions_are_listed_by_topic_with_side_holder_and_date(shelves: dict[str, Shelf]) -> None:
    data = shelves["en"].pages["legal/positions.html"].data
    fta = data["topic-free-trade-agreement"]
    assert {row["Stance"] for row in fta} == {"for", "against"} and all(row["Who"] for row in fta)
    north = data["topic-north-korea"]
    assert len(north) >= 4 and all(row["Side"] and row["On"] for row in north)


@pytest.mark.system(97)
def test_the_citizens_page_answers_what_who_how_and_whether_it_is_valid(words: Words) -> None:
    path = "legal/plain-nle-embassy-driver-licences-2019.html"
    text = words(path)
    for question in ("What is it?", "Who is it for?", "How does it work?", "Is it still valid?", "Where do I ask?"):
        assert question in text
    assert "Status by rule" in text
    assert "¿Sigue vigente?" in words(path, "es") and "아직 유효한가요?" in words(path, "ko")


@pytest.mark.system(67)
def test_the_investment_treaty_is_told_in_plain_words_and_measured(words: Words) -> None:
    text = words("legal/plain-mex-kor-investment-protection-2000.html")
    assert re.search(r"Plain: \d+(\.\d)? \(Flesch reading ease", text)
    assert "Sencillo" in words("legal/plain-mex-kor-investment-protection-2000.html", "es")
