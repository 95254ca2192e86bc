"""Findings are codes with values: each reads in every language, and a wording that is missing is an error in its language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from henequen.model import message as module
from henequen.model.finding import Finding
from henequen.model.message import LANGUAGES, Listed, Message, packed, unpacked, wordings
from henequen.model.term import Term
from henequen.observatory import open_pack

_ENGLISH = re.compile(r"\b(the|of|and|which|printed|than|years?|both|counts?)\b")
_QUOTED = (
    "printed",
    "expected",
    "table",
    "row",
    "given_row",
    "lacking_row",
    "tables",
    "record",
    "items",
    "note",
    "said",
)


@pytest.fixture(scope="module")
def shipped() -> Sequence[Finding]:
    return open_pack(None).view().findings()


def _codes(value: Any) -> Iterator[str]:
    if isinstance(value, Message):
        yield value.code
        for held in value.values.values():
            yield from _codes(held)
    elif isinstance(value, Listed):
        for item in value.items:
            yield from _codes(item)


def _made(finding: Finding) -> Iterator[str]:
    for value in (finding.message, finding.printed, finding.computed):
        yield from _codes(value)


def test_findings_are_messages_with_codes(shipped: Sequence[Finding]) -> None:
    assert all(isinstance(finding.message, Message) for finding in shipped)
    rules = [f for f in shipped if not f.rule.startswith("note.")]
    plain = [f for f in rules if f.printed and not isinstance(f.printed, Term)]
    assert {f.rule for f in plain} <= {"count.list", "party.name_and_code"}, "numbers and quotations alone are plain"
    assert len({code for finding in shipped for code in _made(finding)}) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_of_a_finding_without_a_wording_fails(
    language: str, shipped: Sequence[Finding], monkeypatch: pytest.MonkeyPatch
) -> None:
    used = {code: finding for finding in shipped for code in _codes(finding.message)}
    real = wordings
    for code, finding in used.items():
        kept = {name: form for name, form in real(language).items() if name != code}
        monkeypatch.setattr(
            module,
            "wordings",
            lambda asked, kind="messages", kept=kept: (
                kept if (asked, kind) == (language, "messages") else real(asked, kind)
            ),
        )
        with pytest.raises(KeyError, match=code):
            finding.message.text(language)


def test_a_finding_is_the_same_after_json(shipped: Sequence[Finding]) -> None:
    for finding in shipped:
        again = unpacked(json.loads(json.dumps(packed(finding.message))))
        assert again == finding.message
        assert [again.text(language) for language in LANGUAGES] == [finding.message.text(lang) for lang in LANGUAGES]


@pytest.mark.parametrize("language", ["es", "ko"])
def test_no_english_words_of_ours_are_left(language: str, shipped: Sequence[Finding]) -> None:
    """With everything quoted left out, nothing English remains."""

    def bare(value: Any) -> str:
        if isinstance(value, Message):
            return str(
                Message(value.code, **{k: "§" if k in _QUOTED else v for k, v in value.values.items()}).text(language)
            )
        return ""

    for finding in shipped:
        if not finding.rule.startswith("note."):
            text = re.sub(r"\([^)]*\)", "", bare(finding.message))
            assert language != "ko" or re.search("[가-힣]", text), text
            assert not _ENGLISH.search(re.split("Table|Cuadro|표", text)[0]), text
