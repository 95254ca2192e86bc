# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The door of this room: any file of reported trade becomes a ReportedFile of Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from henequen.model.digest import Digest
from henequen.model.errors import DataError
from henequen.model.reported import LeftOut, Note, ReportedFile
from henequen.sources.trade.adding import Rows, add_up
from henequen.sources.trade.answers import answers_to_parquet
from henequen.sources.trade.content import kind_of, unpacked
from henequen.sources.trade.envelopes import envelope_to_parquet
from henequen.sources.trade.layouts import NUMBERS, find_layout, layouts
from henequen.sources.trade.mapping import Mapping, read_mapping
from henequen.sources.trade.numbers import NumberStyle, check_numbers, check_stored
from henequen.sources.trade.parquet import constant_columns, file_digest, parquet_columns
from henequen.sources.trade.rewriting import AreaNames, mapped_rows, provider_rows
from henequen.sources.trade.text import read_header, recoded, text_to_parquet

__all__ = ["open_reported"]

_SUFFIXES = (".parquet", ".csv", ".json", ".xml", ".tsv", ".txt", ".gz")


@dataclass(frozen=True)
class _Opened:
    """A file as Parquet, its own names for columns: `source`, what it stores, its provider and our names for columns."""

    path: Path
    source: Path
    stored: dict[str, str]
    digest: Digest
    layout: str
    found: dict[str, str]
    text: bool


def open_reported(
    paths: Sequence[Path], work: Path, mapping: Path | None = None, add: Sequence[str] = ()
) -> tuple[ReportedFile, ...]:
    """Open files of reported trade: Parquet, CSV (comma, semicolon, tab), JSON and XML answers, or these in gzip;
    folders give theirs.

    The provider is found by the column names (`data/layouts.toml`) or told by `mapping` (see `mapping`). Tables of area
    codes beside the files of BACI are used, tables of products passed over with a note. Text is converted strictly into
    `work`. `add` names parts that are added up (see `adding`). Raises DataError naming file and line for what cannot be
    read exactly.
    """
    listed: list[Path] = []
    for path in paths:
        if path.is_dir():
            listed.extend(sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES))
        else:
            listed.append(path)
    if not listed:
        raise DataError("no file of reported trade", where=", ".join(path.name for path in paths) or None)
    work.mkdir(parents=True, exist_ok=True)
    told = read_mapping(mapping) if mapping is not None else None
    wanted = tuple(dict.fromkeys((*(told.add if told else ()), *add)))
    opened = [_open(path, work, number, told) for number, path in enumerate(listed)]
    areas: AreaNames = {}
    for one in opened:
        if one.layout == "area_table":
            areas |= _area_table(one)
    of_rows = [(number, one) for number, one in enumerate(opened) if one.layout not in ("area_table", "product_table")]
    if not of_rows:
        raise DataError("only tables of codes, and no file of reported trade", where=listed[0].name)
    read = [(one, _rewritten(one, work, number, told, wanted, areas)) for number, one in of_rows]
    files = _added(read, work, wanted) if wanted else [_reported(one, rows) for one, rows in read]
    tables = [one.path.name for one in opened if one.layout == "product_table"]
    if tables:
        note = Note("code_table", 0, f"{', '.join(tables)}: a table of codes, not read as rows")
        files[0] = replace(files[0], notes=(*files[0].notes, note))
    return tuple(files)


def _open(path: Path, work: Path, number: int, told: Mapping | None) -> _Opened:
    if not path.is_file():
        raise DataError("no such file", where=path.name)
    digest = file_digest(path)
    source, kind = path, kind_of(path)
    if kind == "gzip":
        source = unpacked(path, work / f"unpacked-{number}")
        kind = kind_of(source)
        if kind == "gzip":
            raise DataError("gzip inside gzip, which is not read here", where=path.name, hint="unpack it")
    converted = work / f"reported-{number}.parquet"
    if kind == "text":
        if told is not None and told.encoding != "utf-8":
            source = recoded(source, work / f"recoded-{number}", told.encoding, path.name)
        _, names = read_header(source, path.name)
        layout, found = _columns(path, names, told)
        numbers = told.numbers() if told else {theirs for ours, theirs in found.items() if ours in NUMBERS}
        text_to_parquet(source, converted, numbers, told.style if told else None, path.name)
        source = converted
    else:
        if kind == "json":
            answers_to_parquet(source, converted)
            source = converted
        elif kind == "xml":
            envelope_to_parquet(source, converted)
            source = converted
        layout, found = _columns(path, list(parquet_columns(source)), told)
    return _Opened(path, source, parquet_columns(source), digest, layout, found, kind == "text")


def _columns(path: Path, names: list[str], told: Mapping | None) -> tuple[str, dict[str, str]]:
    if told is None:
        return find_layout(names, where=path.name)
    lacking = sorted(told.theirs() - set(names))
    if lacking:
        raise DataError(
            "the file lacks mapped columns", where=path.name, found=", ".join(names), expected=", ".join(lacking)
        )
    return "mapped", dict(told.columns)


