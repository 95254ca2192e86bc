"""One-sector bases from panels of bilateral trade: CEPII Gravity, ITPD-E, the WTO/UN guide, or a user's own table."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.about import About, described
from henequen.scenarios.bases.base import Adjustment, Array, Base
from henequen.scenarios.bases.table import Columns, filled_table, numbers, pick_column, texts, unique_rows

__all__ = ["import_gravity"]

EXPORTER = ("exporter", "exporter_iso3", "iso3_o", "iso_o")
IMPORTER = ("importer", "importer_iso3", "iso3_d", "iso_d")
TRADE = ("trade", "tradeflow", "tradeflow_baci", "value", "trade_value_usd", "flow")
OUTPUT = ("Y", "output")
EXPENDITURE = ("E", "expenditure")
IDENTIFIERS = {"pair_id", "year"}


def import_gravity(
    path: Path, *, year: int | None = None, sector: str | None = None, about: About | None = None
) -> Base:
    """A one-sector base from a long table: exporter, importer, trade, any numeric cost variables.

    `year` selects one if the table has several; `sector` likewise (column industry_id, sector or industry). Output and
    expenditure come from columns Y and E if present, otherwise from the sums of trade (including home sales, which are
    then required). If a log of distance is missing and `dist` is present, `lndist` is added, and so is
    `international` (1 between different countries). Countries without output or spending are left out and counted.

    Raises `DataError` for missing pairs, duplicates, negative trade.
    """
    described_base = described(None, about)
    columns = filled_table(path)
    columns, year = _one_year(columns, path, year)
    columns = _one_sector(columns, path, sector)
    seller = texts(columns[pick_column(columns, EXPORTER, path, "exporter")])
    buyer = texts(columns[pick_column(columns, IMPORTER, path, "importer")])
    codes = sorted(set(seller) | set(buyer))
    place = {code: k for k, code in enumerate(codes)}
    rows = np.array([place[code] for code in buyer]), np.array([place[code] for code in seller])
    unique_rows({"exporter": seller, "importer": buyer}, path, "pair")
    name = pick_column(columns, TRADE, path, "trade")
    trade = _matrix(columns, name, path, rows, len(codes))
    if (trade < 0).any():
        n, i = np.argwhere(trade < 0)[0]
        raise DataError(
            Message("trade_negative"),
            where=Message("flow_from_to", path=path, codes=codes[i], codes_2=codes[n]),
            found=float(trade[n, i]),
        )
    output, expenditure = _margins(columns, path, rows, trade)
    costs, gaps = _cost_variables(columns, name, path, rows, len(codes))
    keep = (output > 0) & (expenditure > 0)
    notes, adjusted = [], []
    if gaps:
        adjusted.append(Adjustment("cost_columns_with_gaps_left_out", len(gaps), 0.0, "columns", tuple(gaps), "note"))
    if not keep.all():
        omitted = tuple(codes[k] for k in np.flatnonzero(~keep))
        adjusted.append(
            Adjustment("country_without_output_or_spending_left_out", len(omitted), 0.0, "countries", omitted)
        )
    _check_square(rows, keep, codes, path)
    gap = float(expenditure[keep].sum() / output[keep].sum())
    if abs(gap - 1) > 1e-9:
        notes.append(Message("world_totals", ratio=f"{gap:.5f}"))
    arrays: dict[str, Array] = {
        "trade": trade[np.ix_(keep, keep)],
        "output": output[keep],
        "expenditure": expenditure[keep],
    }
    arrays |= {f"cost:{key}": values[np.ix_(keep, keep)] for key, values in costs.items()}
    regions = tuple(code for code, kept in zip(codes, keep, strict=True) if kept)
    return Base(
        kind="one_sector",
        name=path.stem,
        year=year,
        source=described_base.source or f"{path.name} as given by the user",
        currency=described_base.currency,
        about=described_base,
        regions=regions,
        region_names=regions,
        sectors=("all",),
        sector_names=("all",),
        arrays=arrays,
        adjustments=tuple(adjusted),
        notes=tuple(notes),
    )


def _cost_variables(
    columns: Columns, trade: str, path: Path, rows: tuple[np.ndarray, np.ndarray], count: int
) -> tuple[dict[str, Array], list[str]]:
    """The cost variables (every numeric column that has no other role) as matrices, and the columns left out because
    cells are empty."""
    reserved = {pick.casefold() for pick in (*EXPORTER, *IMPORTER, *OUTPUT, *EXPENDITURE, trade)} | IDENTIFIERS
    costs, gaps = {}, []
    for column, values in columns.items():
        if column.casefold() in reserved or not _numeric(values):
            continue
        if empty := sum(value is None or value == "" for value in values):
            gaps.append(f"{column}: {empty} empty cells")
        else:
            costs[column] = _matrix(columns, column, path, rows, count)
    distance = next((column for column in costs if column.casefold() in ("dist", "distance")), None)
    if "lndist" not in costs and distance is not None and (costs[distance] > 0).all():
        costs["lndist"] = np.log(costs[distance])
    if "international" not in costs:
        costs["international"] = 1.0 - np.eye(count)
    return costs, gaps


def _check_square(rows: tuple[np.ndarray, np.ndarray], keep: np.ndarray, codes: list[str], path: Path) -> None:
    """Raise DataError unless every pair of the countries that are kept has a row."""
    has_row = np.zeros((len(codes), len(codes)), dtype=bool)
    has_row[rows] = True
    missing = ~has_row & keep[:, None] & keep[None, :]
    if missing.any():
        n, i = np.argwhere(missing)[0]
        raise DataError(
            Message("table_not_square_pair_s_are", missing=int(missing.sum())),
            where=Message("flow_from_to", path=path, codes=codes[i], codes_2=codes[n]),
            hint=Message("give_every_pair_countries_row_home"),
        )


def _numeric(values: list[str | float | int | None]) -> bool:
    try:
        return all(value is None or np.isfinite(float(value)) for value in values)
    except (TypeError, ValueError):
        return False


def _one_year(columns: Columns, path: Path, year: int | None) -> tuple[Columns, int | None]:
    name = next((column for column in columns if column.casefold() == "year"), None)
    if name is None:
        return columns, year
    years = numbers(columns[name], path, name)
    distinct = sorted({int(value) for value in years})
    if year is None and len(distinct) > 1:
        raise DataError(
            Message("table_has_several_years"),
            where=str(path),
            found=Message("from_to", low=distinct[0], high=distinct[-1]),
            hint="--year YEAR",
        )
    chosen = distinct[0] if year is None else year
    if chosen not in distinct:
        raise DataError(
            Message("table_lacks_this_year"), where=str(path), found=year, expected=", ".join(map(str, distinct))
        )
    return _where(columns, [value == chosen for value in years]), chosen


def _one_sector(columns: Columns, path: Path, sector: str | None) -> Columns:
    name = next((c for c in columns if c.casefold() in ("sector", "industry_id", "industry", "industry_descr")), None)
    if name is None:
        return columns
    values = texts(columns[name])
    distinct = list(dict.fromkeys(values))
    if sector is None and len(distinct) > 1:
        raise DataError(
            Message("table_has_several_sectors"), where=str(path), found=len(distinct), hint="--sector NAME"
        )
    chosen = distinct[0] if sector is None else sector
    if chosen not in distinct:
        raise DataError(
            Message("table_lacks_this_sector"), where=str(path), found=sector, expected=", ".join(distinct[:40])
        )
    kept = _where(columns, [value == chosen for value in values])
    del kept[name]
    return kept


def _where(columns: Columns, keep: list[bool]) -> Columns:
    return {name: [v for v, kept in zip(values, keep, strict=True) if kept] for name, values in columns.items()}


def _matrix(columns: Columns, name: str, path: Path, rows: tuple[np.ndarray, np.ndarray], count: int) -> Array:
    result = np.zeros((count, count))
    result[rows] = numbers(columns[name], path, name)
    return result


def _margins(columns: Columns, path: Path, rows: tuple[np.ndarray, np.ndarray], trade: Array) -> tuple[Array, Array]:
    column_set = set(columns)
    columns_present = [next((name for name in names if name in column_set), None) for names in (OUTPUT, EXPENDITURE)]
    if columns_present[0] is None or columns_present[1] is None:
        if (np.diag(trade) <= 0).all():
            raise DataError(
                Message("home_sales_are_missing"), where=str(path), hint=Message("give_rows_with_exporter_importer_or")
            )
        return trade.sum(axis=0), trade.sum(axis=1)
    count = len(trade)
    output, expenditure = np.zeros(count), np.zeros(count)
    output[rows[1]] = numbers(columns[columns_present[0]], path, columns_present[0])
    expenditure[rows[0]] = numbers(columns[columns_present[1]], path, columns_present[1])
    return output, expenditure
