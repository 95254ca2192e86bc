"""Whose public body a name is: statistical offices, customs, central banks and ministries (`data/publishers.toml`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["is_national_body", "listed_body_country"]

_BODY = re.compile(
    r"\b(?:Statistic(?:s|al)|Statistik|Bureau of Statistics|Central Bank|National Bank|Reserve Bank|Bank of|Customs"
    r"|Ministry of|Department of"
    r"|Revenue (?:Service|Authority)|Investment (?:Agency|Authority|Centre)|Board of Investment"
    r"|Banco (?:Central|Nacional)|Instituto Nacional|Instituto de Estadística|Oficina Nacional|Dirección (?:General|Nacional) de"
    r"|Aduanas?"
    r"|Ministerio de|Ministério d|Secretaría de|Servicio Nacional|Gobierno de|Government of)\b|통계청|중앙은행|관세청|통계위원회|세관",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\W*(?:Instituto|Agencia|Servicio|Direcci[oó]n|Oficina|Superintendencia|Comisi[oó]n Nacional|Institute|Agency|National|Board"
    r"|Authority)\b",
    re.IGNORECASE,
)
"""The first word of a line that is the name of a body: with the name of a country, it is a body of that country."""


_SMALL = re.compile(r"(?<=\s)(?:De|Del|La|Las|Los|El|Y|E|Of|And|For|The|Da|Do)(?=\s)")


@cache
def _listed() -> tuple[re.Pattern[str], dict[str, str]]:
    table = read_toml("grammar", "publishers")["publishers"]
    codes = {word: str(code) for code, words in table.items() for word in words}
    return re.compile(alternation(codes)), codes


@lru_cache(maxsize=4096)
def listed_body_country(name: str) -> str | None:
    """The country (ISO 3166-1 alpha-3) of the listed body in `name`; None if it names none, or bodies of two countries.

    >>> listed_body_country("Fuente: INDEC"), listed_body_country("INDEC, Bank of Ghana"), listed_body_country("SARS-CoV")
    ('ARG', None, None)
    """
    pattern, codes = _listed()
    if name.isupper() and " " in name.strip():
        name = _SMALL.sub(lambda word: word.group().lower(), name.title())
    found = {
        codes[re.sub(r"\s+", " ", match.group())]
        for match in pattern.finditer(name)
        if name[match.end() : match.end() + 1] != "-"
    }
    return found.pop() if len(found) == 1 else None


def is_national_body(name: str) -> bool:
    """Has `name` the words of a national body, such as a statistical office or a central bank?"""
    return _BODY.search(name) is not None or (_NAMED.match(name) is not None and not re.search(r"[.:;]\s", name))
