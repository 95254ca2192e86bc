"""The verbs that import tables made elsewhere: sourced facts, and activity files of the aid register."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, DryRun, PackOption, one_of
from henequen.cli.show_rows import for_people, print_rows
from henequen.cli.words import coded, in_words, phrase
from henequen.model.properties import codes
from henequen.record.review.append import Appended

__all__ = ["app"]

app = typer.Typer(help="Import tables from other sources into the pack.", no_args_is_help=True)
_By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who imports.")]


@app.command()
def facts(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table of sourced facts (CSV).")],
    by: _By = "desk",
    pack: PackOption = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take a table of sourced facts into the pack; every row is taken, present or refused with a reason.

    Exit 3 if some rows are refused.
    """
    outcome = open_pack(pack).take_facts(file, date.today().isoformat(), by, dry_run)
    shown = outcome.rows if as_json else [row for row in outcome.rows if row.state == "refused"]
    rows = [asdict(row) for row in shown]
    if for_people() and not as_json:
        rows = [row | {"state": coded("state", str(row["state"])), "reason": in_words(row["reason"])} for row in rows]
    print_rows(rows, ("row", "where", "state", "reason"), as_json)
    counts = Counter(row.state for row in outcome.rows)
    if not as_json:
        said = {state: counts[state] for state in ("taken", "present", "refused")}
        print(phrase("import.facts_dry" if dry_run else "import.facts", n=len(outcome.rows), **said))
    if counts["refused"]:
        raise typer.Exit(3)


@app.command()
def iati(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An IATI activity file (XML, version 2.03).")],
    by: _By = "desk",
    pack: PackOption = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Import the activities of one IATI file as projects."""
    projects = open_pack(pack).import_iati(file, date.today().isoformat(), by, dry_run)
    print_rows(list(projects), ("identifier", "title", "status", "providers", "recipients"), as_json)
    if not as_json:
        print(phrase("import.activities_dry" if dry_run else "import.activities", n=len(projects)))


@app.command()
def treaties(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: treaty, side, action, date, source (CSV).")],
    by: _By = "desk",
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Take a table of treaty acts into the pack: all rows, or none."""
    _print_appended(open_pack(pack).import_treaties(file, date.today().isoformat(), by, dry_run), dry_run)


@app.command()
def register(
    name: Annotated[str, typer.Argument(metavar="REGISTER", help="The register: barrier, work, landmark, route...")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A table with title, source and columns of entries (CSV).")
    ],
    by: _By = "desk",
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Take a table of entries into a register of the pack: all rows, or none."""
    one_of("REGISTER", name, tuple(codes("register")))
    _print_appended(open_pack(pack).import_entries(file, name, date.today().isoformat(), by, dry_run), dry_run)


def _print_appended(appended: Appended, dry_run: bool) -> None:
    for name, count in appended.added.items():
        print(phrase("added.rows_dry" if dry_run else "added.rows", name=name, n=count))
    if appended.present:
        print(phrase("added.present", n=appended.present))
