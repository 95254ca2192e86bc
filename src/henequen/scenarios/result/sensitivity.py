"""The same question under other assumptions: the effect of a model, a mode or a closure on the headline figure.

Rows (region, figure, closure, tariffs, value, chosen, note). `chosen` is "yes" for the file's own assumption; if an
assumption could not be solved, `value` is empty and `note` gives the reason. The range over rows is not a confidence
band.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from henequen.model.errors import NotConvergedError
from henequen.scenarios.bases.base import Array
from henequen.scenarios.multi_sector.tables import cells
from henequen.scenarios.result.result import Table

__all__ = ["Variant", "models_table"]

COLUMNS = ("region", "figure", "closure", "tariffs", "value", "chosen", "note")
Variant = tuple[str, bool, Callable[[], Mapping[str, Array]]]
"""A closure in words, whether the file asks for it, and what solves it: figures in percent by name, (N) each."""


def models_table(
    regions: Sequence[str],
    figures: Sequence[str],
    tariffs: str,
    variants: Iterable[Variant],
    stopped: Callable[[], bool],
) -> Table:
    """Solve every variant and list its figures. Raises `NotConvergedError` for the chosen one, and past the deadline;
    another variant without an answer becomes rows without a value."""
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for closure, chosen, solve in variants:
        note, rows = "", None
        try:
            rows = solve()
        except NotConvergedError as error:
            if chosen or stopped():
                raise
            note = str(error).splitlines()[0]
        for figure in figures if rows is None else [name for name in figures if name in rows]:
            values = [None] * len(regions) if rows is None else cells(rows[figure])
            columns["region"] += regions
            columns["value"] += values
            for name, item in (
                ("figure", figure),
                ("closure", closure),
                ("tariffs", tariffs),
                ("chosen", "yes" if chosen and figure == figures[0] else ""),
                ("note", note),
            ):
                columns[name] += [item] * len(regions)
    return Table("models", columns, {"value": "percent"})
