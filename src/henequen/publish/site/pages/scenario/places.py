"""The maps of the Scenarios pages: the exposure of each place through the sectors of its own table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.exposure import draw_exposure
from henequen.publish.charts.maps import Shape
from henequen.publish.site.names import Names
from henequen.publish.site.pages.scenario.wording import percent, sector, with_band

__all__ = ["LEAST_COVERED", "place_charts"]

LEAST_COVERED = 0.5  # below this share of a place's total stated by sector, its exposure is not drawn


def place_charts(names: Names, page: Mapping[str, Any]) -> list[Chart]:
    """A map of each side whose places have a mix of sectors; places without one, or with too little of one, stay empty."""
    charts = []
    for side in names.material.sides:
        rows_of_side = {
            row["place"]: row for row in page["map"] if row["region"] == side and row["exposure"] is not None
        }
        shapes = [
            Shape(row["code"], row["outline"], float(row["x"]), float(row["y"]))
            for row in names.material.view.vocabulary("map")
            if row["country"] == side
        ]
        drawn = [code for code, row in rows_of_side.items() if float(row["covered"]) >= LEAST_COVERED]
        if drawn and shapes:
            charts.append(_map(names, page, side, rows_of_side, drawn, shapes))
    return charts


def _map(
    names: Names,
    page: Mapping[str, Any],
    side: str,
    rows_of_place: Mapping[str, Mapping[str, Any]],
    drawn: Sequence[str],
    shapes: Sequence[Shape],
) -> Chart:
    values = {code: float(rows_of_place[code]["exposure"]) for code in drawn}
    order = sorted(values, key=lambda code: (values[code], code))
    worst, losing = order[0], sum(value < 0 for value in values.values())
    points, empty = names.t("scenario.points"), [shape.code for shape in shapes if shape.code not in values]

    def written(code: str) -> str:
        if code not in values:
            return f"{names.place(code)}: {names.t('scenario.map_unknown')}"
        return f"{names.place(code)}: {percent(values[code], '')} {points}"

    def draw(drawing: Drawing) -> None:
        draw_exposure(drawing, shapes, values, written)

    def row(code: str) -> tuple[str, ...]:
        one = rows_of_place.get(code)
        covered = f"{100 * float(one['covered']):.0f}%" if one else "–"
        source = str(one["source"]) if one else "–"
        if one is None or code not in values:
            return (names.place(code), names.t("scenario.map_unknown"), "–", covered, source)
        loser = sector(names, str(one["most_exposed_loser"] or ""))
        exposure = with_band(names, values[code], one.get("exposure_lower"), one.get("exposure_upper"), "")
        return (names.place(code), exposure, loser or "–", covered, source)

    note = names.t("scenario.map_note")
    if empty:
        note = f"{names.t('scenario.map_empty', n=len(empty), all=len(shapes))} {note}"
    return Chart(
        id=f"{page['id']}-map-{side.lower()}",
        title=names.t(
            "scenario.map_title" if losing else "scenario.map_title_none",
            side=names.country(side),
            place=names.place(worst),
            value=percent(values[worst], ""),
            n=losing,
            all=len(values),
        ),
        description=names.t("scenario.map_desc", side=names.country(side)),
        draw=draw,
        columns=(
            names.t("figure.place"),
            names.t("scenario.exposure"),
            names.t("scenario.most_exposed"),
            names.t("scenario.covered"),
            names.t("claim.source"),
        ),
        rows=tuple(row(code) for code in (*order, *sorted(empty))),
        note=note,
        height=(520, 300),
    )
