"""The range of a scenario over worlds, elasticities and closures: the top of a page, in percent, in money and in
words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.charts.ranges import Point, RangeRow
from henequen.publish.site.names import Names
from henequen.publish.site.pages.scenario.charts import range_chart
from henequen.publish.site.pages.scenario.wording import dollars, percent, preset_text, region, sector
from henequen.scenarios.worlds.summary import sector_ranges

__all__ = [
    "directions",
    "leading",
    "range_answer",
    "range_box",
    "sector_lead",
    "sector_worlds",
    "world_sectors",
    "worlds_chart",
    "worst_losers",
]

_SHOWN = 6
_NOTHING = 0.1  # millions: smaller changes are not listed


def _world(page: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next((world for world in page["worlds"] if world["id"] == name), {})


def _titled(names: Names, item: Mapping[str, Any]) -> str:
    return str(item.get("titles", {}).get(names.language) or item["title"])


def range_box(names: Names, page: Mapping[str, Any]) -> dict[str, Any]:
    """The top of a scenario's page; empty if no worlds were computed."""
    spread = page["range"]
    if not spread:
        return {}
    sides = []
    for number, code in enumerate(names.material.sides):
        side = spread["sides"].get(code)
        if side is None:
            continue
        money = ""
        if side["money_low"] is not None:
            money = names.t(
                "scenario.range_money",
                low=dollars(names, side["money_low"]),
                high=dollars(names, side["money_high"]),
                year=side["money_year"],
            )
        sides.append(
            {
                "number": number,
                "name": names.side(number),
                "range": f"{percent(side['low'])} … {percent(side['high'])}",
                "money": money,
                "bands": names.t("scenario.range_bands", lower=percent(side["lower"]), upper=percent(side["upper"])),
                "direction": names.t(f"scenario.direction_{side['direction']}", side=names.side(number)),
                "badge": names.t(f"scenario.badge_{side['direction']}"),
                "certain": side["direction"] != "uncertain",
            }
        )
    newest = _world(page, spread["newest"])
    return {
        "sides": sides,
        "said": names.t(
            "scenario.range_said",
            n=spread["runs"],
            worlds=len(spread["worlds"]),
            sets=len(spread["elasticities"]),
        ),
        "year": newest.get("year", ""),
        "live": bool(names.material.studies.get("live")),
        "left_out": [
            names.t(
                "scenario.left_out",
                year=_world(page, world)["year"],
                regions=", ".join(region(names, code) for code in codes.split("; ")),
            )
            for world, codes in spread["left_out"].items()
        ],
        "sources": _sources(names, page),
        "proof": next((world["year"] for world in page["worlds"] if world["proof"]), ""),
    }


def _sources(names: Names, page: Mapping[str, Any]) -> list[str]:
    lines = []
    for world in page["worlds"]:
        lines.append(
            names.t(
                "scenario.world_source", title=_titled(names, world), source=world["source"], licence=world["licence"]
            )
        )
    sources: dict[str, str] = {}
    for world in page["worlds"]:
        for item in world["elasticities"]:
            note = f" ({names.t('scenario.second_hand')})" if item["second_hand"] else ""
            sources.setdefault(item["id"], f"{_titled(names, item)}: {item['source']}{note}")
    return [*lines, *sources.values()]


def range_answer(names: Names, page: Mapping[str, Any]) -> str:
    """One sentence: both ranges and the number of runs; empty without worlds."""
    spread = page["range"]
    sides = names.material.sides
    if not spread or any(code not in spread["sides"] for code in sides):
        return ""
    a, b = (spread["sides"][code] for code in sides)
    return names.sides(
        "scenario.range_answer",
        a_low=percent(a["low"]),
        a_high=percent(a["high"]),
        b_low=percent(b["low"]),
        b_high=percent(b["high"]),
        n=spread["runs"],
    )


def directions(names: Names, page: Mapping[str, Any]) -> str:
    """One sentence per side on what is certain."""
    box = range_box(names, page)
    return " ".join(side["direction"] for side in box["sides"]) if box else ""


def worlds_chart(names: Names, page: Mapping[str, Any], name: str = "") -> Chart | None:
    """One row per run: both sides' change of real income with the band of its draws; the newest world first."""
    spread = page["range"]
    rows_: Sequence[Mapping[str, Any]] = page["tables"].get("worlds", ())
    if not spread:
        return None
    sides = names.material.sides
    order = {world["id"]: n for n, world in enumerate(page["worlds"])}
    cases: dict[tuple[str, str, str], dict[str, Mapping[str, Any]]] = {}
    for row in rows_:
        cases.setdefault((row["world"], row["elasticities"], row["closure"]), {})[row["region"]] = row
    drawn = []
    for (world, chosen, closure), own in sorted(cases.items(), key=lambda item: order.get(item[0][0], 99)):
        if not all(side in own for side in sides):
            continue
        world_name = _world(page, world)
        item = next(one for one in world_name["elasticities"] if one["id"] == chosen)
        label = names.t(
            "scenario.case",
            year=world_name["year"],
            elasticities=_titled(names, item),
            closure=names.t(f"scenario.deficits_{closure}"),
        )
        drawn.append(RangeRow(label, (_point(own[sides[0]]), _point(own[sides[1]]))))
    a, b = (spread["sides"][code] for code in sides)
    title = names.sides(
        "scenario.range_chart_title",
        n=spread["runs"],
        a_low=percent(a["low"]),
        a_high=percent(a["high"]),
        b_low=percent(b["low"]),
        b_high=percent(b["high"]),
    )
    note = names.t("scenario.range_chart_note", draws=int(rows_[0]["draws"]))
    texts = (title, names.sides("scenario.models_desc"), note)
    return range_chart(names, name or f"{page['id']}-worlds", drawn, texts, names.t("scenario.range_run"))


