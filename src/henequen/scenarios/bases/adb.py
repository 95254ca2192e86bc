"""Bases from the Asian Development Bank's multiregional input-output tables: the workbook of a year, or its sheet as CSV.

Layout of the publisher: a title, the number of economies and the unit; then rows of industry names, economy codes and industry
codes (`c1` to `c35`, final uses `F1` to `F5`) from the fifth column on; below them one row per economy and industry with its name,
economy and code in columns two to four. Rows of economy `TOT` are totals: `r99` holds taxes less subsidies on products. The last
column is the output.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.plain_number import plain_float
from henequen.scenarios.bases.about import About, described
from henequen.scenarios.bases.base import Array, Base
from henequen.scenarios.bases.icio import WIDEST, WideTable, base_from_wide
from henequen.scenarios.bases.sheet import sheet_rows
from henequen.scenarios.bases.table import LARGEST, bounded_lines

__all__ = ["import_adb", "read_adb"]

_INDUSTRY = re.compile(r"c\d{1,3}")
_FINAL = re.compile(r"F\d{1,2}")
_FIRST = 4
"""The column of the first figure; a blank, the name, the economy and the code precede it."""
_HEAD = 20
"""The codes of the columns must be within these rows."""


@dataclass(frozen=True)
class _Head:
    """The economies and codes of the columns, and the number of the row that holds the codes."""

    areas: list[str]
    codes: list[str]
    row: int


def import_adb(
    path: Path,
    *,
    theta: Mapping[str, float] | float,
    year: int | None = None,
    merge: Mapping[str, str] | None = None,
    about: About | None = None,
) -> Base:
    """A base from a workbook or CSV of the tables; `theta` is one elasticity or one per industry code. Raises `DataError`."""
    table = read_adb(path, merge or {})
    described_base = described(None, about)
    source = described_base.source or f"ADB MRIO, {path.name}"
    return base_from_wide(table, name=path.stem, year=year, source=source, theta=theta, about=described_base)


def read_adb(path: Path, merge: Mapping[str, str]) -> WideTable:
    """Read the table; codes of rows and columns decide, not their order."""
    kind = look_at(path, ("xlsx", "text"), largest=LARGEST)
    rows = sheet_rows(path) if kind == "xlsx" else _csv_rows(path)
    head = _head(rows, path)
    areas = list(
        dict.fromkeys(merge.get(a, a) for a, c in zip(head.areas, head.codes, strict=True) if _INDUSTRY.fullmatch(c))
    )
    industries = list(dict.fromkeys(code for code in head.codes if _INDUSTRY.fullmatch(code)))
    size = len(areas) * len(industries)
    if not size or size * size > WIDEST:
        raise DataError(
            Message("table_too_large"),
            where=str(path),
            found=Message("count_rows", n=size),
            expected=Message("at_most_cells", n=f"{WIDEST:,}"),
        )
    slot, line = {a: n for n, a in enumerate(areas)}, {c: j for j, c in enumerate(industries)}
    uses = [
        (k, slot[merge.get(a, a)] * len(industries) + line[c])
        for k, (a, c) in enumerate(zip(head.areas, head.codes, strict=True))
        if _INDUSTRY.fullmatch(c)
    ]
    finals: list[tuple[int, int]] = []
    total = -1
    for k, (area, code) in enumerate(zip(head.areas, head.codes, strict=True)):
        if _FINAL.fullmatch(code):
            if merge.get(area, area) not in slot:
                raise DataError(
                    Message("final_uses_economy_without_industries"), where=str(path), found=f"{area} {code}"
                )
            finals.append((k, slot[merge.get(area, area)]))
        elif area.upper() == "TOT":
            total = k
    intermediate, final, printed = np.zeros((size, size)), np.zeros((size, len(areas))), np.zeros(size)
    taxes, drawn, cells_read = 0.0, (0, 0.0), set[tuple[str, str]]()
    for number, cells in rows:
        _, area, code = (*(cell.strip() for cell in cells[1:_FIRST]), "", "", "")[:3]
        where = f"{path}, row {number}"
        if area.upper() == "TOT":
            if code == "r99":
                taxes = float(sum(_figures(cells, [k for k, _ in uses], where, False)))
            continue
        if not area and not code:
            continue
        if merge.get(area, area) not in slot or code not in line:
            raise DataError(
                Message("row_economy_or_industry_without_column"), where=where, found=f"{area} {code}".strip()
            )
        if (area, code) in cells_read:
            raise DataError(Message("row_occurs_twice"), where=where, found=f"{area} {code}")
        cells_read.add((area, code))
        own = slot[merge.get(area, area)] * len(industries) + line[code]
        np.add.at(intermediate[own], [at for _, at in uses], _figures(cells, [k for k, _ in uses], where, total >= 0))
        values = _figures(cells, [k for k, _ in finals], where, total >= 0)
        np.add.at(final[own], [at for _, at in finals], values)
        drawn = (drawn[0] + int((values < 0).sum()), drawn[1] + float(values[values < 0].sum()))
        if total >= 0:
            printed[own] += float(_figures(cells, [total], where, False)[0])
    missing = len({(a, c) for a, c in zip(head.areas, head.codes, strict=True) if _INDUSTRY.fullmatch(c)} - cells_read)
    if missing:
        raise DataError(
            Message("industries_have_column_and_no_row"),
            where=str(path),
            found=missing,
            hint=Message("file_may_be_cut_off"),
        )
    output: Array = intermediate.sum(axis=1) + final.sum(axis=1)
    gap = np.abs(printed - output) if total >= 0 else np.zeros(size)
    if (gap > 1e-3 * np.maximum(np.abs(printed), 1.0) + 0.5).any():
        k = int(gap.argmax())
        raise DataError(
            Message("uses_industry_do_not_sum_its"),
            where=f"{path}: {areas[k // len(industries)]} {industries[k % len(industries)]}",
            found=float(output[k]),
            expected=float(printed[k]),
        )
    return WideTable(tuple(areas), tuple(industries), intermediate, final, output, taxes, drawn)


def _head(rows: Iterator[tuple[int, list[str]]], path: Path) -> _Head:
    before: list[str] = []
    for number, cells in rows:
        codes = [cell.strip() for cell in cells[_FIRST:]]
        if sum(1 for code in codes if _INDUSTRY.fullmatch(code)) > 1:
            areas = [cell.strip() for cell in before[_FIRST:]]
            width = max(len(areas), len(codes))
            areas += [""] * (width - len(areas))
            codes += [""] * (width - len(codes))
            named = [(a, c) for a, c in zip(areas, codes, strict=True) if c]
            if len(set(named)) != len(named):
                raise DataError(Message("column_occurs_twice"), where=Message("at_row", file=path, n=number))
            return _Head(areas, codes, number)
        before = cells
        if number > _HEAD:
            break
    raise DataError(
        Message("not_table_in_layout_adb"),
        where=str(path),
        expected=Message("row_industry_codes_c1_c2_f1"),
        hint=Message("give_workbook_as_was_downloaded_or"),
    )


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(bounded_lines(file, path), strict=True)
            yield from enumerate(reader, 1)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(Message("table_cannot_be_read_as_csv"), where=str(path), found=str(error)) from None


def _figures(cells: list[str], columns: list[int], where: str, checked: bool = True) -> Array:
    """The figures of these columns. An empty cell of this publisher is zero if the row is `checked` against its printed output,
    else missing; all others must be finite numbers."""
    texts = [cells[_FIRST + k].strip() if _FIRST + k < len(cells) else "" for k in columns]
    if not checked and "" in texts:
        raise DataError(
            Message("number_missing"),
            where=where,
            found=Message("empty_cell"),
            expected=Message("number_unknown_not_zero"),
            hint=Message("keep_column_total_output_with_empty"),
        )
    try:
        values = np.array([plain_float(text) if text else 0.0 for text in texts])
    except ValueError as error:
        raise DataError(Message("cell_not_number"), where=where, found=str(error)) from None
    if not np.isfinite(values).all():
        raise DataError(Message("cell_not_number"), where=where, found=texts[int(np.argmin(np.isfinite(values)))])
    return values
