# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Editions of reconciled figures, and what changed between two of them.

An edition is a file or a folder of flows, or one of the touched flows alone, whose note (see `lineage`) names the rest.
Nothing is overwritten: every edition stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from henequen.files.disk import disk_error
from henequen.files.handover import recover
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.editions.checksum_file import check_seal
from henequen.trade.editions.columns import LATER_COLUMNS, OUTPUT_COLUMNS
from henequen.trade.editions.lineage import Note, among
from henequen.trade.editions.output_rows import files_of, is_result_folder, rows_source

if TYPE_CHECKING:
    import duckdb

__all__ = [
    "REASONS",
    "Change",
    "compare",
    "edition_reader",
    "rows_of",
]

_KEY = ("period", "exporter", "importer", "product")


def rows_of(path: Path, depth: int = 0) -> str:
    """SQL (DuckDB) of an edition's rows, its bases included; DataError for a chain that is broken or runs in a circle,
    for a file that is not an edition, and for one whose bytes are not those that were sealed."""
    recover(path)
    if not path.is_file() and not is_result_folder(path):
        raise DataError(Message("no_such_edition"), where=path.name)
    if depth > 100:
        raise DataError(Message("editions_that_build_on_each_other"), where=path.name)
    check_seal(path)
    lacking = _check_columns(path)
    columns = ", ".join(OUTPUT_COLUMNS)
    named = ", ".join(f"{LATER_COLUMNS[name]} as {name}" if name in lacking else name for name in OUTPUT_COLUMNS)
    own = f"select {named} from {rows_source(path)}"
    note = Note.of(path)
    if note is None or note.complete:
        return own
    return f"select {columns} from ({rows_of(note.base, depth + 1)}) where not {among(note.replaces)} union all {own}"


def _check_columns(path: Path) -> list[str]:
    """The columns that a result of an earlier release lacks; DataError if others are missing: reported rows, for example."""
    import duckdb  # imported here and below: most verbs import this file and read no edition

    with files_of(path)[0].open("rb") as handle:
        head = handle.read(4)
    lacking: list[str] = []
    if head != b"PAR1":
        missing = ["no Parquet file"]
    else:
        with duckdb.cursor() as con:
            try:
                described = con.execute(f"describe select * from {rows_source(path)}").fetchall()
            except duckdb.Error:  # damaged: reading the rows raises the error
                return []
        column_names = {str(row[0]) for row in described}
        lacking = [name for name in OUTPUT_COLUMNS if name not in column_names]
        missing = [f"no column {name}" for name in lacking if name not in LATER_COLUMNS]
    if missing:
        raise DataError(
            Message("this_not_edition_figures"),
            where=path.name,
            found=", ".join(missing[:3]),
            expected=Message("out_henequen_mirror_reconcile"),
            hint=Message("reconcile_reported_rows_first"),
        )
    return lacking


