"""The tree of goals: each goal that a document sets out, and every item that serves it, level by level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.channels import back_to_channels
from henequen.publish.site.pages.record.desk import (
    Cell,
    Row,
    Section,
    badge,
    desk_page,
    linked,
    no_evidence,
    text,
    value_cell,
)

__all__ = ["goal_pages"]


def goal_pages(names: Names) -> Iterator[Page]:
    """One section per goal with items; goals without items are not in the tree, and the lede counts them."""
    material, t = names.material, names.t
    below: dict[str, list[Record]] = defaultdict(list)
    for item in material.table("recommendations"):
        below[item.one("parent")].append(item)
    goals = [item for item in below[""] if item.one("kind") == "goal"]
    served = sorted((goal for goal in goals if below[goal.id]), key=lambda goal: (goal.one("number"), goal.id))
    columns = (
        *(names.property("recommendations", name) for name in ("restatement", "parent", "section")),
        t("followup.evidence"),
    )
    sections, total = [], 0
    for goal in served:
        rows = tuple(
            Row(
                (
                    linked(names, i.id),
                    linked(names, i.one("parent")),
                    value_cell(names, i, "section"),
                    _evidence(names, i),
                ),
                i.id,
            )
            for i in _served_by(goal.id, below)
        )
        total += len(rows)
        lede = t("desk.goal_items", n=len(rows), section=", ".join(goal.many("section")))
        sections.append(Section(goal.id, names.title(goal), columns, rows, lede=lede, lang=names.title_lang(goal)))
    yield desk_page(
        names,
        "follow-up/goals.html",
        t("desk.goals"),
        t("desk.goals_lede", n=len(served), items=total, bare=len(goals) - len(served)),
        sections,
        section="followup",
        back=back_to_channels(names),
    )


def _served_by(identity: str, below: dict[str, list[Record]]) -> Iterator[Record]:
    """The items below one, each followed by the items below it."""
    for item in below[identity]:
        yield item
        yield from _served_by(item.id, below)


def _evidence(names: Names, item: Record) -> Cell:
    state = item.derived.get("evidence", "none_found")
    return (
        text(no_evidence(names, item)) if state == "none_found" else badge(state, names.label("evidence_status", state))
    )
