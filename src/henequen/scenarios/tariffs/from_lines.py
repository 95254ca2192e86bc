"""A tariff set from tariff lines: equivalents line by line, averages by sector, and the spread of the averages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Adjustment, Array, Base
from henequen.scenarios.bases.rate import check_rate, unit_notes
from henequen.scenarios.bases.table import Columns, filled_table, numbers, pick_column, texts, unique_rows, whole_codes
from henequen.scenarios.tariffs.aggregation import aggregate
from henequen.scenarios.tariffs.equivalents import ad_valorem_equivalent

__all__ = ["add_tariff_lines"]

Average = Literal["simple", "weighted", "theta"]
Kind = Literal["ad_valorem", "specific", "compound", "mixed_max", "mixed_min"]
BOTH = ("rate", "specific", "unit_value")
NEEDED: dict[str, tuple[str, ...]] = {
    "ad_valorem": ("rate",),
    "specific": ("specific", "unit_value"),
    "compound": BOTH,
    "mixed_max": BOTH,
    "mixed_min": BOTH,
}
"""The columns that a kind of duty needs."""


def add_tariff_lines(base: Base, path: Path, name: str, average: Average = "theta") -> Base:
    """`base` with the tariff set `name`, averaged from lines; no line may occur twice.

    Columns: importer, exporter, line, sector, rate (percent), value (imports at world prices); for duties that are not
    ad valorem also kind (specific, compound, mixed_max, mixed_min), specific (money per unit) and unit_value. Pairs and
    sectors without lines keep the rate of the base's data and are counted; the spread between the three averages is
    reported, the widest cells by name. Raises `DataError` naming the row.
    """
    if average not in ("simple", "weighted", "theta"):
        raise DataError(Message("no_such_average"), found=average, expected="simple, weighted, theta")
    columns = filled_table(path)
    buyer, seller, sector = (
        _index(columns, what, path, names)
        for what, names in (
            ("importer", (base.regions, base.region_names)),
            ("exporter", (base.regions, base.region_names)),
            ("sector", (base.sectors, base.sector_names)),
        )
    )
    line = texts(columns[pick_column(columns, ("line", "hs", "product"), path, "line")])
    keys = {"importer": list(map(str, buyer)), "exporter": list(map(str, seller)), "line": line}
    unique_rows(keys, path, "line")
    whole_codes(line, path, "line")
    rate = _rates(columns, path)
    value = numbers(columns[pick_column(columns, ("value",), path, "value")], path, "value")
    data = base.tariffs(base.data_tariffs or "")
    result = data.copy()
    groups: dict[tuple[int, int, int], list[int]] = {}
    for k, key in enumerate(zip(buyer, seller, sector, strict=True)):
        groups.setdefault(key, []).append(k)
    spreads = []
    for (n, i, j), rows in groups.items():
        theta = base.arrays["theta"][j : j + 1]
        averages = aggregate(rate[rows], value[rows], np.zeros(len(rows), dtype=int), theta)[0]
        result[n, i, j] = {"simple": averages.simple, "weighted": averages.weighted, "theta": averages.theta}[average]
        spreads.append((averages.spread, f"importer {base.regions[n]}, exporter {base.regions[i]}, {base.sectors[j]}"))
    diagonal = np.arange(len(base.regions))
    result[diagonal, diagonal, :] = 0.0
    spreads.sort(key=lambda item: (-item[0], item[1]))
    wide = tuple(f"{where} {100 * size:.1f} points" for size, where in spreads[:5] if size > 0)
    kept = data.size - len(data) * data.shape[2] - len(groups)
    apart = sum(size > 0 for size, _ in spreads)
    widest = spreads[0][0] if spreads else 0.0
    notes = (
        *unit_notes(100 * rate, "rate", percent=True),
        Adjustment(f"tariff_{name}_averages_differ", apart, widest, "fraction", wide, "note"),
        Adjustment(f"tariff_{name}_kept_from_data", kept, 0.0, "fraction", (), "note"),
    )
    return replace(base, arrays={**base.arrays, f"tariff:{name}": result}, adjustments=(*base.adjustments, *notes))


def _index(columns: Columns, what: str, path: Path, names: tuple[tuple[str, ...], tuple[str, ...]]) -> list[int]:
    index_of = {text.casefold(): k for group in reversed(names) for k, text in enumerate(group)}
    indices = []
    for k, text in enumerate(texts(columns[pick_column(columns, (what,), path, what)])):
        if text.casefold() not in index_of:
            raise DataError(
                Message("base_has_no_such", what=what), where=Message("at_row", file=path, n=k + 1), found=text
            )
        indices.append(index_of[text.casefold()])
    return indices


def _rates(columns: Columns, path: Path) -> Array:
    """Rates as fractions, equivalents computed where a duty is not ad valorem (these may be 1000 % and more).

    Raises `DataError`, naming the row, if a part that the kind of duty needs is missing: unknown is not zero.
    """
    column = pick_column(columns, ("rate", "tariff"), path, "rate")
    kinds = texts(columns["kind"]) if "kind" in columns else [""] * len(columns[column])
    parts = {"rate": columns[column], **{name: columns.get(name) for name in ("specific", "unit_value")}}
    rate = np.empty(len(kinds))
    for k, kind in enumerate(kinds):
        cells = {name: None if values is None else values[k] for name, values in parts.items()}
        if not kind and cells["specific"] not in (None, ""):
            raise DataError(
                Message("kind_duty_missing"),
                where=Message("row_column_kind", path=path, k=k + 1),
                found=Message("empty_cell_next_specific_duty", specific=cells["specific"]),
                expected=Message("specific_compound_mixed_max_or_mixed"),
            )
        needed = NEEDED.get(kind or "ad_valorem")
        if needed is None:
            raise DataError(
                Message("no_such_kind_duty"),
                where=Message("at_row", file=path, n=k + 1),
                found=kind,
                expected=", ".join(NEEDED),
            )
        read = {
            name: float(numbers([cells[name]], path, column if name == "rate" else name, row=k)[0]) for name in needed
        }
        if "rate" in read:
            check_rate(read["rate"], f"{path}, row {k + 1}, column {column}", percent=True)
        try:
            rate[k] = ad_valorem_equivalent(
                cast(Kind, kind or "ad_valorem"),
                rate=read.get("rate", 0.0) / 100,
                specific=read.get("specific", 0.0),
                unit_value=read.get("unit_value"),
            ).rate
        except DataError as error:
            raise DataError(
                error.what, where=Message("at_row", file=path, n=k + 1), found=error.found, hint=error.hint
            ) from error
    return rate
