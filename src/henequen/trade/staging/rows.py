# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The reported rows of all files as one SQL query, in our columns; without interpretation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from henequen.trade.model.quantity_units import quantity_units
from henequen.trade.model.reported import ReportedFile
from henequen.trade.sql.duck import Engine, literal

__all__ = ["LARGEST", "Reported", "filled", "odd_quantities", "present", "reported_rows"]

LARGEST = 1e15
"""A value (US dollars) beyond which a row is not believed: all the world's trade is less than a tenth of it."""

_TOTALS = {"partner2": ("0", "W00", ""), "transport": ("0", ""), "customs": ("C00", "0", "")}
"""Columns by which a row may be a part of a flow, and the codes that mark the whole."""


@dataclass(frozen=True)
class Reported:
    """All reported rows as one SQL query; `coded` adds numbers for codes and the reason why a row is not summed;
    without a reason it is `usable`, which is faster to find."""

    files: tuple[ReportedFile, ...]
    rows: str
    whole_periods: bool
    coded: str = ""
    parts: str = ""
    """As `coded`, of the rows alone that are parts by second partner, mode of transport or customs procedure."""

    def at(self, period: str) -> str:
        """The SQL condition that a row is of `period`."""
        return f"period = {int(period)}" if self.whole_periods else f"period = {literal(period)}"

    def of_files(self, count: int) -> Reported:
        """The rows of the first `count` files only."""
        rows, coded = (f"select * from ({query}) where file < {count}" for query in (self.rows, self.coded))
        parts = f"select * from ({self.parts}) where file < {count}" if self.parts else ""
        return replace(self, files=self.files[:count], rows=rows, coded=coded, parts=parts)

    @property
    def has_parts(self) -> bool:
        """Whether any file has a column that can mark a row as a part."""
        return any(_total(file, name, totals) != "true" for file in self.files for name, totals in _TOTALS.items())


def _name(file: ReportedFile, column: str) -> str:
    return '"' + file.columns[column].replace('"', '""') + '"'


def _text(file: ReportedFile, column: str, default: str) -> str:
    if column not in file.columns:
        return default
    if file.types[column] == "text":
        return _name(file, column)
    if file.types[column] == "number":
        return f"cast(cast(floor({_name(file, column)}) as bigint) as varchar)"
    return f"cast({_name(file, column)} as varchar)"


def _number(file: ReportedFile, column: str) -> str:
    return f"cast({_name(file, column)} as double)" if column in file.columns else "cast(null as double)"


def _total(file: ReportedFile, column: str, totals: Sequence[str]) -> str:
    """Whether a breakdown column has its total."""
    if column not in file.columns or file.constant.get(column) in totals:
        return "true"
    if file.types[column] == "integer":
        return f"coalesce({_name(file, column)} = 0, true)"
    among = ", ".join(literal(total) for total in totals)
    return f"coalesce(trim(cast({_name(file, column)} as varchar)) in ({among}), true)"


def _totals(engine: Engine, number: int, file: ReportedFile) -> dict[str, str]:
    """Breakdown column -> the SQL condition that it has its total.

    A text column is compared with the codes that occur: a scan evaluates `code = '0'` before it reads other columns,
    and skips row groups without such a row, which it cannot do if the codes have to be trimmed first."""
    conditions = {column: _total(file, column, totals) for column, totals in _TOTALS.items()}
    for column, totals in _TOTALS.items():
        if conditions[column] == "true" or file.types[column] != "text":
            continue
        name = _name(file, column)
        codes = filled(engine.fetch(f"select distinct {name} as code from source_{number}")["code"])
        wholes = sorted(str(code) for code in codes if code is not None and str(code).strip(" ") in totals)
        if None not in codes and wholes:
            one, among = len(wholes) == 1, ", ".join(map(literal, wholes))
            conditions[column] = f"{name} = {among}" if one else f"{name} in ({among})"
    return conditions


def _part(file: ReportedFile, column: str, total: str) -> str:
    """The code of a part; empty for the total."""
    return "''" if total == "true" else f"case when {total} then '' else trim({_text(file, column, literal(''))}) end"


