"""Investment: rival figures by their basis, the yearly flow with the break in its method, states, sectors and branches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from henequen.model.observation import Observation
from henequen.publish.charts import Chart
from henequen.publish.charts.bars import Bar, draw_columns, draw_ranked, ranked_height
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.pairs import PATTERN
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.latest import latest_cards
from henequen.publish.site.pages.record.figures import figure_row
from henequen.publish.site.pages.trade.counts import explanations

__all__ = ["investment_pages"]

_MEASURES = ("fdi_flow", "fdi_stock", "fdi_declared", "investment")


def investment_pages(names: Names) -> Iterator[Page]:
    """The one page of investment."""
    material, t = names.material, names.t
    sides = material.sides
    observations = [
        o
        for o in material.observations
        if o.measure in _MEASURES and o.reporter in sides and o.partner in sides and o.unit != "rank"
    ]
    charts: list[Chart] = [c for c in (_rivals_chart(names, observations), *_yearly(names, observations)) if c]
    ranked = [
        c
        for side in (0, 1)
        for c in (
            _ranked(names, observations, side, "places", lambda o: names.place(o.place) if o.place else ""),
            _ranked(names, observations, side, "branches", lambda o: names.product(o) if not o.place else ""),
        )
        if c
    ]
    shares = [c for side in (0, 1) if (c := _shares(names, side))]
    rows = [figure_row(names, o, "../") for o in observations]
    columns = ("id", "what", "period", "reporter", "amount", "place", "product", "source")
    yield Page(
        path="investment/index.html",
        template="investment.html",
        title=t("investment.title"),
        section="investment",
        context={
            "cards": latest_cards(names, "../", ("fdi-0", "fdi-1")),
            "pattern": Markup(PATTERN),  # noqa: S704 - our own picture
            "rivals": charts[0] if charts and charts[0].id == "bases" else None,
            "yearly": [c for c in charts if c.id.startswith("flow")],
            "ranked": ranked,
            "shares": shares,
            "reasons": explanations(names, "investment"),
            "groups": _groups(names, observations),
        },
        data={"figures": rows},
        charts=(*charts, *ranked, *shares),
        tables=(Table("investment/investment.csv", columns, tuple(tuple(row[c] for c in columns) for row in rows)),),
    )


def _product(o: Observation) -> str:
    return "" if o.product in ("", "TOTAL") else o.product.partition(":")[2] or o.product


def _whole(o: Observation) -> bool:
    return not o.place and not _product(o) and o.measure != "investment" and "breakdown" not in o.marks


def basis(names: Names, o: Observation) -> str:
    """The basis of a figure of investment: annual flow, cumulative flow, stock, survey."""
    if o.measure == "fdi_flow":
        return names.t("investment.added" if "/" in o.period else "investment.flow")
    if o.asserted_by and o.asserted_by in names.material.record and o.measure == "fdi_stock":
        kind = names.material.record[o.asserted_by].one("kind")
        return names.t("investment.survey") if kind == "embassy" else names.t("investment.stock")
    return names.t(f"investment.{o.measure.removeprefix('fdi_')}")


def _counted_by(names: Names, o: Observation) -> int:
    """The side that counted: the speaker's if a side's own embassy made the count, otherwise the reporter's."""
    speaker = names.material.record.get(o.asserted_by)
    country = speaker.one("country") if speaker and speaker.one("kind") == "embassy" else o.reporter
    return names.material.sides.index(country if country in names.material.sides else o.reporter)


def _rivals_chart(names: Names, figures: list[Observation]) -> Chart | None:
    """Totals over several years, side by side, on different bases."""
    observations = [
        o
        for o in figures
        if _whole(o) and o.amount is not None and ("/" in o.period or o.measure != "fdi_flow") and o.amount > 10**8
    ]
    unique = list({(o.amount, o.period, o.edition): o for o in observations}.values())
    if len(unique) < 2:
        return None
    unique.sort(key=lambda o: (o.period[:4], o.period[5:9], o.amount or 0))
    bars = [
        Bar(
            f"{names.date(o.period)}, {basis(names, o)}",
            float(o.amount or 0) / 1e6,
            names.money(o),
            _counted_by(names, o),
            o.measure != "fdi_flow",
        )
        for o in unique
    ]

    def draw(drawing: Drawing) -> None:
        draw_ranked(drawing, bars)

    return Chart(
        id="bases",
        title=names.t("investment.bases_title", n=len(bars)),
        description=names.t("investment.bases_desc"),
        draw=draw,
        columns=(names.t("figure.period"), names.t("claim.value"), names.t("claim.source")),
        rows=tuple((bar.label, bar.written, names.document(o.edition)) for bar, o in zip(bars, unique, strict=True)),
        note=names.t("investment.bases_note"),
        height=(ranked_height(len(bars)), ranked_height(len(bars), True)),
    )


