"""A reader of foreign files as the test of all readers sees it: a command, a valid file, and one bad file for each rule.

The rules of the readers' room: a missing number is never zero; without a message no key occurs twice, no areas
are merged, and no code is repaired. For each rule a reader names a file that would break it and the words with which it is
refused, or with which it is read; or it says in a sentence why the rule cannot arise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["RULES", "Case", "Reader", "changed"]

RULES = ("missing_number", "key_twice", "areas_merged", "code_repaired")
REFUSED = (1, 2)
"""Exit codes of a command that takes nothing of the file."""


@dataclass(frozen=True)
class Case:
    """A file, and what is said about it: `refused` or `reported` is found in the output (a regular expression)."""

    content: str | bytes
    refused: str = ""
    reported: str = ""
    absent: str = ""

    def fits(self, code: int, said: str) -> bool:
        """Whether the command did what the rule asks for."""
        if self.absent and re.search(self.absent, said):
            return False
        if self.refused:
            return code in REFUSED and bool(re.search(self.refused, said))
        return code in (0, 3) and bool(re.search(self.reported, said))


@dataclass(frozen=True)
class Reader:
    """A way in: the source files that read (`modules`), the command (FILE is the file, DIR its folder, PACK a small pack, BASE a
    world), the valid file, what lies beside it, and for each rule a case or the reason why there is none."""

    name: str
    modules: tuple[str, ...]
    command: tuple[str, ...]
    file: str
    valid: str | bytes
    missing_number: Case | str
    key_twice: Case | str
    areas_merged: Case | str
    code_repaired: Case | str
    beside: dict[str, str | bytes] = field(default_factory=dict)

    def rule(self, name: str) -> Case | str:
        """What the reader does under the rule."""
        found: Case | str = getattr(self, name)
        return found


def changed(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each first text replaced once by the second; a first text that is not there is a mistake of the test."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
