"""Event studies of agreements: the claim of the record, the growth in the data, the effect against controls, a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from henequen.model.observation import Observation
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.ranges import Point, RangeRow, draw_ranges, ranges_height
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.scenario.wording import percent

__all__ = ["event_pages_of", "study_of", "url_of_study"]

_RARE = 0.1
"""A movement that fewer than a tenth of the placebo pairs make is rare."""


def url_of_study(study: Mapping[str, Any]) -> str:
    """The path of a study's page."""
    return f"scenarios/{study['id']}.html"


def event_pages_of(names: Names) -> Iterator[Page]:
    """A page per study that the pack ships."""
    for study in names.material.studies.get("events", ()):
        yield _page(names, study)


def study_of(names: Names, observation: Observation) -> tuple[str, str] | None:
    """The page (path, title) of the study that tests a figure of the record; None if there is no such study."""
    for study in names.material.studies.get("events", ()):
        if _is_claim(observation, study):
            return url_of_study(study), _title(names, study)
    return None


def _title(names: Names, study: Mapping[str, Any]) -> str:
    return str(study.get("titles", {}).get(names.language) or study["title"])


def _claims(names: Names, study: Mapping[str, Any]) -> list[Observation]:
    return [o for o in names.material.observations if _is_claim(o, study)]


def _is_claim(o: Observation, study: Mapping[str, Any]) -> bool:
    claim = study.get("claims", {})
    return bool(claim) and all(getattr(o, key, None) == value for key, value in claim.items())


def _page(names: Names, study: Mapping[str, Any]) -> Page:
    t = names.t
    pairs = [(study["exporter"], study["importer"]), (study["importer"], study["exporter"])]
    directions = [_direction(names, study, pair) for pair in pairs]
    claims = _claims(names, study)
    chart = _chart(names, study, pairs)
    columns = ("exporter", "importer", "year", "value", "growth", "effect", "lower", "upper", "p", "phase")
    rows = tuple(tuple("" if row[c] is None else str(row[c]) for c in columns) for row in study["rows"])
    return Page(
        path=url_of_study(study),
        template="event_study.html",
        title=_title(names, study),
        section="scenarios",
        summary=directions[0]["verdict"],
        context={
            "directions": directions,
            "chart": chart,
            "labels": [one["label"] for one in directions],
            "claims": [
                {
                    "text": names.measure(o),
                    "value": names.amount(o),
                    "href": f"../{names.material.url(o.id)}",
                    "speaker": names.speaker(o),
                }
                for o in claims
            ],
            "source": t("value_added.source", source=study["source"], licence=study["licence"]),
            "csv": f"{study['id']}.csv",
            "command": _command(study),
        },
        data={key: study[key] for key in study if key not in ("titles",)},
        charts=(chart,),
        tables=(Table(f"scenarios/{study['id']}.csv", columns, rows),),
    )


def _command(study: Mapping[str, Any]) -> str:
    years = " ".join(f"--reference {year}" for year in study["reference"])
    pair = f"--pair {study['exporter']} --pair {study['importer']}"
    return f"henequen scenario event-study PANEL {pair} --start {study['start']} {years}"


def _rows_of_pair(study: Mapping[str, Any], pair: tuple[str, str]) -> list[Mapping[str, Any]]:
    return [row for row in study["rows"] if (row["exporter"], row["importer"]) == pair]


def _direction(names: Names, study: Mapping[str, Any], pair: tuple[str, str]) -> dict[str, Any]:
    t = names.t
    rows = _rows_of_pair(study, pair)
    trend = next(row for row in study["trends"] if (row["exporter"], row["importer"]) == pair)
    exporter, importer = (names.country(code) for code in pair)
    after = [row for row in rows if row["phase"] == "after"]
    first = after[0]
    clear = [row["p"] < _RARE and (row["lower"] > 0 or row["upper"] < 0) for row in after]
    verdict = "supported" if all(clear) else "weak" if clear[0] else "contested"
    start = min(study["reference"])
    common = trend["trend_rank"] >= _RARE
    rank = trend["trend_rank"] if common else 1 - trend["trend_rank"]
    return {
        "label": t("event_study.direction", exporter=exporter, importer=importer),
        "growth": t(
            "event_study.growth",
            year=int(first["year"]),
            exporter=exporter,
            importer=importer,
            growth=percent(first["growth"]),
        ),
        "effect": t(
            "event_study.effect",
            effect=percent(first["effect"]),
            lower=percent(first["lower"]),
            upper=percent(first["upper"]),
            p=f"{100 * first['p']:.0f}%",
        ),
        "verdict": t(f"event_study.verdict_{verdict}"),
        "verdict_kind": verdict,
        "trend": t(
            "event_study.trend" if common else "event_study.trend_own",
            first=start,
            size=f"{trend['trend']:.2f}",
            rank=f"{100 * rank:.0f}%",
        ),
        "method": t(
            "event_study.method_said",
            controls=f"{int(trend['controls']):,}",
            placebos=int(trend["placebos"]),
            reference=f"{min(study['reference'])}–{max(study['reference'])}",
        ),
        "rows": [_row(names, row) for row in rows],
    }


def _row(names: Names, row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "year": str(int(row["year"])),
        "trade": f"{row['value']:,.1f}",
        "growth": percent(row["growth"]),
        "effect": percent(row["effect"]),
        "interval": f"{percent(row['lower'])} … {percent(row['upper'])}",
        "p": f"{100 * row['p']:.0f}%",
        "phase": names.t(f"event_study.phase_{row['phase']}"),
    }


def _chart(names: Names, study: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> Chart:
    """Effects by year of both directions with their intervals, around the line of no effect."""
    labels = [names.t("event_study.direction", exporter=names.country(a), importer=names.country(b)) for a, b in pairs]
    both_flows = [_rows_of_pair(study, pair) for pair in pairs]
    rows = [
        RangeRow(str(int(one["year"])), (_point(one), _point(other))) for one, other in zip(*both_flows, strict=True)
    ]
    after = [row for row in both_flows[0] if row["phase"] == "after"]
    includes_zero = [row["lower"] <= 0 <= row["upper"] for row in after]
    title = names.t(
        "event_study.chart_title",
        exporter=names.country(pairs[0][0]),
        importer=names.country(pairs[0][1]),
        low=percent(min(row["effect"] for row in after)),
        high=percent(max(row["effect"] for row in after)),
        start=study["start"],
        hold=names.t(f"event_study.hold_{'all' if all(includes_zero) else 'some' if any(includes_zero) else 'none'}"),
    )

    def draw(drawing: Drawing) -> None:
        draw_ranges(drawing, rows, labels, "%")

    def cell(point: Point | None) -> str:
        return f"{point.written} ({percent(point.lower)} … {percent(point.upper)})" if point else "–"

    return Chart(
        id=f"{study['id']}-effects",
        title=title,
        description=names.t("event_study.lede"),
        draw=draw,
        columns=(names.t("event_study.year"), *labels),
        rows=tuple((row.label, cell(row.points[0]), cell(row.points[1])) for row in rows),
        note=names.t("event_study.limits"),
        height=(ranges_height(rows), ranges_height(rows, True)),
    )


def _point(row: Mapping[str, Any]) -> Point:
    return Point(row["effect"], row["lower"], row["upper"], percent(row["effect"]))
