"""Two counts: each side's figures of the same trade, and why they differ."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Any

from markupsafe import Markup

from henequen.model.observation import Observation
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.lines import PairWords, draw_pair, draw_ratio
from henequen.publish.charts.pairs import PATTERN
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.latest import latest_cards
from henequen.publish.site.pages.trade.full_gap import COLUMNS, full_gap, period_pages, plain_rows
from henequen.publish.site.pages.trade.gap import gap_flows, gap_table
from henequen.publish.site.pages.trade.pair_chart import pair_chart
from henequen.record.questions.two_counts import Flow, Year, two_counts

__all__ = ["balance_chart", "counts_pages", "explanations", "latest_pair"]

MILLION = Decimal(1_000_000)


def counts_pages(names: Names) -> Iterator[Page]:
    """The page of both sides' figures, and with full data one of every period."""
    material, t = names.material, names.t
    flows = two_counts(material.observations, material.sides)
    shown = [_flow(names, flow) for flow in flows]
    charts = [chart for flow in shown for chart in (flow["pair"], flow["ratio"]) if chart]
    balance = balance_chart(names)
    if balance:
        charts.append(balance)
    used = {o.id for flow in flows for year in flow.years for o in year.counts if o}
    apart = [_apart(names, o) for o in material.observations if _is_trade_total(names, o) and o.id not in used]
    columns, rows = _table(names, flows)
    full = full_gap(names)
    charts.extend(flow["chart"] for flow in (full["flows"] if full else ()))
    explained = material.flows["explained"] if material.flows else []
    tables = [Table("counts/two-counts.csv", columns, rows), gap_table(names, flows)]
    if full:
        tables.append(Table("counts/full-gap.csv", COLUMNS, plain_rows(explained)))
    yield Page(
        path="counts/index.html",
        template="counts.html",
        title=t("counts.title"),
        section="counts",
        summary=_answer(names, flows),
        context={
            "answer": _answer(names, flows),
            "cards": latest_cards(names, "../", ("flow-1", "flow-0", "balance")),
            "pattern": Markup(PATTERN),  # noqa: S704 - our own picture
            "ends": max((flow.years[-1].year for flow in flows), default=0),
            "flows": shown,
            "balance": balance,
            "reasons": explanations(names, "trade"),
            "gaps": gap_flows(names, flows),
            "full": full,
            "apart": [row for row in apart if row["period_raw"] not in _years(flows)],
            "years": _years_rows(names, flows),
        },
        data={"years": [dict(zip(columns, row, strict=True)) for row in rows]}
        | ({"full": list(explained)} if full else {}),
        charts=tuple(charts),
        tables=tuple(tables),
    )
    yield from period_pages(names)


def latest_pair(flows: list[Flow]) -> tuple[Flow, Year] | None:
    """The latest year that both sides report, in the flow with the largest difference."""
    pairs = [(flow, year) for flow in flows for year in flow.years if year.ratio is not None]
    if not pairs:
        return None
    last = max(year.year for _, year in pairs)
    return max((item for item in pairs if item[1].year == last), key=lambda item: abs(item[1].difference or Decimal(0)))


def _answer(names: Names, flows: list[Flow]) -> str:
    latest = latest_pair(flows)
    if latest is None:
        return names.t("counts.no_pairs")
    flow, year = latest
    counts = [names.dollars(amount) if amount is not None else "–" for amount in year.amounts]
    return names.sides(
        "counts.answer",
        year=year.year,
        exporter=names.side(flow.exporter),
        first=counts[0],
        second=counts[1],
        ratio=f"{year.ratio:.2f}" if year.ratio else "",
        gap=names.dollars(abs(year.difference or Decimal(0))),
    )


def _flow(names: Names, flow: Flow) -> dict[str, Any]:
    heading = names.t("counts.flow", exporter=names.side(flow.exporter), importer=names.side(1 - flow.exporter))
    return {
        "id": f"flow-{flow.exporter}",
        "heading": heading,
        "pair": pair_chart(names, flow),
        "ratio": _ratio_chart(names, flow) if len(flow.ratios) > 2 else None,
    }


def _ratio_chart(names: Names, flow: Flow) -> Chart:
    importer, exporter = names.side(1 - flow.exporter), names.side(flow.exporter)
    if flow.crossing and flow.levels:
        title = names.t(
            "counts.ratio_title_break",
            importer=importer,
            exporter=exporter,
            year=flow.crossing,
            before=f"{flow.levels[0]:.1f}",
            after=f"{flow.levels[1]:.1f}",
        )
    else:
        title = names.t(
            "counts.ratio_title", importer=importer, exporter=exporter, middle=f"{median(flow.ratios.values()):.1f}"
        )

    def draw(drawing: Drawing) -> None:
        labels = (names.t("counts.agree"), names.t("counts.break", year=flow.crossing or ""))
        draw_ratio(drawing, flow.ratios, flow.crossing, labels, names.t("counts.ratio_unit"))

    return Chart(
        id=f"ratio-{flow.exporter}",
        title=title,
        description=names.t("counts.ratio_desc", importer=importer, exporter=exporter),
        draw=draw,
        columns=(names.t("figure.period"), names.t("counts.ratio")),
        rows=tuple((str(year), f"{ratio:.2f}") for year, ratio in flow.ratios.items()),
        note=names.t("counts.ratio_note"),
        touch=True,
        height=(280, 250),
    )


