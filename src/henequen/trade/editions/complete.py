# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""A complete update: all rows of the result that it builds on, with those of the touched flows replaced.

A period without a touched flow keeps its file: a hard link to it where the disk allows one, otherwise a copy. The file
of a touched period is written again, with the kept rows and the new ones. The earlier result is not changed.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from henequen.trade.editions.checksum_file import sealed_digests
from henequen.trade.editions.columns import OUTPUT_COLUMNS
from henequen.trade.editions.lineage import Note, Touched, among, chain_of
from henequen.trade.editions.output_rows import file_of_period, rows_source
from henequen.trade.readers.parquet import parquet_columns
from henequen.trade.sql.duck import DuckEngine

__all__ = ["Completion", "has_partitions"]


def has_partitions(base: Path) -> bool:
    """Whether a result, or one that it builds on, is a folder with a file per period."""
    return any(edition.is_dir() for edition in chain_of(base))


@dataclass(frozen=True)
class Completion:
    """What a complete update is made of: the result `base`, SQL of its `rows`, and the `single` file or folder to write."""

    base: Path
    rows: str
    single: bool
    memory: str
    threads: int | None

    def write(self, touched: Touched, new: Path, target: Path, work: Path) -> dict[Path, str]:
        """Write `target` from the rows of `new` (a result of the `touched` flows) and the base's others. Returns the
        digests that are known of its files: those of linked ones, if the base has a seal."""
        engine = DuckEngine(work / "completing", self.memory, self.threads)
        try:
            listed = engine.fetch(
                f"select distinct period from (select period from ({self.rows}) union all select period from {rows_source(new)})"
            )
            periods = sorted(map(str, listed["period"]))
            if self.single or len(periods) == 1:
                engine.write(self._merged(OUTPUT_COLUMNS, touched, new), target)
                return {}
            return self._write_folder(engine, periods, touched, new, target)
        finally:
            engine.close()

    def _write_folder(
        self, engine: DuckEngine, periods: list[str], touched: Touched, new: Path, target: Path
    ) -> dict[Path, str]:
        columns = tuple(name for name in OUTPUT_COLUMNS if name != "period")
        known: dict[Path, str] = {}
        for period in periods:
            part = file_of_period(target, period)
            part.parent.mkdir(parents=True)
            kept = None if any(at == period for at, _ in touched) else self._file(period, columns)
            if kept is None:
                engine.write(self._merged(columns, touched, new, period), part)
            elif _link(kept, part) and (digest := sealed_digests(kept.parents[1]).get(kept)):
                known[part] = digest  # it was checked before the base was read
        return known

    def _merged(self, columns: tuple[str, ...], touched: Touched, new: Path, period: str = "") -> str:
        at = f"period = '{period}'" if period else "true"
        named = ", ".join(columns)
        return (
            f"select {named} from ({self.rows}) where {at} and not {among(touched)} "
            f"union all select {named} from {rows_source(new)} where {at}"
        )

    def _file(self, period: str, columns: tuple[str, ...]) -> Path | None:
        """The file that holds all rows of a period and nothing else, in the columns of today; None if there is none."""
        edition = self.base
        while (note := Note.of(edition)) is not None and not note.complete:
            if any(at == period for at, _ in note.replaces):
                return None
            edition = note.base
        file = file_of_period(edition, period)
        # a reader adds the column that the folder's name holds
        return file if file.is_file() and set(parquet_columns(file)) - {"period"} == set(columns) else None


def _link(kept: Path, part: Path) -> bool:
    """Put a kept file in its new place; return whether it is the same file on disk."""
    try:
        os.link(kept.resolve(), part)
    except OSError:  # another disk, or one without links
        shutil.copyfile(kept, part)
        return False
    return True
