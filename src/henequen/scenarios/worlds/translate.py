"""Translates a scenario to another world: tariff sets, regions and sectors, and those that the world lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Base
from henequen.scenarios.spec.spec import Category, Change, Sensitive, Spec
from henequen.scenarios.worlds.world import World

__all__ = ["translate"]

All = Literal["all"]


def translate(spec: Spec, world: World, base: Base) -> tuple[Spec, tuple[str, ...]]:
    """`spec` in the names of `base`, and the regions that are not separate there.

    Members that the base lacks are left out of the change and named; a change without one of its sides is an error, as
    is a sector that the world's table does not translate.
    """
    missing: dict[str, None] = {}
    region_codes = {*base.regions, *base.region_names}

    def regions(codes: list[str] | All | None, where: str) -> list[str] | All | None:
        if codes is None or codes == "all":
            return codes
        kept = []
        for code in codes:
            code_here = world.regions.get(code, code)
            if code_here in region_codes and code_here:
                kept.append(code_here)
            else:
                missing[code] = None
        if not kept:
            raise DataError(Message("none_these_region_its_own_in"), where=where, found=", ".join(codes))
        return list(dict.fromkeys(kept))

    def sectors(codes: list[str] | All, where: str) -> list[str] | All:
        return codes if codes == "all" else _sectors(codes, world, base, where)

    def change(one: Change, number: int) -> Change:
        where = f"{world.id}: counterfactual.change {number}"
        new: dict[str, Any] = {
            "among": regions(one.among, where),
            "importers": regions(one.importers, where),
            "exporters": regions(one.exporters, where),
            "except_exporters": [world.regions.get(code, code) for code in one.except_exporters],
            "sectors": sectors(one.sectors, where),
            "except_sectors": sectors(one.except_sectors, where),
        }
        if one.source is not None:
            new["source"] = _set(one.source, world)
        if one.sensitive is not None:
            new["sensitive"] = Sensitive(
                sectors=sectors(one.sensitive.sectors, where),
                share=one.sensitive.share,
                treatment=one.sensitive.treatment,
            )
        return one.model_copy(update=new)

    def category(one: Category) -> Category:
        return one.model_copy(update={"sectors": sectors(one.sectors, f"{world.id}: staging.category {one.name}")})

    counterfactual = spec.counterfactual.model_copy(
        update={
            "tariffs": None if spec.counterfactual.tariffs is None else _set(spec.counterfactual.tariffs, world),
            "change": [change(one, n) for n, one in enumerate(spec.counterfactual.change, 1)],
        }
    )
    start = spec.baseline.tariffs
    update: dict[str, Any] = {
        "baseline": spec.baseline.model_copy(update={"tariffs": None if start is None else _set(start, world)}),
        "counterfactual": counterfactual,
        "places": None,
        "ranges": False,
    }
    if spec.staging is not None:
        update["staging"] = spec.staging.model_copy(
            update={"category": [category(one) for one in spec.staging.category]}
        )
    return spec.model_copy(update=update), tuple(missing)


def _set(name: str, world: World) -> str:
    return world.tariffs.get(name, name)


def _sectors(names_asked: Iterable[str], world: World, base: Base, where: str) -> list[str]:
    sectors: dict[str, None] = {}
    own = {*base.sectors, *base.sector_names}
    for name in names_asked:
        codes = world.sectors.get(name, [name] if name in own else [])
        if not codes:
            raise DataError(
                Message("world_does_not_translate_this_sector"), where=where, found=name, hint=Message("add_sectors")
            )
        sectors.update(dict.fromkeys(codes))
    return list(sectors)
