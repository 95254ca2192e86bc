"""Whatever happens while a folder takes the place of another, one of the two is whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from henequen.files import swap

SOURCE = Path(__file__).resolve().parents[2] / "src"


def folders(tmp_path: Path) -> tuple[Path, Path]:
    new, place = tmp_path / "new", tmp_path / "site"
    for folder, text in ((new, "new"), (place, "old")):
        folder.mkdir()
        (folder / "a").write_text(text)
    return new, place


@pytest.mark.parametrize("at_once", [True, False])
def test_take_place_leaves_the_new_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool) -> None:
    new, place = folders(tmp_path)
    if not at_once:
        monkeypatch.setattr(swap, "exchange", lambda *_: False)
    swap.take_place(new, place)
    assert (place / "a").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills of another kind")
@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_kill_at_any_step_leaves_one_whole_folder(tmp_path: Path, at_once: bool, step: int) -> None:
    new, place = folders(tmp_path)
    code = f"""
import os, shutil, sys
from pathlib import Path
from henequen.files import swap
left = [{step}]
def counted(call):
    def run(*given, **named):
        left[0] -= 1
        if left[0] == 0:
            os._exit(9)
        return call(*given, **named)
    return run
Path.rename = counted(Path.rename)
shutil.rmtree = counted(shutil.rmtree)
swap.exchange = counted(swap.exchange if {at_once} else lambda *_: False)
swap.take_place(Path({str(new)!r}), Path({str(place)!r}))
"""
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(SOURCE)}, timeout=60, check=False)
    swap.put_back(place)
    assert (place / "a").read_text() in ("old", "new")
    assert not swap.old_of(place).exists()


def test_a_disk_that_refuses_the_second_rename_keeps_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, place = folders(tmp_path)
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    real = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == new:
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Input/output"):
        swap.take_place(new, place)
    assert (place / "a").read_text() == "old"
