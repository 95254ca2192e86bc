"""The Scenarios pages: what is asked, both figures and why they differ, who loses, and what the model cannot say."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from henequen.observatory import Observatory
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.exposure import draw_exposure
from henequen.publish.charts.maps import Shape
from henequen.publish.charts.words import breadth
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.pages.scenario.models import models_chart
from henequen.publish.site.pages.scenario.scenario import scenario_page
from henequen.publish.site.pages.scenario.scenarios import scenario_entries, scenario_pages
from henequen.publish.site.pages.scenario.wording import engine_text, percent
from henequen.record.store.view import View
from henequen.scenarios.spec.spec import read_spec
from henequen.scenarios.summary import preset_pages

TREES = ("", "es/", "ko/")


@pytest.fixture(scope="module")
def presets(shipped: Observatory) -> list[dict[str, Any]]:
    return preset_pages(shipped.root)


def named(view: View, presets: list[dict[str, Any]], language: str) -> Names:
    return Names(Material(view, lambda _: None, presets), catalogue(language))


def plain(page: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("tree", TREES)
def test_every_preset_has_a_page_with_its_answer_its_year_and_its_limits(
    site: Path, presets: list[dict[str, Any]], tree: str
) -> None:
    assert len(presets) >= 8
    index = (site / f"{tree}scenarios/index.html").read_text(encoding="utf-8")
    for preset in presets:
        assert f'href="{preset["id"]}.html"' in index
        text = plain(site / f"{tree}scenarios/{preset['id']}.html")
        for row in preset["tables"]["regions"]:
            if row["region"] in preset["focus"]:
                for measure in ("exact_real_income", "first_order_welfare"):
                    assert percent(row[measure]) in text
        assert str(preset["base"]["year"]) in text
        assert text.count("1993") > 2


def test_the_page_says_which_scenarios_turn_sign_between_first_order_and_exact(
    site: Path, presets: list[dict[str, Any]]
) -> None:
    turned = {
        p["id"]
        for p in presets
        if any(
            r["exact_real_income"] * r["first_order_welfare"] < 0
            for r in p["tables"]["regions"]
            if r["region"] in p["focus"]
        )
    }
    assert turned and len(turned) < len(presets)
    for preset in presets:
        said = "opposite signs" in plain(site / f"scenarios/{preset['id']}.html")
        assert said == (preset["id"] in turned)


def test_steps_add_up_to_the_exact_figure(presets: list[dict[str, Any]]) -> None:
    import math

    for preset in presets:
        for region, steps in preset["waterfall"].items():
            exact = next(r["exact_real_income"] for r in preset["tables"]["regions"] if r["region"] == region)
            assert sum(s["value"] for s in steps[:-1]) == pytest.approx(steps[-1]["value"], abs=1e-12)
            assert steps[-1]["value"] == pytest.approx(100 * math.log1p(exact / 100), abs=1e-6)


def test_losers_are_named_sectors_and_third_suppliers(site: Path, presets: list[dict[str, Any]]) -> None:
    page = plain(site / "scenarios/zero-tariffs-2005.html")
    assert "Textiles and clothing" in page and "United States" in page and "Who loses" in page
    listed = {(r["region"], r["who"]) for p in presets for r in p["tables"]["losers"] if r["kind"] == "sector"}
    falls = {
        (r["region"], r["sector"])
        for p in presets
        for r in p["tables"]["sectors"]
        if r["output"] is not None and r["output"] < 1 - 1e-6
    }
    assert falls <= listed


@pytest.mark.system(56)
def test_agriculture_has_a_view_of_its_own_and_a_scenario_that_leaves_it_out(
    site: Path, presets: list[dict[str, Any]]
) -> None:
    page = plain(site / "scenarios/sectors/agriculture.html")
    assert "who loses" in page and "without-agriculture" in {p["id"] for p in presets}
    text = (site / "scenarios/05_without_agriculture.toml").read_text(encoding="utf-8")
    assert "except_sectors" in text and "Agriculture" in text
    rows = list(csv.DictReader(io.StringIO((site / "scenarios/sectors/agriculture.csv").read_text(encoding="utf-8"))))
    assert {row["region"] for row in rows} == {"MEX", "KOR"} and any(float(row["output_percent"]) < 0 for row in rows)


@pytest.mark.system(111)
def test_joining_larger_agreements_is_a_scenario_with_its_gaps_named(site: Path) -> None:
    for name, missing in (("cptpp", "Viet Nam"), ("pacific-alliance", "Colombia")):
        page = plain(site / f"scenarios/{name}.html")
        assert missing in page and "What this model cannot say" in page


def test_the_file_can_be_taken_away_and_is_the_packs(
    site: Path, presets: list[dict[str, Any]], shipped: Observatory
) -> None:
    for preset in presets:
        taken = site / "scenarios" / preset["file"]
        assert taken.read_bytes() == (shipped.root / "scenarios" / preset["file"]).read_bytes()
        assert read_spec(taken).id == preset["id"]
        for name, rows in preset["tables"].items():
            path = site / "scenarios" / preset["id"] / f"{name}.csv"
            assert len(list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))) == len(rows)


def test_every_chart_has_a_table_twin_and_files(site: Path) -> None:
    page = (site / "scenarios/staged-ten-years.html").read_text(encoding="utf-8")
    charts = re.findall(r'<figure class="chart-box" id="([^"]+)"', page)
    assert {"staged-ten-years-sectors", "staged-ten-years-steps", "staged-ten-years-years"} <= set(charts)
    for chart in charts:
        assert (site / "scenarios" / f"{chart}.svg").is_file() and (site / "scenarios" / f"{chart}.csv").is_file()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "auto parts"), ("en", "car"), ("es", "autopartes"), ("ko", "자동차")]
)
def test_auto_parts_are_found_by_search(view: View, presets: list[dict[str, Any]], language: str, words: str) -> None:
    from henequen.record.store.folding import plain_words

    hits = [
        url
        for url, _, texts in scenario_entries(named(view, presets, language))
        if all(any(w.startswith(asked) for t in texts for w in plain_words(t)) for asked in plain_words(words))
    ]
    assert "scenarios/sectors/auto.html" in hits


@pytest.mark.parametrize("language", ["es", "ko"])
def test_limits_and_assumptions_are_told_in_the_language(
    view: View, presets: list[dict[str, Any]], language: str
) -> None:
    names = named(view, presets, language)
    for preset in presets:
        for text in (*preset["limits"], *preset["assumptions"], preset["summary"]):
            assert engine_text(names, text)[1] == "", text


def test_a_base_that_holds_next_to_no_trade_is_said(site: Path) -> None:
    assert "almost nothing" in plain(site / "scenarios/sectors/auto.html")


def test_a_pack_without_scenarios_says_so(view: View) -> None:
    from henequen.publish.site.pages.scenario.scenarios import scenario_pages
    from henequen.publish.site.render import Renderer

    names = Names(Material(view, lambda _: None), catalogue("en"))
    pages = list(scenario_pages(names))
    assert [p.path for p in pages] == ["scenarios/index.html", "scenarios/run.html"]
    assert "holds no scenario" in Renderer(names, ("en",)).html(pages[0])


def test_results_that_carry_places_have_a_map(view: View, presets: list[dict[str, Any]]) -> None:
    names = named(view, presets, "en")
    code = next(row["code"] for row in view.vocabulary("map") if row["country"] == names.material.sides[0])
    row = {
        "place": code, "region": names.material.sides[0], "exposure": -0.25, "gains": 0.0, "losses": -0.25,
        "most_exposed_loser": "Textile", "covered": 1.0, "source": "a census of the test",
    }  # fmt: skip
    page = scenario_page(names, {**presets[0], "map": [row]})
    chart = next(c for c in page.charts if "-map-" in c.id)
    assert names.place(code) in chart.title and "1 of 1" in chart.title and chart.rows[0][4] == "a census of the test"
    assert len(chart.rows) == 32 and "31 of 32 places are empty" in chart.note
    assert all(row[1] == "not known" for row in chart.rows[1:])
    gains = scenario_page(names, {**presets[0], "map": [{**row, "exposure": 0.25}]})
    assert "No place" in next(c for c in gains.charts if "-map-" in c.id).title
    thin = scenario_page(names, {**presets[0], "map": [{**row, "covered": 0.4}]})
    assert not any("-map-" in c.id for c in thin.charts)


@pytest.mark.parametrize("tree", TREES)
def test_every_preset_shows_the_states_and_leaves_unknown_ones_empty(
    site: Path, presets: list[dict[str, Any]], view: View, tree: str
) -> None:
    for preset in presets:
        html = (site / f"{tree}scenarios/{preset['id']}.html").read_text(encoding="utf-8")
        assert f"{preset['id']}-map-mex" in html and f"{preset['id']}-map-kor" not in html
        known = {row["place"] for row in preset["map"] if row["covered"] >= 0.5}
        outlines = {row["code"] for row in view.vocabulary("map") if row["country"] == "MEX"}
        assert len(outlines) == 32 and len(outlines - known) == html.count('stroke-dasharray="2 2" stroke-linejoin') / 2


def test_an_exposure_never_rests_on_colour_alone() -> None:
    drawing = Drawing(340, 300, "t")
    shapes = [Shape("A", "M0,0L9,0L9,9Z", 4, 4), Shape("B", "M9,9L18,9L18,18Z", 14, 14)]
    draw_exposure(drawing, shapes, {"A": 0.5, "B": -0.2}, lambda code: code)
    drawn = drawing.svg("title", "description")
    assert ">+</text>" in drawn and ">−</text>" in drawn


def test_the_json_twin_holds_what_the_page_shows(site: Path) -> None:
    twin = json.loads((site / "scenarios/cptpp.json").read_text(encoding="utf-8"))
    assert {"dot_range", "waterfall", "limits", "losers", "trade", "diagnostics"} <= set(twin)


def test_one_question_under_several_assumptions(view: View, presets: list[dict[str, Any]], site: Path) -> None:
    names = named(view, presets, "en")
    page = next(p for p in presets if p["id"] == "zero-tariffs-2005")
    chart = models_chart(names, page)
    assert chart is not None and len(chart.rows) == 8  # exact and first order, deficits closed and kept, two tariffs
    assert chart.rows[0][0] == "Exact, deficits closed, tariffs “2005” (headline)"
    assert sum("(headline)" in row[0] for row in chart.rows) == 1
    values = {row["value"] for row in page["models"] if row["region"] == names.material.sides[0]}
    assert len(values) == 8 and percent(min(values)) in chart.title and percent(max(values)) in chart.title
    assert min(values) < 0 < max(values) and "even the sign" in chart.note
    headline = next(r for r in page["tables"]["regions"] if r["region"] == names.material.sides[0])["exact_real_income"]
    assert percent(headline) == chart.rows[0][1]
    for tree in TREES:
        assert "zero-tariffs-2005-models" in (site / f"{tree}scenarios/zero-tariffs-2005.html").read_text(
            encoding="utf-8"
        )
        assert "scenarios-models" in (site / f"{tree}scenarios/index.html").read_text(encoding="utf-8")


def test_an_assumption_without_an_answer_is_told_and_not_drawn(view: View, presets: list[dict[str, Any]]) -> None:
    names = named(view, presets, "en")
    page = next(p for p in presets if p["id"] == "cptpp")
    rows = [dict(row) for row in page["tables"]["models"]]
    for row in rows:
        if row["closure"] == "deficits keep":
            row["value"] = None
    chart = models_chart(names, {**page, "models": rows, "tables": {**page["tables"], "models": rows}})
    assert chart is not None and len(chart.rows) == 2
    assert "Not solved, and not drawn: Exact, deficits kept, tariffs “2005”" in chart.note


@pytest.mark.parametrize("tree", TREES)
def test_a_stranger_finds_auto_parts_and_who_loses_from_the_first_page_in_two_clicks(site: Path, tree: str) -> None:
    home = (site / f"{tree}index.html").read_text(encoding="utf-8")
    asked = re.search(r'<a href="scenarios/index.html"><span class="question">.*?</a>', home, re.S)
    assert asked and "12" in asked[0] and "−0.91% … −0.28%" in asked[0]  # textiles, in the world of 2011
    index = (site / f"{tree}scenarios/index.html").read_text(encoding="utf-8")
    assert index.index('href="#by-sector"') < index.index('<ol class="cards">')
    assert 'href="sectors/auto.html"' in index
    assert "−0.10%" in plain(site / f"{tree}scenarios/sectors/auto.html")


@pytest.mark.parametrize("tree", TREES)
def test_a_scenario_leads_with_the_range_over_worlds_in_percent_money_and_words(site: Path, tree: str) -> None:
    text = plain(site / f"{tree}scenarios/zero-tariffs-2005.html")
    uncertain = {
        "": "It is not certain whether Mexico",
        "es/": "No es seguro si México",
        "ko/": "멕시코의 득실은 확실하지",
    }
    money = {"": "−US$188 million", "es/": "−188 millones de dólares", "ko/": "−1억 8,800만 달러"}
    losing = {"": "Losing sectors", "es/": "Sectores que pierden", "ko/": "손실 부문"}
    places = [text.index(part) for part in ("−0.016% … +0.0054%", money[tree], uncertain[tree], losing[tree])]
    assert places == sorted(places)
    assert places[-1] < text.index("1993", places[-1])
    sector = plain(site / f"{tree}scenarios/sectors/auto.html")
    assert "+0.23% … +0.45%" in sector and "2011" in sector


@pytest.mark.parametrize("tree", TREES)
def test_no_label_of_a_scenario_chart_leaves_its_picture(site: Path, tree: str) -> None:
    """By the breadths of `charts.words`, which are rather too large than too small."""
    seen = 0
    text = re.compile(
        r'<text class="[^"]*" x="([-\d.]+)" y="([-\d.]+)"(?: text-anchor="(\w+)")?(?: font-size="([\d.]+)")?[^>]*>([^<]*)<'
    )
    for page in (site / f"{tree}scenarios").rglob("*.html"):
        for width, height, usual, body in re.findall(
            r'<svg class="chart \w+" viewBox="0 0 (\d+) (\d+)"[^>]*? font-size="([\d.]+)">(.*?)</svg>',
            page.read_text(encoding="utf-8"),
            re.S,
        ):
            for x, y, anchor, size, words in text.findall(body):
                long = breadth(unescape(words), float(size or usual))
                start = float(x) - {"start": 0.0, "middle": long / 2, "end": long}[anchor or "start"]
                assert start >= 0, (page.name, words)
                assert start + long <= float(width) + 1, (page.name, words)
                assert 0 < float(y) <= float(height), (page.name, words)
                seen += 1
    assert seen > 1000


@pytest.mark.parametrize("language", ["en", "es", "ko"])
def test_the_headline_of_all_scenarios_speaks_of_central_estimates_and_names_the_widest_band(
    view: View, presets: list[dict[str, Any]], language: str
) -> None:
    rows = [r for p in presets for r in p["tables"]["regions"] if r["region"] in p["focus"]]
    widest = max(rows, key=lambda r: r["exact_real_income_upper"] - r["exact_real_income_lower"])
    page = next(iter(scenario_pages(named(view, presets, language))))
    title = page.context["chart"].title
    most = percent(max(abs(r["exact_real_income"]) for r in rows)).lstrip("+")
    for part in (most, percent(widest["exact_real_income_lower"]), percent(widest["exact_real_income_upper"])):
        assert part in title