def balance_chart(names: Names) -> Chart | None:
    """The balance of the first side as each side counts it (the second side's with its sign reversed)."""
    material = names.material
    series: tuple[dict[int, float | None], dict[int, float | None]] = ({}, {})
    claims: tuple[dict[int, Observation], dict[int, Observation]] = ({}, {})
    for o in material.observations:
        if (
            o.measure == "balance"
            and o.table
            and o.reporter in material.sides
            and o.partner in material.sides
            and o.amount is not None
            and o.period.isdigit()
        ):
            side = material.sides.index(o.reporter)
            series[side][int(o.period)] = float(o.amount.scaleb(-names.table_power)) * (1 if side == 0 else -1)
            claims[side][int(o.period)] = o
    common_years = sorted(set(series[0]) & set(series[1]))
    if not common_years:
        return None
    last = common_years[-1]
    opposite = [str(y) for y in common_years if (series[0][y] or 0) * (series[1][y] or 0) < 0]
    words = PairWords(
        (names.side(0), names.side(1)),
        names.t("counts.unit"),
        tips=[
            {
                year: f"{year}, {names.t('counts.counts', side=names.side(number))}: {names.amount(o)}"
                for year, o in side.items()
            }
            for number, side in enumerate(claims)
        ],
        hrefs=[{year: f"../{material.url(o.id)}" for year, o in side.items()} for side in claims],
    )
    title = names.sides(
        "counts.balance_title",
        year=last,
        first=names.dollars(claims[0][last].amount or Decimal(0)),
        second=names.dollars(-(claims[1][last].amount or Decimal(0))),
    )

    def draw(drawing: Drawing) -> None:
        draw_pair(drawing, series, words)

    return Chart(
        id="balance",
        title=title,
        description=names.sides("counts.balance_desc"),
        draw=draw,
        columns=(
            names.t("figure.period"),
            names.t("counts.counts", side=names.side(0)),
            names.t("counts.counts", side=names.side(1)),
        ),
        rows=tuple(
            (
                str(y),
                names.in_table(claims[0][y].amount),
                names.in_table(-(claims[1][y].amount or Decimal(0))),
            )
            for y in common_years
        ),
        note=names.sides("counts.balance_opposite", n=len(opposite), years=", ".join(opposite))
        if opposite
        else names.sides("counts.balance_note"),
        touch=True,
    )


def explanations(names: Names, topic: str) -> list[dict[str, str]]:
    """What the documents themselves say about the difference, restated; from the pack's vocabulary."""
    return [
        {
            "text": row.get(names.language) or row.get("en", ""),
            "source": f"{names.document(row.get('document', ''))}, "
            + names.t("claim.chars", start=row.get("char_start", ""), end=row.get("char_end", "")),
        }
        for row in names.material.view.vocabulary("explanations")
        if row.get("topic") == topic
    ]


def _is_trade_total(names: Names, o: Observation) -> bool:
    sides = names.material.sides
    return (
        o.measure in ("export", "import", "balance", "total_trade")
        and o.reporter in sides
        and o.partner in sides
        and o.product in ("", "TOTAL")
        and not o.place
    )


def _apart(names: Names, o: Observation) -> dict[str, str]:
    return {
        "what": names.measure(o),
        "period": names.date(o.period),
        "period_raw": o.period,
        "reporter": names.country(o.reporter),
        "amount": names.amount(o),
        "href": f"../{names.material.url(o.id)}",
        "source": names.document(o.edition),
    }


def _years(flows: list[Flow]) -> set[str]:
    return {str(year.year) for flow in flows for year in flow.years}


def _years_rows(names: Names, flows: list[Flow]) -> list[dict[str, Any]]:
    rows = []
    for number in sorted({year.year for flow in flows for year in flow.years}, reverse=True):
        cells = []
        for flow in flows:
            year = next((y for y in flow.years if y.year == number), None)
            cells.append(
                {
                    "cells": [
                        (names.in_table(o.amount), f"../{names.material.url(o.id)}") if o else None
                        for o in (year.counts if year else (None, None))
                    ],
                    "difference": names.in_table(year.difference) if year else "–",
                    "ratio": f"{year.ratio:.2f}" if year and year.ratio is not None else "–",
                }
            )
        rows.append({"year": number, "flows": cells})
    return rows


def _table(names: Names, flows: list[Flow]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    columns = (
        "year",
        "exporter",
        "first_side",
        "second_side",
        "difference",
        "ratio",
        "unit",
        "first_claim",
        "second_claim",
    )
    rows = []
    for flow in flows:
        for year in flow.years:
            rows.append(
                (
                    str(year.year),
                    names.material.sides[flow.exporter],
                    *("" if a is None else f"{a:f}" for a in year.amounts),
                    "" if year.difference is None else f"{year.difference:f}",
                    "" if year.ratio is None else f"{year.ratio:.4f}",
                    next((o.unit for o in year.counts if o), ""),
                    *(o.id if o else "" for o in year.counts),
                )
            )
    return columns, tuple(rows)
