"""The pages of trade from a reader's own editions: what they say is what the engine computed, in every language."""

from __future__ import annotations

import asyncio
import csv
import gzip
import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from small_pack import write_small
from small_trade import CODES, write_editions
from typer.testing import CliRunner

from henequen.cli.app import app
from henequen.model.errors import DataError, UsageError
from henequen.observatory import Observatory
from henequen.publish.charts.pairs import draw_marks
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.names import Names
from henequen.publish.site.pages.trade.changes import goes_beyond
from henequen.publish.site.pages.trade.full_gap import millions
from henequen.service.app import create_app
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles
from henequen.trade.editions.checksum_file import seal_path
from henequen.trade.editions.edition import REASONS, compare
from henequen.trade.editions.page_data import editions_of, flows_material, kept_material
from henequen.trade.gap import COMPONENTS
from henequen.trade.gap.edition import explain_edition
from henequen.trade.model.chapters import sections

pytestmark = pytest.mark.engine

SIDES = ("CHL", "NZL")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_editions(tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="module")
def full(own_home: Path, editions: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of a small pack, with full data."""
    folder = tmp_path_factory.mktemp("full")
    write_small(folder / "pack")
    Observatory(folder / "pack").write_site(folder / "site", flows=[editions[1]])
    yield folder / "site"


def twin(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def adds_up(row: dict[str, str]) -> bool:
    """Whether the parts of a row of a table of gaps are its gap, to the cent."""
    return sum((Decimal(row[part] or 0) for part in COMPONENTS), Decimal(0)) == Decimal(row["gap"] or 0)


def words(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8")))


def test_every_period_has_a_page_whose_parts_add_up(full: Path, editions: tuple[Path, Path]) -> None:
    for period in ("2018", "2019"):
        rows = rows_of(full / f"counts/{period}.csv")
        wholes = [row for row in rows if row["product"] == "TOTAL"]
        assert [(row["exporter"], row["importer"]) for row in wholes] == [SIDES, SIDES[::-1]]
        assert all(adds_up(row) for row in (*rows, *rows_of(full / "counts/full-gap.csv")))
        for whole in wholes:
            direct = explain_edition(editions[1], whole["exporter"], whole["importer"], period)[0]
            assert direct.gap is not None
            assert Decimal(whole["gap"]) == pytest.approx(direct.gap, abs=Decimal("0.006"))
            chapters = [r for r in rows if r["exporter"] == whole["exporter"] and r["product"] != "TOTAL"]
            assert sorted(r["product"] for r in chapters) == sorted({code[:2] for code in CODES})
            assert float(whole["reconciled_lower"]) < float(whole["reconciled"]) < float(whole["reconciled_upper"])
        html = (full / f"counts/{period}.html").read_text(encoding="utf-8")
        assert 'id="c0-87"' in html and 'id="c1-03"' in html
        assert len(re.findall(r'<figure class="chart-box"', html)) == 2


def test_two_counts_show_the_split_and_name_what_is_not_measured(full: Path) -> None:
    page = twin(full / "counts/index.html".replace(".html", ".json"))
    assert {(row["period"], row["exporter"]) for row in page["full"]} == {
        (y, s) for y in ("2018", "2019") for s in SIDES
    }
    assert all("routing" in row["not_measurable"] for row in page["full"]), "no hub tells its re-exports"
    text = words(full / "counts/2018.html")
    assert catalogue("en")("gap.timing_needs") in text, "no year before 2018"
    assert "A third figure, shown next to the two counts and replacing neither" in text
    assert "by the method two_level in second.parquet" in text


def test_the_tree_holds_every_product_with_both_counts(full: Path) -> None:
    codes = {
        row["code"] for chapter in ("03", "22", "44", "84", "87") for row in rows_of(full / f"products/{chapter}.csv")
    }
    assert codes >= set(CODES)
    html = (full / "products/index.html").read_text(encoding="utf-8")
    assert html.count('<details class="branch">') == 10, "five chapters of five sections, both ways"
    for chapter in ("03", "22", "44", "84", "87"):
        assert f'href="{chapter}.html"' in html
        below = (full / f"products/{chapter}.html").read_text(encoding="utf-8")
        rows = [r for r in rows_of(full / f"products/{chapter}.csv") if r["year"] == "2019" and r["level"] == "6"]
        assert below.count('<svg class="marks"') >= len(rows)
        assert all(f'id="p{SIDES.index(r["seller"])}-{r["parent"]}"' in below for r in rows)
    sums = [
        sum(
            float(r["seller_counts"])
            for r in rows_of(full / "products/87.csv")
            if r["level"] == level and r["year"] == "2019"
        )
        for level in ("2", "4", "6")
    ]
    assert sums[0] == pytest.approx(sums[1]) == pytest.approx(sums[2])
    page = twin(full / "products/index.json")
    assert {row["counted_by"] for row in page["breadth"]} == set(SIDES)
    assert page["potential"] and page["not_measurable"] == []


def test_the_page_of_changes_says_what_the_verb_says(full: Path, editions: tuple[Path, Path]) -> None:
    page = twin(full / "changes/index.json")
    assert [e["name"] for e in page["editions"]] == ["first.parquet", "second.parquet"]
    for of, pair in (("pair", SIDES), ("all", None)):
        totals, largest = compare(*editions, pair=pair)
        assert page["changes"][0][of]["totals"] == [vars(one) for one in totals]
        assert page["changes"][0][of]["largest"] == largest
    pair = page["changes"][0]["pair"]
    assert {row["reason"] for row in pair["totals"]} >= {"importer's report arrived", "exporter's report arrived"}
    assert all({row["exporter"], row["importer"]} == set(SIDES) for row in pair["largest"])
    text = words(full / "changes/index.html")
    assert "What changed in our figures, and why" in text
    answer = re.search(r'<p class="lede">([^<]*)', (full / "changes/index.html").read_text(encoding="utf-8"))
    assert answer is not None
    assert answer.group(1) in (full / "index.html").read_text(encoding="utf-8"), "the home page tells it too"
    mark = "-".join(e["sha256"][:8] for e in page["editions"])
    assert f'id="{mark}"' in (full / "changes/index.html").read_text(encoding="utf-8")
    rows = rows_of(full / "changes/changes.csv")
    assert sum(int(r["rows"]) for r in rows if r["of"] == "pair") == sum(r["rows"] for r in pair["totals"])


@pytest.mark.parametrize("language", ["en", "es", "ko"])
def test_every_reason_and_part_has_words(language: str) -> None:
    t = catalogue(language)
    for reason in REASONS:
        assert t(f"changes.{reason.lower().replace(chr(39), '').replace(' ', '_')}")
    for part in COMPONENTS:
        assert t(f"gap.{part}_means") and t(f"gap.{part}_needs")
    numbers = [int(s.first) for s in sections()] + [100]
    assert all(int(s.last) + 1 == numbers[k + 1] for k, s in enumerate(sections())), "no chapter between sections"
    assert all(s.title[language] for s in sections())


@pytest.mark.parametrize("tree", ["", "es/", "ko/"])
def test_the_pages_are_there_in_every_language_and_light(full: Path, tree: str) -> None:
    for name in ("counts/index", "counts/2019", "products/index", "products/84", "changes/index"):
        html = (full / f"{tree}{name}.html").read_bytes()
        assert len(gzip.compress(html)) < 150_000
        assert (full / f"{name}.json").is_file(), "one twin for all languages"


def test_the_same_editions_give_the_same_bytes(small: Path, editions: tuple[Path, Path], tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        Observatory(small).write_site(tmp_path / name, flows=[editions[1]])
        trees.append(
            {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        )
    assert trees[0] == trees[1]


def test_marks_of_a_silent_side_are_empty() -> None:
    both, one = draw_marks((10.0, 30.0), (1.0, 100.0)), draw_marks((None, 30.0), (1.0, 100.0))
    assert "pairs-hatch" in both and "empty" not in both
    assert "pairs-hatch" not in one and 'class="m0 empty"' in one
    assert "empty" in draw_marks((0.0, 0.0), (1.0, 1.0))


def test_without_editions_the_page_says_so(full: Path, small: Path, tmp_path: Path) -> None:
    Observatory(small).write_site(tmp_path / "site")
    assert catalogue("en")("changes.nothing") in words(tmp_path / "site/changes/index.html")
    assert not (tmp_path / "site/products/87.html").exists()
    assert twin(tmp_path / "site/changes/index.json")["changes"] == []


def test_the_site_kept_for_serving_follows_the_editions(small: Path, editions: tuple[Path, Path]) -> None:
    observatory = Observatory(small)
    page = observatory.site(flows=[editions[0]]) / "changes/index.json"
    assert [e["name"] for e in twin(page)["editions"]] == ["first.parquet"]
    page = observatory.site(flows=[editions[1]]) / "changes/index.json"
    assert [e["name"] for e in twin(page)["editions"]] == ["first.parquet", "second.parquet"]


def test_the_search_finds_chapters_by_word_and_by_code(full: Path, small: Path, editions: tuple[Path, Path]) -> None:
    index = (full / "search-index.js").read_text(encoding="utf-8")
    assert "products/87.html\\t87 " in index and "870320" in index
    observatory = Observatory(small)
    app = create_app(ServedView(observatory.view, flows=lambda: observatory.flows([editions[1]])), SiteFiles(full))

    async def asked(words: str) -> str:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.get(f"/search.html?q={words}", headers={"accept": "text/html"})).text

    for words_ in ("8703", "vehicles", "870320"):
        assert "products/87.html" in asyncio.run(asked(words_))


def test_what_was_read_is_kept_and_made_again_when_it_does_not_fit(
    small: Path, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    kept = tmp_path / "flows.json"
    first = kept_material(kept, "one", [editions[1]], SIDES)
    assert kept_material(kept, "one", [tmp_path / "gone.parquet"], SIDES) == first, "the file is not opened again"
    with pytest.raises(UsageError):
        kept_material(kept, "two", [tmp_path / "gone.parquet"], SIDES)
    kept.write_text('{"stamp": "one', encoding="utf-8")
    assert kept_material(kept, "one", [editions[1]], SIDES) == first
    observatory = Observatory(small)
    assert observatory.flows([editions[1]]) == observatory.flows([editions[1]]) == first


def test_what_is_no_edition_is_refused(small: Path, editions: tuple[Path, Path], tmp_path: Path) -> None:
    run = CliRunner()
    wrong = tmp_path / "some.parquet"
    wrong.write_bytes(b"no parquet")
    for path in (tmp_path / "nowhere.parquet", wrong):
        done = run.invoke(app, ["site", str(tmp_path / "out"), "--pack", str(small), "--flows", str(path)])
        assert done.exit_code in (1, 2)
        assert not (tmp_path / "out").exists()
    with pytest.raises(UsageError, match="no flow between the two sides"):
        flows_material([editions[0]], ("KEN", "NOR"))
    assert editions_of([editions[0], editions[1]]) == [editions[0].resolve(), editions[1].resolve()]
    assert flows_material([], SIDES) is None


@pytest.mark.parametrize(
    ("parts", "beyond"), [((-3860e6, 2832e6), True), ((-600e6, -428e6), False), ((-500e6, 600e6), True), ((-500e6, 500e6), True)]
)  # fmt: skip
def test_a_part_beyond_the_whole_is_not_said_to_be_of_it(parts: tuple[float, float], beyond: bool) -> None:
    assert goes_beyond(parts) is beyond


def test_the_page_of_products_says_what_its_scale_is(full: Path) -> None:
    assert catalogue("en")("products.scale_note") in words(full / "products/index.html")


HUB = """period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue
2019,X,CHL,NZL,H5,870323,200
2019,M,NZL,CHL,H5,870323,110
2019,X,CHL,SGP,H5,850110,100
2019,M,SGP,CHL,H5,850110,100
2019,RX,SGP,NZL,H5,850110,105
2019,X,SGP,NZL,H5,850110,105
2019,M,NZL,CHL,H5,850110,106
"""


def test_a_residual_larger_than_the_gap_is_said_in_words(tmp_path: Path) -> None:
    """100 came through a hub that the exporter counted there, 90 of the rest did not arrive: parts that cancel out."""
    (tmp_path / "rows.csv").write_text(HUB, encoding="utf-8")
    out = tmp_path / "out.parquet"
    made = CliRunner().invoke(app, ["mirror", "reconcile", str(tmp_path / "rows.csv"), "--out", str(out)])
    assert made.exit_code == 3  # the CIF rate rests on few pairs
    write_small(tmp_path / "pack")
    Observatory(tmp_path / "pack").write_site(tmp_path / "site", flows=[out])
    for language, folder in (("en", ""), ("es", "es/"), ("ko", "ko/")):
        told = catalogue(language)("gap.residual_larger_routed")
        printed = CliRunner().invoke(app, ["mirror", "explain", "CHL", "NZL", "2019", str(out), "--lang", language])
        assert told in printed.output
        for page in ("counts/index.html", "counts/2019.html"):
            assert words(tmp_path / "site" / folder / page).count(told) == 1
    back = CliRunner().invoke(app, ["mirror", "explain", "CHL", "SGP", "2019", str(out)])
    assert catalogue("en")("gap.residual_larger_routed") not in back.output


def test_an_altered_edition_is_not_shown(editions: tuple[Path, Path], tmp_path: Path) -> None:
    altered = tmp_path / editions[0].name
    shutil.copytree(editions[0], altered)
    seal_path(altered).write_text(seal_path(editions[0]).read_text())
    part = next(altered.rglob("*.parquet"))
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(bytes(data))
    with pytest.raises(DataError, match="not those of its checksums"):
        editions_of([altered])


def test_small_amounts_keep_the_digits_that_count_and_nothing_has_no_sign() -> None:
    names = Names.__new__(Names)  # numbers are written alike in every language
    said = [millions(names, value) for value in (2.5e9, -123_456.0, -1443.0, -0.2, 0.0, None)]
    assert said == ["2,500.0", "−0.123", "−0.001443", "0.000000", "0.0", "–"]
