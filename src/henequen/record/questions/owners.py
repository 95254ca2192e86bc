"""The owners of an item today: an office on each side, if one is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from henequen.model.record import Record
from henequen.record.questions.counterparts import Holder, holders
from henequen.record.rules.looks import Look

__all__ = ["Owner", "owners_of"]


@dataclass(frozen=True, slots=True)
class Owner:
    """The office of one side for an item: as first named, by which rule (`named`, `matrix`, `portfolio` or none), and
    the body that has its task today."""

    side: str
    office: str
    rule: str
    today: tuple[Holder, ...]


def owners_of(
    item: Record,
    sides: Sequence[str],
    tables: Mapping[str, Sequence[Record]],
    actors: Mapping[str, Record],
    as_of: str,
    looks: Mapping[str, Look],
) -> list[Owner]:
    """The owner of `item` on each side.

    Owners that a source names come first; then the bodies of the row of the matrix that the item belongs to; then the
    office that holds the portfolio of its area. An item that names neither has no owner on that side.
    """
    successions = tables.get("successions", ())
    matrix = {record.id: record for record in tables.get("counterparts", ())}
    issue = item.one("issue")
    owners = []
    for number, side in enumerate(sides):
        named = [a for a in (*item.many("owners_ids"), *item.many("addressed_ids")) if _office_of(actors.get(a), side)]
        rule, scope = "named", issue
        if not named and issue in matrix:
            named, rule = list(matrix[issue].many(f"side_{'ab'[number]}_ids")), "matrix"
        if not named:
            rows = [
                p for p in tables.get("portfolios", ()) if p.one("area") == item.one("area") and p.one("side") == side
            ]
            named = [row.one("office") for row in rows[:1]]
            rule, scope = "portfolio", rows[0].one("issue") if rows else ""
        if not named:
            owners.append(Owner(side, "", "", ()))
        for office in dict.fromkeys(named):
            today = tuple(holders(office, scope, successions, actors, as_of, looks))
            owners.append(Owner(side, office, rule, today))
    return owners


def _office_of(actor: Record | None, side: str) -> bool:
    """Is this an office of that side (not the government or the country as a whole)?"""
    return (
        actor is not None
        and actor.one("country") == side
        and actor.one("kind") not in ("country", "government", "other")
    )
