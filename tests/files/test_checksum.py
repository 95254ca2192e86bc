"""The SHA-256 of a file, found beside other work."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from henequen.files.checksum import Digest
from henequen.model.errors import DataError


def test_several_files_are_found_each_as_it_is(tmp_path: Path) -> None:
    bodies = [bytes([k]) * (1 << 20) for k in range(4)]
    for k, body in enumerate(bodies):
        (tmp_path / str(k)).write_bytes(body)
    found = [Digest(tmp_path / str(k)) for k in range(4)]
    assert [one.hexdigest() for one in found] == [hashlib.sha256(body).hexdigest() for body in bodies]


def test_a_file_that_is_gone_is_said_so_when_it_is_asked_for(tmp_path: Path) -> None:
    digest = Digest(tmp_path / "gone.csv")
    with pytest.raises(DataError, match="cannot be read") as told:
        digest.hexdigest()
    assert told.value.where == "gone.csv"
