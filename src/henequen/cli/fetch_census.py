"""`henequen fetch census`: the trade of the United States, from its own Census Bureau."""

from __future__ import annotations

from typing import Annotated

import typer

from henequen.cli.fetching import BudgetOption, Out, Pause, Periods, Timeout, Url, carry_out, polite
from henequen.cli.options import AsJson, DryRun
from henequen.trade.fetch.census import plan_census
from henequen.trade.fetch.settings import CENSUS


def census(
    period: Periods,
    out: Out,
    partner: Annotated[
        list[str] | None,
        typer.Option("--partner", help="Alpha-3 code or number of Schedule C; several with commas. Default: all."),
    ] = None,
    flow: Annotated[list[str] | None, typer.Option("--flow", help="X, M. Default: both.")] = None,
    product: Annotated[
        list[str] | None, typer.Option("--product", help="Two, four or six digits. Default: all codes of six.")
    ] = None,
    freq: Annotated[str, typer.Option("--freq", help="A annual, M monthly.")] = "A",
    budget: BudgetOption = None,
    url: Url = "",
    pause: Pause = None,
    timeout: Timeout = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Fetch the goods trade of the United States from its Census Bureau into DIR; run again to go on. The key is read
    from CENSUS_API_KEY."""
    service = polite(CENSUS, url, pause, timeout)
    calls = plan_census(
        periods=period, partners=partner or [], flows=flow or ["X", "M"], products=product or [], frequency=freq
    )
    carry_out(service, calls, out, budget, as_json=as_json, dry_run=dry_run)
