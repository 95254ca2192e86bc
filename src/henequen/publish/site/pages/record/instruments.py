"""Instruments: the list that can be filtered, and a timeline. Each has its own page among the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from henequen.model.record import Record
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.timeline import dots_height, draw_dots_by_year
from henequen.publish.site.material import first_year, in_order
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.record.headings import heading_period
from henequen.publish.site.pages.record.ties import IN_FORCE, OVER
from henequen.publish.site.rows import Cell, Row, Rows, choices
from henequen.record.store.folding import plain_words

__all__ = ["answer", "instrument_pages", "instrument_row", "status_counts", "timeline"]


def instrument_pages(names: Names) -> Iterator[Page]:
    """The list of instruments."""
    material, t = names.material, names.t
    records = list(reversed(in_order(material.table("instruments"), "signed_on")))
    records.sort(key=lambda r: not r.one("signed_on"))
    bilateral = [r for r in records if material.between(r) or material.disputed(r)]
    dots = timeline(names, bilateral, "instruments-timeline")
    columns = (
        "id",
        "kind",
        "level",
        "title",
        "signed_on",
        "status",
        "status_as_of",
        "status_basis",
        "parties",
        "places",
    )
    yield Page(
        path="instruments/index.html",
        template="instruments.html",
        title=t("instruments.title"),
        section="instruments",
        summary=answer(names),
        context={"answer": answer(names), "list": _rows(names, records), "timeline": dots},
        data={"instruments": [_data(record) for record in records]},
        charts=(dots,) if dots else (),
        tables=(
            Table("instruments/instruments.csv", columns, tuple(tuple(_data(r)[c] for c in columns) for r in records)),
        ),
    )


def _rows(names: Names, records: Sequence[Record]) -> Rows:
    t = names.t
    rows = tuple(_list_row(names, record) for record in records)
    labels = (
        ("scope", t("instruments.scope"), lambda code: t(f"instruments.{code}")),
        ("status", t("filter.status"), lambda code: _status_label(names, code)),
        ("level", t("filter.level"), lambda code: names.label("level", code)),
        ("kind", t("filter.kind"), lambda code: names.label("instrument_kind", code)),
        ("place", t("filter.place"), names.place),
    )
    return Rows(
        heads=(
            (t("claim.value_title"), "title"),
            (t("filter.kind"), ""),
            (t("filter.status"), "status"),
            (t("figure.signed"), "date"),
        ),
        rows=rows,
        filters=tuple((key, label, choices(rows, key, field)) for key, label, field in labels),
        groups=(
            ("status", t("filter.status")),
            ("level", t("filter.level")),
            ("kind", t("filter.kind")),
            ("decade", t("filter.decade")),
        ),
        orders=(
            ("", t("filter.newest")),
            ("date", t("filter.oldest")),
            ("title", t("filter.by_title")),
            ("status", t("filter.by_status")),
        ),
        csv="instruments.csv",
    )


def _status_label(names: Names, code: str) -> str:
    return names.label("counterparty", code) if code == "disputed" else names.label("status", code)


def _list_row(names: Names, record: Record) -> Row:
    row = instrument_row(names, record, "../")
    disputed = names.material.disputed(record)
    status = "disputed" if disputed else row["status"]
    where = names.material.between(record) or disputed
    return Row(
        cells=(
            Cell(row["title"], row["href"], row["lang"]),
            Cell(" · ".join(part for part in (row["kind_label"], row["level_label"]) if part)),
            Cell(_status_label(names, status), kind=f"badge {status}") if status else Cell(""),
            Cell(row["signed"][:4] or "–", kind="num"),
        ),
        data={
            "scope": "between" if where else "others",
            "status": status,
            "level": row["level"],
            "kind": row["kind"],
            "place": " ".join(row["places"]),
            "decade": f"{row['signed'][:3]}0s" if row["signed"] else "",
        },
        order={"date": row["signed"], "status": _status_label(names, status)},
        words=row["words"],
        more=(("", Cell(row["parties"])), ("", Cell(row["basis"])))
        if row["parties"] and row["basis"]
        else (("", Cell(row["parties"] or row["basis"])),),
        id="",
    )


def status_counts(names: Names) -> dict[str, int]:
    """The status of the agreements between the two sides: `n` is the sum of `alive`, `ended`, `unknown` and `other`.

    Those whose counterparty is disputed are counted separately, as `disputed`.
    """
    instruments = names.material.table("instruments")
    states = Counter(
        r.derived.get("status", "") for r in instruments if names.material.between(r) and not names.material.disputed(r)
    )
    counts = {
        "alive": sum(states[s] for s in IN_FORCE),
        "ended": sum(states[s] for s in OVER),
        "unknown": states["unknown"],
    }
    total = sum(states.values())
    return {
        "n": total,
        **counts,
        "other": total - sum(counts.values()),
        "disputed": sum(1 for r in instruments if names.material.disputed(r)),
    }


def answer(names: Names) -> str:
    """Their number and statuses, in one sentence whose numbers add up."""
    return names.t("instruments.answer", **status_counts(names))


def _dated(names: Names, record: Record) -> str:
    """When it was signed; otherwise the period in the heading of its table; otherwise a note that there is no date."""
    if record.one("signed_on"):
        return names.date(record.one("signed_on"))
    period = heading_period(record)
    return names.t("date.heading", period=names.date(period)) if period else names.t("date.none")


def instrument_row(names: Names, record: Record, to_root: str) -> dict[str, Any]:
    """The row of one instrument in a list."""
    material = names.material
    parties = record.many("party_ids")
    basis = record.derived.get("status_basis", "")
    return {
        "record": record,
        "href": to_root + material.url(record.id),
        "title": names.title(record),
        "lang": names.title_lang(record),
        "signed": record.one("signed_on"),
        "date": _dated(names, record),
        "kind": record.one("kind"),
        "kind_label": names.kind(record),
        "level": record.one("level"),
        "level_label": names.label("level", record.one("level")) if record.one("level") else "",
        "status": record.derived.get("status", ""),
        "places": material.places_of(record),
        "parties": " – ".join(names.actor(p) for p in parties)
        or " – ".join(names.country(c) for c in record.many("countries")),
        "basis": names.t(
            "status.how",
            basis=names.label("status_basis", basis),
            day=names.date(record.derived.get("status_as_of", "")),
        )
        if basis and record.derived.get("status") != "unknown"
        else names.t("status.unstated")
        if basis
        else "",
        "words": " ".join(
            dict.fromkeys(
                plain_words(
                    " ".join(
                        (
                            names.title(record),
                            *record.many("parties"),
                            *(names.actor(p) for p in parties),
                            *record.many("subjects"),
                            *(
                                n
                                for c in material.places_of(record)
                                if c in material.view.places
                                for n in material.view.places[c].names
                            ),
                        )
                    )
                )
            )
        ),
    }


def timeline(
    names: Names, records: Sequence[Record], name: str, key: str = "signed_on", words: str = "instruments"
) -> Chart | None:
    """All instruments as dots by year; the title names the busiest year."""
    items = [
        (year, names.title(r), int(names.material.disputed(r)))
        for r in records
        if (year := first_year(r.one(key))) is not None
    ]
    if len(items) < 2:
        return None
    counts = Counter(year for year, _, _ in items)
    busiest = max(counts, key=lambda year: (counts[year], year))

    def draw(drawing: Drawing) -> None:
        draw_dots_by_year(drawing, items)

    return Chart(
        id=name,
        title=names.t(
            f"{words}.timeline_title",
            n=len(items),
            first=min(counts),
            last=max(counts),
            busiest=busiest,
            most=counts[busiest],
        ),
        description=names.t(f"{words}.timeline_desc"),
        draw=draw,
        columns=(names.t("figure.period"), names.t("claim.value")),
        rows=tuple((str(year), str(counts[year])) for year in sorted(counts)),
        note=names.t(f"{words}.timeline_note", n=len(records) - len(items)),
        height=(dots_height(items), dots_height(items, True)),
    )


def _data(record: Record) -> dict[str, str]:
    return {
        "id": record.id,
        "kind": record.one("kind"),
        "level": record.one("level"),
        "title": record.one("title"),
        "signed_on": record.one("signed_on"),
        "status": record.derived.get("status", ""),
        "status_as_of": record.derived.get("status_as_of", ""),
        "status_basis": record.derived.get("status_basis", ""),
        "parties": ";".join(record.many("parties")),
        "places": ";".join(record.many("places")),
    }
