"""Suppliers: the plants of the other side that documents name, what their industry buys, and how to match a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from henequen.matching.suppliers.industry import industry_of
from henequen.matching.suppliers.register import needs_of_industry
from henequen.publish.site.material import slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.matching.waiting import waiting_page
from henequen.publish.site.pages.record.desk import Part, Row, Section, desk_page, linked, text

__all__ = ["MATCH_PATH", "match_page", "supply_pages"]

MATCH_PATH = "opportunity/match.html"
"""Where registers are matched: in the static site with the command, in the served observatory with a form."""


def supply_pages(names: Names) -> Iterator[Page]:
    """The plants with what they need, and the page that matches registers; both also for a pack without plants."""
    material, t = names.material, names.t
    plants = material.view.vocabulary("plants")
    if not plants:
        command = "henequen suppliers --plants FILE --makers FILE"
        yield waiting_page(names, "opportunity/suppliers.html", "supplies", "suppliers", "plants", command)
        yield match_page(names)
        return
    yield desk_page(
        names,
        "opportunity/suppliers.html",
        t("supplies.title"),
        t("supplies.lede", n=len(plants)),
        [_plants(names, plants), *_needs(names, plants)],
        section="suppliers",
        notes=(t("supplies.how"),),
        see=((t("supplies.match"), MATCH_PATH),),
    )
    yield match_page(names)


def _plants(names: Names, plants: Sequence[Mapping[str, str]]) -> Section:
    """The plants with owner, place, industry and sources."""
    material, t = names.material, names.t
    rows = tuple(
        Row(
            (
                text(row["name"]),
                linked(names, row["owner"]),
                (Part(names.place(row["place"]), material.url(row["place"].split("/")[0])),),
                text(row["isic3"] or t("suppliers.unknown")),
                tuple(Part(_words(names, one), material.url(one)) for one in row["sources"].split(";")),
            ),
            row["plant"],
        )
        for row in plants
    )
    heads = (t("supplies.plant"), t("supplies.owner"), t("figure.place"), t("opportunity.industry"), t("claim.source"))
    return Section("plants", t("supplies.plants"), heads, rows)


def _needs(names: Names, plants: Sequence[Mapping[str, str]]) -> Iterator[Section]:
    """For each plant what its industry buys in all, and how much of it from the other side."""
    material, t = names.material, names.t
    sector_names = {row["isic3"]: row[names.language] for row in material.view.vocabulary("sector_names")}
    inputs = [row for row in material.view.vocabulary("industry_inputs") if row["country"] == material.sides[0]]
    bought = {(row["industry"], row["input"]): row for row in inputs}
    for row in plants:
        needs = needs_of_industry(industry_of(row["isic3"], "isic3"), inputs)
        sector = next(
            (
                r["industry"]
                for r in inputs
                for n in needs[:1]
                if r["input"] == n.code and float(r["total_musd"]) == n.value
            ),
            "",
        )
        rows = []
        for need in needs:
            partner = bought.get((sector, need.code))
            rows.append(
                Row(
                    (
                        text(sector_names.get(need.code, need.code)),
                        text("–" if need.value is None else f"{need.value:,.0f}"),
                        text("–" if partner is None else f"{float(partner['from_partner_musd']):,.0f}"),
                    )
                )
            )
        yield Section(
            f"needs-{row['plant']}",
            t("supplies.needs", plant=row["name"]),
            (t("opportunity.industry"), t("supplies.total"), t("supplies.from_partner", partner=names.side(1))),
            tuple(rows),
            lede=t("supplies.needs_lede") if needs else "",
            empty=t("suppliers.no_need"),
        )


def match_page(names: Names, answer: Mapping[str, Any] | None = None, form: Mapping[str, Any] | None = None) -> Page:
    """The form for two registers and its results; the service renders it for each request, the static site has an
    empty form."""
    t = names.t
    page = desk_page(
        names,
        MATCH_PATH,
        t("supplies.match"),
        t("supplies.match_lede"),
        list(_answered(names, answer)) if answer else [],
        section="suppliers",
        back=(t("supplies.title"), "opportunity/suppliers.html"),
    )
    more = {"served_form": None, "places": _states(names), **(form or {})}
    return replace(page, template="supplier_match.html", tables=(), context={**page.context, "downloads": [], **more})


def _states(names: Names) -> list[tuple[str, str]]:
    codes = {row["place"].split("/")[0] for row in names.material.view.vocabulary("plants")}
    return sorted(((code, names.place(code)) for code in codes), key=lambda one: one[1])


def _answered(names: Names, answer: Mapping[str, Any]) -> Iterator[Section]:
    """Makers for each plant, the needs without one, and what was read."""
    t = names.t
    unknown = t("suppliers.unknown")
    heads = tuple(t(f"supplies.{name}") for name in ("need", "maker", "where", "km", "points", "reasons"))
    for plant in answer["plants"]:
        rows = tuple(
            Row(
                (
                    text(offer["need"]),
                    text(offer["maker"]["name"]),
                    text(offer["maker"]["place"]),
                    text(unknown if offer["km"] is None else f"{offer['km']:,}"),
                    text(str(offer["points"])),
                    text(
                        ", ".join(
                            f"{t(f'suppliers.reason_{name}')} {unknown if value is None else offer['parts'][name]}"
                            for name, value in offer["reasons"].items()
                        )
                    ),
                )
            )
            for offer in plant["offers"]
        )
        place = names.place(plant["place"]) if plant["place"] in names.material.view.places else plant["place"]
        title = t("suppliers.plant", name=plant["name"], place=place or "–", industry=plant["industry"] or unknown)
        yield Section(f"plant-{slug(plant['id'])}", title, heads, rows, empty=t("supplies.no_maker"))
    yield Section(
        "gaps",
        t("supplies.gaps", n=len(answer["gaps"])),
        (t("supplies.plant"), t("supplies.need"), t("supplies.why")),
        tuple(
            Row((text(g["plant"]), text(g["need"] or "–"), text(t(f"suppliers.{g['why']}")))) for g in answer["gaps"]
        ),
        lede=t("suppliers.looked", needs=answer["needs"], makers=answer["makers"], reached=answer["makers_reached"]),
        empty=t("supplies.no_gap"),
    )
    yield Section(
        "read",
        t("supplies.read"),
        (t("supplies.register"), t("supplies.issued"), t("supplies.rows"), t("supplies.left_out"), t("supplies.notes")),
        tuple(
            Row(
                (
                    text(r["path"]),
                    text(names.date(r["issued"])),
                    text(f"{r['rows']:,}"),
                    text(f"{r['left_out']:,}"),
                    tuple(Part(note, lang="en" if names.language != "en" else "") for note in r["notes"]),
                )
            )
            for r in answer["registers"]
        ),
    )


def _words(names: Names, identity: str) -> str:
    observation = names.material.observation.get(identity)
    if observation is not None:
        return f"{names.amount(observation)} ({names.date(observation.period)})"
    record = names.material.record.get(identity)
    return names.title(record) if record else identity
