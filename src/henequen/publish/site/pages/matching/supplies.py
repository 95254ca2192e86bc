"""Suppliers: the plants of the other side that documents name, what their industry buys, and how to match a register."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.matching.suppliers.industry import industry_of
from henequen.matching.suppliers.register import needs_of_industry
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import Part, Row, Section, desk_page, linked, text

__all__ = ["supply_pages"]


def supply_pages(names: Names) -> Iterator[Page]:
    """One page; nothing without a table of plants."""
    material, t = names.material, names.t
    plants = material.view.vocabulary("plants")
    if not plants:
        return
    sector_names = {row["isic3"]: row[names.language] for row in material.view.vocabulary("sector_names")}
    inputs = [row for row in material.view.vocabulary("industry_inputs") if row["country"] == material.sides[0]]
    bought = {(row["industry"], row["input"]): row for row in inputs}
    sections = [
        Section(
            "plants",
            t("supplies.plants"),
            (t("supplies.plant"), t("supplies.owner"), t("figure.place"), t("opportunity.industry"), t("claim.source")),
            tuple(
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
            ),
        )
    ]
    for row in plants:
        industry = industry_of(row["isic3"], "isic3")
        needs = needs_of_industry(industry, inputs)
        sector = next(
            (
                r["industry"]
                for r in inputs
                for n in needs[:1]
                if r["input"] == n.code and float(r["total_musd"]) == n.value
            ),
            "",
        )
        sections.append(
            Section(
                f"needs-{row['plant']}",
                t("supplies.needs", plant=row["name"]),
                (t("opportunity.industry"), t("supplies.total"), t("supplies.from_partner", partner=names.side(1))),
                tuple(
                    Row(
                        (
                            text(sector_names.get(need.code, need.code)),
                            text("–" if need.value is None else f"{need.value:,.0f}"),
                            text(
                                f"{float(bought[sector, need.code]['from_partner_musd']):,.0f}"
                                if (sector, need.code) in bought
                                else "–"
                            ),
                        )
                    )
                    for need in needs
                ),
                lede=t("supplies.needs_lede") if needs else "",
                empty=t("suppliers.no_need"),
            )
        )
    yield desk_page(
        names,
        "opportunity/suppliers.html",
        t("supplies.title"),
        t("supplies.lede", n=len(plants)),
        sections,
        section="suppliers",
        notes=(t("supplies.how"),),
    )


def _words(names: Names, identity: str) -> str:
    observation = names.material.observation.get(identity)
    if observation is not None:
        return f"{names.amount(observation)} ({names.date(observation.period)})"
    record = names.material.record.get(identity)
    return names.title(record) if record else identity
