"""The verb that exports the whole record as open data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import AsOf, DryRun, KnownAt, PackOption, day
from henequen.cli.words import phrase
from henequen.files.atomic import refuse_full
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.publish.export.tables import TABLES
from henequen.publish.export.write import FORMATS, write_export, write_pack
from henequen.record.store.render_pack import END_OF_TIME

__all__ = ["export"]


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the files go.")],
    to: Annotated[str, typer.Option("--to", metavar="csv|jsonl|pack", help="The form of the files.")] = "csv",
    pack: PackOption = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    dry_run: DryRun = False,
) -> None:
    """Write the record as open data: one file per table, with places in the documents, and a data package."""
    if to not in FORMATS:
        raise UsageError(Message("unknown_format"), found=to, expected=" or ".join(FORMATS))
    if folder.exists() and not folder.is_dir():
        raise UsageError(Message("this_file"), found=str(folder), expected=Message("folder_or_name_for_new_one"))
    day(as_of), day(known_at, "--known-at")
    observatory = open_pack(pack)
    if to == "pack":
        if as_of or known_at:
            raise UsageError(
                Message("pack_always_exported_whole"), found=Message("as_or_known_at"), expected=Message("pack_alone")
            )
        refuse_full(folder)
    if dry_run:
        observatory.read()
        what = phrase("export.pack") if to == "pack" else ", ".join(f"{name}.{to}" for name in TABLES)
        print(phrase("export.dry", what=what, folder=folder))
        return
    if to == "pack":
        written = write_pack(observatory.view(END_OF_TIME), folder)
    else:
        written = write_export(observatory.view(as_of, known_at), folder, to)
    for name, count in written:
        print(phrase("export.rows", name=name, n=count))
