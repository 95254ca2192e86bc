"""Two counts from full data: the gap of each year and chapter in parts, the reconciled figure as a third claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.steps import Steps, draw_steps, steps_height
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.trade.gap import rules_of
from henequen.trade.gap import COMPONENTS, cancelled_out, to_cents
from henequen.trade.model.chapters import chapter_title

__all__ = ["COLUMNS", "flow_shown", "full_gap", "gap_chart", "millions", "period_name", "period_pages", "plain_rows"]

COLUMNS = (
    "period",
    "exporter",
    "importer",
    "product",
    "exporter_value",
    "importer_value",
    "gap",
    *COMPONENTS,
    "not_measurable",
    "reconciled",
    "reconciled_lower",
    "reconciled_upper",
)
_MILLION = Decimal(1_000_000)
_TEN_THOUSAND = Decimal("0.01")  # in millions


def millions(names: Names, value: float | None) -> str:
    """An amount in millions; small ones to the thousand, those below ten thousand to the dollar; a dash if unknown."""
    if value is None:
        return "–"
    amount = Decimal(repr(value)) / _MILLION
    size = abs(amount)
    return names.number(amount, 1 if size >= 1 or not size else 3 if size >= _TEN_THOUSAND else 6)


def period_name(names: Names, period: str) -> str:
    """A period as people write it: a year, or a month and its year."""
    return names.date(f"{period[:4]}-{period[4:]}") if len(period) == 6 and period.isdigit() else period


def full_gap(names: Names) -> dict[str, Any] | None:
    """The part of the two-counts page based on full data: the latest year of each direction, and all years; None
    without data."""
    flows = names.material.flows
    if not flows:
        return None
    shown = []
    for exporter in (0, 1):
        rows = _of(names, flows["explained"], exporter)
        if rows:
            shown.append(
                flow_shown(names, rows[-1], f"gap-{rows[-1]['period']}-{exporter}")
                | {"rows": [_cells(names, row) | {"href": f"{row['period']}.html"} for row in reversed(rows)]}
            )
    return {"edition": edition_line(names, flows["editions"][-1]), "flows": shown, "changes": bool(flows["changes"])}


def period_pages(names: Names) -> Iterator[Page]:
    """A page for every period of the newest edition: both directions, whole and by chapter."""
    flows = names.material.flows
    if not flows:
        return
    for period in sorted({row["period"] for row in flows["explained"]}):
        shown, tables = [], []
        for exporter in (0, 1):
            whole = [row for row in _of(names, flows["explained"], exporter) if row["period"] == period]
            if not whole:
                continue
            chapters = [row for row in _of(names, flows["chapters"], exporter) if row["period"] == period]
            chapters.sort(key=lambda row: (-abs(row["gap"] or 0), row["product"]))
            shown.append(
                flow_shown(names, whole[0], f"gap-{period}-{exporter}")
                | {
                    "chapters": [
                        _cells(names, row)
                        | {
                            "id": f"c{exporter}-{row['product']}",
                            "code": row["product"],
                            "title": chapter_title(row["product"], names.language),
                            "href": f"../products/{row['product']}.html",
                        }
                        for row in chapters
                    ]
                }
            )
            tables.extend([*whole, *chapters])
        when = period_name(names, period)
        yield Page(
            path=f"counts/{period}.html",
            template="counts_period.html",
            title=names.t("gap.period_title", period=when),
            section="counts",
            summary=shown[0]["chart"].title,
            context={"when": when, "flows": shown, "edition": edition_line(names, flows["editions"][-1])},
            data={"period": period, "flows": tables},
            charts=tuple(flow["chart"] for flow in shown),
            tables=(Table(f"counts/{period}.csv", COLUMNS, plain_rows(tables)),),
        )


def flow_shown(names: Names, row: Mapping[str, Any], chart_id: str) -> dict[str, Any]:
    """One direction in one period: chart, offsetting parts, rules in words, the third claim, unmeasurable parts, how
    timing was estimated."""
    exporter = names.material.sides.index(row["exporter"])
    reconciled, voyage = row["reconciled"], row["voyage"]
    edition = names.material.flows["editions"][-1] if names.material.flows else {}
    larger = cancelled_out(row["gap"], row["components"])
    timing = ""
    if voyage and "timing" not in row["not_measurable"]:
        key = "gap.voyage_measured" if voyage["measured"] else "gap.voyage_distance"
        timing = names.t(key, periods=f"{voyage['periods']:g}")
    return {
        "id": f"full-{row['period']}-{exporter}",
        "period": period_name(names, row["period"]),
        "heading": names.t("counts.flow", exporter=names.side(exporter), importer=names.side(1 - exporter)),
        "chart": gap_chart(names, row, chart_id),
        "counts": [
            {"side": exporter, "value": millions(names, row["exporter_value"])},
            {"side": 1 - exporter, "value": millions(names, row["importer_value"])},
        ],
        "larger": names.t(f"gap.{larger}") if larger else "",
        "rules": rules_of(names, exporter),
        "third": names.t(
            "gap.third",
            value=millions(names, reconciled["value"]),
            lower=millions(names, reconciled["lower"]),
            upper=millions(names, reconciled["upper"]),
            share=f"{100 * (edition.get('interval') or 0.9):g}",
            method=edition.get("method") or "?",
            edition=edition.get("name", ""),
        ),
        "missing": [
            {"name": names.t(f"gap.{part}"), "why": names.t(f"gap.{part}_needs")} for part in row["not_measurable"]
        ],
        "timing": timing,
    }


def gap_chart(names: Names, row: Mapping[str, Any], chart_id: str) -> Chart:
    """A waterfall of the gap: a hatched step for each part that was measured, the whole gap solid; its table twin."""
    exporter = names.material.sides.index(row["exporter"])
    sides = {"exporter": names.side(exporter), "importer": names.side(1 - exporter)}
    measured = [(part, row["components"][part]) for part in COMPONENTS if row["components"][part] is not None]
    gap = row["gap"]
    what = "" if row["product"] == "TOTAL" else f"{row['product']} {chapter_title(row['product'], names.language)}, "
    if gap is None:
        title = names.t("gap.chart_silent", period=period_name(names, row["period"]), what=what, **sides)
    elif not gap:
        title = names.t("gap.chart_even", period=period_name(names, row["period"]), what=what, **sides)
    else:
        largest, value = max(measured, key=lambda item: abs(item[1]))
        title = names.t(
            "gap.chart_more" if gap > 0 else "gap.chart_less",
            period=period_name(names, row["period"]),
            what=what,
            gap=millions(names, abs(gap)),
            part=names.t(f"gap.{largest}"),
            value=millions(names, value),
            **sides,
        )
    steps = [(names.t(f"gap.{part}"), value / 1e6, millions(names, value)) for part, value in measured]
    whole = (names.t("counts.difference"), (gap or 0.0) / 1e6, millions(names, gap))
    heading = names.t("counts.flow", **sides)
    groups = [Steps("", None, (*steps, whole))]

    def draw(drawing: Drawing) -> None:
        draw_steps(drawing, groups)

    return Chart(
        id=chart_id,
        title=title,
        description=names.t("gap.chart_desc", heading=heading),
        draw=draw,
        columns=(names.t("gap.part"), names.t("gap.amount"), names.t("gap.meaning")),
        rows=(
            *(
                (names.t(f"gap.{part}"), millions(names, value), names.t(f"gap.{part}_means"))
                for part, value in measured
            ),
            (whole[0], whole[2], names.t("gap.difference_means")),
        ),
        note=names.t("gap.chart_note"),
        height=(steps_height(groups), steps_height(groups, True)),
    )


def edition_line(names: Names, edition: Mapping[str, Any]) -> str:
    """One sentence that names an edition: file, method, hash, and its day if its report states it."""
    measured = names.t(
        "changes.edition_line", name=edition["name"], method=edition.get("method") or "?", hash=edition["sha256"][:12]
    )
    day = edition.get("reconciled_on")
    return f"{measured} {names.t('changes.made_on', day=names.date(day))}" if day else measured


def plain_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """Explanations as rows of a table to download, in the order of COLUMNS, in US dollars; parts add up to the gap."""
    return tuple(_plain_row(row) for row in rows)


def _plain_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    gap, parts = to_cents(row["gap"], row["components"])
    return (
        row["period"],
        row["exporter"],
        row["importer"],
        row["product"],
        *(_plain(row[name]) for name in ("exporter_value", "importer_value")),
        _plain(gap),
        *(_plain(parts[part]) for part in COMPONENTS),
        ";".join(row["not_measurable"]),
        *(_plain(row["reconciled"][name]) for name in ("value", "lower", "upper")),
    )


def _of(names: Names, rows: Sequence[Mapping[str, Any]], exporter: int) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["exporter"] == names.material.sides[exporter]]


def _cells(names: Names, row: Mapping[str, Any]) -> dict[str, Any]:
    exporter = names.material.sides.index(row["exporter"])
    counts = (row["exporter_value"], row["importer_value"])
    by_side = counts if exporter == 0 else counts[::-1]
    return {
        "period": period_name(names, row["period"]),
        "counts": [millions(names, value) for value in by_side],
        "gap": millions(names, row["gap"]),
        "parts": [millions(names, row["components"][part]) for part in COMPONENTS],
    }


def _plain(value: float | Decimal | None) -> str:
    return "" if value is None else f"{Decimal(str(value)):.2f}"