def _area_table(one: _Opened) -> AreaNames:
    """Numbers of areas and what the table calls them (BACI's `country_codes`)."""
    number, area = (one.found[name].replace('"', '""') for name in ("number", "area"))
    con = duckdb.connect()
    try:
        rows = con.execute(
            f'select trim(cast("{number}" as varchar)), trim("{area}") from read_parquet(?)', [str(one.source)]
        ).fetchall()
    finally:
        con.close()
    return {str(k): str(v) for k, v in rows if k and v and v != "N/A"}


def _rewritten(
    one: _Opened, work: Path, number: int, told: Mapping | None, add: tuple[str, ...], areas: AreaNames
) -> Path | None:
    """The rows of a file in our columns; None where it can be read as it lies."""
    measures = (told.numbers() if told else
                {theirs for ours, theirs in one.found.items() if ours in NUMBERS})  # fmt: skip
    words = {name for name in measures if one.stored[name] == "text"}
    style = told.style if told else NumberStyle()
    con = duckdb.connect()
    try:
        con.execute(
            f"create view source as select * from read_parquet({_text(str(one.source))}, file_row_number = true)"
        )
        check_numbers(con, "source", words, style, one.path.name)
        odd = [name for name in measures if one.stored[name] not in ("text", "number", "integer")]
        if odd:
            raise DataError(
                "a column of numbers holds something else", where=one.path.name, found=", ".join(sorted(odd))
            )
        check_stored(con, one.source, sorted(measures - words), one.path.name)
        if one.layout == "comtrade" and not words and not add and _as_is(one):
            return None
        if told is not None:
            query = mapped_rows(told, one.stored)
        else:
            constants = next(dict(layout.constants) for layout in layouts() if layout.name == one.layout)
            query = provider_rows(one.layout, one.found, one.stored, constants, areas, one.path.name)
        out = work / f"rewritten-{number}.parquet"
        con.execute(f"copy ({query}) to {_text(str(out))} (format parquet)")
    except duckdb.Error as error:
        raise DataError("the rows cannot be read as reported trade", where=one.path.name,
                        found=str(error).splitlines()[0]) from None  # fmt: skip
    finally:
        con.close()
    if "place" in parquet_columns(out) and "place" not in add:
        raise DataError(
            "the rows are parts by place", where=one.path.name, expected="whole flows",
            hint="--add place adds the places up (--add month: months to years)",
        )  # fmt: skip
    return out


def _added(read: Sequence[tuple[_Opened, Path | None]], work: Path, add: tuple[str, ...]) -> list[ReportedFile]:
    """Parts added up, across the files of each provider; what was left out and what is odd is told with its first file."""
    groups: dict[str, list[int]] = {}
    for number, (one, _) in enumerate(read):
        groups.setdefault(one.layout, []).append(number)
    files: dict[int, ReportedFile] = {}
    for numbers in groups.values():
        parts = [
            Rows(rows, work / f"added-{number}.parquet", one.path.name, one.text)
            for number, (one, rows) in enumerate(read)
            if number in numbers and rows is not None
        ]
        left_out, notes = add_up(parts, add)
        for number, part in zip(numbers, parts, strict=True):
            first = number == numbers[0]
            files[number] = _reported(read[number][0], part.out, left_out if first else (), notes if first else ())
    return [files[number] for number in sorted(files)]


def _reported(
    one: _Opened, rows: Path | None, left_out: tuple[LeftOut, ...] = (), notes: tuple[Note, ...] = ()
) -> ReportedFile:
    if rows is None:
        types = {ours: one.stored[theirs] for ours, theirs in one.found.items()}
        return ReportedFile(
            one.source,
            one.path.name,
            one.found,
            types,
            one.digest,
            text=one.text,
            constant=_constant(one.source, one.found),
        )
    stored = parquet_columns(rows)
    reconciled = one.layout == "baci"
    if reconciled:
        note = "one reconciled value a flow (BACI): it is taken as it is (rule `reconciled`), FOB, and is no report of one side"
        notes = (*notes, Note("reconciled_already", _rows(rows), f"{one.path.name}: {note}"))
    return ReportedFile(
        rows, one.path.name, {name: name for name in stored}, stored, one.digest, left_out=left_out, notes=notes,
        reconciled=reconciled, text=one.text, constant=_constant(rows, {name: name for name in stored}),
    )  # fmt: skip


def _constant(path: Path, columns: dict[str, str]) -> dict[str, str]:
    held = constant_columns(path)
    return {ours: held[theirs] for ours, theirs in columns.items() if theirs in held}


def _rows(path: Path) -> int:
    con = duckdb.connect()
    try:
        return int(con.execute("select count(*) from read_parquet(?)", [str(path)]).fetchall()[0][0])
    finally:
        con.close()


def _as_is(one: _Opened) -> bool:
    """Whether the engine can read the file where it lies, or the words for flows must be turned into codes first."""
    flow = one.found["flow"]
    return one.stored[flow] == "text" and flow.replace("_", "").lower() == "flowcode"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