@contextmanager
def edition_reader(memory: str = "2GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection limited to `memory` that spills into its own folder; unreadable files raise DataError."""
    import duckdb

    with TemporaryDirectory(prefix="henequen-editions-") as folder:
        con = duckdb.connect(config={"memory_limit": memory, "temp_directory": folder})
        try:
            yield con
        except duckdb.Error as error:
            if (full := disk_error(error)) is not None:
                raise full from None
            raise DataError(
                Message("edition_cannot_be_read"),
                found=str(error).splitlines()[0],
                expected=Message("out_henequen_mirror_reconcile"),
                hint=Message("reconcile_again_or_take_file_from"),
            ) from None
        finally:
            con.close()


@dataclass(frozen=True)
class Change:
    """The change of one group of flows between two editions: rows and values (US dollars) before and after."""

    reason: str
    rows: int
    before: float
    after: float


_ROUTED = (
    "(new.rule in ('routed', 'through_hub') or old.rule in ('routed', 'through_hub') "
    "or 'hub_re_exports' in (new.module, old.module))"
)
_MOVED = "(new.rule in ('kept', 'moved', 'shared') or old.rule in ('kept', 'moved', 'shared'))"
_SAME_X, _SAME_M = (f"new.{side}_value is not distinct from old.{side}_value" for side in "xm")
_REASONS = (
    ("new flow", "old.value is null"),
    ("flow no longer there", "new.value is null"),
    ("exporter's report arrived", f"old.x_value is null and new.x_value is not null and {_SAME_M}"),
    ("importer's report arrived", f"old.m_value is null and new.m_value is not null and {_SAME_X}"),
    (
        "report withdrawn",
        f"(new.x_value is null and old.x_value is not null and {_SAME_M}) "
        f"or (new.m_value is null and old.m_value is not null and {_SAME_X})",
    ),
    ("exporter revised", f"not ({_SAME_X}) and {_SAME_M}"),
    ("importer revised", f"not ({_SAME_M}) and {_SAME_X}"),
    ("both revised", f"not ({_SAME_X}) and not ({_SAME_M})"),
    (
        "netting changed",
        f"{_MOVED} and (new.rule is distinct from old.rule or new.netted_with is distinct from old.netted_with)",
    ),
    ("routing changed", f"{_ROUTED}"),
    ("rule changed", "new.rule is distinct from old.rule"),
    ("CIF rate changed", "abs(coalesce(new.cif_rate, 0) - coalesce(old.cif_rate, 0)) > 1e-9"),
    ("weights changed", "abs(coalesce(new.w_x, 0) - coalesce(old.w_x, 0)) > 1e-9"),
    ("pair effect changed", "true"),
)
REASONS = tuple(reason for reason, _ in _REASONS)
"""Why a figure changed, in the order in which reasons are tried: what was reported first, what the method made of it last."""


def compare(
    old: Path, new: Path, *, top: int = 20, pair: tuple[str, str] | None = None
) -> tuple[list[Change], list[dict[str, Any]]]:
    """What changed from edition `old` to `new` and why: totals by the first reason that fits, and the `top` largest changes.

    A row counts as changed if its value changed by half a cent or more, or if it was added or removed. Sums are exact
    in cents.
    With `pair`, only the flows between the two, in both directions. Reasons come in the order of REASONS.
    """
    cases = " ".join(f"when {condition} then {_text(reason)}" for reason, condition in _REASONS)
    named = ", ".join(f"coalesce(new.{name}, old.{name}) as {name}" for name in _KEY)
    within = ""
    if pair is not None:
        pair_sql = f"({_text(pair[0])}, {_text(pair[1])})"
        within = f" where exporter in {pair_sql} and importer in {pair_sql} and exporter <> importer"
    cents = "cast(coalesce(sum(cast(floor({0} * 100 + 0.5) as bigint)), 0) as bigint)"
    with edition_reader() as con:
        # codes that a concordance does not convert are kept under their own edition
        by_key = f"group by {', '.join(_KEY)} having count(*) > 1 limit 1"
        twice = any(
            con.execute(f"select 1 from (select * from ({rows_of(one)}){within}) {by_key}").fetchone()
            for one in (old, new)
        )
        keys = " and ".join(f"new.{name} = old.{name}" for name in (*_KEY, *(("classification",) if twice else ())))
        con.execute(
            f"create temp table change as select {named}, case {cases} end as reason, old.value as before, "
            f"new.value as after from (select * from ({rows_of(new)}){within}) new "
            f"full join (select * from ({rows_of(old)}){within}) old on {keys} "
            "where old.value is null or new.value is null or abs(new.value - old.value) > 0.005"
        )
        totals = con.execute(
            f"select reason, count(*), {cents.format('before')}, {cents.format('after')} from change group by 1 order by 1"
        ).fetchall()
        largest = con.execute(
            f"select {', '.join(_KEY)}, reason, before, after from change "
            f"order by abs(coalesce(after, 0) - coalesce(before, 0)) desc, {', '.join(_KEY)} limit {int(top)}"
        ).fetchall()
    names = (*_KEY, "reason", "before", "after")
    return (
        [
            Change(str(reason), int(n), int(before) / 100, int(after) / 100)
            for reason, n, before, after in sorted(totals, key=lambda row: REASONS.index(str(row[0])))
        ],
        [dict(zip(names, row, strict=True)) for row in largest],
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
