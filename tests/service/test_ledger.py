"""The form that logs evidence: it writes to the pack, and only for a page of this service."""

from __future__ import annotations

import asyncio
import csv
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI

from henequen.observatory import Observatory
from henequen.publish.site import write_site
from henequen.service.app import Features, create_app
from henequen.service.ledger import Ledger
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client:
    """Asks the application without a network."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, path, **given)

        return asyncio.run(go())


@pytest.fixture
def client(small: Path, tmp_path: Path) -> Client:
    observatory = Observatory(small)
    view = observatory.view()
    write_site(view, tmp_path / "out", observatory.text)
    return Client(
        create_app(
            ServedView(lambda: view),
            SiteFiles(tmp_path / "out"),
            Features(ledger=Ledger(observatory.log, observatory.look)),
        )
    )


def secret_of(client: Client) -> str:
    page = client.get("/follow-up/log.html?item=meet-yearly")
    assert page.status_code == 200 and "meet yearly" in page.text
    found = re.search(r'name="secret" value="([^"]+)"', page.text)
    assert found
    return found[1]


def send(client: Client, **fields: str) -> tuple[int, str]:
    answer = client.ask("POST", "/follow-up/log", content=urlencode(fields), headers=FORM)
    return answer.status_code, answer.text


@pytest.mark.system(32)
def test_form_logs_evidence_in_one_step(client: Client, small: Path) -> None:
    entry = {"item": "meet-yearly", "evidence": "partial", "on": "2021-03", "source": "https://press.example.net/a"}
    status, text = send(client, secret=secret_of(client), by="clerk", **entry)
    assert status == 200 and "Logged as h-" in text
    with (small / "claims" / "happenings.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["item"], row["kind"], row["recorded_by"]) == ("meet-yearly", "partial", "clerk")


@pytest.mark.parametrize("again", ["on=2021-04", "evidence=delivered", "b%79=other", "on=2021-03"])
def test_form_with_a_field_twice_is_refused_and_writes_nothing(client: Client, small: Path, again: str) -> None:
    entry = {"item": "meet-yearly", "evidence": "partial", "on": "2021-03", "source": "https://press.example.net/a"}
    sent = urlencode({"secret": secret_of(client), "by": "clerk", **entry})
    answer = client.ask("POST", "/follow-up/log", content=f"{sent}&{again}", headers=FORM)
    assert answer.status_code == 400 and "twice" in answer.text
    assert not (small / "claims" / "happenings.csv").exists() or "2021-0" not in (
        small / "claims" / "happenings.csv"
    ).read_text(encoding="utf-8")


def test_form_logs_a_search(client: Client, small: Path) -> None:
    status, text = send(client, secret=secret_of(client), item="meet-yearly", where="the gazette", by="clerk")
    assert status == 200 and "Logged as look-" in text
    assert (small / "claims" / "looks.csv").is_file()


@pytest.mark.parametrize("language", ["es", "ko"])
def test_form_speaks_the_language_of_its_tree(client: Client, language: str) -> None:
    page = client.get(f"/{language}/follow-up/log.html")
    assert page.status_code == 200 and f'lang="{language}"' in page.text and "Log evidence" not in page.text


def test_form_refuses_what_cannot_be_and_other_pages(client: Client, small: Path) -> None:
    entry = {"item": "meet-yearly", "evidence": "partial", "on": "2021-02-30", "source": "https://press.example.net/a"}
    status, text = send(client, secret=secret_of(client), **entry)
    assert status == 422 and "not a date" in text
    for language, words in (("es", "no es una fecha"), ("ko", "날짜가 아닙니다")):
        status, text = send(client, secret=secret_of(client), lang=language, **entry)
        assert status == 422 and words in text and "not a date" not in text
    assert send(client, secret="wrong", **entry)[0] == 403
    answer = client.ask("POST", "/follow-up/log", content="", headers={**FORM, "Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not (small / "claims" / "happenings.csv").exists()
