"""The registers: exchanges, events, actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from henequen.model.record import Record
from henequen.publish.charts import Chart
from henequen.publish.site.calendar import calendar
from henequen.publish.site.material import in_order
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.record.instruments import timeline
from henequen.record.store.folding import plain_words

__all__ = ["actor_pages", "event_pages", "exchange_pages"]


def exchange_pages(names: Names) -> Iterator[Page]:
    """Exchanges of culture and people, by period."""
    material, t = names.material, names.t
    records = sorted(material.table("exchanges"), key=lambda r: (r.one("period"), _at(r)))
    periods: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        periods.setdefault(record.one("period"), []).append(
            {
                "href": f"../{material.url(record.id)}",
                "category": names.said(record.id, "category", record.one("category")),
                "content": (names.title(record), names.title_lang(record)),
                "notes": _joined(names, record, "annotation"),
                "direction": direction(names, record.one("direction")),
                "direction_code": record.one("direction"),
                "words": _words(
                    names.title(record), *record.many("annotation"), record.one("category"), record.one("period")
                ),
            }
        )
    columns = ("id", "period", "category", "content", "annotation", "direction", "count")
    rows = tuple(
        (
            r.id,
            r.one("period"),
            r.one("category"),
            r.one("content"),
            ";".join(r.many("annotation")),
            r.one("direction"),
            r.one("count"),
        )
        for r in records
    )
    categories = Counter(r.one("category") for r in records)
    yield Page(
        path="exchanges/index.html",
        template="exchanges.html",
        title=t("exchanges.title"),
        section="exchanges",
        context={
            "periods": [{"name": p, "rows": r} for p, r in periods.items()],
            "n": len(records),
            "categories": categories.most_common(),
        },
        data={"exchanges": [dict(zip(columns, row, strict=True)) for row in rows]},
        tables=(Table("exchanges/exchanges.csv", columns, rows),),
    )


def _joined(names: Names, record: Record, name: str) -> tuple[str, str]:
    """All values of a text property in one line, and the language of the first that is not the page's."""
    texts = [names.said(record.id, name, text) for text in record.many(name)]
    return "; ".join(text for text, _ in texts), next((lang for _, lang in texts if lang), "")


def direction(names: Names, code: str) -> str:
    """`A->B` with the names of the sides."""
    if code == "both":
        return names.t("exchanges.both")
    first, _, second = code.partition("->")
    return f"{names.country(first)} → {names.country(second)}" if second else code


def event_pages(names: Names) -> Iterator[Page]:
    """The timeline of everything dated, with a calendar file."""
    material, t = names.material, names.t
    records = [r for table in ("events", "activities") for r in material.table(table)]
    records = list(reversed(in_order(records, "date")))
    years: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        date = record.one("date")
        years.setdefault(date[:4] or t("date.none"), []).append(
            {
                "href": f"../{material.url(record.id)}",
                "title": names.title(record),
                "lang": names.title_lang(record),
                "iso": date,
                "date": names.date(date) if date else "",
                "kind": record.one("kind"),
                "kind_label": names.kind(record),
                "places": ", ".join(names.place(p) for p in record.many("places")),
                "words": _words(
                    names.title(record), *record.many("actors"), *(names.place(p) for p in record.many("places"))
                ),
            }
        )
    kinds = Counter(row["kind"] for rows in years.values() for row in rows)
    labels = {row["kind"]: row["kind_label"] for rows in years.values() for row in rows}
    chart: Chart | None = timeline(names, records, "events-timeline", "date", "events")
    columns = ("id", "date", "kind", "title", "places")
    rows = tuple((r.id, r.one("date"), r.one("kind"), r.one("title"), ";".join(r.many("places"))) for r in records)
    yield Page(
        path="events/index.html",
        template="events.html",
        title=t("events.title"),
        section="events",
        context={
            "years": [{"name": y, "rows": r} for y, r in years.items()],
            "n": len(records),
            "timeline": chart,
            "kinds": [(k, f"{labels[k]} ({n})") for k, n in kinds.most_common()],
        },
        data={"events": [dict(zip(columns, row, strict=True)) for row in rows]},
        charts=(chart,) if chart else (),
        tables=(Table("events/events.csv", columns, rows),),
        files=(("events/calendar.ics", calendar(names, records)),),
    )


def actor_pages(names: Names) -> Iterator[Page]:
    """People and bodies by kind."""
    material, t = names.material, names.t
    kinds: dict[str, list[dict[str, Any]]] = {}
    for record in sorted(material.table("actors"), key=lambda r: names.title(r).casefold()):
        kinds.setdefault(record.one("kind"), []).append(
            {
                "href": f"../{material.url(record.id)}",
                "name": names.title(record),
                "native": record.one("native_name"),
                "country": record.one("country"),
                "country_name": names.country(record.one("country")) if record.one("country") else "",
                "lang": names.title_lang(record),
                "role": names.said(record.id, "role", record.one("role")),
                "words": _words(
                    names.title(record), *record.many("variant"), *record.many("native_name"), *record.many("role")
                ),
            }
        )
    columns = ("id", "kind", "name", "country", "place", "variants")
    rows = tuple(
        (r.id, r.one("kind"), r.one("name"), r.one("country"), r.one("place"), ";".join(r.many("variant")))
        for r in material.table("actors")
    )
    countries = Counter(row["country"] for found in kinds.values() for row in found if row["country"])
    yield Page(
        path="actors/index.html",
        template="actors.html",
        title=t("actors.title"),
        section="actors",
        context={
            "kinds": [
                {"name": names.label("actor_kind", k), "code": k, "rows": found}
                for k, found in sorted(kinds.items(), key=lambda item: -len(item[1]))
            ],
            "n": len(rows),
            "countries": [(c, f"{names.country(c)} ({n})") for c, n in countries.most_common()],
        },
        data={"actors": [dict(zip(columns, row, strict=True)) for row in rows]},
        tables=(Table("actors/actors.csv", columns, rows),),
    )


def _at(record: Record) -> int:
    return record.evidence[0].key_start if record.evidence else 0


def _words(*texts: str) -> str:
    return " ".join(dict.fromkeys(plain_words(" ".join(texts))))
