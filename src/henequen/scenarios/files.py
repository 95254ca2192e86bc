"""A scenario file with the files that it names: the base, the lines, the mix of sectors by place."""

from __future__ import annotations

from pathlib import Path

from henequen.model.progress import Progress
from henequen.scenarios.bases.base import Base, load_base
from henequen.scenarios.bases.lines import Lines, read_lines
from henequen.scenarios.bases.table import read_table
from henequen.scenarios.bases.world_lines import WorldLines, read_world_lines
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.run import run_scenario
from henequen.scenarios.spec.spec import Spec, read_spec
from henequen.scenarios.worlds.compact import read_compact

__all__ = ["lines_of", "loaded", "places_of", "scenario"]


def scenario(
    base: Base | Path | str | None,
    file: Path | str,
    *,
    places: Path | str | None = None,
    progress: Progress | None = None,
    deadline: float | None = None,
) -> ScenarioResult:
    """Run the scenario `file` on `base` (a folder or a loaded base; None for tariff lines). `places` is a table of
    sector mixes that replaces the one named in the file. Raises `DataError` for an invalid file or table,
    `NotConvergedError` if there is no result (also past `deadline` seconds).
    """
    path = Path(file)
    spec = read_spec(path)
    world = loaded(Path(base)) if isinstance(base, (str, Path)) else base
    return run_scenario(
        spec,
        world,
        places=places_of(spec, path, Path(places) if places is not None else None),
        lines=lines_of(spec, path),
        progress=progress,
        deadline=deadline,
    )


def loaded(path: Path) -> Base:
    """The base in a folder, or in the one file of a small world."""
    return read_compact(path) if path.is_file() else load_base(path)


def places_of(spec: Spec, file: Path, places: Path | None = None) -> Table | None:
    """The mix of sectors by place: the table `places`, otherwise the one that the file names, otherwise none."""
    path = places or (file.parent / spec.places if spec.places else None)
    return None if path is None else Table(str(path), read_table(path))


def lines_of(spec: Spec, file: Path) -> Lines | WorldLines | None:
    """The tariff lines of a partial scenario, from the table in its folder; None for other models."""
    terms = spec.partial
    if spec.model != "partial" or terms is None:
        return None
    if terms.method == "gsim":
        fields_set = terms.model_fields_set
        return read_world_lines(
            file.parent / terms.lines,
            demand=terms.demand if "demand" in fields_set else None,
            substitution=terms.substitution if "substitution" in fields_set else None,
            supply=terms.supply if "supply" in fields_set else None,
        )
    return read_lines(
        file.parent / terms.lines,
        importer=terms.importer,
        demand=terms.demand,
        substitution=terms.substitution,
        supply=terms.supply,
    )
