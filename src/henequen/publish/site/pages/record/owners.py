"""Owners: for each area and each open item, the office on each side and the body with its task today; the directory by
kind."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.properties import codes
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.channels import back_to_channels
from henequen.publish.site.pages.record.desk import (
    Cell,
    Part,
    Row,
    Section,
    badge,
    desk_page,
    linked,
    no_evidence,
    text,
)
from henequen.record.questions.owners import Owner, owners_of

__all__ = ["directory_pages", "owner_pages", "owners_by_side"]


def owners_by_side(names: Names, item: Record) -> list[Cell]:
    """One cell per side: each owner with the body that has its task today, or a note that no office is named."""
    material = names.material
    tables = {name: material.table(name) for name in ("successions", "counterparts", "portfolios")}
    owners = owners_of(item, material.sides, tables, material.record, material.view.as_of, material.looks)
    return [
        tuple(part for owner in owners if owner.side == side for part in _owner(names, owner))
        for side in material.sides
    ]


def _owner(names: Names, owner: Owner) -> Cell:
    if not owner.office:
        return text(names.t("desk.no_office"))
    parts = []
    for holder in owner.today:
        words, lang = names.body(holder.actor, holder.name, holder.native_name)
        if not holder.sure:
            words = names.t("desk.uncertain", name=words, searched=searched(names, holder.actor))
        parts.append(Part(words, names.material.url(holder.actor), lang))
    rule = names.t(f"desk.rule_{owner.rule}")
    return (*parts, Part(rule)) if parts else text(rule)


def searched(names: Names, identity: str) -> str:
    """The searches for a body whose successor no source states."""
    look = names.material.looks.get(identity)
    if look is None:
        return names.t("followup.nobody_looked")
    return names.t("desk.searched", day=names.date(look.on), where=names.places_searched(look.where))


def owner_pages(names: Names) -> Iterator[Page]:
    """The theme register with an owner per side, and the owner of every open item."""
    material, t = names.material, names.t
    items = [r for r in material.table("recommendations") if r.derived["evidence"] != "delivered"]
    areas: dict[str, list[Record]] = {}
    for item in items:
        areas.setdefault(item.one("area"), []).append(item)
    sides = tuple(names.country(side) for side in material.sides)
    themes = []
    for area in (code for code in codes("area") if code in areas):
        portfolios = [p for p in material.table("portfolios") if p.one("area") == area]
        cells: list[Cell] = []
        for side in material.sides:
            portfolio = next((p for p in portfolios if p.one("side") == side), None)
            example = next((i for i in areas[area] if not i.many("owners_ids")), None)
            cells.append(
                owners_by_side(names, example)[material.sides.index(side)]
                if portfolio is not None and example is not None
                else linked(names, portfolio.one("office"))
                if portfolio is not None
                else text(t("desk.no_office"))
            )
        themes.append(Row((text(names.label("area", area)), text(str(len(areas[area]))), *cells), area))
    rows = []
    unnamed = 0
    for item in sorted(items, key=lambda i: (list(codes("area")).index(i.one("area")) if i.one("area") else 99, i.id)):
        own = owners_by_side(names, item)
        unnamed += any(cell and cell[0].text == t("desk.no_office") for cell in own)
        state = (
            text(no_evidence(names, item))
            if item.derived["evidence"] == "none_found"
            else badge(item.derived["evidence"], names.label("evidence_status", item.derived["evidence"]))
        )
        rows.append(Row((linked(names, item.id), text(names.label("area", item.one("area"))), state, *own), item.id))
    yield desk_page(
        names,
        "follow-up/owners.html",
        t("desk.owners"),
        t("desk.owners_lede", n=len(rows), unnamed=unnamed, day=names.date(material.view.as_of)),
        [
            Section("themes", t("desk.themes"), (t("desk.theme"), t("desk.items"), *sides), tuple(themes)),
            Section(
                "items",
                t("desk.open_items"),
                (names.property("recommendations", "restatement"), t("desk.theme"), t("desk.state"), *sides),
                tuple(rows),
            ),
        ],
        section="followup",
        notes=(t("desk.owner_rule"),),
        back=back_to_channels(names),
    )


def directory_pages(names: Names) -> Iterator[Page]:
    """The network of agencies by kind, each with its counterpart on the other side."""
    material, t = names.material, names.t
    listed: dict[str, list[Record]] = {}
    for actor in material.table("actors"):
        for kind in actor.many("directory"):
            listed.setdefault(kind, []).append(actor)
    sides = tuple(names.country(side) for side in material.sides)
    sections = []
    pairs = 0
    for kind in codes("directory"):
        own: list[list[Record]] = [[a for a in listed.get(kind, ()) if a.one("country") == s] for s in material.sides]
        rows, used = [], set()
        for actor in own[0]:
            others = [o for o in actor.many("counterpart_ids") if o in material.record]
            others += [o.id for o in own[1] if actor.id in o.many("counterpart_ids") and o.id not in others]
            used.update(others)
            pairs += len(others)
            rows.append(
                Row(
                    (
                        linked(names, actor.id),
                        tuple(p for o in others for p in linked(names, o)) or text(t("desk.no_counterpart")),
                    ),
                    f"{kind}-{actor.id}",
                )
            )
        rows += [
            Row((text(t("desk.no_counterpart")), linked(names, o.id)), f"{kind}-{o.id}")
            for o in own[1]
            if o.id not in used
        ]
        sections.append(Section(kind, names.label("directory", kind), sides, tuple(rows)))
    yield desk_page(
        names,
        "channels/directory.html",
        t("desk.directory"),
        t("desk.directory_lede", kinds=len([s for s in sections if s.rows]), pairs=pairs),
        sections,
        back=back_to_channels(names),
    )
