"""The Python interface of trade: `henequen.reconcile` and `henequen.explain`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Protocol
from weakref import finalize

from henequen.jobs.limits import engine_limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import HenequenError, UsageError
from henequen.model.message import Message
from henequen.model.progress import Progress
from henequen.model.result import ListedTable, Result, ResultTable
from henequen.trade.editions.columns import OUTPUT_COLUMNS
from henequen.trade.editions.edition import rows_of
from henequen.trade.editions.output_rows import files_of, is_result_folder
from henequen.trade.editions.report import report_path
from henequen.trade.editions.sidecar import read_sidecar
from henequen.trade.model.reported import ADDABLE
from henequen.trade.reconcile.plan import Method
from henequen.trade.reconcile.request import Request
from henequen.trade.staging.adjustments import chosen_modules

if TYPE_CHECKING:
    import duckdb

    from henequen.model.observation import Observation

__all__ = ["EditionTable", "Explained", "Reconciliation", "explain", "reconcile"]

Paths = str | Path | Sequence[str | Path]

UNITS = {
    "x_value": "USD, FOB",
    "m_value": "USD",
    "f_value": "USD, FOB",
    "cif_rate": "share of the FOB value",
    "w_x": "weight, 0 to 1",
    "w_m": "weight, 0 to 1",
    "value": "USD, FOB",
    "lower": "USD, FOB",
    "upper": "USD, FOB",
    "quantity_kg": "kg",
}
_PARTS = ("valuation", "timing", "misclassification", "routing", "one_sided", "residual")


class _Series(Protocol):
    """A view of a pack, or any object with observations."""

    def observations(self) -> Sequence[Observation]: ...


@dataclass(frozen=True)
class EditionTable(ResultTable):
    """The rows of a reconciled edition, read from its files on access."""

    path: Path

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return OUTPUT_COLUMNS

    def open(self) -> duckdb.DuckDBPyConnection:
        """A connection of DuckDB that has the rows as `result`, in order of period, exporter, importer and product."""
        import duckdb  # loaded when it is used

        con = duckdb.connect()
        con.execute(
            f"create view result as select {', '.join(OUTPUT_COLUMNS)} from ({rows_of(self.path)}) "  # noqa: S608 - our own names and quoted literals
            "order by period, exporter, importer, product"
        )
        return con

    def __len__(self) -> int:
        return int(self.query("select count(*) from result")[0][0])


@dataclass(frozen=True)
class Reconciliation(Result):
    """The answer of `reconcile`: `table` has one row per flow (docs/reference/mirror-columns.md)."""

    path: Path = Path()
    """The file of the result; its report is next to it."""
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[str, ...]:
        """Oddities of the input: each an English text, whose `text("es")` or `text("ko")` words it in another
        language."""
        return tuple(Message.from_dict(one) if "code" in one else one["message"] for one in self.report["findings"])


@dataclass(frozen=True)
class Explained(Result):
    """The answer of `explain`: `table` has one row per flow and period with the gap and its parts (None: not
    measurable)."""

    answers: tuple[Mapping[str, Any], ...] = ()
    """The objects that `henequen mirror explain --json` prints."""


def reconcile(
    inputs: Paths,
    *,
    out: str | Path | None = None,
    method: Method = "two_level",
    add: Sequence[str] = (),
    mapping: str | Path | None = None,
    concordance: str | Path | None = None,
    to: str | None = None,
    geo: str | Path | None = None,
    memory: str = "2GB",
    threads: int | None = None,
    interval: float = 0.90,
    without: Sequence[str] = (),
    switches: Sequence[str] = (),
    single: bool = False,
    progress: Progress | None = None,
) -> Reconciliation:
    """Reconcile what exporters and importers report: one row per flow with both reports and the reconciled value.

    inputs: a file or folder of reported rows, or a list of them.
    out: the Parquet file to write. Without it the result is in a temporary folder that exists as long as the answer.
    method: `two_level` (ours), or the published `baci`, `harvard` or `bimts`.
    add: parts of a flow that have to be added up (`place`, `month`, `product`); mapping: a TOML file that names columns.
    concordance, to: a table of product codes between editions, and the edition to convert into (as `H5`).
    geo: a table of `exporter`, `importer`, `dist_km`, `contiguous` instead of the shipped one. memory, threads: of DuckDB.
    interval: the coverage of the interval from `lower` to `upper`, as a share.
    without: adjustment modules to leave out. switches: known defects of a published method to turn off.
    single: write several periods into one file, not into a folder with one part per period.
    progress: called at the start of each step with its share and its name.

    Raises UsageError for an option that is not valid, DataError for rows that cannot be used.
    """
    path = Path(out) if out is not None else Path(mkdtemp(prefix="henequen-result-")) / "flows.parquet"
    if path.suffix.lower() != ".parquet":
        raise UsageError(Message("out_must_be_parquet_file"), found=path.name, expected=f"{path.stem}.parquet")
    request = Request(
        inputs=tuple(_listed(inputs)),
        out=path,
        method=method,
        memory=memory,
        threads=threads,
        geo=_path(geo),
        mapping=_path(mapping),
        add=tuple(add),
        concordance=_path(concordance),
        to=to,
        modules=chosen_modules(list(without)),
        switches=tuple(switches),
        interval=interval,
        single=single,
    )
    _check_inputs(request)
    try:
        report = run_in_child(
            "henequen.trade.reconcile.job", request.to_json(), progress=progress, limits=engine_limits(memory)
        )
    except BaseException:
        if out is None:
            rmtree(path.parent, ignore_errors=True)
        raise
    answer = Reconciliation(
        EditionTable(path),
        UNITS,
        _assumptions(report),
        _diagnostics(report),
        tuple(f"{one['name']} (SHA-256 {one['sha256']})" for one in report["inputs"]),
        path,
        report,
    )
    if out is None:
        finalize(answer, rmtree, path.parent, ignore_errors=True)
    return answer


def explain(
    exporter: str,
    importer: str,
    period: str,
    data: Reconciliation | Paths | _Series,
    *,
    product: str = "",
    by_chapter: bool = False,
    cif_rate: float | None = None,
) -> Explained:
    """Split the gap between two counts of a flow, in both directions, into parts that add up to it.

    `data` is an answer of `reconcile`, its file, files of reported rows (which are reconciled first), or a view of a pack, whose
    series of totals are used then. `period` may be `*` for all. `cif_rate` applies only to series. Raises
    HenequenError if the data have no figure of the flow.
    """
    flows = [(exporter, importer), (importer, exporter)]
    sources: tuple[str, ...] = ("the series of the pack",)
    if hasattr(data, "observations"):
        answers = _of_series(data, flows, period, product, cif_rate)
    else:
        if cif_rate is not None:
            raise UsageError(
                Message("cif_rate_works_only_with_series"), found=Message("files"), expected=Message("view_pack")
            )
        if not isinstance(data, Reconciliation):
            data = _edition(_listed(data))
        order = {
            "task": "explain",
            "flows": flows,
            "period": period,
            "product": product,
            "by_chapter": by_chapter,
            "edition": str(data.path.absolute()),
        }
        answer = run_in_child("henequen.trade.editions.job", order)
        answers, sources = answer["explained"], data.sources
        if not answers:
            available = f"periods {', '.join(answer['periods'][:12])}; areas {', '.join(answer['areas'][:12])}"
            raise HenequenError(
                Message("neither_side_has_figure"),
                found=f"{exporter}, {importer}, {period}",
                expected=available,
                hint=Message("name_period_and_two_areas_that"),
            )
    heads = ("period", "exporter", "importer", "product", "exporter_value", "importer_value", "gap")
    columns = {name: [one[name] for one in answers] for name in heads}
    columns |= {name: [one["components"][name] for one in answers] for name in _PARTS}
    return Explained(
        ListedTable(columns),
        dict.fromkeys((*heads[4:], *_PARTS), "USD"),
        tuple(dict.fromkeys(words for one in answers for words in one["assumptions"])),
        {
            "not_measurable": {
                f"{one['period']} {one['exporter']} {one['importer']} {one['product']}": one["not_measurable"]
                for one in answers
            }
        },
        sources,
        tuple(answers),
    )


def _listed(inputs: Any) -> list[Path]:
    return [Path(inputs)] if isinstance(inputs, (str, Path)) else [Path(one) for one in inputs]


def _path(path: str | Path | None) -> Path | None:
    return None if path is None else Path(path)


def _check_inputs(request: Request) -> None:
    """Raise UsageError for a file that does not exist, and for parts that cannot be added up."""
    for path in (*request.inputs, request.mapping, request.concordance):
        if path is not None and not path.exists():
            raise UsageError(Message("no_such_file_or_folder"), found=str(path))
    unknown = [name for name in request.add if name not in ADDABLE]
    if unknown:
        raise UsageError(Message("unknown_part_of_add"), found=", ".join(unknown), expected=", ".join(ADDABLE))


def _edition(paths: list[Path]) -> Reconciliation:
    """An existing result, or reported rows, which are reconciled."""
    from henequen.trade.readers.parquet import parquet_columns

    for path in paths:
        if not path.exists():
            raise UsageError(Message("no_such_file_or_folder"), found=str(path))
    first = paths[0]
    is_result = len(paths) == 1 and first.suffix == ".parquet" and (first.is_file() or is_result_folder(first))
    if not is_result or not {"x_value", "m_value", "rule"} <= set(parquet_columns(files_of(first)[0])):
        return reconcile(paths)
    beside = report_path(first)
    report = read_sidecar(beside) if beside.is_file() else {"findings": []}
    return Reconciliation(EditionTable(first), UNITS, (), {}, (first.name,), first, report)


def _assumptions(report: Mapping[str, Any]) -> tuple[str, ...]:
    """The assumptions of the method, in words."""
    words = [f"method {report['method']}; intervals cover {100 * report['interval']:g} %"]
    if report["modules"]:
        words.append(f"adjustment modules: {', '.join(report['modules'])}")
    words.append(
        "freight and insurance: fitted to distance, contiguity and unit value unless the importer gives its FOB figure"
    )
    return tuple(words)


def _diagnostics(report: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("rules", "dropped", "findings", "reporters", "periods", "engine", "versions", "seconds")
    return {name: report[name] for name in kept}


def _of_series(
    data: Any, flows: Sequence[tuple[str, str]], period: str, product: str, cif_rate: float | None
) -> list[dict[str, Any]]:
    from henequen.trade.gap.series import explain_series, series_periods

    observations, wanted_product = list(data.observations()), product or "TOTAL"
    explain_flow: Callable[..., Any] = explain_series
    rows = [
        explained.as_json()
        for one, other in flows
        for at in (series_periods(observations, one, other, wanted_product) if period == "*" else (period,))
        if (explained := explain_flow(observations, one, other, at, product=wanted_product, cif_rate=cif_rate))
    ]
    if not rows:
        raise HenequenError(
            Message("neither_side_has_figure"),
            found=f"{flows[0][0]}, {flows[0][1]}, {period}",
            hint=Message("give_files_reported_trade_as_data"),
        )
    return rows
