"""Lists whose meaning stands in the line above them, through `henequen read --json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reading_door import read

pytestmark = pytest.mark.process


def read_text(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    """What the verb proposes for a text."""
    path = tmp_path / "document.txt"
    path.write_text(text, encoding="utf-8")
    code, lines = read(path)
    assert code in (0, 3)
    return lines[1:]


def of_kind(lines: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The proposals of one kind."""
    return [line for line in lines if line["kind"] == kind]


@pytest.mark.system(92)
def test_read_gives_items_the_meaning_of_the_line_above(tmp_path: Path) -> None:
    text = (
        "Peru and Thailand held consultations.\n\n4. Both sides agreed to:\n"
        "   (a) exchange the lists of certified laboratories before June 2021;\n   (b) hold a seminar for exporters.\n\n"
        "5. The delegations travelled home.\n"
    )
    found = of_kind(read_text(tmp_path, text), "commitment")
    assert [line["text"] for line in found] == [
        "exchange the lists of certified laboratories before June 2021;",
        "hold a seminar for exporters.",
    ]
    assert found[0]["deadline"] == {"value": "2021-06", "precision": "month"}
    assert found[0]["owner_countries"] == ["PER", "THA"]
    assert any("agreed to" in quote["quote"] for quote in found[0]["evidence"])


@pytest.mark.system(92)
@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("Recommendations", "Open an office in Nairobi for Indian exporters."),
        ("Compromisos", "Enviar la propuesta de reglas de origen a India."),
        ("합의사항", "양국 표준 기관 간 정례 협의 추진"),
    ],
)
def test_read_takes_items_below_a_heading_as_commitments(tmp_path: Path, heading: str, item: str) -> None:
    text = f"Kenya, India\n\n{heading}\n\n- {item}\n"
    (found,) = of_kind(read_text(tmp_path, text), "commitment")
    assert item.startswith(found["text"].rstrip("."))


@pytest.mark.system(92)
def test_read_does_not_take_the_next_numbered_paragraph_for_an_item(tmp_path: Path) -> None:
    text = (
        "3. Japan and Viet Nam agreed:\n(a) to resume the dialogue on energy.\n\n"
        "4. The Minister of Japan visited Hanoi on 3 May 2019.\n"
    )
    found = of_kind(read_text(tmp_path, text), "commitment")
    assert [line["text"] for line in found] == ["to resume the dialogue on energy."]


@pytest.mark.system(92)
def test_read_takes_the_signature_of_listed_instruments_from_their_lead(tmp_path: Path) -> None:
    text = (
        "On 3 May 2019 Japan and Viet Nam signed the following instruments:\n"
        "- Memorandum of Understanding on water management;\n- Agreement on cooperation in energy.\n"
    )
    found = of_kind(read_text(tmp_path, text), "instrument")
    assert [(line["type"], line["signed"]["value"], line["countries"]) for line in found] == [
        ("memorandum_of_understanding", "2019-05-03", ["JPN", "VNM"]),
        ("agreement", "2019-05-03", ["JPN", "VNM"]),
    ]


@pytest.mark.system(92)
def test_read_finds_subdivisions_and_cities_of_any_named_country(tmp_path: Path) -> None:
    text = (
        "A Sister City Agreement between Sakai (Japan) and Da Nang (Viet Nam) was signed on 1 July 2019. Mr. Central Lakes "
        "of Japan welcomed it.\n"
    )
    (found,) = of_kind(read_text(tmp_path, text), "instrument")
    assert found["subdivisions"] == ["JP-27", "VN-DN"]
    assert found["level"] == "municipal"


@pytest.mark.system(92)
def test_read_takes_what_both_sides_could_do_together_as_recommended(tmp_path: Path) -> None:
    text = "Japan and Viet Nam trade little. Both countries could jointly develop a port. Both countries could lose by it.\n"
    (found,) = of_kind(read_text(tmp_path, text), "commitment")
    assert (found["subtype"], found["text"]) == ("recommendation", "Both countries could jointly develop a port.")
