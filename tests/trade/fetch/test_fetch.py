"""Fetching against a server that behaves like the real one: what is kept is whole, what is not whole is not kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import loopback_comtrade as loopback
import pytest
from loopback_comtrade import KEY, Service, row, says, status

from henequen.model.errors import DataError, ServiceError, UsageError
from henequen.trade.fetch import Budget, Client, FetchReport, comtrade_service, fetch, plan_calls
from henequen.trade.fetch.comtrade import ComtradeCall, known_partners
from henequen.trade.readers import open_reported


class Run:
    """Fetches from the service into a folder, with a budget of its own, and without real waits."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service, self.out, self.money = service, folder / "out", folder / "budget"
        self.waits: list[float] = []
        self.words: list[str] = []

    def __call__(
        self, *, key: str = KEY, budget: int = 1000, limits: dict[str, Any] | None = None, **asked: Any
    ) -> FetchReport:
        told = replace(comtrade_service(self.service.url), pause=0.0, timeout=60.0, **(limits or {}))
        wanted = {"kind": "get", "reporters": ["152"], "partners": ["554"], "periods": ["2018-2019"]} | asked
        calls = plan_calls(told, **wanted)
        client = Client(
            told, Budget(self.money, "comtrade", budget), key, say=self.words.append, sleep=self.waits.append
        )
        return fetch(calls, self.out, client)

    def files(self) -> list[Path]:
        return sorted(self.out.glob("*.json"))

    def rows(self) -> list[dict[str, Any]]:
        return [one for path in self.files() for one in json.loads(path.read_bytes())["data"]]


@pytest.fixture
def run(service: Service, tmp_path: Path) -> Run:
    service.rows = [
        row(152, 554, period, flow, f"08{k:02d}10", 10.0 + k)
        for period in ("2018", "2019")
        for flow in ("X", "M")
        for k in range(10)
    ]
    return Run(service, tmp_path)


def test_a_plain_answer_is_kept_with_its_checksum(run: Run) -> None:
    report = run()
    assert (report.answered, report.rows, report.whole, report.calls_sent) == (1, 40, True, 1)
    (path,) = run.files()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.with_name(path.name + ".sha256").read_text(encoding="utf-8").split() == [digest, path.name]
    entry = json.loads((run.out / "manifest.jsonl").read_text(encoding="utf-8"))
    assert (entry["sha256"], entry["rows"], entry["size"]) == (digest, 40, path.stat().st_size)
    assert run.service.asked[0]["partner2Code"] == "0"
    assert run.service.paths == ["/data/v1/get/C/A/HS"]


def test_the_readers_take_the_folder_and_check_the_checksum(run: Run, tmp_path: Path) -> None:
    run()
    (read,) = open_reported([run.out], tmp_path / "read")
    assert read.types["value"] == "number"
    (path,) = run.files()
    path.write_bytes(path.read_bytes().replace(b"10.0", b"90.0", 1))
    with pytest.raises(DataError, match="checksum"):
        open_reported([run.out], tmp_path / "again")


def test_what_is_complete_is_not_asked_again(run: Run) -> None:
    run()
    again = run()
    assert (again.skipped, again.calls_sent, again.rows) == (1, 0, 40)
    more = run(periods=["2018-2019", "2020"])
    assert more.calls_sent == 1, "another question"


def test_an_altered_file_is_fetched_again_and_told(run: Run) -> None:
    run()
    (path,) = run.files()
    held = path.read_bytes()
    path.write_bytes(held.replace(b"10.0", b"90.0", 1))
    report = run()
    assert (report.answered, report.skipped) == (1, 0)
    assert "altered or lost" in report.findings[0]
    assert path.read_bytes() == held
    path.unlink()
    assert run().answered == 1


