"""The service: read-only, on this computer only, one shape for every error."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from henequen.record.store.view import View
from henequen.service.app import create_app


class Client:
    """Asks the application without a network."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.ask("GET", path, **given)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, path, **given)

        return asyncio.run(go())


@pytest.fixture(scope="module")
def client(view: View, site: Path) -> Client:
    return Client(create_app(lambda: view, site))


@pytest.mark.parametrize("query", ["queretaro", "gyeongnam", "경상남도", "phytosanitary"])
def test_search_finds(client: Client, query: str) -> None:
    answer = client.get("/search", params={"q": query}).json()
    assert answer["count"] > 0 and all(hit["title"] for hit in answer["hits"])


def test_any_claim_by_its_id(client: Client, view: View) -> None:
    for claim in view.claims()[:40]:
        body = client.get(f"/claims/{claim.claim_id}").json()
        assert body["value"] == claim.value
    o = view.observations()[0]
    assert client.get(f"/claims/{o.id}", headers={"accept": "text/html"}, follow_redirects=True).status_code == 200


def test_errors_have_one_shape(client: Client) -> None:
    for answer in (
        client.get("/claims/c-nothing"),
        client.get("/no-such-page.html"),
        client.ask("POST", "/search"),
        client.get("/search", params={"q": "x" * 999}),
        client.get("/index.html", headers={"host": "elsewhere.example"}),
    ):
        assert answer.status_code >= 400
        assert set(answer.json()) == {"error"} and answer.json()["error"]["message"]


def test_headers(client: Client) -> None:
    for path in ("/index.html", "/search?q=a", "/claims/none"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_no_way_out_of_the_site(client: Client) -> None:
    for path in ("/claims/..%2f..%2fetc.html", "/%2e%2e/%2e%2e/etc/passwd", "/claims/%2e%2e%2f%2e%2e%2fx.json"):
        assert client.get(path).status_code in (400, 404)
