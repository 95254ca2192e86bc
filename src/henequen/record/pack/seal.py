"""The seal of a pack: `datapackage.json` keeps the size and SHA-256 of every table.

A value in our own words (a restatement, a date that follows from the sentence before) cannot be proved by a document. The
seal notices that such a value was changed after a person checked it. Verbs that write to a pack renew the seal only of
the files they write: a broken seal stays broken until a person checks and seals again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from henequen.files.atomic import recover, write_together
from henequen.files.json_once import read_json_once
from henequen.files.lock import locked
from henequen.jobs.call import call_in_child
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.record.pack.describe import data_package, digest, resource
from henequen.record.pack.files import pack_files
from henequen.record.pack.in_child import PACK_LIMITS
from henequen.record.pack.manifest import MANIFEST, read_manifest
from henequen.record.pack.strict_csv import read_text

__all__ = ["broken_seals", "is_sealed", "seal", "with_seal"]

_NAME = "datapackage.json"


def broken_seals(root: Path) -> list[str]:
    """The tables of a sealed pack that were changed, added or removed since it was sealed; empty if it never was."""
    recorded = {entry["path"]: entry for entry in _resources(_package(root)) if "hash" in entry}
    if not recorded:
        return []
    tables = {name: digest((root / name).read_bytes()) for name in _tables(root)}
    return sorted(
        name
        for name in recorded.keys() | tables.keys()
        if name not in recorded
        or name not in tables
        or (recorded[name].get("bytes"), recorded[name]["hash"]) != tables[name]
    )


def is_sealed(root: Path) -> bool:
    """Does the pack record checksums of its tables?"""
    return any("hash" in entry for entry in _resources(_package(root)))


def seal(root: Path) -> int:
    """Record the current size and checksum of every table; return the number of tables. Other content of the data
    package (its licence, the fields of a table) is kept.
    """
    with locked(root / MANIFEST):
        recover(root)
        package = call_in_child(_sealed_package, root, limits=PACK_LIMITS, about=root)
        write_together(root, {Path(_NAME): _text(package)})
    return len(package["resources"])


def with_seal(root: Path, changed: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """`changed` files of a pack, and the data package with their new checksums if the pack is sealed.

    The data package comes last, so that an interruption leaves a broken seal rather than a wrong one.
    """
    files = dict(changed)
    package = _package(root)
    if not any("hash" in entry for entry in _resources(package)):
        return files
    entries = {entry["path"]: entry for entry in package["resources"]}
    for path, data in changed.items():
        if path.suffix == ".csv":
            entry = resource(path.as_posix(), data)
            entries[path.as_posix()] = _described(entry, entries.get(path.as_posix(), {}))
    package["resources"] = [entries[name] for name in sorted(entries)]
    files[Path(_NAME)] = _text(package)
    return files


def _described(entry: dict[str, Any], sealed: dict[str, Any]) -> dict[str, Any]:
    """A table's entry, updated: its fields are those of its current header."""
    fields = entry.get("schema", {}).get("fields", [])
    types = {field["name"]: field for field in sealed.get("schema", {}).get("fields", [])}
    return sealed | entry | {"schema": {"fields": [types.get(field["name"], field) for field in fields]}}


def _text(package: dict[str, Any]) -> bytes:
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _tables(root: Path) -> list[str]:
    """Every table that belongs to the record; results of scenarios have their own checksums."""
    names = [path.relative_to(root).as_posix() for path in pack_files(root) if path.suffix == ".csv"]
    return [name for name in names if not name.startswith("scenarios/")]


def _package(root: Path) -> dict[str, Any]:
    """The data package of the pack at `root`, empty if there is none; it is parsed in a child."""
    return call_in_child(_read_package, root, limits=PACK_LIMITS, about=root) if (root / _NAME).is_file() else {}


def _sealed_package(root: Path) -> dict[str, Any]:
    """The data package of the pack as it is now, with the checksum of every table. Runs in the child."""
    manifest = read_manifest(root)
    texts = {name: (root / name).read_bytes().decode("utf-8") for name in _tables(root)}
    package = json.loads(data_package(manifest.id, manifest.title["en"], texts))
    sealed = _read_package(root) if (root / _NAME).is_file() else {}
    entries = {entry["path"]: entry for entry in _resources(sealed)}
    package["resources"] = [_described(entry, entries.get(entry["path"], {})) for entry in package["resources"]]
    whole: dict[str, Any] = sealed | package
    return whole


def _read_package(root: Path) -> dict[str, Any]:
    """The child's side."""
    try:
        package: dict[str, Any] = read_json_once(read_text(root / _NAME, root))
        _resources(package)
    except (ValueError, RecursionError) as error:
        raise PackError(Message("not_data_package", reason=error), where=_NAME) from error
    return package


def _resources(package: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        return [entry for entry in package.get("resources", []) if "path" in entry]
    except (TypeError, AttributeError) as error:
        raise PackError(Message("not_data_package", reason=error), where=_NAME) from error
