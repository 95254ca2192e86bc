"""Writes docs/reference/codes.md from the vocabulary, and the counts in README.md: `python scripts/write_doc_tables.py`."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "codes.md"
README = Path(__file__).resolve().parents[1] / "README.md"
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


def readme_page() -> str:
    """README.md with the counts of the shipped pack."""
    from henequen.observatory import Observatory
    from henequen.publish.export.tables import TABLES
    from henequen.record.pack.place_of import shipped_packs

    view = Observatory(next(iter(shipped_packs().values()))).view()
    counts = {name: sum(1 for _ in table.rows(view)) for name, table in TABLES.items()}
    text = README.read_text(encoding="utf-8")
    return re.sub(r"(?m)^\| [\d,]+ (\| .* \| `(\w+)` \|)$", lambda found: f"| {counts[found[2]]:,} {found[1]}", text)


if __name__ == "__main__":
    README.write_text(readme_page(), encoding="utf-8")
    PAGE.write_text(codes_page(), encoding="utf-8")
