"""The verb that checks what works on this computer, and what to do about the rest."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, PackOption
from henequen.cli.show_rows import for_people, print_rows
from henequen.cli.words import coded, phrase_in
from henequen.files.folders import home
from henequen.model.errors import HenequenError
from henequen.observatory import Observatory

__all__ = ["doctor"]

_EXTRAS = ("pyspark", "pyfixest", "playwright")


def doctor(pack: PackOption = None, as_json: AsJson = False) -> None:
    """Check this computer and the pack; list what is missing and what to do. Exit 1 if something needed is missing."""
    asked = language(as_json or not for_people())
    words = partial(phrase_in, asked)
    rows = list(_machine(words))
    try:
        rows.extend(_pack(open_pack(pack), words))
    except HenequenError as error:
        rows.append(_row("pack", False, error.text(asked).replace("\n", " "), words("doctor.see")))
    shown = rows
    if for_people() and not as_json:
        shown = [row | {name: _word(str(row[name])) for name in ("check", "state")} for row in rows]
    print_rows(shown, ("check", "state", "found", "next"), as_json)
    if any(row["state"] == "missing" for row in rows):
        raise typer.Exit(1)


def _machine(words: Callable[..., str]) -> Iterator[dict[str, object]]:
    yield _row("python", sys.version_info >= (3, 11), platform.python_version(), words("doctor.python"))
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("create virtual table t using fts5 (x)")
        full_text = True
    except sqlite3.OperationalError:
        full_text = False
    finally:
        connection.close()
    yield _row("sqlite full-text search", full_text, sqlite3.sqlite_version, words("doctor.use_fts"))
    yield _row(
        "duckdb",
        importlib.util.find_spec("duckdb") is not None,
        words("doctor.duckdb"),
        "pip install duckdb",
    )
    folder = home()
    free = shutil.disk_usage(next(p for p in (folder, *folder.parents) if p.exists())).free
    yield _row(
        "free space",
        free > 500_000_000,
        words("doctor.free", size=f"{free / 1e9:.1f}", folder=folder),
        words("doctor.free_more"),
    )
    for module in _EXTRAS:
        present = importlib.util.find_spec(module) is not None
        yield {
            "check": module,
            "state": "present" if present else "optional",
            "found": words(f"doctor.{module}"),
            "next": "",
        }


def _pack(observatory: Observatory, words: Callable[..., str]) -> Iterator[dict[str, object]]:
    read, findings = observatory.check()
    counts = {"claims": len(read.claims), "findings": len(findings)}
    yield _row(
        "pack",
        True,
        words("doctor.pack_found", id=read.manifest.id, root=observatory.root, **counts),
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
        "found": words("doctor.held_found", n=len(copies), all=len(read.documents)),
        "next": "" if len(copies) == len(read.documents) else words("doctor.held_next"),
    }


def _word(name: str) -> str:
    """A check or state in the language of the command; names of programs as they are."""
    code = name.replace(" ", "_").replace("-", "_")
    shown = coded("doctor_name", code)
    return name if shown == code else shown


def _row(check: str, fine: bool, status: str, hint: str) -> dict[str, object]:
    return {"check": check, "state": "present" if fine else "missing", "found": status, "next": "" if fine else hint}
