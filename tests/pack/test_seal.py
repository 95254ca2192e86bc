"""The shipped pack is sealed: whoever changes one character of a table hears of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from henequen.record.pack.place_of import find_pack
from henequen.record.pack.seal import broken_seals, is_sealed, seal


def test_the_shipped_pack_is_sealed_as_it_is() -> None:
    root = find_pack(None)
    assert is_sealed(root) and broken_seals(root) == []


def test_one_changed_character_breaks_the_seal_of_its_table(tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(find_pack(None), copy)
    table = copy / "claims" / "sessions.csv"
    text = table.read_text(encoding="utf-8")
    at = text.index("2003")
    table.write_text(text[:at] + "2004" + text[at + 4 :], encoding="utf-8", newline="")
    assert broken_seals(copy) == [table.relative_to(copy).as_posix()]


def test_sealing_again_keeps_the_licence_and_follows_the_fields(tmp_path: Path) -> None:
    copy = tmp_path / "pack"
    shutil.copytree(find_pack(None), copy)
    seal(copy)
    before, after = (
        json.loads((root / "datapackage.json").read_text(encoding="utf-8")) for root in (find_pack(None), copy)
    )
    assert before == after and after["licenses"][0]["name"] == "CC-BY-4.0"
    for entry in after["resources"]:
        header = (copy / entry["path"]).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
        assert [field["name"] for field in entry["schema"]["fields"]] == header.split(","), entry["path"]
