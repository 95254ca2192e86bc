"""From variances to weights: combine the two figures of a flow into one, with an interval.

With u = ln X and v = ln F of one flow, t = ln of the true value:

    u = t + p + e,  v = t + q + h     Var p = tau_e, Var q = tau_i (one draw per pair), Var e = s_e, Var h = s_i

The pair's mean gap D estimates p - q with sampling variance o, so (best linear prediction, Robinson 1991)

    E[p | D] = tau_e D / (tau_e + tau_i + o),   E[q | D] = -tau_i D / (tau_e + tau_i + o)

and the flow is the inverse-variance mean of the remainders: w_x = s_i / (s_e + s_i). If one side reports, its own
figure less its expected pair effect. The interval is normal in logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from henequen.trade.noise.reliability import Reliability
from henequen.trade.sql.duck import Columns

__all__ = ["two_level_pairs"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Spread:
    common: Floats
    x: Floats
    m: Floats


def two_level_pairs(fit: Reliability, interval: float) -> Columns:
    """Columns of the table `pair`, one row per pair.

    `level_both`, `level_x`, `level_m` are factors on the value; `w_x` the weight of the exporter's figure; `up_*` the
    upper end of the interval over the value (the lower end is value / up); `noise` the s.d. of ln(X/F) about the
    pair's gap, `s_x` and `s_m` the variances of either figure, `spread_pair` the remaining variance of the pair
    effects in a two-sided row, `both` whether the exporter reports exports and the importer imports that another area
    reports too.
    """
    pairs = fit.pairs
    s_e, s_i = fit.product.a[pairs.exporter], fit.product.b[pairs.importer]
    t_e, t_i = fit.pair.a[pairs.exporter], fit.pair.b[pairs.importer]
    measured = np.isfinite(pairs.gap_variance)
    total = np.where(measured, t_e + t_i + np.where(measured, pairs.gap_variance, 0.0), 1.0)
    of_x = np.where(measured, t_e / total * pairs.gap, 0.0)
    of_m = np.where(measured, -t_i / total * pairs.gap, 0.0)
    w_x = s_i / (s_e + s_i)
    left_x = np.where(measured, t_e - t_e**2 / total, t_e)
    left_m = np.where(measured, t_i - t_i**2 / total, t_i)
    shared = np.where(measured, t_e * t_i / total, 0.0)  # remaining covariance of p and q
    spread = _Spread(
        common=w_x**2 * (left_x + s_e) + (1 - w_x) ** 2 * (left_m + s_i) + 2 * w_x * (1 - w_x) * shared,
        x=left_x + s_e,
        m=left_m + s_i,
    )
    # how far two reports of one flow may differ after correction for the known pair's gap
    unsure = np.where(measured, (t_e + t_i) * np.where(measured, pairs.gap_variance, 0.0) / total, t_e + t_i)
    reports_x = np.bincount(pairs.exporter, pairs.rows)[pairs.exporter] > 0
    reports_m = np.bincount(pairs.importer, pairs.rows)[pairs.importer] > 0
    z = NormalDist().inv_cdf(0.5 + interval / 2)
    return {
        "pair": pairs.pair.astype(np.int32),
        "exporter": pairs.exporter.astype(np.int32),
        "importer": pairs.importer.astype(np.int32),
        "cif_factor": pairs.cif_factor,
        "gap": of_x - of_m,
        "rows": pairs.rows,
        "filled": pairs.filled,
        "noise": np.sqrt(s_e + s_i + unsure),
        "s_x": s_e,
        "s_m": s_i,
        "spread_pair": spread.common - w_x**2 * s_e - (1 - w_x) ** 2 * s_i,
        "both": reports_x & reports_m,
        "w_x": w_x,
        "level_both": np.exp(-w_x * of_x - (1 - w_x) * of_m),
        "level_x": np.exp(-of_x),
        "level_m": np.exp(-of_m),
        "up_both": np.exp(z * np.sqrt(spread.common)),
        "up_x": np.exp(z * np.sqrt(spread.x)),
        "up_m": np.exp(z * np.sqrt(spread.m)),
    }
