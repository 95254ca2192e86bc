"""One scenario's page: the question, the answer for both sides with bands, losers, decomposition, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.scenario.charts import sector_chart, steps_chart, years_chart
from henequen.publish.site.pages.scenario.models import models_chart
from henequen.publish.site.pages.scenario.partial import partial_said, partial_tables
from henequen.publish.site.pages.scenario.places import place_charts
from henequen.publish.site.pages.scenario.sectors import sectors_of
from henequen.publish.site.pages.scenario.wording import (
    base_name,
    engine_text,
    key_of,
    millions,
    percent,
    preset_text,
    region,
    sector,
    uncertain,
    with_band,
)
from henequen.publish.site.pages.scenario.worlds import range_answer, range_box, world_sectors, worlds_chart

__all__ = ["headline", "loser_rows", "scenario_page", "url_of"]

MEASURES = (
    "exact_real_income",
    "first_order_welfare",
    "terms_of_trade",
    "volume_of_trade",
    "real_wage",
    "tariff_revenue_change",
)
_FIRST = 10


def url_of(page: Mapping[str, Any]) -> str:
    """The path of a scenario's page."""
    return f"scenarios/{page['id']}.html"


def scenario_page(names: Names, page: Mapping[str, Any], at: str = "scenarios/", back: str = "") -> Page:
    """The page of one scenario; it and its files are in the folder `at`, and `back` is the relative path to the list
    of scenarios."""
    title, title_lang = preset_text(names, page, "title")
    summary, summary_lang = preset_text(names, page, "summary")
    sectors, steps, years = sector_chart(names, page), steps_chart(names, page), years_chart(names, page)
    maps, models = place_charts(names, page), models_chart(names, page)
    worlds = worlds_chart(names, page)
    charts: tuple[Chart, ...] = tuple(c for c in (worlds, sectors, steps, years, models, *maps) if c)
    answer, by_line = headline(names, page), page["model"] == "partial"
    if by_line and page["computed"]:
        answer = answer | {"text": partial_said(names, page)}
    return Page(
        path=f"{at}{page['id']}.html",
        template="scenario.html",
        title=title,
        title_lang=title_lang,
        section="scenarios",
        summary=range_answer(names, page) or answer["text"],
        context={
            "s": page,
            "back": back,
            "asked": summary,
            "asked_lang": summary_lang,
            "base": base_name(names, page),
            "answer": answer,
            "range": range_box(names, page),
            "worlds": worlds,
            "world_sectors": world_sectors(names, page),
            "measures": measure_rows(names, page),
            "sectors": sectors,
            "steps": steps,
            "years": years,
            "maps": maps,
            "models": models,
            "partial": partial_tables(names, page) if by_line else [],
            "losers": loser_rows(names, page, back),
            "thirds": third_rows(names, page),
            "trade": trade_rows(names, page, back),
            "limits": [engine_text(names, text) for text in page["limits"]],
            "assumptions": [engine_text(names, text) for text in page["assumptions"]],
            "changes": change_rows(names, page),
            "checks": page["base"].get("checks", []) if page["base"] else [],
            "files": [(name, f"{page['id']}/{name}.csv") for name in page["tables"]],
            "method": names.t(f"scenario.method_{page['model']}"),
        },
        data={key: page[key] for key in page if key not in ("text", "tables", "titles", "summaries")}
        | {"losers": page["tables"].get("losers", []), "trade": page["tables"].get("trade", [])},
        charts=charts,
        tables=tuple(_table(page, name, at) for name in page["tables"]),
        files=((f"{at}{page['file']}", page["text"]),),
    )


def _table(page: Mapping[str, Any], name: str, at: str) -> Table:
    rows = page["tables"][name]
    columns = tuple(rows[0]) if rows else ()
    return Table(f"{at}{page['id']}/{name}.csv", columns, tuple(tuple(_raw(row[c]) for c in columns) for row in rows))


def _raw(value: object) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _region(page: Mapping[str, Any], code: str) -> Mapping[str, Any]:
    return next((row for row in page["tables"].get("regions", ()) if row["region"] == code), {})


