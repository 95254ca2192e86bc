"""The verb `read`: one line per file, refusals by content, the rest of the batch goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_door import read

pytestmark = pytest.mark.process


def test_read_names_each_file_and_goes_on_after_a_refusal(tmp_path: Path) -> None:
    contents = {
        "a.txt": b"A plain note.\n",
        "b.txt": b'{"rows": [1, 2]}',
        "c.txt": b"<?xml version='1.0'?><rows><row/></rows>",
        "d.txt": b"PAR1\x15\x04\x15",
        "e.txt": b"",
        "f.txt": b"PK\x03\x04 no list of files",
        "g.txt": "Memorándum firmado en 2001.\n".encode("cp1252"),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    code, lines = read(*sorted(tmp_path.iterdir()), tmp_path / "missing.txt")
    assert code == 1
    documents = [line for line in lines if line["kind"] == "document"]
    assert {line["document"]: line["status"] for line in documents} == {
        "a.txt": "ok", "b.txt": "refused", "c.txt": "refused", "d.txt": "refused", "e.txt": "refused",
        "f.txt": "refused", "g.txt": "ok", "missing.txt": "refused",
    }  # fmt: skip
    assert all(line["reason"] for line in documents if line["status"] == "refused")


def test_read_prints_values_without_the_line_breaks_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(
        "Note of the Embassy of Chile in Kenya, 2 May 2024\n\nThe Agreement on Air Services between Chile and Kenya, "
        "signed in Nairobi on 3 March 2010, has\n    been in force since 1 July 2012. Exports of Chile to Kenya rose by 21 per\n"
        "cent in 2023. Both\nParties agreed to publish a guide by 30 June 2025.\n",
        encoding="utf-8",
    )
    _, lines = read(path)
    by_kind = {line["kind"]: line for line in lines}
    assert by_kind["instrument"]["status_printed"] == "has been in force"
    assert by_kind["observation"]["value_printed"] == "21 per cent"
    assert by_kind["commitment"]["owners"] == ["Both Parties"]
    assert any("\n" in item["quote"] for item in by_kind["observation"]["evidence"])