def test_a_crash_leaves_nothing_that_counts(run: Run) -> None:
    run()
    manifest = run.out / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    (run.out / ".henequen-x.part").write_bytes(b"half")
    assert run().answered == 1, "a line cut short is forgotten"
    assert not (run.out / ".henequen-x.part").exists()
    assert run().skipped == 1
    manifest.write_bytes(b"nonsense\n" + manifest.read_bytes())
    with pytest.raises(DataError, match="not a manifest"):
        run()
    manifest.write_text(
        json.dumps(
            {
                "call": "a",
                "asked": "",
                "file": "../x",
                "sha256": "",
                "size": 1,
                "rows": 1,
                "fetched_at": "",
                "split": [],
            }
        )
        + "\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="elsewhere"):
        run()


def test_a_capped_answer_is_split_and_never_kept(run: Run) -> None:
    run.service.cap = 15
    report = run(limits={"get_cap": 15})
    # 40 rows of two years and two flows: both years of 20 stand at 15, so do not the flows of 10 each
    assert (report.split, report.answered, report.whole) == (3, 4, True)
    assert all(len(json.loads(path.read_bytes())["data"]) < 15 for path in run.files())
    assert sorted(map(json.dumps, run.rows())) == sorted(map(json.dumps, run.service.rows)), (
        "nothing lost, nothing twice"
    )
    again = run(limits={"get_cap": 15})
    assert (again.calls_sent, again.skipped, again.split) == (0, 4, 3), "the split is remembered"


def test_all_partners_are_split_by_name_and_that_is_told(run: Run) -> None:
    run.service.rows = [row(152, partner, "2019", "X", "080810", 1.0) for partner in (36, 554, 842, 484, 410, 757)]
    run.service.cap = 4
    report = run(partners=[], periods=["2019"], flows=["X"], limits={"get_cap": 4})
    assert report.whole
    assert sorted(one["partnerCode"] for one in run.rows()) == [36, 410, 484, 554, 757, 842]
    assert any("does not know" in words for words in report.findings)


def test_what_cannot_be_split_fails_and_says_so(run: Run) -> None:
    run.service.cap = 5
    report = run(periods=["2019"], flows=["X"], limits={"get_cap": 5})
    assert (report.failed, report.answered, report.whole) == (1, 0, False)
    assert "--product" in report.failures[0]
    assert not run.files()


def test_products_by_name_are_split(run: Run) -> None:
    run.service.cap = 5
    names = [f"08{k:02d}10" for k in range(10)]
    report = run(periods=["2019"], flows=["X"], products=names, limits={"get_cap": 5})
    assert report.whole
    assert sorted(one["cmdCode"] for one in run.rows()) == names


def test_429_waits_as_long_as_it_is_told(run: Run) -> None:
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    run.service.faults = [
        status(429, "Rate limit is exceeded. Try again in 7 seconds.", Retry_After="7"),
        status(429, "Rate limit is exceeded.", Retry_After=in_a_minute),
        status(429, "Rate limit is exceeded."),
    ]
    report = run()
    assert report.whole
    assert run.waits[0] == 7
    assert 50 < run.waits[1] <= 60
    assert report.calls_sent == 4, "every try counts"
    assert "Rate limit" in run.words[0]


def test_a_quota_ends_the_run_and_the_next_one_goes_on(run: Run) -> None:
    run.service.faults = [
        None, status(403, "Out of call volume quota. Quota will be replenished in 08:12:33.", Retry_After="29553")
    ]  # fmt: skip
    report = run(periods=[f"{year}" for year in range(2000, 2020)])
    assert (report.empty, report.failed, report.not_reached) == (1, 1, 0)
    assert "29553" in report.failures[0]
    assert run.waits == []
    rest = run(periods=[f"{year}" for year in range(2000, 2020)])
    assert (rest.skipped, rest.answered, rest.whole) == (1, 1, True)


def test_failures_of_the_moment_are_tried_again_within_bounds(run: Run) -> None:
    run.service.faults = [
        status(500, "oops"),
        loopback.cut_short,
        loopback.as_type("text/html", b"<html>"),
        says(b'{"count"'),
    ]
    report = run()
    assert (report.whole, report.calls_sent, report.rows) == (True, 5, 40)
    assert run.waits == sorted(run.waits), "longer each time"
    run.service.faults = [status(503, "away")] * 9
    gone = run(periods=["2017"])
    assert (gone.failed, gone.calls_sent, gone.whole) == (1, 5, False)
    assert "run the same command again" in gone.failures[0]


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'{"count": 2, "data": [], "error": ""}',
        b'{"data": []}',
        b'{"count": 1, "data": [3]}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"count": true, "data": [{}]}',
        b'{"count": 1, "count": 0, "data": []}',
    ],
)
def test_a_broken_answer_is_never_kept(run: Run, body: bytes) -> None:
    run.service.faults = [says(body)] * 5
    report = run()
    assert (report.failed, report.calls_sent) == (1, 5)
    assert not run.files()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"count": 0, "data": [], "error": "The query is not valid"}, "not valid"),
        ({"count": 1, "data": [row(484, 554, "2019", "X", "080810", 1.0)]}, "reporterCode 484"),
        ({"count": 1, "data": [row(152, 554, "2003", "X", "080810", 1.0)]}, "period 2003"),
        ({"count": 1, "data": [row(152, 36, "2019", "X", "080810", 1.0)]}, "partnerCode 36"),
    ],
)
def test_an_answer_to_another_question_is_refused(run: Run, body: dict[str, Any], words: str) -> None:
    run.service.faults = [says(json.dumps(body).encode())]
    report = run()
    assert (report.failed, report.calls_sent) == (1, 1)
    assert words in report.failures[0]
    assert not run.files()


