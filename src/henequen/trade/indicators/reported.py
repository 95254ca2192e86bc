# ruff: noqa: S608 (SQL is composed from our own names)
"""Reported rows of one period as vectors and tables by product: exports and imports of each reporter, by partner. Rows
are summed by the rules of the reconciliation (`trade.staging.coding`): six-digit leaves, second partner, transport and
customs at their totals, no aggregates; left-out rows are returned by reason, number and value. A product that a
reporter of the flow does not list is zero (customs list all crossings); a reporter without any row of the flow is
unknown, and so is everything of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Array
from henequen.trade.model.pair_key import PairKey
from henequen.trade.model.reported import LeftOut, ReportedFile
from henequen.trade.sql.duck import DuckEngine, Engine
from henequen.trade.staging.coding import Codes, find_codes
from henequen.trade.staging.duplicates import Joined, flows_of
from henequen.trade.staging.flows import side_rows
from henequen.trade.staging.left_out import add_counts, dropped
from henequen.trade.staging.parts import gather_parts
from henequen.trade.staging.repairs import find_repairs
from henequen.trade.staging.rows import Reported, reported_rows

__all__ = ["Counts", "ReportedTrade", "read_reported"]


@dataclass(frozen=True)
class Counts:
    """Rows of one flow: reporter, partner and product number, value (US dollars) and kilograms (nan: not weighed)."""

    reporter: NDArray[np.int64]
    partner: NDArray[np.int64]
    product: NDArray[np.int64]
    value: Array
    kg: Array


@dataclass(frozen=True)
class ReportedTrade:
    """The reports of all areas of the data for one period; `exports` and `imports` by reporter.

    Values are US dollars as reported (exports mostly FOB, imports mostly CIF). `left_out` counts rows of all periods;
    `findings` name areas that were added up and codes that were completed.
    """

    period: str
    areas: tuple[str, ...]
    products: tuple[str, ...]
    exports: Counts
    imports: Counts
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[str, ...] = ()

    def _flow(self, flow: str) -> Counts:
        return self.exports if flow == "X" else self.imports

    def reporters(self, flow: str) -> tuple[str, ...]:
        """The areas that report the flow (X or M) at all, in order of code."""
        return tuple(self.areas[k] for k in sorted(set(self._flow(flow).reporter.tolist())))

    def vector(self, flow: str, reporter: str, partner: str | None = None) -> Array:
        """Values by product as `reporter` reports them, with `partner` or with all; nan if it does not report the
        flow."""
        return self._vector(flow, reporter, partner, self._flow(flow).value)

    def weights(self, flow: str, reporter: str, partner: str | None = None) -> Array:
        """Kilograms by product in the same way; nan for a product with some unweighed trade."""
        return self._vector(flow, reporter, partner, self._flow(flow).kg)

    def _vector(self, flow: str, reporter: str, partner: str | None, measure: Array) -> Array:
        rows = self._flow(flow)
        number = self._number(reporter)
        is_reporter = rows.reporter == number
        if number < 0 or not is_reporter.any():
            return np.full(len(self.products), np.nan)
        if partner is not None:
            is_reporter &= rows.partner == self._number(partner)
        return np.bincount(rows.product[is_reporter], measure[is_reporter], len(self.products)).astype(np.float64)

    def world(self, flow: str) -> Array:
        """The sum over all areas that report the flow, by product."""
        rows = self._flow(flow)
        return np.bincount(rows.product, rows.value, len(self.products)).astype(np.float64)

    def table(self, flow: str) -> tuple[tuple[str, ...], Array]:
        """Reporters of the flow, and their values by product (C, K)."""
        rows = self._flow(flow)
        numbers = sorted(set(rows.reporter.tolist()))
        place = np.full(len(self.areas), -1)
        place[numbers] = np.arange(len(numbers))
        key = place[rows.reporter] * len(self.products) + rows.product
        flat = np.bincount(key, rows.value, len(numbers) * len(self.products))
        return tuple(self.areas[k] for k in numbers), flat.reshape(len(numbers), len(self.products)).astype(np.float64)

    def _number(self, area: str) -> int:
        return self.areas.index(area) if area in self.areas else -1


def read_reported(
    files: Sequence[ReportedFile],
    work: Path,
    kinds: Mapping[str, str],
    numbers: Mapping[str, str],
    periods: Sequence[str] | None = None,
    *,
    memory: str = "2GB",
    former: Collection[str] = (),
) -> tuple[ReportedTrade, ...]:
    """Read files of reported rows, period by period (all of the data, or those requested).

    `kinds`, `numbers` and `former` distinguish area codes, as in the reconciliation. Raises DataError for a period that is
    not in the data, and for a key that occurs twice with different values.
    """
    engine = DuckEngine(work / "indicators", memory)
    try:
        reported = reported_rows(engine, files)
        codes, reported = find_codes(engine, reported, kinds, numbers, former)
        left_out = dropped(engine, reported)
        missing = [period for period in periods or () if period not in codes.periods]
        if missing:
            raise DataError(
                Message("data_do_not_contain_period"), found=", ".join(codes.periods), expected=", ".join(missing)
            )
        findings = tuple(str(one["message"]) for one in find_repairs(engine, reported, codes))
        tables = []
        for period in codes.periods if periods is None else periods:
            parts = gather_parts(engine, reported, codes, period)
            joined = flows_of(engine, reported, codes, period, hubs=False, parts=parts)
            tables.append(
                _period(engine, codes, period, add_counts((*left_out, *joined.left_out())), reported, joined, findings)
            )
        return tuple(tables)
    finally:
        engine.close()


def _period(
    engine: Engine,
    codes: Codes,
    period: str,
    left_out: tuple[LeftOut, ...],
    reported: Reported,
    joined: Joined,
    findings: tuple[str, ...],
) -> ReportedTrade:
    sides = {}
    for flow, column in (("X", "x"), ("M", "m")):
        rows = engine.fetch(
            f"select f.pair as pair, f.product as product, f.{column} as value, w.kg as kg from flow f left join ("
            f"select pair, product, max(kg) as kg from "
            f"({side_rows(reported, codes, period, flow, once=True, parts=bool(joined.added))}) "
            "where kg > 0 group by pair, product) w "
            f"on w.pair = f.pair and w.product = f.product where f.{column} is not null order by f.pair, f.product"
        )
        pair, product = rows["pair"].astype(np.int64), rows["product"].astype(np.int64)
        exporter, importer = PairKey.exporter(pair), PairKey.importer(pair)
        sides[flow] = Counts(
            *((exporter, importer) if flow == "X" else (importer, exporter)),
            product,
            np.asarray(rows["value"], dtype=np.float64),
            np.asarray(rows["kg"], dtype=np.float64),
        )
    return ReportedTrade(period, codes.areas, codes.products, sides["X"], sides["M"], left_out, findings)
