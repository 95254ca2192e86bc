"""Themes, dossiers, the comparator and the network of agreements as a reader gets them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import pytest

from henequen.model.properties import codes
from henequen.observatory import Observatory
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record import agreements, comparison, dossiers, themes
from henequen.publish.site.render import Renderer

FAMILIES = (
    themes.theme_pages,
    dossiers.dossier_pages,
    dossiers.shock_pages,
    comparison.comparison_pages,
    agreements.agreement_pages,
    agreements.tariff_pages,
)
LANGUAGES = ("en", "es", "ko")
Words = Callable[..., str]
Pages = dict[str, Page]


class Shelf:
    """The pages of one language by path."""

    def __init__(self, names: Names) -> None:
        self.renderer = Renderer(names, LANGUAGES)
        self.pages: Pages = {page.path: page for family in FAMILIES for page in family(names)}

    def words(self, path: str) -> str:
        text = self.renderer.html(self.pages[path])
        main = text[text.index("<main") : text.index("</main>")]
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture(scope="module")
def shelves(shipped: Observatory) -> Iterator[dict[str, Shelf]]:
    view = shipped.view()
    material = Material(view, lambda _: None)
    yield {language: Shelf(Names(material, catalogue(language))) for language in LANGUAGES}
    view.close()


@pytest.fixture
def words(shelves: dict[str, Shelf]) -> Words:
    """The words of a page in a language."""
    return lambda path, language="en": shelves[language].words(path)


@pytest.fixture
def pages(shelves: dict[str, Shelf]) -> Pages:
    """The English pages by path."""
    return shelves["en"].pages


@pytest.mark.system(6)
def test_every_theme_has_a_page_that_is_not_empty(pages: Pages, words: Words) -> None:
    for code in codes("area"):
        data = pages[themes.theme_path("area", code)].data
        assert any(data.values()), code
    assert re.search(r"[\d,]+ of [\d,]+ records and figures have a theme", words("themes/index.html"))
    assert "no word of the vocabulary occurs in it" in words("themes/index.html")


@pytest.mark.system(121)
def test_each_sector_of_the_strategic_association_has_a_ledger(pages: Pages) -> None:
    for code in (
        "information_technology",
        "supporting_industry",
        "petrochemicals",
        "electronics",
        "shipyards",
        "ports",
        "refining",
    ):
        data = pages[themes.theme_path("sector", code)].data
        assert data.get("promises"), code


@pytest.mark.system(73)
def test_culture_is_understood_in_kinds(pages: Pages, words: Words) -> None:
    kinds = {row["id"] for row in pages["themes/culture.html"].data["kinds"]}
    assert {"performing_arts", "literature", "education", "sport", "food", "religion", "heritage"} <= kinds
    assert "넓은 뜻의 문화" in words("themes/culture.html", "ko")


@pytest.mark.system(114)
def test_the_digital_theme_names_the_owners_of_both_sides_and_the_state(words: Words) -> None:
    text = words("themes/it.html")
    assert "State of Mexico" in text and "Who answers for it" in text


@pytest.mark.system(10)
def test_the_dossier_of_bad_loans_has_two_halves_with_outcome_and_lessons(pages: Pages, words: Words) -> None:
    rows = {row["id"]: row for row in pages["dossiers/bad-loans.html"].data["cases"]}
    for aspect in ("title", "context", "done", "outcome", "lessons", "for", "against"):
        assert rows[aspect]["Mexico"] and rows[aspect]["South Korea"], aspect
    assert (rows["title"]["Mexico"], rows["title"]["South Korea"]) == ("IPAB", "KAMCO")
    assert "1,127,264 million in 2025" in rows["outcome"]["Mexico"]
    assert "recovered 48.1 trillion" in rows["outcome"]["South Korea"]
    assert "Lecciones" in words("dossiers/bad-loans.html", "es")


@pytest.mark.system(68)
def test_the_dossier_of_privatisation_in_energy_has_both_cases(pages: Pages) -> None:
    rows = {row["id"]: row for row in pages["dossiers/energy-privatisation.html"].data["cases"]}
    assert all(rows[a][s] for a in ("done", "for", "against") for s in ("Mexico", "South Korea"))


@pytest.mark.system(122)
def test_industrial_policy_shows_its_unwanted_legacies(pages: Pages) -> None:
    rows = {row["id"]: row for row in pages["dossiers/industrial-policy.html"].data["cases"]}
    assert "conglomerates" in rows["against"]["South Korea"] and rows["for"]["South Korea"]


@pytest.mark.system(123)
def test_the_dossier_of_research_stands_beside_the_shares_of_gdp(pages: Pages, words: Words) -> None:
    rows = {row["id"]: row for row in pages["dossiers/research-funding.html"].data["cases"]}
    assert "3.4 %" in rows["context"]["South Korea"] and "0.6 %" in rows["context"]["Mexico"]
    text = words("compare/index.html")
    assert "R&D expenditure, share of GDP" in text and "3.4% (" in text and "0.6% (" in text


@pytest.mark.system(117)
def test_two_shocks_with_responses_of_both_sides_and_figures(pages: Pages) -> None:
    data = pages["dossiers/shocks.html"].data
    for crisis in ("event-mexican-financial-crisis-1994", "event-asian-financial-crisis-1997"):
        steps = data[f"shock-{crisis}"]
        responses = [row["Side"] for row in steps if row["Step"] == "response"]
        assert set(responses) == {"Mexico", "South Korea"}, crisis
        assert len(data[f"figures-{crisis}"]) >= 5, crisis


@pytest.mark.system(5)
def test_rival_claims_stand_beside_each_other(words: Words) -> None:
    text = words("compare/index.html")
    assert "US$6,100 (2003)" in text and "US$6,300 (2003)" in text
    assert "Rival claims on Mexico" in text


@pytest.mark.system(9)
def test_digital_indicators_of_both_countries(pages: Pages) -> None:
    digital = {row["Indicator"]: row for row in pages["compare/index.html"].data["digital"]}
    users = next(row for name, row in digital.items() if "internet users" in name)
    assert "11%" in users["Mexico"] and "64%" in users["South Korea"] and "2005" in users["Mexico"]


@pytest.mark.system(115)
def test_a_rank_without_the_year_of_its_index_says_so(pages: Pages) -> None:
    ranks = pages["compare/index.html"].data["ranks"]
    assert any("year of the index not stated" in row["Mexico"] + row["South Korea"] for row in ranks)


@pytest.mark.system(108)
def test_claimed_ranks_of_partners_stand_beside_computed_ones(pages: Pages, words: Words) -> None:
    rows = {row["id"]: row for row in pages["compare/index.html"].data["partners"]}
    claim = rows["o-c2b8c73ef5dc"]  # Mexico's exports to Korea in 2004, by the commission
    assert claim["Claimed"] == "rank 41"
    assert claim["Computed"].startswith(
        "rank 22 by exports; rank 7 by total trade (68 partners, manufactures only, 2004)"
    )
    computed = [row for row in rows.values() if "partners, manufactures only" in row["Computed"]]
    assert len(computed) >= 6
    regional = [row for row in rows.values() if "Latin America" in row["Indicator"]]
    assert regional and all(row["Computed"].startswith("no table") for row in regional)
    assert "solo manufacturas" in words("compare/index.html", "es")


@pytest.mark.system(25)
def test_flows_of_people_are_listed_by_year(pages: Pages) -> None:
    assert len(pages["compare/index.html"].data["people"]) >= 5
    assert any("roll calls" in row["Indicator"] for row in pages["compare/index.html"].data["multilateral"])


@pytest.mark.system(7)
def test_the_network_of_agreements_is_a_graph_with_members_and_dates(pages: Pages) -> None:
    page = pages["legal/agreements.html"]
    network = {row["id"]: row for row in page.data["network"]}
    assert "1994" in network["USA"]["Mexico"] and "2004" in network["CHL"]["South Korea"]
    assert page.charts[0].drawn.wide.count("<path") > 60
    assert len(page.data["agreements-mex"]) >= 12


@pytest.mark.system(62)
def test_tariffs_of_both_sides_stand_in_one_table(pages: Pages) -> None:
    rows = pages["legal/tariffs.html"].data["tariffs"]
    assert any(row["Mexico"] for row in rows) and any(row["South Korea"] for row in rows)


def test_another_pair_gets_every_page_from_empty_tables(tmp_path: object) -> None:
    from pathlib import Path

    from henequen.publish.site.pages.record import entries, legal, plain
    from henequen.record.pack.begin import begin_pack

    root = Path(str(tmp_path)) / "chl_kor"
    begin_pack("CHL", "KOR", root)
    observatory = Observatory(root)
    observatory.build()
    view = observatory.view()
    material = Material(view, lambda _: None)
    for language in LANGUAGES:
        names = Names(material, catalogue(language))
        renderer = Renderer(names, LANGUAGES)
        families = (*FAMILIES, entries.entry_pages, legal.legal_pages, legal.treaty_pages, legal.regime_pages,
                    legal.position_pages, plain.plain_pages)  # fmt: skip
        made = [page for family in families for page in family(names)]
        assert all("<main" in renderer.html(page) for page in made)
        assert {"legal/index.html", "registers/barrier.html", "themes/index.html", "dossiers/index.html"} <= {
            page.path for page in made
        }
    view.close()
