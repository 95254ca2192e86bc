"""The service: read-only, on this computer only, one shape for every error."""

from __future__ import annotations

from pathlib import Path

import pytest
from service_door import Door

from henequen.record.store.view import View
from henequen.service.app import create_app
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles


@pytest.fixture(scope="module")
def client(view: View, site: Path) -> Door:
    return Door(create_app(ServedView(lambda: view), SiteFiles(site)))


@pytest.mark.parametrize("query", ["queretaro", "gyeongnam", "경상남도", "phytosanitary"])
def test_search_finds(client: Door, query: str) -> None:
    answer = client.get("/search", params={"q": query}).json()
    assert answer["count"] > 0 and all(hit["title"] for hit in answer["hits"])


def test_any_claim_by_its_id(client: Door, view: View) -> None:
    for claim in view.claims()[:40]:
        body = client.get(f"/claims/{claim.claim_id}").json()
        assert body["value"] == claim.value
    o = view.observations()[0]
    assert client.get(f"/claims/{o.id}", headers={"accept": "text/html"}, follow_redirects=True).status_code == 200


def test_errors_have_one_shape(client: Door) -> None:
    for answer in (
        client.get("/claims/c-nothing"),
        client.get("/no-such-page.html"),
        client.ask("POST", "/search"),
        client.get("/search", params={"q": "x" * 999}),
        client.get("/index.html", headers={"host": "elsewhere.example"}),
    ):
        assert answer.status_code >= 400
        assert set(answer.json()) == {"error"} and answer.json()["error"]["message"]


def test_headers(client: Door) -> None:
    for path in ("/index.html", "/search?q=a", "/claims/none"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_no_way_out_of_the_site(client: Door) -> None:
    for path in ("/claims/..%2f..%2fetc.html", "/%2e%2e/%2e%2e/etc/passwd", "/claims/%2e%2e%2f%2e%2e%2fx.json"):
        assert client.get(path).status_code in (400, 404)


def test_a_page_still_to_be_written_says_so_and_comes(view: View, site: Path, tmp_path: Path) -> None:
    part, mark = tmp_path / "part", tmp_path / "site.writing"
    part.mkdir()
    (part / "index.html").write_text("<html>home", encoding="utf-8")
    mark.write_text(str(part), encoding="utf-8")
    reader = Door(create_app(ServedView(lambda: view), SiteFiles(site, mark)))
    page = {"headers": {"accept": "text/html"}}
    assert reader.get("/", **page).text == "<html>home"
    for address, words in (
        ("/counts/index.html", "This page is still being written"),
        ("/ko/counts/index.html", "아직 만드는 중인 페이지입니다"),
    ):
        answer = reader.get(address, **page)
        assert answer.status_code == 503 and words in answer.text and int(answer.headers["refresh"]) < 10
    assert reader.get("/counts/index.json").json()["error"]["status"] == 503
    mark.unlink()
    assert reader.get("/counts/index.html", **page).status_code == 200
    assert reader.get("/no-such-page.html", **page).status_code == 404
