"""Answer all scenarios of a pack on all its worlds, several cases at a time, and write the tables that the pack ships."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from henequen.jobs.limits import Limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.scenarios.in_child import presets_in_child, worlds_in_child
from henequen.scenarios.result.result import Table
from henequen.scenarios.result.write import write_table
from henequen.scenarios.worlds.compare import cases_of

__all__ = ["TABLES", "compute_worlds"]

JOB = "henequen.scenarios.worlds.job"
TABLES = ("worlds", "worlds_trade", "worlds_sectors")


def compute_worlds(
    pack: Path,
    bases: Mapping[str, Path],
    *,
    draws: int = 200,
    processes: int = 2,
    say: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write `worlds.csv`, `worlds_trade.csv` and `worlds_sectors.csv` to the results of each scenario; return their
    paths.

    `bases` gives the folders of worlds that do not ship. Raises `UsageError` for a name that is not a world of the
    pack, and the errors of a case; then nothing is written.
    """
    worlds = worlds_in_child(pack)
    strange = sorted(set(bases) - {world.id for world in worlds})
    if strange:
        raise UsageError(
            Message("no_such_world"),
            found=", ".join(strange),
            expected=", ".join(world.id for world in worlds) or Message("none_at_all"),
        )
    cases = cases_of(worlds)

    def answer(number: int) -> dict[str, Any]:
        case = cases[number]
        base_given = bases.get(case.world.id)
        order = {
            "pack": str(pack),
            "base": str(base_given) if base_given else None,
            "world": case.world.id,
            "elasticities": case.elasticities.id,
            "closure": case.closure,
            "draws": draws,
        }
        limits = Limits(memory=4 << 30, processor=24 * 3600, seconds=24 * 3600.0)
        outcome = run_in_child(JOB, order, limits=limits, about=case.world.id)
        if say is not None:
            say(Message("deficits", id=case.world.id, id_2=case.elasticities.id, closure=case.closure))
        return outcome

    with ThreadPoolExecutor(max_workers=max(1, processes)) as pool:
        answers = list(pool.map(answer, range(len(cases))))
    written = []
    for preset in presets_in_child(pack):
        for name in TABLES:
            rows = [row for answer_rows in answers for row in answer_rows.get(preset.id, {}).get(name, ())]
            if not rows:
                continue
            preset.results.mkdir(parents=True, exist_ok=True)
            table = Table(name, {column: [row[column] for row in rows] for column in rows[0]})
            written += write_table(table, preset.results / name, parquet=False)
    return written
