"""The network of trade agreements of both sides: the partners of each, since when, and the countries without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from henequen.model.record import Record
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import Cell, Part, Row, Section, desk_page, text, value_cell
from henequen.publish.site.pages.record.legal import LEGAL_PAGES

__all__ = ["agreement_pages", "tariff_pages"]

_LINE = 15


def _partners(sides: Sequence[str], records: Sequence[Record]) -> dict[str, list[dict[str, str]]]:
    """For each country with which a side has a trade agreement: the earliest one of each side (empty: none)."""
    partners: dict[str, list[dict[str, str]]] = {}
    for number, side in enumerate(sides):
        for record in records:
            countries = record.many("countries")
            if side not in countries or record.one("kind") not in ("free_trade", "customs_union"):
                continue
            year = record.one("entry_into_force") or record.one("signed_on")
            for country in countries:
                earliest = partners.setdefault(country, [{}, {}]) if country != side else None
                if earliest is not None and (not earliest[number].get("year") or year < earliest[number]["year"]):
                    earliest[number] = {"year": year, "id": record.id}
    return partners


def agreement_pages(names: Names) -> Iterator[Page]:
    """A graph of both sides and their partners, and the agreements with years and parties."""
    material, t = names.material, names.t
    records = material.table("agreements")
    partners = _partners(material.sides, records)
    sides = set(material.sides)
    direct = [r for r in records if sides <= set(r.many("countries")) and r.one("kind") == "free_trade"]
    chart = _graph(names, {c: years for c, years in partners.items() if c not in sides})
    columns = ("title", "kind", "signed_on", "entry_into_force", "countries")
    yield desk_page(
        names,
        "legal/agreements.html",
        t("legal.agreements"),
        t(
            "legal.agreements_lede",
            a=names.side(0),
            b=names.side(1),
            na=sum(1 for c, f in partners.items() if f[0] and c not in sides),
            nb=sum(1 for c, f in partners.items() if f[1] and c not in sides),
            between=len(direct),
        ),
        [
            Section(
                "network",
                t("legal.network"),
                (t("filter.country"), *(names.country(side) for side in material.sides)),
                tuple(
                    Row((text(names.country(c)), *(_since(names, years[n]) for n in (0, 1))), c)
                    for c, years in sorted(partners.items(), key=lambda item: names.country(item[0]))
                ),
                charts=(chart,) if chart else (),
            ),
            *(
                Section(
                    f"agreements-{side.lower()}",
                    t("legal.agreements_of", side=names.country(side)),
                    tuple(names.property("agreements", n) for n in columns),
                    tuple(
                        Row((*(value_cell(names, r, n) for n in columns[:-1]), _parties(names, r)), r.id)
                        for r in sorted(records, key=lambda r: (r.one("signed_on") or "9999", r.id))
                        if side in r.many("countries")
                    ),
                )
                for side in material.sides
            ),
        ],
        section="legal",
        notes=(t("legal.margin_note"),),
        back=(t(LEGAL_PAGES[0][0]), LEGAL_PAGES[0][1]),
    )


def _parties(names: Names, record: Record) -> tuple[Part, ...]:
    return (Part(", ".join(names.country(c) for c in record.many("countries"))),)


def _since(names: Names, years: dict[str, str]) -> tuple[Part, ...]:
    if not years:
        return ()
    record = names.material.record[years["id"]]
    name = "entry_into_force" if record.one("entry_into_force") else "signed_on"
    if not record.one(name):
        return (Part(names.t("desk.not_in_record"), names.material.url(record.id)),)
    return value_cell(names, record, name)[:1]


def _graph(names: Names, partners: dict[str, list[dict[str, str]]]) -> Chart | None:
    if not partners:
        return None
    order = sorted(
        partners,
        key=lambda c: (0 if all(partners[c]) else 1 if partners[c][0] else 2, names.country(c)),
    )

    def draw(drawing: Drawing) -> None:
        middle = drawing.width / 2
        top, bottom = 34.0, drawing.height - 20.0
        step = (bottom - top) / max(1, len(order))
        hubs = ((46.0, drawing.height / 2), (drawing.width - 46.0, drawing.height / 2))
        for number, country in enumerate(order):
            y = top + (number + 0.5) * step
            for side in (0, 1):
                if partners[country][side]:
                    edge = middle + (-62 if side == 0 else 62)
                    drawing.path(((hubs[side][0], hubs[side][1]), (edge, y)), side)
            drawing.text(middle, y + 4, names.country(country), "middle", 9, "map")
        for side in (0, 1):
            drawing.mark(hubs[side][0], hubs[side][1], side, 9, title=names.side(side))
            drawing.text(hubs[side][0], hubs[side][1] - 14, names.side(side), "middle", 12)

    height = 70 + _LINE * len(order)
    with_both = sum(1 for years in partners.values() if all(years))
    return Chart(
        id="agreements-network",
        title=names.t("legal.network_title", n=len(order), both=with_both),
        description=names.t("legal.network_desc"),
        draw=draw,
        columns=(names.t("filter.country"), names.side(0), names.side(1)),
        rows=tuple((names.country(c), *(partners[c][n].get("year", "") for n in (0, 1))) for c in order),
        note=names.t("legal.network_note"),
        height=(height, height),
    )


def tariff_pages(names: Names) -> Iterator[Page]:
    """The tariffs that sources state for both countries, by group of products; how to compare schedules line by line."""
    material, t = names.material, names.t
    figures = [o for o in material.observations if o.measure == "tariff" and o.reporter in material.sides]
    groups: dict[tuple[str, str], tuple[Cell, Cell, list[list[Part]]]] = {}  # matches the source's text, not the page's
    for o in sorted(figures, key=lambda o: o.period, reverse=True):
        key = (o.component, o.product)
        _, _, cells = groups.setdefault(key, (text(names.measure(o)), text(names.product(o)), [[], []]))
        url = material.url(o.id)
        cells[material.sides.index(o.reporter)].append(
            Part(f"{names.amount(o)} ({names.date(o.period)})", url, source=names.document(o.edition), source_href=url)
        )
    yield desk_page(
        names,
        "legal/tariffs.html",
        t("legal.tariffs"),
        t("legal.tariffs_lede", n=len(figures)),
        [
            Section(
                "tariffs",
                t("legal.tariffs"),
                (t("figure.what"), t("legal.products"), *(names.country(side) for side in material.sides)),
                tuple(
                    Row((what, product, *(tuple(parts[:6]) for parts in cells)), f"t{n}")
                    for n, (what, product, cells) in enumerate(groups.values())
                ),
                empty=t("legal.tariffs_empty"),
            )
        ],
        section="legal",
        notes=(t("legal.tariffs_note"),),
        back=(t(LEGAL_PAGES[0][0]), LEGAL_PAGES[0][1]),
    )
