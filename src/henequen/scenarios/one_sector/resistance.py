"""Multilateral resistances (Anderson and van Wincoop 2003): two margins, solved by balancing with Anderson mixing."""

from __future__ import annotations

import numpy as np

from henequen.model.errors import NotConvergedError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.multi_sector.anderson import Mixing

__all__ = ["balance", "resistances"]


def resistances(
    cost: Array, output_share: Array, spending_share: Array, reference: int, tolerance: float = 1e-14
) -> tuple[Array, Array, int]:
    """Inward and outward ratios P_n^(sigma-1) and Pi_i^(sigma-1), (N) each, and the number of sweeps. `cost` (N
    importer, N exporter) is t^(1-sigma); shares sum to one. Solves

        P_n^(1-sigma) = sum_i t_ni^(1-sigma) y_i Pi_i^(sigma-1),   Pi_i^(1-sigma) = sum_n t_ni^(1-sigma) e_n P_n^(sigma-1)

    with P = 1 at `reference`. Raises `NotConvergedError`.
    """
    inward, outward, sweeps = balance(
        cost * np.outer(spending_share, output_share), output_share, spending_share, tolerance
    )
    scale = inward[reference]
    return inward / scale, outward * scale, sweeps


def balance(
    matrix: Array, columns: Array, rows: Array, tolerance: float = 1e-14, max_sweeps: int = 20_000
) -> tuple[Array, Array, int]:
    """Factors a (N rows), b (N columns) such that a matrix b has the given sums; and the number of sweeps.

    A Poisson regression of flows on exporter and importer effects with a fixed offset solves the same problem, so its
    fitted flows have the margins of the data.

    >>> a, b, _ = balance(np.ones((2, 2)), np.array([1.0, 3.0]), np.array([2.0, 2.0]))
    >>> (a[:, None] * np.ones((2, 2)) * b).round(9).tolist()
    [[0.5, 1.5], [0.5, 1.5]]
    """
    if not np.isclose(columns.sum(), rows.sum(), rtol=1e-9):
        raise NotConvergedError(
            Message("margins_that_do_not_have_same"), found=(float(columns.sum()), float(rows.sum()))
        )
    b = np.zeros(len(columns))
    mixing = Mixing(1, len(b), 8)
    best = np.inf
    for sweep in range(1, max_sweeps + 1):
        a = rows / (matrix @ np.exp(b))
        image = np.log(columns / (matrix.T @ a))
        image -= image[0]
        worst = float(np.abs(image - b).max())
        if not np.isfinite(worst):
            break
        if worst < tolerance or (worst < 50 * tolerance and worst >= best):
            factor = np.exp(image)
            a = rows / (matrix @ factor)
            return a, columns / (matrix.T @ a), sweep
        best = min(best, worst)
        if worst > 100 * best:
            mixing.restart()
        b = mixing.mix(image[None], (image - b)[None])[0]
    raise NotConvergedError(
        Message("multilateral_resistances_were_not_reached_there"),
        found=Message("sweeps_residual", sweep=sweep, worst=f"{worst:.2e}"),
        expected=Message("below", tolerance=f"{tolerance:g}"),
        hint=Message("check_for_country_that_trades_with"),
    )
