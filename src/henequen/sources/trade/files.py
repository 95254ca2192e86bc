# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The door of this room: any file of reported trade becomes a ReportedFile of Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from henequen.model.errors import DataError
from henequen.model.reported import ReportedFile
from henequen.sources.trade.answers import answers_to_parquet
from henequen.sources.trade.layouts import find_layout, read_mapping, reporter_columns
from henequen.sources.trade.parquet import file_hash, parquet_columns
from henequen.sources.trade.text import read_header, text_to_parquet

__all__ = ["open_reported"]

_NUMBERS = ("value", "cif_value", "fob_value", "net_kg", "quantity", "tonnes")
_FLOWS = {
    "X": "X", "M": "M", "RX": "RX", "RM": "RM", "Export": "X", "Import": "M", "Exports": "X", "Imports": "M",
    "Re-Export": "RX", "Re-Import": "RM", "re-Export": "RX", "re-Import": "RM", "1": "M", "2": "X", "3": "RX", "4": "RM",
}  # fmt: skip


def open_reported(paths: Sequence[Path], work: Path, mapping: Path | None = None) -> tuple[ReportedFile, ...]:
    """Open files of reported trade: Parquet, CSV (comma, semicolon, tab) or Comtrade JSON; folders give their files.

    The provider is found by the column names (`data/layouts.toml`) or told
    by `mapping` (see `layouts.read_mapping`). Text is converted strictly into `work`. Raises DataError naming file and
    line for what cannot be read exactly.
    """
    listed: list[Path] = []
    for path in paths:
        if path.is_dir():
            listed.extend(
                sorted(p for p in path.iterdir() if p.suffix.lower() in (".parquet", ".csv", ".json", ".tsv"))
            )
        else:
            listed.append(path)
    if not listed:
        raise DataError("no file of reported trade", where=", ".join(path.name for path in paths) or None)
    work.mkdir(parents=True, exist_ok=True)
    return tuple(_open(path, work, number, mapping) for number, path in enumerate(listed))


def _open(path: Path, work: Path, number: int, mapping: Path | None) -> ReportedFile:
    if not path.is_file():
        raise DataError("no such file", where=path.name)
    sha256 = file_hash(path)
    with path.open("rb") as handle:
        head = handle.read(16).lstrip(b"\xef\xbb\xbf \r\n\t")
    converted = work / f"reported-{number}.parquet"
    if head.startswith(b"PAR1") or path.suffix.lower() == ".parquet":
        stored, source = parquet_columns(path), path
    elif head[:1] in (b"{", b"["):
        answers_to_parquet(path, converted)
        stored, source = parquet_columns(converted), converted
    else:
        _, names = read_header(path)
        if mapping is not None:
            columns, _, _ = read_mapping(mapping)
            lacking = sorted(set(columns.values()) - set(names))
            if lacking:
                raise DataError("the file lacks mapped columns", where=path.name, found=", ".join(names),
                                expected=", ".join(lacking))  # fmt: skip
            found = columns
        else:
            _, found = find_layout(names, where=path.name)
        text_to_parquet(path, converted, {found[ours] for ours in _NUMBERS if ours in found})
        stored, source = parquet_columns(converted), converted
    if mapping is not None:
        return _mapped(path, source, stored, sha256, mapping, work / f"mapped-{number}.parquet")
    layout, found = find_layout(stored, where=path.name)
    if layout == "comtrade" and _as_is(found, stored):
        return ReportedFile(source, path.name, found, {ours: stored[theirs] for ours, theirs in found.items()}, sha256)
    return _rewritten(path, source, stored, sha256, layout, found, work / f"rewritten-{number}.parquet")


def _as_is(found: dict[str, str], stored: dict[str, str]) -> bool:
    """Whether the engine can read the file where it lies, or the words for flows must be turned into codes first."""
    return stored[found["flow"]] == "text" and found["flow"].replace("_", "").lower() == "flowcode"


def _sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _area(found: dict[str, str], stored: dict[str, str], side: str) -> str:
    names = reporter_columns(found, stored, side)
    return "coalesce(" + ", ".join(f"nullif(trim(cast({_sql_name(n)} as varchar)), '')" for n in names) + ")"


