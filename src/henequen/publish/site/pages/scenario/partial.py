"""The content of a page about a scenario by tariff line: totals, then products, suppliers and regions, the heaviest
first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from henequen.publish.site.names import Names
from henequen.publish.site.pages.scenario.wording import percent, region

__all__ = ["partial_said", "partial_tables"]

_FIRST = 25
_MEASURES = ("creation", "diversion", "producer_gain", "revenue_change", "consumer_gain", "welfare")
_TABLES = (("regions", "region"), ("products", "product"), ("suppliers", "supplier"))


def partial_said(names: Names, page: Mapping[str, Any]) -> str:
    """The sums over products in a sentence: revenue, consumers, welfare, in the currency of the user's table."""
    rows = page["tables"].get("products", ())
    sums = {name: sum(float(row.get(name) or 0.0) for row in rows) for name in _MEASURES}
    return names.t(
        "scenario.partial_answer",
        revenue=_amount(sums["revenue_change"]),
        consumers=_amount(sums["consumer_gain"]),
        welfare=_amount(sums["welfare"]),
        n=len(rows),
    )


def partial_tables(names: Names, page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Tables as (title, columns, rows, how many rows more): measures that the method has, in the currency of the table."""
    tables = []
    for name, key in _TABLES:
        rows: Sequence[Mapping[str, Any]] = page["tables"].get(name, ())
        if not rows:
            continue
        shown = [column for column in ("value_before", "value_after", *_MEASURES) if column in rows[0]]
        ordered = sorted(rows, key=lambda row: -max(abs(float(row.get(c) or 0.0)) for c in shown if c in _MEASURES))
        tables.append(
            {
                "title": names.t(f"scenario.partial_{name}"),
                "columns": [names.t(f"scenario.partial_{key}"), *(names.t(f"scenario.partial_{c}") for c in shown)],
                "rows": [[_who(names, key, row[key]), *(_cell(row, c) for c in shown)] for row in ordered[:_FIRST]],
                "more": len(rows) - _FIRST if len(rows) > _FIRST else 0,
                "file": f"{page['id']}/{name}.csv",
            }
        )
    return tables


def _who(names: Names, key: str, value: object) -> str:
    return str(value) if key == "product" else region(names, str(value))


def _cell(row: Mapping[str, Any], name: str) -> str:
    lower, upper = row.get(f"{name}_lower"), row.get(f"{name}_upper")
    text = _amount(row[name]) if name in _MEASURES else _amount(row[name]).lstrip("+")
    return text if lower is None or upper is None else f"{text} ({_amount(lower)}; {_amount(upper)})"


def _amount(value: float | None) -> str:
    return percent(value, "")
