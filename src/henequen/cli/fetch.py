"""`henequen fetch`: prepared calls of official services. This verb uses the network."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from henequen.sources.fetch import Budget, fetch, plan_requests
from henequen.sources.fetch.comtrade import HOST

__all__ = ["app"]

app = typer.Typer(
    name="fetch", help="Fetch reported trade from its official service (uses the network).", no_args_is_help=True
)


@app.callback()
def _family() -> None:
    """Fetch reported trade from its official service (uses the network)."""


@app.command("comtrade")
def comtrade(
    reporters: Annotated[str, typer.Option("--reporters", help="UN area numbers, separated by commas.")],
    periods: Annotated[str, typer.Option("--periods", help="Years or months, separated by commas.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the answers.")],
    flows: Annotated[str, typer.Option("--flows", help="X, M, RX, RM")] = "X,M,RX,RM",
    calls: Annotated[int, typer.Option("--calls-a-day", help="Budget of the key, kept across restarts.")] = 500,
    address: Annotated[str, typer.Option("--address", help="Another address of the service.")] = HOST,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the calls, one object a line; make none.")] = False,
) -> None:
    """UN Comtrade: one call a reporter and period; run again to go on where it stopped. The key: COMTRADE_KEY."""
    planned = plan_requests(_listed(reporters), _listed(periods), _listed(flows))
    if dry_run:
        for request in planned:
            print(json.dumps({"name": request.name()} | request.query(), ensure_ascii=False))
        return
    home = Path(os.environ.get("HENEQUEN_HOME", str(Path.home() / ".henequen")))
    budget = Budget(home / "comtrade-budget.json", calls)
    found = fetch(planned, out, budget=budget, address=address)
    print(f"{len(found)} answers in {out}; {budget.left()} calls left today")


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
