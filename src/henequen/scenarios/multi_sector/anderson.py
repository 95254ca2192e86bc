"""Anderson mixing (Anderson 1965; type II, as in Walker and Ni 2011), one independent history per draw."""

from __future__ import annotations

import numpy as np

from henequen.scenarios.bases.base import Array

__all__ = ["Mixing"]


class Mixing:
    """Accelerates x <- g(x) for B independent problems of D unknowns, from the last `memory` steps.

    The next state is g_k - sum_i a_i (g_i+1 - g_i), with `a` the least-squares solution of min | r_k - sum_i a_i (r_i+1
    - r_i) |, r = g - x. The normal equations are updated one row per step.
    """

    def __init__(self, problems: int, unknowns: int, memory: int) -> None:
        self.memory = memory
        self._steps = np.zeros((problems, memory, unknowns))
        self._images = np.zeros((problems, memory, unknowns))
        self._gram = np.zeros((problems, memory, memory))
        self._last: tuple[Array, Array] | None = None
        self._filled = 0
        self._next = 0

    def restart(self) -> None:
        """Forget the history, after a step that increased the residual."""
        self._last, self._filled, self._next = None, 0, 0

    def mix(self, image: Array, residual: Array) -> Array:
        """The next state (B, D) from g(x) and g(x) - x, both (B, D)."""
        if self._last is not None:
            row = self._next
            np.subtract(image, self._last[0], out=self._images[:, row])
            np.subtract(residual, self._last[1], out=self._steps[:, row])
            self._filled = min(self._filled + 1, self.memory)
            self._next = (row + 1) % self.memory
            used = self._steps[:, : self._filled]
            products = (used @ self._steps[:, row, :, None])[:, :, 0]
            self._gram[:, row, : self._filled] = products
            self._gram[:, : self._filled, row] = products
        self._last = (image, residual)
        k = self._filled
        if k == 0:
            return image
        gram = self._gram[:, :k, :k].copy()
        diagonal = np.arange(k)
        scale = np.sqrt(gram[:, diagonal, diagonal]) + 1e-150  # its square is still finite
        gram /= scale[:, :, None] * scale[:, None, :]
        gram[:, diagonal, diagonal] += 1e-13
        right = (self._steps[:, :k] @ residual[:, :, None])[:, :, 0] / scale
        weights = np.linalg.solve(gram, right[:, :, None])[:, :, 0] / scale
        mixed: Array = image - (weights[:, None, :] @ self._images[:, :k])[:, 0]
        return mixed
