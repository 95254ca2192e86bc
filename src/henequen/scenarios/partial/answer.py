"""The common parts of the answers of SMART and GSIM: assumptions, limits and diagnostics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.bases.lines import Lines
from henequen.scenarios.bases.world_lines import WorldLines
from henequen.scenarios.result.bands import describe
from henequen.scenarios.result.caveats import marks_of, note_marks, rate_marks
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.spec.rates import assumptions_of
from henequen.scenarios.spec.spec import Spec

__all__ = ["LineMethod", "elasticity_spans", "line_result"]


@dataclass(frozen=True)
class LineMethod:
    """The description of one method: its name in the diagnostics, the price that stays fixed, its table, its own
    assumptions (before those of the changes) and limits (after those of the file), the source, and further diagnostics."""

    name: str
    numeraire: str
    table: str
    residual: float
    assumptions: Sequence[Message]
    limits: Sequence[Message]
    source: str
    diagnostics: Mapping[str, Any] = field(default_factory=dict)


def line_result(
    spec: Spec, table: Lines | WorldLines, after: Array, tables: Mapping[str, Table], method: LineMethod
) -> ScenarioResult:
    """The result of `method`, with marks that readers must see before any figure: notes of the reader of the table,
    no duty changed, a duty that looks like a percentage."""
    marks = [*note_marks(table.notes), *marks_of(after != table.before), *rate_marks(table.before, after)]
    assumptions: list[str] = list(method.assumptions)
    for change in spec.counterfactual.change:
        assumptions += assumptions_of(change)
    if spec.draws:
        assumptions += describe(spec.draws.elasticities, "line")
    return ScenarioResult(
        title=spec.title,
        model="partial",
        tables=tables,
        assumptions=tuple(assumptions),
        limits=(*(mark["text"] for mark in marks), *spec.limits, *method.limits),
        diagnostics={
            "converged": True,
            "iterations": 1,
            "residual": method.residual,
            "tolerance": spec.solver.tolerance,
            "method": method.name,
            "closure": "partial equilibrium",
            "numeraire": method.numeraire,
            "base": {
                "name": spec.partial.lines if spec.partial else "",
                "year": None,
                "source": method.table,
                "checks": [],
            },
            **method.diagnostics,
            "seed": spec.draws.seed if spec.draws else None,
            "draws": spec.draws.n if spec.draws else 0,
            "marks": marks,
        },
        sources=(method.source,),
    )


def elasticity_spans(table: Lines | WorldLines) -> dict[str, str]:
    """The least and greatest elasticities of demand, substitution and supply, as values `a` to `f` of a message."""
    ends = [
        f"{end:g}"
        for values in (table.demand, table.substitution, table.supply)
        for end in (values.min(), values.max())
    ]
    return dict(zip("abcdef", ends, strict=True))
