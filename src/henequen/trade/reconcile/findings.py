# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Faults of a file visible in its figures: an incomplete year, a change of unit.

Nothing is repaired: the finding is in the report, and the rows get the rule `disputed` or a wide interval.
"""

from __future__ import annotations

from itertools import product as every_combination
from typing import Any

import numpy as np
import numpy.typing as npt

from henequen.model.message import Message
from henequen.trade.model.pair_key import PairKey
from henequen.trade.model.report_finding import report_finding
from henequen.trade.noise.reliability import FAR, Reliability
from henequen.trade.sql.duck import Engine
from henequen.trade.staging.coding import Codes
from henequen.trade.staging.products import edition_findings

__all__ = ["find_findings", "find_unplaced"]

Floats = npt.NDArray[np.float64]

LEVEL = 0.4  # |mean gap| over all partners, log points, beyond which a reporter's year is flagged
LACKING = 0.33  # share of its partners' value that a reporter lacks, beyond which its year is flagged
LEAST_ROWS = 100  # value that its partners report with it, from which on a reporter is checked
UNIT_ROWS = 20
FEW_PAIRS = 10  # pairs from which a CIF rate is estimated
HIGH_RATE = 0.25
UNIT_SHARE = 0.01  # share share of the reporter's rows that a partner reports too
_UNITS = ((1000.0, FAR, 2500.0), (1_000_000.0, 400_000.0, 2_500_000.0))


def find_findings(
    engine: Engine,
    fit: Reliability,
    codes: Codes,
    period: str,
    *,
    whole: bool = True,
    elsewhere: tuple[Floats, Floats] | None = None,
) -> list[dict[str, Any]]:
    """Findings of a period: `level` (a reporter's figures are far from those of all its partners) and `unit` (many
    rows are a thousand or a million times what the partners report); `freight` (the CIF rate rests on few pairs, or is
    implausible for freight); findings on several editions of the Harmonized System (see `products.edition_findings`);
    `coverage` (a reporter lacks much of what its partners report with it);
    `unknown_area` and `quantity`: unknown areas and units of quantity.

    Value detected under another code (`elsewhere`: missing from the exporter and from the importer, by pair) does not
    count as lacking. If the period is not `whole` (an update), levels are measured against the CIF rate, not against
    all pairs."""
    return [
        *(_freight(fit, period) if whole else ()),
        *_levels(fit, codes, period, whole),
        *_units(engine, fit, codes, period),
        *_coverage(fit, codes, period, elsewhere),
        *_unknown_areas(engine, codes, period),
        *_quantities(codes, period),
        *edition_findings(engine, codes.editions, codes.target, period),
    ]


def find_unplaced(pairs: npt.NDArray[np.int64], placed: npt.NDArray[np.bool_], period: str) -> list[dict[str, Any]]:
    """The finding `geography`: pairs in the data without a distance in the user's file (`placed`: by exporter and
    importer)."""
    lacking = int((~placed[PairKey.exporter(pairs), PairKey.importer(pairs)]).sum())
    if not lacking:
        return []
    return [
        report_finding(
            "geography",
            Message("reconcile_geography", period=period, n=lacking, of=pairs.size),
            period=period,
            pairs=lacking,
        )
    ]


def _freight(fit: Reliability, period: str) -> list[dict[str, Any]]:
    measured = fit.pairs.rows > 0
    pairs, rate = int(measured.sum()), float(np.median(fit.pairs.cif_factor[measured])) if measured.any() else 0.0
    if not measured.any() or (rate <= HIGH_RATE and (pairs >= FEW_PAIRS or fit.priced)):
        return []
    values = {"period": period, "rate": f"{100 * rate:.1f}", "n": pairs, "priced": int(fit.priced)}
    high = rate > HIGH_RATE
    message = Message("reconcile_freight_high", **values) if high else Message("reconcile_freight_poor", **values)
    return [report_finding("freight", message, period=period, rate=round(rate, 4), pairs=pairs)]


def _levels(fit: Reliability, codes: Codes, period: str, whole: bool) -> list[dict[str, Any]]:
    pairs = fit.pairs
    findings: list[dict[str, Any]] = []
    enough = pairs.rows >= 3
    overall = float(np.median(pairs.gap[enough])) if whole and enough.any() else 0.0
    for side, numbers, sign in (("exports", pairs.exporter, 1.0), ("imports", pairs.importer, -1.0)):
        for area in np.unique(numbers[enough]):
            gaps = pairs.gap[enough & (numbers == area)] - overall
            if gaps.size < 5:
                continue
            middle = float(np.median(gaps)) * sign
            error = 1.4826 * float(np.median(np.abs(gaps - np.median(gaps)))) / np.sqrt(gaps.size)
            if abs(middle) > LEVEL and abs(middle) > 5 * error:
                times = float(np.exp(middle))
                whose = {"period": period, "reporter": codes.areas[area]}
                message = Message(
                    "reconcile_level", **whose, exports=int(side == "exports"), factor=f"{times:.2f}", n=gaps.size
                )
                findings.append(
                    report_finding(
                        "level", message, **whose, flow=side, factor=round(times, 4), partners=int(gaps.size)
                    )
                )
    return findings


def _coverage(
    fit: Reliability, codes: Codes, period: str, elsewhere: tuple[Floats, Floats] | None
) -> list[dict[str, Any]]:
    pair = np.asarray(fit.counted["pair"], dtype=np.int64)
    nx, nm, n_both, no_x, no_m = (
        np.asarray(fit.counted[k], dtype=np.float64) for k in ("n_x", "n_m", "both", "no_x", "no_m")
    )
    n = len(codes.areas)
    exporter, importer = PairKey.exporter(pair), PairKey.importer(pair)
    sides = (("exports", exporter, nx, nm, no_x, importer), ("imports", importer, nm, nx, no_m, exporter))
    findings: list[dict[str, Any]] = []
    for number, (side, numbers, own, reported, lacks, others) in enumerate(sides):
        rows, partners = np.bincount(numbers, reported, n), np.bincount(numbers[reported > 0], minlength=n)
        total = np.bincount(numbers, n_both + lacks, n)
        if elsewhere is not None:
            lacks = np.maximum(lacks - elsewhere[number], 0.0)
        share = np.divide(np.bincount(numbers, lacks, n), total, out=np.zeros(n), where=total > 0)
        has_rows, reports = (rows >= LEAST_ROWS) & (partners >= 3), np.bincount(numbers, own, n) > 0
        if (has_rows & reports).sum() < 5:
            continue
        silent = has_rows & ~reports & (np.bincount(others, reported, n) > 0)  # reporters of only the other flow
        if silent.sum() > 0.25 * reports.sum():  # the data have only one flow of many reporters
            silent[:] = False
        looked_at = has_rows & (reports | silent)
        usual = float(np.median(share[has_rows & reports]))
        doubted = [
            area
            for area in np.flatnonzero(looked_at & (share > LACKING) & (share > 3 * usual))
            if _of_most((numbers == area) & (reported >= 3), lacks, n_both)
        ]
        for area in doubted:
            whose = {"period": period, "reporter": codes.areas[area]}
            values = whose | {
                "exports": int(side == "exports"),
                "n": int(partners[area]),
                "usual": f"{100 * usual:.0f}",
            }
            findings.append(
                report_finding(
                    "coverage",
                    Message("reconcile_coverage", **values, share=f"{100 * share[area]:.0f}")
                    if reports[area]
                    else Message("reconcile_coverage_none", **values),
                    **whose,
                    flow=side,
                    share=round(float(share[area]), 4),
                    usual=round(usual, 4),
                    partners=int(partners[area]),
                )
            )
    return findings


def _of_most(pairs: npt.NDArray[np.bool_], lacks: Floats, covered: Floats) -> bool:
    """Whether most partners are affected: one missing large flow is not an incomplete year."""
    compared = covered[pairs] + lacks[pairs]
    parts = lacks[pairs][compared > 0] / compared[compared > 0]
    return not parts.size or float(np.median(parts)) > LACKING / 3


def _unknown_areas(engine: Engine, codes: Codes, period: str) -> list[dict[str, Any]]:
    at = [k for k, area in enumerate(codes.areas) if area in codes.unknown_areas]
    if not at:
        return []
    listed = ", ".join(map(str, at))
    area_rows = engine.fetch(
        "select count(*) as n, cast(coalesce(sum(cast(floor(coalesce(x, m) * 1000 + 0.5) as bigint)), 0) as bigint) as mills "
        f"from flow where {PairKey.sql_exporter('pair')} in ({listed}) or {PairKey.sql_importer('pair')} in ({listed})"
    )
    rows, value = int(area_rows["n"][0]), int(area_rows["mills"][0]) / 1000
    if not rows:
        return []
    names = ", ".join(codes.unknown_areas[:10]) + (", ..." if len(codes.unknown_areas) > 10 else "")
    message = Message("reconcile_unknown_area", period=period, n=rows, value=f"{value:,.2f}", areas=names)
    return [report_finding("unknown_area", message, period=period, rows=rows, value=value)]


def _quantities(codes: Codes, period: str) -> list[dict[str, Any]]:
    if period != codes.periods[0]:
        return []  # counted over all periods, reported once
    return [
        report_finding(
            "quantity",
            Message("reconcile_quantity_unit", n=rows, unit=unit)
            if unit
            else Message("reconcile_quantity_weight", n=rows),
            rows=rows,
        )
        for unit, rows in codes.odd_quantities
    ]


def _many_far(fit: Reliability) -> bool:
    """Whether enough rows of a reporter differ from its partners' that a unit may be the reason."""
    far = np.asarray(fit.counted["far"], dtype=np.float64)
    sides = [(np.bincount(of, far), np.bincount(of, fit.pairs.rows)) for of in (fit.pairs.exporter, fit.pairs.importer)]
    return any(bool((far_rows >= np.maximum(UNIT_ROWS, UNIT_SHARE * compared)).any()) for far_rows, compared in sides)


