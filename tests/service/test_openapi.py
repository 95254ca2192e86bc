"""Whatever its own description allows to be asked, the service answers, and never with a server error; its forms are sent with
the secret of their page, so that what they carry is really read."""

from __future__ import annotations

import json
import os
import re
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from review_queue import write_notes
from small_pack import write_small

from henequen.matching.suppliers.ask import match_sent
from henequen.observatory import Observatory
from henequen.reading.picture import page_picture
from henequen.scenarios.runs import Runs
from henequen.service.app import Features, create_app
from henequen.service.ledger import Ledger
from henequen.service.listener import listen, server_of
from henequen.service.review import Reviewing
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles
from henequen.service.suppliers import Matcher

EXAMPLES = int(os.environ.get("OPENAPI_EXAMPLES", "120"))
FORMS = {
    "/follow-up/log": "/follow-up/log.html",
    "/scenarios/runs": "/scenarios/run.html",
    "/opportunity/match": "/opportunity/match.html",
    "/review/": "/review.html",
}
"""Where a form is sent to, and the page that has its secret."""
LIKELY = {
    "lang": ("en", "es", "ko", "xx"),
    "item": ("meet-yearly", "fisheries-1994"),
    "evidence": ("delivered", "partial"),
    "on": ("2021-03-01", "2021-02-31"),
    "until": ("2021-04",),
    "source": ("https://a.example.org/1",),
    "where": ("register",),
    "by": ("one", "two"),
    "scenario": ('title = "T"\nmodel = "partial"\n[partial]\nmethod = "smart"\nlines = "lines.csv"\n', "[" * 99),
    "lines": ("product,supplier,value,tariff_before,tariff_after\n01,A,100,0.2,0\n", "a\n\x00"),
    "makers": ("id,name,scian,lat,lon\n1,Uno,336370,25.78,-100.18\n", "id\n"),
    "plants": ("id,name,hs\np1,Planta,870829\n",),
    "makers_date": ("2025-11",),
    "plants_date": ("2025-11",),
    "within": ("300", "nan", "1e400"),
    "verdict": ("accept", "reject", "unsure"),
    "version": ("0", "-1", "9" * 5000, "\u0663"),
    "ids": ("p-1:0", "p-1"),
}
"""Values with which a form gets further than its first check."""


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
        list(observatory.enqueue(write_notes(folder / "notes", 4), {"publisher": "Customs"}))
        app = create_app(
            ServedView(lambda: view, observatory.text, observatory.scenarios()),
            SiteFiles(site),
            Features(
                runs=runs,
                ledger=Ledger(observatory.log, observatory.look),
                matcher=Matcher(lambda sent, question, today: match_sent(observatory.view(), sent, question, today)),
                reviewing=Reviewing(observatory.desk, page_picture),
            ),
        )
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
        if found.ok().method.upper() == "POST":
            continue
        drawn = given(case=found.ok().as_strategy())(ask)
        settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )(drawn)()  # fmt: skip
    assert not failures, failures[:5]
    assert len(statuses) >= 8, "every operation was asked"
    assert any(200 in seen for seen in statuses.values()), "not everything is refused"


def _sender(
    client: httpx.Client, address: str, path: str, secret: str, statuses: dict[str, set[int]], failures: list[str]
) -> Callable[[dict[str, str], str], None]:
    """Send a form to `path`, and keep the status and what failed."""

    def send(body: dict[str, str], end: str) -> None:
        to = path.replace("{what}", end).replace("{identity}", "run-000000000000")
        answer = client.post(to, data={**body, "secret": secret}, headers={"Origin": address})
        statuses.setdefault(path, set()).add(answer.status_code)
        if answer.status_code >= 500:
            failures.append(f"{to} {json.dumps(body)[:300]}: {answer.status_code} {answer.text[:200]}")

    return send


@pytest.mark.slow
def test_no_form_with_the_secret_of_its_page_gets_a_server_error(schema: Any, address: str) -> None:
    """Every POST of the description with the secret of its page: fields drawn at random, and values that get further."""
    failures: list[str] = []
    statuses: dict[str, set[int]] = {}
    with httpx.Client(base_url=address, timeout=60) as client:
        for found in schema.get_all_operations():
            operation = found.ok()
            if operation.method.upper() != "POST":
                continue
            page = next(page for path, page in FORMS.items() if operation.path.startswith(path))
            secret = re.search(r'(?:name="secret" value|data-secret)="([^"]+)"', client.get(page).text)
            assert secret, page
            content = operation.definition.raw["requestBody"]["content"]["application/x-www-form-urlencoded"]
            fields = [name for name in content["schema"]["properties"] if name != "secret"]
            drawn = st.fixed_dictionaries(
                {}, optional={name: st.text(max_size=60) | st.sampled_from(LIKELY.get(name, ("x",))) for name in fields}
            )
            ends = st.sampled_from(("decide", "undo", "redo", "table", "no-such"))

            send = _sender(client, address, operation.path, secret[1], statuses, failures)
            settings(
                max_examples=max(10, EXAMPLES // 3), deadline=None, database=None, phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            )(given(body=drawn, end=ends)(send))()  # fmt: skip
    assert not failures, failures[:5]
    assert len(statuses) >= 5 and all(seen - {403} for seen in statuses.values()), statuses
