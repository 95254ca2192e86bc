"""An interactive list: rows with cells, and the words, filters, groups and orders for searching and arranging them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from henequen.record.store.folding import plain_words

__all__ = ["Cell", "Choice", "Row", "Rows", "choices", "words_of"]

Choice = tuple[str, str, list[tuple[str, str]]]
"""A filter: its key, its label, and its (code, label) pairs, each label with the number of rows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, link, language if it is not the page's, and style (`badge` and the code of a status, `num`, or
    empty)."""

    text: str
    href: str = ""
    lang: str = ""
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the first cell names it. `data` are the codes it is filtered and grouped by, `order` the values it is
    sorted by, `words` its search text, `more` (label, text) the details that open below it, `id` its anchor."""

    cells: tuple[Cell, ...]
    data: Mapping[str, str]
    words: str
    order: Mapping[str, str] = field(default_factory=dict)
    more: tuple[tuple[str, Cell], ...] = ()
    id: str = ""

    @property
    def further(self) -> str:
        """The words that are searched but are not shown in the row."""
        shown = {word for cell in (*self.cells, *(c for _, c in self.more)) for word in plain_words(cell.text)}
        return " ".join(word for word in self.words.split(" ") if word not in shown)


@dataclass(frozen=True, slots=True)
class Rows:
    """A whole list. `heads` are the columns (label, key of its order or empty); `layout` a class of the grid (c2 to
    c5, or empty for four columns); `page` the number of rows shown at first."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    filters: tuple[Choice, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    orders: tuple[tuple[str, str], ...] = ()
    csv: str = ""
    layout: str = ""
    page: int = 40
    id: str = "list"


def choices(rows: Iterable[Row], key: str, label: Callable[[str], str], most: int = 60) -> list[tuple[str, str]]:
    """The codes of a filter with their labels and numbers, most frequent first; a row may have several, separated by
    blanks."""
    counts = Counter(code for row in rows for code in row.data.get(key, "").split(" ") if code)
    return [(code, f"{label(code)} ({n})") for code, n in counts.most_common(most)]


def words_of(*texts: str) -> str:
    """The folded words of texts, each once."""
    return " ".join(dict.fromkeys(plain_words(" ".join(texts))))


def keys(codes: Sequence[str]) -> str:
    """Codes as one attribute: blanks within a code become hyphens."""
    return " ".join(code.replace(" ", "-") for code in codes)
