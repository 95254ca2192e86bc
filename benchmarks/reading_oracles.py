"""Ask two table libraries about the labelled figures of PDF files, beside the readers.

`python benchmarks/reading_oracles.py FOLDER --oracle PYTHON` takes every labelled figure of a PDF that `FOLDER/labels.csv`
names and counts in how many cells it stands whole: in the proposals of `henequen read`, in the tables of camelot (lattice
and stream) and of img2table. `PYTHON` is an interpreter of its own that has camelot-py, img2table and pypdfium2 (they are
oracles, not dependencies). The libraries only cut cells: what a figure measures, when and of whom they do not say.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

ORACLE = r"""
import json, sys, warnings
warnings.filterwarnings("ignore")
cells = {}
for flavor in ("lattice", "stream"):
    try:
        import camelot
        tables = camelot.read_pdf(sys.argv[1], pages="all", flavor=flavor)
        cells["camelot " + flavor] = [str(c) for t in tables for row in t.df.values.tolist() for c in row]
    except Exception as error:
        cells["camelot " + flavor] = None
        print(flavor, repr(error)[:200], file=sys.stderr)
try:
    from img2table.document import PDF
    found = PDF(sys.argv[1]).extract_tables(borderless_tables=True, implicit_rows=True)
    cells["img2table"] = [str(c) for page in found.values() for t in page for row in t.df.values.tolist() for c in row]
except Exception as error:
    cells["img2table"] = None
    print("img2table", repr(error)[:200], file=sys.stderr)
json.dump(cells, sys.stdout)
"""


def number(text: str) -> Decimal | None:
    """The number of a cell that is nothing but a number with its signs."""
    plain = re.sub(r"[\s$%,]|\d/$", "", text.strip())
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def main() -> None:
    """Count and print one line per file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--oracle", required=True)
    given = parser.parse_args()
    wanted: dict[str, set[Decimal]] = defaultdict(set)
    with (given.folder / "labels.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["doc"].endswith(".pdf") and row["kind"] == "observation" and row["value"]:
                wanted[row["doc"]].add(Decimal(row["value"]))
    print(
        "| file | labelled figures | readers | camelot lattice | camelot stream | img2table |\n|---|---:|---:|---:|---:|---:|"
    )
    for name, figures in wanted.items():
        path = next(given.folder.rglob(name))
        command = [sys.executable, "-m", "henequen", "read", "--json", str(path)]
        lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
        rows = [json.loads(line) for line in lines]
        ours = {number(str(row["value"])) for row in rows if row.get("value")}
        asked = subprocess.run([given.oracle, "-c", ORACLE, str(path)], capture_output=True, text=True, check=False)
        print(asked.stderr, file=sys.stderr, end="")
        cells = json.loads(asked.stdout or "{}")
        counts: list[object] = [len(figures & ours)]
        for oracle in ("camelot lattice", "camelot stream", "img2table"):
            held = cells.get(oracle)
            counts.append("failed" if held is None else len(figures & {number(cell) for cell in held}))
        print("|", " | ".join(map(str, (name, len(figures), *counts))), "|")


if __name__ == "__main__":
    main()
