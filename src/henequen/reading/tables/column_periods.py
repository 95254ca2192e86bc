"""Periods that a column takes from the columns on its left: months cumulated, totals of years, growth and shares."""

from __future__ import annotations

import re

from henequen.reading.tables.observation import Gathered
from henequen.reading.tables.periods import PeriodPiece
from henequen.reading.tables.ratio_periods import period_beside
from henequen.reading.tables.shape import TableShape
from henequen.reading.tables.words import in_list

__all__ = ["date_cumulated", "date_ratios", "date_totals"]


def date_cumulated(columns: dict[int, Gathered]) -> None:
    """Give a column "Year-to-date" the months from January to that of the nearest column on its left."""
    month: str | None = None
    left: Gathered | None = None
    for column in sorted(columns):
        head = columns[column]
        values = [piece.value for piece, _ in head.pieces if piece.value]
        if len(values) == 1 and re.fullmatch(r"\d{4}-\d{2}", values[0]):
            month, left = values[0], head
        elif not head.pieces and month and head.heading and in_list("cumulated", head.heading):
            value = f"{month[:4]}-01/{month}" if month[-2:] != "12" else month[:4]
            head.pieces.append((PeriodPiece(month if month[-2:] == "01" else value), "header"))
            head.heading = None
            if not head.measures and left is not None:
                head.measures = list(left.measures)


def date_totals(columns: dict[int, Gathered], shape: TableShape) -> None:
    """Give a column Total behind columns of years that follow each other the range of these years."""
    for column, head in columns.items():
        if head.pieces or not in_list("subtotals", shape.title(column)):
            continue
        years: list[int] = []
        for other in range(column - 1, -1, -1):
            left = columns.get(other)
            period = left.whole_period() if left is not None else None
            if period is None or not re.fullmatch(r"\d{4}", period) or (years and int(period) != years[-1] - 1):
                break
            years.append(int(period))
        if len(years) >= 2:
            head.pieces.append((PeriodPiece(f"{years[-1]}/{years[0]}"), "header"))
            head.measures = head.measures or list(columns[column - 1].measures)
            head.units = head.units or list(columns[column - 1].units)


def date_ratios(columns: dict[int, Gathered], width: int) -> None:
    """Give columns of growth and shares that print no period the last one of the neighbouring columns."""
    heads = [columns.get(column) for column in range(width)]
    periods = [head.whole_period() if head is not None else None for head in heads]
    ratios = [head is not None and any(m[0] in ("growth", "share") for m, _ in head.measures) for head in heads]
    for column, head in columns.items():
        if ratios[column] and not head.pieces:
            head.left_period = period_beside(periods, ratios, column)
        elif ratios[column] and all(piece.value is None for piece, _ in head.pieces):
            parts = {piece.part for piece, _ in head.pieces}  # Change H1: of the last first half to its left
            head.left_period = next(
                (
                    p
                    for p in reversed(periods[:column])
                    if p and len(parts) == 1 and p.endswith(f"-{next(iter(parts))}")
                ),
                None,
            )
