"""The properties that a claim can state, as data: one table serves validation, export, pages and documentation."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["DESK_TABLES", "Property", "codes", "properties", "tables"]

DESK_TABLES = (
    "happenings",
    "looks",
    "sessions",
    "seats",
    "talks",
    "programmes",
    "programme_lines",
    "funds",
    "failures",
    "projects",
    "leads",
    "scores",
    "baselines",
    "missions",
    "positions",
    "portfolios",
    "paragraphs",
    "entries",
    "treaty_actions",
    "cases",
    "steps",
    "tags",
    "competences",
    "agreements",
    "plain_words",
)
"""The tables that the desk keeps by hand: published as their properties are, and shown together on one page each."""


@dataclass(frozen=True, slots=True)
class Property:
    """One row of `data/properties.csv`: what the property is called, what its values are, which standard names it."""

    table: str
    name: str
    type: str
    many: bool
    vocabulary: str
    standard_term: str
    label_en: str
    label_es: str
    label_ko: str


@cache
def _all() -> dict[str, dict[str, Property]]:
    properties_of_table: dict[str, dict[str, Property]] = {}
    with files("henequen.model").joinpath("data/properties.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            row["name"] = row.pop("property")
            many = row.pop("many") == "many"
            entry = Property(many=many, **row)
            properties_of_table.setdefault(entry.table, {})[entry.name] = entry
    return properties_of_table


def tables() -> tuple[str, ...]:
    """The tables of claims, in the order of the property table.

    >>> tables()[:3]
    ('instruments', 'activities', 'events')
    """
    return tuple(_all())


def properties(table: str) -> dict[str, Property]:
    """The properties of one table by name, in order.

    >>> properties("instruments")["signed_on"].type
    'date'
    """
    return _all()[table]


@cache
def codes(vocabulary: str) -> dict[str, dict[str, str]]:
    """The codes of a vocabulary with their labels by language, in order.

    >>> codes("flow")["export"]["es"]
    'exportación'
    """
    labels: dict[str, dict[str, str]] = {}
    with files("henequen.model").joinpath("data/codes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["vocabulary"] == vocabulary:
                labels[row["code"]] = {language: row[language] for language in ("en", "es", "ko")}
    if not labels:
        raise KeyError(f"no vocabulary named {vocabulary!r} in data/codes.csv")
    return labels
