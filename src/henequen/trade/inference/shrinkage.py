"""Rates of many areas, each shrunk to the common rate by an amount that depends on the spread between areas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["shrunk_rates"]

Floats = npt.NDArray[np.float64]


def shrunk_rates(hits: Floats, tries: Floats) -> Floats:
    """Hits per try by area: mean of a Poisson-gamma model (Clayton and Kaldor 1987, sec. 2), its spread by moments.

    If areas differ by no more than chance, all have one rate; an area without tries has the common rate.

    >>> shrunk_rates(np.array([10.0, 10.0]), np.array([100.0, 100.0])).round(3).tolist()
    [0.102, 0.102]
    >>> shrunk_rates(np.array([0.0, 4000.0]), np.array([10000.0, 10000.0])).round(3).tolist()
    [0.0, 0.4]
    """
    total = float(tries.sum())
    usual = (float(hits.sum()) + 0.5) / (total + 1.0)
    has_tries = tries > 0
    squares = float((tries[has_tries] * (hits[has_tries] / tries[has_tries] - usual) ** 2).sum())
    room = max(total - float((tries**2).sum()) / max(total, 1.0), 1.0)
    between = max((squares - usual * (int(has_tries.sum()) - 1)) / room, 1e-6 * usual)
    weight = usual / between
    rates: Floats = (hits + weight * usual) / (tries + weight)
    return rates
