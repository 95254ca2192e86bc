"""Registers of many kinds, written for these tests: every row comes out with its key fields."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from made_documents import bytes_of

from henequen.reading.read import read_file

HERE = Path(__file__).parent / "registers"
NAMES = sorted(path.name.removesuffix(".rows") for path in HERE.glob("*.rows"))


def row_of(fields: Mapping[str, object]) -> str:
    """An instrument on one line, as in the files of rows."""
    countries = fields["countries"]
    assert isinstance(countries, list)
    parts = [str(fields["title"]), " ".join(countries), str(fields.get("type") or "-")]
    for key in ("signed", "entry_into_force", "term", "renewal", "status_normalised"):
        value = fields.get(key)
        parts.append(str(value["value"] if isinstance(value, dict) else value or "-"))
    return " | ".join(parts)


@pytest.mark.parametrize("name", NAMES)
def test_read_gives_every_row_of_the_register(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes_of(HERE, name))
    lines = [row_of(p.fields) for p in read_file(path).proposals if p.kind == "instrument"]
    assert lines == (HERE / f"{name}.rows").read_text(encoding="utf-8").splitlines()
