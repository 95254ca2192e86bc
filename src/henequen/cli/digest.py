"""The verb that lists what changed in the record since a day or since another edition of the pack."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsOf, KnownAt, PackOption, day, one_of
from henequen.cli.words import phrase
from henequen.files.atomic import write_durably
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.observatory import Observatory
from henequen.record.store.view import View

__all__ = ["digest"]


def digest(
    since: Annotated[
        str,
        typer.Option("--since", metavar="DATE|PACK", help="A day, or the folder of an earlier edition of the pack."),
    ],
    form: Annotated[str, typer.Option("--to", metavar="html|md|eml", help="The form.")] = "md",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The file to write. Default: print it.")
    ] = None,
    pack: PackOption = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
) -> None:
    """List what changed between two editions of the record: seven points and the full list. Exit 3 if nothing
    changed."""
    from henequen.publish.digest import difference, digest_of, state_of
    from henequen.publish.digest.forms import FORMS, digest_as
    from henequen.publish.site.catalogue import catalogue
    from henequen.publish.site.material import Material
    from henequen.publish.site.names import Names

    one_of("--to", form, FORMS)
    observatory = open_pack(pack)
    now = observatory.view(day(as_of), day(known_at, "--known-at"))
    before, label = _earlier(observatory, since, now)
    words = catalogue(language())
    later, earlier = Names(Material(now, lambda _: None), words), Names(Material(before, lambda _: None), words)
    changes_since = digest_of(later, difference(state_of(before), state_of(now)), label, earlier)
    text = digest_as(changes_since, form)
    if out is None:
        sys.stdout.write(text.replace("\r\n", "\n"))
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_durably(out, text.encode("utf-8"))
        print(phrase("digest.written", title=changes_since.title, n=len(changes_since.changes), since=label, out=out))
    if not changes_since.changes:
        raise typer.Exit(3)


def _earlier(observatory: Observatory, since: str, now: View) -> tuple[View, str]:
    """The earlier view, and what to call its day."""
    folder = Path(since)
    if folder.is_dir():
        view = Observatory(folder).view()
        if view.manifest.sides != now.manifest.sides:
            raise UsageError(Message("since_pack_another_pair"), found="-".join(view.manifest.sides))
        return view, view.as_of
    on = day(since, "--since")
    if not on:
        raise UsageError(Message("since_missing"), expected=Message("day_as_2026_01_31_or"))
    if date.fromisoformat(on) > date.fromisoformat(now.as_of):
        raise UsageError(
            Message("since_later_than_date_record"), found=on, expected=Message("day_up_to", day=now.as_of)
        )
    return observatory.view(on), on
