# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The entry point of this room: converts any file of reported trade into a ReportedFile of Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from henequen.files.checksum import Digest
from henequen.files.disk import disk_error
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.model.reported import LeftOut, Note, ReportedFile
from henequen.trade.readers.adding import Rows, add_up
from henequen.trade.readers.answers import answers_to_parquet
from henequen.trade.readers.content import kind_of, unpacked
from henequen.trade.readers.envelopes import envelope_to_parquet
from henequen.trade.readers.layouts import NUMBERS, UNKNOWN, find_layout, layouts, reporter_columns
from henequen.trade.readers.mapping import Mapping, read_mapping
from henequen.trade.readers.numbers import NumberStyle, check_numbers, check_stored
from henequen.trade.readers.parquet import constant_columns, file_digest, parquet_columns
from henequen.trade.readers.rewriting import AreaNames, mapped_rows, provider_rows
from henequen.trade.readers.text import first_names, read_header, recoded, text_to_parquet

__all__ = ["open_reported"]

_SUFFIXES = (".parquet", ".csv", ".json", ".xml", ".tsv", ".txt", ".gz")


@dataclass(frozen=True)
class _Opened:
    """A file as Parquet, its own names for columns: `source`, its column types, its provider and our names for
    columns; the `mapping`, if it is used."""

    path: Path
    source: Path
    stored: dict[str, str]
    digest: Digest
    layout: str
    columns: dict[str, str]
    text: bool
    mapping: Mapping | None

    def numbers(self) -> set[str]:
        """Its own names of the columns that hold numbers."""
        if self.mapping is not None:
            return self.mapping.numbers()
        return {column for name, column in self.columns.items() if name in NUMBERS}


def open_reported(
    paths: Sequence[Path], work: Path, mapping: Path | None = None, add: Sequence[str] = ()
) -> tuple[ReportedFile, ...]:
    """Open files of reported trade: Parquet, CSV (comma, semicolon, tab), JSON and XML answers, or these in gzip;
    folders contribute their files.

    The provider is found by the column names (`data/layouts.toml`); a `mapping` describes how to read the files that
    have the columns it names (see `mapping`). Tables of area codes in the folder of BACI files are used, tables of
    products are skipped with a note. Text is converted strictly into `work`. `add` names parts that are added up (see
    `adding`); those that the mapping names are added up in its files alone. Raises DataError with file and line for
    content that cannot be read exactly.
    """
    listed: list[Path] = []
    for path in paths:
        if path.is_dir():
            listed.extend(sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES))
        else:
            listed.append(path)
    if not listed:
        raise DataError(Message("no_file_reported_trade"), where=", ".join(path.name for path in paths) or None)
    work.mkdir(parents=True, exist_ok=True)
    user_mapping = read_mapping(mapping) if mapping is not None else None
    opened = [_open(path, work, number, user_mapping) for number, path in enumerate(listed)]
    if user_mapping is not None and not any(one.mapping for one in opened):
        raise _lacking(listed[0], list(opened[0].stored), user_mapping)
    areas: AreaNames = {}
    for one in opened:
        if one.layout == "area_table":
            areas |= _area_table(one)
    of_rows = [(number, one) for number, one in enumerate(opened) if one.layout not in ("area_table", "product_table")]
    if not of_rows:
        raise DataError(Message("only_tables_codes_and_no_file"), where=listed[0].name)
    read = [(one, _rewritten(one, work, number, _parts(one, add), areas)) for number, one in of_rows]
    files = _added(read, work, add)
    tables = [one.path.name for one in opened if one.layout == "product_table"]
    if tables:
        note = Note("code_table", 0, Message("reconcile_code_table", files=", ".join(tables)))
        files[0] = replace(files[0], notes=(*files[0].notes, note))
    return tuple(files)


def _open(path: Path, work: Path, number: int, user_mapping: Mapping | None) -> _Opened:
    if not path.is_file():
        raise DataError(Message("no_such_file"), where=path.name)
    digest = file_digest(path)
    source, kind = path, kind_of(path)
    if kind == "gzip":
        source = unpacked(path, work / f"unpacked-{number}")
        kind = kind_of(source)
        if kind == "gzip":
            raise DataError(Message("gzip_inside_gzip_which_not_read"), where=path.name, hint=Message("unpack"))
    converted = work / f"reported-{number}.parquet"
    if kind == "text":
        source, names = _text_header(path, source, work / f"recoded-{number}", user_mapping)
    else:
        if kind == "json":
            answers_to_parquet(source, converted)
            source = converted
        elif kind == "xml":
            envelope_to_parquet(source, converted)
            source = converted
        names = list(parquet_columns(source))
    layout, columns, mapping = _columns(path, names, user_mapping)
    one = _Opened(path, source, {}, digest, layout, columns, kind == "text", mapping)
    if kind == "text":
        text_to_parquet(source, converted, one.numbers(), mapping.style if mapping else None, path.name)
        one = replace(one, source=converted)
    return replace(one, stored=parquet_columns(one.source))


