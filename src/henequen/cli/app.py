"""Assembles all verbs."""

from __future__ import annotations

import typer

from henequen.cli import desk, documents, exports, fetch, importing, making, mirror, packs, reading, review, scenario
from henequen.cli.brief import brief
from henequen.cli.digest import digest
from henequen.cli.doctor import doctor
from henequen.cli.indicators import indicators
from henequen.cli.read import read
from henequen.cli.serve import serve
from henequen.cli.suppliers import suppliers
from henequen.cli.systems import systems
from henequen.cli.twin import twin

__all__ = ["app"]

app = typer.Typer(
    name="henequen",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="An observatory of the relationship between two countries. Without a verb: serve.",
)


@app.callback(invoke_without_command=True)
def _without_a_verb(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        serve()


app.command()(serve)
app.command()(making.build)
app.command()(making.check)
app.command()(making.audit)
app.command()(making.site)
app.command()(making.translations)
app.add_typer(documents.app, name="documents")
app.command()(documents.verify)
app.command()(read)
app.add_typer(review.app, name="review")
app.add_typer(mirror.app, name="mirror")
app.add_typer(fetch.app, name="fetch")
app.command()(reading.show)
app.command()(reading.find)
app.command()(reading.who)
app.command()(reading.due)
app.command()(desk.log)
app.command()(desk.looked)
app.add_typer(importing.app, name="import")
app.command()(brief)
app.command()(digest)
app.command()(exports.export)
app.command()(indicators)
app.command()(twin)
app.command()(suppliers)
app.add_typer(scenario.app, name="scenario")
app.command()(systems)
app.command()(packs.new)
app.command()(doctor)