def test_no_rows_is_known_and_not_asked_again(run: Run) -> None:
    report = run(periods=["2001"])
    assert (report.empty, report.rows, report.whole) == (1, 0, True)
    assert not run.files()
    assert run(periods=["2001"]).skipped == 1


def test_too_slow_and_too_large_are_given_up(run: Run) -> None:
    run.service.faults = [loopback.cut_short, loopback.slow]
    report = run(limits={"tries": 2})
    assert report.failed == 1, "cut short after twenty bytes"
    large = run(limits={"largest": 100})
    assert "too large" in large.failures[0]
    assert not run.files()


def test_a_deadline_covers_the_whole_answer(service: Service, tmp_path: Path) -> None:
    service.faults = [loopback.slow]
    told = replace(comtrade_service(service.url), pause=0.0, timeout=0.3, tries=1)
    calls = plan_calls(told, kind="get", reporters=["152"], partners=["554"], periods=["2019"])
    report = fetch(calls, tmp_path / "out", Client(told, Budget(tmp_path, "comtrade", 9), KEY, sleep=lambda s: None))
    assert "0.3 s" in report.failures[0]


def test_a_missing_or_wrong_key_ends_the_run(run: Run) -> None:
    for key in ("", "wrong"):
        report = run(key=key, periods=["2001-2019"])
        assert (report.failed, report.not_reached, report.calls_sent) == (1, 1, 1)
        assert "COMTRADE_API_KEY" in report.failures[0]


def test_the_key_is_told_nowhere(run: Run) -> None:
    run.service.faults = [status(500, f"bad key {KEY}"), status(400, f"your {KEY} is odd")]
    report = run()
    assert report.failed == 1
    assert run() and run.service.keys[-1] == KEY
    written = b"".join(
        path.read_bytes() for folder in (run.out, run.money) for path in folder.rglob("*") if path.is_file()
    )
    names = " ".join(path.name for path in run.out.rglob("*"))
    for text in (written.decode(), names, " ".join(run.words), " ".join(report.failures), str(run.service.asked)):
        assert KEY not in text
    with pytest.raises(UsageError) as refused:
        run(key="two words")
    assert "two words" not in str(refused.value)


def test_a_redirect_is_not_followed(run: Run) -> None:
    run.service.faults = [status(302, "", Location="http://127.0.0.1:9/elsewhere")]
    report = run()
    assert "redirects to another address" in report.failures[0]
    assert len(run.service.asked) == 1


def test_preview_needs_no_key_sends_none_and_splits_at_500(run: Run) -> None:
    run.service.rows = [
        row(152, 554, "2019", flow, f"{k:06d}", 1.0) for flow in ("X", "M") for k in range(100000, 100300)
    ]
    report = run(kind="preview", key=KEY, periods=["2018-2019"])
    # one call a year; 2019 has 600 rows: capped at 500, split by flow into 300 each; 2018 has none
    assert (report.split, report.answered, report.empty, report.rows) == (1, 2, 1, 600)
    assert set(run.service.keys) == {None}
    assert set(run.service.paths) == {"/public/v1/preview/C/A/HS"}


def test_a_bulk_listing_is_kept_apart_from_the_rows(run: Run) -> None:
    report = run(kind="bulk", periods=["2019"], partners=[])
    assert report.answered == 1
    assert not run.files()
    assert len(list(run.out.glob("*.listing"))) == 1
    assert run.service.paths == ["/bulk/v1/get/C/A/HS"]