def _point(row: Mapping[str, Any]) -> Point:
    return Point(row["income"], row["lower"], row["upper"], percent(row["income"]))


def _sector_name(names: Names, world: Mapping[str, Any], code: str) -> str:
    return sector(names, world.get("sector_names", {}).get(code, code))


def _sector_row(names: Names, world: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    same = percent(row["low"]) == percent(row["high"])
    flat = dollars(names, row["money_low"]) == dollars(names, row["money_high"])
    return {
        "name": _sector_name(names, world, row["sector"]),
        "change": percent(row["low"]) if same else f"{percent(row['low'])} … {percent(row['high'])}",
        "money": dollars(names, row["money_low"])
        if flat
        else f"{dollars(names, row['money_low'])} … {dollars(names, row['money_high'])}",
        "unsure": row["direction"] == "uncertain",
    }


def world_sectors(names: Names, page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """For each side the sectors that lose and gain most in the newest world, over its sets of elasticities."""
    spread = page["range"]
    if not spread:
        return []
    world = _world(page, spread["newest"])
    result = []
    for number, code in enumerate(names.material.sides):
        rows = sector_ranges(page["tables"].get("worlds_sectors", ()), spread["newest"], code)
        losers = [row for row in rows if row["money_low"] + row["money_high"] < -_NOTHING]
        winners = [row for row in reversed(rows) if row["money_low"] + row["money_high"] > _NOTHING]
        result.append(
            {
                "number": number,
                "name": names.side(number),
                "losers": [_sector_row(names, world, row) for row in losers[:_SHOWN]],
                "winners": [_sector_row(names, world, row) for row in winners[:_SHOWN]],
            }
        )
    return result


def worst_losers(names: Names, page: Mapping[str, Any]) -> list[str]:
    """For each side the sector that loses most money in every run of the newest world, with its range."""
    return [
        names.t("scenario.loses", side=side["name"], sector=row["name"], value=row["change"])
        for side in world_sectors(names, page)
        for row in next(([row] for row in side["losers"] if not row["unsure"]), [])
    ]


def leading(names: Names) -> Mapping[str, Any] | None:
    """The scenario that other pages quote: of those with a range, the one answered under the most assumptions, the last of
    these; None without any."""
    pages = [page for page in names.material.scenarios if page["range"]]
    if not pages:
        return None
    lead_page: Mapping[str, Any] = max(enumerate(pages), key=lambda item: (len(item[1]["models"]), item[0]))[1]
    return lead_page


def sector_lead(names: Names, name: str) -> dict[str, Any]:
    """The leading scenario's result for a sector: its world's range on both sides, whether it is certain, who loses."""
    page = leading(names)
    lead = sector_worlds(names, page, name) if page is not None else {}
    if page is None or not lead:
        return {}
    title, lang = preset_text(names, page, "title")
    year = _world(page, page["range"]["newest"])["year"]
    return lead | {
        "title": names.t("scenario.sector_first", title=title),
        "lang": lang,
        "href": f"../{page['id']}.html",
        "answer": f"{range_answer(names, page)} {directions(names, page)}",
        "who": names.t("scenario.sector_who", year=year),
        "losers": [{**side, "losers": side["losers"][:4]} for side in world_sectors(names, page)],
    }


def sector_worlds(names: Names, page: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The newest world's results for the sector `name` of the scenarios, both sides; empty without such a sector."""
    spread = page["range"]
    if not spread:
        return {}
    world = _world(page, spread["newest"])
    codes = world.get("sectors", {}).get(name, [])
    if not codes:
        return {}
    sides = []
    for number, code in enumerate(names.material.sides):
        rows = sector_ranges(page["tables"].get("worlds_sectors", ()), spread["newest"], code)
        own = [row for row in rows if row["sector"] in codes]
        cells = [_sector_row(names, world, row) for row in own]
        for cell, row in zip(cells, own, strict=True):
            cell["loses"] = row["high"] < 0
        sides.append({"number": number, "name": names.side(number), "rows": cells})
    labels = " + ".join(_sector_name(names, world, code) for code in codes)
    return {"said": names.t("scenario.sector_world", year=world["year"], sectors=labels), "sides": sides}
