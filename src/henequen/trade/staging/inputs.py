"""Checks which files can be combined."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.model.reported import ReportedFile

__all__ = ["check_inputs"]


def check_inputs(files: Sequence[ReportedFile]) -> None:
    """Raise DataError if the inputs mix reports with figures that are already reconciled: one would count as a
    report."""
    results = [file.name for file in files if file.reconciled]
    reports = [file.name for file in files if not file.reconciled]
    if results and reports:
        raise DataError(
            Message("reconciled_figures_mixed_with_reports"),
            where=results[0],
            found=Message("one_figure_per_flow_mixed_with", reports=reports[0]),
            expected=Message("reports_only_or_reconciled_figures_only"),
            hint=Message("reconcile_only_reports_then_compare_two"),
        )
