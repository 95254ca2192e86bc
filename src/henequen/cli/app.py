"""Assembles the verbs, and turns every error of a user into words and an exit code."""

from __future__ import annotations

import sys

import typer

from henequen.model.errors import HenequenError

app = typer.Typer(name="henequen", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback()
def _root() -> None:
    """An observatory of the relationship between two countries."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 failed, 2 wrong usage, 3 done with findings."""
    try:
        app(arguments)
    except HenequenError as error:
        print(f"henequen: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
