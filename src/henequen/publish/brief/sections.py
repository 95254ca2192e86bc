"""The other sections of a brief: what is unknown, what each side owes, pending items, chronology, people, notes, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from henequen.model.record import Record
from henequen.publish.brief.brief import Line, Sheet
from henequen.publish.brief.points import owed_by
from henequen.publish.brief.scope import Scope
from henequen.publish.site.names import Names
from henequen.record.questions.calendar import coming
from henequen.record.questions.counterparts import holder_line, holders

__all__ = ["chronology", "notes", "owed", "pending", "sheets", "sources", "unknown", "who_is_who"]

_HORIZON = timedelta(days=548)
_OPEN = ("none_found", "started", "partial")


def unknown(names: Names, scope: Scope) -> list[Line]:
    """What the record leaves unknown: statuses, evidence that was not searched for, figures of one side only,
    disputes."""
    t, material = names.t, names.material
    between_sides = [r for r in scope.table("instruments") if material.between(r)]
    unstated = [r for r in between_sides if r.derived.get("status", "unknown") == "unknown"]
    disputed = [r for r in scope.table("instruments") if material.disputed(r)]
    items = scope.table("recommendations")
    unseen = [r for r in items if r.derived.get("evidence") == "none_found" and not r.derived.get("last_looked")]
    looked = [r for r in items if r.derived.get("evidence") == "none_found" and r.derived.get("last_looked")]
    lines = []
    for key, records in (
        ("brief.unknown_status", unstated),
        ("brief.unknown_party", disputed),
        ("brief.unknown_unseen", unseen),
        ("brief.unknown_none", looked),
    ):
        if records:
            lines.append(Line(t(key, n=len(records)), tuple(r.id for r in records), (len(records),), key=key))
    return lines


def owed(names: Names, scope: Scope, debtor: int) -> list[Line]:
    """Commitments and pledges of one side alone without evidence of delivery, the latest first."""
    t = names.t
    lines = []
    for record in scope.table("recommendations"):
        if record.one("kind") not in ("commitment", "pledge") or record.derived.get("evidence") not in _OPEN:
            continue
        if owed_by(names, record) != {debtor}:
            continue
        state = record.derived.get("evidence", "")
        looked = record.derived.get("last_looked", "")
        how = (
            t("brief.looked", day=names.date(looked))
            if state == "none_found" and looked
            else t("brief.not_looked")
            if state == "none_found"
            else names.label("evidence_status", state)
        )
        text, lang = names.translate(record.id, "restatement", record.one("restatement"))
        day = _said_on(names, record)
        when = f"{names.date(day)}: " if day else ""
        lines.append(
            Line(f"{when}{text.rstrip('.')}. {how}", (record.id,), date=f"{day} {looked}", key=record.id, lang=lang)
        )
    return sorted(lines, key=lambda line: (line.date, line.key), reverse=True)


def sheets(names: Names, scope: Scope, side: int, own: tuple[str, ...], most: int) -> list[Sheet]:
    """One sheet for each of the areas with the most open items: line to take, background, counterpart."""
    _material, t = names.material, names.t
    items = [r for r in scope.table("recommendations") if r.derived.get("evidence") in _OPEN and r.one("area")]
    areas = [area for area, _ in Counter(r.one("area") for r in sorted(items, key=lambda r: r.id)).most_common(most)]
    topic_sheets = []
    for area in areas:
        own_items = sorted(
            (r for r in items if r.one("area") == area), key=lambda r: (_said_on(names, r), r.id), reverse=True
        )
        take = [
            Line(
                t("brief.take_ours" if owed_by(names, r) == {1 - side} else "brief.take_theirs", text=_text(names, r)),
                (r.id,),
                certainty="likely" if owed_by(names, r) == {1 - side} else "raised",
                key=r.id,
                lang=names.translate(r.id, "restatement", r.one("restatement"))[1],
            )
            for r in own_items
            if r.one("kind") in ("call", "commitment", "pledge") and len(owed_by(names, r)) == 1
        ]
        begun = [r for r in own_items if r.derived.get("evidence") in ("started", "partial")]
        background = [
            Line(
                f"{names.label('evidence_status', r.derived['evidence'])}: {_text(names, r)}",
                (r.id,),
                date=r.derived.get("evidence_since", ""),
                key=r.id,
                lang=names.translate(r.id, "restatement", r.one("restatement"))[1],
            )
            for r in (begun if begun or take else own_items)
        ]
        desk = [Line(text, certainty="own") for text in own] if area == areas[0] else []
        topic_sheets.append(
            Sheet(
                names.label("area", area),
                (*desk, *take[:3]),
                tuple(background[:4]),
                tuple(_counterparts(names, area, own_items)),
            )
        )
    return topic_sheets


def _counterparts(names: Names, area: str, items: Iterable[Record]) -> list[Line]:
    material = names.material
    issues = {r.one("issue") for r in items if r.one("issue")}
    rows = [r for r in material.table("counterparts") if r.id in issues][:2]
    lines = []
    for row in rows:
        texts = []
        for number, letter in enumerate("ab"):
            today = [
                holder_line(holder)
                for identity in row.many(f"side_{letter}_ids")
                for holder in holders(
                    identity,
                    row.id,
                    material.table("successions"),
                    material.record,
                    material.view.as_of,
                    material.looks,
                )
            ]
            texts.append(f"{names.side(number)}: {'; '.join(dict.fromkeys(today)) or '?'}")
        lines.append(
            Line(
                f"{names.text(row.id, 'issue', row.one('issue'))} – {' | '.join(texts)}",
                _all_ids(material, row),
                key=row.id,
                date=material.view.as_of,
            )
        )
    return lines


def _all_ids(material: object, row: Record) -> tuple[str, ...]:
    return (row.id, *row.many("side_a_ids"), *row.many("side_b_ids"))


def pending(names: Names, scope: Scope) -> list[Line]:
    """Dates that come within eighteen months, then what is overdue."""
    material, t = names.material, names.t
    today = date.fromisoformat(material.view.as_of)
    inside = {r.id for r in scope.records}
    tables = {
        name: material.table(name) for name in ("recommendations", "instruments", "sessions", "events", "programmes")
    }
    lines = []
    for due in coming(tables, today, today + _HORIZON, material.sides):
        record = material.record.get(due.record)
        if record is None or (scope.kind != "pair" and due.record not in inside):
            continue
        what = t(f"brief.due_{due.kind}")
        number = f" ({due.number})" if due.kind == "anniversary" else ""
        lines.append(
            Line(
                f"{names.date(due.date)}: {what}{number}: {names.title(record)}",
                (due.record,),
                (due.number,),
                date=due.date,
                key=due.uid,
                lang=names.title_lang(record),
            )
        )
    for record in scope.table("recommendations"):
        if record.derived.get("schedule") == "overdue":
            lines.append(
                Line(
                    f"{names.date(record.one('deadline'))}: {names.label('schedule', 'overdue')}: {_text(names, record)}",
                    (record.id,),
                    date=record.one("deadline"),
                    key=record.id,
                    lang=names.translate(record.id, "restatement", record.one("restatement"))[1],
                )
            )
    return lines


def chronology(names: Names, scope: Scope) -> list[Line]:
    """What happened and what was signed, the latest first."""
    lines = []
    for table, name in (("events", "date"), ("activities", "date"), ("instruments", "signed_on")):
        for record in scope.table(table):
            day = record.one(name)
            concerned = set(record.many("countries"))
            if not day or day[:10] > names.material.view.as_of or record.one("kind") == "publication":
                continue
            if scope.kind == "pair" and not set(names.material.sides) <= concerned:
                continue
            disputed = f" ({names.t('brief.disputed')})" if names.material.disputed(record) else ""
            lines.append(
                Line(
                    f"{names.date(day)}: {names.title(record)}{disputed}",
                    (record.id,),
                    date=day,
                    key=record.id,
                    lang=names.title_lang(record),
                )
            )
    return sorted(lines, key=lambda line: (line.date, line.key), reverse=True)


def who_is_who(names: Names, scope: Scope) -> list[Line]:
    """The people that recent events of the scope name, with their posts, the latest first."""
    material = names.material
    title_of: dict[str, str] = {}
    for record in sorted(scope.table("events"), key=lambda r: r.one("date"), reverse=True):
        for identity in record.many("actor_ids"):
            actor = material.record.get(identity)
            if actor is not None and actor.one("kind") == "person" and actor.one("country") in material.sides:
                title_of.setdefault(identity, record.one("date"))
    lines = []
    for identity, day in title_of.items():
        actor = material.record[identity]
        role, lang = names.translate(identity, "role", actor.one("role"))
        country = names.country(actor.one("country"))
        lines.append(
            Line(
                f"{names.title(actor)} ({country}): {role or names.t('brief.no_post')}; {names.t('brief.seen', day=names.date(day))}",
                (identity,),
                date=day,
                key=identity,
                lang=lang,
            )
        )
    return lines


def notes(names: Names, scope: Scope, left_out: int) -> list[Line]:
    """How to read the figures, the state of the record, what the length left out."""
    t, material = names.t, names.material
    lines = [
        Line(t("brief.note_sides", a=names.side(0), b=names.side(1)), key="note-sides"),
        Line(
            t("brief.note_record", day=names.date(material.view.as_of), n=len(scope.records)),
            counted=(len(scope.records),),
            date=material.view.as_of,
            key="note-record",
        ),
    ]
    flagged = [o.id for o in scope.figures if o.id in material.findings_of]
    if flagged:
        lines.append(
            Line(t("brief.note_findings", n=len(flagged)), tuple(flagged), (len(flagged),), key="note-findings")
        )
    if left_out:
        lines.append(Line(t("brief.note_left_out", n=left_out), counted=(left_out,), key="note-left-out"))
    return lines


def sources(names: Names, lines: Iterable[Line]) -> list[Line]:
    """The editions behind the lines, each once, by date."""
    material = names.material
    editions: set[str] = set()
    for line in lines:
        for identity in line.claims:
            if identity in material.observation:
                editions.add(material.observation[identity].edition)
            elif identity in material.record and len(line.claims) < 20:
                editions |= {s.edition for values in material.record[identity].properties.values() for s in values[:1]}
    source_lines = []
    for identity in sorted(editions, key=lambda e: (material.view.editions[e].published_on, e), reverse=True):
        edition = material.view.editions[identity]
        day = names.date(edition.published_on) if edition.published_on else ""
        source_lines.append(
            Line(
                ", ".join(p for p in (names.publisher(edition), f"“{names.work(edition)[0]}”", day) if p),
                (identity,),
                date=edition.published_on,
                key=identity,
            )
        )
    return source_lines


def _text(names: Names, record: Record) -> str:
    return names.text(record.id, "restatement", record.one("restatement")).rstrip(".")


def _said_on(names: Names, record: Record) -> str:
    editions = names.material.view.editions
    return max((editions[claim.edition].published_on for claim in record.properties.get("restatement", ())), default="")
