"""Fetching from the customs service of data.go.kr, against a server that behaves like it: whole or not at all, down to
reconciled figures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import loopback_comtrade as loopback
import pytest
from loopback_comtrade import status
from loopback_kcs import KEY, Portal, envelope, gateway, item

from henequen.cli import main
from henequen.model.errors import DataError, UsageError
from henequen.trade.fetch import Budget, Client, FetchReport, fetch, reached_at
from henequen.trade.fetch.kcs import plan_kcs
from henequen.trade.fetch.settings import KCS
from henequen.trade.readers import open_reported

pytestmark = pytest.mark.engine


class Run:
    """Fetches from the service into a folder, with a budget of its own, and without real waits."""

    def __init__(self, service: Portal, folder: Path) -> None:
        self.service, self.out, self.money = service, folder / "out", folder / "budget"
        self.waits: list[float] = []

    def __call__(self, *, key: str = KEY, budget: int = 10_000, **asked: Any) -> FetchReport:
        told = replace(reached_at(KCS, self.service.url), pause=0.0, timeout=60.0)
        calls = plan_kcs(**({"periods": ["2019"], "partners": ["MEX"]} | asked))
        client = Client(told, Budget(self.money, "kcs", budget), key, sleep=self.waits.append)
        return fetch(calls, self.out, client)

    def files(self) -> list[Path]:
        return sorted(self.out.glob("*.xml"))


@pytest.fixture
def run(portal: Portal, tmp_path: Path) -> Run:
    for month in range(1, 13):
        for code in ("8703231010", "8703239020", "8708999000"):
            portal.trade[f"2019{month:02d}", "MX", code] = (100 * month, 0 if code.startswith("8708") else 7)
    return Run(portal, tmp_path)


def told(item_or_body: str | bytes) -> loopback.Fault:
    body = item_or_body if isinstance(item_or_body, bytes) else envelope(item_or_body)
    return loopback.as_type("application/xml", body)


def test_a_year_of_months_in_one_call_with_its_checksum(run: Run) -> None:
    report = run(periods=["2018-2019"])
    assert (report.asked, report.answered, report.empty, report.rows, report.whole) == (2, 1, 1, 36, True)
    assert run.service.asked[0] == {"strtYymm": "201801", "endYymm": "201812", "cntyCd": "MX", "serviceKey": KEY}
    assert run.service.paths[0] == "/1220000/nitemtrade/getNitemtradeList"
    (path,) = run.files()
    assert path.with_name(path.name + ".sha256").is_file()
    assert run().calls_sent == 0, "complete answers are not requested again"


def test_both_forms_of_the_key_are_sent_once_encoded_and_told_nowhere(run: Run) -> None:
    run.service.faults = [status(500, f"bad key {KEY} ab%2Fc%2Bd%3D%3D"), status(404, f"your {KEY} is odd")]
    report = run(key="ab%2Fc%2Bd%3D%3D")
    assert run.service.keys == [KEY, KEY]
    written = b"".join(p.read_bytes() for f in (run.out, run.money) for p in f.rglob("*") if p.is_file()).decode()
    for text in (written, " ".join(report.failures)):
        assert KEY not in text
        assert "ab%2Fc" not in text
    assert "***" in report.failures[0]


def test_a_cut_answer_is_split_by_months_then_chapters_and_never_kept(run: Run) -> None:
    run.service.most = 8  # the total and seven rows: two months
    report = run()
    assert report.whole
    assert report.rows == 36
    assert all(len(path.read_bytes().split(b"<item>")) <= 9 for path in run.files())
    assert run().calls_sent == 0, "the split is remembered"
    run.service.most = 3  # the total and two rows: chapter 87 of one month has three
    other = run(periods=["201901"], frequency="M", partners=["MX"])
    assert (other.failed, other.whole) == (1, False)
    assert "their total is 300; the call cannot be split further" in other.failures[0]
    assert "--product" in other.failures[0]


@pytest.mark.parametrize(
    ("code", "words", "told_to"),
    [
        ("30", "SERVICE_KEY_IS_NOT_REGISTERED_ERROR", "DATA_GO_KR_KEY"),
        ("22", "LIMITED_NUMBER_OF_SERVICE_REQUESTS_EXCEEDS_ERROR", "tomorrow"),
    ],
)
@pytest.mark.parametrize("http", [200, 403])
def test_a_refusal_of_the_gateway_ends_the_run(run: Run, code: str, words: str, told_to: str, http: int) -> None:
    run.service.faults = [
        lambda handler, body: loopback.respond(handler, http, gateway(code, words), "text/xml;charset=UTF-8")
    ]
    report = run(periods=["2017-2019"])
    assert (report.failed, report.not_reached, report.calls_sent) == (1, 2, 1)
    assert words in report.failures[0]
    assert told_to in report.failures[0]


def test_a_wrong_key_ends_the_run(run: Run) -> None:
    report = run(key="wrong", periods=["2018-2019"])
    assert (report.failed, report.not_reached, report.calls_sent) == (1, 1, 1)
    assert "SERVICE_KEY_IS_NOT_REGISTERED_ERROR" in report.failures[0]


def test_429_and_broken_and_passing_answers_are_waited_for(run: Run) -> None:
    run.service.faults = [
        status(429, "", Retry_After="7"), loopback.cut_short, told(b"<response><header>"),
        told(envelope("", "05", "SERVICETIMEOUT_ERROR")),
    ]  # fmt: skip
    report = run()
    assert (report.answered, report.calls_sent, report.whole) == (1, 5, True)
    assert run.waits[0] == 7
    run.service.faults = [told(b"<html><body>nginx</body></html>")] * 5
    assert run(periods=["2018"]).failed == 1, "five times no answer"


def test_no_data_is_known_and_not_asked_again(run: Run) -> None:
    run.service.faults = [told(envelope("", "03", "NODATA_ERROR"))]
    report = run()
    assert (report.empty, report.whole, run.files()) == (1, True, [])
    assert run().skipped == 1


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (item("총계", "-", "-", 1, 0) + item("2018.01", "MX", "8703231010", 1, 0), "2018.01"),
        (item("총계", "-", "-", 1, 0) + item("2019.01", "US", "8703231010", 1, 0), "country US"),
        (item("총계", "-", "-", 1, 0) + item("2019.01", "MX", "0103231010", 1, 0), "product 0103231010"),
        (item("총계", "-", "-", 1, 0) + item("2019.01", "MX", "8703", 1, 0), "4 digits"),
        (item("2019.01", "MX", "8703231010", 1, 0), "no total"),
    ],
)
def test_an_answer_to_another_question_is_refused(run: Run, items: str, words: str) -> None:
    run.service.faults = [told(items)]
    report = run(products=["87"], periods=["201901"], frequency="M")
    report = report if report.failed else run(products=["87"], periods=["201901"], frequency="M")
    assert (report.failed, report.calls_sent) == (1, 1)
    assert words in report.failures[0]
    assert not run.files()


def test_a_budget_stops_the_run_in_the_middle_and_the_next_goes_on(run: Run) -> None:
    first = run(budget=2, periods=["2017-2019"])
    assert (first.calls_sent, first.failed, first.not_reached) == (2, 1, 0)
    rest = run(budget=9, periods=["2017-2019"])
    assert (rest.calls_sent, rest.skipped, rest.whole) == (1, 2, True)


def test_plans() -> None:
    calls = plan_kcs(periods=["201811-202001"], products=["870323"], frequency="M")
    assert [(call.first, call.last) for call in calls] == [("201811", "201910"), ("201911", "202001")]
    assert calls[0].query == {"strtYymm": "201811", "endYymm": "201910", "hsSgn": "870323"}
    for wrong in (
        {"periods": ["2019"]}, {"periods": ["2019"], "partners": ["Mexico"]}, {"periods": ["2019"], "products": ["870"]},
        {"periods": ["2019"], "partners": ["MEX"], "frequency": "Q"}, {"periods": ["19"], "partners": ["MEX"]},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            plan_kcs(**wrong)  # type: ignore[arg-type]


def test_the_verb_down_to_reconciled_figures(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HENEQUEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HENEQUEN_KCS_URL", run.service.url)
    monkeypatch.delenv("DATA_GO_KR_KEY", raising=False)

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        assert isinstance(stop.value.code, int)
        return stop.value.code, *capfd.readouterr()

    asked = ("fetch", "kcs", "--period", "2019", "--partner", "MEX", "--pause", "0", "--out", run.out)
    code, _, err = call(*asked)
    assert code == 2
    assert "DATA_GO_KR_KEY" in err
    monkeypatch.setenv("DATA_GO_KR_KEY", KEY)
    code, out, _ = call(*asked, "--dry-run")
    assert (code, run.service.asked) == (0, [])
    code, out, _ = call(*asked, "--json")
    assert (code, json.loads(out)["rows"], json.loads(out)["calls_left_today"]) == (0, 36, 9_999)
    code, out, err = call(
        "mirror", "reconcile", run.out, "--add", "month", "--add", "product", "--out", tmp_path / "o.parquet"
    )
    assert code in (0, 3), err
    rules = {rule["rule"]: rule for rule in json.loads((tmp_path / "o.report.json").read_text())["rules"]}
    # a year's exports of 870323 (two codes of ten digits) and 870899; imports of the first only
    assert (rules["exporter_only"]["rows"], rules["exporter_only"]["value"]) == (2, 3 * 7_800)
    assert rules["importer_only"]["rows"] == 1
    run.service.most, parts = 8, tmp_path / "parts"  # eight answers of one or two months, added up to the same year
    assert call(*asked[:-1], parts)[0] == 0
    assert len(list(parts.glob("*.xml"))) == 8
    assert call("mirror", "reconcile", parts, "--add", "month", "--add", "product", "--out", tmp_path / "q.parquet")[
        0
    ] in (0, 3)
    again = json.loads((tmp_path / "q.report.json").read_text())["rules"]
    assert again == list(rules.values())
    code, _, err = call("mirror", "reconcile", run.out, "--out", tmp_path / "p.parquet")
    assert code == 1
    assert "--add product" in err


def test_the_readers_refuse_xml_that_is_no_whole_answer(tmp_path: Path) -> None:
    path = tmp_path / "answer.xml"
    for body, words in (
        (b"<?xml version='1.0'?><html/>", "read only as an answer"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><response/>", "declares types"),
        (b"<response><header><resultCode>00</resultCode></header><body>", "not XML"),
        (envelope(item("총계", "-", "-", 2, 0) + item("2019.01", "MX", "8703231010", 1, 0)), "not whole"),
        (
            envelope(item("총계", "-", "-", 1, 0) + item("2019.01", "MX", "8703231010", 1, 0).replace(">1<", ">1.5<")),
            "whole number",
        ),
        (envelope("", "99", "x"), "is an error"),
        (gateway("30", "x"), "is an error"),
        (envelope(""), "no rows"),
    ):
        path.write_bytes(body)
        with pytest.raises(DataError, match=words):
            open_reported([path], tmp_path / "work")
