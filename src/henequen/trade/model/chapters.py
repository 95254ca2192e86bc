"""Sections and chapters of the Harmonized System, with short titles of our own in three languages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Section", "chapter_title", "chapters", "sections"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its Roman number, its first and last chapter, its title by language (en, es, ko)."""

    number: str
    first: str
    last: str
    title: dict[str, str]


@cache
def sections() -> tuple[Section, ...]:
    """The 21 sections in order; every chapter from 01 to 99 is in one.

    >>> [s.number for s in sections() if s.first <= "87" <= s.last]
    ['XVII']
    """
    with files("henequen.model").joinpath("data/hs_sections.csv").open(encoding="utf-8") as file:
        return tuple(
            Section(row["number"], row["first"], row["last"], {name: row[name] for name in ("en", "es", "ko")})
            for row in csv.DictReader(file)
        )


@cache
def chapters() -> dict[str, dict[str, str]]:
    """Code -> title by language (en, es, ko), in the order of codes; 77 is reserved and has no title."""
    with files("henequen.model").joinpath("data/hs_chapters.csv").open(encoding="utf-8") as file:
        return {row["code"]: {name: row[name] for name in ("en", "es", "ko")} for row in csv.DictReader(file)}


def chapter_title(code: str, language: str) -> str:
    """The title of a chapter, or its code without a title (98 and 99 are national).

    >>> chapter_title("87", "es"), chapter_title("99", "en")
    ('Vehículos y autopartes', '99')
    """
    return chapters().get(code, {}).get(language, code)
