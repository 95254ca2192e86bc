"""No English on Spanish and Korean pages but what is quoted: a crawl of all visible text, and of what is marked as English."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from henequen.record.store.view import View

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*[A-Za-z]|[A-Za-z]")
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and with for from by which its between under was were are is not their that this into has have than been both"
        " in to or an every each only more all other where when what who after before since until through during against"
        " without within",
    )
)
"""Words that an English sentence can hardly do without, and that neither Spanish nor Korean has."""
NAMES = (
    "Correlates of War",
    "Asian Journal of Latin American Studies",
    "Design of Trade Agreements",
    "The World Factbook",
    "INEGI, exports by state and subsector",
    "Korea Economic Institute of America",
    "Korea Institute for International Economic Policy",
    "Embajada de Mexico en la Republica de Corea",
    "Embajada de Mexico en Corea",
)
"""Names that stand inside a translation."""
QUOTING = {"blockquote", "pre", "code", "q", "kbd", "samp", "cite"}
QUOTED = {"passage", "native", "printed", "shell", "tongues"}


PRINTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|\([A-Z][^)]*\.\.\.\)|«[^»]*»|‘[^’]*’"
    r"|https?:\S+|\S+\.(?:html|com|csv|json|mx|kr|toml)\b|\S*[\d_]\S*"
)
"""Quotations, addresses, names of files, and ids."""
SPANISH = frozenset(("de", "del", "la", "el", "los", "las", "en", "y"))
"""Parts of names of places on Korean pages."""


@dataclass
class Texts:
    """The visible texts of a page: those in its language, and those marked as English, both outside of quotations."""

    language: str
    plain: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    untranslated: int = 0
    """Links to a text in English instead of the text."""

    def walk(self, element: etree._Element, lang: str, quoted: bool) -> None:
        """Collect the texts of an element and of those inside it; `lang` and `quoted` are those of its parent."""
        if not isinstance(element.tag, str):
            return  # a comment
        for name in ("aria-label", "title", "placeholder", "data-done"):
            self._take(element.get(name), lang, quoted)
        self.untranslated += "untranslated" in element.get("class", "").split()
        lang = element.get("lang") or lang
        quoted = quoted or element.tag in QUOTING or bool(QUOTED & set(element.get("class", "").split()))
        if element.tag not in ("script", "style"):
            self._take(element.text, lang, quoted)
            for inner in element:
                self.walk(inner, lang, quoted)
                self._take(inner.tail, lang, quoted)

    def _take(self, text: str | None, lang: str, quoted: bool) -> None:
        if text and text.strip() and not quoted and lang in ("en", self.language):
            (self.marked if lang == "en" else self.plain).append(" ".join(text.split()))


def texts(path: Path) -> Texts:
    page = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    found = Texts(page.get("lang", ""))
    found.walk(page, found.language, False)
    return found


def folded(text: str) -> str:
    """A text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def own_words(texts_of: Iterable[str]) -> Counter[str]:
    """The lower-case words of some texts, without accents."""
    found: Counter[str] = Counter()
    for text in texts_of:
        found.update(word for word in WORD.findall(folded(text)) if word.islower())
    return found


@pytest.fixture(scope="module")
def names(view: View) -> list[str]:
    """Proper names and printed words of the record, longest first: they stay as they are in every language."""
    found: set[str] = set(NAMES)
    for record in (r for table in ("actors", "successions") for r in view.records(table)):
        for name in ("name", "variant", "native_name"):
            found.update(record.many(name))
    for edition in view.editions.values():
        found.update((edition.publisher, edition.publisher.split(" (")[0], edition.title))
    for table, name in (("agreements", "name"), ("agreements", "title"), ("competences", "law")):
        for record in view.records(table):
            found.update(record.many(name))
    for place in view.places.values():
        found.update(place.names)
    for o in view.observations():
        found.update(filter(None, (o.as_printed, *(cell for e in o.evidence for cell in (e.table, e.row, e.column)))))
    return sorted({folded(name) for name in found if len(name) > 3}, key=len, reverse=True)


@pytest.fixture(scope="module")
def english_only(view: View) -> dict[str, frozenset[str]]:
    """Per language the words of our English texts that occur in none of our texts in that language."""
    catalogues = {
        language: [
            str(text)
            for section in tomllib.loads(
                files("henequen.publish.site").joinpath(f"catalogues/{language}.toml").read_text(encoding="utf-8")
            ).values()
            for text in section.values()
        ]
        for language in ("en", "es", "ko")
    }
    english = own_words(re.sub(r"\{[^{}]*\}", " ", text) for text in catalogues["en"])
    english += own_words(claim.value for claim in view.claims() if " " in claim.value)
    found = {}
    for language in ("es", "ko"):
        own = own_words(re.sub(r"\{[^{}]*\}", " ", text) for text in catalogues[language])
        own += own_words(row.text for row in view.translations[language])
        found[language] = frozenset(word for word in english if word not in own and len(word) > 1) - SPANISH
    return found


def suspicious(text: str, names: list[str], english: frozenset[str]) -> bool:
    """Is there English in a text? Names of the record and quotations are taken out first."""
    text = folded(text)
    words = [w for w in WORD.findall(text) if w.islower()]
    if not any(w in english for w in words):
        return False
    rest = PRINTED.sub(" ", text)
    for name in names:
        if name in rest:
            rest = rest.replace(name, " ")
    return any(w in english for w in WORD.findall(rest) if w.islower())


@pytest.mark.slow
@pytest.mark.parametrize("language", ["es", "ko"])
def test_pages_have_no_english_but_what_is_quoted(
    site: Path, language: str, names: list[str], english_only: dict[str, frozenset[str]]
) -> None:
    english = english_only[language] | ENGLISH
    seen: dict[str, bool] = {}
    where: dict[str, str] = {}
    links: Counter[str] = Counter()
    for path in sorted((site / language).rglob("*.html")):
        found = texts(path)
        links[path.relative_to(site).as_posix()] = found.untranslated
        for text in {*found.plain, *found.marked}:
            if text not in seen:
                seen[text] = suspicious(text, names, english)
                where[text] = path.relative_to(site).as_posix()
    left = [(where[text], text) for text, bad in seen.items() if bad]
    assert not left, (len(left), left[:40])
    assert not links.total(), (links.total(), links.most_common(10))


def test_the_crawl_finds_english_and_knows_names_and_quotations(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<html lang="es"><main><p>Los dos <q lang="en">terms of the agreement</q><li>which of them<p title="of the">x'
        ' <a class="untranslated">Nota en inglés</a></main></html>',
        encoding="utf-8",
    )
    found = texts(page)
    assert found.plain == ["Los dos", "which of them", "of the", "x", "Nota en inglés"] and not found.marked
    assert found.untranslated == 1
    assert suspicious("which of them", [], ENGLISH)
    assert not suspicious("Bank of Korea", ["Bank of Korea"], ENGLISH)
    assert not suspicious("dice “which of them”", [], ENGLISH)
    assert not suspicious("tecnologías de la información", [], ENGLISH | {"as", "or"})
