"""Matrices of responsibility and tables of actions of many kinds, written for these tests: every row comes out.

`matrices/` holds each table as a file and in `NAME.lines` what it says: one line for each body that is responsible, and
one for each action with its number, owners and last day.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from made_documents import bytes_of

from henequen.reading.read import read_file

HERE = Path(__file__).parent / "matrices"
NAMES = sorted(path.name.removesuffix(".lines") for path in HERE.glob("*.lines"))


def line_of(kind: str, fields: Mapping[str, object]) -> str:
    """A responsibility or a commitment on one line, as in the files of lines."""
    if kind == "responsibility":
        return " | ".join(str(fields.get(key, "-")) for key in ("issue", "country", "body"))
    deadline, owners = fields.get("deadline"), fields.get("owners")
    last_day = str(deadline["value"]) if isinstance(deadline, dict) else "-"
    names = ", ".join(map(str, owners)) if isinstance(owners, list) else "-"
    return " | ".join([str(fields.get("number", "-")), str(fields["text"]), names, last_day])


@pytest.mark.parametrize("name", NAMES)
def test_read_gives_every_row_of_the_matrix(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(bytes_of(HERE, name))
    kinds = ("responsibility", "commitment")
    lines = [line_of(p.kind, p.fields) for p in read_file(path).proposals if p.kind in kinds]
    assert lines == (HERE / f"{name}.lines").read_text(encoding="utf-8").splitlines()
