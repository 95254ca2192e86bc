"""Control characters that a terminal executes: detected, refused in stored text, escaped in printed text.

Terminal sequences (ESC, BEL and the other control characters) move the cursor or change titles; overrides of the direction of
writing make a text read as another. Line feed and tab are ordinary; so are direction *marks*, which names in Arabic or Hebrew use.
"""

from __future__ import annotations

import re

__all__ = ["escaped", "first_unseen"]

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)  # controls without tab and line feed, separators of lines, embeddings, overrides and isolates


def escaped(text: str) -> str:
    r"""The text with such characters as `\uXXXX`, which a terminal shows and JSON reads back unchanged.

    >>> escaped("Agreement \x1b[2J\u202egnip")
    'Agreement \\u001b[2J\\u202egnip'
    """
    return _UNSEEN.sub(lambda hit: f"\\u{ord(hit.group()):04x}", text)


def first_unseen(text: str, but: str = "\r") -> str:
    r"""The first such character as `U+XXXX`, or empty; those in `but` (carriage returns, which end lines of tables) pass.

    >>> first_unseen("ping \u202egnip"), first_unseen("a line\r\n")
    ('U+202E', '')
    """
    for hit in _UNSEEN.finditer(text):
        if hit.group() not in but:
            return f"U+{ord(hit.group()):04X}"
    return ""
