"""Reads a table of facts: one row is one statement of one source, with publisher, date, address and how it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from henequen.jobs.foreign_text import rows_in_child
from henequen.model.errors import DataError

__all__ = ["KINDS", "Fact", "read_facts"]

_COMMON = {"row_id", "source_publisher", "source_title", "source_date", "source_url", "how_seen", "confidence", "note"}
KINDS: Mapping[str, frozenset[str]] = {
    "followup": frozenset({"item_id", "item", "date", "what_happened", "supports_status"}),
    "instruments": frozenset({"level", "kind", "title", "signed", "in_force", "status_claimed", "claimant"}),
    "trade": frozenset({"reporter", "partner", "flow", "year", "period", "value", "unit", "derived"}),
    "investment": frozenset({"source_side", "direction", "measure", "period_start", "period_end", "value", "unit"}),
    "tariffs": frozenset({"country", "measure", "product_group", "year", "value", "unit"}),
    "successions": frozenset({"side", "successor_name", "native_name", "valid_from", "valid_to", "event"}),
    "places": frozenset({"country", "level", "iso_3166_2", "population", "population_year"}),
}
"""The kinds of table, recognised by the columns that each must have in addition to the common ones."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: its place, the kind of its table, and its cells."""

    where: str
    kind: str
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def id(self) -> str:
        """The id that the row has in its own table."""
        return self.cells["row_id"]


def read_facts(path: Path) -> list[Fact]:
    """Read one table. Raises DataError, with file and line, if it is not a table of facts."""
    kinds: list[str] = []

    def names_of(names: list[str]) -> list[str]:
        kind = next((name for name, columns in KINDS.items() if columns | _COMMON <= set(names)), "")
        if not kind:
            raise DataError(
                "not a table of facts",
                where=f"{path.name}, line 1",
                found=", ".join(names[:12]),
                expected=f"the columns {', '.join(sorted(_COMMON))}, and those of one of: {', '.join(KINDS)}",
            )
        kinds.append(kind)
        return names

    facts = [
        Fact(f"{path.name}, line {line}", kinds[0], {name: cell.strip() for name, cell in row.items()})
        for line, row in rows_in_child(path, names_of, what="table of facts")
    ]
    lines_by_id: dict[str, str] = {}
    for fact in facts:
        if lines_by_id.setdefault(fact.id, fact.where) != fact.where:
            raise DataError(
                "a row_id occurs twice",
                where=fact.where,
                found=f"{fact.id}, also {lines_by_id[fact.id]}",
                expected="one row per row_id",
                hint="give each fact an id of its own",
            )
    return facts
