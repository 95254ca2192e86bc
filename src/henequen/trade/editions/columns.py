"""The content of a result: the contract's columns, and the rules that produce a value."""

from __future__ import annotations

__all__ = ["LATER_COLUMNS", "OUTPUT_COLUMNS", "RULES", "row_label", "rule_number"]

OUTPUT_COLUMNS = (
    "period",
    "exporter",
    "importer",
    "classification",
    "product",
    "x_value",
    "m_value",
    "f_value",
    "cif_rate",
    "w_x",
    "w_m",
    "value",
    "lower",
    "upper",
    "quantity_kg",
    "rule",
    "netted_with",
    "module",
    "fob_reported",
)

LATER_COLUMNS = {
    "fob_reported": "coalesce(abs(f_value * (1 + cif_rate) - m_value) > 1e-6 * m_value or cif_rate = 0, false)"
}
"""Columns that results of earlier releases lack, and SQL that gives them from the others."""

RULES = {
    "both": "both sides report; inverse-variance mean",
    "exporter_only": "only the exporter reports; its figure less its expected pair effect",
    "importer_only": "only the importer reports; its figure, FOB, less its expected pair effect",
    "kept": "one side misclassified the goods under another code of the heading: both figures are used here",
    "moved": "the other code of misclassified goods: counted at `netted_with`, value 0",
    "shared": "one side booked two codes under one: its figure is shared out by the other side's",
    "disputed": "the two figures differ by more than twenty times: the interval spans both",
    "routed": "goods in transit through a hub are taken off",
    "through_hub": "booked under a hub by the exporter: what it and the hub report is put back and weighed with the importer's",
    "below_minimum": "both figures are under the method's minimum: dropped by it, value 0",
    "reconciled": "one already reconciled figure: unchanged",
}
"""Rule -> what it means, in the order of the numbers used in SQL."""


def rule_number(rule: str) -> int:
    """The number of a rule in SQL.

    >>> rule_number("moved")
    4
    """
    return list(RULES).index(rule)


def row_label(rule: str, module: str = "0") -> str:
    """SQL of the number under which the table `row_label` has the names of a rule and a module, from SQL of their numbers.

    >>> row_label("3", "1")
    '(3) + 11 * (1)'
    """
    return f"({rule}) + {len(RULES)} * ({module})"
