"""Against a server on loopback that behaves like the real one: limits, pauses, capped and cut answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from henequen.model.errors import DataError
from henequen.sources.fetch import Budget, Request, fetch, plan_requests


class Service:
    """What the server does next, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.keys: list[str] = []
        self.script: list[str] = []
        self.rows_a_chapter = 3
        self.address = ""


@pytest.fixture
def service() -> Iterator[Service]:
    state = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(parse_qs(urlsplit(self.path).query))
            state.keys.append(self.headers.get("Ocp-Apim-Subscription-Key", ""))
            act = state.script.pop(0) if state.script else "answer"
            if act.isdigit():
                self.send_response(int(act))
                if act == "429":
                    self.send_header("Retry-After", "7")
                self.end_headers()
                return
            products = state.asked[-1]["cmdCode"][0].split(",")
            chapters = 98 if products == ["AG6"] else len(products)
            data: list[dict[str, Any]] = [{"cmdCode": f"{k:06d}"} for k in range(chapters * state.rows_a_chapter)]
            body = json.dumps({"count": len(data) + (act == "short"), "data": data, "error": ""}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if act == "cut" else body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_address[1]}/data/v1/get"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def _budget(folder: Path, calls: int = 50) -> Budget:
    return Budget(folder / "budget.json", calls, today=lambda: "2026-01-01")


def test_answers_are_kept_whole_and_not_asked_for_twice(service: Service, tmp_path: Path) -> None:
    planned = plan_requests(["36", "76"], ["2019"])
    found = fetch(planned, tmp_path / "out", budget=_budget(tmp_path), address=service.address, key="secret")
    assert len(found) == 2
    assert all((p.with_name(p.name + ".sha256")).is_file() for p in found)
    assert service.keys == ["secret", "secret"]
    assert "secret" not in "".join(p.read_text() for p in (tmp_path / "out").iterdir())
    fetch(planned, tmp_path / "out", budget=_budget(tmp_path), address=service.address, key="secret")
    assert len(service.asked) == 2
    found[0].write_bytes(found[0].read_bytes()[:-5])  # damaged: fetched again
    fetch(planned, tmp_path / "out", budget=_budget(tmp_path), address=service.address, key="secret")
    assert len(service.asked) == 3


def test_a_busy_service_is_given_the_time_it_asks_for(service: Service, tmp_path: Path) -> None:
    service.script = ["429", "503", "answer"]
    pauses: list[float] = []
    budget = _budget(tmp_path)
    fetch(
        plan_requests(["36"], ["2019"]),
        tmp_path / "out",
        budget=budget,
        address=service.address,
        key="k",
        sleep=pauses.append,
    )
    assert pauses == [7.0, 14.0]
    assert budget.left() == 47  # every try is a call


def test_a_capped_answer_is_split_and_never_taken(service: Service, tmp_path: Path) -> None:
    service.rows_a_chapter = 10
    found = fetch(plan_requests(["36"], ["2019"]), tmp_path / "out", budget=_budget(tmp_path), address=service.address,
                  key="k", cap=500)  # fmt: skip
    sizes = [len(json.loads(p.read_text())["data"]) for p in found]
    assert sizes == [490, 490]
    asked = [",".join(q["cmdCode"]) for q in service.asked[1:]]
    assert len({code for codes in asked for code in codes.split(",")}) == 98
    before = len(service.asked)
    fetch(
        plan_requests(["36"], ["2019"]),
        tmp_path / "out",
        budget=_budget(tmp_path),
        address=service.address,
        key="k",
        cap=500,
    )
    assert len(service.asked) == before


def test_a_call_that_cannot_be_split_is_an_error(service: Service, tmp_path: Path) -> None:
    service.rows_a_chapter = 600
    one = Request(("36",), ("2019",), ("X",), ("76",), ("010121",))
    with pytest.raises(DataError, match="cannot be split"):
        fetch([one], tmp_path / "out", budget=_budget(tmp_path), address=service.address, key="k", cap=500)


def test_the_budget_outlives_a_restart(service: Service, tmp_path: Path) -> None:
    planned = plan_requests(["36", "76", "152"], ["2019"])
    with pytest.raises(DataError, match="budget of the day is spent"):
        fetch(planned, tmp_path / "out", budget=_budget(tmp_path, 2), address=service.address, key="k")
    with pytest.raises(DataError, match="budget of the day is spent"):
        fetch(planned, tmp_path / "out", budget=_budget(tmp_path, 2), address=service.address, key="k")
    assert len(service.asked) == 2
    tomorrow = Budget(tmp_path / "budget.json", 2, today=lambda: "2026-01-02")
    assert len(fetch(planned, tmp_path / "out", budget=tomorrow, address=service.address, key="k")) == 3


@pytest.mark.parametrize("act", ["short", "cut"])
def test_an_answer_cut_short_is_not_taken(service: Service, tmp_path: Path, act: str) -> None:
    service.script = [act] * 3
    with pytest.raises(DataError, match=r"not whole|does not answer"):
        fetch(plan_requests(["36"], ["2019"]), tmp_path / "out", budget=_budget(tmp_path), address=service.address, key="k",
              patience=3, sleep=lambda _: None)  # fmt: skip
    assert not list((tmp_path / "out").glob("*.json"))


def test_a_refused_key_is_said_at_once(service: Service, tmp_path: Path) -> None:
    service.script = ["401"]
    with pytest.raises(DataError, match="refuses the key"):
        fetch(
            plan_requests(["36"], ["2019"]),
            tmp_path / "out",
            budget=_budget(tmp_path),
            address=service.address,
            key="k",
        )


def test_no_key_no_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMTRADE_KEY", raising=False)
    with pytest.raises(DataError, match="no key"):
        fetch(plan_requests(["36"], ["2019"]), tmp_path, budget=_budget(tmp_path))
