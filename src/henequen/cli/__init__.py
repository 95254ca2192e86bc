"""The command line: one door to the observatory. Each file of this room holds one verb or one family of verbs."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit (see `answer`).

    The verbs are imported here, and only those that are asked for: `mirror` needs nothing of the observatory, and a child
    process that does one verb's work needs no verb at all.
    """
    from henequen.cli.answer import answer

    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["mirror"]:
        import typer

        from henequen.cli import mirror

        alone = typer.Typer(
            name="henequen", add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
        )
        alone.callback()(_nothing)
        alone.add_typer(mirror.app, name="mirror")
        return answer(alone, arguments)
    from henequen.cli.app import app

    return answer(app, arguments)


def _nothing() -> None:
    """An observatory of the relationship between two countries."""
