"""Read the pack's documents blind and compare with the hand-made claims, per kind.

`python benchmarks/reading_blind.py PACK DOCUMENTS` reads each file of the pack's `documents.csv` in the folder
`DOCUMENTS` with no knowledge of the pack, and prints how many hand-made claims have a proposal at the same passage with
the same value. Observations agree in amount, measure and period; instruments in year of signature; events in date;
recommendations in passage alone, because the hand-made ones cut sentences to their clauses.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

KINDS = {
    "observation": "observations",
    "instrument": "claims/instruments.csv",
    "event": "claims/events.csv",
    "commitment": "claims/recommendations.csv",
}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def held(pack: Path, kind: str) -> list[dict[str, str]]:
    """The hand-made claims of a kind: one for each subject or figure."""
    where = KINDS[kind]
    if kind == "observation":
        return [row for path in sorted((pack / where).glob("*.csv")) for row in rows(path) if row["start"]]
    merged: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows(pack / where):
        if not row["start"]:
            continue
        known = merged.setdefault((row["subject"], row["document"]), dict(row))
        if known is not row:
            known["start"] += ";" + row["start"]
            known["end"] += ";" + row["end"]
            for name in ("signed_on", "date", "deadline"):
                if name in row and not known.get(name):
                    known[name] = row[name]
    return list(merged.values())


def overlaps(row: dict[str, str], proposal: dict[str, Any]) -> bool:
    """Is a quote of the proposal at a passage of the claim?"""
    starts, ends = ([int(part) for part in row[name].split(";") if part] for name in ("start", "end"))
    return any(
        start < quote["char_end"] and quote["char_start"] < end
        for start, end in zip(starts, ends, strict=False)
        for quote in proposal["evidence"]
    )


def agrees(kind: str, row: dict[str, str], proposal: dict[str, Any]) -> bool:
    """Do the values agree?"""
    if kind == "commitment":
        return True
    if kind == "observation":
        if row["missing"]:
            return bool(proposal.get("missing"))
        try:
            ours = Decimal(row["value"]) * Decimal(10) ** int(row["unit_mult"] or 0)
            theirs = Decimal(str(proposal.get("value"))) * Decimal(str(proposal.get("multiplier", 1)))
        except InvalidOperation:
            return False
        return (
            ours == theirs
            and row["measure"] == proposal.get("measure")
            and row["period"][:4] == str(proposal.get("period", ""))[:4]
        )
    name, ours = ("signed", row.get("signed_on", "")) if kind == "instrument" else ("date", row.get("date", ""))
    date = proposal.get(name)
    return not ours or (isinstance(date, dict) and str(date["value"])[:4] == ours[:4])


def main(pack: Path, documents: Path) -> None:
    """Read, compare and print one line per kind and document."""
    names = {row["document_id"]: row["file_name"] for row in rows(pack / "documents" / "documents.csv")}
    found: Counter[tuple[str, str]] = Counter()
    labelled: Counter[tuple[str, str]] = Counter()
    proposed: Counter[tuple[str, str]] = Counter()
    for document, name in names.items():
        if not (documents / name).is_file():
            continue
        command = [sys.executable, "-m", "henequen", "read", str(documents / name), "--json"]
        output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        proposals = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
        for kind in KINDS:
            ours = [row for row in held(pack, kind) if row["document"].split(";")[0] == document]
            theirs = [proposal for proposal in proposals if proposal["kind"] == kind]
            labelled[document, kind] = len(ours)
            proposed[document, kind] = len(theirs)
            found[document, kind] = sum(
                any(overlaps(row, one) and agrees(kind, row, one) for one in theirs) for row in ours
            )
    print("| document | kind | by hand | found blind | share | proposed |\n|---|---|---:|---:|---:|---:|")
    for (document, kind), count in labelled.items():
        if count:
            hits = found[document, kind]
            cells = (document, kind, count, hits, f"{hits / count:.2f}", proposed[document, kind])
            print("|", " | ".join(map(str, cells)), "|")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
