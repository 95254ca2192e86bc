"""Dates within eighteen months, the next event with what is due there, permanent connections, and counts of firms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from henequen.model.durations import add_duration, parse_duration
from henequen.publish.site.calendar import calendar_of_dates
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.channels import back_to_channels
from henequen.publish.site.pages.record.desk import Row, Section, badge, desk_page, figure, linked, text, value_cell
from henequen.record.questions.calendar import Due, coming

__all__ = ["connection_pages", "due_words", "firm_pages", "next_date_pages"]

_AHEAD = "P18M"


def due_words(names: Names, due: Due) -> str:
    """The kind of a date, in words: "expiry", "30 years"."""
    if due.kind == "anniversary":
        return names.t("desk.years_since", n=due.number)
    return names.t(f"desk.due_{due.kind}")


def next_date_pages(names: Names) -> Iterator[Page]:
    """The next dates, and what is due at or before each event to come."""
    material, t = names.material, names.t
    today = date.fromisoformat(material.view.as_of)
    end = add_duration(today, parse_duration(_AHEAD))
    dates = coming(material.by_table, today, end, material.sides)
    rows = tuple(
        Row(
            (
                text(names.date(due.date)),
                badge(due.kind, due_words(names, due)),
                linked(names, due.record),
            ),
            due.uid,
        )
        for due in dates
    )
    overdue = [r for r in material.table("recommendations") if r.derived["schedule"] == "overdue"]
    overdue.sort(key=lambda r: r.one("deadline"))
    first = next((due for due in dates if due.kind in ("session", "anniversary", "programme")), None)
    open_items = [
        r
        for r in material.table("recommendations")
        if first is not None
        and r.one("deadline")
        and r.derived["schedule"] in ("due", "not_due")
        and r.one("deadline")[:10] <= first.latest.isoformat()
    ]
    carried = [
        r
        for r in material.table("recommendations")
        if r.one("kind") in ("commitment", "pledge") and r.derived["evidence"] == "none_found"
    ]
    columns = (names.property("recommendations", "restatement"), names.property("recommendations", "deadline"))
    yield desk_page(
        names,
        "events/next.html",
        t("desk.next_dates"),
        t("desk.next_lede", n=len(rows), day=names.date(material.view.as_of), until=names.date(end.isoformat())),
        [
            Section("dates", t("desk.dates"), (t("desk.day"), t("desk.what"), t("desk.record")), rows),
            Section(
                "due",
                t("desk.due_next", event=f"{names.date(first.date)}, {names.title(material.record[first.record])}")
                if first
                else t("desk.due_next_none"),
                columns,
                tuple(
                    Row((linked(names, r.id), value_cell(names, r, "deadline")), r.id)
                    for r in (*open_items, *overdue, *carried)
                ),
                lede=t("desk.due_next_lede", overdue=len(overdue), carried=len(carried)),
            ),
        ],
        section="events",
        back=back_to_channels(names),
        files=(("events/dates.ics", calendar_of_dates(names, dates)),),
    )


def connection_pages(names: Names) -> Iterator[Page]:
    """Connections as intervals of time (air routes), with indicators of how well both sides are connected."""
    material, t = names.material, names.t
    rows = []
    for happening in sorted(material.table("happenings"), key=lambda h: (h.one("item"), h.one("from") or h.one("on"))):
        if not happening.one("from"):
            continue
        item = material.record.get(happening.one("item"))
        state = item.derived.get("evidence", "") if item else ""
        rows.append(
            Row(
                (
                    linked(names, happening.one("item")),
                    value_cell(names, happening, "from"),
                    value_cell(names, happening, "until") or text(t("desk.goes_on")),
                    value_cell(names, happening, "what"),
                    badge(state, names.label("evidence_status", state)) if state else (),
                ),
                happening.id,
            )
        )
    indicators = tuple(
        Row(
            (
                text(*names.translate(o.id, "component", o.component)),
                text(names.date(o.period)),
                figure(names, o),
            )
        )
        for o in material.observations
        if o.component.startswith("air connection")
    )
    yield desk_page(
        names,
        "channels/connections.html",
        t("desk.connections"),
        t("desk.connections_lede", n=len(rows)),
        [
            Section(
                "intervals",
                t("desk.intervals"),
                (*(names.property("happenings", n) for n in ("item", "from", "until", "what")), t("desk.state")),
                tuple(rows),
            ),
            Section(
                "indicators", t("desk.indicators"), (t("desk.indicator"), t("desk.period"), t("desk.value")), indicators
            ),
        ],
        back=back_to_channels(names),
    )


def firm_pages(names: Names) -> Iterator[Page]:
    """The number of firms of one side in the other: the rival claims, by date and source."""
    material, t = names.material, names.t
    counts = [
        o
        for o in material.observations
        if o.measure == "count" and o.value is not None and _of_firms(o.component, o.unit)
    ]
    counts.sort(key=lambda o: (o.period[-4:], o.period, o.id))
    rows = tuple(
        Row(
            (
                text(names.date(o.period)),
                figure(names, o),
                text(names.country(o.reporter)),
                text(names.speaker(o)),
                text(*names.translate(o.id, "component", o.component)),
                text(names.place(o.place) if o.place else ""),
            ),
            o.id,
        )
        for o in counts
    )
    companies = [a for a in material.table("actors") if a.one("kind") == "company"]
    companies.sort(key=lambda a: (a.one("place") or "~", names.title(a)))
    yield desk_page(
        names,
        "investment/firms.html",
        t("desk.firms"),
        t("desk.firms_lede", n=len(rows)),
        [
            Section(
                "claims",
                t("desk.firm_claims"),
                (
                    t("desk.period"),
                    t("desk.value"),
                    t("desk.counted_by"),
                    t("desk.said_by"),
                    t("desk.what"),
                    t("desk.place"),
                ),
                rows,
            ),
            Section(
                "companies",
                t("desk.companies"),
                tuple(names.property("actors", n) for n in ("name", "country", "place", "role")),
                tuple(
                    Row(
                        (
                            linked(names, a.id),
                            value_cell(names, a, "country"),
                            value_cell(names, a, "place"),
                            value_cell(names, a, "role"),
                        ),
                        a.id,
                    )
                    for a in companies
                ),
            ),
        ],
        section="investment",
        back=back_to_channels(names),
    )


def _of_firms(component: str, unit: str) -> bool:
    words = component.casefold()
    return unit in ("firms", "companies") or "firms" in words or "companies" in words
