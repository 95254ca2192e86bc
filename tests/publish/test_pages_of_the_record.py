"""What pages show of the record: rival amounts with the break between methods, bodies with their state, the site itself."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from henequen.publish.site import SiteReport
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.record.store.view import View


def words(page: Path) -> str:
    """The text of a page, without marks."""
    source = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", source)))


@pytest.mark.system(22)
def test_four_claims_on_korean_investment_and_the_break_of_1994(site: Path) -> None:
    page = words(site / "investment" / "index.html")
    for amount in ("US$590 million", "US$656.0 million", "US$656.1 million", "about US$1.5 billion"):
        assert amount in page
    assert "Survey of companies" in page and "new method from 1994" in page
    drawn = (site / "investment" / "flow-0.svg").read_text(encoding="utf-8")
    assert "dasharray" in drawn and "1994" in drawn


@pytest.mark.system(88)
def test_friends_associations_show_what_became_of_them(site: Path) -> None:
    seoul = words(site / "actors" / "korean-mexican-friends-association.html")
    assert "1970" in seoul and "less active nowadays" in seoul
    merida = words(site / "actors" / "mexican-korean-friends-association-merida.html")
    assert "1980" in merida and "not reported" in merida


@pytest.mark.system(86)
def test_the_observatory_is_published_as_pages_that_stand_alone(report: SiteReport, site: Path) -> None:
    assert (site / "index.html").is_file()
    assert len(list(site.rglob("*.html"))) > 1500
    for folder in ("instruments", "exchanges", "places", "documents", "follow-up", "investment", "counts"):
        assert (site / folder / "index.html").is_file(), folder


@pytest.mark.parametrize(
    ("language", "written"), [("en", "US$16.6 billion"), ("es", "16.6 mil millones"), ("ko", "166억 달러")]
)
def test_amount_in_hundreds_of_millions_has_a_scale(view: View, language: str, written: str) -> None:
    names = Names(Material(view, lambda _: None), catalogue(language))
    printed = next(o for o in view.observations() if o.as_printed == "166억불")
    assert printed.unit_mult == 8 and written in names.amount(printed)
    assert names.scale_and_unit(printed) == names.scale_and_unit(replace(printed, unit_mult=9))


def test_a_value_shows_every_edition_that_says_it(site: Path) -> None:
    page = (site / "instruments" / "membership-un.html").read_text(encoding="utf-8")
    facts = page[page.index('<dl class="facts">') : page.index("</dl>", page.index('<dl class="facts">'))]
    assert "Central Intelligence Agency, December 2020" in facts and "Central Intelligence Agency, 2020" in facts
    for claim in re.findall(r'class="src" href="#(c-[0-9a-f]+)"', facts):
        assert f'id="{claim}"' in page


def test_no_page_shows_the_id_of_a_record(site: Path, view: View) -> None:
    tables = ("sessions", "seats", "memberships", "portfolios", "statements", "treaty_actions")
    ids = {record.id for table in tables for record in view.records(table) if record.id.count("-") > 1}
    assert len(ids) > 200
    for path in sorted({*(site / "actors").glob("*.html"), *(site / "findings").glob("*.html")}):
        page = path.read_text(encoding="utf-8")
        shown = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", re.sub(r"<[^>]*>", " ", page[page.index("<main") :])))
        assert not shown & ids, (path.name, shown & ids)


@pytest.mark.parametrize("tree", ["", "es/", "ko/"])
def test_figures_of_a_place_lead_to_the_open_table(site: Path, tree: str) -> None:
    pages = [p for p in (site / tree / "places").glob("*.html") if 'id="figures"' in p.read_text(encoding="utf-8")]
    assert pages
    for page in pages:
        found = re.search(r'href="([^"]*observations\.csv)" download', page.read_text(encoding="utf-8"))
        assert found and (page.parent / found[1]).resolve() == (site / "data" / "observations.csv").resolve()
        assert (site / "data" / "observations.csv").is_file()
