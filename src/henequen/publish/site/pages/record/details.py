"""Sections of a record's page other than its claims: dated evidence and owners, sessions and seats, results of an
event."""

from __future__ import annotations

from dataclasses import replace

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.pages.record.channels import state_words
from henequen.publish.site.pages.record.desk import Cell, Part, Row, Section, badge, linked, text, value_cell
from henequen.publish.site.pages.record.owners import owners_by_side
from henequen.record.questions.channels import body_state
from henequen.record.questions.funds import ledgers

__all__ = ["details"]


def details(names: Names, record: Record) -> list[Section]:
    """The sections of a record's page; their anchors have no id, since their rows belong to other pages."""
    match record.table:
        case "recommendations":
            sections = [_evidence(names, record), _owners(names, record)]
        case "events" | "activities":
            sections = [_evidence(names, record), *_led_to(names, record)]
        case "actors":
            sections = [*_body(names, record)]
        case "instruments":
            sections = [_acts(names, record), _evidence(names, record)]
        case _:
            sections = [_evidence(names, record)]
    return [replace(s, rows=tuple(Row(row.cells) for row in s.rows)) for s in sections if s.rows]


def _evidence(names: Names, record: Record) -> Section:
    material = names.material
    rows = []
    for happening in material.happenings.get(record.id, ()):
        own = material.record[happening.id]
        kept = bool(own.evidence)
        source: Cell = (Part(names.document(happening.edition), material.claim_url(happening.id, happening.claim_id)),)
        if happening.says:
            source += (Part(names.actor(happening.says)),)
        if not kept:
            source += (Part(names.t("desk.not_kept")),)
        rows.append(
            Row(
                (
                    (
                        Part(
                            names.date(happening.begins)
                            + (f" – {names.date(happening.until)}" if happening.until else "")
                        ),
                    ),
                    badge(happening.kind, names.label("happening", happening.kind)),
                    tuple(replace(part, source="", source_href="") for part in value_cell(names, own, "what")),
                    source,
                )
            )
        )
    columns = (
        names.property("happenings", "on"),
        names.property("happenings", "kind"),
        names.property("happenings", "what"),
        names.t("claim.source"),
    )
    return Section("evidence", names.t("desk.evidence_title"), columns, tuple(rows))


def _acts(names: Names, record: Record) -> Section:
    """Which side signed, ratified or left a treaty, and when."""
    t = names.t
    rows = []
    for act in names.material.naming["treaty_actions", "treaty", record.id]:
        kind = act.one("action")
        rows.append(
            Row(
                (
                    text(names.country(act.one("side"))),
                    text(names.label("treaty_action", kind) if kind else t("legal.denied")),
                    value_cell(names, act, "on"),
                )
            )
        )
    columns = tuple(names.property("treaty_actions", name) for name in ("side", "action", "on"))
    return Section("acts", t("legal.treaties"), columns, tuple(rows))


def _owners(names: Names, record: Record) -> Section:
    cells = owners_by_side(names, record)
    sides = tuple(names.country(side) for side in names.material.sides)
    return Section("owners", names.t("desk.owner"), sides, (Row(tuple(cells)),))


def _led_to(names: Names, record: Record) -> list[Section]:
    """Commitments and proposals made at an event, and the sessions held there."""
    material = names.material
    committed = material.naming["recommendations", "event", record.id]
    floated = material.naming["leads", "event", record.id]
    sessions = material.naming["sessions", "event", record.id]
    state = names.t("desk.state")
    return [
        Section(
            "committed",
            names.t("desk.committed"),
            (names.property("recommendations", "restatement"), state),
            tuple(
                Row((linked(names, r.id), text(names.label("evidence_status", r.derived["evidence"]))))
                for r in committed
            ),
        ),
        Section(
            "floated",
            names.t("desk.floated"),
            (names.property("leads", "title"), names.property("leads", "item"), names.property("leads", "outcome")),
            tuple(
                Row(
                    (
                        (Part(names.title(r), "follow-up/leads.html#" + r.id, names.title_lang(r)),),
                        linked(names, r.one("item")),
                        value_cell(names, r, "outcome"),
                    )
                )
                for r in floated
            ),
        ),
        _sessions(names, sessions),
    ]


def _sessions(names: Names, sessions: list[Record]) -> Section:
    columns = ("body", "number", "on", "at", "level", "agenda", "decisions", "next")
    return Section(
        "sessions",
        names.t("desk.sessions"),
        tuple(names.property("sessions", name) for name in columns),
        tuple(Row(tuple(value_cell(names, s, name) for name in columns)) for s in sessions),
    )


def _body(names: Names, record: Record) -> list[Section]:
    """A body's state, seats, sessions, members by estate, and the ledger of a fund."""
    material, t = names.material, names.t
    own = sorted(material.naming["sessions", "body", record.id], key=lambda s: s.one("on") or "9999")
    seats = material.naming["seats", "body", record.id]
    members = [m for m in material.naming["memberships", "body", record.id] if m.one("estate")]
    state: tuple[Row, ...] = ()
    if own or seats or record.one("proposed_on") or record.one("valid_to"):
        body = body_state(record, material.sessions, material.view.as_of)
        state = (Row((badge(body.kind, state_words(names, body)),)),)
    columns = ("side", "estate", "role", "count")
    by_estate = ("member", "role", "side", "estate")
    return [
        Section("state", t("desk.state"), (t("desk.state"),), state),
        Section(
            "seats",
            t("desk.seats"),
            tuple(names.property("seats", name) for name in columns),
            tuple(Row(tuple(value_cell(names, s, name) for name in columns)) for s in seats),
        ),
        Section(
            "members",
            t("record.members"),
            tuple(names.property("memberships", name) for name in by_estate),
            tuple(Row(tuple(value_cell(names, m, name) for name in by_estate)) for m in members),
        ),
        _sessions(names, own),
        *_ledgers(names, record),
    ]


def _ledgers(names: Names, record: Record) -> list[Section]:
    material, t = names.material, names.t
    sections = []
    entries = material.naming["funds", "fund", record.id]
    columns = ("side", "on", "kind", "amount", "unit")
    for ledger in ledgers(record, entries, material.sides):
        lines = [
            t(
                "desk.ledger_line",
                side=names.country(side),
                paid=f"{paid} {ledger.unit}",
                pledged=f"{pledged} {ledger.unit}",
            )
            for side, paid, pledged in zip(material.sides, ledger.contributed, ledger.pledged, strict=True)
        ]
        rule = record.one("matching")
        if ledger.short is not None:
            lines += [
                t("desk.short", rule=rule, side=names.country(side), amount=f"{short} {ledger.unit}")
                for side, short in zip(material.sides, ledger.short, strict=True)
                if short
            ] or [t("desk.matched", rule=rule)]
        rows = tuple(
            Row(tuple(value_cell(names, e, name) for name in columns)) for e in entries if e.one("unit") == ledger.unit
        )
        headings = tuple(names.property("funds", name) for name in columns)
        sections.append(Section(f"ledger-{ledger.unit}", t("desk.ledger"), headings, rows, lede=" ".join(lines)))
    return sections
