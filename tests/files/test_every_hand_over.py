"""Every hand-over, at every call that touches the disk: killed, EIO or ENOSPC, what lies there is the old or the new, whole.

Each case runs the real writer in a forked child that is hit at its nth call (open for writing, rename, remove, mkdir, fsync,
write). Afterwards the next run's `recover` works, and nothing but the old or the new files may be there.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from henequen.files import atomic, handover, scratch, swap
from henequen.files.atomic import recover, unrecovered, write_durably, write_folder, write_together
from henequen.files.handover import commit, journal_path, part_of
from henequen.model.errors import HenequenError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")

BESIDE = ("out.parquet.sha256", "out.report.json", "out.model.json", "out.edition.json")
LEFT = (".partial", ".part")


@dataclass(frozen=True)
class Case:
    """A writer: what lies there before, what it makes, and how the next run puts things right."""

    name: str
    old: Callable[[Path], None]
    write: Callable[[Path], None]
    next_run: Callable[[Path], None]


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def _result(text: str, beside: tuple[str, ...], out: tuple[str, ...] = ("out.parquet",)) -> dict[str, str]:
    return dict.fromkeys((*beside, *out), text)


PARTED = ("out.parquet/period=2018/part.parquet", "out.parquet/period=2019/part.parquet")


def _commit(files: dict[str, str]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        for name, text in files.items():
            top, _, inner = name.partition("/")
            put(folder, {f"{top}.partial/{inner}" if inner else f"{top}.partial": text})
        commit(folder / "out.parquet", [folder / name for name in (*BESIDE, "out.parquet")])

    return write


def _linked(folder: Path) -> None:
    """A period that an update leaves as it is has its file in both results."""
    put(
        folder,
        _result("new", tuple(f"{name}.partial" for name in BESIDE), ("out.parquet.partial/period=2019/part.parquet",)),
    )
    part = folder / "out.parquet.partial" / "period=2018" / "part.parquet"
    part.parent.mkdir()
    os.link(folder / "base.parquet" / "period=2018" / "part.parquet", part)
    commit(folder / "out.parquet", [folder / name for name in (*BESIDE, "out.parquet")])


def _recovered(folder: Path) -> None:
    handover.recover(folder / "out.parquet")
    if not journal_path(folder / "out.parquet").exists():
        handover.remove_parts([folder / name for name in (*BESIDE, "out.parquet")])


def _site(folder: Path) -> None:
    put(folder, {"part/index.html": "new", "part/es/index.html": "new", "part/assets/style.css": "new"})
    swap.take_place(folder / "part", folder / "site")


def _site_again(folder: Path) -> None:
    swap.put_back(folder / "site")
    shutil.rmtree(folder / "part", ignore_errors=True)  # lies in a scratch folder, which the next run removes


TABLES = {f"{name}.csv": "new" for name in ("instruments", "observations", "findings")} | {"datapackage.json": "new"}


def _bytes(files: Mapping[str, str]) -> dict[Path, bytes]:
    return {Path(name): text.encode() for name, text in files.items()}


CASES = [
    Case(
        "reconcile, one file",
        lambda f: put(f, _result("old", BESIDE[:3])),
        _commit(_result("new", BESIDE[:2])),
        _recovered,
    ),
    Case(
        "reconcile, a folder of periods over one file",
        lambda f: put(f, _result("old", BESIDE[:2])),
        _commit(_result("new", BESIDE[:2], PARTED)),
        _recovered,
    ),
    Case(
        "reconcile --update, a folder over a folder",
        lambda f: put(f, _result("old", BESIDE, PARTED)),
        _commit(_result("new", BESIDE, PARTED[:1])),
        _recovered,
    ),
    Case(
        "reconcile --update, a part in both results",
        lambda f: put(f, {**_result("old", BESIDE, PARTED), "base.parquet/period=2018/part.parquet": "kept"}),
        _linked,
        _recovered,
    ),
    Case("site", lambda f: put(f, {"site/index.html": "old", "site/assets/style.css": "old"}), _site, _site_again),
    Case("first site", lambda f: None, _site, _site_again),
    Case(
        "export over an earlier one",
        lambda f: put(f, dict.fromkeys((*TABLES, "kept.txt"), "old")),
        lambda f: write_together(f, _bytes(TABLES)),
        recover,
    ),
    Case(
        "results of a scenario over earlier ones",
        lambda f: put(f, {"regions.csv": "old", "years.csv": "old", "diagnostics.json": "old"}),
        lambda f: write_together(f, _bytes({"regions.csv": "new", "diagnostics.json": "new"}), [Path("years.csv")]),
        recover,
    ),
    Case(
        "pack edit",
        lambda f: put(f, {"claims/events.csv": "old", "editions/editions.csv": "old", "datapackage.json": "old"}),
        lambda f: write_together(f, _bytes({"editions/editions.csv": "new", "claims/events.csv": "new"})),
        recover,
    ),
    Case("document", lambda f: put(f, {"a.txt": "old"}), lambda f: write_durably(f / "a.txt", b"new"), recover),
    Case("first document", lambda f: None, lambda f: write_durably(f / "a.txt", b"new"), recover),
    Case(
        "new pack",
        lambda f: None,
        lambda f: write_folder(f / "pack", {"pack.toml": b"new", "claims/a.csv": b"new"}),
        lambda f: None,
    ),
]
WRITING = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")


def _strike(how: str, at: int) -> Callable[[], int]:
    """Let this process be hit at the nth call that touches the disk; returns how many calls there were so far."""
    count = [0]

    def hit() -> None:
        count[0] += 1
        if count[0] == at:
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(getattr(errno, how), os.strerror(getattr(errno, how)))

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in WRITING and not (event == "open" and not (given[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            hit()

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            hit()
            return real(*given, **named)

        return call

    sys.addaudithook(hook)
    os.fsync = counted(os.fsync)
    swap.exchange = counted(swap.exchange)
    return lambda: count[0]


def _run_struck(case: Case, folder: Path, how: str, at: int) -> int:
    """The exit code of the child: 0 done, 3 refused in our words or as an OSError, 4 anything else, 7 never hit; -9 killed."""
    child = os.fork()
    if child == 0:
        code = 4
        try:
            calls = _strike(how, at)
            case.write(folder)
            code = 7 if calls() < at else 0
        except (HenequenError, OSError):
            code = 3
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status)


def _held(folder: Path, hidden: bool = False) -> dict[str, str]:
    """What lies there; temporary files count only if `hidden` ones are asked for."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_text() for name, path in files.items() if hidden or not name.startswith(".henequen-")}


