"""The origin of a base, in a file for people: `base.toml` with source, licence, currency, unit, years and names.

Every base that we write carries one. The importer of plain tables reads the same file from the folder of its tables,
so that a user states the source of the numbers once. Missing entries stay empty and are noted; nothing is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from henequen.files.toml_gate import read_toml
from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["FILE", "About", "described", "toml_of"]

FILE = "base.toml"


@dataclass(frozen=True)
class About:
    """Source (as to be cited), licence, currency, unit of money, year of the table, year of the duties; empty if not stated."""

    source: str = ""
    licence: str = ""
    currency: str = "as in the file"
    unit: str = ""
    year: int | None = None
    duties_year: str = ""


def described(folder: Path | None, stated: About | None = None) -> About:
    """The content of `base.toml` in `folder`, overridden by the `stated` entries; raises `DataError` for a value of
    another type."""
    about = _read(folder / FILE) if folder is not None and (folder / FILE).is_file() else About()
    if stated is None:
        return about
    empty = About()
    own = {item.name: getattr(stated, item.name) for item in fields(About)}
    return replace(about, **{name: value for name, value in own.items() if value != getattr(empty, name)})


def _read(path: Path) -> About:
    data = read_toml(path, what="file_of_base")
    read: dict[str, Any] = {}
    for item in fields(About):
        value = data.get(item.name)
        if value is None:
            continue
        if item.name == "year" and not (isinstance(value, int) and not isinstance(value, bool)):
            raise DataError(Message("year_base_whole_number"), where=str(path), found=value)
        if item.name == "duties_year" and isinstance(value, int):
            value = str(value)
        if item.name != "year" and not isinstance(value, str):
            raise DataError(Message("base_text", name=item.name), where=str(path), found=value)
        read[item.name] = value
    return About(**read)


def toml_of(
    name: str, kind: str, about: About, regions: Mapping[str, str], sectors: Mapping[str, str], tariffs: tuple[str, ...]
) -> str:
    """The text of `base.toml`; keys in a fixed order, names last."""
    lines = [
        "# What this base is made of. base.json holds the arrays, their units and hashes.",
        f"name = {_text(name)}",
        f"kind = {_text(kind)}",
        *(f"{item.name} = {_value(getattr(about, item.name))}" for item in fields(About) if item.name != "year"),
        *([f"year = {about.year}"] if about.year is not None else []),
        f"tariff_sets = [{', '.join(map(_text, tariffs))}]",
        "",
        "[regions]",
        *(f"{_text(code)} = {_text(label)}" for code, label in regions.items()),
        "",
        "[sectors]",
        *(f"{_text(code)} = {_text(label)}" for code, label in sectors.items()),
    ]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    return _text(str(value))


def _text(value: str) -> str:
    """A basic string of TOML: the same escapes as in JSON, and DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
