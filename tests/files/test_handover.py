"""Large files are handed over together: killed at any step, what lies there is the old result or the new one, whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from henequen.files import handover, scratch
from henequen.files.disk import disk_error
from henequen.files.handover import commit, journal_path, part_of, recover
from henequen.files.scratch import scratch_folder
from henequen.model.errors import HenequenError, StoreError

NAMES = ("out.parquet.sha256", "out.report.json", "out.model.json", "out.parquet")


def write_parts(folder: Path, text: str, names: tuple[str, ...] = NAMES) -> None:
    for name in names:
        part_of(folder / name).write_text(text)


def state(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.name in NAMES}


STEPS = ("replace", "unlink", "fsync", "write_durably")


@pytest.mark.parametrize("step", range(12))
def test_a_kill_at_any_step_leaves_one_whole_result(tmp_path: Path, step: int) -> None:
    """The child is killed at the nth call that touches the disk; the next process finds the old files or all new ones."""
    paths = [tmp_path / name for name in NAMES]
    for path in paths[:3]:
        path.write_text("old")
    (tmp_path / "out.parquet").write_text("old")
    write_parts(tmp_path, "new", ("out.parquet.sha256", "out.report.json", "out.parquet"))
    child = os.fork()
    if child == 0:
        left = [step]

        def counted(real):  # type: ignore[no-untyped-def]
            def call(*given, **more):  # type: ignore[no-untyped-def]
                if left[0] == 0:
                    os._exit(9)
                left[0] -= 1
                return real(*given, **more)

            return call

        Path.replace = counted(Path.replace)  # type: ignore[method-assign]
        Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]
        os.fsync = counted(os.fsync)
        try:
            commit(tmp_path / "out.parquet", paths)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    begun = journal_path(tmp_path / "out.parquet").exists()
    assert recover(tmp_path / "out.parquet") == begun
    found = state(tmp_path)
    old = dict.fromkeys(NAMES, "old")
    new = dict.fromkeys(("out.parquet.sha256", "out.report.json", "out.parquet"), "new")  # the model has no successor
    assert found in (old, new)
    assert not begun or found == new
    assert not journal_path(tmp_path / "out.parquet").exists()


def test_a_full_disk_leaves_the_old_files_and_is_called_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.parquet").write_text("old")
    write_parts(tmp_path, "new", ("out.parquet",))

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(handover, "write_durably", full)
    with pytest.raises(HenequenError, match="the disk is full"):
        commit(tmp_path / "out.parquet", [tmp_path / "out.parquet"])
    assert state(tmp_path) == {"out.parquet": "old"}
    assert not journal_path(tmp_path / "out.parquet").exists()


def test_a_journal_never_leads_out_of_its_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "other").write_text("mine")
    part_of(inner / "other").write_text("new")
    journal_path(inner / "out.parquet").write_text('[["../other", true], ["other", true]]')
    recover(inner / "out.parquet")
    assert (tmp_path / "other").read_text() == "mine"
    journal_path(inner / "out.parquet").write_text("{")
    with pytest.raises(StoreError, match="cannot be read"):
        recover(inner / "out.parquet")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "a"), "the disk is full"),
        (OSError(30, "Read-only file system", "a"), "cannot be read or written"),
        (PermissionError(13, "Permission denied", "a"), "cannot be read or written"),
        (RuntimeError('IO Error: Could not write file "x": No space left on device'), "the disk is full"),
    ],
)
def test_disk_error_says_what_the_system_refuses(error: Exception, words: str) -> None:
    assert words in str(disk_error(error))


@pytest.fixture
def old_enough(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(scratch, "_NEW", -1.0)
    yield


def test_a_scratch_folder_that_nobody_holds_goes_with_the_next(tmp_path: Path, old_enough: None) -> None:
    child = os.fork()
    if child == 0:
        with scratch_folder("henequen-x-", tmp_path) as folder:
            (folder / "big").write_text("left")
            os._exit(9)
    os.waitpid(child, 0)
    assert len(list(tmp_path.iterdir())) == 1
    with scratch_folder("henequen-x-", tmp_path) as mine:
        assert list(tmp_path.iterdir()) == [mine]
        with scratch_folder("henequen-x-", tmp_path) as other:  # the first is held, and stays
            assert {path.name for path in tmp_path.iterdir()} == {mine.name, other.name}
    assert not list(tmp_path.iterdir())
