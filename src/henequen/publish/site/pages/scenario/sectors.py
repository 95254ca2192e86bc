"""A page for each sector: the effect of every scenario on it on both sides, and who loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from henequen.publish.charts.ranges import RangeRow
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.scenario.charts import point, range_chart
from henequen.publish.site.pages.scenario.wording import (
    key_of,
    millions,
    percent,
    preset_text,
    sector,
    uncertain,
    with_band,
)
from henequen.publish.site.pages.scenario.worlds import sector_lead, sector_worlds

__all__ = ["sector_pages", "sector_url", "sectors_of"]

_TINY = 1e6
"""Below a million a year a flow between two countries is almost nothing."""


def sectors_of(names: Names) -> list[str]:
    """All sectors of the pack's scenarios, in the order of the base."""
    return list(
        dict.fromkeys(row["sector"] for page in names.material.scenarios for row in page["tables"].get("sectors", ()))
    )


def sector_url(name: str) -> str:
    """The path of a sector's page."""
    return f"scenarios/sectors/{key_of(name)}.html"


def sector_pages(names: Names) -> Iterator[Page]:
    """The pages of all sectors."""
    for name in sectors_of(names):
        yield _page(names, name)


def _page(names: Names, name: str) -> Page:
    sides = names.material.sides
    label = sector(names, name)
    rows, table, drawn = [], [], []
    for page in names.material.scenarios:
        regions: Mapping[str, Any] = next((r["regions"] for r in page["dot_range"] if r["sector"] == name), {})
        if not regions:
            continue
        title, lang = preset_text(names, page, "title")
        drawn.append(RangeRow(title, (point(regions.get(sides[0])), point(regions.get(sides[1])))))
        cells = [_cell(names, regions.get(side)) for side in sides]
        flows = [_flow(page, name, sides[n], sides[1 - n]) for n in (0, 1)]
        rows.append(
            {
                "title": title,
                "lang": lang,
                "href": f"../{page['id']}.html",
                "cells": cells,
                "flows": flows,
                "year": page["base"].get("year", ""),
                "world": sector_worlds(names, page, name),
            }
        )
        for n, side in enumerate(sides):
            region = regions.get(side)
            if region:
                flow = flows[n]
                table.append(
                    (page["id"], name, side, *(_raw(region[k]) for k in ("value", "lower", "upper")), *flow["raw"])
                )
    chart = _chart(names, name, drawn)
    columns = (
        "scenario",
        "sector",
        "region",
        "output_percent",
        "lower",
        "upper",
        "exports_to_other_before",
        "exports_to_other_after",
    )
    return Page(
        path=sector_url(name),
        template="scenario_sector.html",
        title=names.t("scenario.sector_page", sector=label),
        section="scenarios",
        summary=chart.title if chart else "",
        context={
            "label": label,
            "chart": chart,
            "lead": sector_lead(names, name),
            "rows": rows,
            "tiny": _tiny(names, name),
            "csv": f"{key_of(name)}.csv",
        },
        data={"sector": name, "rows": [dict(zip(columns, row, strict=True)) for row in table]},
        charts=(chart,) if chart else (),
        tables=(Table(sector_url(name).replace(".html", ".csv"), columns, tuple(table)),),
    )


def _chart(names: Names, name: str, drawn: list[RangeRow]) -> Any:
    label = sector(names, name)
    points = [(p.value, n, row.label, p.written) for row in drawn for n, p in enumerate(row.points) if p]
    if not points:
        return None
    low, high = min(points), max(points)
    if low[0] < 0:
        title = names.t("scenario.sector_falls", sector=label, side=names.side(low[1]), value=low[3], scenario=low[2])
    else:
        title = names.t(
            "scenario.sector_rises", sector=label, side=names.side(high[1]), value=high[3], scenario=high[2]
        )
    texts = (title, names.sides("scenario.ranges_desc"), names.t("scenario.sectors_note"))
    return range_chart(names, f"{key_of(name)}-scenarios", drawn, texts, names.t("scenario.scenario"))


def _cell(names: Names, figures: Mapping[str, Any] | None) -> dict[str, Any]:
    if not figures:
        return {"text": "–", "loses": False, "unsure": False}
    value, lower, upper = figures["value"], figures["lower"], figures["upper"]
    return {
        "text": with_band(names, value, lower, upper),
        "loses": value is not None and value < 0,
        "unsure": uncertain(lower, upper),
    }


def _tiny(names: Names, name: str) -> list[str]:
    """A warning for each direction in which the base has almost no trade: the model cannot let it grow much."""
    sides, names_found = names.material.sides, []
    for n in (0, 1):
        flows = [
            (row["value_before"], page["base"].get("year", ""))
            for page in names.material.scenarios
            for row in page["tables"].get("trade", ())
            if (row["exporter"], row["importer"], row["sector"]) == (sides[n], sides[1 - n], name)
        ]
        if flows and max(flows)[0] < _TINY:
            value, year = max(flows)
            names_found.append(
                names.t(
                    "scenario.tiny",
                    exporter=names.side(n),
                    importer=names.side(1 - n),
                    value=millions(value),
                    year=year,
                )
            )
    return names_found


def _flow(page: Mapping[str, Any], name: str, exporter: str, importer: str) -> dict[str, Any]:
    """Exports of one side to the other in the sector, in millions of the base's currency, before and after."""
    for row in page["tables"].get("trade", ()):
        if (row["exporter"], row["importer"], row["sector"]) == (exporter, importer, name) and row["value_before"]:
            before, after = row["value_before"], row["value_after"]
            return {
                "text": f"{millions(before)} → {millions(after)}",
                "change": percent(100 * (row["change"] - 1)) if row["change"] is not None else "–",
                "raw": (_raw(before), _raw(after)),
            }
    return {"text": "–", "change": "", "raw": ("", "")}


def _raw(value: object) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)
