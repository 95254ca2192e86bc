"""What `$` and `dollars` mean in a document: several countries call their own money a dollar.

A statement such as "amounts in Canadian dollars" decides. Without one, an English text about a country whose own money is
a dollar leaves the unit of a bare `$` out, because the print fits two currencies; its bare `dollars` are US dollars only
if it prints the US dollar elsewhere and no other one. Writers in other languages name the country of every dollar but
the US one, so there a bare `dollars` is undecided only if the document prints another dollar too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.sides import DocumentSides
from henequen.reading.grammar.wordlists import read_toml

__all__ = ["Dollars"]

_LEADS = (
    r"(?:amounts?|figures?|values?|sums?|dollars?|prices?|\$|money|montos?|cifras?|valores|importes|d[oó]lares)"
    r"(?:[\s,(:=“”\"]+(?:in|this|the|document|report|are|is|all|here|shown|stated|given|expressed|quoted|means?|refers?|to|en|son|se|est[aá]n|expresad[oa]s?"
    r"|expresan|este|el|documento|informe|refieren?|a|los|otherwise|reported|unless|herein|below|above|denote[sd]?)){0,8}[\s,(:=“”\"]+"
)
"""What leads to the name of the currency of all amounts: "Amounts in this report are in ..."."""


@dataclass(frozen=True, slots=True)
class Dollars:
    """The currency of a bare `$` and that of the bare word, as ISO 4217; None if the document does not decide."""

    sign: str | None
    word: str | None

    @staticmethod
    def of(text: str, language: str, sides: DocumentSides) -> Dollars:
        """The dollars of a document, from its statement about amounts or from the countries that it is about."""
        if stated := _stated(text):
            return Dollars(stated, stated)
        printed = _printed(text)
        sign = "USD" if language in ("en", "ko") else None
        if not set(read_toml("grammar", "units")["dollars"]) & sides.principal:
            return Dollars(sign, "USD")
        if language == "en":
            return Dollars(None, "USD" if printed == {"USD"} else None)
        return Dollars(sign if language == "ko" else None, None if printed - {"USD"} else "USD")


def _printed(text: str) -> set[str]:
    """The dollars that the document prints with their country: US$, A$, Namibia dollars."""
    names = _names()
    return {names[re.sub(r"\s+", " ", match.group())] for match in _explicit().finditer(text)}


def _stated(text: str) -> str | None:
    """The one dollar in which the document says that its amounts are."""
    names = _names()
    codes = {names[re.sub(r"\s+", " ", match.group(1))] for match in _statement().finditer(text)}
    return codes.pop() if len(codes) == 1 else None


@cache
def _names() -> dict[str, str]:
    """The names and signs of each dollar that show its country."""
    table = read_toml("grammar", "units")
    known = set(table["dollars"].values()) | {"USD", "TWD"}
    return {word: code for word, code in [*table["prefixes"].items(), *table["suffixes"].items()] if code in known}


def _any_name() -> str:
    names = "|".join(re.escape(name).replace("\\ ", r"\s+") for name in sorted(_names(), key=len, reverse=True))
    return rf"(?<![^\W\d_])(?:{names})(?![A-Za-zÀ-ÿ])"


@cache
def _explicit() -> re.Pattern[str]:
    return re.compile(_any_name())


@cache
def _statement() -> re.Pattern[str]:
    return re.compile(rf"(?i:\b{_LEADS})({_any_name()})")
