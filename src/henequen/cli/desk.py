"""The verbs of the desk: log the follow-up of an item, log a search, take an entry back."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import DryRun, PackOption, day, one_of
from henequen.cli.words import phrase
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.properties import codes
from henequen.record.review.log import Entry, Logged, Search

__all__ = ["log", "looked"]


def log(
    item: Annotated[str, typer.Argument(metavar="[ITEM]", help="The id of the item; not with --undo.")] = "",
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="KIND", help="started, partial, delivered, contrary or stopped.")
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When it happened, as precise as the source.")] = "",
    source: Annotated[
        str, typer.Option("--source", metavar="URL|EDITION", help="The page, or the id of an edition of the pack.")
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="The day on which it ended, if it lasted.")
    ] = "",
    published: Annotated[str, typer.Option("--published", metavar="DATE", help="When the source was published.")] = "",
    says: Annotated[str, typer.Option("--says", metavar="WHO", help="Who states it, if not the publisher.")] = "",
    note: Annotated[str, typer.Option("--note", help="What you want to add.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who logs it.")] = "",
    undo: Annotated[str, typer.Option("--undo", metavar="ID", help="Take a logged entry back.")] = "",
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Log the follow-up of an item: one dated event with its source. Prints the id of what was made."""
    observatory = open_pack(pack)
    today = date.today().isoformat()
    if undo:
        if item or evidence or on or source:
            raise UsageError(Message("undo_takes_id_entry_alone"), found=item or evidence or on or source)
        print(_summary_of(observatory.undo(undo, by, today, note, dry_run), dry_run))
        return
    if not item:
        raise UsageError(Message("item_missing"), expected="henequen log ITEM --evidence KIND --on DATE --source URL")
    one_of("--evidence", evidence, tuple(codes("happening")))
    for option, text in (("--evidence", evidence), ("--on", on), ("--source", source)):
        if not text:
            raise UsageError(
                Message("option_missing", option=option),
                expected="henequen log ITEM --evidence KIND --on DATE --source URL",
            )
    entry = Entry(item, evidence, on, source, until, published, says, note, by)
    print(_summary_of(observatory.log(entry, today, dry_run), dry_run))


def looked(
    items: Annotated[list[str], typer.Argument(metavar="ITEM...", help="The ids of the items that were searched for.")],
    where: Annotated[
        list[str], typer.Option("--where", metavar="WHERE", help="A document, register or search (repeat for more).")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who searched.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The date. Default: today.")] = "",
    query: Annotated[
        list[str] | None, typer.Option("--query", metavar="WORDS", help="The words searched for (repeat for more).")
    ] = None,
    evidence_found: Annotated[bool, typer.Option("--found", help="Evidence was found.")] = False,
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Log a search: who searched where for which items. "No evidence found (last looked: ...)" comes from this
    alone."""
    if not all(text.strip() for text in where):
        raise UsageError(Message("where_empty"), expected=Message("document_register_or_search_where_you"))
    today = date.today().isoformat()
    search = Search(tuple(items), tuple(where), by, day(on, "--on") or today, tuple(query or ()), evidence_found)
    print(_summary_of(open_pack(pack).look(search, today, dry_run), dry_run))


def _summary_of(logged: Logged, dry_run: bool) -> str:
    if not logged.appended.added:
        return phrase("log.present", id=logged.id)
    files = ", ".join(f"{name}: {count}" for name, count in logged.appended.added.items())
    return phrase("log.would_write" if dry_run else "log.wrote", id=logged.id, files=files)
