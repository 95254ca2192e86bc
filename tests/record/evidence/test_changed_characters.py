"""One character changed anywhere in a pack is noticed: by the document, by the strict reader, or by the seal."""

from __future__ import annotations

import csv
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from henequen.model.errors import PackError
from henequen.model.match_key import match_key
from henequen.observatory import Observatory
from henequen.record.evidence.verifier import verify
from henequen.record.pack.files import pack_files
from henequen.record.pack.read import read_pack
from henequen.record.pack.seal import broken_seals, seal
from henequen.record.pack.strict_csv import render_rows

PROVED = ("value", "as_printed", "start", "end", "key_start", "key_end", "passage", "prefix", "suffix")
"""Columns in which the document alone proves every character."""
DRAWN = 60


def changed(text: str, at: int, rng: random.Random) -> str:
    """`text` with another character at `at`: a digit for a digit, a letter for a letter, `-` taken away."""
    char = text[at]
    if char == "-":
        return text[:at] + text[at + 1 :]
    pool = "0123456789" if char.isdigit() else "abcdefghijklmnopqrstuvwxyz"
    return text[:at] + rng.choice([c for c in pool if c != char.lower()]) + text[at + 1 :]


def _unproved(root: Path, texts: dict[str, str], keys: dict[str, object], hashes: dict[str, str]) -> bool:
    """Does `verify` certify everything that stands on the five documents?"""
    pack = read_pack(root)
    said = [*pack.claims, *pack.observations]
    for name in texts:
        answer = verify(pack.documents[name], keys[name], hashes[name], name, said)  # type: ignore[arg-type]
        if answer.not_found or answer.document_problems:
            return False
    return True


@pytest.mark.slow
def test_document_notices_every_character_of_a_printed_figure(
    shipped: Observatory, document_texts: dict[str, str], tmp_path: Path
) -> None:
    rng = random.Random(1)
    root = tmp_path / "pack"
    root.mkdir()
    table = Path("observations/commission-2005.csv")
    for path in pack_files(shipped.root):
        name = path.relative_to(shipped.root)
        if name.parts[0] in ("editions", "documents", "entities") or name.name in ("pack.toml", "lexicon.csv"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / name)
    (root / "claims").mkdir()
    shutil.copyfile(shipped.root / "claims" / "actors.csv", root / "claims" / "actors.csv")
    with (shipped.root / table).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    (root / "observations").mkdir()
    keys = {name: match_key(text) for name, text in document_texts.items()}
    pack = shipped.read()
    hashes = {name: pack.documents[name].content_hash for name in document_texts}
    certified = []
    drawn: Counter[str] = Counter()
    while drawn.total() < DRAWN:
        row, column = rng.choice(rows), rng.choice(PROVED)
        cell = row[column]
        if not cell or row["missing"] == "true" or ";" in row["document"]:
            continue
        places = [at for at, char in enumerate(cell) if char.isalnum() or (char == "-" and column == "value")]
        mutated = row | {column: changed(cell, rng.choice(places), rng)}
        (root / table).write_text(render_rows(tuple(row), [mutated]), encoding="utf-8")
        drawn[column] += 1
        try:
            if _unproved(root, {row["document"]: document_texts[row["document"]]}, keys, hashes):  # type: ignore[arg-type]
                certified.append((column, cell, mutated[column], row["as_printed"]))
        except PackError:
            continue
    assert not certified


def test_seal_notices_any_byte_of_any_table(small: Path) -> None:
    seal(small)
    assert not broken_seals(small)
    rng = random.Random(2)
    for path in pack_files(small):
        if path.suffix != ".csv":
            continue
        before = path.read_bytes()
        at = rng.randrange(len(before))
        path.write_bytes(before[:at] + bytes([before[at] ^ 1]) + before[at + 1 :])
        assert broken_seals(small) == [path.relative_to(small).as_posix()]
        path.write_bytes(before)
    assert not broken_seals(small)
