"""Makes `vocab/partner_totals.csv` of a pack from a panel of bilateral trade: each side's exports to and imports from each partner.

    python scripts/make_partner_totals.py PANEL.parquet PACK --edition ID --scope manufactures --from 2000 --until 2006

The panel has `exporter, importer, year, trade` in millions of current US dollars; sales at home are left out.
"""

from __future__ import annotations

import argparse
import csv
import tomllib
from pathlib import Path

import duckdb

COLUMNS = ("reporter", "partner", "year", "exports", "imports", "unit", "unit_mult", "scope", "edition")
QUERY = """
select coalesce(x.partner, m.partner) as partner, coalesce(x.year, m.year) as year,
       coalesce(x.value, 0) as exports, coalesce(m.value, 0) as imports
from (select importer as partner, year, sum(trade) as value from read_parquet($panel)
      where exporter = $side and importer <> $side group by all) x
full join (select exporter as partner, year, sum(trade) as value from read_parquet($panel)
      where importer = $side and exporter <> $side group by all) m using (partner, year)
where year between $first and $last order by year, partner
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("panel", type=Path)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--edition", required=True)
    parser.add_argument("--scope", required=True)
    parser.add_argument("--from", dest="first", type=int, required=True)
    parser.add_argument("--until", dest="last", type=int, required=True)
    given = parser.parse_args()
    sides = tomllib.loads((given.pack / "pack.toml").read_text(encoding="utf-8"))["sides"]
    out = given.pack / "vocab" / "partner_totals.csv"
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for side in sides:
            asked = {"panel": str(given.panel), "side": side, "first": given.first, "last": given.last}
            for partner, year, exports, imports in duckdb.execute(QUERY, asked).fetchall():
                amounts = (f"{exports:.3f}", f"{imports:.3f}")
                writer.writerow((side, partner, int(year), *amounts, "USD", 6, given.scope, given.edition))
    print(f"wrote {out}")


if __name__ == "__main__":
    main()
