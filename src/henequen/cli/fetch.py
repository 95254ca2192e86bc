"""`henequen fetch`: official statistics over the network. The only verb that asks anything of the outside."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.options import AsJson, DryRun
from henequen.cli.progress import shown_progress
from henequen.model.errors import UsageError
from henequen.record.home import home
from henequen.sources.fetch import KEY_NAME, Budget, Call, Client, FetchReport, comtrade_service, plan_calls
from henequen.sources.fetch import fetch as carry_out
from henequen.sources.fetch.call import Kind
from henequen.sources.fetch.settings import Service

app = typer.Typer(
    name="fetch", help="Fetch official statistics. Uses the network; no other verb does.", no_args_is_help=True
)

Reporters = Annotated[list[str], typer.Option("--reporter", help="Alpha-3 code or UN number; several with commas.")]
Partners = Annotated[list[str] | None, typer.Option("--partner", help="As --reporter. Default: all partners.")]
Periods = Annotated[list[str], typer.Option("--period", help="2019, 201906, 2015-2019; several with commas.")]
Flows = Annotated[list[str] | None, typer.Option("--flow", help="X, M, RX, RM... Default: X,M.")]
Products = Annotated[list[str] | None, typer.Option("--product", help="Codes, TOTAL, AG2, AG4, AG6. Default: AG6.")]
Frequency = Annotated[str, typer.Option("--freq", help="A annual, M monthly.")]
Classification = Annotated[str, typer.Option("--classification", help="HS (as reported), H0 to H6, S1 to S4...")]
KindOption = Annotated[
    str, typer.Option("--kind", help="get (needs a key), preview (500 rows, no key), bulk (a listing).")
]
Url = Annotated[str, typer.Option("--url", help="Another address of the service (or HENEQUEN_COMTRADE_URL).")]


@app.command("comtrade")
def comtrade(
    reporter: Reporters,
    period: Periods,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the answers.")],
    partner: Partners = None,
    flow: Flows = None,
    product: Products = None,
    freq: Frequency = "A",
    classification: Classification = "HS",
    kind: KindOption = "get",
    budget: Annotated[int | None, typer.Option("--budget", help="Most calls a day, kept across runs.")] = None,
    url: Url = "",
    pause: Annotated[float | None, typer.Option("--pause", help="Least seconds between two calls.")] = None,
    timeout: Annotated[float | None, typer.Option("--timeout", help="Seconds until an answer must be whole.")] = None,
    cap: Annotated[
        int | None, typer.Option("--cap", help="Most rows of an answer, if your subscription differs.")
    ] = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Fetch goods trade from UN Comtrade into DIR; run again to go on. The key is read from COMTRADE_API_KEY."""
    service = _service(url, pause, timeout, cap, kind)
    calls = _calls(service, reporter, partner, period, flow, product, freq, classification, kind)
    money = Budget(home() / "fetch", "comtrade", service.daily_calls if budget is None else budget)
    if dry_run:
        _print_plan(service, calls, money, as_json)
        return
    key = os.environ.get(KEY_NAME, "").strip()
    if not key and kind != "preview":
        raise UsageError(f"no key in {KEY_NAME}", hint=f"export {KEY_NAME}=... , or ask for a --kind preview")
    with shown_progress(as_json=as_json) as shown:
        client = Client(service, money, key, say=shown.say)
        report = carry_out(calls, out, client, progress=shown.progress)
    _print_report(report, out, money, as_json)
    if not report.whole:
        raise typer.Exit(1)
    if report.findings:
        raise typer.Exit(3)


@app.command("plan")
def plan(
    reporter: Reporters,
    period: Periods,
    partner: Partners = None,
    flow: Flows = None,
    product: Products = None,
    freq: Frequency = "A",
    classification: Classification = "HS",
    kind: KindOption = "get",
    budget: Annotated[int | None, typer.Option("--budget", help="Most calls a day, kept across runs.")] = None,
    url: Url = "",
    as_json: AsJson = False,
) -> None:
    """Print the calls that `fetch comtrade` would send, without the network and without a key."""
    service = _service(url, None, None, None, kind)
    calls = _calls(service, reporter, partner, period, flow, product, freq, classification, kind)
    money = Budget(home() / "fetch", "comtrade", service.daily_calls if budget is None else budget)
    _print_plan(service, calls, money, as_json)


def _service(url: str, pause: float | None, timeout: float | None, cap: int | None, kind: str) -> Service:
    service = comtrade_service(url or None)
    if pause is not None:
        if pause < 0:
            raise UsageError("--pause is a time", found=pause, expected="0 or more seconds")
        service = replace(service, pause=pause)
    if timeout is not None:
        if timeout <= 0:
            raise UsageError("--timeout is a time", found=timeout, expected="more than 0 seconds")
        service = replace(service, timeout=timeout)
    if cap is not None:
        if cap < 1:
            raise UsageError("--cap counts rows", found=cap, expected="1 or more")
        service = replace(service, preview_cap=cap) if kind == "preview" else replace(service, get_cap=cap)
    return service


def _calls(
    service: Service, reporter: list[str], partner: list[str] | None, period: list[str], flow: list[str] | None,
    product: list[str] | None, freq: str, classification: str, kind: str,
) -> tuple[Call, ...]:  # fmt: skip
    kinds: dict[str, Kind] = {"get": "get", "preview": "preview", "bulk": "bulk"}
    if kind not in kinds:
        raise UsageError("unknown kind of call", found=kind, expected=", ".join(kinds))
    return plan_calls(
        service, kind=kinds[kind], reporters=reporter, partners=partner or [], periods=period, flows=flow or ["X", "M"],
        products=product or ["AG6"], frequency=freq, classification=classification,
    )  # fmt: skip


def _print_plan(service: Service, calls: tuple[Call, ...], money: Budget, as_json: bool) -> None:
    for call in calls:
        address = call.url(service.url)
        print(json.dumps({"url": address, "file": call.file_name, "call": call.key}) if as_json else address)
    print(
        f"{len(calls)} calls, more where an answer stands at the service's limit; {money.left()} left today",
        file=sys.stderr,
    )


def _print_report(report: FetchReport, out: Path, money: Budget, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.as_dict() | {"out": str(out), "calls_left_today": money.left()}, ensure_ascii=False))
    else:
        print(
            f"{out}: {report.rows} rows in {len(report.files)} files; {report.asked} calls asked for: {report.answered} answered, "
            f"{report.empty} without rows, {report.split} split, {report.skipped} complete before, {report.failed} failed, "
            f"{report.not_reached} not reached; {report.calls_sent} requests sent, {money.left()} left today"
        )
    for words in report.findings:
        print(f"finding: {words}", file=sys.stderr)
    for words in report.failures:
        print(f"henequen: {words}", file=sys.stderr)
