"""How well new products are forecast on a public panel: area under precision-recall beside density and autocorrelation.

Usage: python benchmarks/forecast_new_products.py PANEL.parquet [--lag 5]

PANEL has `exporter`, `year`, `trade` and `product`, or `importer` in place of a product: then a new product is a new market, the
extensive margin that a panel without products has. Domestic sales are left out.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb
import numpy as np

from henequen.matching.opportunity.forecast import SCORES, forecast_new_products


def main(path: Path, lag: int) -> None:
    """Print one line per score."""
    began = time.perf_counter()
    with duckdb.connect() as db:
        columns = [row[0] for row in db.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()]
        product = "product" if "product" in columns else "importer"
        rows = db.execute(
            f"select exporter, {product}, year, sum(trade) from read_parquet(?) where exporter <> {product} group by all",
            [str(path)],
        ).fetchall()
    areas, products = ({name: n for n, name in enumerate(sorted({row[c] for row in rows}))} for c in (0, 1))
    panel = {int(year): np.zeros((len(areas), len(products))) for year in sorted({row[2] for row in rows})}
    for exporter, good, year, value in rows:
        panel[int(year)][areas[exporter], products[good]] = value or 0.0
    found = forecast_new_products(panel, lag=lag)
    print(
        f"{len(areas)} exporters x {len(products)} {product}s, asked in {found.years[0]}-{found.years[-1]}, lag {lag}"
    )
    print(f"{found.candidates:,} cells asked, {found.new:,} new ({found.base_rate:.4f} of them: chance)")
    for name in SCORES:
        low, high = found.intervals[name]
        print(
            f"{name:16} {found.areas[name]:.4f}  [{low:.4f}, {high:.4f}]  {found.areas[name] / found.areas['density']:.2f} x density"
        )
    print(f"{time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[sys.argv.index("--lag") + 1]) if "--lag" in sys.argv else 5)
