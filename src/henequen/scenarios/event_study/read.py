"""Panels of bilateral trade for event studies, and the studies that a pack ships."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from henequen.files.toml_gate import read_toml
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.table import filled_table, numbers, pick_column, read_table, texts, unique_rows
from henequen.scenarios.event_study.study import Panel

__all__ = ["read_panel", "shipped_studies"]


def read_panel(path: Path, *, source: str = "", unit: str = "million US dollars") -> Panel:
    """The panel in `path`: exporter, importer, year, trade, rta (0 or 1), home sales included, every pair in every year.

    Raises `DataError` for a row that occurs twice or is missing, missing or negative trade, an agreement that is not 0 or 1.
    """
    columns = filled_table(path)
    seller = texts(columns[pick_column(columns, ("exporter", "exporter_iso3", "iso3_o"), path, "exporter")])
    buyer = texts(columns[pick_column(columns, ("importer", "importer_iso3", "iso3_d"), path, "importer")])
    when = numbers(columns[pick_column(columns, ("year",), path, "year")], path, "year").astype(int)
    unique_rows({"exporter": seller, "importer": buyer, "year": [str(year) for year in when]}, path, "flow")
    name = pick_column(columns, ("trade", "value", "tradeflow"), path, "trade")
    trade = numbers(columns[name], path, name)
    mark = pick_column(columns, ("rta", "agreement", "fta"), path, "agreement")
    agreement = numbers(columns[mark], path, mark)
    if (trade < 0).any() or not np.isin(agreement, (0, 1)).all():
        k = int(np.argmax((trade < 0) | ~np.isin(agreement, (0, 1))))
        raise DataError(
            Message("row_panel_cannot_be"),
            where=Message("at_row", file=path, n=k + 1),
            found=f"{trade[k]}, {agreement[k]}",
        )
    areas, years = sorted({*seller, *buyer}), sorted(set(when.tolist()))
    place, slot = {area: n for n, area in enumerate(areas)}, {year: t for t, year in enumerate(years)}
    shape = (len(areas), len(areas), len(years))
    if len(trade) != int(np.prod(shape)):
        raise DataError(
            Message("panel_not_whole"),
            where=str(path),
            found=Message("count_rows", n=f"{len(trade):,}"),
            expected=f"{int(np.prod(shape)):,}",
        )
    value, agreed = np.zeros(shape), np.zeros(shape)
    at = ([place[a] for a in seller], [place[a] for a in buyer], [slot[int(year)] for year in when])
    value[at], agreed[at] = trade, agreement
    return Panel(tuple(areas), tuple(years), value, agreed, unit, source or path.name)


def shipped_studies(pack: Path) -> list[dict[str, Any]]:
    """The studies of the pack: the content of ID.toml (title, titles, exporter, importer, start, reference, source,
    licence, claims), with the rows of ID.csv and the trends of ID_trend.csv."""
    studies = []
    for file in sorted((pack / "scenarios" / "event_study").glob("*.toml")):
        content = read_toml(file, what="file_study")
        rows, trends = file.with_suffix(".csv"), file.with_name(f"{file.stem}_trend.csv")
        if rows.is_file() and trends.is_file():
            studies.append({"id": file.stem, **content, "rows": _typed(rows), "trends": _typed(trends)})
    return studies


_TEXT = ("exporter", "importer", "phase")


def _typed(path: Path) -> list[dict[str, Any]]:
    columns = read_table(path)
    read: dict[str, list[Any]] = {}
    for name, values in columns.items():
        if name in _TEXT:
            read[name] = texts(values)
        else:
            read[name] = [None if value in (None, "") else float(value) for value in values]
    return [dict(zip(read, row, strict=True)) for row in zip(*read.values(), strict=True)]
