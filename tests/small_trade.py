"""Test data: a small invented world in which two sides and ten others report two years of trade; nothing of it is real."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from henequen.trade.readers import area_kinds, area_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

AREAS = ("CHL", "NZL", "AUS", "BRA", "DEU", "FRA", "GBR", "IND", "JPN", "ZAF")
CODES = tuple(f"{chapter}{heading:02d}{10 * item:02d}" for chapter in ("03", "22", "44", "84", "87")
              for heading in (1, 2, 3) for item in (1, 2, 3))  # fmt: skip
YEARS = ("2018", "2019")
HEADER = ("period", "flowCode", "reporterISO", "partnerISO", "classificationCode", "cmdCode", "primaryValue", "cifvalue",
          "fobvalue", "netWgt", "partner2Code", "motCode", "customsCode")  # fmt: skip


def write_editions(folder: Path, sides: tuple[str, str] = ("CHL", "NZL")) -> tuple[Path, Path]:
    """Two editions in `folder`: `first.parquet` without what the second side reports for 2019, and `second.parquet`, which
    builds on it and brings that report. The areas CHL and NZL of the world stand under the names of `sides`."""
    rng = np.random.default_rng(11)
    called = {"CHL": sides[0], "NZL": sides[1]}
    rows: list[tuple[object, ...]] = []
    for exporter in AREAS:
        for importer in AREAS:
            if exporter == importer:
                continue
            for code in CODES:
                value = float(np.exp(rng.normal(14, 1.6)))
                for year in YEARS:
                    x = round(value * float(np.exp(rng.normal(0, 0.2))), 2)
                    m = round(value * 1.07 * float(np.exp(rng.normal(0, 0.2))), 2)
                    e, i = called.get(exporter, exporter), called.get(importer, importer)
                    if rng.random() > 0.08:
                        rows.append((year, "X", e, i, "H5", code, x, "", x, 100, 0, 0, "C00"))
                    if rng.random() > 0.08:
                        rows.append((year, "M", i, e, "H5", code, m, m, "", 100, 0, 0, "C00"))
    late = [row for row in rows if row[0] == "2019" and row[2] == sides[1]]
    early = [row for row in rows if row not in late]
    base: Path | None = None
    for name, part in (("first", early), ("second", late)):
        path = folder / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as handle:
            out = csv.writer(handle, lineterminator="\n")
            out.writerow(HEADER)
            out.writerows(part)
        files = open_reported([path], folder / f"read-{name}")
        reconcile(Plan(files, folder / f"{name}.parquet", base=base), AreaCodes(area_kinds(), area_numbers()))
        base = folder / f"{name}.parquet"
    return folder / "first.parquet", folder / "second.parquet"
