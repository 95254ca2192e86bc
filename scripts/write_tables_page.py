"""Write docs/reference/reconciliation-tables.md from the tables that the reconciliation declares.

python scripts/write_tables_page.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from henequen.trade.tables import steps, tables  # noqa: E402 (the path comes first)

PAGE = ROOT / "docs" / "reference" / "reconciliation-tables.md"
HEAD = """# Tables of a reconciliation

Made by `scripts/write_tables_page.py` from `trade/data/tables.toml` in the source; do not edit this page.

A reconciliation is a sequence of SQL queries with small fits in numpy between them. Each table on the way has one name, typed columns
and a maker. A module reads only what is declared for it here, and no table of one period is there in the next; a test checks both.
Types: int (32 bits), long (64 bits), double, text, flag, bits, label (a text of few values); `?`: only some runs have the column.

## One row from file to result

| Name | What happens to the row |
|---|---|
| `reported` | It is read in our columns, with its file and line |
| `area_code`, `product_code` | Its areas and its product become numbers, or it gets the reason why it is not used |
| `flow` | It meets the other side's report of the same exporter, importer and product |
| `product_factor`, `pair` | Product and pair get their CIF factor, noise, gap and weights |
| `re_export`, `by_hub` | If its goods passed a hub: what is taken off, and what is put back |
| `code_candidate`, `misclassified` | If its goods belong to another code: where they are counted |
| `named_pair`, `product_name`, `row_label` | It is weighed into a value and written with names instead of numbers |

"""


def page() -> str:
    """The text of the page."""
    lines = [HEAD, "## Tables\n", "| Table | Holds | Columns | Made by | Lives |", "|---|---|---|---|---|"]
    for table in tables().values():
        columns = ", ".join(f"{name} {kind}" for name, kind in table.columns.items())
        lines.append(
            f"| `{table.name}` | {table.meaning} | {columns} | {', '.join(f'`{one}`' for one in table.made_by)} | {table.lives} |"
        )
    lines += ["\n## Modules\n", "| Module of `henequen.trade` | Reads | Makes |", "|---|---|---|"]
    for step in steps().values():
        named = [", ".join(f"`{name}`" for name in sorted(part)) or "–" for part in (step.reads, step.makes)]
        lines.append(f"| `{step.module}` | {named[0]} | {named[1]} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
