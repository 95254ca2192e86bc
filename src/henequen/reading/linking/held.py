"""Rows of the record, as plain values: the caller passes them, because this room does not import the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["HeldRow", "HeldRows"]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One claim of the record: its identity, its kind, its fields named as in a proposal, and its places in documents.

    `places` are (document, start, end) of its evidence.
    """

    identity: str
    kind: str
    fields: Mapping[str, object]
    places: tuple[tuple[str, int, int], ...] = ()


@dataclass
class HeldRows:
    """The rows by kind and by blocking key, so that each proposal is compared with few of them."""

    rows: dict[str, list[HeldRow]] = field(default_factory=lambda: defaultdict(list))
    _blocks: dict[tuple[str, str], list[HeldRow]] = field(default_factory=lambda: defaultdict(list))

    @staticmethod
    def of(rows: Iterable[HeldRow]) -> HeldRows:
        """Index `rows`."""
        held = HeldRows()
        for row in rows:
            held.rows[row.kind].append(row)
            for key in blocking_keys(row.kind, row.fields):
                held._blocks[row.kind, key].append(row)
        return held

    def candidates(self, kind: str, fields: Mapping[str, object]) -> Iterator[HeldRow]:
        """The rows that share a country, a year or a measure with a proposal, each once."""
        seen: set[str] = set()
        for key in blocking_keys(kind, fields):
            for row in self._blocks.get((kind, key), ()):
                if row.identity not in seen:
                    seen.add(row.identity)
                    yield row


def blocking_keys(kind: str, fields: Mapping[str, object]) -> list[str]:
    """The blocking keys: two claims are compared only if they share at least one."""
    if kind == "observation":
        return [f"{fields.get('measure')}|{fields.get('reporter')}|{fields.get('partner')}|{fields.get('period')}"]
    if kind in ("instrument", "event"):
        countries = fields.get("countries")
        keys = [f"country:{code}" for code in countries] if isinstance(countries, (list, tuple)) else []
        year = year_of(fields.get("signed") or fields.get("date") or fields.get("entry_into_force"))
        return [*keys, f"year:{year}"] if year else keys or ["without"]
    if kind == "actor":
        from henequen.reading.linking.similarity import romanised_key

        return [f"name:{romanised_key(str(fields.get('name', '')))[:3]}"]
    return ["all"]


def year_of(value: object) -> str | None:
    """The year of a date field."""
    text = (
        str(value["value"])
        if isinstance(value, Mapping) and "value" in value
        else str(value)
        if isinstance(value, str)
        else ""
    )
    return text[:4] if text[:4].isdigit() else None
