"""The verbs of themes and sectors: what the rules propose for each record, and the decisions of people."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Any

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, AsOf, DryRun, PackOption, day, one_of
from henequen.cli.show_rows import print_rows
from henequen.model.errors import UsageError
from henequen.model.properties import codes
from henequen.observatory import Observatory
from henequen.record.questions.themes import HOW, TAGGED, Tags, tags_of
from henequen.record.review.tags import TagDecision

__all__ = ["app"]

app = typer.Typer(
    help="Themes and sectors of records: what the rules propose, and what a person decides.", no_args_is_help=True
)
_How = Annotated[str, typer.Option("--how", metavar="HOW", help=f"Only those found so: {', '.join(HOW)}.")]
_Table = Annotated[str, typer.Option("--table", metavar="NAME", help="Only records of this table.")]
_Of = Annotated[str, typer.Option("--of", metavar="THEME", help="Only those with this theme.")]


@app.command("list")
def list_tags(
    how: _How = "",
    table: _Table = "",
    of: _Of = "",
    pack: PackOption = None,
    as_of: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """List records with their themes and sectors, and how these were found. Exit 3 if some have no theme and no reason."""
    tagged = _tags(open_pack(pack), how, table, of, day(as_of))
    rows = [
        {
            "id": identity,
            "table": name,
            "themes": tags.themes,
            "sectors": tags.sectors,
            "how": tags.how,
            "why": tags.why,
        }
        for identity, (name, tags) in tagged.items()
    ]
    print_rows(rows, ("id", "table", "themes", "sectors", "how", "why"), as_json)
    if not as_json:
        counts = Counter(tags.how for _, tags in tagged.values())
        print(f"{len(rows)} records; " + ", ".join(f"{name} {counts[name]}" for name in HOW if counts[name]))
    if any(row["how"] == "none" for row in rows):
        raise typer.Exit(3)


@app.command("accept")
def accept(
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")],
    items: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ITEM...]", help="Ids of records; or choose with --how, --table, --of."),
    ] = None,
    theme: Annotated[
        list[str] | None, typer.Option("--theme", metavar="CODE", help="A theme (repeat); default: those proposed.")
    ] = None,
    sector: Annotated[
        list[str] | None, typer.Option("--sector", metavar="CODE", help="A sector (repeat); default: those proposed.")
    ] = None,
    no_theme: Annotated[str, typer.Option("--no-theme", metavar="WHY", help="No theme fits, and why.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Replace a different decision of someone else.")] = False,
    how: _How = "",
    table: _Table = "",
    of: _Of = "",
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Decide on themes: accept what a rule proposes, set others, or say why no theme fits. All records, or none.

    `henequen log --undo ID` takes a decision back; `claims/tags.csv` has its id.
    """
    if not by.strip():
        raise UsageError("--by is empty", expected="the name of the person who decides")
    for code in theme or ():
        one_of("--theme", code, tuple(codes("area")))
    for code in sector or ():
        one_of("--sector", code, tuple(codes("sector")))
    if no_theme and theme:
        raise UsageError("--theme and --no-theme exclude each other", found=", ".join(theme))
    if bool(items) == bool(how or table or of):
        raise UsageError("name records, or choose them", expected="ITEM..., or --how, --table or --of")
    observatory = open_pack(pack)
    current_tags = _tags(observatory, how, table, of, "")
    unknown = [item for item in items or () if item not in current_tags]
    if unknown:
        raise UsageError("unknown record, or one of a table without themes", found=", ".join(unknown))
    decisions = []
    for item in items or [i for i, (_, tags) in current_tags.items() if tags.how != "accepted"]:
        tags = current_tags[item][1]
        themes = () if no_theme else tuple(theme or tags.themes)
        sectors = tuple(sector if sector is not None else tags.sectors)
        decisions.append(TagDecision(item, themes, sectors, no_theme))
    outcome = observatory.decide_tags(decisions, by, date.today().isoformat(), again, dry_run)
    print(f"{outcome.added.get('claims/tags.csv', 0)} records {'would be ' if dry_run else ''}decided")
    if outcome.present:
        print(f"{outcome.present} records already had this decision")


def _tags(observatory: Observatory, how: str, table: str, of: str, as_of: str) -> dict[str, tuple[str, Tags]]:
    """The tags of the records that are chosen, with their tables."""
    one_of("--how", how, HOW)
    one_of("--table", table, TAGGED)
    one_of("--of", of, tuple(codes("area")))
    view = observatory.view(as_of)
    tables: dict[str, Any] = {name: view.records(name) for name in (*TAGGED, "tags")}
    home = {record.id: name for name in TAGGED for record in tables[name]}
    return {
        identity: (home[identity], tags)
        for identity, tags in tags_of(tables).items()
        if identity in home
        and (not how or tags.how == how)
        and (not table or home[identity] == table)
        and (not of or of in tags.themes)
    }
