"""Writes docs/reference/codes.md from the tables of the vocabulary: `python scripts/write_doc_tables.py`."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "codes.md"
HEAD = """# Codes

Every code that a pack may use, with its labels in three languages. This page is written from `src/henequen/model/data/codes.csv` by
`python scripts/write_doc_tables.py`; a test fails where the two differ.
"""


def codes_page() -> str:
    """The page as it must be."""
    parts = [HEAD]
    before = ""
    with files("henequen.model").joinpath("data/codes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["vocabulary"] != before:
                before = row["vocabulary"]
                parts.append(f"\n## `{before}`\n\n| Code | English | Spanish | Korean |\n|---|---|---|---|\n")
            parts.append(f"| `{row['code']}` | {row['en']} | {row['es']} | {row['ko']} |\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(codes_page(), encoding="utf-8")
