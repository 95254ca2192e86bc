"""The registers: exchanges, events, actors."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.countries import spoken_in
from henequen.model.record import Record
from henequen.publish.site.calendar import calendar
from henequen.publish.site.material import in_order
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.record.instruments import timeline
from henequen.publish.site.pages.record.relationship import lane_of, relationship_chart
from henequen.publish.site.rows import Cell, Row, Rows, choices, words_of
from henequen.record.store.indexing import title_of

__all__ = ["actor_pages", "event_pages", "exchange_pages"]


def exchange_pages(names: Names) -> Iterator[Page]:
    """Exchanges of culture and people, by period."""
    material, t = names.material, names.t
    records = sorted(material.table("exchanges"), key=lambda r: (r.one("period"), _at(r)))
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
    yield Page(
        path="exchanges/index.html",
        template="exchanges.html",
        title=t("exchanges.title"),
        section="exchanges",
        context={
            "n": len(records),
            "list": _exchange_list(names, records),
        },
        data={"exchanges": [dict(zip(columns, row, strict=True)) for row in rows]},
        tables=(Table("exchanges/exchanges.csv", columns, rows),),
    )


def _exchange_list(names: Names, records: list[Record]) -> Rows:
    t = names.t
    rows = []
    for record in records:
        category = names.translate(record.id, "category", record.one("category"))
        rows.append(
            Row(
                cells=(
                    Cell(names.title(record), f"../{names.material.url(record.id)}", names.title_lang(record)),
                    Cell(category[0], lang=category[1]),
                    Cell(direction(names, record.one("direction")) if record.one("direction") else ""),
                    Cell(names.date(record.one("period")), kind="num"),
                ),
                data={
                    "category": "-".join(record.one("category").split()),
                    "period": record.one("period"),
                    "direction": record.one("direction").replace(">", ""),
                },
                order={"period": record.one("period"), "category": category[0]},
                words=words_of(
                    names.title(record),
                    record.one("content"),
                    *record.many("annotation"),
                    *category,
                    record.one("period"),
                ),
                more=(
                    ("", Cell(*_joined(names, record, "annotation")[:1], lang=_joined(names, record, "annotation")[1])),
                )
                if record.many("annotation")
                else (),
            )
        )
    rows_shown = tuple(rows)
    categories = {"-".join(r.one("category").split()): names.text(r.id, "category", r.one("category")) for r in records}
    directions = {r.one("direction").replace(">", ""): direction(names, r.one("direction")) for r in records}
    labels = [names.property("exchanges", name) for name in ("content", "category", "direction", "period")]
    return Rows(
        heads=((labels[0], "title"), (labels[1], "category"), (labels[2], ""), (labels[3], "period")),
        rows=rows_shown,
        filters=(
            ("period", labels[3], choices(rows_shown, "period", names.date)),
            ("category", labels[1], choices(rows_shown, "category", categories.__getitem__)),
            ("direction", labels[2], choices(rows_shown, "direction", directions.__getitem__)),
        ),
        groups=(("period", labels[3]), ("category", labels[1]), ("direction", labels[2])),
        orders=(("", t("filter.source_order")), ("-period", t("filter.newest")), ("title", t("filter.by_title"))),
        csv="exchanges.csv",
    )


def _joined(names: Names, record: Record, name: str) -> tuple[str, str]:
    """All values of a text property in one line, and the language of the first that is not the page's."""
    texts = [names.translate(record.id, name, text) for text in record.many(name)]
    return "; ".join(text for text, _ in texts), next((lang for _, lang in texts if lang), "")


def direction(names: Names, code: str) -> str:
    """`A->B` with the names of the sides."""
    return names.value("exchanges", "direction", code)


def event_pages(names: Names) -> Iterator[Page]:
    """The timeline of everything dated, with a calendar file."""
    material, t = names.material, names.t
    records = [r for table in ("events", "activities") for r in material.table(table)]
    records = list(reversed(in_order(records, "date")))
    lanes = relationship_chart(names, "../")
    chart = None if lanes else timeline(names, records, "events-timeline", "date", "events")
    columns = ("id", "date", "kind", "title", "places")
    rows = tuple((r.id, r.one("date"), r.one("kind"), r.one("title"), ";".join(r.many("places"))) for r in records)
    yield Page(
        path="events/index.html",
        template="events.html",
        title=t("events.title"),
        section="events",
        context={
            "n": len(records),
            "timeline": chart,
            "lanes": lanes,
            "list": _event_list(names, records),
        },
        data={"events": [dict(zip(columns, row, strict=True)) for row in rows]},
        charts=tuple(c for c in (lanes, chart) if c),
        tables=(Table("events/events.csv", columns, rows),),
        files=(("events/calendar.ics", calendar(names, records)),),
    )


