"""Opportunity: potential by industry of each side, displacement, promising sectors, a plan for each industry, a page per state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from henequen.matching.opportunity.answer import Opportunity, Plan, opportunity_of, plan_of, promising_sectors
from henequen.publish.plan_text import plan_sections
from henequen.publish.site.material import Material, slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.matching.waiting import waiting_page
from henequen.publish.site.pages.record.desk import Cell, Part, Row, Section, desk_page, text

__all__ = ["opportunity_pages"]

_TITLES = ("Review of International Economics", "Missing Tariffs")


@lru_cache(maxsize=128)
def _opportunity_at(material: Material, place: str) -> Opportunity:
    return opportunity_of(material.view, place)


@lru_cache(maxsize=128)
def _planned(material: Material, product: str, exporter: str) -> Plan:
    return plan_of(material.view, product, exporter)


def opportunity_pages(names: Names) -> Iterator[Page]:
    """The index, a page for each state and each plan; without a table of trade by industry, one page that explains
    what is missing."""
    material, t = names.material, names.t
    if not material.view.vocabulary("sector_trade"):
        yield waiting_page(
            names,
            "opportunity/index.html",
            "opportunity",
            "opportunity",
            "sector_trade",
            "henequen opportunity PLACE --table FILE",
        )
        return
    both_sides = [_opportunity_at(material, side) for side in material.sides]
    sections: list[Section] = []
    for number, one in enumerate(both_sides):
        sections += [_table(names, one, f"potential{number}"), *_lost(names, one, number)]
    sections.append(_promising(names))
    states = sorted(
        {row["place"] for row in material.view.vocabulary("place_exports") if row["place"] in material.view.places}
    )
    sections.append(
        Section(
            "states",
            t("opportunity.states"),
            (t("figure.place"),),
            tuple(Row(((Part(names.place(code), _state_url(code)),),)) for code in states),
        )
    )
    yield desk_page(
        names,
        "opportunity/index.html",
        t("opportunity.title"),
        t("opportunity.lede"),
        sections,
        section="opportunity",
        notes=(t("opportunity.method"), t("opportunity.old")),
        see=((t("opportunity.suppliers"), "opportunity/suppliers.html"), (t("cubes.title"), "opportunity/cubes.html")),
    )
    for one in both_sides:
        for prospect in one.prospects:
            yield _plan(names, one.exporter, prospect.product)
    for code in states:
        yield _state(names, code)


def _state_url(code: str) -> str:
    return f"opportunity/{slug(code)}.html"


def _plan_url(exporter: str, product: str) -> str:
    return f"opportunity/{exporter.lower()}-{product.lower()}.html"


def _sector(names: Names, product: str) -> str:
    rows = names.material.view.vocabulary("sector_names")
    return next((row[names.language] for row in rows if row["isic3"] == product), product)


def _table(names: Names, one: Opportunity, key: str) -> Section:
    t = names.t
    columns = ("industry", "supply", "demand", "ease", "potential", "unrealised", "duty", "margin")
    rows = tuple(
        Row(
            (
                (Part(_sector(names, p.product), _plan_url(one.exporter, p.product)),),
                _share(names, p.supply, 3),
                _amount(names, p.demand),
                text(t("opportunity.unknown") if p.ease is None else f"{p.ease:.2f}"),
                _amount(names, p.potential),
                _amount(names, p.unrealised),
                _share(names, p.duty.applied, 1),
                _share(names, p.duty.margin, 1),
            )
        )
        for p in one.prospects
    )
    lede = t(
        "opportunity.head",
        place=names.place(one.place),
        market=names.country(one.market),
        source=one.source,
        year=one.year,
    )
    title = t("opportunity.sales", place=names.place(one.place), market=names.country(one.market))
    return Section(key, title, tuple(t(f"opportunity.{c}") for c in columns), rows, lede=lede)


def _lost(names: Names, one: Opportunity, number: int) -> list[Section]:
    t = names.t
    sections = []
    for market, rows in one.displaced.items():
        shown = tuple(
            Row(
                (
                    text(t("opportunity.total") if r.product == "total" else _sector(names, r.product)),
                    *(
                        text(t("opportunity.unknown") if v is None else f"{v:,}")
                        for v in (r.change, r.growth, r.to_rival, r.to_others)
                    ),
                )
            )
            for r in rows
        )
        rival = names.country(one.rival)
        title = t(
            "opportunity.lost_title",
            place=names.country(one.exporter),
            market=names.country(market),
            rival=rival,
            first=one.years[0],
            last=one.years[1],
        )
        columns = (
            t("opportunity.industry"),
            t("opportunity.change"),
            t("opportunity.growth"),
            t("opportunity.to_rival", rival=rival),
            t("opportunity.to_others"),
        )
        sections.append(
            Section(
                f"lost{number}-{market.lower()}",
                title,
                columns,
                shown,
                lede=t("opportunity.lost_lede", source=one.source),
            )
        )
    return sections


def _promising(names: Names) -> Section:
    t, material = names.t, names.material
    rows = tuple(
        Row(
            (
                (Part(f"{names.country(one.investor)} → {names.country(one.host)}", material.url(one.item)),),
                text(str(one.rank)),
                text(one.names[names.language]),
                text("; ".join(_sector(names, code) for code in one.sectors)),
                _amount(names, one.unrealised),
                text("; ".join("–" if p.advantage is None else f"{p.advantage:.2f}" for p in one.evidence)),
            )
        )
        for one in promising_sectors(material.view)
    )
    columns = tuple(t(f"opportunity.{c}") for c in ("list", "rank", "promised", "industry", "unrealised", "advantage"))
    return Section("promising", t("opportunity.promising"), columns, rows, lede=t("opportunity.promising_lede"))


def _plan(names: Names, exporter: str, product: str) -> Page:
    t = names.t
    plan = _planned(names.material, product, exporter)
    sections = [
        Section(
            f"plan{number}",
            heading,
            (t("plan.what"), t("claim.source")),
            tuple(Row((text(words), _source(names, source))) for words, source in lines),
        )
        for number, (heading, lines) in enumerate(plan_sections(names, plan))
    ]
    title = t(
        "plan.title_industry",
        industry=_sector(names, product),
        place=names.country(exporter),
        market=names.country(plan.opportunity.market),
    )
    return desk_page(
        names,
        _plan_url(exporter, product),
        title,
        t("plan.lede"),
        sections,
        section="opportunity",
        notes=(_cited(names, t("plan.cite_trade", year=plan.opportunity.year)), _cited(names, t("plan.cite_duty"))),
        back=(t("opportunity.title"), "opportunity/index.html"),
    )


def _cited(names: Names, words: str) -> Markup:
    """A reference with the titles of journals and works marked as English, which they are in every language."""
    lang = "" if names.language == "en" else ' lang="en"'
    html = str(escape(words))
    for title in _TITLES:
        html = html.replace(title, f"<cite{lang}>{title}</cite>")
    return Markup(html)  # noqa: S704 - escaped above


def _source(names: Names, source: str) -> Cell:
    """A cell that opens the claim or record, or names the source."""
    url = names.material.url(source) if source else ""
    if not url:
        return text(source)
    observation = names.material.observation.get(source)
    record = names.material.record.get(source)
    words = names.document(observation.edition) if observation else names.kind(record) if record else source
    return (Part(words, url),)


def _state(names: Names, code: str) -> Page:
    t = names.t
    one = _opportunity_at(names.material, code)
    sections: Sequence[Section] = [
        Section(
            "figures",
            t("opportunity.state_figures"),
            (t("figure.what"), t("figure.period"), t("claim.value"), t("claim.source")),
            tuple(
                Row(
                    (
                        text(names.label("measure", o.measure)),
                        text(names.date(o.period)),
                        (Part(names.amount(o), names.material.url(o.id)),),
                        text(names.document(o.edition)),
                    )
                )
                for o in one.figures
            ),
        ),
        _table(names, one, "potential"),
    ]
    title = t("opportunity.sales", place=names.place(code), market=names.country(one.market))
    return desk_page(
        names,
        _state_url(code),
        title,
        t("opportunity.state_lede", place=names.place(code)),
        sections,
        section="opportunity",
        notes=(
            t("opportunity.unknown_parts", n=len(one.unknown)) if one.unknown else "",
            t("opportunity.method"),
            t("opportunity.old"),
        ),
        back=(t("opportunity.title"), "opportunity/index.html"),
    )


def _amount(names: Names, value: float | None) -> Cell:
    return text(names.t("opportunity.unknown") if value is None else f"{value:,.1f}")


def _share(names: Names, value: float | None, decimals: int) -> Cell:
    return text(names.t("opportunity.unknown") if value is None else f"{100 * value:.{decimals}f}%")
