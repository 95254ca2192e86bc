"""Which traces hold: each row has one explanation at most, and the likeliest comes first.

A trace holds if none of its rows is touched by a likelier one; those rows are then settled, and what is left is looked at
again, until nothing changes. That is the greedy matching in order of odds, a round at a time; ties go by the order of the
traces, which the caller makes definite.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["choose"]

Ints = npt.NDArray[np.int64]


def choose(odds: npt.NDArray[np.float64], rows: tuple[Ints, ...]) -> Ints:
    """Indices of the traces that hold, in ascending order.

    `odds` are log odds, one a trace; `rows` name the rows that it touches: one array of whole numbers a place, a negative
    number where the place is empty. Only traces with odds above zero can hold.

    >>> a, b = np.array([1, 1, 2]), np.array([5, 6, 6])
    >>> choose(np.array([2.0, 3.0, 1.0]), (a, b)).tolist()
    [1]
    >>> choose(np.array([2.0, 3.0, 1.0]), (a, np.array([5, 6, 5]))).tolist()
    [1, 2]
    """
    left = np.nonzero(odds > 0)[0]
    left = left[np.argsort(-odds[left], kind="stable")]  # position in `left` is the rank
    everything = np.concatenate([place[left] for place in rows])
    names, number = np.unique(everything, return_inverse=True)
    at = number.reshape(len(rows), left.size)
    empty = np.stack([place[left] < 0 for place in rows])
    settled = np.zeros(names.size, dtype=bool)
    held: list[Ints] = []
    rank = np.arange(left.size)
    while rank.size:
        first = np.full(names.size, left.size, dtype=np.int64)
        for place in range(len(rows)):
            np.minimum.at(first, at[place, rank], rank)
        holds = np.ones(rank.size, dtype=bool)
        for place in range(len(rows)):
            holds &= empty[place, rank] | (first[at[place, rank]] == rank)
        won = rank[holds]
        held.append(left[won])
        for place in range(len(rows)):
            settled[at[place, won][~empty[place, won]]] = True
        free = ~holds
        for place in range(len(rows)):
            free &= empty[place, rank] | ~settled[at[place, rank]]
        rank = rank[free]
    return np.sort(np.concatenate(held)) if held else np.empty(0, dtype=np.int64)
