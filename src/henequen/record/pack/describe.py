"""Describe the tables of a pack as a data package (Frictionless), with the size and checksum of each: the pack's seal."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["data_package", "digest", "resource"]


def data_package(identity: str, title: str, files: Mapping[str, str], *, sealed: bool = True) -> str:
    """The text of `datapackage.json` for the CSV files among `files` (names relative to the pack, and their texts).

    An unsealed one names the tables without their sizes and checksums: a new pack is still being written.
    """
    package: dict[str, Any] = {
        "name": identity.replace("_", "-"),
        "title": title,
        "resources": [
            resource(name, text.encode("utf-8") if sealed else None)
            for name, text in files.items()
            if name.endswith(".csv")
        ],
    }
    if sealed:  # the profile demands the fields of every table
        package = {"profile": "tabular-data-package"} | package
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def resource(name: str, data: bytes | None) -> dict[str, Any]:
    """One table as a resource of a data package: path, form and, with its `data`, its fields, size in bytes and SHA-256."""
    entry: dict[str, Any] = {
        "name": name.removesuffix(".csv").replace("/", "-"),
        "path": name,
        "format": "csv",
        "encoding": "utf-8",
    }
    if data is not None:
        entry["profile"] = "tabular-data-resource"
        header = next(csv.reader([data.partition(b"\n")[0].decode("utf-8").rstrip("\r")]), [])
        entry["schema"] = {"fields": [{"name": column, "type": "string"} for column in header]}
        entry["bytes"], entry["hash"] = digest(data)
    return entry


def digest(data: bytes) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a table, as a data package records them."""
    return len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
