"""Names of countries that share a name: how to treat a printed name that several countries share."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = ["named_codes", "shared_names"]


@cache
def shared_names() -> dict[str, frozenset[str]]:
    """The codes of each folded name: one code if the name is explicit, all codes of the group if they share it."""
    with files("henequen.model").joinpath("data/undecidable_names.csv").open(encoding="utf-8") as file:
        return {_folded(row["name"]): frozenset(row["codes"].split(";")) for row in csv.DictReader(file)}


def named_codes(texts: Iterable[str]) -> tuple[frozenset[str], ...]:
    """The codes of every name of an undecidable group in printed `texts`, each set once, in the order of the names.

    Case, accents, punctuation and articles in brackets do not matter; the longest name at a place counts. A set of one code
    is an explicit name, a larger one is a name that its countries share.

    >>> [sorted(codes) for codes in named_codes(["Congo (Dem. Rep.)", "Congo"])]
    [['COD'], ['COD', 'COG']]
    >>> named_codes(["Chile"])
    ()
    """
    names = shared_names()
    code_sets: dict[frozenset[str], None] = {}
    for text in texts:
        for hit in _pattern().finditer(_folded(text)):
            code_sets[names[hit.group()]] = None
    return tuple(code_sets)


@cache
def _pattern() -> re.Pattern[str]:
    """All names, longest first. Latin names must be whole words; names in Hangul may carry a particle."""
    names = sorted(shared_names(), key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"\b{re.escape(n)}\b" if n.isascii() else re.escape(n) for n in names))


def _folded(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'").replace("'", ""))
    plain = unicodedata.normalize("NFC", "".join(c for c in marks if not unicodedata.combining(c)))
    return re.sub(r"[\W_]+", " ", plain).strip()
