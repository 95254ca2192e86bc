# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""A new reporter-year: only the flows that it affects are reconciled again. These are the flows of the reporter, on
both sides, in its period. Its partners' reports of them are read from the base (its columns x_value, m_value, f_value
are their reports), the reporter's own figures come from the new file. CIF rate and variances are those of the base's
model; the gaps of the touched pairs, nettings and values are new.

The result is an edition of its own with `OUT.edition.json`, which names the base and the replaced flows. It holds all
rows (`editions.complete`), or the touched ones alone: `editions.rows_of` then reads the chain as one table. Goods in
transit are not handled, since the re-exports of hubs are in other files; a finding reports it if it concerns the
affected flows. Findings of the base about other reporters stay valid and are repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from henequen.model.message import Message
from henequen.trade.editions.sidecar import read_sidecar
from henequen.trade.model.report_finding import report_finding
from henequen.trade.model.reported import ReportedFile
from henequen.trade.sql.duck import Engine, literal
from henequen.trade.staging.areas import area_of
from henequen.trade.staging.coding import PART_REASONS, Codes, find_codes
from henequen.trade.staging.left_out import dropped
from henequen.trade.staging.remedies import nothing_left
from henequen.trade.staging.rows import Reported, reported_rows

__all__ = ["findings_of_base", "hubs_left_aside", "with_partners"]


def with_partners(
    engine: Engine,
    inputs: Sequence[ReportedFile],
    rows: str,
    names: Mapping[str, str],
    numbers: Mapping[str, str],
    out: Path,
) -> tuple[Codes, Reported, Reported, list[tuple[str, str]]]:
    """The rows of the new files `inputs` and all others' reports of the flows that they affect, from the base's `rows`
    (an SQL query): codes (see `find_codes`), all of them, those of the new files alone, and the touched (period,
    reporter)."""
    touched = _claimed(engine, reported_rows(engine, inputs), numbers)
    while True:
        others = (partners_reports(engine, rows, touched, out),) if touched else ()
        codes, reported = find_codes(engine, reported_rows(engine, (*inputs, *others)), names, numbers)
        reported_given = reported.of_files(len(inputs))
        claimed, touched = touched, touched_by(engine, reported_given, codes)
        if touched == claimed:
            return codes, reported, reported_given, touched
        # a reporter without usable rows is not affected


def _claimed(engine: Engine, reported: Reported, numbers: Mapping[str, str]) -> list[tuple[str, str]]:
    """(period, reporter) of every row of the new files, usable or not."""
    rows = engine.fetch(f"select distinct cast(period as varchar) as period, reporter from ({reported.rows})")
    pairs = zip(np.ma.asarray(rows["period"]).tolist(), np.ma.asarray(rows["reporter"]).tolist(), strict=True)
    return sorted(
        {(period, area_of(code, numbers)) for period, code in pairs if period is not None and code is not None}
    )


def touched_by(engine: Engine, reported: Reported, codes: Codes) -> list[tuple[str, str]]:
    """(period, reporter) of every usable row of the new files."""
    parts = ", ".join(map(literal, PART_REASONS))
    rows = engine.fetch(
        f"select distinct cast(period as varchar) as period, reporter from ({reported.coded}) "
        f"where reason is null or reason in ({parts})"
    )
    touched = sorted(
        (str(p), codes.areas[int(r)])
        for p, r in zip(rows["period"], rows["reporter"], strict=True)
        if r is not np.ma.masked
    )
    if not touched:
        raise nothing_left("the new files have no usable row", dropped(engine, reported))
    return touched


def partners_reports(engine: Engine, rows: str, touched: list[tuple[str, str]], out: Path) -> ReportedFile:
    """All others' reports of the affected flows, from the base's `rows` (an SQL query), as reported rows."""
    picks = []
    for period, area in touched:
        others = " and ".join(
            f"{{side}} <> {literal(other)}" for at, other in touched if at == period and other != area
        )
        for flow, reporter, partner, value, fob in (
            ("X", "exporter", "importer", "x_value", "cast(null as double)"),
            ("M", "importer", "exporter", "m_value", "case when fob_reported then f_value end"),
        ):
            unless = f" and {others.format(side=reporter)}" if others else ""
            picks.append(
                f"select {literal(period)} as period, {literal(flow)} as flow, {reporter} as reporter, "
                f"{literal(area)} as partner, classification, "
                f"product, {value} as value, {fob} as fob_value, quantity_kg as net_kg from ({rows}) "
                f"where period = {literal(period)} and {partner} = {literal(area)} and {value} > 0{unless}"
            )
    engine.write(" union all ".join(picks), out)
    columns = ("period", "flow", "reporter", "partner", "classification", "product", "value", "fob_value", "net_kg")
    types = {name: "number" if name in ("value", "fob_value", "net_kg") else "text" for name in columns}
    return ReportedFile(out, "the base edition", {name: name for name in columns}, types, None)


def findings_of_base(base: Path, touched: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The findings in the report of `base` that are not about an affected reporter, each with `edition`, the base's
    name."""
    path = base.with_suffix(".report.json")
    if not path.is_file():
        return []
    findings = read_sidecar(path).get("findings", [])
    return [
        {"edition": base.name} | one
        for one in findings
        if (str(one.get("period")), one.get("reporter")) not in touched and one["rule"] != "hubs_left_aside"
    ]


def hubs_left_aside(engine: Engine, rows: str, touched: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """A finding for each affected reporter with goods in transit in the base (query `rows`)."""
    findings: list[dict[str, Any]] = []
    for period, area in touched:
        counted = engine.fetch(
            "select count(*) as n, cast(coalesce(sum(cast(floor(coalesce(x_value, m_value) + 0.5) as bigint)), 0) as bigint) "
            f"as total from ({rows}) where module = 'hub_re_exports' and period = {literal(period)} "
            f"and (exporter = {literal(area)} or importer = {literal(area)})"
        )
        n, total = int(counted["n"][0]), int(counted["total"][0])
        if n:
            findings.append(
                report_finding(
                    "hubs_left_aside",
                    Message("reconcile_hubs_left_aside", period=period, reporter=area, n=n, value=f"{total:,}"),
                    period=period,
                    reporter=area,
                    rows=n,
                    value=total,
                )
            )
    return findings
