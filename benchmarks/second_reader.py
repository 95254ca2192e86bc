"""How much of what a second reader lists in press releases the pack holds as claims with a passage.

    python benchmarks/second_reader.py [--missing]

Two samples of 30 of the 111 releases each. The first was drawn with `random.Random(2026).sample` from the sorted names; a
second reader listed meetings, instruments, commitments and figures of Mexico in each, from the text alone
(`second_reader/items.csv`). The second was drawn with `random.Random(1130).sample` from the 61 releases that no second
reader had seen, after all releases had been read again; another reader knew only their texts and the coding rules
(`second_reader/items_by_the_rules.csv`): 315 of its 328 items (0.960) were held at the first reading, 291 in their kind.
The lists are kept as positions on the match key; no words of the releases are kept.
An item counts as held if a claim or an observation
of the pack rests on a passage of the same document that overlaps it, or if `held_by` names a record of that document that
says the same in other words of the release (compared by hand, five items). The kind of the claim is compared too and printed
beside it, because one passage may be read as a meeting or as a commitment.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from henequen.observatory import Observatory
from henequen.record.pack.place_of import shipped_packs

HERE = Path(__file__).resolve().parent
KINDS = {
    "meeting": {"events", "sessions", "talks", "activities", "happenings"},
    "instrument": {"instruments", "talks", "happenings"},
    "commitment": {"recommendations", "positions", "leads"},
    "figure": {"observations"},
}
"""The tables in which a reader of the pack looks for each kind."""
SAMPLES = ("items", "items_by_the_rules")
"""The lists of second readers, in the folder `second_reader`."""


def main(words: list[str]) -> int:
    """Print the share of items held, by kind; with `--missing`, the items that are not."""
    pack = Observatory(shipped_packs()["mexico_korea"]).read()
    passages: dict[str, list[tuple[int, int, str]]] = {}
    records = {(e.document, claim.subject): claim.table for claim in pack.claims for e in claim.evidence}
    for claim in pack.claims:
        for e in claim.evidence:
            passages.setdefault(e.document, []).append((e.key_start, e.key_end, claim.table))
    for observation in pack.observations:
        for e in observation.evidence:
            passages.setdefault(e.document, []).append((e.key_start, e.key_end, "observations"))
    for name in SAMPLES:
        print(f"{name}.csv")
        _compare(HERE / "second_reader" / f"{name}.csv", passages, records, "--missing" in words)
    return 0


def _compare(
    sample: Path,
    passages: dict[str, list[tuple[int, int, str]]],
    records: dict[tuple[str, str], str],
    show_missing: bool,
) -> None:
    """Print the share of a sample's items that the pack holds, by kind."""
    listed, held, in_kind = Counter[str](), Counter[str](), Counter[str]()
    with sample.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start, end, kind = int(row["key_start"]), int(row["key_end"]), row["kind"]
            tables = {table for a, b, table in passages.get(row["document"], ()) if a < end and start < b}
            tables |= {records[row["document"], row["held_by"]]} if row["held_by"] else set()
            listed[kind] += 1
            held[kind] += bool(tables)
            in_kind[kind] += bool(tables & KINDS[kind])
            if show_missing and not tables & KINDS[kind]:
                print("missing", row["document"], kind, row["what"], ",".join(sorted(tables)), sep="\t")
    for kind in (*sorted(listed), "all"):
        n = listed[kind] if kind != "all" else listed.total()
        any_kind, same = (c[kind] if kind != "all" else c.total() for c in (held, in_kind))
        print(f"{kind}\t{n}\theld {any_kind} ({any_kind / n:.3f})\tin its kind {same} ({same / n:.3f})")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
