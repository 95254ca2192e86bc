"""Which columns of a provider's file mean what: each provider's names, and the user's own in a mapping file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from henequen.model.errors import DataError
from henequen.model.reported import REPORTED_COLUMNS

__all__ = ["LAYOUTS", "find_layout", "read_mapping", "reporter_columns"]

COMTRADE = {
    "period": ("period", "refYear"),
    "flow": ("flowCode", "flowDesc"),
    "reporter": ("reporterISO", "reporterCode"),
    "partner": ("partnerISO", "partnerCode"),
    "classification": ("classificationCode",),
    "product": ("cmdCode",),
    "value": ("primaryValue",),
    "cif_value": ("cifvalue",),
    "fob_value": ("fobvalue",),
    "net_kg": ("netWgt",),
    "quantity": ("qty",),
    "quantity_unit": ("qtyUnitCode",),
    "partner2": ("partner2Code", "partner2ISO"),
    "transport": ("motCode",),
    "customs": ("customsCode",),
    "level": ("aggrLevel",),
    "leaf": ("isLeaf",),
    "kind": ("typeCode",),
}
OLD_COMTRADE = {
    "period": ("Period", "Year"),
    "flow": ("Trade Flow", "Trade Flow Code"),
    "reporter": ("Reporter ISO", "Reporter Code"),
    "partner": ("Partner ISO", "Partner Code"),
    "classification": ("Classification",),
    "product": ("Commodity Code",),
    "value": ("Trade Value (US$)", "Trade Value"),
    "cif_value": ("CIF Trade Value (US$)",),
    "fob_value": ("FOB Trade Value (US$)",),
    "net_kg": ("Netweight (kg)",),
    "quantity": ("Qty",),
    "quantity_unit": ("Qty Unit Code",),
    "partner2": ("2nd Partner Code",),
    "transport": ("Mode of Transport Code",),
    "customs": ("Customs Proc. Code",),
    "level": ("Aggregate Level",),
    "leaf": ("Is Leaf Code",),
}
BACI = {"period": ("t",), "exporter": ("i",), "importer": ("j",), "product": ("k",), "value": ("v",), "tonnes": ("q",)}
DATAMEXICO = {
    "period": ("Month ID", "Year"),
    "place": ("State ID",),
    "product": ("HS6 ID",),
    "flow": ("Flow ID",),
    "partner": ("Country ID",),
    "value": ("Trade Value",),
}
LAYOUTS: dict[str, Mapping[str, tuple[str, ...]]] = {
    "comtrade": COMTRADE,
    "comtrade_old": OLD_COMTRADE,
    "baci": BACI,
    "datamexico": DATAMEXICO,
}
_NEEDED = {
    "comtrade": ("period", "flow", "reporter", "partner", "product", "value"),
    "comtrade_old": ("period", "flow", "reporter", "partner", "product", "value"),
    "baci": ("period", "exporter", "importer", "product", "value"),
    "datamexico": ("period", "product", "flow", "partner", "value"),
}
_EXACT = ("baci", "datamexico")


def _plain(name: str) -> str:
    return name.replace("_", "").replace(" ", "").lower()


def find_layout(header: Iterable[str], *, where: str) -> tuple[str, dict[str, str]]:
    """The layout of a file by its header, and our column -> its column. Letter case and underscores do not matter in
    Comtrade names (bulk files and clients spell them differently).

    >>> find_layout(["ref_year", "flow_code", "reporter_iso", "partner_iso", "cmd_code", "primary_value"], where="x")
    ... # doctest: +NORMALIZE_WHITESPACE
    ('comtrade', {'period': 'ref_year', 'flow': 'flow_code', 'reporter': 'reporter_iso', 'partner': 'partner_iso',
    'product': 'cmd_code', 'value': 'primary_value'})

    Raises DataError with the names that would have been known, where nothing fits.
    """
    names = list(header)
    best: tuple[str, list[str]] = ("comtrade", list(_NEEDED["comtrade"]))
    for layout, columns in LAYOUTS.items():
        by_name = {name: name for name in names} if layout in _EXACT else {_plain(name): name for name in names}
        found: dict[str, str] = {}
        for ours, theirs in columns.items():
            for name in theirs:
                hit = by_name.get(name if layout in _EXACT else _plain(name))
                if hit is not None:
                    found[ours] = hit
                    break
        lacking = [column for column in _NEEDED[layout] if column not in found]
        if not lacking:
            return layout, found
        if len(lacking) < len(best[1]):
            best = (layout, lacking)
    raise DataError(
        "the columns are of no known provider",
        where=where,
        found=", ".join(names[:12]),
        expected=f"those of {best[0]}; lacking {', '.join('/'.join(LAYOUTS[best[0]][c]) for c in best[1])}",
        hint="name the columns in a mapping file and pass it with --mapping",
    )


def reporter_columns(found: Mapping[str, str], header: Iterable[str], column: str) -> tuple[str, ...]:
    """Both spellings of an area column where a file has both (letters first, numbers where letters are empty)."""
    by_name = {_plain(name): name for name in header}
    both = tuple(by_name[_plain(name)] for name in COMTRADE[column] if _plain(name) in by_name)
    return both or (found[column],)


def read_mapping(path: Path) -> tuple[dict[str, str], dict[str, str], dict[str, dict[str, str]]]:
    """A mapping file (TOML): `[columns]` ours = "theirs", `[constants]` ours = "value", `[codes.<ours>]` theirs = "ours".

    As in
        [columns]
        period = "Year"
        partner = "Country"
        product = "HS"
        value = "Amount"
        [constants]
        reporter = "CHL"
        flow = "M"
        value_multiplier = "1000"
        [codes.partner]
        Alemania = "DEU"

    Raises DataError for a name of ours that does not exist.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("the mapping file is not TOML", where=path.name, found=str(error)) from None
    known = set(REPORTED_COLUMNS) | {"value_multiplier"}
    columns = {str(k): str(v) for k, v in raw.get("columns", {}).items()}
    constants = {str(k): str(v) for k, v in raw.get("constants", {}).items()}
    codes = {str(k): {str(a): str(b) for a, b in v.items()} for k, v in raw.get("codes", {}).items()}
    for name in (*columns, *constants, *codes):
        if name not in known:
            raise DataError("unknown column of ours", where=path.name, found=name, expected=", ".join(sorted(known)))
    for needed in ("period", "flow", "reporter", "partner", "product", "value"):
        if needed not in columns and needed not in constants:
            raise DataError("the mapping lacks a column", where=path.name, found="none", expected=needed)
    return columns, constants, codes
