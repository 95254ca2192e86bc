"""Sums of the measures of a scenario of tariff lines, by product and by place, with bands from draws of the elasticities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.multi_sector.tables import cells
from henequen.scenarios.result.bands import band, draw_factors
from henequen.scenarios.result.result import Table
from henequen.scenarios.spec.spec import Spec

__all__ = ["Band", "Measures", "drawn_bands", "totals"]

Measures = Mapping[str, Array]
"""Measure -> its values, products by places (suppliers or regions), in the currency of the table."""
Band = tuple[Array, Array]
"""Lower and upper ends, one of each for every product or place."""


def totals(
    name: str, key: str, labels: tuple[str, ...], measures: Measures, axis: int, bands: Mapping[str, Band] | None
) -> Table:
    """The table `name`: one row for each of `labels`, in the column `key`, with every measure summed over `axis` and, if
    there are `bands`, both ends."""
    columns: dict[str, list[Any]] = {key: list(labels)}
    for measure, values in measures.items():
        columns[measure] = cells(values.sum(axis=axis))
        if bands:
            columns[f"{measure}_lower"], columns[f"{measure}_upper"] = (cells(end) for end in bands[measure])
    return Table(name, columns, dict.fromkeys(measures, "currency of the table"))


def drawn_bands(
    spec: Spec, products: int, solve: Callable[[Array, Array], Measures], axes: Mapping[str, int]
) -> dict[str, dict[str, Band]]:
    """Table -> measure -> its band, for the tables in `axes` (table -> axis summed over); empty if the file asks for no draws.

    `solve` gets the factors of the elasticities of demand and of substitution, one for each of the `products`, of at least
    0.01. Raises `DataError` if the file requests draws but names no parameter.
    """
    if not spec.draws:
        return {}
    if spec.draws.elasticities is None:
        raise DataError(
            Message("nothing_uncertain"), where="draws", hint="elasticities = { distribution = ..., sigma = ... }"
        )
    generator = np.random.default_rng(spec.draws.seed)
    factors = draw_factors(spec.draws.elasticities, (spec.draws.n, 2, products), generator)
    sums: dict[str, dict[str, list[Array]]] = {table: {} for table in axes}
    for demand, substitution in np.maximum(factors, 0.01):
        for measure, values in solve(demand, substitution).items():
            for table, axis in axes.items():
                sums[table].setdefault(measure, []).append(values.sum(axis=axis))
    return {
        table: {measure: band(np.stack(values), spec.draws.interval) for measure, values in measures.items()}
        for table, measures in sums.items()
    }
