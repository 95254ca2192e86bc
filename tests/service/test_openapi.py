"""Whatever its own description allows to be asked, the service answers, and never with a server error."""

from __future__ import annotations

import json
import os
import threading
import time
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from small_pack import write_small

from henequen.observatory import Observatory
from henequen.scenarios.runs import Runs
from henequen.service.app import create_app
from henequen.service.ledger import Ledger
from henequen.service.listener import listen, server_of

EXAMPLES = int(os.environ.get("OPENAPI_EXAMPLES", "120"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service with every door open (search, claims, runs, ledger), over a small pack, on a port of this computer."""
    folder = tmp_path_factory.mktemp("openapi")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HENEQUEN_HOME", str(folder / "home"))
        root = folder / "pack"
        write_small(root)
        observatory = Observatory(root)
        view = observatory.view()
        site = folder / "site"
        (site / "assets").mkdir(parents=True)
        (site / "index.html").write_text("<!doctype html><title>Test</title>")
        runs = Runs(folder / "runs", deadline=20)
        app = create_app(
            lambda: view, site, observatory.text, observatory.scenarios(), runs,
            ledger=Ledger(observatory.log, observatory.look),
        )  # fmt: skip
        listening, server = listen(0), server_of(app)
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def schema(address: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library, about others that it finds installed
        import schemathesis
    return schemathesis.openapi.from_url(f"{address}/openapi.json")


def test_the_description_names_every_door(schema: Any) -> None:
    paths = set(schema.raw_schema["paths"])
    assert {"/health", "/search", "/claims/{identity}", "/scenarios/runs", "/follow-up/log"} <= paths


@pytest.mark.slow
def test_no_request_that_fits_the_description_gets_a_server_error(schema: Any, address: str) -> None:
    """Every operation, drawn `OPENAPI_EXAMPLES` times (default 120), with and without a wish for HTML."""
    statuses: dict[str, set[int]] = {}
    failures: list[str] = []

    def ask(case: Any) -> None:
        for accept in ("application/json", "text/html"):
            answer = case.call(base_url=address, headers={"Accept": accept}, timeout=30, allow_redirects=False)
            statuses.setdefault(f"{case.method} {case.path}", set()).add(answer.status_code)
            if answer.status_code >= 500:
                failures.append(
                    f"{case.method} {case.formatted_path} {json.dumps(case.query, default=str)}: {answer.text[:200]}"
                )
            assert "default-src 'none'" in answer.headers["content-security-policy"][0]

    for found in schema.get_all_operations():
        drawn = given(case=found.ok().as_strategy())(ask)
        settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )(drawn)()  # fmt: skip
    assert not failures, failures[:5]
    assert len(statuses) >= 8, "every operation was asked"
    assert any(200 in seen for seen in statuses.values()), "not everything is refused"
    print({operation: sorted(seen) for operation, seen in statuses.items()})
