"""Tables whose columns were lost: rows of a label and numbers with one space between them, as in copied text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from henequen.model.message import Message
from henequen.reading.document import Cell, ReadTable
from henequen.reading.tables.numerals import is_missing, is_numeric
from henequen.reading.tables.periods import read_period
from henequen.reading.tables.words import dimension_of, in_list, measure_of

__all__ = ["collapsed_tables"]

_UNITLIKE = re.compile(r"[(\[].*[)\]]$|^%$|^US\$", re.S)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class _Row:
    label: list[_Token]
    values: list[_Token]
    first_line: int
    last_line: int


def collapsed_tables(text: str, ranges_read: Sequence[tuple[int, int]]) -> list[tuple[int, int, ReadTable]]:
    """The tables of a text with the range of each; `ranges_read` are ranges that other readers found."""
    lines = [
        [_Token(m.group(), rows_read.start() + m.start()) for m in re.finditer(r"\S+", rows_read.group())]
        for rows_read in re.finditer(r"[^\r\n]+", text)
    ]
    lines = [line for line in lines if line and not any(a <= line[0].start < b for a, b in ranges_read)]
    result: list[tuple[int, int, ReadTable]] = []
    at = 0
    while at < len(lines):
        rows_read = _rows_from(lines, at, text)
        if rows_read is None:
            at += 1
            continue
        rows, end = rows_read
        table = _table(lines, rows, at)
        if table is not None:
            result.append(table)
        at = end
    return result


def _split(line: Sequence[_Token]) -> tuple[list[_Token], list[_Token]]:
    """The label and the numbers at the end of a line; a year in front is the label."""
    values: list[_Token] = []
    rest = list(line)
    while rest and (
        is_numeric(rest[-1].text) or (is_missing(rest[-1].text) and rest[-1].text.lower() not in ("x", "c", "na"))
    ):
        values.insert(0, rest.pop())
    if not rest and len(values) >= 2 and read_period(values[0].text):
        rest.append(values.pop(0))
    while rest and len(values) >= 2 and rest[-1].text in ("$", "US$"):
        rest.pop()
    return rest, values


def _rows_from(lines: Sequence[Sequence[_Token]], at: int, text: str) -> tuple[list[_Row], int] | None:
    """Rows of one width from line `at` on; lines without numbers in between begin the label of the row below."""
    label, values = _split(lines[at])
    width = len(values)
    if width < 2 or not label or _is_sentence(label) or all(read_period(v.text) for v in values):
        return None
    rows = [_Row(label, values, at, at)]
    pending: list[int] = []
    number = at + 1
    while number < len(lines):
        before = lines[number - 1][-1]
        if text.count("\n", before.end, lines[number][0].start) > 3:
            break
        label, values = _split(lines[number])
        if len(values) == width and (label or pending) and not _is_sentence(label):
            words = [token for index in pending for token in lines[index]] + label
            rows.append(_Row(words, values, pending[0] if pending else number, number))
            pending = []
        elif not values and len(pending) < 3 and len(lines[number]) <= 14 and not _ends(lines[number]):
            pending.append(number)
        else:
            break
        number += 1
    if len(rows) < 3:
        return None
    return rows, rows[-1].last_line + 1


def _is_sentence(label: Sequence[_Token]) -> bool:
    return len(label) > 14 or bool(label and label[-1].text.endswith((",", ";")) and len(label) > 6)


def _ends(line: Sequence[_Token]) -> bool:
    text = " ".join(token.text for token in line)
    return bool(re.match(r"\s*(?:source|fuente|nota|note|자료|주)\b", text, re.I)) or (
        text.endswith(".") and len(line) > 5
    )


def _table(lines: Sequence[Sequence[_Token]], rows: Sequence[_Row], at: int) -> tuple[int, int, ReadTable] | None:
    width = len(rows[0].values)
    head = _header(lines, at, width, rows)
    if head is None:
        return None
    first, titles = head
    cells: list[Cell] = []
    for column, title in enumerate(titles):
        if title:
            cells.append(_cell(0, column, title, True))
    for number, row in enumerate(rows, 1):
        if row.label:
            cells.append(_cell(number, 0, row.label, False))
        for column, value in enumerate(row.values, 1):
            cells.append(_cell(number, column, [value], False))
    start = lines[first][0].start
    end = rows[-1].values[-1].end
    repair = Message("columns_found_again_in_text_that")
    return start, end, ReadTable(0, None, None, "", (), tuple(cells), len(rows) + 1, width + 1, (repair,))


def _cell(row: int, column: int, tokens: Sequence[_Token], header: bool) -> Cell:
    return Cell(row, column, " ".join(token.text for token in tokens), tokens[0].start, tokens[-1].end, header=header)


def _header(
    lines: Sequence[Sequence[_Token]], at: int, width: int, rows: Sequence[_Row]
) -> tuple[int, list[list[_Token]]] | None:
    """The line where the header begins, and its words by column; None if several splits are equally good."""
    best: tuple[float, int, int, list[list[_Token]]] | None = None
    for dropped in (0, 1, 2):
        above = [_words(line) for line in lines[max(0, at - dropped) : at]]
        if any(
            not re.search(r"[^\W\d_]{3}", line) or re.search(r"[%$(]|\d{4}", line) or measure_of(line) for line in above
        ):
            continue
        for count in (1, 2, 3, 4):
            first = at - count - dropped
            if first < 0:
                continue
            tokens = [token for line in lines[first : at - dropped] for token in line]
            if len(tokens) > 8 * (width + 1) or any(_is_row(line) for line in lines[first : at - dropped]):
                continue
            assigned = _assign(tokens, width)
            if assigned is not None and (best is None or assigned[0] - 0.3 * dropped > best[0]):
                best = (assigned[0] - 0.3 * dropped, first, dropped, assigned[1])
    if best is None:
        return None
    if best[2]:
        rows[0].label = [*(token for line in lines[at - best[2] : at] for token in line), *rows[0].label]
    return best[1], best[3]


def _words(line: Sequence[_Token]) -> str:
    return " ".join(token.text for token in line)


def _is_row(line: Sequence[_Token]) -> bool:
    """Whether a line has numbers that are not years: it is a row of a table, not its header."""
    return sum(is_numeric(token.text) and not read_period(token.text) for token in line) >= 2


def _assign(tokens: Sequence[_Token], width: int) -> tuple[float, list[list[_Token]]] | None:
    """Split the words of a header into `width` columns, with or without a title over the labels."""
    units = _phrases(tokens)
    best: list[tuple[float, list[list[_Token]]]] = []
    for groups in (width, width + 1):
        if len(units) < groups:
            continue
        scored = _segment(units, groups)
        if scored is None:
            continue
        score, columns = scored
        if groups == width + 1:
            # a title over the labels is not a period, and does not end with the word that begins the next title
            over = _words(columns[0])
            score -= 3.0 if read_period(over) else max(0.0, _score(over) - 0.5) + 0.4 * max(0, len(columns[0]) - 2)
            score -= 1.5 if in_list("subtotals", columns[0][-1].text) else 0.0
            if measure_of(over) and any(measure_of(_words(column)) for column in columns[1:]):
                score -= 2.0  # exports, imports: a measure among measures does not name the labels
        padded = columns if groups == width + 1 else [[], *columns]
        values = padded[1:]
        if all(_is_subject(" ".join(t.text for t in column)) for column in values):
            best.append((score, padded))
    if not best:
        return None
    best.sort(key=lambda item: -item[0])
    return best[0][0], best[0][1]


def _phrases(tokens: Sequence[_Token]) -> list[list[_Token]]:
    """Words, with the content of brackets kept together and joined to the word before it."""
    phrases: list[list[_Token]] = []
    depth = 0
    for token in tokens:
        opens = token.text.count("(") + token.text.count("[")
        closes = token.text.count(")") + token.text.count("]")
        if phrases and (depth > 0 or token.text[:1] in "([" or token.text in ("%", "de", "of", "del", "to", "a")):
            phrases[-1].append(token)
        else:
            phrases.append([token])
        depth = max(0, depth + opens - closes)
    return phrases


def _is_subject(text: str) -> bool:
    return _score(text) > 0


def _segment(units: Sequence[Sequence[_Token]], groups: int) -> tuple[float, list[list[_Token]]] | None:
    """The best split into `groups`: known phrases score, and long ones more than short ones."""
    if len(units) > 40:
        return None
    table: dict[tuple[int, int], tuple[float, list[list[_Token]]]] = {(0, 0): (0.0, [])}
    for group in range(1, groups + 1):
        for end in range(group, len(units) + 1):
            options = []
            for start in range(group - 1, end):
                if (start, group - 1) not in table or end - start > 7:
                    continue
                score, before = table[start, group - 1]
                words = [token for unit in units[start:end] for token in unit]
                options.append((score + _score(" ".join(token.text for token in words)), [*before, words]))
            if options:
                table[end, group] = max(options, key=lambda option: option[0])
    return table.get((len(units), groups))


def _score(phrase: str) -> float:
    if dimension_of(phrase) or read_period(phrase):
        return 2.0
    if read_period(re.sub(r"^(?:total|outstanding|sum|suma|합계)\s+", "", phrase, flags=re.I)):
        return 2.0
    bare = re.sub(r"\s*[(\[].*?[)\]]|\s*%", "", phrase).strip()
    named = measure_of(bare)
    if in_list("subtotals", bare) or bare.lower() in ("outstanding", "total amount", "value"):
        return 1.8
    if named is None:
        return -0.2 * len(phrase.split())
    # a phrase that holds two measures is two columns
    parts = {measure_of(word) or word.lower() in ("amount", "value") for word in re.split(r"[\s/]+", bare)} - {
        None,
        False,
    }
    return 2.0 - 0.8 * max(0, len(parts) - 1) - 0.1 * max(0, len(bare.split()) - 4)
