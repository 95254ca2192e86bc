"""The Python interface of scenarios: `henequen.scenario`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from henequen.jobs.limits import Limits
from henequen.jobs.process import run_in_child
from henequen.model.progress import Progress
from henequen.scenarios import files
from henequen.scenarios.bases.base import Base
from henequen.scenarios.result.read import read_results
from henequen.scenarios.result.result import ScenarioResult

__all__ = ["scenario"]

JOB = "henequen.scenarios.verbs_job"
LIMITS = Limits(memory=6 << 30, processor=24 * 3600, seconds=24 * 3600.0)


def scenario(
    base: Base | Path | str | None,
    file: Path | str,
    *,
    places: Path | str | None = None,
    progress: Progress | None = None,
    deadline: float | None = None,
) -> ScenarioResult:
    """Run the scenario `file` on `base`: a folder of `scenario base import`, the file of a small world, or a loaded base; None
    for a scenario of tariff lines.

    The result has `table` (regions or lines), `tables` by name, `units`, `assumptions`, `limits`, `diagnostics`, `sources`,
    `df()` for pandas and `__arrow_c_stream__` for polars, DuckDB and others. Files are read in a child process within limits.

    Raises `DataError` for an invalid file or table, `NotConvergedError` if there is no result (also past
    `deadline` seconds).
    """
    if isinstance(base, Base):
        return files.scenario(base, file, places=places, progress=progress, deadline=deadline)
    with TemporaryDirectory(prefix="henequen-scenario-") as out:
        order = {
            "verb": "run",
            "file": str(Path(file).absolute()),
            "base": None if base is None else str(Path(base).absolute()),
            "places": None if places is None else str(Path(places).absolute()),
            "out": out,
            "deadline": deadline,
        }
        run_in_child(JOB, order, limits=LIMITS, progress=progress, about=str(file))
        return read_results(Path(out))
