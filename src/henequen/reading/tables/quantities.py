"""Quantities that no measure of an observation covers: an index, a price, a rank, an average, a ratio, a forecast."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["qualified_quantity", "unread_quantity", "without_bodies"]


@cache
def _table() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = read_toml("tables", "table_words")["quantities"]
    return tuple(re.compile(alternation(words[name]), re.I) for name in ("words", "qualified", "neutral"))  # type: ignore[return-value]


@lru_cache(maxsize=50_000)
def unread_quantity(words: str) -> str | None:
    """The word of a label, title or header that names a quantity which is not read; None if there is none.

    `words` is what measures, units and periods leave of the label. Such a figure is left out: the next measure that the
    label names is not the one that its cells state.

    >>> unread_quantity("coverage ratio"), unread_quantity("at current prices"), unread_quantity("crude oil")
    ('coverage', None, None)
    """
    named, _, neutral = _table()
    match = named.search(neutral.sub(" ", words))
    return " ".join(match.group().casefold().split()) if match else None


@lru_cache(maxsize=50_000)
def qualified_quantity(label: str) -> str | None:
    """The words of a whole label that make its measure another quantity: exports per capita, exports in % of GDP.

    >>> qualified_quantity("Remittances, per cent of GDP"), qualified_quantity("Exports, per cent of total")
    ('of gdp', None)
    """
    match = _table()[1].search(label)
    return " ".join(match.group().casefold().split()) if match else None


_BODIES = re.compile(
    r"(?:chambers?|ministr(?:y|ies)|ministers?|departments?|secretar(?:y|iat)|board|bureau|office|council|agency|institute|federation|association"
    r"|c[aá]maras?|ministerios?|ministr[oa]|departamento|secretar[ií]a|subsecretar[ií]a|direcci[oó]n(?:\s+general)?|oficina|consejo|agencia|instituto"
    r"|viceministerio|observatorio|federaci[oó]n|asociaci[oó]n|banco|ventanilla [uú]nica)"
    r"\s+(?:\w+\s+){0,2}?(?:of|for|de|del|para)\s+(?:(?:la|el|las|los|the|foreign|external|international|overseas|economic|business|industry|econom[ií]a|industria"
    r"|relaciones\s+exteriores|commerce|trade|comercio|turismo|tourism|promoci[oó]n|export(?:s|aciones)?|import(?:s|aciones)?|inversi[oó]n(?:es)?|investment"
    r"|exterior|and|y|e|de|,)\s*)+"
    r"|\b(?:foreign\s+|international\s+|external\s+)?(?:trade|export|import|investment)(?:\s+(?:and|&)\s+\w+)?\s+"
    r"(?:(?:promotion|development|statistics|and investment)\s+)*"
    r"(?:ministry|board|office|council|agency|authority|organi[sz]ation|association|commission|cent(?:er|re)|bureau|department|corporation|bank)\b"
    r"|(?:무역|수출입|통상|투자)\s?(?:협회|진흥공사|투자진흥공사|위원회|은행|산업부|대표부|공사|청|본부)",
    re.I,
)


@lru_cache(maxsize=20_000)
def without_bodies(line: str) -> str:
    """A line with blanks for the names of bodies: a chamber of commerce does not name commerce as a measure.

    >>> without_bodies("Trade by sector. Chamber of Commerce of Lima").split()
    ['Trade', 'by', 'sector.', 'of', 'Lima']
    """
    return _BODIES.sub(lambda match: " " * len(match.group()), line)
