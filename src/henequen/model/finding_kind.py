"""The kinds of finding: each rule has one severity, whatever case it reports.

`address` names the rule under which the id of a finding is computed, if a rule was split: ids of findings are addresses that
last.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["FindingKind", "finding_kind", "finding_kinds"]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One rule of the audit with its severity."""

    rule: str
    severity: str
    address: str


@cache
def finding_kinds() -> dict[str, FindingKind]:
    """Every kind by its rule, in order of the rules."""
    with files("henequen.model").joinpath("data/finding_kinds.csv").open(encoding="utf-8") as file:
        rows = [
            FindingKind(row["rule"], row["severity"], row["address"] or row["rule"]) for row in csv.DictReader(file)
        ]
    return {kind.rule: kind for kind in rows}


def finding_kind(rule: str) -> FindingKind:
    """The kind of a rule. Raises KeyError for a rule without a row: a finding never chooses its severity.

    >>> finding_kind("sum.total_trade").severity
    'error'
    """
    return finding_kinds()[rule]
