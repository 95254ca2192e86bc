"""The scenarios that a pack ships: files in `scenarios/`, and the tables we computed from them in `scenarios/results/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from henequen.files.json_once import read_json_once
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.scenarios.bases.table import read_table
from henequen.scenarios.result.read import with_messages
from henequen.scenarios.spec.spec import Spec, read_spec

__all__ = ["Preset", "preset_tables", "presets_of"]


# Columns that stay text even if they look like numbers: a product 0101 is not a hundred and one.
LABELS = frozenset(
    ("product", "supplier", "importer", "exporter", "region", "sector", "place", "who", "tariffs", "world")
)


@dataclass(frozen=True)
class Preset:
    """A shipped scenario: id, file, content, and the folder of its computed tables."""

    id: str
    file: Path
    spec: Spec
    results: Path


def presets_of(pack: Path) -> list[Preset]:
    """The presets of the pack at `pack`, by file name; empty if the pack ships none. Raises `PackError` for one id twice."""
    folder = pack / "scenarios"
    presets: dict[str, Preset] = {}
    for file in sorted(folder.glob("*.toml")):
        spec = read_spec(file)
        identity = spec.id or file.stem
        if identity in presets:
            raise PackError(Message("two_scenarios_have_one_id"), where=str(file), found=identity)
        presets[identity] = Preset(identity, file, spec, folder / "results" / identity)
    return list(presets.values())


def preset_tables(preset: Preset) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    """The computed tables of a preset (rows by table name) and its diagnostics; empty if none were computed."""
    tables = {}
    for file in sorted(preset.results.glob("*.csv")):
        columns = read_table(file)
        names = list(columns)
        tables[file.stem] = [
            {name: value if name in LABELS else _cell(value) for name, value in zip(names, row, strict=True)}
            for row in zip(*columns.values(), strict=True)
        ]
    head = preset.results / "diagnostics.json"
    return tables, with_messages(read_json_once(head.read_text(encoding="utf-8"))) if head.is_file() else {}


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        return value
