"""Findings are worded in the language of the page and of `--lang`: code and values, never English sentences."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from henequen.cli.app import app
from henequen.observatory import open_pack
from henequen.publish.site.catalogue import catalogue
from henequen.publish.site.material import Material
from henequen.publish.site.names import Names
from henequen.publish.site.pages.record.documents import finding_row

WORDED = {
    "en": ("sum.total_trade", "make a total of US$165.5 million; US$165.1 million is printed"),
    "es": ("sum.total_trade", "dan un total de US$165.5 millones; se imprime US$165.1 millones"),
    "ko": ("sum.total_trade", "합계는 1억 6,550만 달러인데 1억 6,510만 달러로 적혀"),
}


@pytest.mark.parametrize("language", list(WORDED))
def test_pages_word_findings_in_their_language(language: str) -> None:
    view = open_pack(None).view()
    names = Names(Material(view, lambda _: None), catalogue(language))
    rule, words = WORDED[language]
    rows = [finding_row(names, finding) for finding in names.material.findings]
    assert any(row["rule"] == rule and words in row["message"] for row in rows)
    if language == "ko":
        assert all(re.search("[가-힣]", row["message"]) for row in rows if not row["rule"].startswith("note."))


@pytest.mark.parametrize("language", ["es", "ko"])
def test_the_command_words_findings_in_the_language_asked_for(language: str) -> None:
    found = CliRunner().invoke(app, ["audit", "--severity", "error", "--lang", language, "--json"])
    assert found.exit_code == 3
    rows = [json.loads(line) for line in found.stdout.splitlines() if line.startswith("{")]
    rule, words = WORDED[language]
    assert any(row["rule"] == rule and words in row["message"] and row["code"] == "sum_total_trade" for row in rows)