def _weight(file: ReportedFile) -> str:
    """Kilograms: the net weight, otherwise a quantity in a unit of weight; null for other quantities."""
    cases = []
    if "net_kg" in file.columns:
        net = _number(file, "net_kg")
        cases.append(f"when {net} > 0 and {net} < {LARGEST!r} then {net}")
    if "quantity" in file.columns and "quantity_unit" in file.columns:
        unit, quantity = _unit(file), _number(file, "quantity")
        whole = file.types["quantity_unit"] == "integer"
        weights = [
            f"when {unit} = {code if whole else literal(code)} then {quantity_unit.factor!r} * {quantity}"
            for code, quantity_unit in quantity_units().items()
            if quantity_unit.kind == "weight" and file.constant.get("quantity_unit", code) == code
        ]
        if weights:
            cases.append(f"when {quantity} is null or not {quantity} > 0 or {quantity} >= {LARGEST!r} then null")
            cases += weights
    return f"case {' '.join(cases)} end" if cases else "cast(null as double)"


def _unit(file: ReportedFile) -> str:
    return (
        _name(file, "quantity_unit") if file.types["quantity_unit"] == "integer" else _text(file, "quantity_unit", "''")
    )


def odd_quantities(engine: Engine, files: Sequence[ReportedFile]) -> tuple[tuple[str, int], ...]:
    """(code, rows): rows whose quantity is in an unknown unit, by its code; an empty code counts impossible net
    weights."""
    counted: Counter[str] = Counter()
    for number, file in enumerate(files):
        if "quantity" in file.columns and "quantity_unit" in file.columns:
            unit = f"cast({_unit(file)} as varchar)"
            met = present(engine.fetch(f"select distinct {unit} as unit from source_{number}")["unit"])
            unknown = [str(one) for one in met if str(one).strip() and str(one).strip() not in quantity_units()]
            for code in unknown:
                where = f"{unit} = {literal(code)} and {_number(file, 'quantity')} > 0"
                n = int(engine.fetch(f"select count(*) as n from source_{number} where {where}")["n"][0])
                counted[code.strip()] += n
        if "net_kg" in file.columns:
            kg = _number(file, "net_kg")  # NaN is greater than all numbers
            wrong = engine.fetch(f"select count(*) as n from source_{number} where {kg} < 0 or {kg} >= {LARGEST!r}")
            counted[""] += int(wrong["n"][0])
    # units in the order of their codes, then the weights
    return tuple(sorted(((unit, n) for unit, n in counted.items() if n), key=lambda one: (not one[0], one[0])))


def _select(number: int, file: ReportedFile, totals: dict[str, str], whole_periods: bool) -> str:
    period = _name(file, "period") if whole_periods else _text(file, "period", "''")
    goods = file.constant.get("kind", "C" if "kind" not in file.columns else "") == "C"
    services = "false" if goods else f"coalesce({_text(file, 'kind', '')}, 'C') <> 'C'"
    scheme = _text(file, "classification", literal("HS"))
    line = _name(file, "row") if "row" in file.columns else "file_row_number"
    return f"""
      select {number} as file, {line} as line, {period} as period, {_text(file, "flow", "''")} as flow,
             {_text(file, "reporter", "''")} as reporter, {_text(file, "partner", "''")} as partner,
             {scheme} as classification, {_text(file, "product", "''")} as product,
             {_number(file, "value")} as value, {_number(file, "fob_value")} as fob_value, {_weight(file)} as kg,
             {services} as services, {totals["partner2"]} as no_second, {totals["transport"]} as all_transport,
             {totals["customs"]} as all_customs, {_part(file, "partner2", totals["partner2"])} as second,
             {_part(file, "transport", totals["transport"])} as mode,
             {_part(file, "customs", totals["customs"])} as procedure
      from source_{number}"""


def reported_rows(engine: Engine, files: Sequence[ReportedFile]) -> Reported:
    """All reported rows in our columns; the files become `source_0`, `source_1`... of the engine."""
    for number, file in enumerate(files):
        engine.source(f"source_{number}", file.path)
    whole = all(file.types.get("period") == "integer" for file in files)
    rows = (_select(k, file, _totals(engine, k, file), whole) for k, file in enumerate(files))
    return Reported(tuple(files), " union all ".join(rows), whole)


def present(column: object) -> list[object]:
    """The non-missing values of a fetched column."""
    return [value for value in filled(column) if value is not None]


def filled(column: object) -> list[object]:
    """The values of a fetched column, None if one is missing."""
    listed: list[object] = np.ma.asarray(column).tolist()
    return listed