def test_the_budget_is_kept_across_runs_and_days(tmp_path: Path, run: Run) -> None:
    years = [str(year) for year in range(1990, 2020)]  # three calls of twelve periods
    first = run(budget=2, periods=years)
    assert (first.calls_sent, first.failed, first.not_reached, first.whole) == (2, 1, 0, False)
    assert "tomorrow" in first.failures[0]
    assert run(budget=2, periods=years).calls_sent == 0
    assert run(budget=3, periods=years).whole
    day = datetime(2026, 1, 1, 23, 59, tzinfo=UTC)
    old = Budget(tmp_path, "x", 1, lambda: day)
    old.spend("a")
    with pytest.raises(ServiceError):
        Budget(tmp_path, "x", 1, lambda: day).spend("b")
    Budget(tmp_path, "x", 1, lambda: day + timedelta(minutes=2)).spend("c")
    old.path.write_bytes(b"23:59:00 a\n23:59:01 to")
    assert old.spent() == 2, "a line cut short counts"
    with pytest.raises(UsageError):
        Budget(tmp_path, "x", 0)


def test_recorded_answers_have_the_shape_that_is_expected(service: Service, shared: Path, tmp_path: Path) -> None:
    samples = shared / "data" / "trade" / "comtrade_api"
    told = replace(comtrade_service(service.url), pause=0.0)
    client = Client(told, Budget(tmp_path, "comtrade", 9), KEY, sleep=lambda seconds: None)
    for name, kind, reporters, partners, periods, flows in (
        ("sample_get_C_A_HS.json", "get", ["156"], ["32", "276"], ["2010"], ["M", "X"]),
        ("sample_bulk_get_C_A_HS.json", "bulk", ["32"], [], ["1962"], []),
        ("sample_preview_C_A_HS_total.json", "preview", ["699"], ["842"], ["2022"], ["X"]),
    ):
        body = (samples / name).read_bytes()
        seen = json.loads(body)["data"]
        if kind == "get":
            periods = sorted({one["period"] for one in seen})
            partners = sorted({str(one["partnerCode"]) for one in seen})
        service.faults = [says(body)]
        call = ComtradeCall(
            kind, "A", "HS", tuple(reporters), tuple(periods), tuple(flows), ("TOTAL",), tuple(partners)
        )  # type: ignore[arg-type]
        report = fetch([call], tmp_path / kind, client)
        assert report.whole, report.failures
        assert report.rows == len(seen)
        if kind != "bulk":
            open_reported([tmp_path / kind], tmp_path / f"read-{kind}")


def test_plans() -> None:
    told = comtrade_service("http://127.0.0.1:1")
    ask = {"kind": "get", "reporters": ["USA,IND"], "partners": ["CHE", "W00"], "periods": ["2000-2024"]}
    calls = plan_calls(told, **ask)  # type: ignore[arg-type]
    assert [len(call.periods) for call in calls] == [12, 12, 1]
    assert calls[0].query["reporterCode"] == "842,699", "UN numbers, which are not those of ISO"
    assert calls[0].query["partnerCode"] == "757,0"
    monthly = plan_calls(told, **{**ask, "frequency": "M", "periods": ["201911-202002"]})  # type: ignore[arg-type]
    assert monthly[0].query["period"] == "201911,201912,202001,202002"
    many = plan_calls(told, **{**ask, "periods": ["2019"], "products": [f"{k:06d}" for k in range(10000, 11500)]})  # type: ignore[arg-type]
    assert len(many) > 2
    assert all(len(call.url(told.url)) <= told.longest_url for call in many)
    assert sorted(code for call in many for code in call.products) == [f"{k:06d}" for k in range(10000, 11500)]
    assert len({call.key for call in many}) == len({call.file_name for call in many}) == len(many)
    assert len(known_partners()) > 200
    for wrong in (
        {"reporters": []}, {"reporters": ["Chile"]}, {"periods": ["19"]}, {"periods": ["2019-2018"]}, {"periods": ["2019-13"]},
        {"products": ["cars"]}, {"flows": ["Z"]}, {"frequency": "Q"}, {"classification": "XX"}, {"kind": "all"},
        {"periods": ["201913"], "frequency": "M"}, {"periods": ["２０１９"]},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            plan_calls(told, **{**ask, **wrong})  # type: ignore[arg-type]
    for address in (
        "http://example.org",
        "ftp://127.0.0.1",
        "https://",
        "https://u:p@example.org",
        "https://example.org/?a=1",
    ):
        with pytest.raises(UsageError):
            comtrade_service(address)
