"""`henequen fetch`: exit codes, the key from the environment, plans without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from loopback_comtrade import Service

from henequen.cli import main
from henequen.trade.fetch import SERVICES

Run = Callable[..., tuple[int, str, str]]
ASKED = ("--reporter", "CHL", "--partner", "NZL", "--period", "2019", "--pause", "0")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, service: Service) -> Run:
    monkeypatch.setenv("HENEQUEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HENEQUEN_COMTRADE_URL", service.url)
    monkeypatch.setenv("COMTRADE_API_KEY", "s3cret-key-of-a-subscription")

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert "s3cret" not in out + err
        assert isinstance(stop.value.code, int)
        return stop.value.code, out, err

    return call


def test_fetch_and_go_on(run: Run, tmp_path: Path, service: Service) -> None:
    service.rows = [{"reporterCode": 152, "period": "2019", "flowCode": "X", "partnerCode": 554, "cmdCode": "080810"}]
    code, out, _ = run("fetch", "comtrade", *ASKED, "--out", tmp_path / "out", "--json")
    assert code == 0
    report = json.loads(out)
    assert (report["answered"], report["rows"], report["calls_left_today"], report["whole"]) == (1, 1, 499, True)
    code, out, _ = run("fetch", "comtrade", *ASKED, "--out", tmp_path / "out")
    assert code == 0
    assert "1 complete before" in out
    assert len(service.asked) == 1
    assert len(list((tmp_path / "home" / "fetch").iterdir())) == 1


def test_a_plan_asks_nobody(run: Run, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMTRADE_API_KEY")
    code, out, err = run("fetch", "plan", *ASKED[:-2], "--json")
    assert code == 0
    assert "reporterCode=152" in json.loads(out)["url"]
    assert "500 left today" in err
    code, out, _ = run("fetch", "comtrade", *ASKED, "--out", tmp_path / "out", "--dry-run")
    assert code == 0
    assert service.asked == []
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "home").exists()


def test_mistakes(run: Run, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    assert run("fetch", "comtrade", *ASKED, "--out", out, "--kind", "all")[0] == 2
    assert run("fetch", "comtrade", *ASKED, "--out", out, "--cap", 0)[0] == 2
    assert run("fetch", "comtrade", *ASKED, "--out", out, "--budget", 0)[0] == 2
    assert run("fetch", "comtrade", *ASKED, "--out", out, "--url", "http://example.org")[0] == 2
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run("fetch", "comtrade", *ASKED, "--out", tmp_path / "file")[0] == 1
    monkeypatch.delenv("COMTRADE_API_KEY")
    code, _, err = run("fetch", "comtrade", *ASKED, "--out", out)
    assert code == 2
    assert "COMTRADE_API_KEY" in err
    monkeypatch.setenv("COMTRADE_API_KEY", "wrong")
    code, _, err = run("fetch", "comtrade", *ASKED, "--out", out)
    assert code == 1
    assert "401" in err


def test_an_unknown_service_is_told_which_there_are(run: Run) -> None:
    code, _, err = run("fetch", "eurostat")
    assert code == 2
    assert "unknown service" in err
    assert ", ".join(SERVICES) in err
