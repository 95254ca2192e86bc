"""Describes the tables of a pack as a data package (Frictionless), so that other tools can read them too."""

from __future__ import annotations

import json
from collections.abc import Iterable

__all__ = ["data_package"]


def data_package(identity: str, title: str, files: Iterable[str]) -> str:
    """The text of `datapackage.json` for the CSV files among `files` (names relative to the pack)."""
    package = {
        "name": identity.replace("_", "-"),
        "title": title,
        "resources": [
            {
                "name": name.removesuffix(".csv").replace("/", "-"),
                "path": name,
                "format": "csv",
                "encoding": "utf-8",
            }
            for name in files
            if name.endswith(".csv")
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