@pytest.mark.parametrize("how", ["kill", "EIO", "ENOSPC"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whatever_happens_the_old_or_the_new_is_whole(
    tmp_path: Path, case: Case, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "_NEW", -1.0)
    monkeypatch.setattr(scratch, "_NEW", -1.0)
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
        case.old(folder)
    case.write(after)
    old, new = _held(before), _held(after)
    assert old != new
    for at in range(1, 200):
        work = tmp_path / f"work-{at}"
        work.mkdir()
        case.old(work)
        code = _run_struck(case, work, how, at)
        assert code in (0, 3, 7, -9), f"call {at}: exit {code}"
        case.next_run(work)
        held = _held(work)
        assert held in (old, new), f"call {at}"
        assert held == new or code not in (0, 7), f"call {at}: said to be done"
        if case.name == "new pack" and held == new:
            shutil.rmtree(work / "pack")
        case.write(work)
        assert _held(work, hidden=True) == new, "the next run writes it whole, and what was left over is gone"
        shutil.rmtree(work)
        if code == 7:
            assert at > 3, "the writer was hit"
            return
    pytest.fail("the writer never ended")


def test_no_journal_is_left_behind(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "pack edit")
    case.old(tmp_path)
    case.write(tmp_path)
    assert not unrecovered(tmp_path) and not list(tmp_path.rglob(f"*{LEFT[1]}"))
    assert atomic.unrecovered(tmp_path) is False and part_of(tmp_path / "a").name == "a.partial"
