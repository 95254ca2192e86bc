"""Checks references between rows: known subjects and actors, no circle among relations, known claims in reviews."""

from __future__ import annotations

from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.model.properties import properties
from henequen.record.pack.pack import Pack

__all__ = ["check_references"]

_ORDERED = ("extends", "implements", "renews", "amends", "replaces", "succeeds", "part_of", "details")


def check_references(pack: Pack, lines: dict[str, str]) -> None:
    """Raise PackError for a dangling or circular reference; `lines` gives the line of each claim."""
    subjects: dict[str, str] = {}
    for claim in pack.claims:
        if claim.table == "relations":
            continue
        table = subjects.setdefault(claim.subject, claim.table)
        if table != claim.table:
            raise PackError(
                Message("id_used_for_two_kinds_subject"),
                where=lines[claim.claim_id],
                found=Message("in_and", subject=claim.subject, table=claim.table, table_2=table),
                hint=Message("rename_one_them"),
            )
    kinds = {"actor": "actors", "recommendation": "recommendations", "record": ""}
    edges: dict[str, dict[str, list[str]]] = {}
    dangling: list[tuple[str, str, str]] = []
    for claim in pack.claims:
        kind = kinds.get(properties(claim.table)[claim.predicate].type)
        if kind is None or claim.polarity != "asserted":
            continue
        table = subjects.get(claim.value, "")
        if not table or (kind and table != kind):
            where = f"{lines[claim.claim_id]}, column {claim.predicate}"
            dangling.append((where, claim.value, f"an id of {kind or 'any table'}"))
        if claim.table == "relations" and claim.predicate == "object":
            subject, relation, _ = claim.subject.split(" ", 2)
            if relation in _ORDERED:
                edges.setdefault(relation, {}).setdefault(subject, []).append(claim.value)
        if claim.predicate == "parent":
            edges.setdefault(f"{claim.table} parent", {}).setdefault(claim.subject, []).append(claim.value)
    if dangling:
        where, unknown, expected = dangling[0]
        more = [f"{value} ({place})" for place, value, _ in dangling[1:]]
        raise PackError(
            Message("reference_leads_nowhere"),
            where=where,
            found=unknown if not more else Message("and_more", unknown=unknown, n=len(more), more="; ".join(more[:40])),
            expected=expected,
            hint=Message("add_row_for_or_correct_id"),
        )
    for relation, graph in edges.items():
        circle = _circle(graph)
        if circle:
            begins = next(
                (
                    lines[c.claim_id]
                    for c in pack.claims
                    if c.subject.split(" ")[0] == circle[0] and c.value == circle[1]
                ),
                None,
            )
            raise PackError(
                Message("circular_relation", relation=relation),
                where=begins,
                found=" -> ".join(circle),
                hint=Message("remove_one_links"),
            )
    subjects_known = set(lines)
    for review in pack.reviews:
        if review.claim_id not in subjects_known:
            raise PackError(
                Message("review_unknown_claim"),
                where="reviews.csv",
                found=review.claim_id,
                hint=Message("henequen_show_id_shows_claim"),
            )


def _circle(graph: dict[str, list[str]]) -> list[str]:
    """A closed path of the graph, or an empty one."""
    done: set[str] = set()
    for origin in sorted(graph):
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(origin, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                on_path.discard(node)
                path.pop()
                done.add(node)
                continue
            if node in on_path:
                return [*path[path.index(node) :], node]
            if node in done:
                continue
            path.append(node)
            on_path.add(node)
            stack.append((node, True))
            stack.extend((following, False) for following in sorted(graph.get(node, ()), reverse=True))
    return []
