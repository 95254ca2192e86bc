"""Subdivisions of any country by the whole label of a cell, if the document names that country."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from henequen.model.countries import country
from henequen.reading.grammar.names import fold
from henequen.reading.grammar.wordlists import read_rows

__all__ = ["subdivision_of"]

_BEFORE = re.compile(
    r"^(?:(?:the\s+)?(?:government|gobierno|governo|state|estado|province|provincia|region|región|department|departamento"
    r"|municipality|municipio|city|ciudad|cidade|prefecture)\s+(?:of|de|del|do|da)\s+(?:the\s+|la\s+|el\s+)?)+", re.I
)  # fmt: skip
_AFTER = re.compile(r"\s+(?:state|province|region|prefecture|city|department)$", re.I)


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in read_rows("grammar", "subdivisions_world"):
        values = list(row.values())
        found.setdefault(fold(values[-1]), []).append(values[0])
    return {name: tuple(codes) for name, codes in found.items()}


def subdivision_of(label: str, countries: Iterable[str]) -> str | None:
    """The ISO 3166-2 code of a label such as `Estado de São Paulo`; None if no or two named countries have it.

    >>> subdivision_of("State of São Paulo", ["BRA"]), subdivision_of("São Paulo", ["CHL"])
    ('BR-SP', None)
    """
    bare = _AFTER.sub("", _BEFORE.sub("", re.sub(r"\s+", " ", label).strip(" .,:*")))
    codes = _by_name().get(fold(bare), ())
    known = {found.alpha_2 for code in countries if (found := country(code)) is not None}
    matching = [code for code in codes if code[:2] in known]
    return matching[0] if len(matching) == 1 else None
