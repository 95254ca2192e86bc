"""Makes a pack's `vocab/sector_trade.csv` and `vocab/industry_inputs.csv` from world input-output tables.

Usage: python scripts/make_sector_tables.py packs/PACK FIRST SECOND THIRD YEAR=WIOT.npz...

FIRST and SECOND are the pack's sides, THIRD the rival whose gain is measured. A WIOT file holds `intermediate` (country-sector by
country-sector), `final` (country-sector by country-use), `country`, `sector` and `nace1` (codes of ISIC, revision 3), in million
US dollars, basic prices. Goods only: the sectors whose code begins with A, C or a number up to 37. `sector_trade` has what the
two sides, the rival, the United States and the world (WLD, all regions) sell to one another; domestic sales are left out, and a
flow that changes in stocks make negative is zero.
`industry_inputs` has, for the last year and both sides, what each goods industry buys of each goods industry, in all and from
the other side.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import numpy as np


def main(pack: Path, first: str, second: str, third: str, files: list[tuple[str, Path]]) -> None:
    """Write both tables."""
    trade, inputs = [], []
    for year, path in files:
        with np.load(path, allow_pickle=False) as held:
            country = [str(c) for c in held["country"]]
            nace = [str(c) for c in held["nace1"]]
            n, k = len(country), len(nace)
            between = held["intermediate"].astype(np.int64).reshape(n, k, n, k)
            flows = between.sum(axis=3) + held["final"].astype(np.int64).reshape(n, k, n, -1).sum(axis=3)
        goods = [
            s
            for s, code in enumerate(nace)
            if code in ("AtB", "C") or ((found := re.match(r"\d+", code)) and int(found[0]) <= 37)
        ]
        flows = np.maximum(flows, 0)  # changes in stocks can make a small flow negative
        for x in range(n):
            flows[x, :, x] = 0
        shown = list(dict.fromkeys((first, second, third, "USA")))
        for seller in (*shown, "WLD"):
            for buyer in (*shown, "WLD"):
                if seller == buyer != "WLD":
                    continue
                part = flows.sum(axis=0) if seller == "WLD" else flows[country.index(seller)]
                column = part.sum(axis=1) if buyer == "WLD" else part[:, country.index(buyer)]
                trade += [(year, seller, buyer, nace[s], int(column[s])) for s in goods]
        if (year, path) == files[-1]:
            for buyer, other in ((first, second), (second, first)):
                b, o = country.index(buyer), country.index(other)
                for s in goods:
                    for i in goods:
                        total = int(between[:, i, b, s].sum())
                        if total:
                            inputs.append((year, buyer, nace[s], nace[i], total, int(between[o, i, b, s])))
    for name, header, rows in (
        ("sector_trade", ("year", "exporter", "importer", "isic3", "value_musd"), trade),
        ("industry_inputs", ("year", "country", "industry", "input", "total_musd", "from_partner_musd"), inputs),
    ):
        with (pack / "vocab" / f"{name}.csv").open("w", newline="", encoding="utf-8") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        *sys.argv[2:5],
        [(a.partition("=")[0], Path(a.partition("=")[2])) for a in sys.argv[5:]],
    )
