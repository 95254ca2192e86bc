"""`henequen.read` gives proposals as a result that other libraries read."""

from __future__ import annotations

from pathlib import Path

import polars
import pytest

import henequen as hq
from henequen.model.errors import UsageError

pytestmark = pytest.mark.process


def test_read_gives_rows_that_polars_reads(tmp_path: Path) -> None:
    note, bad = tmp_path / "note.txt", tmp_path / "bad.json"
    note.write_text("In 2019, exports of Chile to Peru reached 1.7 billion US dollars.", encoding="utf-8")
    bad.write_text('{"a": 1}', encoding="utf-8")
    reading = hq.read([note, bad])
    assert [d["status"] for d in reading.documents] == ["ok", "refused"]
    assert reading.diagnostics["refused"] == 1
    frame = polars.DataFrame(reading)
    assert frame.height == len(reading.proposals) > 0
    assert "1.7" in frame["value"].to_list()
    assert "<table>" in reading._repr_html_()


def test_read_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        hq.read(tmp_path / "none.pdf")
