"""One character of a pack changed, many times over: how often is it noticed, and is such a pack ever certified?

    python benchmarks/verify.py [--draws 2000] [--seed 3] [--slips] [--pack DIR --documents DIR]

Draws a cell of a claims table or of the observations and changes one character of it: a digit becomes another digit, a letter
another letter, a sign is added or taken away. A change is noticed if `check` refuses the pack, if `verify` with the document at
hand reports it, or if the seal of the pack does. Without --pack, the small pack of the tests is used. Prints a table by kind of
cell; returns 1 if a change that the document can tell was certified without the seal, or any change with it.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
HASHES = ("passage", "prefix", "suffix")
PLACES = ("start", "end", "key_start", "key_end")
PRINTED = ("as_printed", "value", "unit", "unit_mult", "decimals", "comparator", "missing", "document")
DATES = ("period", "signed_on", "valid_until", "date", "deadline", "recorded_at")
TOLD = ("hash", "position", "figure")
"""Kinds of cells that document and hashes can tell for sure; dates may be restated, words and codes are ours."""


def kind_of(column: str) -> str:
    """What sort of cell a column holds."""
    if column in HASHES:
        return "hash"
    if column in PLACES:
        return "position"
    if column in PRINTED:
        return "figure"
    return "date" if column in DATES else "words and codes"


def changed(text: str, rng: random.Random) -> str:
    """The text with one character changed, added or taken away."""
    at = rng.randrange(len(text))
    letter = text[at]
    if letter.isdigit():
        new = rng.choice([d for d in "0123456789" if d != letter])
    elif letter.isalpha():
        new = rng.choice([c for c in "abcdefghijklmnopqrstuvwxyz" if c != letter.lower()])
    else:
        new = rng.choice("-.,x9")
    how = rng.random()
    if how < 0.1:
        return text[:at] + new + text[at:]
    if how < 0.2 and len(text) > 1:
        return text[:at] + text[at + 1 :]
    return text[:at] + new + text[at + 1 :]


def rewritten(column: str, text: str, others: list[str], rng: random.Random) -> str:
    """The text with a slip of a person or of a program: digits swapped, a sign or separator of another kind, a day for a month,
    a party or unit for another that occurs in the column."""
    ways = []
    pairs = [n for n in range(len(text) - 1) if text[n].isalnum() and text[n + 1].isalnum() and text[n] != text[n + 1]]
    if pairs:
        at = rng.choice(pairs)
        ways.append(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    if column in (*PRINTED, *PLACES):
        ways += [text.replace("-", "\u2212", 1), f"-{text}", f"\u2212{text}", f"({text})"]
    for mark in ",.":
        if mark in text:
            at = text.index(mark)
            ways.append(text[:at] + text[at + 1 : at + 2] + mark + text[at + 2 :])
            ways.append(text.replace(mark, ".,".replace(mark, ""), 1))
            ways.append(text.replace(mark, "", 1))
    parts = text.split("-")
    if len(parts) == 3 and parts[1] != parts[2] and int(parts[2] or 99 if parts[2].isdigit() else 99) <= 12:
        ways.append(f"{parts[0]}-{parts[2]}-{parts[1]}")
    if ";" in text:
        first, _, rest = text.partition(";")
        ways += [rest, first]
    different = [other for other in others if other != text]
    if different:
        ways.append(rng.choice(different))
    return rng.choice(ways) if ways else text


def main() -> int:
    """Draw, change, look; print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument(
        "--slips", action="store_true", help="slips of more than one character in place of one character"
    )
    given = parser.parse_args()
    rng = random.Random(given.seed)
    drawn, refused, verified, sealed = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["HENEQUEN_HOME"] = home
        from small_pack import write_small

        from henequen.model.errors import HenequenError
        from henequen.observatory import Observatory
        from henequen.record.evidence import text_reader
        from henequen.record.evidence.verifier import Verification
        from henequen.record.pack.seal import broken_seals, seal

        root = Path(home) / "pack"
        if given.pack:
            shutil.copytree(given.pack, root)
            documents = sorted(given.documents.rglob("*.txt")) if given.documents else []
        else:
            documents = [write_small(root)]
        seal(root)
        read = {path: text_reader.read_text_document(path) for path in documents}  # once, not in a child for every draw
        text_reader.read_text_document = read.__getitem__
        tables = [p for folder in ("claims", "observations") for p in sorted((root / folder).glob("*.csv"))]
        cells = [cell for path in tables for cell in _cells(path)]
        of_column: dict[tuple[Path, str], list[str]] = {}
        for path, _, column, cell in cells:
            of_column.setdefault((path, column), []).append(cell)
        while sum(drawn.values()) < given.draws:
            path, row, column, old = rng.choice(cells)
            new = rewritten(column, old, of_column[path, column], rng) if given.slips else changed(old, rng)
            if new == old:
                continue
            kind = kind_of(column)
            drawn[kind] += 1
            whole = path.read_bytes()
            _write(path, row, column, new)
            try:
                try:
                    answers = Observatory(root).verify(documents)
                    by_verify = any(
                        not isinstance(a, Verification) or a.not_found or a.document_problems for a in answers
                    )
                    refused_now = False
                except HenequenError:
                    by_verify, refused_now = False, True
                refused[kind] += refused_now
                verified[kind] += by_verify
                seen = bool(broken_seals(root))
                sealed[kind] += seen
                if (kind in TOLD and not refused_now and not by_verify) or not seen:
                    missed.append(f"{path.name}: {column}: {old!r} to {new!r}")
            finally:
                path.write_bytes(whole)
    print(
        f"{'kind of cell':16} {'drawn':>6} {'refused by check':>17} {'reported by verify':>19} {'certified':>10} {'seal broken':>12}"
    )
    for kind in sorted(drawn):
        rest = drawn[kind] - refused[kind] - verified[kind]
        print(f"{kind:16} {drawn[kind]:6} {refused[kind]:17} {verified[kind]:19} {rest:10} {sealed[kind]:12}")
    for one in missed[:20]:
        print(f"certified: {one}")
    total = sum(drawn.values())
    print(
        f"{total} changes, {sum(sealed.values())} noticed by the seal; {len(missed)} certified that document or seal can tell"
    )
    return 1 if missed else 0


def _cells(path: Path) -> list[tuple[Path, int, str, str]]:
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    return [(path, n, column, cell) for n, row in enumerate(rows) for column, cell in row.items() if cell]


def _write(path: Path, row: int, column: str, new: str) -> None:
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    rows[row][column] = new
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


if __name__ == "__main__":
    raise SystemExit(main())
