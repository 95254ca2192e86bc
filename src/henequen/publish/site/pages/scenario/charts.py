"""The charts of the Scenarios pages: ranges by sector and by scenario, the steps of the decomposition, years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.ranges import Point, RangeRow, draw_ranges, ranges_height
from henequen.publish.charts.steps import Steps, draw_steps, steps_height
from henequen.publish.charts.years import draw_years
from henequen.publish.site.names import Names
from henequen.publish.site.pages.scenario.wording import percent, sector, with_band

__all__ = ["point", "range_chart", "sector_chart", "steps_chart", "years_chart"]

_SHOWN = 20


def point(result: Mapping[str, Any] | None) -> Point | None:
    """A point of a chart from `value`, `lower`, `upper`."""
    if not result or result["value"] is None:
        return None
    return Point(result["value"], result.get("lower"), result.get("upper"), percent(result["value"]))


def range_chart(
    names: Names, name: str, rows: Sequence[RangeRow], texts: tuple[str, str, str], first: str, shown: int = 0
) -> Chart:
    """Rows of both sides' points; `texts` are title, description and note; only the first `shown` are drawn, all listed."""
    drawn = list(rows[: shown or len(rows)])

    def draw(drawing: Drawing) -> None:
        draw_ranges(drawing, drawn, (names.side(0), names.side(1)), "%")

    def cell(point_at: Point | None) -> str:
        return with_band(names, point_at.value, point_at.lower, point_at.upper) if point_at else "–"

    return Chart(
        id=name,
        title=texts[0],
        description=texts[1],
        draw=draw,
        columns=(first, names.side(0), names.side(1)),
        rows=tuple((row.label, cell(row.points[0]), cell(row.points[1])) for row in rows),
        note=texts[2],
        height=(ranges_height(drawn), ranges_height(drawn, True)),
    )


def sector_chart(names: Names, page: Mapping[str, Any]) -> Chart | None:
    """Output by sector of both sides, the greatest changes first; the title names the greatest fall and rise."""
    sides = names.material.sides
    rows = [
        RangeRow(
            sector(names, item["sector"]), (point(item["regions"].get(sides[0])), point(item["regions"].get(sides[1])))
        )
        for item in page["dot_range"]
    ]
    points = [
        (item["regions"][side]["value"], number, item["sector"])
        for item in page["dot_range"]
        for number, side in enumerate(sides)
        if side in item["regions"]
    ]
    if not points:
        return None
    down, most = min(points), max(points)
    title = names.t(
        "scenario.sectors_title",
        fall=sector(names, down[2]),
        fall_side=names.side(down[1]),
        fall_value=percent(down[0]),
        rise=sector(names, most[2]),
        rise_side=names.side(most[1]),
        rise_value=percent(most[0]),
    )
    note = names.t("scenario.sectors_note")
    if len(rows) > _SHOWN:
        note = f"{names.t('scenario.sectors_shown', n=_SHOWN, all=len(rows))} {note}"
    texts = (title, names.sides("scenario.ranges_desc"), note)
    return range_chart(names, f"{page['id']}-sectors", rows, texts, names.t("scenario.sector"), _SHOWN)


def steps_chart(names: Names, page: Mapping[str, Any]) -> Chart | None:
    """What the exact figure is made of, along the path, for both sides."""
    groups, rows, parts = [], [], []
    for number, side in enumerate(names.material.sides):
        steps = page["waterfall"].get(side)
        if not steps:
            continue
        shown = tuple((names.t(f"scenario.{s['step']}"), s["value"], percent(s["value"], "")) for s in steps)
        groups.append(Steps(names.side(number), number, shown))
        rows += [(names.side(number), label, f"{value:.6f}") for label, value, _ in shown]
        parts.append(names.t("scenario.steps_part", side=names.side(number), first=shown[0][2], second=shown[1][2]))
    if not groups:
        return None

    def draw(drawing: Drawing) -> None:
        draw_steps(drawing, groups)

    return Chart(
        id=f"{page['id']}-steps",
        title=names.t("scenario.steps_title", parts="; ".join(parts)),
        description=names.t("scenario.steps_desc"),
        draw=draw,
        columns=(names.t("figure.reporter"), names.t("scenario.step"), names.t("scenario.log_points")),
        rows=tuple(rows),
        note=names.t("scenario.steps_note"),
        height=(steps_height(groups), steps_height(groups, True)),
    )


def years_chart(names: Names, page: Mapping[str, Any]) -> Chart | None:
    """Real income year by year under the calendar of a staged agreement."""
    series = [
        {int(row["year"]): float(row["exact_real_income"]) for row in page["years"].get(side, ())}
        for side in names.material.sides
    ]
    if not all(series):
        return None
    first, last = min(series[0]), max(series[0])

    def draw(drawing: Drawing) -> None:
        draw_years(drawing, series, (names.side(0), names.side(1)), "%")

    return Chart(
        id=f"{page['id']}-years",
        title=names.sides(
            "scenario.years_title",
            first=first,
            last=last,
            a_first=percent(series[0][first]),
            a_last=percent(series[0][last]),
            b_first=percent(series[1][first]),
            b_last=percent(series[1][last]),
        ),
        description=names.sides("scenario.years_desc"),
        draw=draw,
        columns=(names.t("figure.period"), names.side(0), names.side(1)),
        rows=tuple((str(y), percent(series[0].get(y)), percent(series[1].get(y))) for y in sorted(series[0])),
        note=names.t("scenario.years_note"),
        height=(320, 280),
    )