def _rewritten(
    path: Path, source: Path, stored: dict[str, str], sha256: str, layout: str, found: dict[str, str], out: Path
) -> ReportedFile:
    flow = " ".join(f"when {_text(a)} then {_text(b)}" for a, b in _FLOWS.items())
    own = {ours: f"cast({_sql_name(theirs)} as varchar)" for ours, theirs in found.items()}
    for ours in _NUMBERS:
        if ours in found:
            own[ours] = f"cast({_sql_name(found[ours])} as double)"
    if layout == "baci":
        product = f"lpad({own['product']}, 6, '0')"
        weight = f"1000 * {own['tonnes']}" if "tonnes" in own else "cast(null as double)"
        picks = " union all ".join(
            f"select {own['period']} as period, {_text(code)} as flow, {own[a]} as reporter, {own[b]} as partner, "
            f"'HS' as classification, {product} as product, 1000 * {own['value']} as value, "
            f"1000 * {own['value']} as fob_value, {weight} as net_kg from source"
            for code, a, b in (("X", "exporter", "importer"),)
        )
    elif "reporter" not in found:
        raise DataError(
            "the rows do not say whose statistics they are", where=path.name, found="no reporter column",
            expected='a mapping file with `reporter = "..."` under [constants]', hint="pass it with --mapping",
        )  # fmt: skip
    else:
        picked = dict(own)
        picked["flow"] = f"case {own['flow']} {flow} else {own['flow']} end"
        picked["reporter"], picked["partner"] = _area(found, stored, "reporter"), _area(found, stored, "partner")
        if layout == "comtrade_old":
            for side in ("reporter", "partner"):
                picked[side] = own[side]
        picks = "select " + ", ".join(f"{sql} as {ours}" for ours, sql in picked.items()) + " from source"
    return _write(path, source, sha256, picks, out)


def _mapped(path: Path, source: Path, stored: dict[str, str], sha256: str, mapping: Path, out: Path) -> ReportedFile:
    columns, constants, codes = read_mapping(mapping)
    multiplier = constants.pop("value_multiplier", "1")
    lacking = sorted(set(columns.values()) - set(stored))
    if lacking:
        raise DataError("the file lacks mapped columns", where=path.name, found=", ".join(stored),
                        expected=", ".join(lacking))  # fmt: skip
    try:
        factor = float(multiplier)
    except ValueError:
        raise DataError("value_multiplier is no number", where=mapping.name, found=multiplier) from None
    picks = []
    for ours, theirs in columns.items():
        sql = f"cast({_sql_name(theirs)} as varchar)"
        if ours in _NUMBERS:
            sql = f"cast({_sql_name(theirs)} as double)" + (
                f" * {factor!r}" if ours in ("value", "cif_value", "fob_value") else ""
            )
        elif ours in codes:
            cases = " ".join(f"when {_text(a)} then {_text(b)}" for a, b in codes[ours].items())
            sql = f"case {sql} {cases} else {sql} end"
        elif ours == "flow":
            cases = " ".join(f"when {_text(a)} then {_text(b)}" for a, b in _FLOWS.items())
            sql = f"case {sql} {cases} else {sql} end"
        elif ours == "product" and stored[theirs] == "integer":
            sql = f"lpad({sql}, 6, '0')"
        elif ours == "partner":
            sql = f"upper({sql})"
        picks.append(f"{sql} as {ours}")
    picks.extend(f"{_text(value)} as {ours}" for ours, value in constants.items())
    return _write(path, source, sha256, f"select {', '.join(picks)} from source", out)


def _write(path: Path, source: Path, sha256: str, query: str, out: Path) -> ReportedFile:
    con = duckdb.connect()
    try:
        con.execute(f"create view source as select * from read_parquet({_text(str(source))})")
        con.execute(f"copy ({query}) to {_text(str(out))} (format parquet)")
    except duckdb.Error as error:
        raise DataError("the rows cannot be read as reported trade", where=path.name,
                        found=str(error).splitlines()[0]) from None  # fmt: skip
    finally:
        con.close()
    stored = parquet_columns(out)
    return ReportedFile(out, path.name, {name: name for name in stored}, stored, sha256)
