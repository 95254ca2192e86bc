"""Briefs by the form of the page: the file of the order, the same bytes as the command, and clear refusals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from httpx import Response
from service_door import Door

from henequen.observatory import Observatory
from henequen.record.store.view import View
from henequen.service.app import Features, create_app
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def client(view: View, shipped: Observatory, tmp_path_factory: pytest.TempPathFactory) -> Door:
    app = create_app(
        ServedView(lambda: view), SiteFiles(tmp_path_factory.mktemp("no_site")), Features(view_on=shipped.view)
    )
    return Door(app)


def asked(client: Door, **given: str) -> Response:
    return client.get("/brief", params=given, headers=HTML)


@pytest.mark.slow
def test_the_form_gives_the_bytes_of_the_command(client: Door, tmp_path: Path) -> None:
    answer = asked(client, about="place:MX-JAL", lang="es", form="pdf", pages="2", side="KOR")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
    assert 'filename="brief-MX-JAL-es.pdf"' in answer.headers["content-disposition"]
    out = tmp_path / "brief.pdf"
    words = ["--place", "MX-JAL", "--pair", "KOR", "MEX", "--lang", "es", "--pages", "2", "--out", str(out)]
    subprocess.run([sys.executable, "-m", "henequen", "brief", *words], check=True, capture_output=True)
    assert answer.content == out.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        {"about": "topic:customs", "form": "docx"},
        {"about": "pair", "words": "tariffs", "form": "html", "lang": "ko"},
        {"about": "place:KR-48", "form": "html", "since": "2020-01-01"},
    ],
)
def test_briefs_in_every_form(client: Door, given: dict[str, str]) -> None:
    answer = asked(client, **given)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"PK" if given["form"] == "docx" else b"<!doctype html>")
    if "since" in given:
        assert "Since the last brief" in answer.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"about": "event:no-such"}, "no event has the id"),
        ({"about": "place:Atlantis"}, "no place is called"),
        ({"words": "qwertyuiop"}, "holds nothing on"),
        ({"about": "ship:1"}, "not a subject"),
        ({"about": "topic:"}, "not a subject"),
        ({"side": "CHL"}, "not a side"),
        ({"pages": "999"}, "not a number of pages"),
        ({"pages": "²"}, "not a number of pages"),
        ({"since": "2020-02-31"}, "not a day"),
        ({"form": "exe"}, "form of the brief"),
        ({"about": "place:<script>alert(1)</script>"}, "no place is called"),
    ],
)
def test_a_brief_on_nothing_is_refused_on_the_page_with_the_form(
    client: Door, given: dict[str, str], said: str
) -> None:
    answer = asked(client, **given)
    assert answer.status_code == 422 and said in answer.text and "<script>alert" not in answer.text
    spanish = asked(client, lang="es", **given)
    assert spanish.status_code == 422 and said not in spanish.text and "<script>alert" not in spanish.text
    assert "No se pudo preparar la ficha" in spanish.text
    assert client.get("/brief", params=given).json()["error"]["message"]


def test_other_sites_cannot_ask_for_briefs(client: Door) -> None:
    answer = client.get("/brief", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("language", "said"), [("", "Make a brief"), ("es/", "Preparar una ficha"), ("ko/", "브리핑 자료")]
)
def test_the_page_has_the_form_with_the_subject_of_the_address(client: Door, language: str, said: str) -> None:
    event = "event:event-state-visit-mexico-2016-04"
    page = client.get(f"/{language}brief.html", params={"about": "place:MX-JAL"}, headers=HTML).text
    assert said in page and '<option value="place:MX-JAL" selected>' in page and 'action="/brief"' in page
    assert client.get(f"/{language}brief.html", params={"about": event}, headers=HTML).status_code == 200