def _yearly(names: Names, figures: list[Observation]) -> Iterator[Chart]:
    """The flow by year as each side counts it, with a line before the year in which the method changed."""
    for side in (0, 1):
        amounts = _flow_by_year(names, figures, side)
        if len(amounts) < 3:
            continue
        last = max(year for year in amounts if year - 1 in amounts or year - 2 in amounts)
        years = list(range(min(amounts), last + 1))
        shown = {y: float(a.scaleb(-names.table_power)) for y, a in amounts.items() if y <= last}
        top = max(shown, key=lambda y: (shown[y], y))
        broken = _break_year(names, side)
        values = [shown.get(year) for year in years]

        def draw(
            drawing: Drawing,
            years: list[int] = years,
            values: list[float | None] = values,
            broken: int | None = broken,
            side: int = side,
        ) -> None:
            draw_columns(
                drawing,
                years,
                values,
                names.t("counts.unit"),
                broken,
                names.t("investment.break", year=broken or ""),
                side,
            )

        yield Chart(
            id=f"flow-{side}",
            title=names.t(
                "investment.flow_title",
                side=names.side(side),
                origin=names.side(1 - side),
                year=top,
                value=names.dollars(amounts[top]),
                first=years[0],
                last=years[-1],
            ),
            description=names.t("investment.flow_desc"),
            draw=draw,
            columns=(names.t("figure.period"), names.t("counts.unit")),
            rows=tuple((str(y), names.in_table(amounts[y]) if y in shown else "") for y in years),
            touch=True,
            note=names.t("investment.flow_note") if broken else "",
            height=(300, 260),
        )


def _flow_by_year(names: Names, figures: list[Observation], side: int) -> dict[int, Decimal]:
    """The whole flow of each year as a side counts it; a figure of a table is preferred to one of a text."""
    amounts: dict[int, Decimal] = {}
    for o in figures:
        if o.measure != "fdi_flow" or not _whole(o) or o.reporter != names.material.sides[side]:
            continue
        if o.period.isdigit() and o.amount is not None and (o.table or int(o.period[:4]) not in amounts):
            amounts[int(o.period[:4])] = o.amount
    return amounts


def _break_year(names: Names, side: int) -> int | None:
    """The year in which a side changed how it counts investment, if the pack names one."""
    return next(
        (
            int(row["year"])
            for row in names.material.view.vocabulary("breaks")
            if row.get("topic") == "investment" and row.get("reporter") == names.material.sides[side]
        ),
        None,
    )


def _ranked(
    names: Names, figures: list[Observation], side: int, kind: str, label: Callable[[Observation], str]
) -> Chart | None:
    """The latest period for which a breakdown is given, ranked."""
    observations = [
        o
        for o in figures
        if o.measure.startswith("fdi")
        and o.reporter == names.material.sides[side]
        and label(o)
        and o.amount is not None
    ]
    periods = sorted({(o.period, o.edition, o.measure) for o in observations}, reverse=True)
    best = max(
        (p for p in periods),
        key=lambda p: (sum((o.period, o.edition, o.measure) == p for o in observations) >= 3, p[0]),
        default=None,
    )
    if best is None:
        return None
    return _ranked_chart(
        names, [o for o in observations if (o.period, o.edition, o.measure) == best], side, kind, label
    )


def _ranked_chart(
    names: Names, observations: list[Observation], side: int, kind: str, label: Callable[[Observation], str]
) -> Chart:
    observations = sorted(observations, key=lambda o: -(o.amount or 0))
    whole = sum(float(o.amount or 0) for o in observations)
    bars = [Bar(label(o), float(o.amount or 0) / 1e6, names.money(o), side) for o in observations]
    share = 100 * float(observations[0].amount or 0) / whole if whole else 0

    title = names.t(
        f"investment.{kind}_title",
        top=bars[0].label,
        share=f"{share:.0f}",
        n=len(bars),
        period=names.date(observations[0].period),
    )
    return _breakdown_chart(names, f"{kind}-{side}", title, f"investment.{kind}", bars, observations)


def _breakdown_chart(
    names: Names, key: str, title: str, head: str, bars: list[Bar], observations: list[Observation]
) -> Chart:
    """A ranked breakdown; each bar shows one of the observations, and `head` is the text code of their column."""

    def draw(drawing: Drawing) -> None:
        draw_ranked(drawing, bars)

    return Chart(
        id=key,
        title=title,
        description=names.t("investment.ranked_desc"),
        draw=draw,
        columns=(names.t(head), names.t("claim.value"), names.t("claim.source")),
        rows=tuple(
            (bar.label, bar.written, names.document(o.edition)) for bar, o in zip(bars, observations, strict=True)
        ),
        note=names.t(
            "investment.ranked_note",
            source=names.document(observations[0].edition),
            table=names.table_name(observations[0].table) or names.t("investment.prose"),
        ),
        height=(ranked_height(len(bars)), ranked_height(len(bars), True)),
    )


def _shares(names: Names, side: int) -> Chart | None:
    """Shares by sector, if a source gives them without amounts."""
    observations = [
        o
        for o in names.material.observations
        if o.measure == "share"
        and "sector" in o.component
        and o.reporter == names.material.sides[side]
        and o.partner in names.material.sides
        and o.value is not None
        and _product(o)
    ]
    if len(observations) < 2:
        return None
    observations.sort(key=lambda o: -(o.value or 0))
    bars = [Bar(names.product(o), float(o.value or 0), names.amount(o), side) for o in observations]

    title = names.t(
        "investment.sectors_title",
        top=bars[0].label,
        share=bars[0].written,
        period=names.date(observations[0].period),
    )
    return _breakdown_chart(names, f"sectors-{side}", title, "investment.sectors", bars, observations)


def _groups(names: Names, figures: list[Observation]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for o in sorted(figures, key=lambda o: (o.period, o.id), reverse=True):
        key = names.t("investment.projects") if o.measure == "investment" else basis(names, o)
        groups.setdefault(key, []).append(figure_row(names, o, "../"))
    return [{"name": name, "figures": rows} for name, rows in groups.items()]
