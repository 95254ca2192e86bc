"""Tables without lines: rows whose pieces are in the same columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from henequen.reading.layout.rows import join_wrapped_rows
from henequen.reading.layout.table_layout import CellLayout, TableLayout
from henequen.reading.layout.words import Line, Rule, Segment, Word

__all__ = ["aligned_tables"]

_MARKER = re.compile(r"(?:[-–—•·●○□■▪◦*※ㅇ]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z가-하][.)]|[ivxIVX]{1,4}[.)]|第?\d+[.]\d+\.?)")
_LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")

_YEAR = re.compile(r"(?:19|20)\d\d")
_CAPTION = re.compile(
    r"\s*[<\[(【]?\s*(?:표|table|cuadro|tabla|그림|figure|gr[áa]fico)\s*\d{1,2}(?![\d,])", re.IGNORECASE
)
"""The title of the next table: <표 2>, Table 3., Cuadro 4."""

Slot = tuple[float, float]


def aligned_tables(lines: Sequence[Line], rules: Sequence[Rule]) -> list[TableLayout | tuple[Line, ...]]:
    """Cut the lines of one zone into tables and running text."""
    parts: list[TableLayout | tuple[Line, ...]] = []
    text: list[Line] = []
    at = 0
    while at < len(lines):
        layout = _table_at(lines, at)
        if layout is None:
            text.append(lines[at])
            at += 1
            continue
        slots, end = layout
        head = _head_of(text, lines[at], slots)
        text = text[: len(text) - len(head)]
        table = _build([*head, *lines[at:end]], slots, rules)
        if text:
            parts.append(tuple(text))
            text = []
        parts.append(table)
        at = end
    if text:
        parts.append(tuple(text))
    return parts


def _splits(line: Line) -> bool:
    """Whether a line has cells: two pieces or more, the first of which is not only the mark of a list."""
    count = len(line.segments)
    if count < 2 or _LEADERS.search(line.text):
        return False
    first = line.segments[0]
    return not (count == 2 and len(first.words) == 1 and _MARKER.fullmatch(first.words[0].text))


def _table_at(lines: Sequence[Line], start: int) -> tuple[list[Slot], int] | None:
    """The columns of the table that begins at line `start`, and the line after its last."""
    if not _splits(lines[start]):
        return None
    end, last_split = start + 1, start
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        gap = line.top - before.bottom
        if gap > 2.6 * max(line.size, before.size) or _CAPTION.match(line.text):
            break
        if _splits(line):
            last_split = end
        elif end - last_split > 2:
            break
        end += 1
    # lines after the last row with cells may still be the end of a wrapped cell
    block = list(lines[start : last_split + 1])
    for count in range(len(block), 2, -1):
        slots = _columns(block[:count])
        if slots is None:
            continue
        trimmed = _trim(block[:count], slots)
        if trimmed is None or not _is_table(trimmed, slots):
            continue
        stop = start + len(trimmed)
        return slots, _take_tail(lines, stop, slots)
    return None


def _head_of(text: Sequence[Line], first: Line, slots: Sequence[Slot]) -> list[Line]:
    """Lines right above whose words fall into the columns although no gap separates them: a tight header, a long
    label."""
    head: list[Line] = []
    below = first
    for line in reversed(text[-3:]):
        if below.top - line.bottom > 2.0 * line.size or not _fits(line, slots):
            break
        head.insert(0, line)
        below = line
    for line in head:
        if len(line.segments) == len(slots):
            continue  # a title for every column, each apart
        line.segments = [Segment(words) for _, words in sorted(_by_slot(line, slots).items())]
    return head


def _by_slot(line: Line, slots: Sequence[Slot]) -> dict[int, list[Word]]:
    """Words by column; numbers at the end of a line take the last columns, the rest the nearest."""
    numbers = 0
    while numbers < len(line.words) - 1 and line.words[-1 - numbers].numeric:
        numbers += 1
    parts: dict[int, list[Word]] = {}
    for index, word in enumerate(line.words):
        counted = numbers == len(slots) - 1
        place = max(0, index - len(line.words) + len(slots)) if counted else _columns_of(Segment([word]), slots)[0]
        parts.setdefault(place, []).append(word)
    return parts


def _fits(line: Line, slots: Sequence[Slot]) -> bool:
    """A row of a label and as many numbers as there are columns, or a short title for every column."""
    if len(line.words) < len(slots) or line.x0 < slots[0][0] - 2 * line.size or line.x1 > slots[-1][1] + 3 * line.size:
        return False
    parts = _by_slot(line, slots)
    if set(parts) != set(range(len(slots))):
        return False
    later = [words for place, words in parts.items() if place > 0]
    if all(len(words) == 1 and words[0].numeric for words in later):
        return True
    return len(line.words) <= 2 * len(slots) and not any(
        word.text[-1] in ".;" and len(word.text) > 6 for word in line.words
    )


def _take_tail(lines: Sequence[Line], stop: int, slots: Sequence[Slot]) -> int:
    """Lines right below, within one column and close to the line above, end a wrapped cell."""
    while stop < len(lines):
        line, before = lines[stop], lines[stop - 1]
        if line.top - before.bottom > 0.6 * line.size or len(line.segments) != 1:
            break
        columns = _columns_of(line.segments[0], slots)
        if len(columns) != 1 or line.size < 0.9 * before.size:
            break
        slot = slots[columns[0]]
        above = [s for s in before.segments if _columns_of(s, slots) == columns]
        limit = slots[columns[0] + 1][0] - 0.5 * line.size if columns[0] + 1 < len(slots) else float("inf")
        if not above or above[-1].x1 + line.words[0].x1 - line.words[0].x0 < slot[1] or line.x1 > limit:
            break
        stop += 1
    return stop


def _columns(block: Sequence[Line]) -> list[Slot] | None:
    """The columns that most rows agree on: the rows with the usual number of pieces decide."""
    split = [line for line in block if _splits(line)]
    if len(split) < 2:
        return None
    counts = Counter(len(line.segments) for line in split)
    usual = [count for count, times in counts.items() if times >= max(2, 0.2 * len(split))]
    for count in sorted(usual or [counts.most_common(1)[0][0]], reverse=True):
        models = [line for line in split if len(line.segments) == count]
        slots = _merge([(s.x0, s.x1) for line in models for s in line.segments])
        if len(slots) == count:
            return slots
    # columns that are never all filled in one row: merge the pieces of all rows, number rows first
    numbers = [line for line in split if sum(w.numeric for w in line.words) >= 1]
    for models in (numbers, split):
        slots = _merge([(s.x0, s.x1) for line in models for s in line.segments])
        if len(slots) >= max(2, counts.most_common(1)[0][0]):
            return slots
    return None


def _merge(intervals: list[Slot]) -> list[Slot]:
    merged: list[list[float]] = []
    for x0, x1 in sorted(intervals):
        if merged and x0 < merged[-1][1] - 0.5:
            merged[-1][1] = max(merged[-1][1], x1)
        else:
            merged.append([x0, x1])
    return [(x0, x1) for x0, x1 in merged]


def _columns_of(segment: Segment, slots: Sequence[Slot]) -> list[int]:
    """The columns that a piece touches; between two columns the nearer one."""
    touched = [i for i, (x0, x1) in enumerate(slots) if segment.x0 < x1 - 0.5 and segment.x1 > x0 + 0.5]
    if touched:
        return touched
    middle = (segment.x0 + segment.x1) / 2
    return [min(range(len(slots)), key=lambda i: min(abs(slots[i][0] - middle), abs(slots[i][1] - middle)))]


def _trim(block: list[Line], slots: Sequence[Slot]) -> list[Line] | None:
    """Drop lines at the end that fit no column."""
    while block and not _splits(block[-1]):
        block = block[:-1]
    return block if len(block) >= 2 else None


def _is_table(block: Sequence[Line], slots: Sequence[Slot]) -> bool:
    """Rows that fill columns, and columns that hold short things or numbers."""
    if len(slots) < 2:
        return False
    full = [line for line in block if len({h for s in line.segments for h in _columns_of(s, slots)}) >= 2]
    wide = sum(len(_columns_of(s, slots)) > 1 for line in block for s in line.segments)
    if len(full) < 2 or wide > 0.34 * sum(len(line.segments) for line in block):
        return False
    later = [s for line in full for s in line.segments[1:]]
    numeric = sum(any(w.numeric for w in s.words) and len(s.words) <= 3 for s in later)
    if len(full) >= 2 and numeric >= 0.5 * len(later):
        return True
    # words in columns: three rows, and left edges that repeat
    if len(full) < 3:
        return False
    starts = Counter(round(s.x0 / 3) for line in full for s in line.segments)
    repeated = sum(times for times in starts.values() if times >= 2)
    lengths = sorted(len(s.words) for line in full for s in line.segments)
    return repeated >= 0.6 * sum(starts.values()) and (len(slots) >= 3 or lengths[len(lengths) // 2] <= 6)


def _build(block: list[Line], slots: Sequence[Slot], rules: Sequence[Rule]) -> TableLayout:
    """Assign words to columns, rows to lines, and join the lines of wrapped cells."""
    rows: list[dict[tuple[int, int], list[Word]]] = []
    for number, line in enumerate(block):
        row: dict[tuple[int, int], list[Word]] = {}
        below = block[number + 1].words if number + 1 < len(block) else []
        titles = sum(word.numeric and not _YEAR.fullmatch(word.text) for word in below) >= max(
            2, 0.6 * (len(slots) - 1)
        )
        single = {columns[0] for s in line.segments if len(columns := _columns_of(s, slots)) == 1}
        for segment in line.segments:
            for (first, last), words in _placed(segment, slots, single, tight=titles and number == 0):
                row.setdefault((first, last), []).extend(words)
        rows.append(row)
    x0, x1 = min(line.x0 for line in block), max(line.x1 for line in block)
    top, bottom = block[0].top, block[-1].bottom
    joined = join_wrapped_rows(rows, slots, block, rules)
    cells = [
        CellLayout(number, first, tuple(tuple(words) for words in slot_cells), 1, last - first + 1)
        for number, row in enumerate(joined)
        for (first, last), slot_cells in sorted(row.items())
    ]
    return TableLayout(
        _spread_heads(_underlined(cells, slots, rules), slots), len(joined), len(slots), x0, x1, top, bottom
    )


def _underlined(cells: list[CellLayout], slots: Sequence[Slot], rules: Sequence[Rule]) -> list[CellLayout]:
    """The cells, with titles of the first row over all columns that the line drawn below each of them covers."""
    titles = _whole_titles([cell for cell in cells if cell.row == 0 and cell.column])
    below = min((cell.lines[0][0].top for cell in cells if cell.row == 1 and cell.lines), default=0.0)
    spread: dict[int, CellLayout] = {}
    for cell in titles:
        words = [word for line in cell.lines for word in line]
        middle = (words[0].x0 + words[-1].x1) / 2
        for rule in rules:
            if rule.across and words[-1].bottom - 3 <= rule.top <= below + 3 and rule.x0 <= middle <= rule.x1:
                covered = [n for n, (x0, x1) in enumerate(slots) if rule.x0 - 4 <= (x0 + x1) / 2 <= rule.x1 + 4]
                titled = sum(other.row == 1 and other.column in covered for other in cells)
                if 1 < len(covered) < len(slots) - 1 and covered[0] and titled == len(covered):
                    spread[id(cell)] = CellLayout(0, covered[0], cell.lines, cell.row_span, len(covered))
    taken = [n for cell in spread.values() for n in range(cell.column, cell.column + cell.column_span)]
    if not spread or len(taken) != len(set(taken)):
        return cells
    others = [c for c in cells if id(c) not in spread and not (c.row == 0 and c.column in taken)]
    return sorted([*spread.values(), *others], key=lambda cell: (cell.row, cell.column))


def _spread_heads(cells: list[CellLayout], slots: Sequence[Slot]) -> tuple[CellLayout, ...]:
    """Let a title that is centred over several columns cover them: years over exports, imports and balance.

    Only the first row, without a first cell, above a row of titles for every column, and only in equal parts.
    """
    rows = [[cell for cell in cells if cell.row == number] for number in (0, 1)]
    top, below = _whole_titles(rows[0]), rows[1]
    columns = len(slots) - 1
    whole = {cell.column for cell in below} >= set(range(1, len(slots))) and all(c.column_span == 1 for c in below)
    if not whole or not 1 < len(top) < columns or columns % len(top) or any(cell.column == 0 for cell in top):
        return tuple(cells)
    named = [cell for cell in below if cell.column and cell.lines]
    years = all(re.fullmatch(r"(?:19|20)\d\d", cell.lines[0][0].text) for cell in named)
    if not years and sum(not word.numeric for cell in below for line in cell.lines for word in line) < columns:
        return tuple(cells)
    width = columns // len(top)
    spread = []
    for place, cell in enumerate(sorted(top, key=lambda cell: cell.column)):
        first = 1 + place * width
        words = [word for line in cell.lines for word in line]
        middle = (words[0].x0 + words[-1].x1) / 2
        if not slots[first][0] <= middle <= slots[first + width - 1][1]:
            return tuple(cells)
        spread.append(CellLayout(cell.row, first, cell.lines, cell.row_span, width))
    return (*spread, *(cell for cell in cells if cell.row))


def _whole_titles(cells: list[CellLayout]) -> list[CellLayout]:
    """The cells of a row of titles, joined where only one space separates them: the words of one title may be in two columns."""
    titles: list[CellLayout] = []
    for cell in sorted(cells, key=lambda cell: cell.column):
        left = titles[-1] if titles else None
        first = cell.lines[0][0] if cell.lines and cell.lines[0] else None
        if left is not None and first is not None and len(left.lines) == len(cell.lines) == 1:
            last = left.lines[0][-1]
            letter = (first.x1 - first.x0) / max(1, len(first.text))
            if first.x0 - last.x1 <= 1.5 * letter:
                span = cell.column + cell.column_span - left.column
                titles[-1] = CellLayout(left.row, left.column, ((*left.lines[0], *cell.lines[0]),), left.row_span, span)
                continue
        titles.append(cell)
    return titles


def _placed(
    segment: Segment, slots: Sequence[Slot], single: AbstractSet[int], *, tight: bool = False
) -> list[tuple[tuple[int, int], list[Word]]]:
    """The columns of the words of a piece: one column, several by word, or a cell over several columns.

    `single` are the columns that another piece of the line has alone: a title that only reaches into one of them is
    that of the next. In a `tight` line, right above figures, titles with one space between them are of one column each.
    """
    columns = _columns_of(segment, slots)
    if len(columns) == 2 and len(free := set(columns) - single) == 1:
        columns = list(free)
    if len(columns) == 1:
        return [((columns[0], columns[0]), segment.words)]
    parts: dict[int, list[Word]] = {}
    for word in segment.words:
        own = _columns_of(Segment([word]), slots)
        if len(own) > 1:
            return [((columns[0], columns[-1]), segment.words)]
        if tight and own[0] < columns[-1] and word.x0 >= slots[own[0]][1]:
            own = [own[0] + 1]  # figures end where their title ends: the next title begins behind them
        parts.setdefault(own[0], []).append(word)
    # split where each column's words are separated by more than a space, or where numbers follow
    places = sorted(parts)
    for left, right in itertools.pairwise(places):
        gap = parts[right][0].x0 - parts[left][-1].x1
        size = parts[right][0].size
        numbers = all(word.numeric for word in parts[right])
        if not numbers and gap < 0.5 * size and not tight:
            return [((columns[0], columns[-1]), segment.words)]
    return [((place, place), parts[place]) for place in places]
