"""The columns of tables that happen to have no rows, so that an empty file still has its header."""

from __future__ import annotations

from henequen.model.properties import properties

__all__ = ["DESK", "EMPTY"]

DESK = (
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
"""The tables whose columns are just their properties: the desk's."""

_COLUMNS = """
instruments: id kind title level parties places subjects signed_on stated_status status status_as_of status_basis
 counterparty_status counterparty_candidates
activities: id kind title date places actors counterparty_status
observations: id measure component reporter asserted_by flow partner place product period period_basis value missing
 unit unit_mult comparator valuation as_printed
actors: id kind name country place variants
recommendations: id kind section addressed_to area restatement mechanism deadline official evidence schedule
counterparts: id forum issue side_a_bodies side_b_bodies
exchanges: id period category content annotation direction
events: id date kind title actors places
findings: id rule severity message printed computed
memberships: id body member role side estate
successions: id predecessor successor name native_name valid_from valid_to event
relations: subject relation object
claims: id subject predicate polarity value edition
"""

EMPTY: dict[str, list[str]] = {
    table: ["id", *properties(table), "edition", "document", "char_start", "char_end"] for table in DESK
} | {
    name: [*columns.split(), "document", "char_start", "char_end"]
    for name, _, columns in (line.partition(":") for line in _COLUMNS.strip().replace("\n ", " ").split("\n"))
}
"""The header of each table, by its name."""
