"""Scenarios: what an agreement would change, for whom, and how sure we are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.charts.ranges import Point, RangeRow
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.scenario.charts import range_chart
from henequen.publish.site.pages.scenario.event_study import event_pages_of
from henequen.publish.site.pages.scenario.live import live_pages
from henequen.publish.site.pages.scenario.models import models_chart
from henequen.publish.site.pages.scenario.scenario import headline, scenario_page, url_of
from henequen.publish.site.pages.scenario.sectors import sector_pages, sector_url, sectors_of
from henequen.publish.site.pages.scenario.value_added import value_added_pages
from henequen.publish.site.pages.scenario.wording import base_name, key_of, percent, preset_text, sector, sector_words
from henequen.publish.site.pages.scenario.worlds import directions, range_answer, range_box, worlds_chart, worst_losers

__all__ = ["scenario_answer", "scenario_entries", "scenario_pages"]


def scenario_pages(names: Names) -> Iterator[Page]:
    """The list of scenarios, a page each, and a page for each sector."""
    yield _index(names)
    yield Page("scenarios/run.html", "scenario_run.html", names.t("run.title"), "scenarios")
    for page in names.material.scenarios:
        yield scenario_page(names, page)
    yield from sector_pages(names)
    yield from live_pages(names)
    yield from value_added_pages(names)
    yield from event_pages_of(names)


def scenario_entries(names: Names) -> list[tuple[str, str, list[str]]]:
    """What the search should find: (address, title, words) of scenarios and of sectors."""
    entries = []
    for page in names.material.scenarios:
        title = preset_text(names, page, "title")[0]
        words = [title, *page["titles"].values(), page["title"], names.t("nav.scenarios"), names.t("scenario.words")]
        entries.append((url_of(page), title, words))
    for name in sectors_of(names):
        title = names.t("scenario.sector_page", sector=sector(names, name))
        entries.append((sector_url(name), title, [title, *sector_words(names, name)]))
    return entries


def scenario_answer(names: Names) -> str:
    """What an agreement would change, and who loses, in two sentences, for the scenario computed under the most
    assumptions (the last of these); empty if the pack has no computed scenario."""
    pages = [page for page in names.material.scenarios if page["computed"] and page["model"] == "caliendo_parro"]
    if not pages:
        return ""
    page = max(enumerate(pages), key=lambda item: (len(item[1]["models"]), item[0]))[1]
    row = _row(names, page)
    if answer := range_answer(names, page):
        title = preset_text(names, page, "title")[0]
        text = names.t("scenario.home_range", title=title, answer=answer, direction=directions(names, page))
        losers = "; ".join(worst_losers(names, page))
        return f"{text} {names.t('scenario.loses_most')} {losers}." if losers else text
    year = str(page["base"].get("year", "–"))
    text = names.t("scenario.home_answer", title=row["title"], answer=row["answer"]["text"], year=year)
    return f"{text} {names.t('scenario.loses_most')} {'; '.join(row['losers'])}." if row["losers"] else text


def _index(names: Names) -> Page:
    t = names.t
    shown = [_row(names, page) for page in names.material.scenarios]
    chart = _chart(names)
    widest, models = _widest(names)
    ranged = [page for page in names.material.scenarios if page["range"]]
    worlds = worlds_chart(names, ranged[0], "scenarios-worlds") if ranged else None
    world_years = sorted({str(world["year"]) for page in ranged for world in page["worlds"]})
    columns = ("id", "title", "base", "base_year", "side", "exact_real_income", "lower", "upper", "first_order_welfare")
    rows = tuple(row for page in names.material.scenarios for row in _raw_rows(names, page))
    years = sorted({str(page["base"]["year"]) for page in names.material.scenarios if page["base"]})
    return Page(
        path="scenarios/index.html",
        template="scenarios.html",
        title=t("scenario.title"),
        section="scenarios",
        summary=t("scenario.lede"),
        context={
            "scenarios": shown,
            "chart": chart,
            "models": models,
            "models_of": widest[0],
            "models_lang": widest[1],
            "years": ", ".join(years),
            "more": _other_pages(names),
            "worlds": worlds,
            "world_years": ", ".join(world_years),
            "worlds_of": preset_text(names, ranged[0], "title") if ranged else ("", ""),
            "sectors": sorted(
                ({"name": sector(names, n), "href": f"sectors/{key_of(n)}.html"} for n in sectors_of(names)),
                key=lambda item: item["name"],
            ),
        },
        data={"scenarios": [dict(zip(columns, row, strict=True)) for row in rows]},
        charts=tuple(one for one in (worlds, chart, models) if one),
        tables=(Table("scenarios/scenarios.csv", columns, rows),) if rows else (),
    )


def _other_pages(names: Names) -> list[dict[str, str]]:
    """Pages about agreements that are not scenarios: their address and title."""
    return [
        {"href": page.path.removeprefix("scenarios/"), "title": page.title}
        for family in (live_pages, value_added_pages, event_pages_of)
        for page in family(names)
    ]


def _row(names: Names, page: Mapping[str, Any]) -> dict[str, Any]:
    title, title_lang = preset_text(names, page, "title")
    summary, summary_lang = preset_text(names, page, "summary")
    worst = [
        (row["region"], row["who"], row["change"])
        for code in names.material.sides
        for row in next(
            ([r] for r in page["tables"].get("losers", ()) if r["kind"] == "sector" and r["region"] == code), []
        )
    ]
    return {
        "href": f"{page['id']}.html",
        "title": title,
        "title_lang": title_lang,
        "summary": summary,
        "summary_lang": summary_lang,
        "answer": headline(names, page),
        "range": range_box(names, page),
        "base": base_name(names, page),
        "computed": page["computed"],
        "losers": [
            names.t("scenario.loses", side=names.country(side), sector=sector(names, who), value=percent(change))
            for side, who, change in worst
        ],
    }


def _widest(names: Names) -> tuple[tuple[str, str], Chart | None]:
    """The scenario computed under the most assumptions: its title, with its language, and the chart of its
    assumptions."""
    pages = [page for page in names.material.scenarios if page["models"]]
    if not pages:
        return ("", ""), None
    page = max(enumerate(pages), key=lambda item: (len(item[1]["models"]), item[0]))[1]
    return preset_text(names, page, "title"), models_chart(names, page, "scenarios-models")


def _raw_rows(names: Names, page: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for row in page["tables"].get("regions", ()):
        if row["region"] in names.material.sides:
            measures = (
                row.get("exact_real_income"),
                row.get("exact_real_income_lower"),
                row.get("exact_real_income_upper"),
                row.get("first_order_welfare"),
            )
            numbers = ("" if value is None else repr(value) for value in measures)
            base = page["base"]
            yield (
                page["id"],
                page["title"],
                str(base.get("name", "")),
                str(base.get("year", "")),
                row["region"],
                *numbers,
            )


def _chart(names: Names) -> Chart | None:
    """All scenarios on one scale: real income of both sides."""
    rows = []
    for page in names.material.scenarios:
        points: list[Point | None] = []
        for code in names.material.sides:
            row = next((r for r in page["tables"].get("regions", ()) if r["region"] == code), None)
            value = row.get("exact_real_income") if row else None
            points.append(
                Point(
                    value,
                    row.get("exact_real_income_lower"),
                    row.get("exact_real_income_upper"),
                    percent(value),
                )
                if row and value is not None
                else None
            )
        if any(points):
            rows.append(RangeRow(preset_text(names, page, "title")[0], (points[0], points[1])))
    if not rows:
        return None
    most = max(abs(p.value) for row in rows for p in row.points if p)
    texts = (
        _all_title(names, rows, percent(most).lstrip("+−")),
        names.sides("scenario.ranges_desc"),
        names.t("scenario.all_note"),
    )
    return range_chart(names, "scenarios-income", rows, texts, names.t("scenario.scenario"))


def _all_title(names: Names, rows: list[RangeRow], most: str) -> str:
    """The title: the largest central estimate, and the widest band, which may well exceed it."""
    bands = [
        (p.upper - p.lower, p.lower, p.upper, side, row.label)
        for row in rows
        for side, p in enumerate(row.points)
        if p and p.lower is not None and p.upper is not None
    ]
    if not bands:
        return names.t("scenario.all_title", most=most)
    _, lower, upper, side, label = max(bands)
    return names.t(
        "scenario.all_title_band",
        most=most,
        lower=percent(lower),
        upper=percent(upper),
        side=names.side(side),
        scenario=label,
    )
