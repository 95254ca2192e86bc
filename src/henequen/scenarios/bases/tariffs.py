"""Tariff tables into a base: a further tariff set from any long table, WITS/TRAINS exports among them.

Columns (any case, first that is there): importer | Reporter | Reporter Name; exporter | Partner | Partner Name;
sector | Product | Product Name; rate | tariff | Simple Average | Weighted Average | AHS. Rates in percent or as fractions (`unit`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.scenarios.bases.base import Adjustment, Base
from henequen.scenarios.bases.rate import check_rates
from henequen.scenarios.bases.table import filled_table, numbers, pick_column, texts

__all__ = ["add_tariffs"]

IMPORTER = ("importer", "reporter", "reporter name", "reporter_iso3", "reporteriso3")
EXPORTER = ("exporter", "partner", "partner name", "partner_iso3", "partneriso3")
SECTOR = ("sector", "product", "product name", "product code", "nomencode")
RATE = ("rate", "tariff", "simple average", "weighted average", "adval_ahs", "ahs")


def add_tariffs(base: Base, path: Path, name: str, *, unit: str = "percent") -> Base:
    """`base` with the tariff set `name` from the table at `path`.

    A partner `all` (or World) is everybody who has no row of its own; a cell without any row keeps the rate of the base's
    data and is counted. Unknown regions and sectors are errors; a rate of -100 % or below, or of 1000 % or more, too.
    """
    if unit not in ("percent", "fraction"):
        raise DataError("rates are in percent or fractions", found=unit)
    columns = filled_table(path)
    buyer, seller, sector = (
        texts(columns[pick_column(columns, names, path, what)])
        for names, what in ((IMPORTER, "importer"), (EXPORTER, "exporter"), (SECTOR, "sector"))
    )
    column = pick_column(columns, RATE, path, "rate")
    written = numbers(columns[column], path, column)
    check_rates(written, path, column, percent=unit == "percent")
    rate = written / (100 if unit == "percent" else 1)
    place = _known(base.regions, base.region_names)
    lines = _known(base.sectors, base.sector_names)
    result = np.full(base.arrays["trade"].shape, np.nan)
    general = np.full((len(base.regions), len(base.sectors)), np.nan)
    for k, value in enumerate(rate):
        where = f"{path}, row {k + 1}"
        if value <= -1:
            raise DataError("a rate of -100 % or below", where=where, found=float(value))
        n = _find(place, buyer[k], where, "region")
        j = _find(lines, sector[k], where, "sector")
        if seller[k].casefold() in ("all", "world", "wld", "mfn"):
            general[n, j] = value
        else:
            result[n, _find(place, seller[k], where, "region"), j] = value
    result = np.where(np.isnan(result), general[:, None, :], result)
    kept = np.isnan(result)
    diagonal = np.arange(len(base.regions))
    kept[diagonal, diagonal] = False
    result = np.where(np.isnan(result), base.tariffs(base.data_tariffs or ""), result)
    result[diagonal, diagonal, :] = 0.0
    done = base.adjustments
    if kept.any():
        done = (*done, Adjustment(f"tariff_{name}_kept_from_data", int(kept.sum()), 0.0, "fraction", (), "note"))
    return replace(base, arrays={**base.arrays, f"tariff:{name}": result}, adjustments=done)


def _known(codes: tuple[str, ...], names: tuple[str, ...]) -> dict[str, int]:
    return {text.casefold(): k for texts_ in (names, codes) for k, text in enumerate(texts_)}


def _find(known: dict[str, int], text: str, where: str, what: str) -> int:
    try:
        return known[text.casefold()]
    except KeyError:
        raise DataError(f"the base has no such {what}", where=where, found=text) from None
