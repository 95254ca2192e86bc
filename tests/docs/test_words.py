"""The documentation avoids words that readers of earlier editions misread."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PROSE = [ROOT / "README.md"] + [
    path for path in sorted(DOCS.rglob("*.md")) if "decisions" not in path.relative_to(DOCS).parts
]
CATALOGUE = ROOT / "src" / "henequen" / "publish" / "site" / "catalogues" / "en.toml"

# A word or phrase, and what to write for it.
REPLACEMENTS = {
    r"told|tells": "reports, shows, contains",
    r"hears|bears": "is called, contains",
    r"lonely": "one-sided",
    r"stray|misfiled?|misfiles": "misclassified",
    r"(?<!there )is none": "is not a valid ...",
    r"nobody knows": "unknown; no source reports",
    r"(?:object|line|row|household|marks) an? (?:line|row|country|reporter)": "one ... per ...",
}
# Names that stay: a passage of a page that may hold the word.
ALLOWED = [
    "0307-hubs-told-by-their-rows.md",
    "0302-learn-which-side-misfiles.md",
    "told by both sides",
    "--digits must be one of the lengths",
    "Until 0.1 its name was `misfiled`",
]
WORDS = re.compile(rf"\b({'|'.join(REPLACEMENTS)})\b", re.IGNORECASE)
EXAMPLE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def found_words(text: str) -> list[str]:
    """The listed words of a text, each with its line, without examples and allowed passages."""
    for passage in ALLOWED:
        text = text.replace(passage, "")
    text = EXAMPLE.sub(lambda block: "\n" * block[0].count("\n"), text)
    return [f"line {text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}" for hit in WORDS.finditer(text)]


@pytest.mark.parametrize("page", PROSE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_page_has_no_word_of_the_list(page: Path) -> None:
    assert not found_words(page.read_text(encoding="utf-8"))


def test_english_catalogue_has_no_word_of_the_list() -> None:
    assert not found_words(CATALOGUE.read_text(encoding="utf-8"))


def test_found_words_names_the_line_and_skips_examples() -> None:
    assert found_words("a\nit tells\n```\nit tells\n```\n") == ["line 2: tells"]
