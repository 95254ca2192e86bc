"""The verb that gives everything away as open data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.options import AsOf, DryRun, KnownAt, PackOption, day
from henequen.model.errors import UsageError
from henequen.observatory import open_pack
from henequen.publish.export.tables import TABLES
from henequen.publish.export.write import FORMATS, write_export

__all__ = ["export"]


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")],
    to: Annotated[str, typer.Option("--to", metavar="csv|jsonl", help="The form of the files.")] = "csv",
    pack: PackOption = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    dry_run: DryRun = False,
) -> None:
    """Write the record as open data: one file a table, with places in the documents, and a data package."""
    if to not in FORMATS:
        raise UsageError("an unknown form", found=to, expected=" or ".join(FORMATS))
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file", found=str(folder), expected="a folder, or a name for a new one")
    day(as_of), day(known_at, "--known-at")
    observatory = open_pack(pack)
    if dry_run:
        observatory.read()
        print(f"would write {', '.join(f'{name}.{to}' for name in TABLES)} to {folder}")
        return
    view = observatory.view(as_of, known_at)
    for name, count in write_export(view, folder, to):
        print(f"{name}: {count} rows")
