"""Tables with drawn lines: the lines are the grid; a missing piece of line is a merged cell."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.reading.layout.table_layout import CellLayout, TableLayout
from henequen.reading.layout.words import Rule, Word, lines_of

__all__ = ["ruled_tables"]

_NEAR = 2.5


def ruled_tables(words: Sequence[Word], rules: Sequence[Rule]) -> tuple[list[TableLayout], list[Word]]:
    """The ruled tables of a page, and the words outside them."""
    tables: list[TableLayout] = []
    rest = list(words)
    for group in _connected(rules):
        xs = _places([(rule.x0 + rule.x1) / 2 for rule in group if not rule.across])
        ys = _places([(rule.top + rule.bottom) / 2 for rule in group if rule.across])
        if len(xs) < 3 or len(ys) < 2 or (len(ys) == 2 and len(xs) < 4):
            continue
        inside = [
            w for w in rest if xs[0] - 2 <= (w.x0 + w.x1) / 2 <= xs[-1] + 2 and ys[0] - 1 <= w.middle <= ys[-1] + 1
        ]
        if not inside:
            continue
        table = _table(inside, group, xs, ys)
        if table is None:
            continue
        used_words = {id(word) for word in inside}
        rest = [word for word in rest if id(word) not in used_words]
        tables.append(table)
    return tables, rest


def _places(values: Sequence[float]) -> list[float]:
    """Distinct positions: values closer than the width of a line are merged."""
    places: list[list[float]] = []
    for value in sorted(values):
        if places and value - places[-1][-1] <= _NEAR:
            places[-1].append(value)
        else:
            places.append([value])
    return [sum(group) / len(group) for group in places]


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines that touch or cross."""
    if len(rules) > 4000:
        return []
    parents = list(range(len(rules)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    down = [index for index, rule in enumerate(rules) if not rule.across]
    for index, rule in enumerate(rules):
        if not rule.across:
            continue
        for other in down:
            wall = rules[other]
            if (
                rule.x0 - _NEAR <= wall.x1
                and wall.x0 <= rule.x1 + _NEAR
                and wall.top - _NEAR <= rule.bottom
                and rule.top <= wall.bottom + _NEAR
            ):
                parents[root(index)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return [group for group in groups.values() if len(group) >= 4]


def _table(
    words: Sequence[Word], rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> TableLayout | None:
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > 40_000:
        return None
    area = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while area[place] != place:
            place = area[place]
        return place

    across = [rule for rule in rules if rule.across]
    down = [rule for rule in rules if not rule.across]
    for r in range(rows):
        y = (ys[r] + ys[r + 1]) / 2
        for c in range(columns - 1):
            x = xs[c + 1]
            if _parted(words, ys[r], ys[r + 1], xs[c], x, xs[c + 2]):
                continue
            if not any(abs((w.x0 + w.x1) / 2 - x) <= _NEAR and w.top - 1 <= y <= w.bottom + 1 for w in down):
                area[root((r, c + 1))] = root((r, c))
    for c in range(columns):
        x = (xs[c] + xs[c + 1]) / 2
        for r in range(rows - 1):
            y = ys[r + 1]
            if not any(abs((w.top + w.bottom) / 2 - y) <= _NEAR and w.x0 - 1 <= x <= w.x1 + 1 for w in across):
                area[root((r + 1, c))] = root((r, c))
    boxes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in area:
        boxes.setdefault(root(place), []).append(place)
    if len(boxes) < 3:
        return None
    words_of: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        x = (word.x0 + word.x1) / 2
        c = max(0, min(columns - 1, sum(x >= edge for edge in xs) - 1))
        r = max(0, min(rows - 1, sum(word.middle >= edge for edge in ys) - 1))
        words_of.setdefault(root((r, c)), []).append(word)
    cells: list[CellLayout] = []
    for key, places in boxes.items():
        first_row, first_column = min(p[0] for p in places), min(p[1] for p in places)
        lines = tuple(tuple(line.words) for line in lines_of(words_of.get(key, [])))
        cells.append(
            CellLayout(
                first_row,
                first_column,
                lines,
                max(p[0] for p in places) - first_row + 1,
                max(p[1] for p in places) - first_column + 1,
            )
        )
    if sum(bool(cell.lines) for cell in cells) < 3:
        return None
    cells.sort(key=lambda cell: (cell.row, cell.column))
    cells, rows = _split_rows(cells, rows)
    return TableLayout(tuple(cells), rows, columns, xs[0], xs[-1], ys[0], ys[-1])


def _parted(words: Sequence[Word], top: float, bottom: float, start: float, x: float, end: float) -> bool:
    """Whether the words left and right of `x` in two places of a row are clearly separate although no line is drawn
    there."""
    band = [w for w in words if top <= w.middle < bottom and start <= (w.x0 + w.x1) / 2 < end]
    if any(word.x0 < x - 1 and word.x1 > x + 1 for word in band):
        return False
    left = max((word.x1 for word in band if word.x1 <= x + 1), default=None)
    right = min((word.x0 for word in band if word.x0 >= x - 1), default=None)
    return left is not None and right is not None and right - left >= 1.1 * band[0].size


def _split_rows(cells: list[CellLayout], rows: int) -> tuple[list[CellLayout], int]:
    """Rows without a line between them: if every number column has the same count of lines, each line is a row."""
    result: list[CellLayout] = []
    added = 0
    by_row: dict[int, list[CellLayout]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    for row in range(rows):
        inside = by_row.get(row, [])
        numeric = [c for c in inside if c.lines and all(len(line) == 1 and line[0].numeric for line in c.lines)]
        counts = {len(cell.lines) for cell in numeric}
        single = all(cell.row_span == 1 for cell in inside)
        if single and len(counts) == 1 and (count := counts.pop()) > 1 and len(numeric) >= 2:
            heights = [numeric[0].lines[index][0].middle for index in range(count)]
            for cell in inside:
                slots: list[list[tuple[Word, ...]]] = [[] for _ in range(count)]
                for line in cell.lines:
                    middle = line[0].middle
                    nearest = min(range(count), key=lambda index: abs(heights[index] - middle))
                    slots[nearest].append(line)
                for index, lines in enumerate(slots):
                    result.append(CellLayout(row + added + index, cell.column, tuple(lines), 1, cell.column_span))
            added += count - 1
        else:
            result += [
                CellLayout(cell.row + added, cell.column, cell.lines, cell.row_span, cell.column_span)
                for cell in inside
            ]
    return result, rows + added
