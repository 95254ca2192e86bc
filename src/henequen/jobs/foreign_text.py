"""Text files from outside as plain values: TOML, CSV and lines of JSON are parsed in a child with limits, never in this process.

The child receives only the open file (`filter.py`) and answers in JSON that it wrote itself.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from henequen.files.csv_rows import repeated
from henequen.files.json_once import read_json_once
from henequen.files.toml_gate import TOML_BOUNDS, TomlBounds, parse_toml
from henequen.jobs.filter import LARGEST, limit_child, read_in_child
from henequen.model.errors import DataError, DocumentError, HenequenError, error_from
from henequen.model.message import Message

__all__ = ["SIGNATURES", "json_lines_in_child", "rows_in_child", "toml_in_child"]

_MODULE = "henequen.jobs.foreign_text"
SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
"""First bytes of files that are not text, and what they are."""


def toml_in_child(
    path: Path, *, bounds: TomlBounds = TOML_BOUNDS, error: type[HenequenError] = DataError, what: str = "file_toml"
) -> dict[str, Any]:
    """The tables of the TOML file at `path`, as `toml_gate.read_toml` returns them; raises `error`, naming file and
    line.

    Dates and times become `{"toml": text}`, so that they are not mistaken for text.
    """
    if not path.exists():
        raise error(Message("not_here", what=Message(what)), where=str(path), expected=Message("toml_file"))
    tables: dict[str, Any] = _ask(path, error, "toml", what, json.dumps(asdict(bounds)))[0]
    return tables


def rows_in_child(
    path: Path,
    names_of: Callable[[list[str]], list[str]],
    *,
    error: type[HenequenError] = DataError,
    what: str = "file_table",
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the CSV at `path`, each with the line that it begins on; empty lines are skipped.

    `names_of` receives the header and returns the names of the columns, or raises. Raises `error`, naming file and line, for a
    column that occurs twice, a row that does not fit the header, and what is not CSV in UTF-8.
    """
    header, *rows = _ask(path, error, "csv", what)
    names = names_of([str(name) for name in header])
    twice = repeated(names)
    if twice:
        raise error(
            Message("column_occurs_twice"), where=Message("at_first_line", file=path.name), found=", ".join(twice)
        )
    for line, cells in rows:
        yield int(line), dict(zip(names, cells, strict=True))


def json_lines_in_child(
    path: Path, *, error: type[HenequenError] = DataError, what: str = "file_plain"
) -> list[tuple[int, Any]]:
    """The objects of a file with one JSON object per line, each with its line; raises `error`, naming file and line."""
    return [(int(line), value) for line, value in _ask(path, error, "json", what)]


def _ask(path: Path, error: type[HenequenError], *arguments: str) -> list[Any]:
    try:
        answer = json.loads(read_in_child(_MODULE, path, error, arguments))
    except DocumentError as refused:
        raise error(refused.what, where=refused.where, found=refused.found, expected=refused.expected) from None
    if "refused" in answer:
        raise error_from(answer["refused"]).placed(path, error)
    values: list[Any] = answer["values"]
    return values


def _values(data: bytes, kind: str, what: str, bounds: str = "") -> list[Any]:
    """The child's side."""
    if kind == "toml":
        return [parse_toml(data, "", bounds=TomlBounds(**json.loads(bounds)), what=what)]
    signature = next(
        (name for mark, name in (*SIGNATURES, (b"<", "HTML or XML")) if data.lstrip().startswith(mark)), ""
    )
    if signature or b"\0" in data:
        raise DataError(
            Message("another_kind", what=Message(what)),
            where="",
            found=signature or Message("binary_data_nul_byte"),
            expected=Message("text_in_utf_8"),
            hint=Message("save_as_plain_text_csv_in") if kind == "csv" else None,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as failed:
        line = data.count(b"\n", 0, failed.start) + 1
        raise DataError(
            Message("not_utf_8", what=Message(what)),
            where=Message("then_line", n=line),
            found=Message("byte", start=failed.start),
        ) from None
    return list(_csv(text, what) if kind == "csv" else _json(text))


def _csv(text: str, what: str) -> Iterator[Any]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise DataError(
                Message("empty", what=Message(what)),
                where=Message("then_first_line"),
                expected=Message("header_and_rows"),
            )
        yield header
        line = reader.line_num + 1
        for cells in reader:
            if cells and len(cells) != len(header):
                raise DataError(
                    Message("row_does_not_fit_its_header"),
                    where=Message("then_line", n=line),
                    found=Message("count_cells", n=len(cells)),
                    expected=Message("count_cells", n=len(header)),
                    hint=Message("check_for_missing_or_unquoted_comma"),
                )
            if cells:
                yield [line, cells]
            line = reader.line_num + 1
    except csv.Error as malformed:
        raise DataError(
            Message("not_well_formed_csv_row", malformed=malformed),
            where=Message("then_line", n=reader.line_num),
            hint=Message("check_quotation_marks_this_row_and"),
        ) from malformed


def _json(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = read_json_once(line)
            json.dumps(value, ensure_ascii=False).encode("utf-8")
        except (ValueError, RecursionError) as failed:
            raise DataError(
                Message("not_json_because", reason=str(failed)[:200]), where=Message("then_line", n=number)
            ) from None
        yield [number, value]


def _main(arguments: list[str]) -> dict[str, Any]:
    data = sys.stdin.buffer.read(LARGEST + 1)
    try:
        return {"values": _values(data, *arguments)}
    except HenequenError as refused:
        return {"refused": refused.as_dict()}


if __name__ == "__main__":
    limit_child()
    print(json.dumps(_main(sys.argv[1:]), default=lambda value: {"toml": str(value)}))
