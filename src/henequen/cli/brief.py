"""The verb that makes a brief for a meeting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsOf, DryRun, KnownAt, PackOption, day
from henequen.cli.words import phrase
from henequen.files.atomic import write_durably
from henequen.model.errors import UsageError
from henequen.model.message import Message

if TYPE_CHECKING:
    from henequen.publish.brief import BriefFile

__all__ = ["brief"]

_FORMS = (".pdf", ".docx", ".html")


def brief(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="FILE.pdf, FILE.docx or FILE.html.")] = None,
    event: Annotated[str, typer.Option("--event", metavar="ID", help="A brief for an event of the record.")] = "",
    topic: Annotated[str, typer.Option("--topic", metavar="TEXT", help="A brief on a topic.")] = "",
    place: Annotated[str, typer.Option("--place", metavar="PLACE", help="A brief on a state, province or city.")] = "",
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option("--pair", metavar="A B", help="The two sides; A is the side you write for."),
    ] = None,
    pages: Annotated[int, typer.Option("--pages", min=1, max=40, help="The most pages that the PDF may have.")] = 4,
    desk: Annotated[
        Path | None, typer.Option("--desk", metavar="FILE.toml", help="Your own points, lines and classification.")
    ] = None,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Mark what changed since a brief of this day.")
    ] = "",
    pack: PackOption = None,
    as_of: AsOf = "",
    known_at: KnownAt = "",
    dry_run: DryRun = False,
) -> None:
    """Make a brief. Every number in it leads to a claim: FILE.claims.json lists them. Exit 1 if a number has no source."""
    subjects = [name for name, value in (("--event", event), ("--topic", topic), ("--place", place)) if value]
    if len(subjects) > 1:
        raise UsageError(
            Message("cannot_be_combined", subjects=" and ".join(subjects)), expected=Message("one_subject_per_brief")
        )
    if out is None and not dry_run:
        raise UsageError(Message("out_missing"), expected=Message("out_file_pdf_file_docx_or"))
    if out is not None and out.suffix.lower() not in _FORMS:
        raise UsageError(Message("unknown_format_out"), found=out.suffix or str(out), expected=", ".join(_FORMS))
    from henequen.publish.brief import DeskFile, Order, make_brief, read_desk_file
    from henequen.publish.site.catalogue import catalogue
    from henequen.publish.site.material import Material
    from henequen.publish.site.names import Names

    observatory = open_pack(pack)
    sides = observatory.manifest.sides
    lang = language()
    if lang not in observatory.manifest.languages:
        raise UsageError(
            Message("pack_has_no_text_in_this"), found=lang, expected=", ".join(observatory.manifest.languages)
        )
    side = 0
    if pair is not None:
        if {code.upper() for code in pair} != set(sides):
            raise UsageError(
                Message("pair_names_other_countries_than_pack"), found=" ".join(pair), expected=" ".join(sides)
            )
        side = sides.index(pair[0].upper())
    form = out.suffix.lower().lstrip(".") if out is not None else "pdf"
    own = read_desk_file(desk) if desk is not None else DeskFile()
    order = Order(event, topic, place, side, pages, form, day(since, "--since") if since else "", own)

    def names_on(on: str) -> Names:
        view = observatory.view(on or day(as_of), day(known_at, "--known-at"))
        return Names(Material(view, lambda _: None), catalogue(lang))

    file = make_brief(names_on, order)
    if out is not None and not dry_run:
        _write(file, out, lang)
    content = file.brief
    lines = sum(1 for _ in content.lines())
    counts = {"lines": lines, "numbers": len(file.numbers), "left_out": content.left_out}
    print(phrase("brief.dry" if dry_run else "brief.written", title=content.title, out=out, **counts))


def _write(file: BriefFile, out: Path, lang: str) -> None:
    """Write the brief, and next to it the list of its numbers with their claims."""
    out.parent.mkdir(parents=True, exist_ok=True)
    write_durably(out, file.data)
    about = {
        "title": file.brief.title,
        "as_of": file.brief.as_of,
        "edition": file.brief.edition,
        "language": lang,
        "numbers": file.numbers,
    }
    claims = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    write_durably(out.with_suffix(".claims.json"), claims.encode("utf-8"))
