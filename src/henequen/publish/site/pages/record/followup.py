"""Follow-up: everything that was recommended or promised, with three statuses, filters, and the day last looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from henequen.model.record import Record
from henequen.publish.charts.shares import draw_shares
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.rows import Cell, Row, Rows, choices
from henequen.record.store.folding import plain_words

__all__ = ["followup_pages"]

_BARS = 12


def followup_pages(names: Names) -> Iterator[Page]:
    """The list of recommendations and commitments."""
    material, t = names.material, names.t
    records = sorted(material.table("recommendations"), key=lambda r: (_first_place(r), r.id))
    bodies = _bodies(records)
    rows = [_row(names, r, bodies) for r in records]
    none = sum(1 for row in rows if row["evidence"] == "none_found")
    looked = sum(1 for r in records if r.derived["evidence"] == "none_found" and r.derived["last_looked"])
    columns = (
        "id",
        "kind",
        "section",
        "area",
        "addressed_to",
        "restatement",
        "deadline",
        "official",
        "evidence",
        "last_looked",
        "schedule",
    )
    yield Page(
        path="follow-up/index.html",
        template="followup.html",
        title=t("followup.title"),
        section="followup",
        context={
            "answer": t("followup.answer", n=len(rows), none=none, looked=looked),
            "score": _score(names, records),
            "bars": [
                (t("followup.by_area"), "area", _bars(rows, "area", lambda code: names.label("area", code))),
                (
                    t("followup.by_addressee"),
                    "addressee",
                    _bars(rows, "addressee", dict(_addressee_names(rows)).__getitem__),
                ),
            ],
            "list": _list(names, rows),
        },
        data={"items": [_data(r) for r in records]},
        tables=(
            Table("follow-up/follow-up.csv", columns, tuple(tuple(_data(r)[c] for c in columns) for r in records)),
        ),
    )


def _first_place(record: Record) -> tuple[str, int]:
    return (record.evidence[0].document, record.evidence[0].key_start) if record.evidence else ("", 0)


def _bodies(records: list[Record]) -> dict[str, str]:
    """The body that each wording of an addressee means, for wordings that mean the same body in every record."""
    actors_of: dict[str, set[str]] = {}
    for record in records:
        texts, identities = record.many("addressed_to"), record.many("addressed_ids")
        if len(texts) == 1 and len(identities) == 1:
            actors_of.setdefault(texts[0], set()).add(identities[0])
    return {text: identity for text, (identity, *others) in actors_of.items() if not others}


def _row(names: Names, record: Record, bodies: Mapping[str, str]) -> dict[str, Any]:
    derived = record.derived
    texts, identities = record.many("addressed_to"), record.many("addressed_ids")
    if len(texts) == 1 and len(identities) == 1:
        bodies = {texts[0]: identities[0]}
    addressees = tuple(
        (bodies[a], names.actor(bodies[a])) if a in bodies else (_key(a), names.text(record.id, "addressed_to", a))
        for a in texts
    )
    return {
        "href": f"../{names.material.url(record.id)}",
        "title": names.title(record),
        "lang": names.title_lang(record),
        "area": record.one("area"),
        "area_label": names.label("area", record.one("area")) if record.one("area") else "",
        "kind": record.one("kind"),
        "kind_label": names.kind(record),
        "section": ", ".join(record.many("section")),
        "addressed": ", ".join(names.text(record.id, "addressed_to", a) for a in record.many("addressed_to")),
        "addressee": [key for key, _ in addressees],
        "addressees": addressees,
        "evidence": derived["evidence"],
        "schedule": derived["schedule"],
        "deadline": names.date(record.one("deadline")) if record.one("deadline") else "",
        "deadline_raw": record.one("deadline"),
        "document": record.documents[0] if record.documents else "",
        "words": " ".join(
            dict.fromkeys(
                plain_words(
                    " ".join(
                        (
                            names.title(record),
                            *record.many("addressed_to"),
                            *record.many("mechanism"),
                            names.label("area", record.one("area")),
                            *record.many("section"),
                        )
                    )
                )
            )
        ),
    }


def _key(addressee: str) -> str:
    return "-".join(plain_words(addressee))


def _addressee_names(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [pair for row in rows for pair in row["addressees"]]


def _list(names: Names, rows: list[dict[str, Any]]) -> Rows:
    """The list with its filters, groups and orders."""
    t = names.t
    rows_shown = tuple(_list_row(names, row) for row in rows)
    addressees = dict(_addressee_names(rows))
    labels: tuple[tuple[str, str, Callable[[str], str]], ...] = (
        ("evidence", t("followup.evidence"), lambda code: names.label("evidence_status", code)),
        ("area", t("filter.area"), lambda code: names.label("area", code)),
        ("addressee", t("filter.addressee"), lambda code: addressees[code]),
        ("schedule", t("followup.schedule"), lambda code: names.label("schedule", code)),
        ("kind", t("filter.kind"), lambda code: names.label("recommendation_kind", code)),
        ("document", t("filter.source"), names.document),
    )
    return Rows(
        heads=(
            (t("followup.what"), "title"),
            (t("filter.area"), "area"),
            (t("filter.addressee"), "addressee"),
            (t("followup.evidence"), "evidence"),
            (t("followup.schedule"), "deadline"),
        ),
        rows=rows_shown,
        filters=tuple((key, label, choices(rows_shown, key, field)) for key, label, field in labels),
        groups=(
            ("area", t("filter.area")),
            ("addressee", t("filter.addressee")),
            ("evidence", t("followup.evidence")),
            ("document", t("filter.source")),
        ),
        orders=(
            ("", t("filter.source_order")),
            ("title", t("filter.by_title")),
            ("area", t("filter.area")),
            ("evidence", t("followup.evidence")),
            ("deadline", t("followup.by_deadline")),
        ),
        csv="follow-up.csv",
        layout="c5",
    )


def _list_row(names: Names, row: dict[str, Any]) -> Row:
    due = row["deadline"] or "–"
    return Row(
        cells=(
            Cell(row["title"], row["href"], row["lang"]),
            Cell(row["area_label"]),
            Cell(row["addressed"]),
            Cell(names.label("evidence_status", row["evidence"]), kind=f"badge {row['evidence']}"),
            Cell(due, kind=f"badge {row['schedule']}" if row["schedule"] == "overdue" else "num"),
        ),
        data={
            "evidence": row["evidence"],
            "area": row["area"],
            "addressee": " ".join(row["addressee"]),
            "schedule": row["schedule"],
            "kind": row["kind"],
            "document": row["document"],
        },
        order={
            "area": row["area_label"],
            "addressee": row["addressed"],
            "evidence": row["evidence"],
            "deadline": row["deadline_raw"],
        },
        words=row["words"],
    )


def _score(names: Names, records: list[Record]) -> list[tuple[int, str, str]]:
    """Counts: overdue items first, then by evidence."""
    late = sum(r.derived["schedule"] == "overdue" for r in records)
    states = Counter(r.derived["evidence"] for r in records)
    order = ("delivered", "partial", "started", "contrary", "stopped", "none_found")
    reasons = [(late, "schedule", "overdue")] if late else []
    return [*reasons, *((states[code], "evidence", code) for code in order if states[code])]


def _bars(rows: list[dict[str, Any]], key: str, label: Callable[[str], str]) -> list[dict[str, Any]]:
    """One bar for each area or addressee: how many have evidence, of all; the rest of the bar stays empty."""
    totals: Counter[str] = Counter()
    states: dict[str, Counter[str]] = {}
    for row in rows:
        for code in [row[key]] if isinstance(row[key], str) else row[key]:
            if code:
                totals[code] += 1
                states.setdefault(code, Counter())[row["evidence"]] += 1
    most = max(totals.values(), default=1)
    return [
        {
            "code": code,
            "label": label(code),
            "some": n - states[code]["none_found"],
            "all": n,
            "picture": draw_shares(
                [
                    ("st-a", states[code]["delivered"]),
                    ("st-b", states[code]["partial"]),
                    ("st-c", states[code]["started"]),
                    ("st-d", states[code]["contrary"] + states[code]["stopped"]),
                    ("st-e", states[code]["none_found"]),
                ],
                most,
            ),
        }
        for code, n in totals.most_common(_BARS)
    ]


def _data(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "kind": record.one("kind"),
        "section": ";".join(record.many("section")),
        "area": record.one("area"),
        "addressed_to": ";".join(record.many("addressed_to")),
        "restatement": record.one("restatement"),
        "deadline": record.one("deadline"),
        **{name: record.derived[name] for name in ("official", "evidence", "last_looked", "schedule")},
    }
