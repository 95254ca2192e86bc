"""The entry point of the scenario engine: takes a checked file and a base, returns a frozen result."""

from __future__ import annotations

import time

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.scenarios.bases.base import Base
from henequen.scenarios.bases.lines import Lines
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.multi_sector.run import run_multi_sector
from henequen.scenarios.one_sector.run import run_one_sector
from henequen.scenarios.partial.run_gsim import run_world_lines
from henequen.scenarios.partial.run_smart import run_lines
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.spec.spec import Spec

__all__ = ["run_scenario"]


def run_scenario(
    spec: Spec,
    base: Base | None,
    *,
    places: Table | None = None,
    lines: Lines | WorldLines | None = None,
    progress: Progress | None = None,
    deadline: float | None = None,
) -> ScenarioResult:
    """Run `spec` on `base`, within `deadline` seconds if given.

    Raises `DataError` for a file that does not fit the base, `NotConvergedError` if a solve did not finish (also at
    the deadline): no result exists then.
    """
    end = None if deadline is None else time.monotonic() + deadline

    def stop() -> bool:
        return end is not None and time.monotonic() > end

    if spec.model == "partial":
        if lines is None:
            raise DataError(Message("partial_scenario_needs_its_table_lines"), where="partial.lines")
        if (spec.partial is not None and spec.partial.method == "gsim") != isinstance(lines, WorldLines):
            raise DataError(Message("table_lines_not_one_for_this"), where="partial.method")
        return run_world_lines(spec, lines) if isinstance(lines, WorldLines) else run_lines(spec, lines)
    if base is None:
        raise DataError(Message("this_model_needs_base"), found=spec.model, hint="henequen scenario base import ...")
    if spec.model == "caliendo_parro":
        _needs(base, "multi_sector", spec)
        return run_multi_sector(spec, base, places=places, progress=progress, stop=stop)
    _needs(base, "one_sector", spec)
    return run_one_sector(spec, base, progress=progress)


def _needs(base: Base, kind: str, spec: Spec) -> None:
    if base.kind != kind:
        raise DataError(
            Message("model_needs_base", model=spec.model, kind=kind),
            where=base.name,
            found=base.kind,
            hint=Message("import_another_base"),
        )
