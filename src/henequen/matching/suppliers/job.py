"""The child process of `henequen suppliers`: reads both registers within limits, and fits makers to needs."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from henequen.jobs.limits import Limits
from henequen.jobs.process import answer_order
from henequen.matching.suppliers.fit import WEIGHTS, fit_makers
from henequen.matching.suppliers.industry import industry_of
from henequen.matching.suppliers.register import Plant, needs_of_industry, read_makers, read_plants, settings_of

__all__ = ["LIMITS", "work"]

LIMITS = Limits(memory=4 << 30, processor=120, seconds=120.0)


def work(order: dict[str, Any]) -> dict[str, Any]:
    """Read, fit, and answer plain rows."""
    settings = settings_of(Path(order["mapping"]) if order["mapping"] else None)
    inputs, today = order["inputs"], order["today"]
    plants = [_pack_plant(row, inputs) for row in order["pack_plants"]]
    registers = []
    if order["plants"]:
        plant_list, register = read_plants(Path(order["plants"]), settings, inputs, order["plants_date"], today)
        plants += plant_list
        registers.append(register)
    makers, register = read_makers(Path(order["makers"]), settings, order["makers_date"], today)
    registers.append(register)
    fit = fit_makers(plants, makers, within=order["within"], top=order["top"])
    offers: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in fit.offers:
        row = asdict(one)
        row["maker"] = {name: row["maker"][name] for name in ("id", "name", "place", "industry", "size", "capability")}
        offers[one.plant].append(row)
    return {
        "plants": [
            {
                "id": plant.id,
                "name": plant.name,
                "owner": plant.owner,
                "place": plant.place,
                "industry": plant.industry,
                "needs": [asdict(need) for need in plant.needs],
                "offers": offers.get(plant.id, []),
            }
            for plant in plants
        ],
        "gaps": [asdict(gap) for gap in fit.gaps],
        "needs": fit.needs,
        "makers": len(makers),
        "makers_reached": fit.makers,
        "registers": [asdict(one) for one in registers],
        "weights": WEIGHTS,
    }


def _pack_plant(row: dict[str, Any], inputs: list[dict[str, Any]]) -> Plant:
    industry = industry_of(row["isic3"], "isic3")
    return Plant(
        row["plant"],
        row["name"],
        row["owner"],
        row["place"],
        industry,
        row["lat"],
        row["lon"],
        needs_of_industry(industry, inputs),
    )


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
