"""Time of `henequen suppliers` for 200 plants and 50,000 makers: reading both registers and fitting, in one process.

Usage: python benchmarks/suppliers.py [PLANTS MAKERS]
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from pathlib import Path

from henequen.matching.suppliers.job import work

_CODES = (
    "336390",
    "336320",
    "326199",
    "332710",
    "331111",
    "722511",
    "335920",
    "334410",
    "325520",
    "327211",
    "311812",
    "333515",
)


def main(plants: int, makers: int) -> None:
    """Write two registers of invented firms, match them, print the seconds."""
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "plants.csv", Path(folder) / "makers.csv"
        with theirs.open("w", newline="", encoding="utf-8") as target:
            out = csv.writer(target)
            out.writerow(("id", "nom_estab", "codigo_act", "per_ocu", "municipio", "telefono", "latitud", "longitud"))
            for n in range(makers):
                out.writerow(
                    (
                        n,
                        f"Maker {n}",
                        rng.choice(_CODES),
                        "51 a 100 personas",
                        "Town",
                        "1",
                        f"{25 + rng.random():.5f}",
                        f"{-100.8 + rng.random():.5f}",
                    )
                )
        with ours.open("w", newline="", encoding="utf-8") as target:
            out = csv.writer(target)
            out.writerow(("company", "hs", "value", "lat", "lon"))
            for n in range(plants):
                place = (f"{25 + rng.random():.4f}", f"{-100.8 + rng.random():.4f}")
                for code in ("870829", "732690", "392690", "853690", "401699"):
                    out.writerow((f"Plant {n}", code, rng.randint(1000, 99999), *place))
        began, used = time.perf_counter(), time.process_time()
        answer = work(
            {
                "makers": str(theirs),
                "plants": str(ours),
                "mapping": "",
                "makers_date": "2026-01",
                "plants_date": "2026-01",
                "within": 300.0,
                "top": 3,
                "today": "2026-11-30",
                "pack_plants": [],
                "inputs": [],
            }
        )
        print(
            f"{plants} plants, {answer['needs']} needs, {answer['makers']:,} makers: {time.perf_counter() - began:.2f} s, "
            f"{time.process_time() - used:.2f} s of CPU"
        )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (200, 50_000))
