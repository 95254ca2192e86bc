"""Greedy matching: each row has at most one explanation, and the likeliest candidate comes first.

A candidate is kept if none of its rows belongs to a likelier one. Its rows are then taken, and the others are compared
again, until nothing changes. That is the greedy matching in order of odds, round by round and without sorting (locally
dominant edges, Preis 1999). Ties are decided by the order of the candidates, which the caller must fix.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["Rows", "greedy_matching", "parts_of"]

Ints = npt.NDArray[np.int64]


class Rows:
    """The rows that each candidate touches, numbered once for several matchings. `places` are arrays of whole numbers,
    one per place; a negative number is an empty place.
    """

    def __init__(self, *places: Ints) -> None:
        self.empty = np.stack([place < 0 for place in places])
        names, number = np.unique(
            np.concatenate([place[~none] for place, none in zip(places, self.empty, strict=True)]), return_inverse=True
        )
        self.count = max(names.size, 1)
        at = np.zeros(self.empty.shape, dtype=np.int32)  # half the memory; numbers never exceed 32 bits
        at[~self.empty] = number
        self.at: npt.NDArray[np.integer] = at

    @classmethod
    def apart(cls, *places: Ints) -> Rows:
        """Places that share no row, each numbered from 0 already.

        >>> Rows.apart(np.array([0, 1]), np.array([0, -1])).at.tolist()
        [[0, 1], [2, 1]]
        """
        rows = cls.__new__(cls)
        shape = (len(places), places[0].size)
        rows.at, rows.empty = np.empty(shape, dtype=np.int32), np.empty(shape, dtype=bool)
        rows.count = 0
        for k, place in enumerate(places):
            np.less(place, 0, out=rows.empty[k])
            np.add(place, rows.count, out=rows.at[k], casting="unsafe")
            rows.count += int(place.max(initial=-1)) + 1
        rows.count = max(rows.count, 1)
        return rows


def greedy_matching(odds: npt.NDArray[np.float64], rows: Rows) -> Ints:
    """Indices of the candidates that hold, in ascending order.

    `odds` are log odds, one per candidate. Only candidates with odds above zero can hold.

    >>> a, b = np.array([1, 1, 2]), np.array([5, 6, 6])
    >>> greedy_matching(np.array([2.0, 3.0, 1.0]), Rows(a, b)).tolist()
    [1]
    >>> greedy_matching(np.array([2.0, 3.0, 1.0]), Rows(a, np.array([5, 6, 5]))).tolist()
    [1, 2]
    """
    nowhere = rows.count  # index used for empty places
    remaining = np.nonzero(odds > 0)[0]
    worth = odds[remaining]
    places = [np.where(none[remaining], nowhere, at[remaining]) for at, none in zip(rows.at, rows.empty, strict=True)]
    settled = np.zeros(rows.count + 1, dtype=bool)
    matches: list[Ints] = []
    while remaining.size:
        best = np.full(rows.count + 1, -np.inf)
        for at in places:
            np.maximum.at(best, at, worth)
        best[nowhere] = -np.inf
        likeliest = np.nonzero(np.logical_and.reduce([best[at] <= worth for at in places]))[0]
        first = np.full(rows.count + 1, remaining.size, dtype=np.int64)  # among equal ones
        for at in places:
            np.minimum.at(first, at[likeliest], likeliest)
        first[nowhere] = remaining.size
        holds = likeliest[np.logical_and.reduce([first[at[likeliest]] >= likeliest for at in places])]
        for at in places:
            settled[at[holds]] = True
        settled[nowhere] = False
        matches.append(remaining[holds])
        free = ~np.logical_or.reduce([settled[at] for at in places])
        remaining, worth, places = remaining[free], worth[free], [at[free] for at in places]
    return np.sort(np.concatenate(matches)) if matches else np.empty(0, dtype=np.int64)


def parts_of(group: Ints, size: int) -> list[slice]:
    """Slices of about `size` candidates in which no group of candidates (`group` ascends) is cut: groups do not affect
    each other, and matching within the processor's cache takes half the time.

    >>> parts_of(np.array([1, 1, 1, 2, 2, 3]), 2)
    [slice(0, 3, None), slice(3, 5, None), slice(5, 6, None)]
    >>> parts_of(np.array([]), 2)
    []
    """
    cuts = [0]
    while cuts[-1] < group.size:
        last = group[min(cuts[-1] + size, group.size) - 1]
        cuts.append(int(np.searchsorted(group, last, side="right")))
    return [slice(begin, end) for begin, end in pairwise(cuts)]
