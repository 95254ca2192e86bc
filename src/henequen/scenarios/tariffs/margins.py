"""The preference margin of one exporter in one market: the ordinary rate less the rate of competitors with an
agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["preference_margins"]


def preference_margins(rows: Iterable[Mapping[str, object]], importer: str, exporter: str) -> list[dict[str, object]]:
    """By sector: the rate the exporter pays, the ordinary (MFN) rate, the mean rate of suppliers that pay less than
    MFN, and the disadvantage (the exporter's rate less that mean), in percentage points. `rows` have importer,
    exporter, sector, tariff and mfn in percent. Raises DataError if the pair has no row."""
    sectors: dict[str, dict[str, tuple[float, float]]] = {}
    for row in rows:
        if row["importer"] == importer:
            rates = (float(str(row["tariff"])), float(str(row["mfn"])))
            sectors.setdefault(str(row["sector"]), {})[str(row["exporter"])] = rates
    margins: list[dict[str, object]] = []
    for sector, partners in sorted(sectors.items()):
        if exporter not in partners:
            continue
        paid, ordinary = partners[exporter]
        preferred = [rate for other, (rate, mfn) in partners.items() if other != exporter and rate < mfn]
        mean = sum(preferred) / len(preferred) if preferred else ordinary
        margins.append(
            {
                "sector": sector,
                "pays": round(paid, 4),
                "mfn": round(ordinary, 4),
                "own_margin": round(ordinary - paid, 4),
                "preferred": len(preferred),
                "preferred_mean": round(mean, 4),
                "disadvantage": round(paid - mean, 4),
            }
        )
    if not margins:
        raise DataError(
            Message("no_rates_this_pair"),
            found=Message("importer_exporter", importer=importer, exporter=exporter),
            expected=Message("rows_with_importer_exporter_sector_tariff"),
        )
    return margins
