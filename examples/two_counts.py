"""Why do two countries count the same trade differently? A worked example on invented figures.

    python examples/two_counts.py

`invented_trade_2022.csv` holds what seven areas report of their trade with each other, in the columns of UN Comtrade. Replace it
by files that `henequen fetch comtrade` brought, or by any others of the same form.
"""

from __future__ import annotations

from pathlib import Path

import henequen as hq

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Reconcile the reports, and explain the gap between Chile and New Zealand."""
    result = hq.reconcile(HERE / "invented_trade_2022.csv")
    rules = {one["rule"]: one["rows"] for one in result.diagnostics["rules"]}
    print(f"{len(result)} flows; {rules['both']} of them are reported by both sides")
    for finding in result.findings:
        print(f"finding: {finding}")

    # the table speaks Arrow: pandas, polars and DuckDB take it as it is
    for row in result.table.query("select exporter, importer, product, value from result order by value desc limit 3"):
        print("{} -> {} {}: {:,.0f} USD".format(*row))

    answer = hq.explain("CHL", "NZL", "2022", result)
    for one in answer.table.rows():
        print(f"{one['exporter']} -> {one['importer']}: gap {one['gap']:,.0f} USD")
        for name in ("valuation", "timing", "misclassification", "one_sided", "residual"):
            value = one[name]
            print(f"  {name:<18}" + ("not measurable" if value is None else f"{value:>14,.0f}"))


if __name__ == "__main__":
    main()
