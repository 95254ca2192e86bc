"""Products: the documents' figures of single products, the breadth and concentration of trade, and results of a
reader's own rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from henequen.model.observation import Observation
from henequen.publish.charts import Chart
from henequen.publish.charts.bars import draw_columns
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.pairs import PATTERN
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.latest import latest_cards
from henequen.publish.site.pages.scenario.wording import percent
from henequen.publish.site.pages.trade.product_tree import chapter_pages, tree_shown, tree_tables

__all__ = ["product_pages"]

_FULL = ("unit", "breadth", "potential", "not_measurable")
_TRADE = ("export", "import", "growth", "share")


def product_pages(names: Names) -> Iterator[Page]:
    """The page of products, and with full data one of every chapter."""
    t = names.t
    trade = [o for o in names.material.observations if _is_trade(names, o)]
    between = [o for o in trade if o.reporter in names.material.sides and o.partner in names.material.sides]
    world = [o for o in trade if o not in between]
    stories = [story for key in _series(between) if (story := _story(names, key, _series(between)[key]))]
    addresses = {row[key] for story in stories for row in story["rows"] for key in ("href", "printed_href")}
    breadth = [o for o in names.material.observations if _is_breadth(o)]
    charts = tuple(story["chart"] for story in stories)
    columns = ("id", "kind", "reporter", "partner", "flow", "measure", "product", "period", "value", "unit", "document")
    groups = (("breadth", breadth), ("between", between), ("world", world))
    rows = tuple(_raw(o, kind) for kind, rows_of in groups for o in rows_of)
    tree = tree_shown(names)
    findings = {f.id: f for o in (*breadth, *between) for f in names.material.findings_of.get(o.id, ())}
    yield Page(
        path="products/index.html",
        template="products.html",
        title=t("products.title"),
        section="products",
        summary=t("products.lede", n=len(rows)),
        context={
            "tree": tree,
            "n": len(rows),
            "breadth": [_row(names, o) for o in breadth],
            "stories": stories,
            "cards": latest_cards(names, "../", ("flow-1", "flow-0")),
            "pattern": Markup("" if tree else PATTERN),  # noqa: S704 - our own picture
            "between": _newest_first(names, [o for o in between if f"../{names.material.url(o.id)}" not in addresses]),
            "world": _newest_first(names, world),
            "findings": list(findings.values()),
        },
        data={"products": [dict(zip(columns, row, strict=True)) for row in rows]}
        | ({name: names.material.flows["products"][name] for name in _FULL} if names.material.flows else {}),
        charts=charts,
        tables=(Table("products/products.csv", columns, rows), *tree_tables(names)),
    )
    yield from chapter_pages(names)


def _is_trade(names: Names, o: Observation) -> bool:
    """A figure of trade in a product: an amount, its growth, or its share of trade."""
    if o.product in ("", "TOTAL") or o.measure not in _TRADE or o.value is None:
        return False
    return o.measure != "share" or bool(o.flow) or "trade" in o.component


def _is_breadth(o: Observation) -> bool:
    return (o.measure == "count" and o.unit == "products") or (o.measure == "share" and "main products" in o.component)


def _name(names: Names, product: str) -> str:
    """A product's name in the language if the pack has one, otherwise the document's."""
    for row in names.material.view.vocabulary("product_names"):
        if row["product"] == product:
            return row[names.language] or row["en"]
    words = product.partition(":")[2] if product.startswith("SECTOR:") else product.replace(":", " ")
    translated = names.text("*", "product", product)
    return translated.partition(":")[2].strip() or translated if translated != product else words


def _newest_first(names: Names, observations: list[Observation]) -> list[dict[str, Any]]:
    return [_row(names, o) for o in sorted(observations, key=lambda o: o.period, reverse=True)]


def _row(names: Names, o: Observation) -> dict[str, Any]:
    label = names.label("measure", o.measure)
    component, lang = names.translate(o.id, "component", o.component)
    return {
        "product": _name(names, o.product) if o.product not in ("", "TOTAL") else component,
        "what": f"{label} ({component})" if component and o.product else label,
        "lang": lang,
        "reporter": names.country(o.reporter),
        "side": names.material.sides.index(o.reporter) if o.reporter in names.material.sides else None,
        "partner": names.country(o.partner) if o.partner else "",
        "period": names.date(o.period),
        "amount": names.amount(o),
        "href": f"../{names.material.url(o.id)}",
        "source": names.document(o.edition),
    }


def _raw(o: Observation, kind: str) -> tuple[str, ...]:
    value = "" if o.value is None else f"{o.value:f}"
    return (o.id, kind, o.reporter, o.partner, o.flow, o.measure, o.product, o.period, value, o.unit, o.edition)


def _series(observations: list[Observation]) -> dict[tuple[str, str, str], list[Observation]]:
    """Amounts by year of one product, as one side counts one flow."""
    series: dict[tuple[str, str, str], list[Observation]] = {}
    for o in observations:
        if o.measure in ("export", "import") and o.period.isdigit() and o.amount is not None:
            series.setdefault((o.reporter, o.flow, o.product), []).append(o)
    return {key: sorted(values, key=lambda o: o.period) for key, values in series.items() if len(values) > 2}


def _story(names: Names, key: tuple[str, str, str], series: list[Observation]) -> dict[str, Any] | None:
    """A product over the years: its chart, and the printed growth next to the computed growth."""
    reporter, flow, product = key
    if reporter not in names.material.sides:
        return None
    side = names.material.sides.index(reporter)
    printed = {
        o.period: o
        for o in names.material.observations
        if o.measure == "growth" and (o.reporter, o.flow, o.product) == key and o.value is not None
    }
    years = [int(o.period) for o in series]
    values: list[float | None] = [float((o.amount or Decimal(0)).scaleb(-names.table_power)) for o in series]
    rows = []
    for before, o in zip([None, *series], series, strict=False):
        computed = 100 * float((o.amount or 0) / before.amount - 1) if before is not None and before.amount else None
        printed_value = printed.get(o.period)
        rows.append(
            {
                "year": o.period,
                "amount": names.amount(o),
                "href": f"../{names.material.url(o.id)}",
                "printed": names.amount(printed_value) if printed_value else "–",
                "printed_href": f"../{names.material.url(printed_value.id)}" if printed_value else "",
                "computed": percent(computed),
            }
        )

    def draw(drawing: Drawing) -> None:
        draw_columns(drawing, years, values, names.t("counts.unit"), None, "", side)

    partner = names.side(1 - side)
    exporter, importer = (partner, names.side(side)) if flow == "import" else (names.side(side), partner)
    name = _name(names, product)
    title = names.t(
        "products.story_title",
        product=name,
        exporter=exporter,
        importer=importer,
        side=names.side(side),
        first=names.amount(series[0]),
        last=names.amount(series[-1]),
        first_year=years[0],
        last_year=years[-1],
    )
    chart = Chart(
        id=f"product-{side}-{flow}-{''.join(c for c in product.lower() if c.isalnum())}",
        title=title,
        description=names.t("products.story_desc"),
        draw=draw,
        columns=(
            names.t("figure.period"),
            names.t("claim.value"),
            names.t("products.printed"),
            names.t("products.computed"),
        ),
        rows=tuple((row["year"], row["amount"], row["printed"], row["computed"]) for row in rows),
        note=names.t("products.story_note", source=names.document(series[0].edition)),
        height=(260, 230),
    )
    return {"name": name, "chart": chart, "rows": rows}
