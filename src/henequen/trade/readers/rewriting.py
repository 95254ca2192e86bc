# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""The SQL that converts a file's columns into ours: of a known provider, or by the user's mapping.

Reads the view `source` (with `file_row_number`); returns our columns, and `row`: the row of the file, from 0.
"""

from __future__ import annotations

from collections.abc import Mapping as Named

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.readers.areas import census_areas
from henequen.trade.readers.layouts import NUMBERS, reporter_columns
from henequen.trade.readers.mapping import MEASURES, Mapping
from henequen.trade.readers.numbers import NumberStyle

__all__ = ["AreaNames", "mapped_rows", "provider_rows"]

AreaNames = dict[str, str]

_FLOWS = {
    "X": "X",
    "M": "M",
    "RX": "RX",
    "RM": "RM",
    "Export": "X",
    "Import": "M",
    "Exports": "X",
    "Imports": "M",
    "Re-Export": "RX",
    "Re-Import": "RM",
    "re-Export": "RX",
    "re-Import": "RM",
    "Re-Exports": "RX",
    "Re-Imports": "RM",
    "1": "M",
    "2": "X",
    "3": "RX",
    "4": "RM",
}


def provider_rows(
    layout: str,
    columns: Named[str, str],
    stored: Named[str, str],
    constants: Named[str, str],
    areas: AreaNames,
    name: str,
) -> str:
    """Rows of a known provider's file. BACI's value is in thousands of dollars and its quantity in tonnes; `areas` are the
    numbers of its own table of countries, if it is in the same folder."""
    own = {our_name: _code(file_column, stored) for our_name, file_column in columns.items()}
    style = NumberStyle()
    for our_name in NUMBERS:
        if our_name in columns:
            own[our_name] = _number(columns[our_name], stored, style)
    if layout == "baci":
        thousands = f"round(1000 * {own['value']}, 6)"
        weight = f"round(1000 * {own['tonnes']}, 6)" if "tonnes" in own else "cast(null as double)"
        cases = " ".join(f"when {_text(number)} then {_text(area)}" for number, area in areas.items())
        side = {
            name: f"case {own[name]} {cases} else {own[name]} end" if areas else own[name]
            for name in ("exporter", "importer")
        }
        return (
            f"select {own['period']} as period, 'X' as flow, {side['exporter']} as reporter, {side['importer']} as partner, "
            f"'HS' as classification, lpad({own['product']}, 6, '0') as product, {thousands} as value, {thousands} as fob_value, "
            f"{weight} as net_kg, file_row_number as row from source"
        )
    if layout == "kcs":
        return _customs_rows(own, constants)
    if layout.startswith("census"):
        return _census_rows(own, constants, year=layout.endswith("year"))
    if "reporter" not in columns and "reporter" not in constants:
        raise DataError(
            Message("rows_do_not_state_reporter"),
            where=name,
            found=Message("no_reporter_column"),
            expected=Message("mapping_file_with_reporter_under_constants"),
            hint=Message("pass_with_mapping"),
        )
    own["flow"] = _flow(own["flow"])
    if layout == "datamexico":  # the number of the section comes before the six digits; areas in small letters
        own["product"] = (
            f"case when length({own['product']}) > 6 then right({own['product']}, 6) else lpad({own['product']}, 6, '0') end"
        )
        own["partner"] = f"upper({own['partner']})"
    else:
        for side_name in ("reporter", "partner"):
            own[side_name] = _area(columns, stored, side_name)
    own |= {our_name: _text(value) for our_name, value in constants.items() if our_name not in own}
    return f"select {', '.join(f'{sql} as {our_name}' for our_name, sql in own.items())}, file_row_number as row from source"


def _customs_rows(own: Named[str, str], constants: Named[str, str]) -> str:
    """Rows of the customs service of data.go.kr; a row that holds both flows becomes two."""
    same = {
        "period": f"replace(trim({own['period']}), '.', '')",
        "partner": f"upper(trim({own['partner']}))",
        "product": f"trim({own['product']})",
    } | {name: _text(value) for name, value in constants.items()}
    selects = []
    for flow, side, value in (("X", "exports", "fob_value"), ("M", "imports", "cif_value")):
        measured = {"value": own[side], value: own[side]} | (
            {"net_kg": own[f"{side}_kg"]} if f"{side}_kg" in own else {}
        )
        selects.append(_select(same | {"flow": _text(flow)} | measured))
    return " union all by name ".join(selects)


def _census_rows(own: Named[str, str], constants: Named[str, str], *, year: bool) -> str:
    """Rows of the US Census Bureau; if two of its numbers are one area, their whole dollars are added up. Values of
    the year to date count as those of the year if they are of December, otherwise they are refused."""
    cases = " ".join(f"when {_text(number)} then {_text(area)}" for number, area in census_areas().items())
    month = f"replace(trim({own['period']}), '-', '')"
    keys = {
        "period": f"case when right({month}, 2) = '12' then left({month}, 4) else error('values of the year to date of ' || "
        f"{month} || ', which is not a whole year') end"
        if year
        else month,
        "partner": f"case trim({own['partner']}) {cases} else trim({own['partner']}) end",
        "product": own["product"],
    } | {name: _text(value) for name, value in constants.items()}
    sums = {name: f"sum({own[name]})" for name in MEASURES if name in own}
    picked = ", ".join(f"{sql} as {name}" for name, sql in (keys | sums).items())
    return f"select {picked}, min(file_row_number) as row from source group by {', '.join(keys)}"


def mapped_rows(mapping: Mapping, stored: Named[str, str]) -> str:
    """Rows of any file by the user's mapping; a row that holds both flows becomes two."""
    own: dict[str, str] = {}
    for name, column in mapping.columns.items():
        own[name] = (
            _measure(name, column, mapping, stored)
            if name in MEASURES
            else _mapped(name, _code(column, stored), mapping)
        )
    own |= {name: _text(value) for name, value in mapping.constants.items()}
    if not mapping.flows:
        return _select(own)
    selects = [
        _select(
            own
            | {"flow": _text(flow)}
            | {name: _measure(name, column, mapping, stored) for name, column in part.items()}
        )
        for flow, part in mapping.flows.items()
    ]
    return " union all by name ".join(selects)


