"""`henequen mirror explain`: why two counts of the same trade differ."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from henequen.cli.language import language
from henequen.cli.progress import shown_progress
from henequen.cli.reported_files import Add, Concordance, MappingFile, ToEdition, check_reading, listed
from henequen.cli.words import in_words, say
from henequen.jobs.limits import engine_limits
from henequen.jobs.process import run_in_child
from henequen.model.errors import DataError, HenequenError, UsageError
from henequen.model.message import Message
from henequen.trade.editions.report import report_path
from henequen.trade.editions.sidecar import read_sidecar
from henequen.trade.reconcile.request import Request

if TYPE_CHECKING:
    from henequen.model.observation import Observation

__all__ = ["explain_command", "finding_words"]

_FEW = 12
"""How many periods or areas an error names."""


def explain_command(
    exporter: Annotated[str, typer.Argument(help="One side (ISO 3166-1 alpha-3).")],
    importer: Annotated[str, typer.Argument(help="The other side; both directions are explained.")],
    period: Annotated[str, typer.Argument(help="A year or month; * for all periods in the data.")],
    inputs: Annotated[list[Path] | None, typer.Argument(metavar="[IN...]", help="Reported rows, or one OUT.")] = None,
    product: Annotated[str, typer.Option("--product", help="Leading digits of a product code.")] = "",
    by_chapter: Annotated[
        bool, typer.Option("--by-chapter", help="Print one JSON object per chapter; needs files.")
    ] = False,
    cif_rate: Annotated[
        float | None,
        typer.Option("--cif-rate", help="Freight and insurance assumed for totals, 0 to 1; without files only."),
    ] = None,
    pack: Annotated[str | None, typer.Option("--pack", help="Pack whose series and rules are used.")] = None,
    geo: Annotated[Path | None, typer.Option("--geo", help="exporter, importer, dist_km, contiguous")] = None,
    mapping: MappingFile = None,
    add: Add = None,
    concordance: Concordance = None,
    to: ToEdition = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Why two counts differ: the gap in parts that add up to it; from data files, or from the pack's own series."""
    # `mirror reconcile` does not need packs or catalogues
    from henequen.cli.explained import explanation_lines
    from henequen.record.pack.in_child import read_pack_in_child
    from henequen.record.pack.place_of import find_pack

    lang = language(as_json)
    _check_options(files=bool(inputs), by_chapter=by_chapter, cif_rate=cif_rate)
    flows = _both_directions(exporter, importer)
    contents = read_pack_in_child(find_pack(pack))
    if inputs:
        check_reading(inputs, mapping, concordance, to, add)
        request = Request(
            tuple(inputs),
            Path("out.parquet"),
            geo=geo,
            mapping=mapping,
            add=tuple(listed(add)),
            concordance=concordance,
            to=to,
        )
        order = {"task": "explain", "flows": flows, "period": period, "product": product, "by_chapter": by_chapter}
        explained = _of_files(request, order, as_json)
    else:
        explained = _of_series(contents.observations, flows, period, product, cif_rate)
    rules = contents.vocabulary.get("reporter_rules", ())
    for answer in explained:
        words = [
            row[f"words_{lang}"]
            for side, flow in ((answer["exporter"], "export"), (answer["importer"], "import"))
            for row in rules
            if row["reporter"] == side and row["flow"] == flow
        ]
        if as_json:
            shown = {key: value for key, value in answer.items() if key != "messages"}
            print(json.dumps(shown | {"rules": words}, ensure_ascii=False))
        else:
            print("\n".join(explanation_lines(answer, words, lang)))


def _check_options(*, files: bool, by_chapter: bool, cif_rate: float | None) -> None:
    """Raise UsageError for a rate that is not a fraction, and for options that need files or cannot be used with
    them."""
    if cif_rate is not None and not 0 <= cif_rate <= 1:  # NaN fails both comparisons
        raise UsageError(
            Message("cif_rate_must_be_between_0"),
            found=f"{cif_rate:g}",
            expected=Message("zero_to_one"),
            hint=Message("write_6_as_0_06"),
        )
    if cif_rate is not None and files:
        raise UsageError(
            Message("cif_rate_works_only_with_pack"),
            found=Message("data_files"),
            expected=Message("no_files"),
            hint=Message("leave_out_with_files_freight_and"),
        )
    if by_chapter and not files:
        raise UsageError(
            Message("by_chapter_needs_products"),
            found=Message("no_files"),
            expected=Message("files_reported_trade_or_out"),
            hint=Message("pack_own_series_are_totals_name"),
        )


def _both_directions(exporter: str, importer: str) -> list[tuple[str, str]]:
    """Both flows of a pair; area codes in small letters are taken as capitals."""
    one, other = (code.upper() if re.fullmatch("[A-Za-z]{3}", code) else code for code in (exporter, importer))
    if one == other:
        raise UsageError(Message("two_sides_are_same"), found=f"{exporter}, {importer}", expected=Message("two_areas"))
    return [(one, other), (other, one)]


