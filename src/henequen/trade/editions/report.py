"""The report of a reconciliation: where it stands, and what the readers of the files add to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from henequen.trade.model.reported import ReportedFile

__all__ = ["completed", "report_path"]

_ALONE = {
    "aggregate_partner_alone": "totals with the world or a group, and their reporters have no row with a single partner: ask the "
    "source for single partners",
    "aggregate_reporter_alone": "rows reported by a group, and no single reporter has a row with the same partner: ask the source "
    "for single reporters",
    "other_classification_alone": "rows of another classification, and the same flow has no row in the Harmonized System: ask the "
    "source for HS codes (in UN Comtrade: clCode=HS)",
    "finer_product_alone": "codes of more than six digits, and the same flow has no row at six: --add product adds them up",
}
"""Reasons after which a value is nowhere in the result -> what the finding says of such rows."""


def report_path(out: Path) -> Path:
    """Where the report of OUT stands: beside it, its suffix replaced by `.report.json`.

    >>> report_path(Path("year/flows.parquet")).name
    'flows.report.json'
    """
    return out.with_suffix(".report.json")


def completed(report: dict[str, Any], files: Sequence[ReportedFile]) -> dict[str, Any]:
    """`report` with the readers' notes as findings, `conversions` (codes carried into another edition, by edition and
    relation) and `concordance`, and a finding where totals were left out whose parts are not there."""
    findings = report["findings"]
    notes = [
        {"rule": note.rule, "file": file.name, "rows": note.rows, "message": note.message}
        for file in files
        for note in file.notes
    ]
    notes += [
        {
            "rule": "without_parts",
            "rows": one["rows"],
            "value": one["value"],
            "message": f"{one['rows']} rows above the level that is summed ({one['value']:,.2f} USD) are left out though none of "
            "their parts is there: ask the source for codes of six digits (in UN Comtrade: cmdCode=AG6)",
        }
        for one in report["dropped"]
        if one["reason"] == "aggregate_without_parts"
    ]
    notes += [
        {
            "rule": "left_out_alone",
            "reason": one["reason"],
            "rows": one["rows"],
            "value": one["value"],
            "message": f"{one['rows']} rows ({one['value']:,.2f} USD) are left out as {_ALONE[one['reason']]}",
        }
        for one in report["dropped"]
        if one["reason"] in _ALONE
    ]
    conversion = next((file.conversion for file in files if file.conversion), None)
    return report | {
        "findings": notes + [one for one in findings if one["rule"] != "converted"],
        "concordance": (
            {"name": conversion.name, "sha256": conversion.sha256, "to": conversion.to} if conversion else None
        ),
        "conversions": [one for one in findings if one["rule"] in ("converted", "not_converted")],
    }
