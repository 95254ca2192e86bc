"""Reads a table of facts: one row is one statement of one source, with publisher, date, address and how it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from henequen.jobs.foreign_text import rows_in_child
from henequen.model.errors import DataError
from henequen.model.message import Message

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
                Message("not_table_facts"),
                where=Message("at_first_line", file=path.name),
                found=", ".join(names[:12]),
                expected=Message("columns_and_those_one", common=", ".join(sorted(_COMMON)), kinds=", ".join(KINDS)),
            )
        kinds.append(kind)
        return names

    facts = [
        Fact(f"{path.name}, line {line}", kinds[0], {name: cell.strip() for name, cell in row.items()})
        for line, row in rows_in_child(path, names_of, what="file_facts")
    ]
    lines_by_id: dict[str, str] = {}
    for fact in facts:
        if lines_by_id.setdefault(fact.id, fact.where) != fact.where:
            raise DataError(
                Message("row_id_occurs_twice"),
                where=fact.where,
                found=Message("one_also_other", one=fact.id, other=lines_by_id[fact.id]),
                expected=Message("one_row_per_row_id"),
                hint=Message("give_each_fact_id_its_own"),
            )
    return facts
