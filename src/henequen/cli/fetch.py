"""`henequen fetch`: official statistics over the network."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from henequen.cli.fetch_census import census
from henequen.cli.fetch_kcs import kcs
from henequen.cli.fetching import (
    BudgetOption,
    Out,
    Pause,
    Periods,
    Timeout,
    Url,
    carry_out,
    polite,
    print_plan,
)
from henequen.cli.options import AsJson, DryRun
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.trade.fetch import SERVICES, plan_calls
from henequen.trade.fetch.comtrade import ComtradeCall, Kind
from henequen.trade.fetch.settings import COMTRADE, ComtradeService


class _Services(TyperGroup):
    """Lists the services if an unknown one is requested."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None:
            raise UsageError(
                Message("unknown_service"),
                found=args[0],
                expected=", ".join(SERVICES),
                hint=Message("henequen_fetch_service_help_lists_its"),
            )
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="fetch",
    cls=_Services,
    help="Fetch official statistics over the network.",
    no_args_is_help=True,
)

Reporters = Annotated[list[str], typer.Option("--reporter", help="Alpha-3 code or UN number; several with commas.")]
Partners = Annotated[list[str] | None, typer.Option("--partner", help="As --reporter. Default: all partners.")]
Flows = Annotated[list[str] | None, typer.Option("--flow", help="X, M, RX, RM... Default: X,M.")]
Products = Annotated[list[str] | None, typer.Option("--product", help="Codes, TOTAL, AG2, AG4, AG6. Default: AG6.")]
Frequency = Annotated[str, typer.Option("--freq", help="A annual, M monthly.")]
Classification = Annotated[str, typer.Option("--classification", help="HS (as reported), H0 to H6, S1 to S4...")]
KindOption = Annotated[
    str, typer.Option("--kind", help="get (needs a key), preview (500 rows, no key), bulk (a listing).")
]


@app.command("comtrade")
def comtrade(
    reporter: Reporters,
    period: Periods,
    out: Out,
    partner: Partners = None,
    flow: Flows = None,
    product: Products = None,
    freq: Frequency = "A",
    classification: Classification = "HS",
    kind: KindOption = "get",
    budget: BudgetOption = None,
    url: Url = "",
    pause: Pause = None,
    timeout: Timeout = None,
    cap: Annotated[
        int | None, typer.Option("--cap", help="The most rows that one answer may have, if your subscription differs.")
    ] = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Fetch goods trade from UN Comtrade into DIR; run again to go on. The key is read from COMTRADE_API_KEY."""
    service = polite(COMTRADE, url, pause, timeout)
    if cap is not None:
        if cap < 1:
            raise UsageError(Message("cap_must_be_number_rows"), found=cap, expected=Message("one_or_more"))
        service = replace(service, preview_cap=cap) if kind == "preview" else replace(service, get_cap=cap)
    calls = _calls(service, reporter, partner, period, flow, product, freq, classification, kind)
    carry_out(
        service, calls, out, budget, as_json=as_json, dry_run=dry_run, without_key=" , or ask for a --kind preview"
    )


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
    budget: BudgetOption = None,
    url: Url = "",
    as_json: AsJson = False,
) -> None:
    """Print the calls that `fetch comtrade` would send, without the network and without a key."""
    service = polite(COMTRADE, url, None, None)
    calls = _calls(service, reporter, partner, period, flow, product, freq, classification, kind)
    print_plan(service, calls, budget, as_json=as_json)


def _calls(
    service: ComtradeService,
    reporter: list[str],
    partner: list[str] | None,
    period: list[str],
    flow: list[str] | None,
    product: list[str] | None,
    freq: str,
    classification: str,
    kind: str,
) -> tuple[ComtradeCall, ...]:
    kinds: dict[str, Kind] = {"get": "get", "preview": "preview", "bulk": "bulk"}
    if kind not in kinds:
        raise UsageError(Message("unknown_kind_call"), found=kind, expected=", ".join(kinds))
    return plan_calls(
        service,
        kind=kinds[kind],
        reporters=reporter,
        partners=partner or [],
        periods=period,
        flows=flow or ["X", "M"],
        products=product or ["AG6"],
        frequency=freq,
        classification=classification,
    )


app.command("census")(census)
app.command("kcs")(kcs)
