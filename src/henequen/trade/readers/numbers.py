# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Numbers in text: how a file writes them, and the SQL that reads them exactly or refuses them. By default, a number is
digits with a decimal point, or as 1e3. An empty cell and `NA` mean a missing value; `inf` and `nan` are kept, so that
the reconciliation counts them. A number of more digits than a double keeps (fifteen), whose rounding would show in a
tenth of a cent, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from henequen.model.errors import DataError
from henequen.model.message import Message

__all__ = ["NumberStyle", "check_numbers", "check_stored"]


@dataclass(frozen=True)
class NumberStyle:
    """How a file writes numbers: its decimal sign, its grouping sign ("" for none), and words for "missing"."""

    decimal: str = "."
    grouping: str = ""
    missing: tuple[str, ...] = ("", "NA")

    def value(self, column: str) -> str:
        """SQL: the number in the text `column` (an SQL name), null if it is empty."""
        text = f"trim({column})"
        if self.grouping:
            text = f"replace({text}, {_literal(self.grouping)}, '')"
        if self.decimal != ".":
            text = f"replace({text}, {_literal(self.decimal)}, '.')"
        return f"try_cast({text} as double)"

    def wrong(self, column: str) -> str:
        """SQL: whether there is something in `column` that is not a number in this style, or that has too many digits
        to be stored exactly."""
        text = f"trim({column})"
        none = ", ".join(_literal(word) for word in self.missing)
        if self.grouping or self.decimal != ".":
            g, d = re.escape(self.grouping), re.escape(self.decimal)
            whole = f"([0-9]{{1,3}}({g}[0-9]{{3}})+|[0-9]+)" if g else "[0-9]+"
            form = f"not regexp_full_match({text}, {_literal(f'[+-]?{whole}({d}[0-9]*)?')})"
        else:
            form = f"try_cast({text} as double) is null or contains({text}, '_')"
        whole_part = f"regexp_extract({text}, '^[^{_inside(self.decimal)}eE]*')"
        significant = f"length(rtrim(ltrim(regexp_replace({text}, '[^0-9]', '', 'g'), '0'), '0'))"
        exact = f"length({text}) > 15 and {significant} > 15 and length({whole_part}) > 12"
        return f"({column} is not null and {text} not in ({none}) and ({form} or ({exact})))"


def check_numbers(
    con: duckdb.DuckDBPyConnection,
    source: str,
    columns: set[str],
    style: NumberStyle,
    name: str,
    first: int = 1,
    what: str = "row",
    argument: list[str] | None = None,
) -> None:
    """Raise DataError for the first cells of text `columns` of `source` (SQL) that are not numbers; rows count from
    `first`."""
    if not columns:
        return
    named = sorted(columns)
    wrong = {column: style.wrong(_sql_name(column)) for column in named}
    rows = con.execute(
        f"select line, {', '.join(_sql_name(column) for column in named)}, {', '.join(wrong.values())} from "
        f"(select row_number() over () + {first - 1} as line, * from {source}) where {' or '.join(wrong.values())} limit 1",
        argument or [],
    ).fetchone()
    if rows is None:
        return
    cells, flags = rows[1 : len(named) + 1], rows[len(named) + 1 :]
    bad = [(column, str(cell)) for column, cell, flag in zip(named, cells, flags, strict=True) if flag]
    raise DataError(
        Message("cell_in_column_numbers_not_number")
        if not _is_number(bad[0][1])
        else Message("number_more_digits_than_can_be"),
        where=f"{name}, {what} {rows[0]}",
        found=", ".join(f"{column}={cell}" for column, cell in bad),
        expected=f"digits with the decimal sign {style.decimal}"
        + (f", grouped by {style.grouping!r}" if style.grouping else "")
        + ", at most fifteen, or nothing",
        hint=Message("write_numbers_without_grouping_signs_or"),
    )


def check_stored(con: duckdb.DuckDBPyConnection, path: Path, columns: list[str], name: str) -> None:
    """Raise DataError if a stored whole or decimal number is too large to be kept exactly as a double."""
    kinds = {
        str(row[0]): str(row[1]).upper()
        for row in con.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
    }
    for column in columns:
        kind = kinds[column]
        if kind in ("BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT") or (
            kind.startswith("DECIMAL") and kind.endswith(",0)")
        ):
            limit = 2.0**53
        elif kind.startswith("DECIMAL"):
            limit = 2.0**42
        else:
            continue
        rows = con.execute(
            f"select k, v from (select file_row_number + 1 as k, {_sql_name(column)} as v from "
            f"read_parquet(?, file_row_number = true)) where abs(cast(v as double)) >= {limit!r} limit 1",
            [str(path)],
        ).fetchone()
        if rows is not None:
            raise DataError(
                Message("number_more_digits_than_can_be"),
                where=Message("at_row", file=name, n=rows[0]),
                found=f"{column}={rows[1]}",
                expected=Message("at_most_fifteen_digits"),
            )


def _is_number(text: str) -> bool:
    return (
        bool(re.fullmatch(r"[+-]?[\d.,' ]*\d[\d.]*([eE][+-]?\d+)?", text.strip()))
        and sum(c.isdigit() for c in text) > 15
    )


def _inside(sign: str) -> str:
    return "\\" + sign if sign in "^]\\-." else sign


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