def _of_series(
    observations: Sequence[Observation], flows: list[tuple[str, str]], period: str, product: str, cif_rate: float | None
) -> list[dict[str, Any]]:
    """Both flows from the pack's series; HenequenError if they have no figure."""
    from henequen.trade.gap.series import explain_series, series_areas, series_periods

    wanted_product = product or "TOTAL"
    explained_rows = [
        explained.as_json()
        for one, other in flows
        for at in (series_periods(observations, one, other, wanted_product) if period == "*" else (period,))
        if (explained := explain_series(observations, one, other, at, product=wanted_product, cif_rate=cif_rate))
    ]
    if not explained_rows:
        periods = sorted(
            {at for one, other in flows for at in series_periods(observations, one, other, wanted_product)}
        )
        raise _none(
            flows[0],
            period,
            product,
            periods,
            series_areas(observations),
            "the pack's series",
            "give files of reported trade after the period",
        )
    return explained_rows


def _of_files(request: Request, order: dict[str, Any], as_json: bool) -> list[dict[str, Any]]:
    """Both flows from files, which are reconciled first; HenequenError if the files have no row for them."""
    with TemporaryDirectory(prefix="henequen-explain-") as folder:
        edition = _edition_of(request, Path(folder), as_json)
        answer = run_in_child(
            "henequen.trade.editions.job",
            order | {"edition": str(edition.absolute())},
            say=lambda words: print(in_words(words), file=sys.stderr),
        )
    flows: list[dict[str, Any]] = answer["explained"]
    if not flows:
        raise _none(
            order["flows"][0],
            order["period"],
            order["product"],
            answer["periods"],
            answer["areas"],
            "the files",
            "name a period and two areas that the data contain",
        )
    return flows


def _none(
    pair: tuple[str, str],
    period: str,
    product: str,
    periods: Sequence[str],
    areas: Sequence[str],
    held_by: str,
    hint: str,
) -> HenequenError:
    """The error for a flow without a figure; it lists the flows that have one."""
    request = f"{pair[0]}, {pair[1]}, {period}" + (f", product {product}" if product else "")
    available = [("periods", periods), ("areas", areas)]
    named = "; ".join(f"{what} {_few(names)}" for what, names in available if names)
    return HenequenError(
        Message("neither_side_has_figure"),
        found=request,
        expected=Message("what_hold", held_by=held_by, named=named) if named else None,
        hint=hint,
    )


def _few(names: Sequence[str]) -> str:
    """Names in a list; the middle is left out if there are many.

    >>> _few(["2018", "2019"])
    '2018, 2019'
    """
    if len(names) <= _FEW:
        return ", ".join(names)
    return f"{', '.join(names[: _FEW - 1])} ... {names[-1]} ({len(names)} in all)"


def _edition_of(request: Request, folder: Path, as_json: bool) -> Path:
    """An OUT of reconcile as it is; reported rows are reconciled first."""
    from henequen.trade.editions.checksum_file import check_seal
    from henequen.trade.editions.output_rows import files_of, is_result_folder
    from henequen.trade.readers.parquet import parquet_columns

    if request.geo is not None and not request.geo.exists():
        raise UsageError(Message("no_such_file_or_folder"), found=str(request.geo))
    first = request.inputs[0]
    if (
        len(request.inputs) == 1
        and first.suffix == ".parquet"
        and (first.is_file() or is_result_folder(first))
        and {"x_value", "m_value", "rule"} <= set(parquet_columns(files_of(first)[0]))
    ):
        check_seal(first)
        beside = report_path(first)
        if beside.is_file():
            _refuse_reconciled(read_sidecar(beside).get("findings", []))
        return first
    request = replace(request, out=folder / "out.parquet")
    with shown_progress(as_json=as_json) as shown:
        report = run_in_child(
            "henequen.trade.reconcile.job",
            request.to_json(),
            say=shown.say,
            progress=shown.progress,
            limits=engine_limits(request.memory),
        )
    _refuse_reconciled(report["findings"])
    for finding in report["findings"]:
        say("mirror.finding", words=finding_words(finding))
    return request.out


def finding_words(finding: dict[str, Any]) -> str:
    """The message of a finding of a report in the language of the command; one without a code as it is."""
    return in_words(Message.from_dict(finding)) if "code" in finding else str(finding["message"])


def _refuse_reconciled(findings: list[dict[str, Any]]) -> None:
    for finding in findings:
        if finding["rule"] == "reconciled_already":
            raise DataError(
                Message("there_no_gap_explain"),
                where=finding["file"],
                found=Message("one_reconciled_figure_per_flow"),
                expected=Message("what_both_sides_report"),
                hint=Message("give_reports_such_as_answers_un"),
            )