def _select(own: Named[str, str]) -> str:
    return f"select {', '.join(f'{sql} as {name}' for name, sql in own.items())}, file_row_number as row from source"


def _mapped(name: str, sql: str, mapping: Mapping) -> str:
    if name in mapping.codes:
        cases = " ".join(
            f"when {_text(their_code)} then {_text(code)}" for their_code, code in mapping.codes[name].items()
        )
        return f"case trim({sql}) {cases} else {sql} end"
    if name == "flow":
        return _flow(sql)
    if name == "period":  # 2019.01, 2019-01, 2019/01
        return f"regexp_replace(trim({sql}), '^([0-9]{{4}})[./-]([0-9]{{2}})$', '\\1\\2')"
    return f"upper(trim({sql}))" if name in ("reporter", "partner", "partner2") else sql


def _measure(name: str, column: str, mapping: Mapping, stored: Named[str, str]) -> str:
    factor = {"net_kg": mapping.weight_factor, "quantity": 1.0}.get(name, mapping.value_factor)
    number = _number(column, stored, mapping.style)
    return number if factor == 1 else f"round({number} * {factor!r}, 6)"


def _number(column: str, stored: Named[str, str], style: NumberStyle) -> str:
    return style.value(_sql_name(column)) if stored[column] == "text" else f"cast({_sql_name(column)} as double)"


def _code(column: str, stored: Named[str, str]) -> str:
    """A code as text; one that a reader took for a fraction (`842.0`) without it."""
    text = f"cast({_sql_name(column)} as varchar)"
    return f"regexp_replace({text}, '\\.0+$', '')" if stored[column] == "number" else text


def _flow(sql: str) -> str:
    cases = " ".join(f"when {_text(their_code)} then {_text(code)}" for their_code, code in _FLOWS.items())
    return f"case trim({sql}) {cases} else {sql} end"


def _area(columns: Named[str, str], stored: Named[str, str], side: str) -> str:
    names = reporter_columns(columns, stored, side)
    return "coalesce(" + ", ".join(f"nullif(nullif(trim({_code(n, stored)}), ''), 'N/A')" for n in names) + ")"


def _sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
