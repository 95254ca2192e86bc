"""Fetching from the US Census Bureau, against a server that behaves like it: whole or not at all, down to reconciled figures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import loopback_comtrade as loopback
import pytest
from loopback_census import Bureau
from loopback_comtrade import KEY, status

from henequen.cli import main
from henequen.model.errors import DataError, UsageError
from henequen.trade.fetch import Budget, Client, FetchReport, fetch, reached_at
from henequen.trade.fetch.census import CensusCall, plan_census
from henequen.trade.fetch.settings import CENSUS
from henequen.trade.readers import open_reported

pytestmark = pytest.mark.engine


class Run:
    """Fetches from the service into a folder, with a budget of its own, and without real waits."""

    def __init__(self, service: Bureau, folder: Path) -> None:
        self.service, self.out, self.money = service, folder / "out", folder / "budget"
        self.waits: list[float] = []

    def __call__(self, *, key: str = KEY, budget: int = 1000, **asked: Any) -> FetchReport:
        told = replace(reached_at(CENSUS, self.service.url), pause=0.0, timeout=60.0)
        calls = plan_census(**({"periods": ["2019"], "partners": ["CAN"]} | asked))
        client = Client(told, Budget(self.money, "census", budget), key, sleep=self.waits.append)
        return fetch(calls, self.out, client)

    def rows(self) -> list[list[str]]:
        return [one for path in sorted(self.out.glob("*.json")) for one in json.loads(path.read_bytes())[1:]]


@pytest.fixture
def run(bureau: Bureau, tmp_path: Path) -> Run:
    for flow in ("X", "M"):
        for product in ("870323", "870324", "870899", "010121"):
            for place, country in enumerate(("1220", "4120", "5082", "5083")):
                bureau.trade[flow, "2019-12", product, country] = 1000 * (place + 1)
    return Run(bureau, tmp_path)


def test_one_call_a_flow_year_and_partner(run: Run) -> None:
    report = run(periods=["2018-2019"], partners=["CAN", "GBR"])
    assert (report.asked, report.answered, report.empty, report.rows, report.whole) == (8, 4, 4, 16, True)
    first = run.service.asked[0]
    assert first == {
        "get": "E_COMMODITY,CTY_CODE,ALL_VAL_YR", "time": "2018-12", "COMM_LVL": "HS6", "SUMMARY_LVL": "DET", "CTY_CODE": "1220",
        "key": KEY,
    }  # fmt: skip
    assert run.service.paths[0] == "/data/timeseries/intltrade/exports/hs"
    assert run().calls_sent == 0, "complete answers are not requested again"


def test_the_key_stands_in_no_file_no_message_and_no_plan(run: Run) -> None:
    run.service.faults = [status(500, f"bad key {KEY}"), status(400, f"your {KEY} is odd")]
    report = run()
    written = b"".join(p.read_bytes() for f in (run.out, run.money) for p in f.rglob("*") if p.is_file()).decode()
    for text in (written, " ".join(p.name for p in run.out.rglob("*")), " ".join(report.failures)):
        assert KEY not in text
    assert "***" in report.failures[0]
    assert run.service.keys[-1] == KEY


def test_all_partners_are_asked_for_by_chapter_and_checked_by_their_total(run: Run) -> None:
    report = run(partners=[], flows=["X"])
    assert (report.asked, report.answered, report.empty, report.rows) == (98, 2, 96, 20)
    assert {query["E_COMMODITY"] for query in run.service.asked} >= {"01*", "87*"}


def test_a_cut_answer_is_split_by_digits_and_never_kept(run: Run) -> None:
    run.service.most = 6
    report = run(partners=[], flows=["X"], products=["87"])
    # 8703 and 8708 hold three products of five rows each (the total counted): 870, then 8703 and 8708, are asked for
    assert report.whole
    assert all(len(json.loads(path.read_bytes())) <= 7 for path in run.out.glob("*.json"))
    kept = [(row[0], row[1], int(row[2])) for row in run.rows() if row[1] != "-"]
    assert sorted(kept) == sorted(
        (p, c, d) for (f, _, p, c), d in run.service.trade.items() if f == "X" and p[:2] == "87"
    )
    sent = report.calls_sent
    again = run(partners=[], flows=["X"], products=["87"])
    assert (again.calls_sent, again.split) == (0, report.split), "the split is remembered"
    assert sent > report.answered + report.empty


def test_a_product_whose_countries_are_not_its_total_fails(run: Run) -> None:
    names = ["I_COMMODITY", "CTY_CODE", "GEN_CIF_YR", "GEN_VAL_YR", "time"]
    rows = [["870323", "1220", "10", "9", "2019-12"], ["870323", "-", "10", "8", "2019-12"]]
    run.service.faults = [loopback.says(json.dumps([names, *rows]).encode())]
    report = run(partners=[], flows=["M"], products=["870323"])
    assert (report.failed, report.whole) == (1, False)
    assert "make 9 dollars, and their total is 8; the call cannot be split further" in report.failures[0]
    assert "--partner" in report.failures[0]
    assert not list(run.out.glob("*.json"))


def test_without_any_total_nothing_is_taken_for_whole(run: Run) -> None:
    run.service.without_totals = True
    report = run(partners=[], flows=["X"], products=["87"])
    assert (report.failed, report.calls_sent) == (1, 1)
    assert "no total of all countries" in report.failures[0]
    assert run().whole, "a named partner needs none"


@pytest.mark.parametrize("key", ["", "wrong"])
def test_a_missing_or_wrong_key_ends_the_run(run: Run, key: str) -> None:
    report = run(key=key, periods=["2018-2019"])
    assert (report.failed, report.not_reached, report.calls_sent) == (1, 3, 1)
    assert "CENSUS_API_KEY" in report.failures[0]
    assert "missing or invalid key" in report.failures[0]


def test_a_page_about_the_key_under_status_200_ends_the_run_too(run: Run) -> None:
    page = b"<html><head><title>Invalid Key</title></head><body>...</body></html>"
    run.service.faults = [loopback.as_type("text/html", page)]
    report = run()
    assert (report.failed, report.not_reached, report.calls_sent) == (1, 1, 1)
    assert "Invalid Key" in report.failures[0]


def test_429_and_broken_answers_are_waited_for(run: Run) -> None:
    run.service.faults = [status(429, "slow down", Retry_After="7"), loopback.cut_short, loopback.says(b"[[1,"), None]
    report = run(flows=["X"])
    assert (report.answered, report.calls_sent, report.whole) == (1, 4, True)
    assert run.waits[0] == 7


def test_a_budget_stops_the_run_in_the_middle_and_the_next_goes_on(run: Run) -> None:
    first = run(budget=3, periods=["2018-2019"])
    assert (first.calls_sent, first.failed, first.not_reached) == (3, 1, 0)
    rest = run(budget=9, periods=["2018-2019"])
    assert (rest.calls_sent, rest.skipped, rest.whole) == (1, 3, True)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([["E_COMMODITY", "CTY_CODE", "time"]], "no column ALL_VAL_YR"),
        ([["E_COMMODITY", "CTY_CODE", "ALL_VAL_YR", "time"], ["870323", "1220", "1", "2018-12"]], "time 2018-12"),
        ([["E_COMMODITY", "CTY_CODE", "ALL_VAL_YR", "time"], ["8703", "1220", "1", "2019-12"]], "product 8703"),
        ([["E_COMMODITY", "CTY_CODE", "ALL_VAL_YR", "time"], ["870323", "4120", "1", "2019-12"]], "country 4120"),
    ],
)
def test_an_answer_to_another_question_is_refused(run: Run, body: list[list[str]], words: str) -> None:
    run.service.faults = [loopback.says(json.dumps(body).encode())]
    report = run(flows=["X"])
    assert (report.failed, report.calls_sent) == (1, 1)
    assert words in report.failures[0]
    assert not list(run.out.glob("*.json"))


def test_what_the_service_does_not_know_is_told_in_its_words(run: Run) -> None:
    call = CensusCall("X", "A", "2019", "1220")
    run.service.faults = [status(400, "error: unknown variable 'ALL_VAL_YR'")]
    told = replace(reached_at(CENSUS, run.service.url), pause=0.0)
    report = fetch([call], run.out, Client(told, Budget(run.money, "census", 9), KEY, sleep=lambda s: None))
    assert "unknown variable" in report.failures[0]


def test_plans() -> None:
    months = plan_census(periods=["201911-202001"], partners=["CAN"], flows=["M"], frequency="M")
    assert [call.query["time"] for call in months] == ["2019-11", "2019-12", "2020-01"]
    assert months[0].query["get"] == "I_COMMODITY,CTY_CODE,GEN_CIF_MO,GEN_VAL_MO"
    (some,) = plan_census(periods=["2019"], flows=["X"], products=["8703"])
    (whole,) = plan_census(periods=["2019"], flows=["X"], products=["870323"])
    assert (some.query["E_COMMODITY"], whole.query["E_COMMODITY"]) == ("8703*", "870323")
    calls = plan_census(periods=["2019"])
    assert len({call.key for call in calls}) == len({call.file_name for call in calls}) == len(calls) == 196
    for wrong in (
        {"periods": ["2009"]}, {"periods": ["2019"], "partners": ["Canada"]}, {"periods": ["2019"], "partners": ["PSE"]},
        {"periods": ["2019"], "products": ["870"]}, {"periods": ["2019"], "flows": ["RX"]}, {"periods": ["2019"], "frequency": "Q"},
        {"periods": ["2019"], "partners": ["-"]},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            plan_census(**wrong)  # type: ignore[arg-type]


def test_the_verb_down_to_reconciled_figures(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HENEQUEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HENEQUEN_CENSUS_URL", run.service.url)

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        assert isinstance(stop.value.code, int)
        return stop.value.code, *capfd.readouterr()

    asked = ("fetch", "census", "--period", "2019", "--product", "87", "--pause", "0", "--out", run.out)
    code, _, err = call(*asked)
    assert code == 2
    assert "CENSUS_API_KEY" in err
    monkeypatch.setenv("CENSUS_API_KEY", KEY)
    code, out, _ = call(*asked, "--dry-run")
    assert code == 0
    assert KEY not in out
    assert not run.service.asked
    code, out, _ = call(*asked, "--json")
    assert (code, json.loads(out)["rows"]) == (0, 30)
    code, out, err = call("mirror", "reconcile", run.out, "--out", tmp_path / "o.parquet", "--json")
    assert code in (0, 3), err
    rules = {rule["rule"]: rule for rule in json.loads((tmp_path / "o.report.json").read_text())["rules"]}
    # three products to three areas, two of whose four numbers are one area; imports are known without freight
    assert (rules["exporter_only"]["rows"], rules["exporter_only"]["value"]) == (9, 30_000)
    assert (rules["importer_only"]["rows"], rules["importer_only"]["value"]) == (9, 27_000)


def test_months_in_files_of_their_own_are_added_up_to_their_year(run: Run, tmp_path: Path) -> None:
    for month in range(1, 13):
        run.service.trade["X", f"2019-{month:02d}", "870323", "1220"] = 50
    assert run(periods=["201901-201912"], flows=["X"], frequency="M").answered == 12
    files = open_reported([run.out], tmp_path / "work", add=["month"])
    rows = [
        row for one in files for row in duckdb.execute(f"select period, partner, value from '{one.path}'").fetchall()
    ]
    assert ("2019", "CAN", 600.0) in rows
    assert [note.message for one in files for note in one.notes] == []


def test_the_readers_refuse_what_is_no_whole_year_or_no_table(tmp_path: Path) -> None:
    names = ["E_COMMODITY", "CTY_CODE", "ALL_VAL_YR", "time", "E_COMMODITY"]
    for rows, words in (
        ([["870323", "1220", "1", "2019-06", "870323"]], "not a whole year"),
        ([["870323", "1220", "1", "2019-12"]], "does not match its column names"),
        ([["870323", "1220", "1", "2019-12", "870324"]], "two values under one name"),
    ):
        path = tmp_path / "answer.json"
        path.write_text(json.dumps([names, *rows]), encoding="utf-8")
        with pytest.raises(DataError, match=words):
            open_reported([path], tmp_path / "work")
