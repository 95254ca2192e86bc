"""A scenario run from the served page: it can be watched, stopped and refused; what was not solved leaves no figures."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from henequen.model.errors import DataError, UsageError
from henequen.record.store.view import View
from henequen.scenarios.bases import save_base
from henequen.scenarios.bases.long import import_long
from henequen.scenarios.runs import Run, Runs
from henequen.scenarios.summary import preset_pages
from henequen.service.app import Features, create_app
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles

pytestmark = pytest.mark.process

ROWS = """importer,exporter,sector,value,tariff
MEX,MEX,Goods,900,0
MEX,KOR,Goods,60,0.1
MEX,ROW,Goods,140,0.05
KOR,MEX,Goods,40,0.2
KOR,KOR,Goods,1200,0
KOR,ROW,Goods,160,0.05
ROW,MEX,Goods,160,0.05
ROW,KOR,Goods,140,0.05
ROW,ROW,Goods,5000,0
"""
FREE = """title = "Free of tariffs"
[[counterfactual.change]]
among = ["MEX", "KOR"]
set = 0.0
"""
LONG = FREE + "[draws]\nn = 100000\nelasticities = { distribution = 'lognormal', sigma = 0.2 }\n"
HEADER = "product,supplier,value,tariff_before,tariff_after\n"
LINES = f"{HEADER}870829,KOR,200,0.25,0\n870829,USA,600,0.25,0.25\n870840,KOR,50,0.1,0.05\n"
PARTIAL = 'title = "Auto parts"\nmodel = "partial"\n[partial]\nlines = "lines.csv"\ndemand = -1.2\nsupply = 1e12\n'


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bases")
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    save_base(import_long(folder / "rows.csv", theta=4.0, year=2020), folder / "tiny")
    return folder / "tiny"


def runs_in(folder: Path, base: Path, deadline: float = 300.0) -> Runs:
    return Runs(folder / "runs", (base,), folder / "none", ("MEX", "KOR"), deadline=deadline)


@pytest.fixture
def runs(tmp_path: Path, base: Path) -> Iterator[Runs]:
    made = runs_in(tmp_path, base)
    yield made
    made.close()


def ended(run: Run, most: float = 300.0) -> dict[str, Any]:
    """The status of a run that works no longer."""
    end = time.monotonic() + most
    while time.monotonic() < end:
        status = run.status()
        if status["state"] != "running":
            return status
        time.sleep(0.05)
    raise AssertionError("the run did not end")


def test_a_scenario_that_was_sent_is_never_parsed_here(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser belongs to a child with limits: with none in this process the run begins, and a bad file is refused in words."""

    def parse(*_: object) -> None:
        raise AssertionError("TOML was parsed in the process of the service")

    monkeypatch.setattr("henequen.files.toml_gate.tomllib.loads", parse)
    run = runs.start(FREE, "tiny")
    assert run.title and (run.folder / "spec.json").is_file()
    run.stop("cancelled")
    with pytest.raises(DataError, match="nested too deeply") as refused:
        runs.start("a = " + "[" * 500, "tiny")
    assert "line 1" in str(refused.value.where)


def test_a_run_gives_the_page_of_a_scenario(runs: Runs) -> None:
    run = runs.start(FREE, "tiny")
    assert ended(run)["state"] == "done"
    page = runs.page(run)
    assert {row["region"] for row in page["tables"]["regions"]} == {"MEX", "KOR", "ROW"}
    assert page["diagnostics"]["converged"] and page["base"]["year"] == 2020
    assert (run.folder / "whole" / "regions.parquet").is_file()


def test_a_run_can_be_cancelled(runs: Runs) -> None:
    run = runs.start(LONG, "tiny")
    run.stop("cancelled")
    assert run.status()["state"] == "cancelled" and run.process.poll() is not None
    assert not (run.folder / "out").exists()


def test_a_run_ends_at_its_deadline_even_if_nobody_asks(tmp_path: Path, base: Path) -> None:
    runs = runs_in(tmp_path, base, deadline=3.0)
    run = runs.start(LONG, "tiny")
    run.process.wait(timeout=300)
    status = ended(run)
    assert status["state"] in ("late", "failed")
    assert not list(run.folder.glob("out/*")) and not list(run.folder.glob("whole/*"))
    runs.close()


def test_what_does_not_converge_gives_no_figures(runs: Runs) -> None:
    status = ended(runs.start(FREE + "[solver]\nmax_iterations = 1\n", "tiny"))
    assert status["state"] == "failed" and "residual" in status["error"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("title = ", "not TOML"),
        ('title = "x"\nnonsense = 1\n', "nonsense"),
        ('mode = "full"\n', "lacks a key that is needed"),
    ],
)
def test_a_bad_file_is_refused_with_its_error(runs: Runs, text: str, part: str) -> None:
    with pytest.raises(DataError, match=part):
        runs.start(text, "tiny")