def _units(engine: Engine, fit: Reliability, codes: Codes, period: str) -> list[dict[str, Any]]:
    if not _many_far(fit):
        return []
    counted = engine.fetch(
        "select pair, factor, above, count(*) as n from (select pair, case "
        + " ".join(
            f"when x / coalesce(f0, m) between {low!r} and {high!r} or coalesce(f0, m) / x between {low!r} and {high!r} "
            f"then {factor!r}"
            for factor, low, high in _UNITS
        )
        + " end as factor, x > m as above from flow where x > 0 and m > 0 "
        f"and (x > {FAR!r} * coalesce(f0, m) or coalesce(f0, m) > {FAR!r} * x)) where factor is not null "
        "group by pair, factor, above order by pair, factor, above"
    )
    pair, n = np.asarray(counted["pair"], dtype=np.int64), np.asarray(counted["n"], dtype=np.int64)
    factor, above = np.asarray(counted["factor"], dtype=float), np.asarray(counted["above"], dtype=bool)
    findings: list[dict[str, Any]] = []
    sides = (
        ("exports", PairKey.exporter(pair), fit.pairs.exporter),
        ("imports", PairKey.importer(pair), fit.pairs.importer),
    )
    for (size, _, _), up, (side, numbers, parties) in every_combination(_UNITS, (True, False), sides):
        pick = (factor == size) & (above == up)
        for area in np.unique(numbers[pick]):
            selected = pick & (numbers == area)
            rows, partners = int(n[selected].sum()), int(selected.sum())
            top = int(n[selected].max())
            rows_of_area = int(fit.pairs.rows[parties == area].sum())
            if rows >= max(UNIT_ROWS, UNIT_SHARE * rows_of_area) and partners >= 3 and top < 0.7 * rows:
                times = size if up == (side == "exports") else 1 / size
                findings.append(_unit_finding(period, codes.areas[area], side, times, rows, partners))
    return findings


def _unit_finding(period: str, reporter: str, side: str, times: float, rows: int, partners: int) -> dict[str, Any]:
    whose = {"period": period, "reporter": reporter}
    exports = int(side == "exports")
    message = Message("reconcile_unit", **whose, n=rows, exports=exports, factor=f"{times:g}", partners=partners)
    return report_finding("unit", message, **whose, flow=side, factor=times, rows=rows, partners=partners)
