"""The note of an update, `OUT.edition.json`: what it builds on, what it replaces there, and whether it holds all rows.

An update holds either the rows of the touched flows alone, and is read together with the result that it builds on; or
all rows (`complete`), and is read alone: the result it builds on may then be gone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.editions.output_rows import is_result_folder, rows_source
from henequen.trade.editions.sidecar import read_sidecar
from henequen.trade.sql.duck import literal

__all__ = ["Note", "Touched", "among", "chain_of", "edition_path", "layers_of", "source_of_flow"]

Touched = tuple[tuple[str, str], ...]
"""(period, reporter) whose flows an update replaces."""


def edition_path(out: Path) -> Path:
    """The path of the note of an edition.

    >>> edition_path(Path("update.parquet")).name
    'update.edition.json'
    """
    return out.with_suffix(".edition.json")


@dataclass(frozen=True)
class Note:
    """The note of one update. `earlier`: of a complete one, what the updates before it replaced, oldest first."""

    base: Path
    replaces: Touched
    complete: bool = False
    earlier: tuple[Touched, ...] = ()

    @classmethod
    def of(cls, out: Path) -> Note | None:
        """The note of `out`; None if it is not an update."""
        path = edition_path(out)
        if not path.is_file():
            return None
        content = read_sidecar(path)
        return cls(
            (out.parent / content["base"]).resolve(),
            _touched(content["replaces"]),
            bool(content.get("complete", False)),
            tuple(map(_touched, content.get("earlier", ()))),
        )

    def text(self, out: Path) -> str:
        """The note as written next to `out`; the base is named relative to its folder if it is inside."""
        try:
            base = str(self.base.resolve().relative_to(out.resolve().parent))
        except ValueError:
            base = str(self.base.resolve())
        content: dict[str, Any] = {"base": base, "replaces": [list(one) for one in self.replaces]}
        if self.complete:
            content |= {"complete": True, "earlier": [[list(one) for one in layer] for layer in self.earlier]}
        return json.dumps(content, indent=1) + "\n"


def _touched(pairs: Sequence[Sequence[str]]) -> Touched:
    return tuple((str(period), str(area)) for period, area in pairs)


def among(touched: Touched) -> str:
    """SQL of the condition that a row is one of the flows of `touched`.

    >>> among((("2019", "FRA"),))
    "((period = '2019' and (exporter = 'FRA' or importer = 'FRA')))"
    """
    flows = (
        f"(period = {literal(period)} and (exporter = {literal(area)} or importer = {literal(area)}))"
        for period, area in touched
    )
    return f"({' or '.join(flows) or 'false'})"


def chain_of(path: Path) -> list[Path]:
    """The editions that `path` builds on, oldest first, itself last. It ends before the base of a complete edition if
    that base is gone. DataError for a chain that is broken or a circle; no file of rows is opened.

    >>> chain_of(Path("nowhere.parquet"))
    Traceback (most recent call last):
    henequen.model.errors.DataError: nowhere.parquet: no such edition
    """
    chain = [path]  # the bases are absolute: a path that is not repeats at most once
    if not _exists(path):
        raise DataError(Message("no_such_edition"), where=path.name)
    while (note := Note.of(chain[0])) is not None:
        circle, lost = note.base in chain, not _exists(note.base)
        if note.complete and (circle or lost):
            break
        if circle:
            raise DataError(Message("editions_that_build_on_each_other"), where=path.name)
        if lost:
            raise DataError(Message("no_such_edition"), where=note.base.name)
        chain.insert(0, note.base)
    return chain


def _exists(path: Path) -> bool:
    return path.is_file() or is_result_folder(path)


def layers_of(path: Path) -> tuple[Touched, ...]:
    """What each update in the rows of `path` replaced, oldest first."""
    note = Note.of(path)
    if note is None:
        return ()
    return (*(note.earlier if note.complete else layers_of(note.base)), note.replaces)


def source_of_flow(path: Path, period: str, exporter: str, importer: str) -> str:
    """SQL of the rows that were reconciled together with a flow: those of the newest update that replaces one of its
    reporters, otherwise those of the result in which the chain begins."""
    note = Note.of(path)
    if note is None:
        return _rows_where(path, [])
    outside: list[str] = []
    for layer in reversed((*note.earlier, note.replaces)):
        if any(at == period and area in (exporter, importer) for at, area in layer):
            return _rows_where(path, [among(layer), *outside])
        outside.append(f"not {among(layer)}")
    return _rows_where(path, outside) if note.complete else source_of_flow(note.base, period, exporter, importer)


def _rows_where(edition: Path, conditions: Sequence[str]) -> str:
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"(select * from {rows_source(edition)}{where})"  # noqa: S608 (our own names and quoted literals)
