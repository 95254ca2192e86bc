"""Bilateral world tables by product for GSIM: product, importer, exporter, value, duty now and then, elasticities."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Adjustment, Array
from henequen.scenarios.bases.line_table import LineTable
from henequen.scenarios.bases.lines import PRODUCT, SUPPLIER
from henequen.scenarios.bases.table import filled_table, numbers, pick_column, texts, unique_rows, whole_codes

__all__ = ["WorldLines", "read_world_lines"]

IMPORTER = ("importer", "reporter")


@dataclass(frozen=True)
class WorldLines:
    """Trade of all with all. value, before, after (L, V importers, N exporters), the same regions in the same order; demand
    (L, V, negative), substitution (L), supply (L, N). `after` is None if the table has no new duty."""

    products: tuple[str, ...]
    regions: tuple[str, ...]
    value: Array
    before: Array
    after: Array | None
    demand: Array
    substitution: Array
    supply: Array
    notes: tuple[Adjustment, ...] = ()


def read_world_lines(
    path: Path, *, demand: float | None = None, substitution: float | None = None, supply: float | None = None
) -> WorldLines:
    """Read the table; duties as fractions, home sales as rows with the same importer and exporter.

    Elasticities come from the columns demand (one by product and importer), substitution (by product), supply (by product and
    exporter), else from the arguments. Raises `DataError` naming the column that is missing, or the wrong row.
    """
    columns = filled_table(path)
    importer = texts(columns[pick_column(columns, IMPORTER, path, "importer")])
    exporter = texts(columns[pick_column(columns, SUPPLIER, path, "exporter")])
    product = texts(columns[pick_column(columns, PRODUCT, path, "product")])
    products, regions = tuple(dict.fromkeys(product)), tuple(dict.fromkeys(importer + exporter))
    line, place = {name: k for k, name in enumerate(products)}, {name: k for k, name in enumerate(regions)}
    row = np.array([line[name] for name in product], dtype=int)
    buyer = np.array([place[name] for name in importer], dtype=int)
    seller = np.array([place[name] for name in exporter], dtype=int)
    shape = (len(products), len(regions), len(regions))
    unique_rows({"product": product, "importer": importer, "exporter": exporter}, path, "line")
    whole_codes(product, path, "product")
    table = LineTable(columns, path)

    def elasticities(
        name: str, default: float | None, sign: int, keys: tuple[np.ndarray, ...], size: tuple[int, ...]
    ) -> Array:
        column = next((label for label in columns if label.casefold() == name), None)
        if column is None:
            if default is None:
                raise DataError(
                    Message("gsim_needs_elasticity", name=name),
                    where=str(path),
                    found=", ".join(columns),
                    expected=Message("column_or_in_partial", name=name),
                )
            return np.full(size, default)
        own_column = numbers(columns[column], path, column, default)
        result = np.full(size, float(sign))  # kept only if nothing is bought or sold, since it then has no effect
        result[keys] = own_column
        bad = ~(own_column * sign > 0) | (result[keys] != own_column)
        if bad.any():
            k = int(np.argmax(bad))
            wrong = (
                "with the wrong sign"
                if not own_column[k] * sign > 0
                else "that differs between rows of the same market"
            )
            raise DataError(
                Message("elasticity", name=name, wrong=wrong),
                where=Message("at_row", file=path, n=k + 1),
                found=float(own_column[k]),
            )
        return result

    cells = (row, buyer, seller)
    return WorldLines(
        products,
        regions,
        table.values(shape, cells),
        table.duties("before", shape, cells),
        table.duties("after", shape, cells) if table.has_after else None,
        elasticities("demand", demand, -1, (row, buyer), shape[:2]),
        elasticities("substitution", substitution, 1, (row,), shape[:1]),
        elasticities("supply", supply, 1, (row, seller), shape[:2]),
        tuple(table.notes),
    )
