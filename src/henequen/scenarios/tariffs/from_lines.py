"""A tariff set from tariff lines: equivalents line by line, averages by sector, and how far the averages lie apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

import numpy as np

from henequen.model.errors import DataError
from henequen.scenarios.bases.base import Adjustment, Array, Base
from henequen.scenarios.bases.rate import check_rates
from henequen.scenarios.bases.table import Columns, filled_table, numbers, pick_column, texts
from henequen.scenarios.tariffs.aggregation import aggregate
from henequen.scenarios.tariffs.equivalents import ad_valorem_equivalent

__all__ = ["add_tariff_lines"]

Average = Literal["simple", "weighted", "theta"]


def add_tariff_lines(base: Base, path: Path, name: str, average: Average = "theta") -> Base:
    """`base` with the tariff set `name`, averaged from lines.

    Columns: importer, exporter, line, sector, rate (percent), value (imports at world prices); for duties that are not ad
    valorem also kind (specific, compound, mixed_max, mixed_min), specific (money a unit) and unit_value. Pairs and sectors
    without lines keep the rate of the base's data and are counted; the spread between the three averages is told, the widest
    cells by name. Raises `DataError` naming the row.
    """
    if average not in ("simple", "weighted", "theta"):
        raise DataError("no such average", found=average, expected="simple, weighted, theta")
    columns = filled_table(path)
    buyer, seller, sector = (
        _index(columns, what, path, names)
        for what, names in (
            ("importer", (base.regions, base.region_names)),
            ("exporter", (base.regions, base.region_names)),
            ("sector", (base.sectors, base.sector_names)),
        )
    )
    rate = _rates(columns, path)
    value = numbers(columns[pick_column(columns, ("value",), path, "value")], path, "value", 0.0)
    data = base.tariffs(base.data_tariffs or "")
    result = data.copy()
    groups: dict[tuple[int, int, int], list[int]] = {}
    for k, key in enumerate(zip(buyer, seller, sector, strict=True)):
        groups.setdefault(key, []).append(k)
    spreads = []
    for (n, i, j), rows in groups.items():
        theta = base.arrays["theta"][j : j + 1]
        found = aggregate(rate[rows], value[rows], np.zeros(len(rows), dtype=int), theta)[0]
        result[n, i, j] = {"simple": found.simple, "weighted": found.weighted, "theta": found.theta}[average]
        spreads.append((found.spread, f"importer {base.regions[n]}, exporter {base.regions[i]}, {base.sectors[j]}"))
    diagonal = np.arange(len(base.regions))
    result[diagonal, diagonal, :] = 0.0
    spreads.sort(key=lambda item: (-item[0], item[1]))
    wide = tuple(f"{where} {100 * size:.1f} points" for size, where in spreads[:5] if size > 0)
    kept = data.size - len(data) * data.shape[2] - len(groups)
    apart = sum(size > 0 for size, _ in spreads)
    widest = spreads[0][0] if spreads else 0.0
    told = (
        Adjustment(f"tariff_{name}_averages_differ", apart, widest, "fraction", wide, "note"),
        Adjustment(f"tariff_{name}_kept_from_data", kept, 0.0, "fraction", (), "note"),
    )
    return replace(base, arrays={**base.arrays, f"tariff:{name}": result}, adjustments=(*base.adjustments, *told))


def _index(columns: Columns, what: str, path: Path, names: tuple[tuple[str, ...], tuple[str, ...]]) -> list[int]:
    known = {text.casefold(): k for group in reversed(names) for k, text in enumerate(group)}
    found = []
    for k, text in enumerate(texts(columns[pick_column(columns, (what,), path, what)])):
        if text.casefold() not in known:
            raise DataError(f"the base has no such {what}", where=f"{path}, row {k + 1}", found=text)
        found.append(known[text.casefold()])
    return found


def _rates(columns: Columns, path: Path) -> Array:
    """Rates as fractions, equivalents computed where a duty is not ad valorem (these may be 1000 % and more)."""
    column = pick_column(columns, ("rate", "tariff"), path, "rate")
    written = numbers(columns[column], path, column, 0.0)
    check_rates(written, path, column, percent=True)
    rate = written / 100
    if "kind" not in columns:
        return rate
    empty = [0.0] * len(rate)
    specific = numbers(columns.get("specific", cast(list[str | float | int | None], empty)), path, "specific", 0.0)
    unit = numbers(columns.get("unit_value", cast(list[str | float | int | None], empty)), path, "unit_value", 0.0)
    for k, kind in enumerate(texts(columns["kind"])):
        if kind in ("", "ad_valorem"):
            continue
        try:
            rate[k] = ad_valorem_equivalent(kind, rate=rate[k], specific=specific[k], unit_value=unit[k]).rate  # type: ignore[arg-type]
        except DataError as error:
            raise DataError(error.what, where=f"{path}, row {k + 1}", found=error.found, hint=error.hint) from error
    return rate
