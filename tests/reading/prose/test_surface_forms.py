"""Sentences in the forms in which reports, minutes, news and e-mails state instruments, events and commitments."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from henequen.reading.read import propose, read_document

KINDS = {"I": ("instrument", "signed"), "E": ("event", "date"), "C": ("commitment", "deadline")}
HEADS = {
    "en": "Chile and Thailand\n\nSantiago, 12 March 2024\n\nThis note reviews relations between Chile and Thailand. "
    "Chile exports food to Thailand. Thailand sells cars to Chile.\n\n",
    "es": "Chile y Tailandia\n\nSantiago, 12 de marzo de 2024\n\nEsta nota revisa las relaciones entre Chile y Tailandia. "
    "Chile exporta alimentos a Tailandia. Tailandia vende automóviles a Chile.\n\n",
    "ko": "한국과 태국\n\n2024년 3월 12일 산업통상자원부\n\n한국과 태국의 관계를 살펴본다. 한국은 태국에 기계를 수출한다. "
    "태국은 한국에 식품을 판다.\n\n",
}


def forms() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "surface_forms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(language, expected, text) for language, expected, text in (line.split("\t") for line in lines)]


@cache
def stated(language: str, text: str) -> list[tuple[str, dict[str, str]]]:
    """The kind of each proposal from the sentence, with the values of its dates."""
    proposals, _ = propose(read_document("note.txt", (HEADS[language] + text + "\n").encode()))
    return [
        (one.kind, {name: str(value["value"]) for name, value in one.fields.items() if isinstance(value, dict)})
        for one in proposals
        if one.kind in ("instrument", "event", "commitment") and one.evidence[0].end > len(HEADS[language])
    ]


@pytest.mark.parametrize(("language", "expected", "text"), forms())
def test_form_is_read(language: str, expected: str, text: str) -> None:
    found = stated(language, text)
    if expected == "N":
        assert found == []
        return
    for wanted in expected.split(";"):
        letter, date, *force = wanted.split()
        kind, field = KINDS[letter]
        dates = [
            dates.get("entry_into_force" if force else field, "-").split("/")[0] for one, dates in found if one == kind
        ]
        assert date in dates
