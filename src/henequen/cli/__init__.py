"""The command line: one door to the observatory. Each file of this room holds one verb or one family of verbs."""

from __future__ import annotations

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit (see `answer`). Only the requested verb is imported (see `verbs`)."""
    from henequen.cli.answer import answer
    from henequen.cli.app import app

    return answer(app, arguments)
