"""Bases from a plain long table: importer, exporter, sector, value, tariff; with or without an input-output side.

`trade.csv` (or any one file): importer, exporter, sector, value (net of tariff), and any number of tariff columns
(`tariff`, `tariff_YEAR`: fractions). Home sales are rows with importer = exporter, or come from `output.csv` (region,
sector, output). In the same folder: `theta.csv` (sector, theta), `inputs.csv` (region, input, sector, share of output),
`value_added.csv` (region, sector, share of output). Without inputs, value added is all of output. The origin of the
numbers is read from `base.toml` there, if it exists (source, licence, currency, unit, year, duties_year), names from
`regions.csv` (code, name) and `sectors.csv` (sector, name).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.about import About, described
from henequen.scenarios.bases.base import Adjustment, Array, Base
from henequen.scenarios.bases.calibrate import Accounts, Origin, calibrate, lift_output
from henequen.scenarios.bases.icio import thetas
from henequen.scenarios.bases.rate import check_rates, unit_notes
from henequen.scenarios.bases.table import Columns, filled_table, numbers, pick_column, texts, unique_rows

__all__ = ["import_long", "read_output", "read_theta"]

VALUE = ("value", "trade", "trade_value_usd", "trade_value")


def import_long(
    path: Path,
    *,
    theta: Mapping[str, float] | float | None = None,
    year: int | None = None,
    about: About | None = None,
) -> Base:
    """A base from `path`, a file or a folder as above; `about` overrides `base.toml`. A pair and sector without a row
    has no trade. Raises `DataError` for a row that occurs twice, a missing value, a missing tariff on positive trade
    (elsewhere it has no effect; it is counted), a tariff of 1000 % or more.
    """
    main = path if path.is_file() else _first(path, ("trade.csv", "trade.parquet"))
    folder = main.parent
    columns = filled_table(main)
    buyer, seller, sector = (
        texts(columns[pick_column(columns, (name,), main, name)]) for name in ("importer", "exporter", "sector")
    )
    regions = list(dict.fromkeys([*buyer, *seller]))
    sectors = list(dict.fromkeys(sector))
    slot, line = {r: n for n, r in enumerate(regions)}, {s: j for j, s in enumerate(sectors)}
    cells = (
        np.array([slot[r] for r in buyer]),
        np.array([slot[r] for r in seller]),
        np.array([line[s] for s in sector]),
    )
    shape = (len(regions), len(regions), len(sectors))
    unique_rows({"importer": buyer, "exporter": seller, "sector": sector}, main, "flow")
    described_base = described(folder if path.is_dir() else None, about)
    name = pick_column(columns, VALUE, main, "value")
    trade = np.zeros(shape)
    trade[cells] = numbers(columns[name], main, name)
    sets, adjusted = _tariffs(columns, cells, trade, main)
    trade, more = _home(folder, trade, regions, sectors, slot, line, described_base.currency)
    io_coef, va_share = _inputs(folder, regions, sectors, slot, line)
    if theta is None:
        file = folder / "theta.csv"
        if not file.is_file():
            raise DataError(
                Message("no_elasticities"),
                where=str(folder),
                expected=Message("theta_csv_or_theta"),
                hint=Message("columns_sector_theta"),
            )
        theta = read_theta(file)
    return calibrate(
        Accounts(
            regions=regions,
            region_names=_labels(folder / "regions.csv", "code", regions),
            sectors=sectors,
            sector_names=_labels(folder / "sectors.csv", "sector", sectors),
            trade=trade,
            io_coef=io_coef,
            va_share=va_share,
            theta=thetas(theta, sectors),
            tariffs=sets,
            data_tariffs=next(iter(sets)),
        ),
        Origin(
            name=main.stem if path.is_file() else path.name,
            year=described_base.year if year is None else year,
            source=described_base.source or f"{main.name} as given by the user",
            currency=described_base.currency,
            about=described_base,
        ),
        [*adjusted, *more],
    )


def read_theta(path: Path) -> dict[str, float]:
    """Elasticities by sector from a table with columns sector, theta."""
    columns = filled_table(path)
    names = texts(columns[pick_column(columns, ("sector",), path, "sector")])
    unique_rows({"sector": names}, path, "sector")
    values = numbers(columns[pick_column(columns, ("theta",), path, "theta")], path, "theta")
    return dict(zip(names, values.tolist(), strict=True))


def read_output(folder: Path, base: Base) -> Array:
    """Output of the table by region and sector (N, J), from `output.csv` in its folder or from its sales."""
    file = folder / "output.csv"
    if not file.is_file():
        sold: Array = base.arrays["trade"].sum(axis=0)
        return sold
    slot, line = ({name: k for k, name in enumerate(names)} for names in (base.regions, base.sectors))
    return _grid(file, "output", slot, line, (len(slot), len(line)))


def _labels(path: Path, key: str, codes: Sequence[str]) -> list[str]:
    """The names of `codes` in the table at `path`; the code itself without a table, a column `name` or a row."""
    columns = filled_table(path) if path.is_file() else {}
    if "name" not in columns or key not in columns:
        return list(codes)
    keys = texts(columns[key])
    unique_rows({key: keys}, path, key)
    name_of = dict(zip(keys, texts(columns["name"]), strict=True))
    return [name_of.get(code) or code for code in codes]


def _first(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise DataError(Message("no_table_trade"), where=str(folder), expected=" or ".join(names))


def _tariffs(
    columns: Columns,
    cells: tuple[np.ndarray, ...],
    trade: Array,
    path: Path,
) -> tuple[dict[str, Array], list[Adjustment]]:
    sets: dict[str, Array] = {}
    adjusted: list[Adjustment] = []
    for column, values in columns.items():
        if column != "tariff" and not column.startswith("tariff_"):
            continue
        rates = np.zeros(trade.shape)
        is_present = np.array([value is not None and value != "" for value in values])
        short = ~is_present & (trade[cells] > 0) & (cells[0] != cells[1])
        if short.any():
            raise DataError(
                Message("tariff_missing_where_there_trade"),
                where=Message("at_row_and_column", path=path, short=int(np.argmax(short)) + 1, column=column),
            )
        read = np.zeros(len(values))
        read[is_present] = numbers([value for value in values if value is not None and value != ""], path, column)
        check_rates(read, path, column)
        rates[cells] = read
        adjusted += unit_notes(read, column)
        diagonal = np.arange(trade.shape[0])
        rates[diagonal, diagonal, :] = 0.0
        sets[column.removeprefix("tariff_") if column != "tariff" else "data"] = rates
        if not is_present.all():
            adjusted.append(
                Adjustment(f"missing_{column}_set_to_zero", int((~is_present).sum()), 0.0, "fraction", (), "note")
            )
    return sets or {"none": np.zeros(trade.shape)}, adjusted


def _home(
    folder: Path,
    trade: Array,
    regions: list[str],
    sectors: list[str],
    slot: dict[str, int],
    line: dict[str, int],
    unit: str,
) -> tuple[Array, list[Adjustment]]:
    file = folder / "output.csv"
    if file.is_file():
        output = _grid(file, "output", slot, line, (len(regions), len(sectors)))
        regions_all = np.arange(len(regions))
        trade = trade.copy()
        trade[regions_all, regions_all, :] = 0.0
        return lift_output(trade, output, regions, sectors, unit)
    if not np.einsum("nnj->nj", trade).any():
        raise DataError(
            Message("home_sales_are_missing"),
            where=str(folder),
            hint=Message("rows_with_importer_exporter_or_output"),
        )
    return trade, []


def _inputs(
    folder: Path, regions: list[str], sectors: list[str], slot: dict[str, int], line: dict[str, int]
) -> tuple[Array, Array]:
    shape = (len(regions), len(sectors))
    path = folder / "inputs.csv"
    io_coef = np.zeros((len(regions), len(sectors), len(sectors)))
    file = folder / "value_added.csv"
    if not path.is_file():
        return io_coef, _grid(file, "share", slot, line, shape) if file.is_file() else np.ones(shape)
    columns = filled_table(path)
    region, used, user = (texts(columns[pick_column(columns, (n,), path, n)]) for n in ("region", "input", "sector"))
    unique_rows({"region": region, "input": used, "sector": user}, path, "input")
    share = numbers(columns[pick_column(columns, ("share",), path, "share")], path, "share")
    for k in range(len(share)):
        try:
            io_coef[slot[region[k]], line[used[k]], line[user[k]]] = share[k]
        except KeyError as error:
            raise DataError(
                Message("name_not_in_table_trade"), where=Message("at_row", file=path, n=k + 1), found=error.args[0]
            ) from None
    return io_coef, _grid(file, "share", slot, line, shape) if file.is_file() else 1.0 - io_coef.sum(axis=1)


def _grid(path: Path, column: str, slot: dict[str, int], line: dict[str, int], shape: tuple[int, int]) -> Array:
    columns = filled_table(path)
    region, sector = (texts(columns[pick_column(columns, (name,), path, name)]) for name in ("region", "sector"))
    unique_rows({"region": region, "sector": sector}, path, column)
    values = numbers(columns[pick_column(columns, (column,), path, column)], path, column)
    result = np.zeros(shape)
    for k, value in enumerate(values):
        if region[k] not in slot or sector[k] not in line:
            raise DataError(
                Message("name_not_in_table_trade"),
                where=Message("at_row", file=path, n=k + 1),
                found=f"{region[k]}, {sector[k]}",
            )
        result[slot[region[k]], line[sector[k]]] = value
    return result