def _text_header(path: Path, source: Path, out: Path, user_mapping: Mapping | None) -> tuple[Path, list[str]]:
    """The text in UTF-8 and the names of its columns. A file that has the columns of the mapping is written again (`out`) from
    the mapping's encoding, and so is one that is not in UTF-8; a known provider's file next to them is UTF-8."""
    if user_mapping is None or user_mapping.encoding == "utf-8":
        return source, read_header(source, path.name)[1]
    if user_mapping.file_columns() - set(first_names(source, user_mapping.encoding)):
        with suppress(DataError):
            names = read_header(source, path.name)[1]
            if user_mapping.file_columns() - set(names):
                return source, names
    recoded(source, out, user_mapping.encoding, path.name)
    return out, read_header(out, path.name)[1]


def _columns(path: Path, names: list[str], user_mapping: Mapping | None) -> tuple[str, dict[str, str], Mapping | None]:
    """Layout, our names for columns, and the mapping if the file has all columns that it names; DataError if the file
    fits neither it nor a known provider."""
    if user_mapping is not None and user_mapping.file_columns() <= set(names):
        return "mapped", dict(user_mapping.columns), user_mapping
    try:
        layout, columns = find_layout(names, where=path.name)
    except DataError as unknown:
        if user_mapping is None or unknown.what != UNKNOWN:
            raise
        raise _lacking(path, names, user_mapping, unknown) from None
    return layout, columns, None


def _lacking(path: Path, names: list[str], user_mapping: Mapping, unknown: DataError | None = None) -> DataError:
    """The error for a file that lacks columns of the mapping and is not from a known provider, or if no other file has
    them."""
    lacking = f"{', '.join(sorted(user_mapping.file_columns() - set(names)))} (by the mapping file)"
    return DataError(
        Message("file_lacks_mapped_columns"),
        where=path.name,
        found=", ".join(names[:12]),
        expected=Message("lacking_or_expected", lacking=lacking, expected=unknown.expected) if unknown else lacking,
        hint=Message("mapping_for_files_that_have_all"),
    )


def _area_table(one: _Opened) -> AreaNames:
    """Numbers of areas and their codes in the table (BACI's `country_codes`)."""
    number, area = (one.columns[name].replace('"', '""') for name in ("number", "area"))
    con = duckdb.cursor()
    try:
        rows = con.execute(
            f'select trim(cast("{number}" as varchar)), trim("{area}") from read_parquet(?)', [str(one.source)]
        ).fetchall()
    finally:
        con.close()
    return {str(k): str(v) for k, v in rows if k and v and v != "N/A"}


def _parts(one: _Opened, add: Sequence[str]) -> tuple[str, ...]:
    """The parts to add up in a file: the parts in its mapping, and `add`."""
    return tuple(dict.fromkeys((*(one.mapping.add if one.mapping else ()), *add)))


def _rewritten(one: _Opened, work: Path, number: int, add: tuple[str, ...], areas: AreaNames) -> Path | None:
    """The rows of a file in our columns; None if it can be read unchanged."""
    measures, user_mapping = one.numbers(), one.mapping
    words = {name for name in measures if one.stored[name] == "text"}
    style = user_mapping.style if user_mapping else NumberStyle()
    con = duckdb.connect()  # closing releases the file's memory
    try:
        con.execute(
            f"create view source as select * from read_parquet({_text(str(one.source))}, file_row_number = true)"
        )
        check_numbers(con, "source", words, style, one.path.name)
        odd = [name for name in measures if one.stored[name] not in ("text", "number", "integer")]
        if odd:
            raise DataError(
                Message("column_numbers_has_other_values"), where=one.path.name, found=", ".join(sorted(odd))
            )
        check_stored(con, one.source, sorted(measures - words), one.path.name)
        if one.layout == "comtrade" and not words and not add and _as_is(con, one):
            return None
        if user_mapping is not None:
            query = mapped_rows(user_mapping, one.stored)
        else:
            constants = next(dict(layout.constants) for layout in layouts() if layout.name == one.layout)
            query = provider_rows(one.layout, one.columns, one.stored, constants, areas, one.path.name)
        out = work / f"rewritten-{number}.parquet"
        con.execute(f"copy ({query}) to {_text(str(out))} (format parquet)")
    except duckdb.Error as error:
        if (full := disk_error(error)) is not None:
            raise full from None
        raise DataError(
            Message("rows_cannot_be_read_as_reported"),
            where=one.path.name,
            found=str(error).splitlines()[0],
            expected=Message("pages_that_can_be_decoded_and"),
            hint=Message("file_may_be_damaged_compare_its"),
        ) from None
    finally:
        con.close()
    if "place" in parquet_columns(out) and "place" not in add:
        raise DataError(
            Message("rows_are_parts_by_place"),
            where=one.path.name,
            expected=Message("whole_flows"),
            hint=Message("add_place_adds_places_up_add"),
        )
    return out


