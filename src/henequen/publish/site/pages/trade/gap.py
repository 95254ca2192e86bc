"""Why the two counts differ, from totals alone: the gap of each year in parts that add up to it, and the rules in
words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from henequen.publish.site.names import Names
from henequen.publish.site.page import Table
from henequen.record.questions.two_counts import Flow
from henequen.trade.gap import COMPONENTS, Explanation
from henequen.trade.gap.series import explain_series

__all__ = ["gap_flows", "gap_table", "rules_of"]

_MILLION = Decimal(1_000_000)


def gap_flows(names: Names, flows: Sequence[Flow]) -> list[dict[str, Any]]:
    """For each flow: rows of years with the parts that these data can measure, the parts that they cannot, and both
    rules."""
    shown = []
    for flow in flows:
        explanations = _explained(names, flow)
        if not explanations:
            continue
        measured = [part for part in COMPONENTS if any(e.components[part] is not None for e in explanations)]
        missing = [part for part in COMPONENTS if part not in measured]
        exporter, importer = names.side(flow.exporter), names.side(1 - flow.exporter)
        shown.append(
            {
                "id": f"gap-{flow.exporter}",
                "heading": names.t("counts.flow", exporter=exporter, importer=importer),
                "parts": [names.t(f"gap.{part}") for part in measured],
                "missing": [{"name": names.t(f"gap.{part}"), "why": names.t(f"gap.{part}_why")} for part in missing],
                "rules": rules_of(names, flow.exporter),
                "rows": [
                    {
                        "year": e.period,
                        "gap": _millions(names, e.gap),
                        "parts": [_millions(names, e.components[part]) for part in measured],
                    }
                    for e in explanations
                ],
            }
        )
    return shown


def gap_table(names: Names, flows: Sequence[Flow]) -> Table:
    """The same as a table to download, in US dollars."""
    columns = (
        "period",
        "exporter",
        "importer",
        "exporter_value",
        "importer_value",
        "gap",
        *COMPONENTS,
        "not_measurable",
    )
    rows = tuple(
        (
            e.period,
            e.exporter,
            e.importer,
            *(_plain(v) for v in (e.exporter_value, e.importer_value, e.gap, *(e.components[c] for c in COMPONENTS))),
            ";".join(e.not_measurable),
        )
        for flow in flows
        for e in _explained(names, flow)
    )
    return Table("counts/gap.csv", columns, rows)


def _explained(names: Names, flow: Flow) -> list[Explanation]:
    material = names.material
    exporter, importer = material.sides[flow.exporter], material.sides[1 - flow.exporter]
    explanations = (explain_series(material.observations, exporter, importer, str(year.year)) for year in flow.years)
    return [e for e in explanations if e is not None and e.gap is not None]


def rules_of(names: Names, exporter: int) -> list[dict[str, Any]]:
    """The rules by which the exporting side (0 or 1) counts exports and the other imports, in words, from the pack."""
    sides = names.material.sides
    counts_wanted = ((exporter, "export"), (1 - exporter, "import"))
    return [
        {"side": side, "words": row.get(f"words_{names.language}") or row["words_en"]}
        for side, direction in counts_wanted
        for row in names.material.view.vocabulary("reporter_rules")
        if row["reporter"] == sides[side] and row["flow"] == direction
    ]


def _millions(names: Names, value: Decimal | None) -> str:
    return "–" if value is None else names.number(value / _MILLION, 1)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
