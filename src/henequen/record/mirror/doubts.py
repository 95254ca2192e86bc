# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""What the figures themselves say is wrong with a file: a year that is half there, a unit that changed half way.

Nothing is repaired: the finding is in the report, and the rows bear the rule `disputed` or a wide interval.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from henequen.record.mirror.classifications import edition_findings
from henequen.record.mirror.engine import Engine
from henequen.record.mirror.reliability import Reliability
from henequen.record.mirror.stage import AREA_BASE, Codes

__all__ = ["find_doubts"]

LEVEL = 0.4  # |mean gap| over all partners, log points, beyond which a reporter's year is doubted
UNIT_ROWS = 20
UNIT_SHARE = 0.01  # of the reporter's rows that a partner reports too
_UNITS = ((1000.0, 400.0, 2500.0), (1_000_000.0, 400_000.0, 2_500_000.0))


def find_doubts(engine: Engine, fit: Reliability, codes: Codes, period: str) -> list[dict[str, Any]]:
    """Findings of a period: `level` (a reporter's figures stand far off all its partners') and `unit` (many rows are a
    thousand or a million times what the partners report); and what several editions of the Harmonized System make of it
    (see `classifications.edition_findings`)."""
    return [
        *_levels(fit, codes, period),
        *_units(engine, fit, codes, period),
        *edition_findings(engine, codes.editions, codes.target, period, AREA_BASE),
    ]


def _levels(fit: Reliability, codes: Codes, period: str) -> list[dict[str, Any]]:
    pairs = fit.pairs
    found: list[dict[str, Any]] = []
    known = pairs.rows >= 3
    overall = float(np.median(pairs.gap[known])) if known.any() else 0.0
    for side, numbers, sign in (("exports", pairs.exporter, 1.0), ("imports", pairs.importer, -1.0)):
        for area in np.unique(numbers[known]):
            gaps = pairs.gap[known & (numbers == area)] - overall
            if gaps.size < 5:
                continue
            middle = float(np.median(gaps)) * sign
            error = 1.4826 * float(np.median(np.abs(gaps - np.median(gaps)))) / np.sqrt(gaps.size)
            if abs(middle) > LEVEL and abs(middle) > 5 * error:
                found.append(
                    {
                        "rule": "level",
                        "period": period,
                        "reporter": codes.areas[area],
                        "flow": side,
                        "factor": round(float(np.exp(middle)), 4),
                        "partners": int(gaps.size),
                        "message": f"{period}: {codes.areas[area]}'s {side} are {np.exp(middle):.2f} times what its "
                        f"{gaps.size} partners count: is its year whole, and its unit the same?",
                    }
                )
    return found


def _units(engine: Engine, fit: Reliability, codes: Codes, period: str) -> list[dict[str, Any]]:
    counted = engine.fetch(
        "select pr, factor, above, count(*) as n from (select pr, case "
        + " ".join(
            f"when x / coalesce(f0, m) between {low!r} and {high!r} or coalesce(f0, m) / x between {low!r} and {high!r} "
            f"then {factor!r}"
            for factor, low, high in _UNITS
        )
        + " end as factor, x > m as above from flow where x > 0 and m > 0) where factor is not null "
        "group by pr, factor, above order by pr, factor, above"
    )
    pr, n = np.asarray(counted["pr"], dtype=np.int64), np.asarray(counted["n"], dtype=np.int64)
    factor, above = np.asarray(counted["factor"], dtype=float), np.asarray(counted["above"], dtype=bool)
    found: list[dict[str, Any]] = []
    for size, _, _ in _UNITS:
        for up in (True, False):
            pick = (factor == size) & (above == up)
            for side, numbers, parties in (
                ("exports", pr // AREA_BASE, fit.pairs.exporter),
                ("imports", pr % AREA_BASE, fit.pairs.importer),
            ):
                for area in np.unique(numbers[pick]):
                    mine = pick & (numbers == area)
                    rows, partners = int(n[mine].sum()), int(mine.sum())
                    top = int(n[mine].max())
                    known = int(fit.pairs.rows[parties == area].sum())
                    if rows >= max(UNIT_ROWS, UNIT_SHARE * known) and partners >= 3 and top < 0.7 * rows:
                        times = size if up == (side == "exports") else 1 / size
                        found.append(
                            {
                                "rule": "unit",
                                "period": period,
                                "reporter": codes.areas[area],
                                "flow": side,
                                "factor": times,
                                "rows": rows,
                                "partners": partners,
                                "message": f"{period}: {rows} rows of {codes.areas[area]}'s {side} are about {times:g} times "
                                f"what {partners} partners report: did a unit or currency change?",
                            }
                        )
    return found
