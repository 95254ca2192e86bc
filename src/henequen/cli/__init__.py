"""The command line: one door to the observatory. Each file of this room holds one verb or one family of verbs."""

from __future__ import annotations

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: see `henequen.cli.app.main`. It is imported here, so that a child process that does one
    verb's work (`mirror_child` and its like) does not load all verbs."""
    from henequen.cli.app import main as run

    run(arguments)
