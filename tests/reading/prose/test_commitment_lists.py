"""Items of lists whose heading or lead sentence says what they are: duties, requests, recommendations."""

from __future__ import annotations

import pytest

from henequen.reading.read import propose, read_document
from tests.reading.prose.test_surface_forms import HEADS

LISTS: tuple[tuple[str, list[str | None], str], ...] = (
    (
        "en",
        ["2024-05-20", "2024-06-30", None],
        "What we owe each other:\n"
        "\n"
        "1. SAG to send the revised text of the protocol to the Thai Embassy. Deadline Monday 20 May 2024, please.\n"
        "2. Department of Livestock: nominate two focal points, end of June at the latest.\n"
        "3. Treasury still has to answer Bangkok on the sugar tariff.",
    ),
    (
        "en",
        ["2024-05-20", None],
        "Homework\n"
        "\n"
        "- Tom to send the Thai Embassy the draft code by 20 May 2024.\n"
        "- Priya: chase the planning office for the list of projects.",
    ),
    (
        "en",
        [None, None, None],
        "We said that we would:\n"
        "\n"
        "* send a team from SAG to Bangkok to look at the packing houses;\n"
        "* finish the survey of the wharf;\n"
        "* let them know about scholarships for nurses.",
    ),
    (
        "en",
        [None, None],
        "It was decided:\n"
        "\n"
        "1. The film commissions of both countries to submit a concept note.\n"
        "2. The registration of Chilean pharmaceutical products to be completed without further tests.",
    ),
    (
        "en",
        ["2024-05-31", None],
        "Next steps\n\n1. Share the draft with Bangkok by 31 May 2024.\n2. Set up a joint calendar.",
    ),
    (
        "en",
        [None, None],
        "Our asks\n"
        "\n"
        "1. That Thailand ratify the air services agreement soon.\n"
        "2. Easier visas for students of the Thai programme.",
    ),
    (
        "en",
        [None, None],
        "The Joint Committee:\n"
        "\n"
        "(a) decided to set up a panel of experts;\n"
        "(b) invited the Asian Development Bank to join the project.",
    ),
    (
        "en",
        [None, None],
        "The parties undertake the following:\n"
        "\n"
        "(a) Chile: to receive ten interns a year.\n"
        "(b) Thailand: to waive the fee for them.",
    ),
    (
        "es",
        [None, None],
        "Lo que pediremos nosotros\n"
        "\n"
        "1. Que Tailandia ratifique cuanto antes el acuerdo de servicios aéreos.\n"
        "2. Facilidades para los estudiantes del programa de tailandés.",
    ),
    (
        "es",
        ["2024-05-31", None],
        "Tareas\n\n- SAG: enviar la lista de plantas antes del 31 de mayo de 2024.\n- Aduana: revisar el formulario.",
    ),
    (
        "es",
        [None, None],
        "Las delegaciones acordaron lo siguiente:\n"
        "\n"
        "a) Chile recibirá a diez pasantes por año;\n"
        "b) Tailandia los eximirá del pago del visado.",
    ),
    (
        "ko",
        ["2024-06-26", None],
        "향후 조치\n\n① 방문 일정안 작성: 이주무관, 6월 26일까지\n② 태국측 회신 확인: 김사무관",
    ),
    (
        "ko",
        [None, None],
        "양측은 다음과 같이 합의하였다.\n\n가. 태국은 검역 전문가를 파견한다.\n나. 한국은 시험 장비를 제공한다.",
    ),
)


@pytest.mark.parametrize(("language", "deadlines", "text"), LISTS)
def test_list_gives_one_commitment_for_each_item(language: str, deadlines: list[str | None], text: str) -> None:
    proposals, _ = propose(read_document("note.txt", (HEADS[language] + text + "\n").encode()))
    found = [one.fields.get("deadline") for one in proposals if one.kind == "commitment"]
    days = [str(day["value"]) if isinstance(day, dict) else None for day in found]
    assert len(days) == len(deadlines)
    assert [day for day, wanted in zip(days, deadlines, strict=True) if wanted] == [day for day in deadlines if day]


def test_deadline_in_the_next_sentence_is_quoted() -> None:
    text = "Actions\n\n1. SAG to send the revised text. Deadline Monday 20 May 2024, please.\n2. Aduana to check the form.\n"
    proposals, _ = propose(read_document("note.txt", (HEADS["en"] + text).encode()))
    first = next(one for one in proposals if one.kind == "commitment")
    assert any("Deadline Monday 20 May 2024" in quote.quote for quote in first.evidence)


def test_deeds_joined_in_hangul_have_a_day_each() -> None:
    text = "양측은 올해 안에 공동 연구를 시작하고, 내년 3월까지 실무협의체를 구성하기로 했다.\n"
    proposals, _ = propose(read_document("note.txt", (HEADS["ko"] + text).encode()))
    found = [one.fields["deadline"] for one in proposals if one.kind == "commitment"]
    assert [day["value"] for day in found if isinstance(day, dict)] == ["2024-12-31", "2025-03"]