def _event_list(names: Names, records: list[Record]) -> Rows:
    t = names.t
    rows_shown = tuple(
        Row(
            cells=(
                Cell(names.title(r), f"../{names.material.url(r.id)}", names.title_lang(r)),
                Cell(names.kind(r)),
                Cell(", ".join(names.place(p) for p in r.many("places"))),
                Cell(names.date(r.one("date")) if r.one("date") else t("date.none"), kind="num"),
            ),
            data={
                "kind": r.one("kind"),
                "lane": lane_of(r),
                "place": " ".join(dict.fromkeys(names.material.root_place(p) for p in r.many("places"))),
                "year": r.one("date")[:4],
                "decade": f"{r.one('date')[:3]}0s" if r.one("date") else "",
            },
            order={"date": r.one("date")},
            words=words_of(names.title(r), title_of(r), *r.many("actors"), *(names.place(p) for p in r.many("places"))),
        )
        for r in records
    )
    kinds = {r.one("kind"): names.kind(r) for r in records}
    return Rows(
        heads=(
            (t("table.events"), "title"),
            (t("filter.kind"), ""),
            (t("filter.place"), ""),
            (t("filter.date"), "date"),
        ),
        rows=rows_shown,
        filters=(
            ("lane", t("events.lane"), choices(rows_shown, "lane", lambda code: t(f"lane.{code}"))),
            ("kind", t("filter.kind"), choices(rows_shown, "kind", kinds.__getitem__)),
            ("place", t("filter.place"), choices(rows_shown, "place", names.place)),
            ("decade", t("filter.decade"), choices(rows_shown, "decade", names.date)),
        ),
        groups=(("year", t("filter.year")), ("lane", t("events.lane")), ("kind", t("filter.kind"))),
        orders=(("", t("filter.newest")), ("date", t("filter.oldest")), ("title", t("filter.by_title"))),
        csv="events.csv",
    )


def actor_pages(names: Names) -> Iterator[Page]:
    """People and bodies by kind."""
    material, t = names.material, names.t
    columns = ("id", "kind", "name", "country", "place", "variants")
    rows = tuple(
        (r.id, r.one("kind"), r.one("name"), r.one("country"), r.one("place"), ";".join(r.many("variant")))
        for r in material.table("actors")
    )
    yield Page(
        path="actors/index.html",
        template="actors.html",
        title=t("actors.title"),
        section="actors",
        context={
            "n": len(rows),
            "list": _actor_list(names),
        },
        data={"actors": [dict(zip(columns, row, strict=True)) for row in rows]},
        tables=(Table("actors/actors.csv", columns, rows),),
    )


def _actor_list(names: Names) -> Rows:
    material, t = names.material, names.t
    records = sorted(material.table("actors"), key=lambda r: names.title(r).casefold())
    rows = []
    for r in records:
        role, lang = _joined(names, r, "role")
        native = r.one("native_name")
        rows.append(
            Row(
                cells=(
                    Cell(names.title(r), f"../{material.url(r.id)}", names.title_lang(r)),
                    Cell(role, lang=lang)
                    if role
                    else Cell(native if native != names.title(r) else "", lang=spoken_in(r.one("country"))),
                    Cell(names.kind(r)),
                    Cell(names.country(r.one("country")) if r.one("country") else ""),
                ),
                data={"kind": r.one("kind"), "country": r.one("country")},
                order={"kind": names.kind(r), "country": names.country(r.one("country")) if r.one("country") else ""},
                words=words_of(
                    names.title(r), r.one("name"), *r.many("variant"), *r.many("native_name"), *r.many("role")
                ),
            )
        )
    rows_shown = tuple(rows)
    return Rows(
        heads=(
            (t("actors.name"), "title"),
            (t("actors.role"), ""),
            (t("filter.kind"), "kind"),
            (t("filter.country"), "country"),
        ),
        rows=rows_shown,
        filters=(
            ("kind", t("filter.kind"), choices(rows_shown, "kind", lambda code: names.label("actor_kind", code))),
            ("country", t("filter.country"), choices(rows_shown, "country", names.country)),
        ),
        groups=(("kind", t("filter.kind")), ("country", t("filter.country"))),
        orders=(("", t("filter.by_title")), ("kind", t("filter.kind")), ("country", t("filter.country"))),
        csv="actors.csv",
    )


def _at(record: Record) -> int:
    return record.evidence[0].key_start if record.evidence else 0
