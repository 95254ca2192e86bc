"""Tariff tables into a base: a further tariff set from any long table, WITS/TRAINS exports among them.

Columns (any case, first match): importer | Reporter | Reporter Name; exporter | Partner | Partner Name;
sector | Product | Product Name; rate | tariff | Simple Average | Weighted Average | AHS. Rates in percent or as fractions (`unit`).

Exports of WITS hold several kinds of duty per cell (column DutyType). The rate that is applied is chosen and counted: AHS
(effectively applied), else PRF (preferential), else MFN; BND (bound) is a ceiling and is never used as applied. Any
other cell that occurs twice is refused, naming both rows: two years, two rows without a kind, a name and a code of one
region.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Adjustment, Array, Base
from henequen.scenarios.bases.rate import check_rates, unit_notes
from henequen.scenarios.bases.table import filled_table, numbers, pick_column, texts

__all__ = ["add_tariffs"]

IMPORTER = ("importer", "reporter", "reporter name", "reporter_iso3", "reporteriso3")
EXPORTER = ("exporter", "partner", "partner name", "partner_iso3", "partneriso3")
SECTOR = ("sector", "product", "product name", "product code", "nomencode")
DUTY = ("dutytype", "duty type", "duty_type", "tariff type", "tariff_type")
APPLIED = ("ahs", "prf", "mfn")
BOUND = "bnd"
EVERYBODY = ("all", "world", "wld", "mfn", "000")
RATE = ("rate", "tariff", "simple average", "weighted average", "adval_ahs", "ahs")


def add_tariffs(base: Base, path: Path, name: str, *, unit: str = "percent") -> Base:
    """`base` with the tariff set `name` from the table at `path`.

    A partner `all` (or World) means every partner without its own row; a cell without any row keeps the rate of the
    base's data and is counted. Raises `DataError` for unknown regions and sectors, a rate of -100 % or below or of 1000
    % or more, a missing rate, and a cell that occurs twice, naming both rows.
    """
    if unit not in ("percent", "fraction"):
        raise DataError(Message("rates_are_in_percent_or_fractions"), found=unit)
    columns = filled_table(path)
    buyer, seller, sector = (
        texts(columns[pick_column(columns, names, path, what)])
        for names, what in ((IMPORTER, "importer"), (EXPORTER, "exporter"), (SECTOR, "sector"))
    )
    column = pick_column(columns, RATE, path, "rate")
    written = numbers(columns[column], path, column)
    check_rates(written, path, column, percent=unit == "percent")
    rate = written / (100 if unit == "percent" else 1)
    place = _index_of(base.regions, base.region_names)
    lines = _index_of(base.sectors, base.sector_names)
    result = np.full(base.arrays["trade"].shape, np.nan)
    general = np.full((len(base.regions), len(base.sectors)), np.nan)
    cells: dict[tuple[int, int, int], list[int]] = {}
    for k, value in enumerate(rate):
        where = f"{path}, row {k + 1}"
        if value <= -1:
            raise DataError(Message("rate_100_or_below"), where=where, found=float(value))
        n = _find(place, buyer[k], where, "region")
        i = -1 if seller[k].casefold() in EVERYBODY else _find(place, seller[k], where, "region")
        cells.setdefault((n, i, _find(lines, sector[k], where, "sector")), []).append(k)
    kinds = next((texts(columns[c]) for c in columns if c.casefold() in DUTY), None)
    chosen: dict[str, int] = {}
    for (n, i, j), rows in cells.items():
        at = f"importer {base.regions[n]}, exporter {base.regions[i] if i >= 0 else 'all'}, {base.sectors[j]}"
        k = _one_row(rows, kinds, rate, path, at, chosen)
        if i < 0:
            general[n, j] = rate[k]
        else:
            result[n, i, j] = rate[k]
    result = np.where(np.isnan(result), general[:, None, :], result)
    kept = np.isnan(result)
    diagonal = np.arange(len(base.regions))
    kept[diagonal, diagonal] = False
    result = np.where(np.isnan(result), base.tariffs(base.data_tariffs or ""), result)
    result[diagonal, diagonal, :] = 0.0
    all_adjustments = (*base.adjustments, *unit_notes(written, column, percent=unit == "percent"))
    if chosen:
        counts = tuple(f"{kind.upper()} in {count} cell(s)" for kind, count in sorted(chosen.items()))
        all_adjustments = (
            *all_adjustments,
            Adjustment(f"tariff_{name}_duty_type_chosen", sum(chosen.values()), 0.0, "fraction", counts, "note"),
        )
    if kept.any():
        all_adjustments = (
            *all_adjustments,
            Adjustment(f"tariff_{name}_kept_from_data", int(kept.sum()), 0.0, "fraction", (), "note"),
        )
    return replace(base, arrays={**base.arrays, f"tariff:{name}": result}, adjustments=all_adjustments)


def _one_row(rows: list[int], kinds: list[str] | None, rate: Array, path: Path, at: str, chosen: dict[str, int]) -> int:
    """The row that holds a cell's applied rate; raises `DataError` if two rows claim it, or only a bound rate is given."""
    if kinds is None or not any(kinds[k] for k in rows):
        if len(rows) > 1:
            raise _twice(rows[:2], rate, path, at)
        return rows[0]
    for kind in APPLIED:
        own = [k for k in rows if kinds[k].casefold() == kind]
        if len(own) > 1:
            raise _twice(own[:2], rate, path, at)
        if own and len(rows) > 1:
            chosen[kind] = chosen.get(kind, 0) + 1
        if own:
            return own[0]
    if len(rows) > 1:
        raise _twice(rows[:2], rate, path, at)
    if kinds[rows[0]].casefold() == BOUND:
        raise DataError(
            Message("only_rate_cell_bound_rate_which"),
            where=Message("at_row_of", path=path, rows=rows[0] + 1, at=at),
            found="DutyType BND",
            expected=Message("row_type_ahs_prf_or_mfn"),
        )
    return rows[0]


def _twice(rows: list[int], rate: Array, path: Path, at: str) -> DataError:
    return DataError(
        Message("tariff_there_twice"),
        where=Message("at_two_rows_of", path=path, rows=rows[0] + 1, rows_2=rows[1] + 1, at=at),
        found=" and ".join(f"{100 * rate[k]:g} %" for k in rows),
        expected=Message("one_rate_per_importer_exporter_and"),
        hint=Message("keep_one_year_and_one_kind"),
    )


def _index_of(codes: tuple[str, ...], names: tuple[str, ...]) -> dict[str, int]:
    return {text.casefold(): k for texts_ in (names, codes) for k, text in enumerate(texts_)}


def _find(index_of: dict[str, int], text: str, where: str, what: str) -> int:
    try:
        return index_of[text.casefold()]
    except KeyError:
        raise DataError(Message("base_has_no_such", what=what), where=where, found=text) from None