def test_files_of_the_computer_are_not_read_for_a_page(runs: Runs) -> None:
    status = ended(runs.start(f'places = "../secret.csv"\n{FREE}', "tiny"))
    assert status["state"] == "failed" and "next to the pack" in status["error"]
    for name in ("/etc/passwd", "../lines.csv", "order.json", "a/b.csv", ".csv"):
        partial = f'title = "p"\nmodel = "partial"\n[partial]\nlines = "{name}"\n'
        with pytest.raises(UsageError, match="sent with it"):
            runs.start(partial, "tiny", LINES)


def test_a_partial_scenario_runs_on_the_table_that_is_sent(runs: Runs) -> None:
    run = runs.start(PARTIAL, "", LINES)
    assert ended(run)["state"] == "done", run.status()
    page = runs.page(run)
    assert page["model"] == "partial" and page["diagnostics"]["converged"]
    rows = {row["product"]: row for row in page["tables"]["products"]}
    assert set(rows) == {"870829", "870840"}
    # SMART by hand: creation 200 x 1.2 x 0.2 where the duty of 25 % goes.
    assert rows["870829"]["creation"] == pytest.approx(48.0) and abs(rows["870829"]["diversion"]) < 1e-9
    assert (run.folder / "whole" / "lines.parquet").is_file()


def test_gsim_runs_from_the_page_too(runs: Runs) -> None:
    text = 'title = "World"\nmodel = "partial"\n[partial]\nmethod = "gsim"\nlines = "world.csv"\ndemand = -1.0\n'
    text += "substitution = 3.0\nsupply = 1.0\n"
    table = "product,importer,exporter,value,tariff_before,tariff_after\np,C,A,80,0.25,0\np,C,B,100,0,0\n"
    run = runs.start(text, "", table)
    assert ended(run)["state"] == "done", run.status()
    assert {row["region"] for row in runs.page(run)["tables"]["regions"]} == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("table", "part"),
    [
        (HEADER, "no rows"),
        ("product,supplier,value\n1,A,2\n", "duty before"),
        (f"{HEADER}1,A,-5,0.1,0\n", "row 1"),
        (f"{HEADER}1,A,5,-1,0\n", "row 1"),
        (f"{HEADER}1,A,5,0.1,0\n1,A,5,0.1,0\n", "twice"),
        (f"{HEADER}1,A,five,0.1,0\n", "five"),
        ("\0\0\0", "another kind"),
    ],
)
def test_a_wrong_table_is_an_error_that_names_the_place_and_leaves_no_figures(
    runs: Runs, table: str, part: str
) -> None:
    run = runs.start(PARTIAL, "", table)
    status = ended(run)
    assert status["state"] == "failed" and part in status["error"], status
    assert str(runs.folder) not in status["error"]
    assert not list(run.folder.glob("out/*")) and not list(run.folder.glob("whole/*"))


def test_a_table_belongs_to_a_partial_scenario_and_a_partial_scenario_needs_one(runs: Runs) -> None:
    with pytest.raises(UsageError, match="needs its table"):
        runs.start(PARTIAL, "tiny", " \n")
    with pytest.raises(UsageError, match="for a partial scenario"):
        runs.start(FREE, "tiny", LINES)


def test_one_run_at_a_time_and_only_known_bases(runs: Runs) -> None:
    runs.start(LONG, "tiny")
    with pytest.raises(UsageError, match="another run"):
        runs.start(FREE, "tiny")
    with pytest.raises(UsageError, match="no such base"):
        runs.start(FREE, "../tiny")


