"""Which files can be taken together."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.model.errors import DataError
from henequen.trade.model.reported import ReportedFile

__all__ = ["check_inputs"]


def check_inputs(files: Sequence[ReportedFile]) -> None:
    """Raise DataError where reports stand beside figures that somebody reconciled already: one would count as a report."""
    made = [file.name for file in files if file.reconciled]
    reports = [file.name for file in files if not file.reconciled]
    if made and reports:
        raise DataError(
            "reconciled figures beside reports",
            where=made[0],
            found=f"one figure a flow, beside reports in {reports[0]}",
            expected="reports only, or reconciled figures only",
            hint="reconcile the reports alone, then compare the two results",
        )
