"""The relationship as a timeline in four lanes: agreements, visits and talks, investment, turning points."""

from __future__ import annotations

from typing import Any

from henequen.model.dates import parse_date
from henequen.model.record import Record
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.lanes import Dated, Lane, draw_lanes, lanes_height
from henequen.publish.site.names import Names

__all__ = ["LANES", "by_decade", "lane_of", "relationship_chart"]

LANES = ("agreements", "talks", "investment", "turning")
_KINDS = {
    "agreements": ("signing", "agreement", "entry_into_force", "accession"),
    "talks": ("visit", "meeting", "conference", "negotiation"),
    "investment": ("investment", "opening", "works"),
    "turning": ("crisis", "migration", "policy", "election", "founding", "donation", "announcement"),
}
_LEVELS = ("national", "state", "municipal")
_WIDE = 1200
_MOST = 40
"""Things of a decade that the list for small screens shows; the page of events has all."""


def lane_of(record: Record) -> str:
    """The lane of a dated record, or None if it belongs to no lane (publications, performances)."""
    if record.table == "instruments":
        return "agreements"
    kind = record.one("kind")
    return next((lane for lane, kinds in _KINDS.items() if kind in kinds), "")


def _dated(names: Names) -> dict[str, list[Record]]:
    material = names.material
    by_lane: dict[str, list[Record]] = {lane: [] for lane in LANES}
    for table in ("instruments", "events", "activities"):
        for record in material.table(table):
            lane = lane_of(record)
            when = record.one("signed_on") or record.one("date")
            if not lane or not when[:4].isdigit() or material.disputed(record):
                continue
            if table == "instruments" and not (material.between(record) and record.one("level") in _LEVELS):
                continue
            by_lane[lane].append(record)
    return {lane: records for lane, records in by_lane.items() if records}


def _when(record: Record) -> float:
    day = parse_date((record.one("signed_on") or record.one("date")).split("/")[0]).earliest
    return day.year + (day.timetuple().tm_yday - 1) / 366


def relationship_chart(names: Names, up: str) -> Chart | None:
    """The timeline; `up` is the relative path to the tree's root."""
    records = _dated(names)
    if sum(map(len, records.values())) < 3:
        return None
    lanes = [
        Lane(
            names.t(f"lane.{lane}"),
            tuple(Dated(_when(r), names.title(r), up + names.material.url(r.id)) for r in items),
        )
        for lane, items in records.items()
    ]
    rows = sorted((str(int(item.when)), lane.name, item.label) for lane in lanes for item in lane.items)

    def draw(drawing: Drawing) -> None:
        draw_lanes(drawing, lanes)

    return Chart(
        id="relationship",
        title=names.t("lane.title", n=len(rows), first=rows[0][0], last=rows[-1][0]),
        description=names.t("lane.desc"),
        draw=draw,
        columns=(names.t("filter.year"), names.t("filter.kind"), names.t("claim.value")),
        rows=tuple(rows),
        note=names.t("lane.note"),
        height=(lanes_height(lanes, _WIDE), 0),
        width=_WIDE,
    )


def by_decade(names: Names, up: str) -> list[dict[str, Any]]:
    """The same as a list by decade, for small screens: things of the national level and turning points only."""
    decades: dict[str, list[dict[str, str]]] = {}
    decade_rows = [
        r
        for records in _dated(names).values()
        for r in records
        if r.table != "instruments" or r.one("level") == "national"
    ]
    for record in sorted(decade_rows, key=_when):
        when = record.one("signed_on") or record.one("date")
        decades.setdefault(f"{when[:3]}0s", []).append(
            {
                "when": when[:4],
                "title": names.title(record),
                "lang": names.title_lang(record),
                "href": up + names.material.url(record.id),
            }
        )
    return [{"name": names.date(decade), "rows": rows[:_MOST]} for decade, rows in decades.items()]
