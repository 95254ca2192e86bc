"""The report of a reconciliation: its path, and the notes of the readers of the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from henequen.model.message import Message
from henequen.trade.model.report_finding import report_finding
from henequen.trade.model.reported import ReportedFile

__all__ = ["completed", "report_path"]

_ALONE = {
    "aggregate_partner_alone": "reconcile_partners_alone",
    "aggregate_reporter_alone": "reconcile_groups_alone",
    "other_classification_alone": "reconcile_classification_alone",
    "finer_product_alone": "reconcile_finer_alone",
}
"""Reasons after which a value is nowhere in the result -> the message about such rows."""
_DOUBTFUL = (
    "code_missing",
    "value_missing",
    "value_not_finite",
    "value_implausible",
    "value_negative",
    "period_unknown",
    "product_unknown",
)
"""Reasons that make a row unusable by itself: its value is in no other row, so that each is a finding."""


def report_path(out: Path) -> Path:
    """The path of the report of OUT: in the same folder, with the suffix `.report.json`.

    >>> report_path(Path("year/flows.parquet")).name
    'flows.report.json'
    """
    return out.with_suffix(".report.json")


def completed(report: dict[str, Any], files: Sequence[ReportedFile]) -> dict[str, Any]:
    """`report` with the readers' notes as findings, `conversions` (codes converted to another edition, by edition and
    relation) and `concordance`, and a finding for totals whose parts are missing and for every kind of row that cannot be used."""
    findings = report["findings"]
    notes = [
        report_finding(note.rule, note.message, file=file.name, rows=note.rows) for file in files for note in file.notes
    ]
    notes += [
        report_finding(
            "without_parts",
            Message("reconcile_without_parts", n=one["rows"], value=f"{one['value']:,.2f}"),
            rows=one["rows"],
            value=one["value"],
        )
        for one in report["dropped"]
        if one["reason"] == "aggregate_without_parts"
    ]
    notes += [
        report_finding(
            "left_out_alone",
            Message(_ALONE[one["reason"]], n=one["rows"], value=f"{one['value']:,.2f}"),
            reason=one["reason"],
            rows=one["rows"],
            value=one["value"],
        )
        for one in report["dropped"]
        if one["reason"] in _ALONE
    ]
    notes += [
        report_finding(
            "left_out_doubtful",
            Message(
                f"reconcile_left_out_{one['reason']}",
                n=one["rows"],
                value=f"{one['value']:,.2f}",
                where="; ".join(one.get("examples", ())) or "-",
            ),
            reason=one["reason"],
            rows=one["rows"],
            value=one["value"],
        )
        for one in report["dropped"]
        if one["reason"] in _DOUBTFUL
    ]
    conversion = next((file.conversion for file in files if file.conversion), None)
    return report | {
        "findings": notes + [one for one in findings if one["rule"] != "converted"],
        "concordance": (
            {"name": conversion.name, "sha256": conversion.sha256, "to": conversion.to} if conversion else None
        ),
        "conversions": [one for one in findings if one["rule"] in ("converted", "not_converted")],
    }