def _added(read: Sequence[tuple[_Opened, Path | None]], work: Path, add: Sequence[str]) -> list[ReportedFile]:
    """The files, with requested parts added up across those of each provider; left-out rows and oddities are reported
    with the first file."""
    groups: dict[str, list[int]] = {}
    for number, (one, _) in enumerate(read):
        groups.setdefault(one.layout, []).append(number)
    files: dict[int, ReportedFile] = {}
    for numbers in groups.values():
        wanted_parts = _parts(read[numbers[0]][0], add)
        if not wanted_parts:
            files.update({number: _reported(*read[number]) for number in numbers})
            continue
        parts = [
            Rows(rows, work / f"added-{number}.parquet", one.path.name, one.text)
            for number, (one, rows) in enumerate(read)
            if number in numbers and rows is not None
        ]
        left_out, notes = add_up(parts, wanted_parts)
        for number, part in zip(numbers, parts, strict=True):
            first = number == numbers[0]
            files[number] = _reported(read[number][0], part.out, left_out if first else (), notes if first else ())
    return [files[number] for number in sorted(files)]


def _reported(
    one: _Opened, rows: Path | None, left_out: tuple[LeftOut, ...] = (), notes: tuple[Note, ...] = ()
) -> ReportedFile:
    if rows is None:
        types = {name: one.stored[column] for name, column in one.columns.items()}
        return ReportedFile(
            one.source,
            one.path.name,
            one.columns,
            types,
            one.digest,
            text=one.text,
            constant=_constant(one.source, one.columns),
        )
    stored = parquet_columns(rows)
    reconciled = one.layout == "baci"
    if reconciled:
        notes = (
            *notes,
            Note("reconciled_already", _rows(rows), Message("reconcile_reconciled_already", file=one.path.name)),
        )
        short = _rows(one.source, f"length(trim(cast({_column(one.columns['product'])} as varchar))) < 6")
        if short:
            padded = Message("reconcile_padded_file", file=one.path.name, n=short)
            notes = (*notes, Note("padded_code", short, padded))
    return ReportedFile(
        rows,
        one.path.name,
        {name: name for name in stored},
        stored,
        one.digest,
        left_out=left_out,
        notes=notes,
        reconciled=reconciled,
        text=one.text,
        constant=_constant(rows, {name: name for name in stored}),
    )


def _constant(path: Path, columns: dict[str, str]) -> dict[str, str]:
    constants = constant_columns(path)
    return {our_name: constants[file_column] for our_name, file_column in columns.items() if file_column in constants}


def _rows(path: Path, where: str = "true") -> int:
    con = duckdb.cursor()
    try:
        return int(con.execute(f"select count(*) from read_parquet(?) where {where}", [str(path)]).fetchall()[0][0])
    finally:
        con.close()


def _as_is(con: duckdb.DuckDBPyConnection, one: _Opened) -> bool:
    """Whether the engine can read the file unchanged; otherwise its rows are rewritten as for other formats. They are
    rewritten if an area has no letters in some row and its number is in another column (or the reverse), or if flows
    are not written as X, M, RX, RM.
    """
    flow = one.columns["flow"]
    if one.stored[flow] != "text" or flow.replace("_", "").lower() != "flowcode":
        return False
    odd = [f"{_column(flow)} not in ('X', 'M', 'RX', 'RM')"]
    for side in ("reporter", "partner"):
        first, *others = reporter_columns(one.columns, one.stored, side)
        if others:
            blank = f" or trim({_column(first)}) in ('', 'N/A')" if one.stored[first] == "text" else ""
            odd.append(f"{_column(first)} is null{blank}")
    return con.execute(f"select 1 from source where {' or '.join(odd)} limit 1").fetchone() is None


def _column(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
