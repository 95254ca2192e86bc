"""Follow-up: everything that was recommended or promised, with three statuses, filters, and the day last looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.record.store.folding import plain_words

__all__ = ["followup_pages"]


def followup_pages(names: Names) -> Iterator[Page]:
    """The list of recommendations and commitments."""
    material, t = names.material, names.t
    records = sorted(material.table("recommendations"), key=lambda r: (_first_place(r), r.id))
    rows = [_row(names, r) for r in records]
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
    editions = Counter(row["document"] for row in rows)
    yield Page(
        path="follow-up/index.html",
        template="followup.html",
        title=t("followup.title"),
        section="followup",
        context={
            "rows": rows,
            "answer": t("followup.answer", n=len(rows), none=none, looked=looked),
            "filters": [
                ("evidence", t("followup.evidence"), _choices(names, rows, "evidence", "evidence_status")),
                ("document", t("claim.source"), [(d, f"{names.document(d)} ({n})") for d, n in editions.most_common()]),
                ("area", t("filter.area"), _choices(names, rows, "area", "area")),
                ("addressee", t("filter.addressee"), _addressees(rows)),
                ("kind", t("filter.kind"), _choices(names, rows, "kind", "recommendation_kind")),
                ("schedule", t("followup.schedule"), _choices(names, rows, "schedule", "schedule")),
            ],
        },
        data={"items": [_data(r) for r in records]},
        tables=(
            Table("follow-up/follow-up.csv", columns, tuple(tuple(_data(r)[c] for c in columns) for r in records)),
        ),
    )


def _first_place(record: Record) -> tuple[str, int]:
    return (record.evidence[0].document, record.evidence[0].key_start) if record.evidence else ("", 0)


def _row(names: Names, record: Record) -> dict[str, Any]:
    derived = record.derived
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
        "addressee": [_key(a) for a in record.many("addressed_to")],
        "addressees": tuple((a, names.text(record.id, "addressed_to", a)) for a in record.many("addressed_to")),
        "evidence": derived["evidence"],
        "schedule": derived["schedule"],
        "official": names.said(record.id, "official", derived["official"]),
        "deadline": names.date(record.one("deadline")) if record.one("deadline") else "",
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


def _addressees(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    counts = Counter(a for row in rows for a in row["addressees"])
    return [(_key(a), f"{label} ({n})") for (a, label), n in counts.most_common(24)]


def _choices(names: Names, rows: list[dict[str, Any]], key: str, vocabulary: str) -> list[tuple[str, str]]:
    counts = Counter(row[key] for row in rows if row[key])
    return [(code, f"{names.label(vocabulary, code)} ({n})") for code, n in counts.most_common()]


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
