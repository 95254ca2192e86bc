"""The review's addresses: decisions only from a page of this service, one item in words, nothing a blind reader may not see."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from review_queue import write_notes

from henequen.observatory import Observatory
from henequen.reading.picture import page_picture
from henequen.service.app import Features, create_app
from henequen.service.review import Reviewing
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client:
    """Asks the application without a network."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, path, **given)

        return asyncio.run(go())

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def send(self, what: str, headers: dict[str, str] | None = None, **fields: object) -> httpx.Response:
        return self.ask("POST", f"/review/{what}", content=urlencode(fields), headers={**FORM, **(headers or {})})


@pytest.fixture
def reviewed(small: Path, tmp_path: Path) -> tuple[Client, Observatory]:
    """The service over a pack with six proposals."""
    observatory = Observatory(small)
    list(observatory.enqueue(write_notes(tmp_path / "notes", 4), {"publisher": "Customs"}))
    (tmp_path / "site").mkdir()
    view = observatory.view()
    return Client(
        create_app(
            ServedView(lambda: view),
            SiteFiles(tmp_path / "site"),
            Features(reviewing=Reviewing(observatory.desk, page_picture)),
        )
    ), (observatory)


def secret_of(client: Client) -> str:
    found = re.search(r'data-secret="([^"]+)"', client.get("/review").text)
    assert found
    return found[1]


def test_decision_is_saved_and_undone(reviewed: tuple[Client, Observatory]) -> None:
    client, observatory = reviewed
    secret = secret_of(client)
    lines = client.get("/review/queue.json?by=Ana").json()["lines"]
    assert len(lines) == 6 and lines[0]["kind_words"] == "instrument"
    given = {"secret": secret, "by": "Ana", "id": lines[0]["id"], "version": lines[0]["version"]}
    said = client.send("decide", verdict="accept", **given)
    assert said.status_code == 200 and said.json()["state"] == "accepted" and not said.json()["needs"]
    assert observatory.desk().decisions.of(lines[0]["id"]).state == "accepted"
    again = client.send("decide", verdict="reject", reason="no", **{**given, "by": "Bora"})
    assert again.status_code == 409 and again.json()["decided"].startswith("Ana: accepted")
    assert client.send("undo", secret=secret, by="Ana").json()["state"] == "open"
    assert client.send("redo", secret=secret, by="Ana").json()["state"] == "accepted"
    assert client.send("undo", secret=secret, by="Bora").status_code == 422


@pytest.mark.parametrize(
    ("fields", "headers", "status"),
    [
        ({"secret": ""}, {}, 403),
        ({"secret": "x" * 32}, {}, 403),
        ({}, {"Origin": "http://evil.example"}, 403),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {"Host": "evil.example"}, 421),
        ({"by": " "}, {}, 422),
        ({"verdict": "maybe"}, {}, 422),
        ({"version": "one"}, {}, 422),
        ({"id": "p-none"}, {}, 422),
        ({"verdict": "reject"}, {}, 422),
        ({"verdict": "correct"}, {}, 422),
        ({"verdict": "same_as", "same_as": "no-such-record"}, {}, 422),
        ({"reason": "x" * 200_000}, {}, 403),
    ],
)
def test_wrong_decisions_are_refused_and_change_nothing(
    fields: dict[str, str], headers: dict[str, str], status: int, reviewed: tuple[Client, Observatory]
) -> None:
    client, observatory = reviewed
    line = client.get("/review/queue.json?by=Ana").json()["lines"][0]
    right = {
        "secret": secret_of(client),
        "by": "Ana",
        "id": line["id"],
        "version": line["version"],
        "verdict": "accept",
    }
    assert client.send("decide", headers, **{**right, **fields}).status_code == status
    assert {standing.version for _, standing in observatory.desk().listed()} == {0}


def test_only_the_addresses_of_the_review_take_a_post(reviewed: tuple[Client, Observatory]) -> None:
    client, _ = reviewed
    assert client.send("other").status_code == 405
    assert client.ask("POST", "/review", content=b"", headers=FORM).status_code == 405
    assert client.get("/review/item/p-none.json").status_code == 404
    assert client.get("/review/page/p-none/0.png").status_code == 404


def test_blind_reader_gets_no_verdict_from_any_address(small: Path, tmp_path: Path) -> None:
    manifest = small / "pack.toml"
    manifest.write_text("four_eyes = true\n" + manifest.read_text("utf-8"), "utf-8")
    observatory = Observatory(small)
    list(observatory.enqueue(write_notes(tmp_path / "notes", 4), {"publisher": "Customs"}))
    (tmp_path / "site").mkdir()
    view = observatory.view()
    client = Client(
        create_app(
            ServedView(lambda: view),
            SiteFiles(tmp_path / "site"),
            Features(reviewing=Reviewing(observatory.desk, page_picture)),
        )
    )
    lines = client.get("/review/queue.json?by=Ana").json()["lines"]
    observatory.desk().decide(lines[0]["id"], "reject", "Ana", reason="misread")
    for who in ("Bora", ""):
        text = client.get(f"/review/queue.json?by={who}&state=all").text
        text += client.get(f"/review/item/{lines[0]['id']}.json?by={who}").text
        assert "misread" not in text and "rejected" not in re.sub(r'\{"code":"rejected".*?\}', "", text)
    own = client.get(f"/review/item/{lines[0]['id']}.json?by=Ana").json()
    assert own["history"][0]["reason"] == "misread"


def test_whole_table_is_accepted_at_the_versions_that_were_seen(reviewed: tuple[Client, Observatory]) -> None:
    client, observatory = reviewed
    secret = secret_of(client)
    lines = [one for one in client.get("/review/queue.json?by=Ana").json()["lines"] if one["table"] is not None]
    assert len(lines) == 4
    observatory.desk().decide(lines[0]["id"], "reject", "Bora", reason="a subtotal")
    said = client.send("table", secret=secret, by="Ana", ids=" ".join(f"{one['id']}:0" for one in lines)).json()
    assert said["accepted"] == [one["id"] for one in lines[1:]]
    assert len(said["decided"]) == 1 and "a subtotal" in said["decided"][0]


def test_queue_is_filtered_by_document_table_kind_and_state(reviewed: tuple[Client, Observatory]) -> None:
    client, observatory = reviewed
    whole = client.get("/review/queue.json?by=Ana").json()
    (table,) = whole["tables"]
    assert table["words"] == "trade.txt, table 1"
    for question, count in (
        ("document=trade.txt", 4),
        (f"table={table['code']}", 4),
        ("kind=instrument", 1),
        ("document=note.txt&kind=observation", 1),
        (f"document=note.txt&table={table['code']}", 0),
        ("state=accepted", 0),
    ):
        assert len(client.get(f"/review/queue.json?by=Ana&{question}").json()["lines"]) == count, question
    observatory.desk().decide(whole["lines"][0]["id"], "accept", "Ana")
    after = client.get("/review/queue.json?by=Ana&state=accepted").json()
    assert [line["id"] for line in after["lines"]] == [whole["lines"][0]["id"]]
    assert {one["name"]: (one["done"], one["all"]) for one in after["documents"]} == {
        "note.txt": (1, 2),
        "trade.txt": (0, 4),
    }
