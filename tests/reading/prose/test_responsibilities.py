"""Responsibilities in running text: the body, its side and the matter; a body without a side gives nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from henequen.reading.read import propose, read_document
from tests.reading.prose.test_surface_forms import HEADS

STATED = (
    (
        "en",
        "For biosecurity, the Department of Livestock Development on the Thai side and the Servicio Agrícola y Ganadero on the "
        "Chilean side are responsible.",
        {("THA", "Department of Livestock Development"), ("CHL", "Servicio Agrícola y Ganadero")},
    ),
    (
        "en",
        "The authorities responsible for the implementation of this Agreement are: for Chile, the Ministry of Agriculture; for "
        "Thailand, the Ministry of Commerce.",
        {("CHL", "Ministry of Agriculture"), ("THA", "Ministry of Commerce")},
    ),
    (
        "en",
        "The authorities responsible for fisheries are: for Chile, the Ministry of Economy; for Thailand, the Ministry of Commerce. "
        "Matters of energy are entrusted to the National Energy Commission and to EGAT respectively.",
        {
            ("CHL", "Ministry of Economy"),
            ("THA", "Ministry of Commerce"),
            ("CHL", "National Energy Commission"),
            ("THA", "EGAT"),
        },
    ),
    (
        "en",
        "The focal points are the National Energy Commission (Chile) and the Department of Alternative Energy (Thailand).",
        {("CHL", "National Energy Commission"), ("THA", "Department of Alternative Energy")},
    ),
    (
        "en",
        "In Thailand, the Department of Fisheries is in charge of catch certificates.",
        {("THA", "Department of Fisheries")},
    ),
    (
        "en",
        "The Ministry of Mining is responsible for the lithium programme on the Chilean side.",
        {("CHL", "Ministry of Mining")},
    ),
    (
        "es",
        "Las autoridades competentes son: por Chile, el Ministerio de Agricultura; por Tailandia, el Ministerio de Comercio.",
        {("CHL", "Ministerio de Agricultura"), ("THA", "Ministerio de Comercio")},
    ),
    (
        "es",
        "En materia de aduanas, la coordinación recae en el Servicio Nacional de Aduanas por la parte chilena y en el Departamento "
        "de Aduanas por la parte tailandesa.",
        {("CHL", "Servicio Nacional de Aduanas"), ("THA", "Departamento de Aduanas")},
    ),
    (
        "es",
        "Para cada tema responden los siguientes órganos:\n\nSalud: por Chile, el MINSAL; por Tailandia, el Ministerio de Salud "
        "Pública.",
        {("CHL", "MINSAL"), ("THA", "Ministerio de Salud Pública")},
    ),
    (
        "ko",
        "검역 분야는 우리측 농림축산검역본부와 태국측 축산개발국이 담당한다.",
        {("KOR", "농림축산검역본부"), ("THA", "축산개발국")},
    ),
    (
        "ko",
        "이행기관은 한국측은 농림축산식품부, 태국측은 농업협동조합부이다.",
        {("KOR", "농림축산식품부"), ("THA", "농업협동조합부")},
    ),
)


def read(language: str, text: str) -> list[dict[str, object]]:
    proposals, _ = propose(read_document("note.txt", (HEADS[language] + text + "\n").encode()))
    return [dict(one.fields) for one in proposals if one.kind == "responsibility"]


@pytest.mark.parametrize(("language", "text", "expected"), STATED)
def test_responsibility_names_body_and_side(language: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(one["country"], one["body"]) for one in read(language, text)} == expected


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        (STATED[0][1], "biosecurity"),
        (
            "Who does what\n\n- Sugar: for Chile, the Ministry of Agriculture; for Thailand, the Ministry of Industry",
            "Sugar",
        ),
        ("In Thailand, the Department of Fisheries is in charge of catch certificates.", "catch certificates"),
    ],
)
def test_responsibility_names_the_matter(text: str, issue: str) -> None:
    assert {one["issue"] for one in read("en", text)} == {issue}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Chile is responsible for a third of the copper of the world."),
        ("en", "The drought is responsible for the fall of exports to Thailand."),
        ("en", "The Ministry of Mining said that nobody was responsible for the delay."),
        ("en", "Codelco is responsible for 30 % of the copper exported to Thailand."),
        ("en", "Who does what\n\nChile – Thailand Joint Committee: summary of the session held in Santiago"),
        ("es", "La sequía es responsable de la caída de las ventas a Tailandia."),
        ("ko", "담당 부서: 아세안협력과\n\n우리 장관은 태국 외교부 장관과 회담하였다."),
        ("ko", "한-태국 고위정책협의회를 담당하는 국장이 방콕을 찾았다."),
    ],
)
def test_responsibility_needs_a_body_with_a_side(language: str, text: str) -> None:
    assert read(language, text) == []


SENTENCES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "responsibilities_in_sentences.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]


@pytest.mark.parametrize(("language", "expected", "text"), SENTENCES)
def test_responsibility_of_a_sentence_is_read(language: str, expected: str, text: str) -> None:
    wanted = set() if expected == "-" else {tuple(one.strip().lower().split("|")) for one in expected.split(";")}
    found = read(language, text.replace("\\n", "\n"))
    assert {tuple(str(one.get(key)).lower() for key in ("issue", "country", "body")) for one in found} == wanted
