"""The live page: readers change tariffs of the two sides, and the page's script solves the shipped world."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.scenario.wording import sector

__all__ = ["live_pages"]

PATH = "scenarios/live.html"
_WORDS = ("rate_of", "today", "stopped", "same", "either", "rises", "falls", "no_loser", "missing")


def live_pages(names: Names) -> Iterator[Page]:
    """The page and its file of the world, if the pack ships a small world."""
    study = names.material.studies.get("live")
    if study:
        yield _page(names, study["world"], str(study["packed"]))


def _page(names: Names, world: Mapping[str, Any], packed: str) -> Page:
    t = names.t
    sets = {
        item["id"]: str(item.get("titles", {}).get(names.language) or item["title"]) for item in world["elasticities"]
    }
    words: dict[str, Any] = {name: names.t(f"live.{name}") for name in _WORDS}
    words |= {"sets": sets, "closures": {closure: t(f"scenario.deficits_{closure}") for closure in ("zero", "keep")}}
    sides = [{"code": code, "name": names.side(number)} for number, code in enumerate(names.material.sides)]
    sectors = {code: sector(names, label) for code, label in world["sector_names"].items()}
    second = t("scenario.second_hand")
    sources = [t("scenario.world_source", title=world["title"], source=world["source"], licence=world["licence"])]
    sources += [
        f"{sets[item['id']]}: {item['source']}{f' ({second})' if item['second_hand'] else ''}"
        for item in world["elasticities"]
    ]
    return Page(
        path=PATH,
        template="scenario_live.html",
        title=t("live.title"),
        section="scenarios",
        summary=names.sides("live.lede", year=world["year"]),
        context={
            "world": world,
            "words": json.dumps(words, ensure_ascii=False),
            "sides": json.dumps(sides, ensure_ascii=False),
            "sectors": json.dumps(sectors, ensure_ascii=False),
            "sources": sources,
        },
        data={"world": world["id"], "year": world["year"], "source": world["source"], "licence": world["licence"]},
        files=(("scenarios/live-world.js", f'henequenWorld("{packed}");\n'),),
    )
