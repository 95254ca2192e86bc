"""The user's mapping file (TOML): the columns of a file by our names, and how the file is written.

encoding = "cp949"                  # unless UTF-8
decimal = ","                       # unless .
grouping = "."                      # unless none
missing = ["-"]                     # words for "missing", in addition to empty cells and NA
add = ["place", "month"]            # parts to be added up: place, month, product, partner2, transport, customs

[columns]                           # ours = "theirs"
period = "Year"
partner = "Country"
product = "HS"
value = "Amount"

[columns.X]                         # if one row has both flows: the columns of exports, and of imports in [columns.M]
value = "Exports"

[constants]                         # the same for every row
reporter = "CHL"
flow = "M"
value_multiplier = "1000"           # of value, cif_value, fob_value
weight_multiplier = "1000"          # of net_kg

[codes.partner]                     # theirs = "ours"
Alemania = "DEU"
"""

from __future__ import annotations

import codecs
import math
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from henequen.files.toml_gate import read_toml
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.model.reported import ADDABLE, REPORTED_COLUMNS
from henequen.trade.readers.numbers import NumberStyle

__all__ = ["MEASURES", "Mapping", "read_mapping"]

MEASURES = ("value", "cif_value", "fob_value", "net_kg", "quantity")
"""Our columns that are numbers."""

_FACTORS = ("value_multiplier", "weight_multiplier")
_KEYS = ("encoding", "decimal", "grouping", "missing", "add", "columns", "constants", "codes")


@dataclass(frozen=True)
class Mapping:
    """The content of a mapping file; `flows` has the columns of X and M if a row has both, otherwise it is empty."""

    columns: Named[str, str]
    constants: Named[str, str] = field(default_factory=dict)
    codes: Named[str, Named[str, str]] = field(default_factory=dict)
    flows: Named[str, Named[str, str]] = field(default_factory=dict)
    value_factor: float = 1.0
    weight_factor: float = 1.0
    style: NumberStyle = field(default_factory=NumberStyle)
    encoding: str = "utf-8"
    add: tuple[str, ...] = ()

    def file_columns(self) -> set[str]:
        """All names of the file's columns."""
        return set(self.columns.values()) | {name for part in self.flows.values() for name in part.values()}

    def numbers(self) -> set[str]:
        """The file's columns that contain numbers."""
        parts = [self.columns, *self.flows.values()]
        return {column for part in parts for name, column in part.items() if name in MEASURES}


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; DataError for an unknown name, and for missing required entries."""
    raw = read_toml(path, what="file_mapping")
    for name in raw:
        if name not in _KEYS:
            raise DataError(Message("unknown_key_mapping_file"), where=path.name, found=name, expected=", ".join(_KEYS))
    tables = {name: raw.get(name, {}) for name in ("columns", "constants", "codes")}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise DataError(Message("table", name=name), where=path.name, found=repr(table), expected=f"[{name}]")
    flows = {flow: _texts(tables["columns"].pop(flow), path) for flow in ("X", "M") if flow in tables["columns"]}
    columns, constants = _texts(tables["columns"], path), _texts(tables["constants"], path)
    codes = {str(ours): _texts(table, path) for ours, table in tables["codes"].items()}
    factors = {name: _factor(constants.pop(name, "1"), name, path) for name in _FACTORS}
    _check_names({"columns": columns, "constants": constants, "codes": codes}, path)
    for part in flows.values():
        if not set(part) <= set(MEASURES) or "value" not in part:
            raise DataError(
                Message("columns_flow_are_numbers_value_among"),
                where=path.name,
                found=", ".join(part),
                expected=", ".join(MEASURES),
            )
    present = {*columns, *constants, *(("flow", "value") if flows else ())}
    for needed in ("period", "flow", "reporter", "partner", "product", "value"):
        if needed not in present:
            raise DataError(
                Message("mapping_lacks_column"), where=path.name, found=Message("none_at_all"), expected=needed
            )
    return Mapping(
        columns,
        constants,
        codes,
        flows,
        factors["value_multiplier"],
        factors["weight_multiplier"],
        _style(raw, path),
        _encoding(raw.get("encoding", "utf-8"), path),
        _add(raw.get("add", []), path),
    )


def _check_names(tables: Named[str, Named[str, Any]], path: Path) -> None:
    """DataError for an unknown name in a table of a mapping file, with all known ones."""
    columns_known = sorted({*REPORTED_COLUMNS, "place"})
    more = {"columns": ("[columns.X]", "[columns.M]"), "constants": _FACTORS}
    for table, names in tables.items():
        for name in names:
            if name not in columns_known:
                raise DataError(
                    Message("unknown_column_ours"),
                    where=f"{path.name}, [{table}]",
                    found=name,
                    expected=", ".join((*columns_known, *more.get(table, ()))),
                )


def _texts(table: Any, path: Path) -> dict[str, str]:
    if not isinstance(table, dict) or any(isinstance(value, (dict, list)) for value in table.values()):
        raise DataError(Message("table_mapping_file_has_one_text"), where=path.name, found=str(table)[:80])
    return {str(name): str(value) for name, value in table.items()}


def _factor(text: str, name: str, path: Path) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = math.nan
    if not (math.isfinite(factor) and factor > 0):
        raise DataError(
            Message("not_number", name=name), where=path.name, found=text, expected=Message("number_above_0")
        )
    return factor


def _style(raw: dict[str, Any], path: Path) -> NumberStyle:
    decimal, grouping, missing = raw.get("decimal", "."), raw.get("grouping", ""), raw.get("missing", [])
    if decimal not in (".", ",") or grouping not in ("", ".", ",", " ", "'", "\u00a0", "\u202f") or decimal == grouping:
        raise DataError(
            Message("decimal_or_and_grouping_another_sign"),
            where=path.name,
            found=Message("decimal_grouping", decimal=f"{decimal!r}", grouping=f"{grouping!r}"),
        )
    if not isinstance(missing, list) or not all(isinstance(word, str) for word in missing):
        raise DataError(Message("missing_list_words"), where=path.name, found=repr(missing), expected=Message("as_in"))
    return NumberStyle(decimal, grouping, ("", "NA", *missing))


def _encoding(name: Any, path: Path) -> str:
    try:
        return codecs.lookup(str(name)).name
    except LookupError:
        raise DataError(
            Message("unknown_encoding"), where=path.name, found=name, expected=Message("as_utf_8_cp949_latin_1")
        ) from None


def _add(listed: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(listed, list) or not set(listed) <= set(ADDABLE):
        raise DataError(
            Message("add_must_be_list_parts_add"),
            where=path.name,
            found=repr(listed),
            expected=", ".join(ADDABLE),
        )
    return tuple(listed)
