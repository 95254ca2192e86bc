"""Lines of a table to its rows: a cell that was wrapped over several lines becomes one cell again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from henequen.reading.layout.words import Line, Rule, Word

__all__ = ["join_wrapped_rows"]

_YEAR = re.compile(r"(?:19|20)\d{2}\s?(?:년|[pre]|\([pre]\)|\*)?")
Row = dict[tuple[int, int], list[list[Word]]]


def join_wrapped_rows(
    rows: Sequence[dict[tuple[int, int], list[Word]]],
    slots: Sequence[tuple[float, float]],
    block: Sequence[Line],
    rules: Sequence[Rule],
) -> list[Row]:
    """The rows of a table, each cell a list of lines.

    Drawn lines between rows decide; else the distance between lines; else whether the next word would have fitted.
    """
    starts = _by_rules(block, rules) or _by_distance(block, rows) or _by_fit(rows, slots)
    for index in _group_titles(rows):
        starts[index] = starts[index + 1] = True
    joined: list[Row] = []
    for row, begins in zip(rows, starts, strict=True):
        if begins or not joined:
            joined.append({place: [words] for place, words in row.items()})
            continue
        for place, words in row.items():
            joined[-1].setdefault(place, []).append(words)
    return joined


def _group_titles(rows: Sequence[dict[tuple[int, int], list[Word]]]) -> list[int]:
    """Lines of one label above rows of numbers: a year, or above indented rows the name of a region.

    A label that goes on in the next line can look the same; but then most rows of numbers are not indented.
    """
    years = [
        index
        for index, row in enumerate(rows[:-1])
        if index and set(row) == {(0, 0)} and _YEAR.fullmatch(" ".join(word.text for word in row[0, 0]))
    ]
    labelled = [(index, row[0, 0][0].x0) for index, row in enumerate(rows) if (0, 0) in row and _numbers(row)]
    left = min((row[0, 0][0].x0 for row in rows[1:] if (0, 0) in row), default=0.0)
    indented = {index for index, x0 in labelled if x0 > left + 4}
    if len(indented) < max(2, 0.6 * len(labelled)):
        return years
    return years + [
        index
        for index, row in enumerate(rows[:-1])
        if index and set(row) == {(0, 0)} and row[0, 0][0].x0 <= left + 1 and index + 1 in indented
    ]


def _by_rules(block: Sequence[Line], rules: Sequence[Rule]) -> list[bool] | None:
    """Row starts from horizontal lines, if nearly every row of numbers has one of its own."""
    x0, x1 = min(line.x0 for line in block), max(line.x1 for line in block)
    top, bottom = block[0].top, block[-1].bottom
    edges: list[float] = []
    for rule in sorted((r for r in rules if r.across), key=lambda r: r.top):
        y = (rule.top + rule.bottom) / 2
        covers = min(rule.x1, x1) - max(rule.x0, x0) >= 0.6 * (x1 - x0)
        if covers and top < y < bottom and (not edges or y - edges[-1] > 3):
            edges.append(y)
    bands: list[int] = [sum(line.middle > edge for edge in edges) for line in block]
    if len(edges) < 2 or len(set(bands)) < 3:
        return None
    for band in set(bands):
        inside = [line for line, number in zip(block, bands, strict=True) if number == band]
        full = [line for line in inside if sum(w.numeric for w in line.words) >= 2]
        if len(full) > 1:  # several rows of numbers between two lines: the lines do not separate rows
            return None
    return [True, *(now != before for before, now in itertools.pairwise(bands))]


def _by_distance(block: Sequence[Line], rows: Sequence[dict[tuple[int, int], list[Word]]]) -> list[bool] | None:
    """Row starts from distances: lines of one cell are closer than rows are."""
    pitches = [now.middle - before.middle for before, now in itertools.pairwise(block)]
    if len(pitches) < 3:
        return None
    ordered = sorted(pitches)
    best, cut = 0.0, 0.0
    for small, large in itertools.pairwise(ordered):
        if large - small > best:
            best, cut = large - small, (small + large) / 2
    close = [pitch for pitch in pitches if pitch < cut]
    apart = [pitch for pitch in pitches if pitch >= cut]
    if len(close) < 2 or len(apart) < 2 or min(apart) < 1.22 * max(close):
        return None
    starts = [True, *(pitch >= cut for pitch in pitches)]
    # a wrapped line never fills more columns than the row it belongs to, and never repeats its numbers
    for index, begins in enumerate(starts):
        if not begins and _numbers(rows[index]) and _numbers(rows[index - 1]):
            return None
    return starts


def _by_fit(rows: Sequence[dict[tuple[int, int], list[Word]]], slots: Sequence[tuple[float, float]]) -> list[bool]:
    """Row starts where a line cannot be the rest of the one above: its first words would have fitted there."""
    starts: list[bool] = []
    for index, row in enumerate(rows):
        if index == 0:
            starts.append(True)
            continue
        above = rows[index - 1]
        starts.append(not _continues(above, row, slots))
    return starts


def _continues(
    above: dict[tuple[int, int], list[Word]],
    row: dict[tuple[int, int], list[Word]],
    slots: Sequence[tuple[float, float]],
) -> bool:
    if _numbers(row) and _numbers(above):
        return False
    first, before = row.get((0, 0)), above.get((0, 0))
    if first and before and _numbers(above) and first[0].x0 < before[0].x0 - 0.5 * first[0].size:
        return False  # a title that stands farther left than the rows below the one before
    if not _numbers(row) and (0, 0) not in row and (0, 0) in above and set(row) < set(above):
        return True  # words below some cells and no label of their own: the rest of those cells
    if _numbers(row):
        # the label of these numbers may have begun on the line above, which then has no other text
        if set(above) != {(0, 0)} or (0, 0) not in row or all(word.numeric for word in row[0, 0]):
            return False
    elif len(row) >= len(above) and not (
        len(row) == len(above) and all(len(words) >= 2 for words in above.values()) and not _numbers(above)
    ):
        return False
    compared = False
    for place, words in row.items():
        before = above.get(place)
        if before is None:
            if _numbers(row) and not _numbers(above):
                continue  # the numbers of a row whose label began on the line above
            return False
        right = slots[place[1]][1]
        if before[-1].x1 + 0.25 * words[0].size + (words[0].x1 - words[0].x0) < right - 1:
            return False
        compared = True
    return compared


def _numbers(row: dict[tuple[int, int], list[Word]]) -> int:
    return sum(all(word.numeric for word in words) for place, words in row.items() if place[0] > 0)
