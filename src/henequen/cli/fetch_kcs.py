"""`henequen fetch kcs`: trade by product and country from the customs service of data.go.kr."""

from __future__ import annotations

from typing import Annotated

import typer

from henequen.cli.fetching import BudgetOption, Out, Pause, Periods, Timeout, Url, carry_out, polite
from henequen.cli.options import AsJson, DryRun
from henequen.trade.fetch.kcs import plan_kcs
from henequen.trade.fetch.settings import KCS


def kcs(
    period: Periods,
    out: Out,
    partner: Annotated[
        list[str] | None,
        typer.Option("--partner", help="Alpha-3 or alpha-2 code; several with commas. This or --product is needed."),
    ] = None,
    product: Annotated[
        list[str] | None, typer.Option("--product", help="Two, four, six or ten digits. Default: all codes.")
    ] = None,
    freq: Annotated[str, typer.Option("--freq", help="A for years (all their months), M for months.")] = "A",
    budget: BudgetOption = None,
    url: Url = "",
    pause: Pause = None,
    timeout: Timeout = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Fetch trade by product, country and month from the customs service of data.go.kr into DIR; run again to go on. The
    key is read from DATA_GO_KR_KEY."""
    service = polite(KCS, url, pause, timeout)
    calls = plan_kcs(periods=period, partners=partner or [], products=product or [], frequency=freq)
    carry_out(service, calls, out, budget, as_json=as_json, dry_run=dry_run)
