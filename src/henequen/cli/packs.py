"""The verb that begins a new pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.options import DryRun
from henequen.record.pack.begin import begin_pack

__all__ = ["new"]


def new(
    side_a: Annotated[str, typer.Argument(metavar="SIDE", help="The first side: an ISO 3166-1 alpha-3 code.")],
    side_b: Annotated[str, typer.Argument(metavar="SIDE", help="The second side.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A folder that does not exist yet, or is empty.")],
    dry_run: DryRun = False,
) -> None:
    """Begin an empty, valid pack for any two countries."""
    files = begin_pack(side_a.upper(), side_b.upper(), out, dry_run)
    for name in files:
        print(f"{out / name}{' (would be written)' if dry_run else ''}")
    if not dry_run:
        print(f"next: henequen build --pack {out}")