def test_register_of_instruments_below_a_heading_gives_no_commitments() -> None:
    text = (
        "I. EVALUACIÓN DE LO ACORDADO\n\na) Acuerdo General de Colaboración, Santiago, 16 de mayo de 1991: vigente.\n\n"
        "b) Convenio sobre servicios médicos, suscrito en Bangkok el 9 de marzo de 2018 por tres años. Venció en 2021.\n"
    )
    for heading in ("I. EVALUACIÓN DE LO ACORDADO", "Compromisos"):
        document = HEADS["es"] + text.replace("I. EVALUACIÓN DE LO ACORDADO", heading)
        proposals, _ = propose(read_document("note.txt", document.encode()))
        assert not [one for one in proposals if one.kind == "commitment"]


def test_list_behind_a_banner_that_is_never_closed_is_read() -> None:
    page = (
        "<html><body><h1>Chile y Tailandia</h1><p>Santiago, 12 de marzo de 2024</p>"
        '<div class="banner"><img alt="Festival"><a href="/f">¡Conoce el programa!</a>'
        "<table><tr><th>Instrumento<th>Fecha<tr><td>Acuerdo de amistad<td>10 de noviembre de 2014</table>"
        "<h2>Compromisos 2024</h2><p>1. La Secretaría otorgará 15 becas de intercambio con Tailandia."
        "<br>2. ProChile instalará un punto de contacto en Bangkok.</body></html>"
    )
    proposals, _ = propose(read_document("note.html", page.encode()))
    assert len([one for one in proposals if one.kind == "commitment"]) == 2


def test_menu_and_banner_are_not_read() -> None:
    page = (
        "<html><body><p>Santiago, 12 de marzo de 2024</p><p>Chile y Tailandia son países amigos.</p>"
        '<div class="sidebar"><ul><li><a href="/x">El Ministerio otorgará 15 becas a Tailandia</a></ul></div></body></html>'
    )
    proposals, _ = propose(read_document("note.html", page.encode()))
    assert not [one for one in proposals if one.kind == "commitment"]


def test_read_commitments_takes_the_number_in_a_circle() -> None:
    text = (
        "한국과 우즈베키스탄은 2024년 5월 3일 회의를 열었다. 합의사항은 다음과 같다.\n\n"
        "① 우리 측은 올해 말까지 전문가 10명을 파견하기로 하였다.\n"
    )
    proposals, _ = propose(read_document("release.txt", text.encode()))
    found = [one.fields for one in proposals if one.kind == "commitment"]
    assert [(one["number"], one["text"]) for one in found] == [
        ("1", "우리 측은 올해 말까지 전문가 10명을 파견하기로 하였다.")
    ]


def _commitments(name: str, text: str) -> list[dict[str, object]]:
    proposals, _ = propose(read_document(name, text.encode()))
    return [dict(one.fields) for one in proposals if one.kind == "commitment"]


def test_items_of_an_ordered_list_have_its_numbers() -> None:
    head = "<h1>Chile and Thailand</h1><p>Santiago, 12 March 2024</p><p>Chile exports food to Thailand.</p>"
    items = "<li>Each body will confirm its contact person by 31 October 2024.</li><li>Open a hotline.</li>"
    page = f"<html><body>{head}<h2>To be done</h2><ol start='3'>{items}</ol></body></html>"
    found = _commitments("page.html", page)
    assert [one["number"] for one in found] == ["3", "4"]
    page = page.replace("ol start='3'", "ul").replace("/ol", "/ul")
    assert all("number" not in one for one in _commitments("page.html", page))


def test_a_later_sentence_has_the_number_of_its_paragraph() -> None:
    text = HEADS["en"] + "3. The sides reviewed trade in fish. The Thai side agreed to communicate the annual quota.\n"
    (one,) = _commitments("note.txt", text)
    assert one["number"] == "3"


def test_clauses_in_hangul_have_their_own_owner_and_deadline() -> None:
    text = HEADS["ko"] + "한국은 쿼터를 늘리고, 태국은 검역 절차를 5월까지 간소화하기로 했다.\n"
    first, second = _commitments("note.txt", text)
    assert (first["owner_countries"], second["owner_countries"]) == (["KOR"], ["THA"])
    assert "deadline" not in first
    (one,) = _commitments("note.txt", HEADS["ko"] + "장관은 3월까지 방콕을 방문했고, 태국은 협력하기로 했다.\n")
    assert one["text"] == "태국은 협력하기로 했다."


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("en", "b", "The Ministry decided:\n\n(b) The Department will submit the list no later than 15 July 2024."),
        ("es", "2", "2.º Chile se compromete a abonar su parte de los gastos antes del 31 de julio de 2024."),
        ("ko", "나", "나. 외교부는 투자보장협정 서명을 2024년 말까지 추진하기로 하였다."),
    ],
)
def test_letters_and_ordinals_are_numbers(language: str, number: str, text: str) -> None:
    (one,) = _commitments("note.txt", HEADS[language] + text + "\n")
    assert one["number"] == number