def headline(names: Names, page: Mapping[str, Any]) -> dict[str, Any]:
    """The exact change of real income of both sides with bands, the first-order figure next to it, and a sentence
    about both."""
    sides = []
    for number, code in enumerate(names.material.sides):
        row = _region(page, code)
        if row.get("exact_real_income") is None:
            continue
        exact, first = row.get("exact_real_income"), row.get("first_order_welfare")
        sides.append(
            {
                "number": number,
                "name": names.side(number),
                "value": exact,
                "exact": percent(exact),
                "band": _band(names, row, "exact_real_income"),
                "first": percent(first),
                "first_band": _band(names, row, "first_order_welfare"),
                "turned": exact is not None and first is not None and exact * first < 0,
            }
        )
    text = ""
    if len(sides) == 2:
        text = names.sides("scenario.answer", first=sides[0]["exact"], second=sides[1]["exact"])
    sign_changes = [str(side["name"]) for side in sides if side["turned"]]
    return {"sides": sides, "text": text, "turned": names.t("scenario.and").join(sign_changes)}


def _band(names: Names, row: Mapping[str, Any], measure: str) -> str:
    lower, upper = row.get(f"{measure}_lower"), row.get(f"{measure}_upper")
    if lower is None or upper is None:
        return ""
    return names.t("scenario.band", lower=percent(lower), upper=percent(upper))


def measure_rows(names: Names, page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Measures of both sides in two columns."""
    rows = []
    for measure in MEASURES:
        cells = []
        for code in names.material.sides:
            row = _region(page, code)
            cells.append(with_band(names, row.get(measure), row.get(f"{measure}_lower"), row.get(f"{measure}_upper")))
        rows.append({"name": names.t(f"scenario.{measure}"), "cells": cells, "exact": measure == MEASURES[0]})
    return rows


def loser_rows(names: Names, page: Mapping[str, Any], back: str = "") -> list[dict[str, Any]]:
    """For each side the sectors whose output falls, the heaviest loss first; a few, and the rest."""
    losers = []
    for number, code in enumerate(names.material.sides):
        rows = [
            {
                "name": sector(names, row["who"]),
                "href": _sector_href(names, row["who"], back),
                "change": with_band(names, row["change"], row["lower"], row["upper"]),
                "share": f"{100 * row['weight']:.1f}%",
                "unsure": uncertain(row["lower"], row["upper"]),
            }
            for row in page["tables"].get("losers", ())
            if row["kind"] == "sector" and row["region"] == code
        ]
        losers.append({"side": number, "name": names.side(number), "first": rows[:_FIRST], "rest": rows[_FIRST:]})
    return losers


def _sector_href(names: Names, name: str, back: str) -> str:
    """The page of a sector; empty if the pack's scenarios do not have it, as with a reader's own base."""
    return f"{back}sectors/{key_of(name)}.html" if name in sectors_of(names) else ""


def third_rows(names: Names, page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """For each side's market the third suppliers that sell less, the largest loss first."""
    thirds = []
    for number, code in enumerate(names.material.sides):
        rows = [
            {
                "name": region(names, row["who"]),
                "change": percent(row["change"]),
                "value": millions(row["weight"]),
            }
            for row in page["tables"].get("losers", ())
            if row["kind"] == "third_supplier" and row["region"] == code
        ]
        if rows:
            thirds.append({"side": number, "name": names.side(number), "first": rows[:_FIRST], "rest": rows[_FIRST:]})
    return thirds


def trade_rows(names: Names, page: Mapping[str, Any], back: str = "") -> list[dict[str, Any]]:
    """Trade between the two by sector, both directions: before, after, and the change."""
    sides = names.material.sides
    cells: dict[str, list[dict[str, str] | None]] = {}
    for row in page["tables"].get("trade", ()):
        if {row["importer"], row["exporter"]} != set(sides) or not row["value_before"]:
            continue
        change = 100 * (row["change"] - 1) if row["change"] is not None else None
        cells.setdefault(row["sector"], [None, None])[sides.index(row["exporter"])] = {
            "before": millions(row["value_before"]),
            "after": millions(row["value_after"]),
            "change": percent(change),
        }
    return [
        {"name": sector(names, name), "href": _sector_href(names, name, back), "flows": flows}
        for name, flows in cells.items()
    ]


def change_rows(names: Names, page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The changes in numbers: cells touched, mean and trade-weighted rates before and after."""
    rows: Sequence[Mapping[str, Any]] = page["diagnostics"].get("changes", ())
    return [
        {
            "number": n,
            "cells": row["cells"],
            "trading": row["trading_cells"],
            "mean": _rates(row, "mean_rate"),
            "weighted": _rates(row, "weighted_rate"),
        }
        for n, row in enumerate(rows, 1)
    ]


def _rates(row: Mapping[str, Any], name: str) -> str:
    rates = (row.get(f"{name}_before"), row.get(f"{name}_after"))
    return " → ".join("–" if value is None else f"{100 * value:.1f}%" for value in rates)
