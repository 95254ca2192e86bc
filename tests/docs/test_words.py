"""Our prose is plain English: a short list of words and turns that readers misread is rejected everywhere.

It runs over the documentation, the docstrings and comments, the messages and helps in the sources, and the English catalogue.
A word that must stay for a reason is listed with its passage in ALLOWED.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "henequen"
PROSE = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(DOCS.rglob("*.md"))
CATALOGUES = (
    SOURCE / "publish" / "site" / "catalogues" / "en.toml",
    SOURCE / "model" / "data" / "messages.en.toml",
    SOURCE / "cli" / "data" / "heads.toml",
)

# A word or phrase, and what to write for it.
REPLACEMENTS = {
    r"tells?|told": "reports, shows, contains, gives",
    r"hears?|bears?": "is called, contains, has",
    r"lonely": "one-sided",
    r"stray|strays|misfiled?|misfiles": "misclassified",
    r"(?<!there\s)(?:is|are|was|were) (?-i:none)": "is not a valid ..., is missing",
    r"(?<!there\s)(?:is|are) no(?! longer| more\b| other| less| matter)(?= \w)": "is not a ...",
    r"nobody (?:knows|decides|looks|looked|waits|reads|sees|else|can)": "name the actor; no search is logged; unknown",
    r"whoever": "the person who; a caller that",
    r"(?:stands?|stood) (?:in|on|at|beside|under|for|there|twice|first|alone|behind|before|above|outside|between|around)":
        "is in, is based on, occurs twice, means",
    r"(?:made|derived|computed|read|drawn|solved|begins?) anew": "again",
    r"at hand": "available; you have a copy",
    r"time stands": "whether the deadline has passed",
    r"of (?:his|her) own accord|by the look of": "plain words",
    r"(?:object|line|row|household|marks) an? (?:line|row|country|reporter)": "one ... per ...",
    r"somebody|nobody|anybody|everybody": "someone, no one, anyone, everyone, a person; or the passive",
    r"beside": "next to, together with, in addition to, compared with",
    r"asked for": "requested",
    r"lies (?:in|on|at|there|here|between|outside|below|above|within|inside|behind|near)": "is in, is between",
    r"whose count": "counted by, the country that counted",
    r"what (?:came|comes|became|becomes) of": "the result, the follow-up, the successor",
    r"(?:speaks?|spoke|spoken) of": "mentions, is about",
    r"digits that count": "significant digits",
    r"next to (?:nothing|none)": "almost nothing",
    r"through whose hands": "through which countries",
    r"so many (?:seconds|bytes|points|hours|ties|terms|rows)": "a number of, a limit of",
    r"for want of": "for lack of",
    r"(?:is|are) taken for": "counts as, looks like",
    r"whatever (?:the|its?|they|a)": "any, regardless of",
    r"handed on|lets? go of": "passed on, releases",
    r"under way": "in transit, in progress",
    r"(?:is|are|was|were|be) said (?:of|about)|can be said": "is stated about, states, shows",
    r"looked (?:for|through)": "searched for, searched",
    r"knows? (?:nothing|where it)": "contains no, does not include, has the position of",
    r"as (?:it|they) came|goes by": "unchanged; is called",
    r"(?:must|may|can) stand": "must be, may be",
    r"(?:texts?|columns?|tables?|names?|sites?|rules?|codes?|vocabulary|fault) of ours": "our own ...",
    r"anew|none is made up": "again; we do not estimate one",
}  # fmt: skip
# Passages that keep a word: names of files, quoted options, other meanings of a word.
ALLOWED = [
    "told by both sides",
    "beside flag",  # a column of tables of the reconciliation
    "(BESIDE)",
    "where beside or x",
    'what came of it"',  # what people type into the search
    "|stood at|",
    "ratio, 1 is none",
    "Until 0.1 its name was `misfiled`",
    "(`misfiled`,",
]
WORDS = re.compile(rf"\b({'|'.join(f'(?:{pattern})' for pattern in REPLACEMENTS)})\b", re.IGNORECASE)
EXAMPLE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def found_words(text: str) -> list[str]:
    """The listed words of a text, each with its line, without examples, code and allowed passages."""
    for passage in ALLOWED:
        text = text.replace(passage, "")
    text = EXAMPLE.sub(lambda block: "\n" * block[0].count("\n"), text)
    return [f"line {text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}" for hit in WORDS.finditer(text)]


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """Docstrings, comments, and the strings of a source file that are sentences (messages and helps), with their lines."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            plain = re.sub(r"^\s*(?:>>>|\.\.\.).*$", "", node.value, flags=re.MULTILINE)
            if not re.search(r"\b(?:select|case when|create table|coalesce)\b", plain):
                yield node.lineno, plain
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize("page", PROSE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_page_has_no_word_of_the_list(page: Path) -> None:
    assert not found_words(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda p: p.name)
def test_english_catalogue_has_no_word_of_the_list(catalogue: Path) -> None:
    assert not found_words(catalogue.read_text(encoding="utf-8"))


@pytest.mark.parametrize("room", sorted(path.name for path in SOURCE.iterdir() if path.name != "__pycache__"))
def test_docstrings_comments_and_messages_have_no_word_of_the_list(room: str) -> None:
    files = [SOURCE / room] if (SOURCE / room).is_file() else sorted((SOURCE / room).rglob("*.py"))
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {word.partition(': ')[2]}"
        for path in files
        if path.suffix == ".py"
        for line, text in prose_of(path)
        for word in found_words(text)
    ]
    assert not wrong, "\n".join(wrong)


def test_found_words_names_the_line_and_skips_examples() -> None:
    assert found_words("a\nit tells\n```\nit tells\n```\n") == ["line 2: tells"]
    assert found_words("there is no row; it is no row") == ["line 1: is no"]
