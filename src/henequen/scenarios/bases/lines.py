"""Tariff lines for partial equilibrium: product, supplier, value, duty now and then, elasticities with their source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Adjustment, Array
from henequen.scenarios.bases.line_table import LineTable
from henequen.scenarios.bases.table import Columns, filled_table, numbers, pick_column, texts, unique_rows, whole_codes

__all__ = ["Lines", "read_lines"]

SUPPLIER = ("supplier", "exporter", "partner", "partner name")
PRODUCT = ("product", "line", "hs", "cmdcode")


@dataclass(frozen=True)
class Lines:
    """Imports of one importer by product and supplier. value, before, after (L, S); demand (negative), substitution,
    supply (L); `given` marks the cells that were in the table; `elasticity_source` (L). `after` is None if the table
    has no new duty; `notes` lists oddities of the whole table."""

    products: tuple[str, ...]
    suppliers: tuple[str, ...]
    value: Array
    before: Array
    after: Array | None
    demand: Array
    substitution: Array
    supply: Array
    elasticity_source: tuple[str, ...]
    notes: tuple[Adjustment, ...] = ()


def read_lines(
    path: Path, *, importer: str | None = None, demand: float = -1.0, substitution: float = 1.5, supply: float = 99.0
) -> Lines:
    """Read the table of lines; duties as fractions (0.35 is 35 %).

    Columns demand, substitution, supply by product override the defaults given; `elasticity_source` names theirs.
    Raises `DataError` naming the row: a line twice, a missing or negative value, a missing duty, one of -100 % or below or of
    1000 % or more, a demand elasticity that is not negative, a substitution or supply elasticity that is not positive.
    """
    columns = filled_table(path)
    columns = _only(columns, importer, path)
    supplier = texts(columns[pick_column(columns, SUPPLIER, path, "supplier")])
    product = texts(columns[pick_column(columns, PRODUCT, path, "product")])
    products, suppliers = list(dict.fromkeys(product)), list(dict.fromkeys(supplier))
    row = {name: k for k, name in enumerate(products)}, {name: k for k, name in enumerate(suppliers)}
    cells = np.array([row[0][name] for name in product]), np.array([row[1][name] for name in supplier])
    shape = (len(products), len(suppliers))
    unique_rows({"product": product, "supplier": supplier}, path, "line")
    whole_codes(product, path, "product")
    table = LineTable(columns, path)

    def elasticities(name: str, default: float, sign: int) -> Array:
        result = np.full(len(products), default)
        if name in columns:
            column = numbers(columns[name], path, name, default)
            if (column * sign <= 0).any():
                k = int(np.argmax(column * sign <= 0))
                raise DataError(
                    Message("elasticity_with_wrong_sign", name=name),
                    where=Message("at_row", file=path, n=k + 1),
                    found=float(column[k]),
                    expected=Message("negative") if sign < 0 else Message("positive"),
                )
            result[cells[0]] = column
            if (result[cells[0]] != column).any():
                k = int(np.argmax(result[cells[0]] != column))
                raise DataError(
                    Message("elasticity_that_differs_between_rows_same", name=name),
                    where=Message("at_row", file=path, n=k + 1),
                    found=float(column[k]),
                    expected=Message("as_in_another_row", result=f"{float(result[cells[0]][k]):g}", product=product[k]),
                )
        return result

    named = texts(columns["elasticity_source"]) if "elasticity_source" in columns else [""] * len(product)
    source = dict(zip(product, named, strict=True))
    return Lines(
        tuple(products),
        tuple(suppliers),
        table.values(shape, cells),
        table.duties("before", shape, cells),
        table.duties("after", shape, cells) if table.has_after else None,
        elasticities("demand", demand, -1),
        elasticities("substitution", substitution, 1),
        elasticities("supply", supply, 1),
        tuple(source[name] or "default of the scenario" for name in products),
        tuple(table.notes),
    )


def _only(columns: Columns, importer: str | None, path: Path) -> Columns:
    name = next((column for column in columns if column.casefold() in ("importer", "reporter")), None)
    if name is None:
        return columns
    values = texts(columns[name])
    distinct = list(dict.fromkeys(values))
    if importer is None and len(distinct) > 1:
        raise DataError(
            Message("table_has_several_importers"),
            where=str(path),
            found=len(distinct),
            hint=Message("name_one_importer"),
        )
    chosen = importer or distinct[0]
    if chosen not in distinct:
        raise DataError(
            Message("table_lacks_this_importer"), where=str(path), found=importer, expected=", ".join(distinct[:30])
        )
    return {key: [v for v, who in zip(cells, values, strict=True) if who == chosen] for key, cells in columns.items()}
