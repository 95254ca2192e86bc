"""The verbs of themes and sectors: what the rules propose for each record, and the decisions of people."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Any

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, AsOf, DryRun, PackOption, day, one_of
from henequen.cli.show_rows import for_people, print_rows
from henequen.cli.words import phrase
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.properties import codes
from henequen.observatory import Observatory
from henequen.publish.site.catalogue import catalogue
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
    shown = rows if as_json or not for_people() else [_worded(row) for row in rows]
    print_rows(shown, ("id", "table", "themes", "sectors", "how", "why"), as_json)
    if not as_json:
        counts = Counter(tags.how for _, tags in tagged.values())
        named = ", ".join(f"{_how(name)} {counts[name]}" for name in HOW if counts[name])
        print(phrase("tags.total", n=len(rows), counts=named))
    if any(row["how"] == "none" for row in rows):
        raise typer.Exit(3)


def _worded(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the words of the pages for its codes."""
    t = catalogue(language())
    return row | {
        "table": t(f"table.{row['table']}"),
        "themes": [codes("area")[code][language()] for code in row["themes"]],
        "sectors": [codes("sector")[code][language()] for code in row["sectors"]],
        "how": _how(row["how"]),
        "why": t(f"themes.because_{row['why']}") if t.has(f"themes.because_{row['why']}") else row["why"],
    }


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
        raise UsageError(Message("by_empty"), expected=Message("name_person_who_decides"))
    for code in theme or ():
        one_of("--theme", code, tuple(codes("area")))
    for code in sector or ():
        one_of("--sector", code, tuple(codes("sector")))
    if no_theme and theme:
        raise UsageError(Message("theme_and_no_theme_exclude_each"), found=", ".join(theme))
    if bool(items) == bool(how or table or of):
        raise UsageError(Message("name_records_or_choose_them"), expected=Message("item_or_how_table_or"))
    observatory = open_pack(pack)
    current_tags = _tags(observatory, how, table, of, "")
    unknown = [item for item in items or () if item not in current_tags]
    if unknown:
        raise UsageError(Message("unknown_record_or_one_table_without"), found=", ".join(unknown))
    decisions = []
    for item in items or [i for i, (_, tags) in current_tags.items() if tags.how != "accepted"]:
        tags = current_tags[item][1]
        themes = () if no_theme else tuple(theme or tags.themes)
        sectors = tuple(sector if sector is not None else tags.sectors)
        decisions.append(TagDecision(item, themes, sectors, no_theme))
    outcome = observatory.decide_tags(decisions, by, date.today().isoformat(), again, dry_run)
    decided = "tags.would_decide" if dry_run else "tags.decided"
    print(phrase(decided, n=outcome.added.get("claims/tags.csv", 0)))
    if outcome.present:
        print(phrase("tags.same", n=outcome.present))


def _how(name: str) -> str:
    """How themes were found, as the pages word it."""
    return name if language() == "en" else catalogue(language())(f"themes.how_{name}")


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
