"""The verbs of people who decide: take reviewed proposals into the pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.options import DryRun, PackOption, day
from henequen.model.errors import UsageError
from henequen.observatory import open_pack
from henequen.record.evidence.text_reader import read_lines

__all__ = ["app"]

app = typer.Typer(help="Decide on proposed claims.", no_args_is_help=True)


@app.command("accept")
def accept(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Proposals as JSON lines.")],
    by: Annotated[str, typer.Option("--by", help="Who decides.")],
    pack: PackOption = None,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the decision. Default: today.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Take reviewed proposals into the pack: all of them, or none."""
    if not by.strip():
        raise UsageError("--by is empty", expected="the name of who decides")
    proposals = [
        (f"{path.name}, line {number}", line) for path in files for number, line in enumerate(read_lines(path), 1)
    ]
    outcome = open_pack(pack).accept(proposals, day(on, "--on") or date.today().isoformat(), by, dry_run)
    for name, count in sorted(outcome.added.items()):
        print(f"{name}: {count} rows {'would be ' if dry_run else ''}added")
    if outcome.known:
        print(f"{outcome.known} proposals were in the pack already")
    if not outcome.added and not outcome.known:
        print("no proposals")
