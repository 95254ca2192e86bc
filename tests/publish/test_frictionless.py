"""The data packages of an export, of a sealed pack and of a new pack pass the standard's own reader."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from henequen.cli import main
from henequen.files.json_once import read_json_once
from henequen.publish.export.write import write_export
from henequen.record.pack.seal import seal
from henequen.record.store.view import View

SHIPPED = Path(__file__).resolve().parents[2] / "packs" / "mexico_korea"


@pytest.mark.filterwarnings("ignore")
def test_frictionless_accepts_the_data_package(view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frictionless import validate

    write_export(view, tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    report = validate("datapackage.json", limit_rows=200)
    assert report.valid, [*report.errors, *(task.errors for task in report.tasks if not task.valid)]
    assert len(report.tasks) == len([name for name in os.listdir() if name.endswith(".csv")])  # noqa: PTH208


@pytest.mark.filterwarnings("ignore")
def test_frictionless_accepts_a_sealed_pack(_small_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frictionless import validate

    root = tmp_path / "pack"
    shutil.copytree(_small_once, root)
    sealed = seal(root)
    monkeypatch.chdir(root)
    report = validate("datapackage.json")
    assert report.valid, [*report.errors, *(task.errors for task in report.tasks if not task.valid)]
    assert len(report.tasks) == sealed


@pytest.mark.filterwarnings("ignore")
def test_frictionless_accepts_a_new_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from frictionless import validate

    with pytest.raises(SystemExit):
        main(["new", "PER", "CHL", "--out", str(tmp_path / "new")])
    monkeypatch.chdir(tmp_path / "new")
    assert validate("datapackage.json").valid


def test_the_shipped_pack_declares_its_profile_everywhere() -> None:
    package = read_json_once((SHIPPED / "datapackage.json").read_bytes())
    assert package["profile"] == "tabular-data-package"
    assert {resource["profile"] for resource in package["resources"]} == {"tabular-data-resource"}
