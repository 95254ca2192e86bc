"""The form for a user's registers: parsed in the child, answered on a page, refused in words; nothing is kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from henequen.matching.suppliers.ask import match_sent
from henequen.observatory import Observatory
from henequen.service.app import Features, create_app
from henequen.service.served_view import ServedView
from henequen.service.site_files import SiteFiles
from henequen.service.suppliers import Matcher

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MAKERS = """ID,Nombre de la Unidad Económica,Código de la clase de actividad SCIAN,Descripcion estrato personal ocupado,Municipio,\
Número de teléfono,Latitud,Longitud
1,Estampados Uno,336370,51 a 100 personas,Apodaca,8180000000,25.78,-100.18
2,Plásticos Dos,326199,251 y más personas,Escobedo,8180000001,25.80,-100.32
"""
PLANTS = "현지법인명,모기업명,도시,업종코드,HS코드,위도,경도\nPlanta Norte,모기업,Pesquería,303,870829;252329,25.77,-100.05\n"
LAST_YEAR = str(date.today().year - 1)


class Client:
    """Asks the application without a network."""

    def __init__(self, app: Any) -> None:
        self._transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=self._transport, base_url="http://127.0.0.1", timeout=120) as client:
                return await client.request(method, path, **given)

        return asyncio.run(go())

    def secret(self) -> str:
        page = self.ask("GET", "/opportunity/match.html")
        found = re.search(r'name="secret" value="([^"]+)"', page.text)
        assert page.status_code == 200 and found
        return found[1]

    def send(self, **fields: str) -> tuple[int, str]:
        answer = self.ask("POST", "/opportunity/match", content=urlencode(fields), headers=FORM)
        return answer.status_code, re.sub(r"\s+", " ", answer.text)


@pytest.fixture(scope="module")
def client(shipped: Observatory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    view = shipped.view()
    matcher = Matcher(lambda sent, question, today: match_sent(shipped.view(), sent, question, today))
    yield Client(
        create_app(ServedView(lambda: view), SiteFiles(tmp_path_factory.mktemp("site")), Features(matcher=matcher))
    )
    view.close()


@pytest.mark.system(58, 66)
def test_sent_registers_are_matched_with_reasons_and_gaps(client: Client) -> None:
    fields = {"makers": MAKERS, "plants": PLANTS, "makers_date": LAST_YEAR, "plants_date": LAST_YEAR, "within": "200"}
    status, text = client.send(secret=client.secret(), **fields)
    assert status == 200 and "Estampados Uno" in text and "13" in text
    assert "Needs without a maker (1)" in text and "252329" in text
    assert "8180000000" not in text and "personal data were not read" in text
    status, text = client.send(secret=client.secret(), lang="es", **fields)
    assert status == 200 and "Necesidades sin fabricante (1)" in text


def test_the_plants_of_the_pack_are_matched_without_a_register_of_plants(client: Client) -> None:
    status, text = client.send(secret=client.secret(), makers=MAKERS, makers_date=LAST_YEAR, place="MX-NLE")
    assert status == 200 and "Kia Pesquería" in text and "Plásticos Dos" in text


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"makers": MAKERS, "makers_date": str(date.today().year - 4)}, 422, "register of makers is too old"),
        ({"makers": MAKERS}, 422, "register of makers has no date"),
        ({"makers": ""}, 422, "no register of makers"),
        ({"makers": MAKERS.replace("SCIAN", "algo"), "makers_date": LAST_YEAR}, 422, "lacks columns"),
        ({"makers": MAKERS.replace("25.78,-100.18", "-100.18,25.78"), "makers_date": LAST_YEAR}, 422, "are swapped"),
        ({"makers": MAKERS, "makers_date": LAST_YEAR, "within": "far"}, 422, "not a number of kilometres"),
        ({"makers": MAKERS, "makers_date": LAST_YEAR, "place": "MX-YUC"}, 422, "no plants there"),
        ({"makers": "x" * (9 << 20)}, 413, "at most 8 MB"),
    ],
)
def test_registers_are_refused_in_words_without_paths(
    client: Client, fields: dict[str, str], status: int, said: str
) -> None:
    got, text = client.send(secret=client.secret(), **fields)
    assert got == status and said in text and "/henequen-registers" not in text


def test_other_pages_cannot_send_registers(client: Client, tmp_path: Path) -> None:
    assert client.send(secret="wrong", makers=MAKERS)[0] == 403
    answer = client.ask("POST", "/opportunity/match", content="", headers={**FORM, "Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert client.ask("POST", "/opportunity/other", content="", headers=FORM).status_code == 405
