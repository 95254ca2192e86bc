"""The command line: one door to the observatory. Each file of this room holds one verb or one family of verbs."""

from henequen.cli.app import main

__all__ = ["main"]
