"""How long an instrument runs, how it is renewed and with what notice it ends, in running text: for three years, 유효기간 2년."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.durations import find_durations
from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["terms_in"]


@cache
def _words(name: str) -> re.Pattern[str]:
    table = read_toml("prose", "instruments")
    words = [*table["terms"][name]]
    if name == "tacit":
        words += [*table["status"]["in_force_auto_renewal"], *read_toml("prose", "agreements")["renewal"]["tacit"]]
    return re.compile(alternation(words, bounded=name != "tacit"), re.IGNORECASE)


def terms_in(text: str, start: int, end: int) -> dict[str, str]:
    """Term, renewal and notice in `text[start:end]`, each only next to a word that names it.

    >>> terms_in("It runs for three years and is renewed automatically.", 0, 53)
    {'term': 'P3Y', 'renewal': 'tacit'}
    """
    terms: dict[str, str] = {}
    part = text[start:end]
    for first, last, value in find_durations(part):
        before, after = part[max(0, first - 34) : first], part[last : last + 30]
        named = _ends_with("term", before) and not _words("ahead").search(f"{before[-26:]}|{after[:5]}")
        notice = _words("notice").search(part[max(0, first - 40) : last + 50])
        if named or _words("behind").match(after.lstrip(" ’'")):
            terms.setdefault("term", value)
        elif notice and _words("ahead").search(f"{before[-24:]}|{after[:26]}"):
            terms.setdefault("notice", value)
    if _words("tacit").search(part):
        terms["renewal"] = "tacit"
    return terms


def _ends_with(name: str, before: str) -> bool:
    """Does one of the words end the text before a duration, with an article or a preposition at most between?"""
    last = None
    for last in _words(name).finditer(before):  # noqa: B007
        pass
    return last is not None and bool(
        re.fullmatch(
            r"[\s:(]*(?:(?:of|de|a|an|un|una|another|further|for|es|es de|period of|otros?|las?|은|는|총|이)\s*)*[\s:(]*",
            before[last.end() :],
        )
    )
