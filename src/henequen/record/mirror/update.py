# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""A new reporter-year: only the flows that it touches are reconciled again.

The touched flows are those of the reporter, on both sides, in its period. What its partners reported of them is read from
the base (its columns x_value, m_value, f_value are their reports), what the reporter itself says comes from the new file.
CIF rate and variances are those of the base's model; the gaps of the touched pairs, nettings and values are new.
The result is an edition of its own: a file of the touched rows, and `OUT.edition.json` that names the base and what is
replaced. `editions.rows_of` reads such a chain as one table. Left aside and said in the report: goods routed through a hub
whose re-exports are not in the new file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from henequen.model.errors import DataError
from henequen.model.reported import ReportedFile
from henequen.record.mirror.engine import Engine, literal
from henequen.record.mirror.stage import Codes, Reported

__all__ = ["partners_reports", "touched_by"]


def touched_by(engine: Engine, reported: Reported, codes: Codes) -> list[tuple[str, str]]:
    """(period, reporter) of every usable row of the new files."""
    found = engine.fetch(
        f"select distinct cast(period as varchar) as period, rep from ({reported.coded}) where reason is null order by 1, 2"
    )
    touched = [
        (str(p), codes.areas[int(r)])
        for p, r in zip(found["period"], found["rep"], strict=True)
        if r is not np.ma.masked
    ]
    if not touched:
        raise DataError("the new files hold no usable row")
    return touched


def partners_reports(engine: Engine, rows: str, touched: list[tuple[str, str]], out: Path) -> ReportedFile:
    """What all others reported of the touched flows, out of the base's `rows` (an SQL query), as reported rows."""
    picks = []
    for period, area in touched:
        others = " and ".join(
            f"{{side}} <> {literal(other)}" for at, other in touched if at == period and other != area
        )
        for flow, reporter, partner, value, fob in (
            ("X", "exporter", "importer", "x_value", "cast(null as double)"),
            ("M", "importer", "exporter", "m_value", "case when abs(f_value * (1 + cif_rate) - m_value) > 1e-6 * m_value "
             "or cif_rate = 0 then f_value end"),
        ):  # fmt: skip
            unless = f" and {others.format(side=reporter)}" if others else ""
            picks.append(
                f"select period, {literal(flow)} as flow, {reporter} as reporter, {partner} as partner, classification, "
                f"product, {value} as value, {fob} as fob_value, quantity_kg as net_kg from ({rows}) "
                f"where period = {literal(period)} and {partner} = {literal(area)} and {value} > 0{unless}"
            )
    engine.write(" union all ".join(picks), out)
    columns = ("period", "flow", "reporter", "partner", "classification", "product", "value", "fob_value", "net_kg")
    types = {name: "number" if name in ("value", "fob_value", "net_kg") else "text" for name in columns}
    return ReportedFile(out, "the base edition", {name: name for name in columns}, types, "")
