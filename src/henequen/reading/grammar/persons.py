"""First names that are also names of countries: Francia, Israel, Jordan."""

from __future__ import annotations

import re

__all__ = ["is_of_person"]

_PERSON = re.compile(
    r"\b(?:Mrs?|Ms|Dra?|Sra?|Don|Doña|Lic|Ing|Prof|(?:vice)?president[ea]?|minist(?:er|r[oa])|canciller|ambassador|embajador[a]?|mayor|alcalde(?:sa)?"
    r"|governor|gobernador[a]?|secretari[oa]|secretary|senator|senador[a]?|diputad[oa]|general|director[a]?|chair(?:man|woman)?)\.?\s$",
    re.IGNORECASE,
)
_SURNAME = re.compile(r"\s(?!and\b|y\b)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,}(?![\w’'])")
_OFFICE = re.compile(
    r"\s[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,},\s(?:the\s|el\s|la\s)?(?:(?:vice)?president|minist|canciller|embajador|ambassador|secretar|director|mayor|alcald)"
)


def is_of_person(text: str, start: int, end: int) -> bool:
    """Is the name of a country the first name of a person: Vice-President Francia Ruiz; Israel Ruiz, minister?"""
    if " " in text[start:end] or _SURNAME.match(text, end) is None:
        return False
    return bool(_PERSON.search(text[max(0, start - 24) : start]) or _OFFICE.match(text, end))
