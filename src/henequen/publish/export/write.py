"""Writes the open data whole or not at all, with cells that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

from henequen.files.atomic import recover, write_folder, write_together
from henequen.files.spreadsheet import plain_cell
from henequen.model.edition import Edition
from henequen.publish.export.tables import TABLES, Row
from henequen.record.pack.strict_csv import csv_line
from henequen.record.store.render_pack import render_pack
from henequen.record.store.view import View

__all__ = ["FORMATS", "render_csv", "write_export", "write_pack"]

FORMATS = ("csv", "jsonl", "pack")


def render_csv(rows: list[Row], columns: list[str]) -> str:
    """Rows as CSV: UTF-8 text, comma, line feed, minimal quotes."""
    lines = [csv_line(columns)]
    lines.extend(csv_line([plain_cell(row.get(column, "")) for column in columns]) for row in rows)
    return "".join(lines)


def write_export(view: View, folder: Path, form: str = "csv") -> list[tuple[str, int]]:
    """Write every table into `folder` as `csv` or `jsonl`, and a data package; returns file names with their row counts.

    Other files of the folder stay. All files are replaced or none; the data package, which has their hashes, comes last.
    """
    files: dict[Path, bytes] = {}
    resources = []
    written: list[tuple[str, int]] = []
    for name, table in TABLES.items():
        rows, columns = list(table.rows(view)), table.columns
        data = (render_csv(rows, columns) if form == "csv" else "".join(_lines(rows))).encode("utf-8")
        files[Path(f"{name}.{form}")] = data
        resources.append(
            {
                "name": name,
                "profile": "tabular-data-resource",
                "path": f"{name}.{form}",
                "format": form,
                "encoding": "utf-8",
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "bytes": len(data),
                "schema": {"fields": [{"name": column, "type": "string"} for column in columns]},
            }
        )
        written.append((f"{name}.{form}", len(rows)))
    package = {
        "profile": "tabular-data-package",
        "name": view.manifest.id.replace("_", "-"),
        "title": view.manifest.title["en"],
        "version": view.fingerprint[:12],
        "created": f"{view.as_of}T00:00:00Z",
        "sources": [_source(edition) for edition in view.editions.values()],
        "resources": resources,
    }
    files[Path("datapackage.json")] = (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    recover(folder)
    write_together(folder, files)
    return written


def write_pack(view: View, folder: Path) -> list[tuple[str, int]]:
    """Write the pack's own files, from its store, into a new folder; `view` must show everything."""
    files = render_pack(view)
    write_folder(folder, {name: text.encode("utf-8") for name, text in files.items()})
    return [
        (name, len(list(csv.reader(io.StringIO(text)))) - 1) for name, text in files.items() if name.endswith(".csv")
    ]


def _lines(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _source(edition: Edition) -> dict[str, str]:
    return (
        {"title": f"{edition.publisher}: {edition.title}", "path": edition.url}
        if edition.url
        else {"title": f"{edition.publisher}: {edition.title}"}
    )
