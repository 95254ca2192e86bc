"""Reported trade: the columns of a reported row, and a file of such rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from henequen.files.checksum import Digest
from henequen.trade.model.conversion import Conversion

__all__ = ["ADDABLE", "REPORTED_COLUMNS", "LeftOut", "Note", "ReportedFile", "row_place"]

ADDABLE = ("place", "month", "product", "partner2", "transport", "customs")
"""What parts of reported rows can be added up."""

REPORTED_COLUMNS: dict[str, str] = {
    "period": "text",
    "flow": "text",
    "reporter": "text",
    "partner": "text",
    "classification": "text",
    "product": "text",
    "value": "number",
    "cif_value": "number",
    "fob_value": "number",
    "net_kg": "number",
    "quantity": "number",
    "quantity_unit": "text",
    "partner2": "text",
    "transport": "text",
    "customs": "text",
    "level": "text",
    "leaf": "text",
    "kind": "text",
}
"""Name and type of each column of a reported row, in our words. Values in current US dollars, weights in kilograms."""


@dataclass(frozen=True)
class LeftOut:
    """Rows of a source that are not summed: reason, number, and value (US dollars; exact to the tenth of a cent)."""

    reason: str
    rows: int
    value: float


@dataclass(frozen=True)
class Note:
    """An oddity in a file that a reader did not refuse: the rule, the number of rows, and a message."""

    rule: str
    rows: int
    message: str


@dataclass(frozen=True)
class ReportedFile:
    """One Parquet file of reported rows.

    `columns` maps our names (REPORTED_COLUMNS) to the file's own; `types` gives, for the same names, the type the file
    stores (`text`, `integer`, `number`, `flag`). `areas` maps the file's area numbers to alpha-3 codes if `reporter`
    and `partner` are UN numbers, otherwise it is empty. `name` is the file's name in messages; `digest` is that of the
    original file, None if that is not one of the user's files. `left_out` are rows that a reader removed, `notes` its
    oddities. `conversion` converts product codes to one edition. `reconciled` means that the rows are not reports but
    already reconciled figures, one per flow; `text` that the file is a text file (one row per line, under a header).
    `constant` gives the value, as text, of columns (our names) that have only one, apart from nulls.
    """

    path: Path
    name: str
    columns: dict[str, str]
    types: dict[str, str]
    digest: Digest | None
    areas: dict[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    conversion: Conversion | None = None
    notes: tuple[Note, ...] = ()
    reconciled: bool = False
    text: bool = False
    constant: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The digest in hexadecimal digits; empty if there is none."""
        return self.digest.hexdigest() if self.digest is not None else ""

    def place(self, row: int) -> str:
        """The place of a row (counted from 0) for the user: its line in a text, whose first is the header; in other
        files, which have no lines, its row (counted from 1).

        >>> ReportedFile(Path("a.csv"), "a.csv", {}, {}, None, text=True).place(0)
        'a.csv line 2'
        """
        return f"{self.name} {row_place(row, text=self.text)}"


def row_place(row: int, *, text: bool) -> str:
    """The place of a row (counted from 0) inside its file, in words.

    >>> row_place(49, text=True), row_place(49, text=False)
    ('line 51', 'row 50')
    """
    return f"line {row + 2}" if text else f"row {row + 1}"
