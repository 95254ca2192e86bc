"""Cells of CSV files that people open in spreadsheets: no text from outside runs there as a formula."""

from __future__ import annotations

import re

__all__ = ["plain_cell"]

_FORMULA = re.compile(
    r"[\t\r\n]|[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
)
"""What a spreadsheet may run: a sign of a formula, also behind spaces and characters without width, which it may trim."""
_NUMBER = re.compile(r"[+-]?[\d.,'\u00a0 ]*%?", re.ASCII)


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula: text that looks like one gets a leading apostrophe.

    >>> plain_cell("=1+1"), plain_cell("-4,464.1"), plain_cell("-")
    ("'=1+1", '-4,464.1', '-')
    >>> plain_cell("\u00a0=1+1")[0]
    "'"
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text.strip(" ")) else text
