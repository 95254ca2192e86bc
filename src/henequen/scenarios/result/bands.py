"""Monte Carlo: draws of uncertain parameters, and the resulting bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.spec.spec import Distribution

__all__ = ["band", "describe", "draw_factors", "draw_theta"]

LOWEST_THETA, HIGHEST_THETA = 0.05, 200.0


def draw_factors(law: Distribution, shape: tuple[int, ...], generator: np.random.Generator) -> Array:
    """Factors around one: exp(sigma z); 1 + sigma z; uniform or triangular on 1 -/+ half_width.

    The median of every law is one, so that the centre of the draws is the figure without draws (not its mean).
    """
    if law.distribution == "lognormal":
        return np.exp(law.sigma * generator.standard_normal(shape))
    if law.distribution == "normal":
        return 1.0 + law.sigma * generator.standard_normal(shape)
    if law.distribution == "uniform":
        return generator.uniform(1 - law.half_width, 1 + law.half_width, shape)
    return (
        generator.triangular(1 - law.half_width, 1.0, 1 + law.half_width, shape) if law.half_width else np.ones(shape)
    )


def draw_theta(
    law: Distribution | None, theta: Array, sectors: Sequence[str], n: int, generator: np.random.Generator
) -> Array:
    """Elasticities (n, T), drawn sector by sector independently; kept within 0.05 and 200.

    With `standard_errors` by sector, normal draws of that spread replace the relative ones; a name that is not a sector
    raises `DataError`.
    """
    if law is None:
        return np.broadcast_to(theta, (n, len(theta))).copy()
    drawn = theta * draw_factors(law, (n, len(theta)), generator)
    noise = generator.standard_normal((n, len(theta)))
    for name, error in law.standard_errors.items():
        if name not in sectors:
            raise DataError(Message("standard_error_for_no_traded_sector"), where="draws.elasticities", found=name)
        j = list(sectors).index(name)
        relative = error / theta[j]
        drawn[:, j] = (
            theta[j] * np.exp(relative * noise[:, j])
            if law.distribution == "lognormal"
            else theta[j] + error * noise[:, j]
        )
    return np.clip(drawn, LOWEST_THETA, HIGHEST_THETA)


def band(values: Array, interval: float) -> tuple[Array, Array]:
    """Lower and upper quantile over the first axis that hold the central `interval` of the draws.

    >>> low, high = band(np.arange(101.0)[:, None], 0.9)
    >>> round(float(low[0]), 9), round(float(high[0]), 9)
    (5.0, 95.0)
    """
    tail = (1 - interval) / 2
    low, high = np.quantile(values, [tail, 1 - tail], axis=0)
    return low, high


_DRAWN = {"elasticities": "drawn", "costs": "drawn_costs", "line": "line_drawn"}


def describe(law: Distribution | None, what: Literal["elasticities", "costs", "line"]) -> list[Message]:
    """A description of the draws, for the assumptions of a result; `line` are elasticities of demand and substitution.

    >>> describe(None, "costs")[0].code
    'held_costs'
    """
    if law is None:
        return [Message(f"held_{what}")]
    code = _DRAWN[what]
    if law.distribution in ("lognormal", "normal"):
        messages = [Message(code, distribution=law.distribution, sigma=f"{law.sigma:g}")]
    else:
        messages = [Message(f"{code}_width", distribution=law.distribution, width=f"{law.half_width:g}")]
    if law.standard_errors:
        messages.append(Message("own_errors", names=", ".join(law.standard_errors)))
    return messages
