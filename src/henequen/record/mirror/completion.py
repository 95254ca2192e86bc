"""The last step of a reconciliation: what the readers found goes into the report, and OUT is sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from henequen.model.errors import DataError
from henequen.model.reported import ReportedFile
from henequen.record.mirror.reconcile import report_path
from henequen.record.mirror.seal import write_seal

__all__ = ["check_inputs", "complete"]


def check_inputs(files: Sequence[ReportedFile]) -> None:
    """Raise DataError where reports stand beside figures that somebody reconciled already: one would count as a report."""
    made = [file.name for file in files if file.reconciled]
    reports = [file.name for file in files if not file.reconciled]
    if made and reports:
        raise DataError(
            "reconciled figures beside reports", where=made[0], found=f"one figure a flow, beside reports in {reports[0]}",
            expected="reports only, or reconciled figures only",
            hint="reconcile the reports alone, then compare the two results",
        )  # fmt: skip


def complete(report: dict[str, Any], files: Sequence[ReportedFile], out: Path) -> dict[str, Any]:
    """The report with the readers' notes as findings, `conversions` (codes carried into another edition, by edition and
    relation), a finding where totals were left out whose parts are not there, and the SHA-256 of OUT; it is written anew
    beside OUT, as is the seal."""
    findings = report["findings"]
    notes = [
        {"rule": note.rule, "file": file.name, "rows": note.rows, "message": note.message}
        for file in files
        for note in file.notes
    ]
    notes += [
        {
            "rule": "without_parts", "rows": one["rows"], "value": one["value"],
            "message": f"{one['rows']} rows above the level that is summed ({one['value']:,.2f} USD) are left out though none of "
            "their parts is there: ask the source for codes of six digits (in UN Comtrade: cmdCode=AG6)",
        }
        for one in report["dropped"]
        if one["reason"] == "aggregate_without_parts"
    ]  # fmt: skip
    conversion = next((file.conversion for file in files if file.conversion), None)
    report["findings"] = notes + [one for one in findings if one["rule"] != "converted"]
    report["concordance"] = (
        {"name": conversion.name, "sha256": conversion.sha256, "to": conversion.to} if conversion else None
    )
    report["conversions"] = [one for one in findings if one["rule"] in ("converted", "not_converted")]
    report["sha256"] = write_seal(out)
    target = report_path(out)
    partial = target.with_name(target.name + ".partial")
    partial.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(target)
    return report
