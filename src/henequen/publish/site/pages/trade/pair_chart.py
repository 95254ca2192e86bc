"""The chart of one flow as both sides count it: a yearly series, later single years, the end of each series, and
doubtful points."""

from __future__ import annotations

from henequen.model.observation import Observation
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.lines import PairWords, draw_pair
from henequen.publish.site.names import Names
from henequen.publish.site.pages.latest import measures, yearly_end
from henequen.record.questions.two_counts import Flow

__all__ = ["pair_chart"]

_FEW = 4
"""A finding about more figures than this is about a series, not about a point of a chart."""


def pair_chart(names: Names, flow: Flow, up: str = "../") -> Chart:
    """Both counts of one flow: the years of the source that gives both, then the later single years of each side. The
    title states how often and by how much the importer's is higher; `up` is the relative path to the tree's root.
    """
    figures = _figures(names, flow)
    higher = sum(1 for ratio in flow.ratios.values() if ratio > 1)
    values: list[dict[int, float | None]] = [
        {
            year: float(o.amount.scaleb(-names.table_power)) if o is not None and o.amount is not None else None
            for year, o in side.items()
        }
        for side in figures
    ]
    tips = [
        {
            year: f"{year}, {names.t('counts.counts', side=names.side(s))}: "
            + (names.amount(o) if o is not None else names.t("figure.missing"))
            for year, o in side.items()
        }
        for s, side in enumerate(figures)
    ]
    hrefs = [{year: up + names.material.url(o.id) for year, o in side.items() if o is not None} for side in figures]
    exporter, importer = names.side(flow.exporter), names.side(1 - flow.exporter)
    title = names.t(
        "counts.pair_title_turn" if flow.crossing else "counts.pair_title",
        exporter=exporter,
        importer=importer,
        higher=higher,
        years=len(flow.ratios),
        year=flow.crossing,
    )
    years = sorted({year for side in figures for year in side})
    flagged = _flagged(names, figures, up)
    ends = []
    for side in (0, 1):
        end = yearly_end(year for year, o in figures[side].items() if o is not None)
        if end and end < years[-1]:
            ends.append((end, names.t("now.ends_here", side=names.side(side))))
    ends.sort()
    words = PairWords((names.side(0), names.side(1)), names.t("counts.unit"), tuple(ends), tips, hrefs, flagged)

    def draw(drawing: Drawing) -> None:
        draw_pair(drawing, values, words)

    return Chart(
        id=f"counts-{flow.exporter}",
        title=title,
        subtitle=names.t(
            "counts.pair_sub",
            exporter=exporter,
            importer=importer,
            first=years[0],
            last=years[-1],
            unit=names.t("counts.unit"),
        ),
        description=names.t("counts.pair_desc", first=years[0], last=years[-1], a=names.side(0), b=names.side(1)),
        draw=draw,
        columns=(
            names.t("figure.period"),
            names.t("counts.counts", side=names.side(0)),
            names.t("counts.counts", side=names.side(1)),
            names.t("chart.gap"),
            names.t("chart.ratio"),
        ),
        rows=tuple(_table_row(names, flow, figures, year) for year in years),
        note=names.t("counts.pair_note", sources=_sources(names, figures)),
        touch=True,
        flags=tuple((names.t("chart.flag", year=year), href) for year, href in flagged.items()),
    )


Figures = tuple[dict[int, Observation | None], dict[int, Observation | None]]


def _figures(names: Names, flow: Flow) -> Figures:
    """Each side's figures by year: the paired series first, then later single years of any source."""
    figures: Figures = ({}, {})
    for year in flow.years:
        for side in (0, 1):
            figures[side][year.year] = year.counts[side]
    for measure in (measure for measure in measures(names) if measure.exporter == flow.exporter):
        for side in (0, 1):
            for number, o in measure.figures[side].items():
                figures[side].setdefault(number, o)
    return figures


def _table_row(names: Names, flow: Flow, figures: Figures, year: int) -> tuple[str, ...]:
    amounts = [o.amount if (o := side.get(year)) is not None else None for side in figures]
    exported, imported = amounts[flow.exporter], amounts[1 - flow.exporter]
    gap = names.in_table(imported - exported) if exported is not None and imported is not None else ""
    ratio = f"{imported / exported:.2f}" if exported and imported is not None else ""
    return (str(year), *("" if a is None else names.in_table(a) for a in amounts), gap, ratio)


def _flagged(names: Names, figures: Figures, up: str) -> dict[int, str]:
    """The years of a chart about whose figures the audit has an error or a warning, with the finding's address."""
    flags: dict[int, str] = {}
    for side in figures:
        for year, o in side.items():
            for finding in names.material.findings_of.get(o.id, ()) if o is not None else ():
                if finding.severity in ("error", "warning") and len(finding.subjects) <= _FEW:
                    flags.setdefault(year, f"{up}findings/index.html#{finding.id}")
    return dict(sorted(flags.items()))


def _sources(names: Names, figures: Figures) -> str:
    """The documents of a chart's figures, each with its tables."""
    tables: dict[str, set[str]] = {}
    for side in figures:
        for o in side.values():
            if o is not None:
                tables.setdefault(names.document(o.edition), set()).update([o.table] if o.table else [])
    return "; ".join(
        f"{name} ({', '.join(names.table_name(table) for table in sorted(tables_of))})" if tables_of else name
        for name, tables_of in tables.items()
    )
