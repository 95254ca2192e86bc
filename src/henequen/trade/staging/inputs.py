"""Checks which files can be combined."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.model.errors import DataError
from henequen.trade.model.reported import ReportedFile

__all__ = ["check_inputs"]


def check_inputs(files: Sequence[ReportedFile]) -> None:
    """Raise DataError if the inputs mix reports with figures that are already reconciled: one would count as a
    report."""
    results = [file.name for file in files if file.reconciled]
    reports = [file.name for file in files if not file.reconciled]
    if results and reports:
        raise DataError(
            "reconciled figures mixed with reports",
            where=results[0],
            found=f"one figure per flow, mixed with reports in {reports[0]}",
            expected="reports only, or reconciled figures only",
            hint="reconcile only the reports, then compare the two results",
        )
