"""The steps shared by all `henequen fetch SERVICE` verbs: connect, count the calls, send them, report the result."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from henequen.cli.language import language
from henequen.cli.progress import shown_progress
from henequen.cli.words import phrase, say
from henequen.files.folders import home
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.fetch import Budget, Call, Client, FetchReport, Service, fetch, reached_at

__all__ = ["BudgetOption", "Out", "Pause", "Periods", "Timeout", "Url", "carry_out", "polite", "print_plan"]

S = TypeVar("S", bound=Service)

Periods = Annotated[list[str], typer.Option("--period", help="2019, 201906, 2015-2019; several with commas.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the answers.")]
BudgetOption = Annotated[int | None, typer.Option("--budget", help="The most calls per day, counted across runs.")]
Url = Annotated[str, typer.Option("--url", help="Another address of the service.")]
Pause = Annotated[float | None, typer.Option("--pause", help="The least number of seconds between two calls.")]
Timeout = Annotated[float | None, typer.Option("--timeout", help="Time limit for one answer, in seconds.")]


def polite(service: S, url: str, pause: float | None, timeout: float | None) -> S:
    """The service with the user's options; UsageError for an invalid address or time."""
    service = reached_at(service, url or None)
    if pause is not None:
        if pause < 0:
            raise UsageError(Message("pause_must_be_time"), found=pause, expected=Message("seconds_or_none"))
        service = replace(service, pause=pause)
    if timeout is not None:
        if timeout <= 0:
            raise UsageError(Message("timeout_must_be_time"), found=timeout, expected=Message("more_than_0_seconds"))
        service = replace(service, timeout=timeout)
    return service


def _budget(service: Service, budget: int | None) -> Budget:
    return Budget(home() / "fetch", service.name, service.daily_calls if budget is None else budget)


def print_plan(service: Service, calls: Sequence[Call], budget: int | None, *, as_json: bool) -> None:
    """Print the addresses of the calls, one per line, and their number and largest number to the error stream."""
    money = _budget(service, budget)
    for call in calls:
        address = call.url(service.url)
        print(json.dumps({"url": address, "file": call.file_name, "call": call.key}) if as_json else address)
    say("fetch.plan", n=len(calls), left=money.calls_left())


def carry_out(
    service: Service,
    calls: Sequence[Call],
    out: Path,
    budget: int | None,
    *,
    as_json: bool,
    dry_run: bool = False,
    without_key: str = "",
) -> None:
    """Send the calls with the key from the environment and print the result; exit 1 if something is missing, 3 if
    there is a finding to read. With `dry_run`, print only the plan. `without_key`: what to do if there is no key."""
    if dry_run:
        print_plan(service, calls, budget, as_json=as_json)
        return
    money = _budget(service, budget)
    key = os.environ.get(service.key_name, "").strip()
    if not key and any(call.needs_key for call in calls):
        raise UsageError(
            Message("no_key_in", key_name=service.key_name), hint=f"export {service.key_name}=...{without_key}"
        )
    with shown_progress(as_json=as_json) as shown:
        client = Client(service, money, key, say=shown.say)
        report = fetch(calls, out, client, progress=shown.progress)
    _print_report(report, out, money, as_json)
    if not report.whole:
        raise typer.Exit(1)
    if report.findings:
        raise typer.Exit(3)


def _print_report(report: FetchReport, out: Path, money: Budget, as_json: bool) -> None:
    if as_json:
        print(
            json.dumps(report.as_dict() | {"out": str(out), "calls_left_today": money.calls_left()}, ensure_ascii=False)
        )
    else:
        counts = {
            name: getattr(report, name)
            for name in ("rows", "asked", "answered", "empty", "split", "skipped", "failed", "not_reached")
        }
        left = money.calls_left()
        print(phrase("fetch.report", out=out, files=len(report.files), sent=report.calls_sent, left=left, **counts))
    for words in report.findings:
        say("fetch.finding", words=words)
    for error in report.errors:
        print(f"henequen: {error.text(language())}", file=sys.stderr)