class Page:
    """Asks the application without a network, as a page of its own would."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, path, **given)

        return asyncio.run(go())

    def secret(self) -> str:
        found = re.search(r'name="secret" value="([^"]+)"', self.ask("GET", "/scenarios/run.html").text)
        assert found
        return found[1]


@pytest.fixture
def page(view: View, site: Path, runs: Runs, shipped: Any) -> Page:
    return Page(
        create_app(ServedView(lambda: view, scenarios=preset_pages(shipped.root)), SiteFiles(site), Features(runs))
    )


def test_the_form_runs_and_shows_what_it_found(page: Page, runs: Runs) -> None:
    asked = page.ask("GET", "/scenarios/run.html?preset=cptpp").text
    assert 'value="tiny"' in asked and "trans-Pacific" in asked
    form = {"secret": page.secret(), "base": "tiny", "scenario": FREE, "lang": "es"}
    sent = page.ask("POST", "/scenarios/runs", data=form, headers={"origin": "http://127.0.0.1"})
    assert sent.status_code == 303
    where = sent.headers["location"]
    run = runs.get(where.rsplit("/", 1)[1].removesuffix(".html"))
    assert run is not None and where.startswith("/es/")
    assert ended(run)["state"] == "done"
    assert page.ask("GET", f"/scenarios/runs/{run.id}/status.json").json()["state"] == "done"
    shown = page.ask("GET", where)
    assert "Free of tariffs" in shown.text and "Quién pierde" in shown.text
    for href in re.findall(r'href="([^"]+)" download', shown.text):
        assert page.ask("GET", f"/es/scenarios/runs/{href}").status_code == 200, href
    assert page.ask("GET", "/scenarios/runs/" + "run-" + "0" * 12 + ".html").status_code == 404
    assert page.ask("GET", f"/scenarios/runs/{run.id}/../../order.json").status_code in (400, 404)


def test_a_mistake_is_shown_and_what_was_typed_is_kept(page: Page) -> None:
    bad = FREE + "[[counterfactual.change]]\nset = 1.0\n"
    sent = page.ask("POST", "/scenarios/runs", data={"secret": page.secret(), "base": "tiny", "scenario": bad})
    assert sent.status_code == 422
    assert "counterfactual.change" in sent.text and "among" in sent.text and str(Path.home()) not in sent.text


def test_other_sites_cannot_ask_for_a_run(page: Page) -> None:
    form = {"secret": page.secret(), "base": "tiny", "scenario": FREE}
    for headers in (
        {"origin": "http://elsewhere.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "null"},
    ):
        assert page.ask("POST", "/scenarios/runs", data=form, headers=headers).status_code == 403
    assert page.ask("POST", "/scenarios/runs", data=form | {"secret": "guessed"}).status_code == 403
    assert page.ask("POST", "/scenarios/runs", data=form, headers={"host": "elsewhere.example"}).status_code == 421
    assert page.ask("POST", "/search", data=form).status_code == 405
    assert page.ask("POST", "/scenarios/runs", data=form | {"scenario": "x" * 70_000}).status_code == 413
    assert page.ask("POST", "/scenarios/runs", data=form | {"lines": "x" * 2_100_000}).status_code == 413
    assert page.ask("POST", "/scenarios/runs", data=form | {"lines": "x" * 7_000_000}).status_code == 403


def test_without_a_base_the_page_says_how_to_import_one(view: View, site: Path, tmp_path: Path) -> None:
    page = Page(create_app(ServedView(lambda: view), SiteFiles(site), Features(Runs(tmp_path / "runs"))))
    assert "scenario base import" in page.ask("GET", "/scenarios/run.html").text
    form = {"secret": page.secret(), "scenario": PARTIAL, "lines": LINES}
    sent = page.ask("POST", "/scenarios/runs", data=form)
    assert sent.status_code == 303  # tariff lines need no base


@pytest.mark.parametrize("tree", ["", "es", "ko"])
def test_the_page_of_a_partial_run_shows_products_suppliers_and_what_it_cannot_know(
    page: Page, runs: Runs, tree: str
) -> None:
    form = {"secret": page.secret(), "scenario": PARTIAL, "lines": LINES, "lang": tree}
    where = page.ask("POST", "/scenarios/runs", data=form).headers["location"]
    run = runs.get(where.rsplit("/", 1)[1].removesuffix(".html"))
    assert run is not None and ended(run)["state"] == "done"
    shown = page.ask("GET", where)
    assert shown.status_code == 200 and "870829" in shown.text and "+48.0" in shown.text
    assert "None" not in re.sub(r"<[^>]+>", " ", shown.text)
    assert ("One market at a time" in shown.text) == (tree == "") and ("SMART, linear" in shown.text) == (tree == "")
    for href in re.findall(r'href="([^"]+)" download', shown.text):
        assert page.ask("GET", f"{where.rsplit('/', 1)[0]}/{href}").status_code == 200, href


def test_what_was_typed_into_the_table_is_kept_when_it_is_refused(page: Page) -> None:
    form = {"secret": page.secret(), "base": "tiny", "scenario": FREE, "lines": LINES}
    sent = page.ask("POST", "/scenarios/runs", data=form)
    assert sent.status_code == 422 and "870829,KOR,200" in sent.text and "<details open>" in sent.text


def test_one_sector_gravity_runs_from_the_page(view: View, site: Path, tmp_path: Path) -> None:
    from henequen.scenarios.bases.gravity import import_gravity

    rows = "exporter,importer,trade,pta\n" + "".join(
        f"{a},{b},{900 if a == b else 50},{0}\n" for a in ("MEX", "KOR", "ROW") for b in ("MEX", "KOR", "ROW")
    )
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    save_base(import_gravity(tmp_path / "rows.csv"), tmp_path / "one")
    runs = Runs(tmp_path / "runs", (tmp_path / "one",), None, ("MEX", "KOR"))
    page = Page(create_app(ServedView(lambda: view), SiteFiles(site), Features(runs)))
    text = 'title = "They agree"\nmodel = "gravity"\nmode = "one_step"\nranges = true\n[gravity.costs]\npta = 0.5\n'
    text += '[[counterfactual.change]]\namong = ["MEX", "KOR"]\nvariable = "pta"\nvalue = 1.0\n'
    form = {"secret": page.secret(), "base": "one", "scenario": text}
    where = page.ask("POST", "/scenarios/runs", data=form).headers["location"]
    run = runs.get(where.rsplit("/", 1)[1].removesuffix(".html"))
    assert run is not None and ended(run)["state"] == "done", run.status() if run else ""
    shown = page.ask("GET", where)
    assert shown.status_code == 200 and "mode one_step, imbalances multiplicative (headline)" in shown.text
    runs.close()
