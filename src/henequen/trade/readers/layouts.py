"""Column names of each provider's files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["NUMBERS", "UNKNOWN", "Layout", "find_layout", "layouts", "reporter_columns"]


@dataclass(frozen=True)
class Layout:
    """A provider's columns: ours -> its names in the order they are tried, the required ones, and values that are the
    same in all rows."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    exact: bool
    constants: Mapping[str, str]


NUMBERS = (
    "value",
    "cif_value",
    "fob_value",
    "net_kg",
    "quantity",
    "tonnes",
    "exports",
    "imports",
    "exports_kg",
    "imports_kg",
)
"""Columns of a layout that hold numbers."""


UNKNOWN = "the columns do not match any known provider"
"""The result of `find_layout` if nothing fits."""


@cache
def layouts() -> tuple[Layout, ...]:
    """The shipped table of providers (`data/layouts.toml`).

    >>> [layout.name for layout in layouts()][:3]
    ['comtrade', 'comtrade_old', 'baci']
    """
    text = (files("henequen.trade.readers") / "data" / "layouts.toml").read_text(encoding="utf-8")
    return tuple(
        Layout(
            name,
            {k: tuple(v) for k, v in raw["columns"].items()},
            tuple(raw["needs"]),
            bool(raw["exact"]),
            raw.get("constants", {}),
        )
        for name, raw in tomllib.loads(text).items()
    )


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def find_layout(header: Iterable[str], *, where: str) -> tuple[str, dict[str, str]]:
    """The layout of a file by its header, and our column -> its column. Letter case, underscores and other signs
    do not matter in Comtrade names (bulk files and clients spell them differently).

    >>> find_layout(["ref_year", "flow_code", "reporter_iso", "partner_iso", "cmd_code", "primary_value"], where="x")
    ... # doctest: +NORMALIZE_WHITESPACE
    ('comtrade', {'period': 'ref_year', 'flow': 'flow_code', 'reporter': 'reporter_iso', 'partner': 'partner_iso',
    'product': 'cmd_code', 'value': 'primary_value'})

    Raises DataError with the known names if nothing fits.
    """
    names = list(header)
    nearest, missing = layouts()[0], list(layouts()[0].needs)
    for layout in layouts():
        by_name = {name if layout.exact else _plain(name): name for name in names}
        columns: dict[str, str] = {}
        for our_name, file_column in layout.columns.items():
            hits = (by_name.get(name if layout.exact else _plain(name)) for name in file_column)
            hit = next((name for name in hits if name is not None), None)
            if hit is not None:
                columns[our_name] = hit
        lacking = [column for column in layout.needs if column not in columns]
        if not lacking:
            return layout.name, columns
        if len(lacking) < len(missing) and not layout.name.endswith("_table"):
            nearest, missing = layout, lacking
    if {"x_value", "m_value", "rule"} <= set(names):
        raise DataError(
            Message("this_reconciled_result_not_report"),
            where=where,
            found="x_value, m_value, rule",
            expected=Message("what_one_side_reports_its_trade"),
            hint=Message("give_reports_that_was_made_from"),
        )
    if {"fileUrl", "fileSize"} <= set(names):
        raise DataError(Message("list_files_instead_their_rows"), where=where, hint=Message("fetch_files_that_names"))
    raise DataError(
        UNKNOWN,
        where=where,
        found=", ".join(names[:12]),
        expected=Message(
            "those_lacking", name=nearest.name, missing=", ".join("/".join(nearest.columns[c]) for c in missing)
        ),
        hint=Message("name_columns_in_mapping_file_and"),
    )


def reporter_columns(columns: Mapping[str, str], header: Iterable[str], column: str) -> tuple[str, ...]:
    """Both spellings of an area column if a file has both (letters first, numbers where letters are empty)."""
    by_name = {_plain(name): name for name in header}
    names = tuple(by_name[_plain(name)] for name in layouts()[0].columns[column] if _plain(name) in by_name)
    return names or (columns[column],)
