"""The request for a reconciliation, as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.model.reported import ReportedFile

__all__ = ["METHODS", "Method", "Plan"]

Method = Literal["two_level", "baci", "harvard", "bimts"]
METHODS: tuple[Method, ...] = ("two_level", "baci", "harvard", "bimts")


@dataclass(frozen=True)
class Plan:
    """One reconciliation.

    `memory` limits the engine (as `2GB`); `interval` is the coverage of the interval (a share); `modules` are the names
    of the adjustment modules that apply; `switches` turn a preset's known defects off, by name; `inputs` are Parquet
    files of reported rows; `geo` is a CSV or Parquet with exporter, importer, dist_km, contiguous, or None for the
    shipped table; `mapping` is the file that names columns, if there is one. With `base` (an earlier OUT), only the
    flows affected by the inputs are reconciled again; OUT then holds all rows if `whole`, and those flows alone if it
    is False. None: all rows if the base is a folder of periods. Several periods give a folder with one part each, or one
    file with `single`.
    """

    inputs: tuple[ReportedFile, ...]
    out: Path
    method: Method = "two_level"
    engine: Literal["duckdb", "spark"] = "duckdb"
    memory: str = "2GB"
    threads: int | None = None
    geo: Path | None = None
    modules: tuple[str, ...] = ("hub_re_exports", "non_monetary_gold", "unallocated_trade", "undeclared_re_exports")
    switches: tuple[str, ...] = ()
    interval: float = 0.90
    work: Path | None = None
    base: Path | None = None
    mapping: Path | None = None
    single: bool = False
    whole: bool | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UsageError(Message("unknown_method"), found=self.method, expected=", ".join(METHODS))
        if not 0.5 <= self.interval < 1:
            raise UsageError(
                Message("coverage_interval_must_be_share"), found=self.interval, expected=Message("interval_bounds")
            )
