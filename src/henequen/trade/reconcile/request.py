"""What a caller asks of a reconciliation, as one frozen record that travels to the child process as JSON.

The command line and Python fill the same record, so an option exists once. `Plan` is what the child makes of it after
it has read the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.model.reported import ReportedFile
from henequen.trade.reconcile.plan import METHODS, Method, Plan

__all__ = ["Engine", "Request"]

Engine = Literal["duckdb", "spark"]
_ENGINES: tuple[Engine, ...] = ("duckdb", "spark")
_PATHS = ("geo", "mapping", "concordance", "work", "base")


@dataclass(frozen=True)
class Request:
    """The options of a reconciliation.

    What to read: `inputs` (files or folders of reported rows), `mapping` (a TOML file that names their columns), `add`
    (the parts of a flow to be added up), `concordance` (a table of product codes between editions) and `to` (the
    edition to convert codes into). The other options are those of `Plan`.
    """

    inputs: tuple[Path, ...]
    out: Path
    method: Method = "two_level"
    engine: Engine = "duckdb"
    memory: str = "2GB"
    threads: int | None = None
    geo: Path | None = None
    mapping: Path | None = None
    add: tuple[str, ...] = ()
    concordance: Path | None = None
    to: str | None = None
    modules: tuple[str, ...] = Plan.modules
    switches: tuple[str, ...] = ()
    interval: float = 0.90
    work: Path | None = None
    base: Path | None = None
    single: bool = False
    whole: bool | None = None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UsageError(Message("unknown_method"), found=self.method, expected=", ".join(METHODS))
        if self.engine not in _ENGINES:
            raise UsageError(Message("unknown_engine"), found=self.engine, expected=" or ".join(_ENGINES))
        if not 0.5 <= self.interval < 1:
            raise UsageError(
                Message("coverage_interval_must_be_share"), found=self.interval, expected=Message("interval_bounds")
            )

    def to_json(self) -> dict[str, Any]:
        """The request as JSON, with absolute paths."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, order: Mapping[str, Any]) -> Request:
        """The request that `to_json` wrote; an option that is missing has its default."""
        values: dict[str, Any] = {field.name: order[field.name] for field in fields(cls) if field.name in order}
        values |= {name: tuple(values[name]) for name in ("add", "modules", "switches") if name in values}
        values |= {name: Path(values[name]) for name in ("out", *_PATHS) if values.get(name) is not None}
        return cls(**values | {"inputs": tuple(map(Path, values["inputs"]))})

    def plan(self, files: tuple[ReportedFile, ...]) -> Plan:
        """The plan for the files read from `inputs`."""
        return Plan(
            inputs=files,
            **{field.name: getattr(self, field.name) for field in fields(Plan) if field.name != "inputs"},
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value.absolute())
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
