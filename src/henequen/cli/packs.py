"""The verbs that create something: a pack for two countries, or a body in a pack."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import DryRun, PackOption
from henequen.cli.words import phrase
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.record.pack.begin import begin_pack

__all__ = ["new"]

_BODY = "body"


def new(
    side_a: Annotated[
        str, typer.Argument(metavar="SIDE", help="The first side: an ISO 3166-1 alpha-3 code. Or `body`.")
    ],
    side_b: Annotated[
        str,
        typer.Argument(
            metavar="SIDE",
            help="The second side. After `body`: commission, expert-group, business-council, foundation, consortium or"
            " advisory-committee.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="A folder that does not exist yet, or is empty.")
    ] = None,
    name: Annotated[str, typer.Option("--name", help="The name of the body.")] = "",
    identity: Annotated[str, typer.Option("--id", metavar="ID", help="The id of the body; made from its name.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who adds the body.")] = "",
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Create an empty pack for any two countries; or, as `new body KIND --name NAME`, a body of a pack."""
    if side_a == _BODY:
        if not name.strip():
            raise UsageError(Message("name_missing"), expected=f"henequen new body {side_b} --name NAME")
        folder_name = identity or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        for line in open_pack(pack).add_body(side_b, folder_name, name, date.today().isoformat(), by, dry_run):
            print(phrase("new.dry", line=line) if dry_run else line)
        print(folder_name)
        return
    if out is None:
        raise UsageError(Message("out_missing"), expected="henequen new SIDE SIDE --out DIR")
    files = begin_pack(side_a.upper(), side_b.upper(), out, dry_run)
    for file in files:
        print(phrase("new.dry", line=out / file) if dry_run else out / file)
    if not dry_run:
        print(phrase("new.next", out=out))
