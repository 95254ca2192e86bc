"""A table that a user brings (CSV): only the columns that a layout maps are read, and never one with personal data.

A layout says which header holds which of our columns. It is chosen by the headers of the file, or given as a TOML mapping.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from henequen.files.csv_rows import repeated
from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.plain_number import plain_float

__all__ = ["Layout", "UserTable", "layout_from", "number_in", "read_user_table"]

_LARGEST = 400 << 20
_PERSONAL = re.compile(
    r"(contact|phone|telefono|telef|correo|e-?mail|fax|rfc|curp|person_name|representante|propietario|owner_name|apellido"
    r"|대표자|전화|이메일|연락처|담당자)"
)
csv.field_size_limit(1 << 20)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which header holds which column: `columns` gives the possible headers of each, in order of preference."""

    name: str
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class UserTable:
    """The rows that were read, as text by our column names, with their line numbers; the name of the file; the columns
    that were not read."""

    path: str
    layout: str
    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    lines: Sequence[int]
    notes: tuple[str, ...] = field(default=())
    headers: Mapping[str, str] = field(default_factory=dict)

    def at(self, number: int) -> str:
        """The place of row `number`."""
        return f"{self.path}:{self.lines[number]}"


def plain(header: str) -> str:
    """A header for comparing.

    >>> plain(" Código de la clase de actividad SCIAN ")
    'codigo_de_la_clase_de_actividad_scian'
    """
    text = unicodedata.normalize("NFKD", header.strip().lstrip("\ufeff"))
    text = unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c))).casefold()
    return re.sub(r"[\s.\-/]+", "_", text).strip("_")


def layout_from(columns: object, allowed: Sequence[str], path: Path) -> Layout:
    """A user's layout from the table `columns` of a mapping: `our_column = "Header of the file"`.

    Raises DataError for a column that we do not have, or a header with personal data.
    """
    if not isinstance(columns, dict) or not columns:
        raise DataError(
            Message("mapping_has_no_columns"), where=str(path), expected=Message("columns_with_our_column_header")
        )
    columns_of_field: dict[str, tuple[str, ...]] = {}
    for name, header in columns.items():
        if name not in allowed or not isinstance(header, str):
            raise DataError(
                Message("mapping_names_unknown_column"),
                where=str(path),
                found=str(name)[:80],
                expected=", ".join(allowed),
            )
        if _PERSONAL.search(plain(header)):
            raise DataError(
                Message("mapping_reads_column_with_personal_data"),
                where=str(path),
                found=header[:80],
                expected=Message("columns_about_firms_and_places_only"),
                hint=Message("take_line_out"),
            )
        columns_of_field[name] = (plain(header),)
    return Layout(path.name, columns_of_field)


def read_user_table(
    path: Path,
    layouts: Sequence[Layout],
    required: Sequence[str],
    prefixes: Sequence[str] = (),
    what: str = "file_table",
) -> UserTable:
    """Read the CSV at `path` by the first of `layouts` that provides all `required` columns.

    Headers that begin with one of `prefixes` are read as they are. Raises DataError, naming the file and the line.
    """
    look_at(path, ("text",), largest=_LARGEST, what=what)
    text, notes = _text(path)
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headers = [plain(cell) for cell in next(reader)]
    except (StopIteration, csv.Error) as failed:
        raise DataError(Message("has_no_header", what=Message(what)), where=f"{path}:1", found=str(failed)) from None
    layout, places = _layout_of(path, headers, layouts, required, what)
    used = {headers[place] for place in places.values()}
    if twice := [header for header in repeated(headers) if header in used]:
        raise DataError(
            Message("column_of_table_twice", what=Message(what)), where=f"{path}:1", found=", ".join(twice)[:200]
        )
    used_columns = set(places.values())
    for place, header in enumerate(headers):
        if place not in used_columns and any(header.startswith(prefix) for prefix in prefixes):
            places[header] = place
    personal = [h for n, h in enumerate(headers) if n not in set(places.values()) and _PERSONAL.search(h)]
    if personal:
        notes.append(Message("personal_data_were_not_read", personal=", ".join(personal[:8])))
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    for line, cells in _cells(path, reader, what):
        if len(cells) != len(headers):
            raise DataError(
                Message("row_of_table_has_other_cells", what=Message(what)),
                where=f"{path}:{line}",
                found=len(cells),
                expected=len(headers),
            )
        rows.append({name: cells[place].strip() for name, place in places.items()})
        lines.append(line)
    if not rows:
        raise DataError(
            Message("has_no_rows", what=Message(what)), where=str(path), expected=Message("header_and_at_least_one_row")
        )
    return UserTable(
        str(path),
        layout.name,
        tuple(places),
        rows,
        lines,
        tuple(notes),
        {name: headers[place] for name, place in places.items()},
    )


def _text(path: Path) -> tuple[str, list[str]]:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    for encoding in ("cp949", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252" or any("\uac00" <= c <= "\ud7a3" for c in text[:20_000]):
            return text, [Message("read_as_file_not_utf_8", encoding=encoding)]
    raise DataError(Message("table_not_text_in_utf_8"), where=str(path), hint=Message("save_as_csv_utf_8"))


def _cells(path: Path, reader: Any, what: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as failed:
        raise DataError(
            Message("not_csv", what=Message(what)), where=f"{path}:{reader.line_num}", found=str(failed)
        ) from None


def _layout_of(
    path: Path, headers: Sequence[str], layouts: Sequence[Layout], required: Sequence[str], what: str
) -> tuple[Layout, dict[str, int]]:
    lacking: dict[str, list[str]] = {}
    for layout in layouts:
        places: dict[str, int] = {}
        for name, spellings in layout.columns.items():
            for spelling in spellings:
                if spelling in headers:
                    places[name] = headers.index(spelling)
                    break
        missing = [name for name in required if name not in places]
        if not missing:
            return layout, places
        lacking[layout.name] = missing
    best = min(lacking, key=lambda name: len(lacking[name]))
    raise DataError(
        Message("lacks_columns", what=Message(what)),
        where=f"{path}:1",
        found=", ".join(headers[:30]),
        expected=Message("layout", lacking=", ".join(lacking[best]), best=best),
        hint=Message("give_mapping_toml_file_with_columns"),
    )


def number_in(text: str, what: str, where: str, low: float, high: float) -> float | None:
    """A number from a cell, None if it is empty; raises DataError for text and for what is out of bounds.

    >>> number_in("", "lat", "a.csv:2", -90, 90) is None, number_in("19.4", "lat", "a.csv:2", -90, 90)
    (True, 19.4)
    """
    if not text:
        return None
    try:
        value = plain_float(text.replace(" ", ""))
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise DataError(
            Message("not_number_that_can_be", what=what),
            where=where,
            found=text[:80],
            expected=Message("from_to", low=f"{low:g}", high=f"{high:g}"),
        )
    return value
