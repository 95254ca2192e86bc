"""Bases from inter-country input-output tables: OECD ICIO (regular and small CSV) and WIOD's world table as CSV.

Both are one wide matrix: rows AREA_INDUSTRY, columns AREA_INDUSTRY, then final demand by area, then total output.
Below the industries are taxes less subsidies on products, value added, output. They are used as follows:

* sales of industry j of i to n: intermediate uses by all industries of n plus all final uses of n;
* input k per unit of output of j in n: over all origins; value added over output is the remainder of output, so that
  taxes on products and margins count as value added (their amount is reported);
* negative final uses (inventories drawn down) are netted against other uses and reported; sales that stay negative
are set to
  zero and counted, and output then equals sales. An inter-country table has no tariffs: the set `none` is zero; give
  one with `--tariffs`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import numpy as np

from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.plain_number import plain_float
from henequen.scenarios.bases.about import About, described
from henequen.scenarios.bases.base import Adjustment, Array, Base
from henequen.scenarios.bases.calibrate import Accounts, Origin, calibrate
from henequen.scenarios.bases.table import LARGEST, bounded_lines, unique_rows

__all__ = ["WideTable", "base_from_wide", "import_icio", "read_wide"]

TAXES = {"TLS", "TAXSUB", "TXSP"}
VALUE = {"VA", "VALU"}
MILLION = "million US dollars"
WIDEST = 20_000_000
"""Cells of a wide table: the largest of the publishers has 16 million."""
PART = re.compile(r"([A-Z]{2,3})\d{1,2}")
TOTAL = {"OUT", "OUTPUT", "TOT", "TOTAL", "GO"}


@dataclass(frozen=True)
class WideTable:
    """Intermediate uses (M, M) and final uses (M, N), M = areas x industries, area first; output (M), rows below summed."""

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    intermediate: Array
    final: Array
    output: Array
    taxes: float
    drawn: tuple[int, float] = (0, 0.0)  # negative cells of final uses, their sum


def import_icio(
    path: Path,
    *,
    theta: Mapping[str, float] | float,
    year: int | None = None,
    tariffs: Mapping[str, Array] | None = None,
    merge: Mapping[str, str] | None = None,
    about: About | None = None,
) -> Base:
    """A base from an ICIO CSV; `theta` is one elasticity or one per industry; `merge` maps parts of an area to one
    area (split areas of the extended tables, as MX1 and MX2), summed."""
    table = read_wide(path, merge or {})
    described_base = described(None, about)
    source = described_base.source or f"OECD ICIO, {path.name}"
    return base_from_wide(
        table, name=path.stem, year=year, source=source, theta=theta, tariffs=tariffs, about=described_base
    )


def read_wide(path: Path, merge: Mapping[str, str]) -> WideTable:
    """Read the wide CSV; row and column labels decide, not their order. Raises `DataError` naming label or line."""
    look_at(path, ("text",), largest=LARGEST)
    labels: list[str] = []
    values: list[Array] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = _rows(file, path, labels, values)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(Message("table_cannot_be_read_as_csv"), where=str(path), found=str(error)) from None
    if not values:
        raise DataError(Message("table_has_no_rows"), where=str(path), found=Message("header_and_nothing_else"))
    unique_rows({"label": labels}, path, "row")
    unique_rows({"label": header}, path, "column")
    return _sort(path, header, labels, np.vstack(values), merge)


def _rows(file: TextIO, path: Path, labels: list[str], values: list[Array]) -> list[str]:
    """Fill `labels` and `values`, row by row, and return the header without its first cell."""
    reader = csv.reader(bounded_lines(file, path), strict=True)
    header = [cell.strip() for cell in next(reader, [])][1:]
    for row in reader:
        if not row:
            continue
        if (len(values) + 1) * len(row) > WIDEST:
            raise DataError(
                Message("table_too_large"), where=str(path), expected=Message("at_most_cells", n=f"{WIDEST:,}")
            )
        if len(row) != len(header) + 1:
            raise DataError(
                Message("row_has_another_number_cells_than"),
                where=Message("at_line", file=path, n=reader.line_num),
                found=len(row),
                expected=len(header) + 1,
            )
        labels.append(row[0].strip())
        try:
            values.append(np.array([plain_float(cell) for cell in row[1:]]))
        except ValueError as error:
            empty = next((k for k, cell in enumerate(row[1:]) if not cell.strip()), None)
            if empty is not None:
                raise DataError(
                    Message("number_missing"),
                    where=Message("at_line_and_column", file=path, line=reader.line_num, column=header[empty]),
                    found=Message("empty_cell"),
                    expected=Message("number_unknown_not_zero"),
                ) from None
            raise DataError(
                Message("cell_not_number"),
                where=Message("at_line", file=path, n=reader.line_num),
                found=str(error),
            ) from None
        if not np.isfinite(values[-1]).all():
            k = int(np.argmin(np.isfinite(values[-1])))
            raise DataError(
                Message("cell_not_number"),
                where=Message("at_line_and_column", file=path, line=reader.line_num, column=header[k]),
                found=row[k + 1],
                expected=Message("digits_with_decimal_point"),
            )
    return header


def _sort(path: Path, header: list[str], labels: list[str], matrix: Array, merge: Mapping[str, str]) -> WideTable:
    rows, taxes = [], []
    for k, label in enumerate(labels):
        head, tail = label.split("_", 1)[0], label.rsplit("_", 1)[-1]
        if head in VALUE or head in TOTAL or tail in VALUE or tail in TOTAL:
            continue
        if head in TAXES or tail in TAXES:
            taxes.append(k)
            continue
        if "_" not in label:
            raise DataError(Message("row_neither_area_industry_nor_known"), where=str(path), found=label)
        rows.append(k)
    names = [labels[k] for k in rows]
    position = {label: k for k, label in enumerate(header)}
    absent = [name for name in names if name not in position]
    if absent:
        raise DataError(Message("industry_has_row_and_no_column"), where=str(path), found=", ".join(absent[:5]))
    areas = list(dict.fromkeys(merge.get(name.split("_", 1)[0], name.split("_", 1)[0]) for name in names))
    industries = list(dict.fromkeys(name.split("_", 1)[1] for name in names))
    slot = {area: n for n, area in enumerate(areas)}
    line = {industry: j for j, industry in enumerate(industries)}
    size = len(areas) * len(industries)

    def cell(label: str) -> int:
        area, industry = label.split("_", 1)
        return slot[merge.get(area, area)] * len(industries) + line[industry]

    where = np.array([cell(name) for name in names])
    own = [position[name] for name in names]
    block = matrix[np.ix_(rows, own)]
    paid = float(matrix[np.ix_(taxes, own)].sum()) if taxes else 0.0
    intermediate = np.zeros((size, size))
    np.add.at(intermediate, (where[:, None], where[None, :]), block)
    final = np.zeros((size, len(areas)))
    drawn, names_known = (0, 0.0), set(names)
    for label, k in position.items():
        if label in names_known:
            continue
        area = merge.get(label.split("_", 1)[0], label.split("_", 1)[0])
        if area in slot and "_" in label:
            uses = matrix[rows, k]
            np.add.at(final[:, slot[area]], where, uses)
            drawn = (drawn[0] + int((uses < 0).sum()), drawn[1] + float(uses[uses < 0].sum()))
        elif label.rsplit("_", 1)[-1] not in TOTAL:
            split = split_areas(areas, "")
            raise DataError(
                Message("column_neither_industry_final_demand_area"),
                where=str(path),
                found=label,
                hint="; ".join(split[0].where) if split else None,  # final demand may be that of the whole
            )
    output = intermediate.sum(axis=1) + final.sum(axis=1)
    total = next((k for label, k in position.items() if label in TOTAL), None)
    if total is not None:
        printed = np.zeros(size)
        np.add.at(printed, where, matrix[rows, total])
        gap = np.abs(printed - output)
        if (gap > 1e-3 * np.maximum(np.abs(printed), 1.0) + 0.5).any():
            k = int(gap.argmax())
            raise DataError(
                Message("uses_industry_do_not_sum_its"),
                where=f"{path}: {areas[k // len(industries)]}_{industries[k % len(industries)]}",
                found=float(output[k]),
                expected=float(printed[k]),
            )
    return WideTable(tuple(areas), tuple(industries), intermediate, final, output, paid, drawn)


def base_from_wide(
    table: WideTable,
    *,
    name: str,
    year: int | None,
    source: str,
    theta: Mapping[str, float] | float,
    tariffs: Mapping[str, Array] | None = None,
    about: About | None = None,
) -> Base:
    """Balance a wide table into a base; counts the cells that were clipped and raised. These tables are in million US
    dollars."""
    about = replace(about or About(), unit=(about or About()).unit or MILLION)
    currency = MILLION if about.currency == About().currency else about.currency
    n, j = len(table.areas), len(table.industries)
    uses = table.intermediate.reshape(n, j, n, j)  # [seller, input, buyer, using]
    final = table.final.reshape(n, j, n)
    adjusted: list[Adjustment] = []
    sales = uses.sum(axis=3) + final
    trade = np.ascontiguousarray(sales.transpose(2, 0, 1))  # [buyer, seller, sector]
    low = trade < 0
    if low.any():
        where = tuple(
            f"importer {table.areas[a]}, exporter {table.areas[b]}, {table.industries[c]}"
            for a, b, c in np.argwhere(low)[np.argsort(trade[low])][:5]
        )
        adjusted.append(
            Adjustment("negative_sales_set_to_zero", int(low.sum()), float(-trade[low].sum()), currency, where)
        )
        trade = np.where(low, 0.0, trade)
    if table.drawn[0]:
        adjusted.append(Adjustment("negative_final_uses_netted", table.drawn[0], -table.drawn[1], currency, (), "note"))
    output = table.output.reshape(n, j)
    with np.errstate(invalid="ignore", divide="ignore"):
        io_coef = np.where(output[:, None, :] > 0, uses.sum(axis=0).transpose(1, 0, 2) / output[:, None, :], 0.0)
    input_share = io_coef.sum(axis=1)
    over = input_share > 1 - 1e-6
    if over.any():
        where = tuple(f"{table.areas[a]}, {table.industries[b]}" for a, b in np.argwhere(over)[:5])
        amount = float(((input_share - 1) * output)[over].clip(0).sum())
        adjusted.append(Adjustment("inputs_above_output_scaled", int(over.sum()), amount, currency, where))
        io_coef = np.where(over[:, None, :], io_coef * (0.99 / np.maximum(input_share, 1e-12))[:, None, :], io_coef)
    va_share = 1.0 - io_coef.sum(axis=1)
    adjusted += split_areas(table.areas, currency)
    if table.taxes:
        adjusted.append(Adjustment("taxes_on_products_in_value_added", 1, table.taxes, currency, (), "note"))
    sets = dict(tariffs or {})
    if not sets:
        sets["none"] = np.zeros((n, n, j))
    return calibrate(
        Accounts(
            regions=table.areas,
            sectors=table.industries,
            trade=trade,
            io_coef=io_coef,
            va_share=va_share,
            theta=thetas(theta, table.industries),
            tariffs=sets,
            data_tariffs=next(iter(sets)),
        ),
        Origin(name=name, year=year, source=source, currency=currency, about=about),
        adjusted,
    )


def split_areas(areas: Sequence[str], unit: str) -> list[Adjustment]:
    """A note on areas that look like parts of one (a code with a number behind it, twice), with the option that merges
    them."""
    parts: dict[str, list[str]] = {}
    for area in areas:
        if match := PART.fullmatch(area):
            parts.setdefault(match[1], []).append(area)
    notes = tuple(
        Message(
            "look_like_parts_one_area_join",
            own=" and ".join(own),
            own_2=" ".join(f"--merge {one}=CODE" for one in own),
        )
        for own in parts.values()
        if len(own) > 1
    )
    return [Adjustment("areas_split", len(notes), 0.0, unit, notes, "note")] if notes else []


def thetas(theta: Mapping[str, float] | float, sectors: Sequence[str]) -> Array:
    """Elasticities in the order of sectors; a sector without one is an error."""
    if not isinstance(theta, Mapping):
        return np.full(len(sectors), float(theta))
    missing = [sector for sector in sectors if sector not in theta]
    if missing:
        raise DataError(
            Message("sectors_without_elasticity"),
            found=", ".join(missing[:10]),
            hint=Message("one_row_sector_in_theta"),
        )
    return np.array([float(theta[sector]) for sector in sectors])
