# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Repaired codes and merged areas: each repair has a finding."""

from __future__ import annotations

from typing import Any

from henequen.model.message import Message
from henequen.trade.model.report_finding import report_finding
from henequen.trade.sql.duck import Engine, literal
from henequen.trade.staging.coding import Codes
from henequen.trade.staging.rows import Reported

__all__ = ["find_joined", "find_padded", "find_repairs"]


def find_repairs(engine: Engine, reported: Reported, codes: Codes) -> list[dict[str, Any]]:
    """The findings `padded_code` and `joined_area` of all periods."""
    return [*find_padded(engine, reported, codes), *find_joined(engine, reported, codes), *_months(codes)]


def find_padded(engine: Engine, reported: Reported, codes: Codes) -> list[dict[str, Any]]:
    """The finding `padded_code`: rows whose product code of the Harmonized System lacks its leading zero."""
    if not codes.padded:
        return []
    listed = ", ".join(literal(code) for code in sorted({code for _, code in codes.padded}))
    schemes = ", ".join(literal(scheme) for scheme in sorted({scheme for scheme, _ in codes.padded}))
    counted = engine.fetch(
        "select count(*) as n, cast(coalesce(sum(case when value > 0 and value < 1e15 then cast(floor(value * 1000 + 0.5) as bigint) "
        f"end), 0) as bigint) as mills from ({reported.rows}) where product in ({listed}) and classification in ({schemes})"
    )
    rows, value = int(counted["n"][0]), int(counted["mills"][0]) / 1000
    first = codes.padded[0][1].strip()
    return [
        report_finding(
            "padded_code",
            Message(
                "reconcile_padded_code", n=rows, value=f"{value:,.2f}", written=first, read=first.removesuffix(".0")
            ),
            rows=rows,
            value=value,
        )
    ]


def find_joined(engine: Engine, reported: Reported, codes: Codes) -> list[dict[str, Any]]:
    """The finding `joined_area` of each period: flows with several numbers of one area, former and present."""
    if not codes.joined:
        return []
    named = "; ".join(f"{', '.join(numbers)} are {area}" for area, numbers in codes.joined)
    findings = []
    for period in codes.periods:
        counted = engine.fetch(
            "select count(*) as n, cast(coalesce(sum(mills), 0) as bigint) as mills from (select reporter, partner, product, flow, "
            f"sum(cast(floor(value * 1000 + 0.5) as bigint)) as mills from ({reported.coded}) where reason is null "
            f"and {codes.of_joined} and {reported.at(period)} group by reporter, partner, product, flow "
            "having count(distinct written) > 1)"
        )
        flows, value = int(counted["n"][0]), int(counted["mills"][0]) / 1000
        if flows:
            findings.append(
                report_finding(
                    "joined_area",
                    Message("reconcile_joined_area", period=period, n=flows, value=f"{value:,.2f}", areas=named),
                    period=period,
                    flows=flows,
                    value=value,
                    areas={area: list(numbers) for area, numbers in codes.joined},
                )
            )
    return findings


def _months(codes: Codes) -> list[dict[str, Any]]:
    """The finding `months_beside_years`: a year and its months are separate periods."""
    years = {period for period in codes.periods if len(period) == 4}
    months = [period for period in codes.periods if len(period) == 6 and period[:4] in years]
    if not months:
        return []
    return [
        report_finding(
            "months_beside_years",
            Message("reconcile_months_beside_years", n=len(months), month=months[0], year=months[0][:4]),
            periods=len(months),
        )
    ]
