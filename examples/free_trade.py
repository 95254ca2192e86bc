"""What would free trade between two countries change? A worked example on the world of 2011 that ships.

    python examples/free_trade.py

`free_trade.toml` says what changes. Replace the world by a base of your own: `henequen scenario base import`.
"""

from __future__ import annotations

from pathlib import Path

import henequen as hq

HERE = Path(__file__).resolve().parent
WORLD = HERE.parent / "packs" / "mexico_korea" / "scenarios" / "worlds" / "wiod2011.json.gz"


def main() -> None:
    """Run the scenario, and print who gains, what is traded, and which sectors lose most."""
    result = hq.scenario(WORLD, HERE / "free_trade.toml")
    print(result.title)
    for row in result.table.rows():
        if row["region"] in ("JPN", "TUR"):
            low, high = row["exact_real_income_lower"], row["exact_real_income_upper"]
            print(f"{row['region']}: real income {row['exact_real_income']:+.4f} % ({low:+.4f} to {high:+.4f})")

    # every table speaks Arrow: pandas, polars and DuckDB take it as it is
    trade = "select sum(value_after) / sum(value_before) from result where importer = 'TUR' and exporter = 'JPN'"
    print(f"Turkey buys {100 * (result.tables['trade'].query(trade)[0][0] - 1):+.1f} % from Japan")
    for row in result.tables["losers"].head(3):
        print(f"loses: {row['region']} {row['who']} {row['change']:+.3f} %")
    print(f"residual {result.diagnostics['residual']:.0e}; {result.assumptions[0]}")


if __name__ == "__main__":
    main()
