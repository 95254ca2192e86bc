"""How many letters lie between two words: insertions, deletions, replacements, and two neighbours that changed places."""

from __future__ import annotations

__all__ = ["distance"]


def distance(first: str, second: str, most: int) -> int:
    """The edits between two words, or `most + 1` if they are more (optimal string alignment).

    >>> distance("jalsico", "jalisco", 2), distance("monterey", "monterrey", 2), distance("seoul", "busan", 2)
    (1, 1, 3)
    """
    if abs(len(first) - len(second)) > most or len(set(first) ^ set(second)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        above, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            value = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if above and i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                value = min(value, above[j - 2] + 1)
            row.append(value)
        if min(row) > most and (not before or min(before) > most - 1):
            return most + 1
    return min(row[-1], most + 1)
