"""Rows of a CSV table from outside, each with the line that it begins on and as many cells as the header."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from henequen.model.errors import DataError, HenequenError
from henequen.model.message import Message

__all__ = ["csv_rows", "repeated"]


def repeated(names: Iterable[str]) -> list[str]:
    """The names that occur more than once, in linear time: a header from outside may have a million columns.

    >>> repeated(["a", "b", "a"])
    ['a']
    """
    return sorted(name for name, count in Counter(names).items() if count > 1)


def csv_rows(
    text: str,
    where: str,
    names_of: Callable[[list[str] | None], list[str]],
    error: type[HenequenError] = DataError,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of `text`, each as (line, column -> cell); empty lines are skipped.

    `names_of` receives the header (None if there is none) and returns the names of the columns, or raises. `where` names the
    file. Raises `error`, with file and line, at a row that does not fit the header or is not well-formed CSV.

    >>> list(csv_rows('a,b\\n1,"x, y"\\n', "t.csv", lambda header: header or []))
    [(2, {'a': '1', 'b': 'x, y'})]
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = names_of(next(reader, None))
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                if len(cells) != len(names):
                    raise error(
                        Message("row_does_not_fit_its_header"),
                        where=Message("at_line", file=where, n=line),
                        found=Message("count_cells", n=len(cells)),
                        expected=Message("count_cells", n=len(names)),
                        hint=Message("check_for_missing_or_unquoted_comma"),
                    )
                yield line, dict(zip(names, cells, strict=True))
            line = reader.line_num + 1
    except csv.Error as malformed:
        raise error(
            Message("not_well_formed_csv_row", malformed=malformed),
            where=Message("at_line", file=where, n=reader.line_num),
            hint=Message("check_quotation_marks_this_row_and"),
        ) from malformed
