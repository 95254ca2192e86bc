"""The exported data package passes the standard's own reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from henequen.publish.export.write import write_export
from henequen.record.store.view import View


@pytest.mark.filterwarnings("ignore")
def test_frictionless_accepts_the_data_package(view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frictionless import validate

    write_export(view, tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    report = validate("datapackage.json", limit_rows=200)
    assert report.valid, [*report.errors, *(task.errors for task in report.tasks if not task.valid)]
    assert len(report.tasks) == len([name for name in os.listdir() if name.endswith(".csv")])  # noqa: PTH208
