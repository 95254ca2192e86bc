"""Score the readers on documents written for this project, labelled by hand, about pairs other than the shipped one.

`python benchmarks/reading_own.py [FOLDER] [--misses] [--sets NAME...]` reads every document in the folders of `FOLDER`
(default: `benchmarks/reading_documents`) and prints precision and recall per kind. Each document has a file `NAME.labels`: one
label per line, `kind | words of the passage | field=value; ...`. The labels name every claim of the document, so a
proposal without a label is wrong; a kind that starts with `?` may be proposed but need not be. Labels and proposals are
matched one to one: instruments by countries, date of signature, places and quote; observations by measure, reporter,
partner, place, component, product, period, unit and amount; events by date and quote; commitments by quote, number and
deadline. A field that a label leaves out is not compared.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reading import folded

from henequen.reading.read import read_document

TABLED = "observation in a table"
"""The observations whose value is in a cell, once more apart from those in running text."""
HERE = Path(__file__).parent / "reading_documents"
SETS = {"countries", "subdivisions", "owners"}
DATES = {"signed", "entry_into_force", "date", "deadline"}
#: Fields of a label that take part in the match; others are printed as wrong fields beside a match.
KEYS = {
    "instrument": {"countries", "signed", "subdivisions"},
    "event": {"date"},
    "commitment": {"number", "deadline"},
    "responsibility": {"issue", "country", "body"},
    "observation": {
        "measure",
        "reporter",
        "partner",
        "subdivision",
        "component",
        "product",
        "period",
        "unit",
        "amount",
    },
}


@dataclass
class Label:
    """One labelled claim."""

    kind: str
    quote: str
    fields: dict[str, str]
    optional: bool


def read_labels(path: Path) -> list[Label]:
    """The labels of a document."""
    labels = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, quote, fields = (part.strip() for part in line.split("|", 2))
        pairs = (pair.split("=", 1) for pair in fields.split(";") if "=" in pair)
        labels.append(Label(kind.lstrip("?"), quote, {k.strip(): v.strip() for k, v in pairs}, kind.startswith("?")))
    return labels


def same(key: str, wanted: str, proposal: dict[str, Any]) -> bool:
    """Does the proposal have this value?"""
    if key == "amount":
        try:
            amount = Decimal(str(proposal.get("value"))) * Decimal(str(proposal.get("multiplier", 1)))
        except InvalidOperation:
            return False
        return amount == Decimal(wanted)
    found = proposal.get(key)
    if key == "missing":
        return bool(found)
    if isinstance(found, dict):
        found = found.get("value")
    if isinstance(found, list) and key not in SETS:
        return set(found) - {"subtotal"} == set(wanted.split())
    if key == "period" and (part := re.fullmatch(r"(\d{4})-([HQ])([1-4])", wanted)):
        months = 6 if part.group(2) == "H" else 3
        last = months * int(part.group(3))
        year = part.group(1)
        span = f"{year}-{last - months + 1:02}/{year}-{last:02}"
        return str(found) in (wanted, span)  # the format has both forms
    if key in SETS:
        return set(found or ()) == set(wanted.split())
    ends = {"H1": "06-30", "H2": "12-31", "Q1": "03-31", "Q2": "06-30", "Q3": "09-30", "Q4": "12-31"}
    if key in DATES and wanted[-2:] in ends and found:
        end = ends[wanted[-2:]]
        return str(found) in (wanted, f"{wanted[:4]}-{end}", f"{wanted[:4]}-{end[:2]}")
    if key == "product" and not str(wanted).startswith("HS:"):
        return folded(str(found or "")).lower().endswith(folded(wanted).lower())
    if key == "date":
        return wanted in (str(found), str(found).split("/")[0])
    if key == "component":
        return str(found or "").casefold() == wanted.casefold()
    return str(found if found is not None else "") == wanted


def touches(label: Label, proposal: dict[str, Any]) -> bool:
    """Is the first quote of the proposal at the labelled words?"""
    if not label.quote:
        return True
    words = folded(label.quote)
    spread = proposal["evidence"][:1] if proposal["kind"] == "observation" else proposal["evidence"]
    return any((found := folded(item["quote"])) and (found in words or words in found) for item in spread)


def agreement(label: Label, proposal: dict[str, Any]) -> int | None:
    """How many fields agree; None if the two are not a match."""
    if label.kind != proposal["kind"] or not touches(label, proposal):
        return None
    keys = KEYS.get(label.kind, set()) | ({"missing"} if "missing" in label.fields else set())
    if label.optional and label.kind != "observation":
        keys = set()
    if any(key in label.fields and not same(key, label.fields[key], proposal) for key in keys):
        return None
    return sum(same(key, value, proposal) for key, value in label.fields.items())


def match(labels: list[Label], proposals: list[dict[str, Any]]) -> list[tuple[Label, dict[str, Any]]]:
    """Pairs of label and proposal, one to one: required labels first, then the most fields in common."""
    candidates = [
        (label.optional, -count, i, j)
        for i, label in enumerate(labels)
        for j, proposal in enumerate(proposals)
        if (count := agreement(label, proposal)) is not None
    ]
    used: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, _, i, j in sorted(candidates):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((labels[i], proposals[j]))
    return pairs


def short(proposal: dict[str, Any]) -> str:
    """A proposal on one line."""
    fields = {key: value for key, value in proposal.items() if key not in ("document", "id", "evidence", "kind")}
    return f"{proposal['evidence'][0]['quote'][:60]!r} " + re.sub(r"\s+", " ", json.dumps(fields, ensure_ascii=False))


def cells_of(path: Path) -> set[str]:
    """The folded texts of the cells of all tables of a document."""
    document = read_document(path.name, path.read_bytes())
    return {folded(cell.text) for table in document.tables for cell in table.cells if cell.text.strip()}


def in_table(proposal: dict[str, Any]) -> bool:
    """Is the value of a proposal in a cell?"""
    return bool({"table", "cell", "row"} & set(proposal["evidence"][0]))


def score(path: Path, proposals: list[dict[str, Any]], misses: bool) -> Counter[tuple[str, str]]:
    """Counts of one document: labelled, found, proposed, right, fields that are wrong in a match."""
    labels = read_labels(path.with_suffix(".labels"))
    pairs = match(labels, proposals)
    counts: Counter[tuple[str, str]] = Counter()
    matched = {id(label) for label, _ in pairs}
    right = {id(proposal) for _, proposal in pairs}
    cells = cells_of(path)
    tabled = {id(label) for label, proposal in pairs if in_table(proposal)}
    tabled |= {id(label) for label in labels if id(label) not in matched and (folded(label.quote) or "?") in cells}
    for label in labels:
        if not label.optional:
            kinds = [label.kind] + [TABLED] * (label.kind == "observation" and id(label) in tabled)
            for kind in kinds:
                counts[kind, "labelled"] += 1
                counts[kind, "found"] += id(label) in matched
            if misses and id(label) not in matched:
                print(f"    MISSED {label.kind} {label.quote[:60]!r} {label.fields}")
    for proposal in proposals:
        if proposal["kind"] in KEYS:
            for kind in [proposal["kind"]] + [TABLED] * (proposal["kind"] == "observation" and in_table(proposal)):
                counts[kind, "proposed"] += 1
                counts[kind, "right"] += id(proposal) in right
            if misses and id(proposal) not in right:
                print(f"    WRONG {proposal['kind']} {short(proposal)}")
    for label, proposal in pairs:
        wrong = (
            [] if label.optional else [k for k, v in label.fields.items() if k != "label" and not same(k, v, proposal)]
        )
        counts[label.kind, "fields wrong"] += len(wrong)
        if misses and wrong:
            print(f"    FIELDS {wrong} {label.fields} {short(proposal)}")
    return counts


def main() -> None:
    """Read, score and print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=HERE)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--sets", nargs="+", default=[], help="names of the sets to read; all if left out")
    parser.add_argument("--only", default="", help="words in the path of the documents to read")
    given = parser.parse_args()
    print(
        "| set | kind | labelled | found | recall | proposed | right | precision |\n|---|---|---:|---:|---:|---:|---:|---:|"
    )
    for part in sorted(path for path in given.folder.iterdir() if path.is_dir()):
        if given.sets and part.name not in given.sets:
            continue
        labelled_paths = (p for p in part.iterdir() if p.with_suffix(".labels").exists() and p.suffix != ".labels")
        paths = sorted(p for p in labelled_paths if given.only in str(p))
        if not paths:
            continue
        command = [sys.executable, "-m", "henequen", "read", "--json", *map(str, paths)]
        lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
        rows = [json.loads(line) for line in lines if line.startswith("{")]
        for row in rows:
            if row["kind"] == "document" and (row["status"] != "ok" or any("failed" in key for key in row["left_out"])):
                print(f"{row['document']}: {row['status']}: {row.get('reason') or row['left_out']}")
        total: Counter[tuple[str, str]] = Counter()
        for path in paths:
            if given.misses:
                print(f"  {path.name}")
            total += score(
                path, [r for r in rows if r["document"] == path.name and r["kind"] != "document"], given.misses
            )
        for kind in (*KEYS, TABLED):
            labelled, proposed = total[kind, "labelled"], total[kind, "proposed"]
            found, right = total[kind, "found"], total[kind, "right"]
            shares = (f"{found / max(labelled, 1):.2f}", f"{right / max(proposed, 1):.2f}")
            print(f"| {part.name} | {kind} | {labelled} | {found} | {shares[0]} | {proposed} | {right} | {shares[1]} |")


if __name__ == "__main__":
    main()
