"""The scenarios and worlds of a pack, read in a child with limits: its files are foreign to this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from henequen.jobs.call import call_in_child
from henequen.jobs.limits import Limits
from henequen.scenarios.presets import Preset, preset_tables, presets_of
from henequen.scenarios.summary import ScenarioPages, preset_pages, shipped_tables
from henequen.scenarios.worlds.summary import range_of
from henequen.scenarios.worlds.world import World, worlds_of

__all__ = [
    "ListedPreset",
    "compute_presets_in_child",
    "preset_pages_in_child",
    "presets_in_child",
    "presets_listed_in_child",
    "worlds_in_child",
]

_LIMITS = Limits(memory=4 << 30, processor=600, seconds=900.0)
_RUN_LIMITS = Limits(memory=6 << 30, processor=24 * 3600, seconds=24 * 3600.0)


@dataclass(frozen=True, slots=True)
class ListedPreset:
    """A scenario of a pack in a list: id, title (and in other languages), file, and its range over worlds (see
    `worlds.summary`)."""

    id: str
    title: str
    titles: Mapping[str, str]
    file: Path
    spread: Mapping[str, Any]


def worlds_in_child(pack: Path) -> list[World]:
    """The worlds that the pack declares, as `worlds_of`."""
    return call_in_child(worlds_of, pack, limits=_LIMITS, about=pack)


def presets_in_child(pack: Path) -> list[Preset]:
    """The scenarios that the pack ships, as `presets_of`."""
    return call_in_child(presets_of, pack, limits=_LIMITS, about=pack)


def preset_pages_in_child(pack: Path) -> ScenarioPages:
    """The pages' data of the pack's scenarios, as `preset_pages`; no child starts for a pack without scenarios."""
    if not (pack / "scenarios").is_dir():
        return ScenarioPages()
    return call_in_child(preset_pages, pack, limits=_LIMITS, about=pack)


def presets_listed_in_child(pack: Path) -> list[ListedPreset]:
    """The scenarios that the pack ships, each with its range over worlds, in the order of files."""
    return call_in_child(_listed, pack, limits=_LIMITS, about=pack)


def compute_presets_in_child(pack: Path, base: Path) -> None:
    """Compute the shipped tables of the pack's scenarios again, from the base at `base`."""
    call_in_child(_compute, pack, base, limits=_RUN_LIMITS, about=base)


def _listed(pack: Path) -> list[ListedPreset]:
    worlds = [world.as_dict() for world in worlds_of(pack)]
    return [
        ListedPreset(
            preset.id,
            preset.spec.title,
            preset.spec.titles,
            preset.file,
            range_of(preset_tables(preset)[0].get("worlds", []), preset.spec.focus, worlds),
        )
        for preset in presets_of(pack)
    ]


def _compute(pack: Path, base: Path) -> None:
    from henequen.scenarios.bases import load_base
    from henequen.scenarios.files import places_of
    from henequen.scenarios.result.write import write_results
    from henequen.scenarios.run import run_scenario

    world = load_base(base)
    for preset in presets_of(pack):
        result = run_scenario(preset.spec, world, places=places_of(preset.spec, preset.file))
        write_results(result, preset.results, shipped_tables(result, preset.spec.focus), parquet=False)
