"""A key goes to the service that was named and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from loopback_comtrade import KEY, Service, serving, status

from henequen.trade.fetch import Budget, Client, comtrade_service, fetch, plan_calls


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_the_key_stays(service: Service, tmp_path: Path, code: int) -> None:
    with serving(Service()) as other:
        service.faults = [status(code, Location=f"{other.url}/data/v1/get/C/A/HS")]
        told = replace(comtrade_service(service.url), pause=0.0, timeout=60.0)
        calls = plan_calls(told, kind="get", reporters=["36"], partners=[], periods=["2018", "2019"])
        report = fetch(calls, tmp_path / "out", Client(told, Budget(tmp_path / "budget", "comtrade", 9), KEY))
        assert other.asked == []
    assert service.keys == [KEY]
    assert (report.answered, report.failed, report.whole) == (0, 1, False)
    assert "the API key is not sent there" in report.failures[0]
    assert f"status {code}" in report.failures[0]
    assert list((tmp_path / "out").glob("*.json")) == []
