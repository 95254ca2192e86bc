"""Assembles the verbs, and turns every error of a user into words and an exit code."""

from __future__ import annotations

import os
import sys

import typer

from henequen.cli import documents, exports, making, mirror, packs, reading, review, scenario
from henequen.cli.doctor import doctor
from henequen.cli.serve import serve
from henequen.cli.systems import systems
from henequen.model.errors import HenequenError

__all__ = ["app", "main"]

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
app.add_typer(documents.app, name="documents")
app.command()(documents.verify)
app.add_typer(review.app, name="review")
app.add_typer(mirror.app, name="mirror")
app.command()(reading.show)
app.command()(reading.find)
app.command()(reading.who)
app.command()(reading.due)
app.command()(exports.export)
app.add_typer(scenario.app, name="scenario")
app.command()(systems)
app.command()(packs.new)
app.command()(doctor)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 failed, 2 wrong usage, 3 done with findings."""
    try:
        app(arguments)
    except HenequenError as error:
        print(f"henequen: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        print("henequen: stopped", file=sys.stderr)
        raise SystemExit(1) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"henequen: {where}{error.strerror or error}", file=sys.stderr)
        raise SystemExit(1) from None
