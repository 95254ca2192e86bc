"""Trade by industry of a few sellers and buyers in a few years: a pack's table, or a user's."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from henequen.files.csv_rows import repeated
from henequen.files.foreign import look_at
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.model.plain_number import plain_float

__all__ = ["WORLD", "SectorTable", "read_sector_table", "sector_table"]

WORLD = "WLD"
_COLUMNS = ("year", "exporter", "importer", "product", "value")


@dataclass(frozen=True)
class SectorTable:
    """Values in million US dollars by (year, exporter, importer, product); a missing key means unknown."""

    values: Mapping[tuple[str, str, str, str], float]
    products: tuple[str, ...]
    years: tuple[str, ...]
    source: str

    def column(self, year: str, exporter: str, importer: str) -> list[float]:
        """The values of all products, NaN if unknown."""
        return [self.values.get((year, exporter, importer, product), float("nan")) for product in self.products]


def sector_table(rows: Iterable[Mapping[str, str]], source: str) -> SectorTable:
    """The table of a pack's rows (`isic3`, `value_musd`) or of a user's (`product`, `value`).

    Raises DataError for a key that occurs twice and for values that are not amounts.
    """
    values: dict[tuple[str, str, str, str], float] = {}
    for number, row in enumerate(rows, 2):
        key = (row["year"], row["exporter"], row["importer"], row.get("isic3") or row.get("product", ""))
        text = row.get("value_musd") or row.get("value", "")
        try:
            value = plain_float(text)
        except ValueError:
            value = float("nan")
        if not 0 <= value < 1e12:
            raise DataError(
                Message("a_value_not_amount"),
                where=f"{source}:{number}",
                found=text[:40],
                expected=Message("zero_or_more"),
            )
        if key in values:
            raise DataError(Message("row_occurs_twice"), where=f"{source}:{number}", found=", ".join(key))
        values[key] = value
    products = tuple(dict.fromkeys(key[3] for key in values))
    years = tuple(sorted({key[0] for key in values}))
    return SectorTable(values, products, years, source)


def read_sector_table(path: Path) -> list[dict[str, str]]:
    """The rows of a user's table (CSV with year, exporter, importer, product, value in million US dollars).

    The exporter `WLD` is the world; it must hold the others. Raises DataError for another kind of file or missing columns.
    """
    look_at(path, ("text",), largest=200 << 20, what="file_trade")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(
            Message("table_trade_not_text_in_utf"), where=str(path), hint=Message("save_as_csv_utf_8")
        ) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise DataError(
            Message("table_trade_lacks_columns"),
            where=f"{path}:1",
            found=", ".join((reader.fieldnames or ())[:20]),
            expected=", ".join(missing),
            hint=Message("columns_are_year_exporter_importer_product"),
        )
    if twice := [name for name in repeated(reader.fieldnames or ()) if name in _COLUMNS]:
        raise DataError(Message("column_table_trade_occurs_twice"), where=f"{path}:1", found=", ".join(twice))
    rows: list[dict[str, str]] = []
    for row in reader:
        if None in row or None in row.values():
            raise DataError(Message("row_has_another_number_cells_than"), where=f"{path}:{reader.line_num}")
        rows.append({name: row[name].strip() for name in _COLUMNS})
    if not rows:
        raise DataError(Message("table_trade_has_no_rows"), where=str(path))
    return rows


def last_two(years: Sequence[str]) -> tuple[str, str]:
    """The first and the last year; raises DataError with fewer than two."""
    if len(years) < 2:
        raise DataError(
            Message("change_needs_two_years"),
            found=", ".join(years) or Message("none_at_all"),
            expected=Message("two_years_in_table"),
        )
    return years[0], years[-1]
