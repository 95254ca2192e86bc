"""No page says "1 figures": what is counted once is in the singular; and no template prints an empty value by its name."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

UNSEEN = re.compile(r"<(script|style|blockquote|q)\b.*?</\1>|<[^>]+>", re.DOTALL)
PLURAL = {"en": r"(?<![\w.,–/-])1 [a-z]{3,}s\b", "es": r"(?<![\w.,–/-])1 [a-záéíóúñ]{3,}s\b"}
VERBS = {"means", "gives", "mixes", "has", "is", "mes", "país"}
"""After "Table 1" or alone, a number is no count."""


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_count_one_in_the_singular(site: Path, language: str) -> None:
    pages = [p for p in site.rglob("*.html") if (p.relative_to(site).parts[0] == "es") == (language == "es")]
    wrong: dict[str, str] = {}
    for path in pages:
        if path.relative_to(site).parts[0] == "ko":
            continue
        for hit in re.finditer(PLURAL[language], UNSEEN.sub("\x01", path.read_text(encoding="utf-8"))):
            if hit[0].split()[1] not in VERBS:
                wrong.setdefault(hit[0], path.relative_to(site).as_posix())
    assert not wrong


def test_no_template_prints_a_literal_of_the_template_language() -> None:
    """`{{ none }}` is the empty value and prints "None", whatever the page calls `none`."""
    folder = files("henequen.publish.site").joinpath("templates")
    wrong = [
        item.name
        for item in folder.iterdir()
        if item.name.endswith(".html")
        if re.search(r"\{\{-?\s*(?:none|true|false)\b", item.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert not wrong
