"""Makes complexity.json: what py-ecomplexity 0.5.3 (Growth Lab, BSD licence) answers for an invented table of exports.

Run it where that package is installed; the tests only read the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

AREAS, PRODUCTS = 14, 22


def invented() -> list[list[float]]:
    """Exports of 14 areas in 22 products: none is real; the first areas sell many of the products, the last few."""
    return [
        [
            float(((c * 37 + k * 53 + (c * k) % 17) % 29) ** 2 * (10 if k < 2 + (AREAS - c) * 1.5 else 1))
            for k in range(PRODUCTS)
        ]
        for c in range(AREAS)
    ]


def main() -> None:
    """Ask the package and keep ten digits of its answers."""
    import numpy as np
    import pandas as pd
    from ecomplexity import ecomplexity, proximity

    rows = [
        {"year": 2019, "area": f"c{c:02d}", "product": f"p{k:02d}", "value": value}
        for c, line in enumerate(invented())
        for k, value in enumerate(line)
    ]
    columns = {"time": "year", "loc": "area", "prod": "product", "val": "value"}
    found = ecomplexity(pd.DataFrame(rows), columns).sort_values(["area", "product"])
    near = np.zeros((PRODUCTS, PRODUCTS))
    for row in proximity(pd.DataFrame(rows), columns).itertuples():
        near[int(row.product_1[1:]), int(row.product_2[1:])] = row.proximity
    answer: dict[str, Any] = {
        name: found[name].round(10).to_numpy().reshape(AREAS, PRODUCTS).tolist() for name in ("rca", "density")
    }
    for name, by in (("eci", "area"), ("diversity", "area"), ("pci", "product"), ("ubiquity", "product")):
        answer[name] = found.groupby(by)[name].first().astype(float).round(10).tolist()
    answer["proximity"] = np.round(near, 10).tolist()
    Path(__file__).with_name("complexity.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
