"""The child process that answers all scenarios in one case: `python -m henequen.scenarios.worlds.job ORDER ANSWER`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from henequen.jobs.process import answer_order, progress_of
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.scenarios.bases import Base, load_base
from henequen.scenarios.presets import presets_of
from henequen.scenarios.worlds.compact import read_compact
from henequen.scenarios.worlds.compare import Case, case_rows
from henequen.scenarios.worlds.world import World, worlds_of

__all__ = ["base_of", "work"]


def work(order: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
    """Rows by scenario and table for the case that the order names."""
    pack = Path(order["pack"])
    world = next(one for one in worlds_of(pack) if one.id == order["world"])
    chosen = next(one for one in world.elasticities if one.id == order["elasticities"])
    specs = {preset.id: preset.spec for preset in presets_of(pack) if preset.spec.model == "caliendo_parro"}
    base = base_of(world, Path(order["base"]) if order["base"] else None)
    return case_rows(Case(world, chosen, order["closure"]), base, specs, draws=order["draws"], progress=progress)


def base_of(world: World, folder: Path | None) -> Base:
    """The base of `world`: the one given, otherwise the shipped one. Raises `DataError` for another base, or none."""
    if folder is not None:
        base = load_base(folder)
    elif world.file is not None:
        base = read_compact(world.file)
    else:
        raise DataError(
            Message("this_world_does_not_ship_its"),
            where=world.id,
            found=world.licence,
            hint=Message("import_then_give_base_base", id=world.id),
        )
    if (base.name, base.year) != (world.base_name, world.year):
        raise DataError(
            Message("this_another_base"),
            where=world.id,
            found=f"{base.name}, {base.year}",
            expected=f"{world.base_name}, {world.year}",
        )
    return base


if __name__ == "__main__":
    answer_order(lambda order: work(order, progress_of(sys.argv[1:])), sys.argv[1:])
