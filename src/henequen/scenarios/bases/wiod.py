"""Bases from WIOD's world input-output table (release 2016, wide, saved as CSV).

The CSV keeps the publisher's layout: columns IndustryCode, IndustryDescription, Country, RNr, Year (any order, Year
optional), then one column per country and number (AUS1 ... ROW61), TOT. Columns 1 to 56 are industries, 57 to 61 final uses.
Rows of country TOT (II_fob, TXSP, EXP_adj, PURR, PURNR, VA, IntTTM, GO) are totals; taxes, adjustments, purchases abroad and
margins count as value added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.about import About, described
from henequen.scenarios.bases.base import Base
from henequen.scenarios.bases.icio import WideTable, base_from_wide
from henequen.scenarios.bases.table import filled_table, numbers, pick_column, texts, unique_rows

__all__ = ["import_wiod"]

CELL = re.compile(r"^([A-Z]{3})(\d+)$")


def import_wiod(
    path: Path,
    *,
    theta: Mapping[str, float] | float,
    year: int | None = None,
    industries: int = 56,
    about: About | None = None,
) -> Base:
    """A base from the wide CSV; numbers above `industries` in a column's name are final uses. Raises `DataError`."""
    columns = filled_table(path)
    country = texts(columns[pick_column(columns, ("Country",), path, "country")])
    code = texts(columns[pick_column(columns, ("IndustryCode", "Code"), path, "industry code")])
    rows = [k for k, name in enumerate(country) if name not in ("TOT", "")]
    areas = list(dict.fromkeys(country[k] for k in rows))
    names = list(dict.fromkeys(code[k] for k in rows))
    unique_rows({"Country": [country[k] for k in rows], "IndustryCode": [code[k] for k in rows]}, path, "industry")
    if len(rows) != len(areas) * len(names) or len(names) > industries:
        raise DataError(
            Message("rows_are_not_countries_times_industries"),
            where=str(path),
            found=len(rows),
            expected=len(areas) * len(names),
        )
    slot, line = {a: n for n, a in enumerate(areas)}, {c: j for j, c in enumerate(names)}
    where = np.array([slot[country[k]] * len(names) + line[code[k]] for k in rows])
    size = len(rows)
    intermediate, final = np.zeros((size, size)), np.zeros((size, len(areas)))
    taxes = 0.0
    for label, values in columns.items():
        match = CELL.match(label)
        if not match:
            continue
        if match[1] not in slot:
            raise DataError(Message("column_names_country_without_rows"), where=str(path), found=label)
        column = numbers([values[k] for k in rows], path, label)
        number = int(match[2])
        if number <= industries:
            if number > len(names):
                raise DataError(Message("column_names_industry_without_row"), where=str(path), found=label)
            intermediate[where, slot[match[1]] * len(names) + number - 1] = column
            taxes += float(numbers([values[k] for k, item in enumerate(code) if item == "TXSP"], path, label).sum())
        else:
            final[where, slot[match[1]]] += column
    table = WideTable(tuple(areas), tuple(names), intermediate, final, intermediate.sum(1) + final.sum(1), taxes)
    described_base = described(None, about)
    source = described_base.source or f"WIOD release 2016, {path.name}"
    return base_from_wide(table, name=path.stem, year=year, source=source, theta=theta, about=described_base)
