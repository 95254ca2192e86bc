"""The command line as one application: all verbs, the version, and `serve` when no verb is given."""

from __future__ import annotations

from typing import Annotated

import typer

from henequen.cli.language import Language
from henequen.cli.verbs import Verbs

__all__ = ["app"]

app = typer.Typer(
    name="henequen",
    cls=Verbs,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="An observatory of the relationship between two countries. Without a verb: serve.",
)


def _version(is_requested: bool) -> None:
    if is_requested:
        from importlib.metadata import version

        print(f"henequen {version('henequen')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _without_a_verb(
    context: typer.Context,
    lang: Language = "",
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        from henequen.cli.serve import serve

        serve()
