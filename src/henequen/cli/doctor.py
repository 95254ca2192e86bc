"""The verb that checks what works on this computer, and what to do about the rest."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, PackOption
from henequen.cli.show_rows import print_rows
from henequen.files.folders import home
from henequen.model.errors import HenequenError
from henequen.observatory import Observatory

__all__ = ["doctor"]

_EXTRAS = {
    "pyspark": "reconciling on a cluster (extra: spark)",
    "pyfixest": "gravity estimation (extra: gravity)",
    "playwright": "browser tests (extra: test)",
}


def doctor(pack: PackOption = None, as_json: AsJson = False) -> None:
    """Check this computer and the pack; list what is missing and what to do. Exit 1 if something needed is missing."""
    rows = list(_machine())
    try:
        rows.extend(_pack(open_pack(pack)))
    except HenequenError as error:
        rows.append(_row("pack", False, str(error).replace("\n", " "), "see the message"))
    print_rows(rows, ("check", "state", "found", "next"), as_json)
    if any(row["state"] == "missing" for row in rows):
        raise typer.Exit(1)


def _machine() -> Iterator[dict[str, object]]:
    yield _row("python", sys.version_info >= (3, 11), platform.python_version(), "install Python 3.11 or newer")
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("create virtual table t using fts5 (x)")
        full_text = True
    except sqlite3.OperationalError:
        full_text = False
    finally:
        connection.close()
    yield _row("sqlite full-text search", full_text, sqlite3.sqlite_version, "use a Python whose sqlite3 has FTS5")
    yield _row(
        "duckdb",
        importlib.util.find_spec("duckdb") is not None,
        "mirror reconciliation, scenarios",
        "pip install duckdb",
    )
    folder = home()
    free = shutil.disk_usage(next(p for p in (folder, *folder.parents) if p.exists())).free
    yield _row(
        "free space",
        free > 500_000_000,
        f"{free / 1e9:.1f} GB at {folder}",
        "free half a gigabyte, or set HENEQUEN_HOME",
    )
    for module, purpose in _EXTRAS.items():
        present = importlib.util.find_spec(module) is not None
        yield {"check": module, "state": "present" if present else "optional", "found": purpose, "next": ""}


def _pack(observatory: Observatory) -> Iterator[dict[str, object]]:
    read, findings = observatory.check()
    yield _row(
        "pack",
        True,
        f"{read.manifest.id} ({observatory.root}), {len(read.claims)} claims, {len(findings)} findings",
        "",
    )
    yield {
        "check": "store",
        "state": "present" if observatory.store.is_file() else "optional",
        "found": str(observatory.store),
        "next": "" if observatory.store.is_file() else "henequen build",
    }
    copies = [d.document_id for d in read.documents.values() if observatory.library.holds(d.content_hash)]
    yield {
        "check": "documents held",
        "state": "present" if copies else "optional",
        "found": f"{len(copies)} of {len(read.documents)}",
        "next": "" if len(copies) == len(read.documents) else "henequen documents add FILE shows passages in context",
    }


def _row(check: str, fine: bool, status: str, hint: str) -> dict[str, object]:
    return {"check": check, "state": "present" if fine else "missing", "found": status, "next": "" if fine else hint}
