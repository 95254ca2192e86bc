"""Preference margins: how far a supplier's duty is below most-favoured, and below its competitors' duty."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Indicator, amounts, exact_sum, labels, ratio, share

__all__ = ["preference_margin", "relative_preference_margin"]


def preference_margin(
    most_favoured: ArrayLike, applied: ArrayLike, imports: ArrayLike, *, lines: Sequence[str] | None = None
) -> Indicator:
    """The plain margin of one supplier line by line, and its mean weighted by trade.

        PM_l = t_mfn,l - t_l          PM = sum_l M_l PM_l / sum_l M_l

    `most_favoured` and `applied` are ad valorem duties as fractions (0.05 is 5 %), `imports` M from the supplier, all
    by tariff line (L). Rows: lines in the order given, then `total` (nan and counted if nothing is imported). Lines
    with an unknown duty (for example a specific one) or value are left out of the total and counted; `covered` is the
    share of the known imports that the mean is based on. A negative margin (the preference is above most-favoured) is
    kept and counted. Raises DataError for wrong shapes or negative duties. Source: plain definition; Hoekman and
    Nicita (2011), Trade policy, trade costs, and developing country trade.

    >>> preference_margin([0.10, 0.20], [0.0, 0.20], [30, 70]).values().round(4).tolist()
    [0.1, 0.0, 0.03]
    """
    mfn = amounts("most-favoured duties", most_favoured)
    mfn = amounts("most-favoured duties", most_favoured, (mfn.size,))
    t = amounts("applied duties", applied, mfn.shape)
    m = amounts("imports", imports, mfn.shape)
    margin = mfn - t
    valid = ~(np.isnan(margin) | np.isnan(m))
    weight = exact_sum(m[valid])
    return Indicator(
        "preference_margin",
        {
            "line": [*labels("lines", lines, mfn.size), "total"],
            "most_favoured": [*mfn.tolist(), share(exact_sum((m * mfn)[valid]), weight)],
            "applied": [*t.tolist(), share(exact_sum((m * t)[valid]), weight)],
            "value": [*margin.tolist(), share(exact_sum((m * margin)[valid]), weight)],
        },
        {"line": "tariff line", "most_favoured": "fraction", "applied": "fraction", "value": "fraction"},
        ("every shipment used the preference",),
        {
            "unknown": int((~valid).sum()),
            "negative_margins": int((margin[valid] < 0).sum()),
            "covered": share(weight, exact_sum(m[~np.isnan(m)])),
            "zero_denominators": int(weight == 0),
        },
        ("Hoekman and Nicita 2011",),
    )


def relative_preference_margin(
    duties: ArrayLike,
    imports: ArrayLike,
    *,
    competitor_weights: ArrayLike | None = None,
    suppliers: Sequence[str] | None = None,
) -> Indicator:
    """The margin over competitors, not over most-favoured: the margin that a network of agreements leaves each
    supplier.

        T_vl   = sum_{u /= v} w_ul t_ul / sum_{u /= v} w_ul
        RPM_v  = sum_l M_vl (T_vl - t_vl) / sum_l M_vl

    `duties` t and `imports` M of one market are (V suppliers, L lines); duties as fractions; w = `competitor_weights` of the
    same shape, by default M. Positive: the supplier enters at better terms than its rivals; negative: others'
    agreements discriminate against it. Rows: suppliers in the order given. Cells whose duty or value is unknown,
    and lines without a competitor, are left out; `no_competitor` and `unknown` count them, column `covered` gives the
    share of the supplier's known imports that is covered. Raises DataError for wrong shapes or negative values.
    Source: Fugazza and Nicita (2013), The direct and relative effects of preferential market access (there with import
    demand elasticities as further weights: pass imports times elasticity for that form).

    >>> found = relative_preference_margin([[0.0], [0.1]], [[50.0], [50.0]])
    >>> found.values().tolist()
    [0.1, -0.1]
    """
    t = amounts("duties", duties)
    if t.ndim != 2:
        raise DataError(Message("duties_are_not_table"), found=t.shape, expected=Message("suppliers_by_lines"))
    m = amounts("imports", imports, t.shape)
    w = m if competitor_weights is None else amounts("competitor weights", competitor_weights, t.shape)
    valid = ~(np.isnan(t) | np.isnan(m) | np.isnan(w))
    weights, paid = np.where(valid, w, 0.0), np.where(valid, w * np.nan_to_num(t), 0.0)
    rivals = np.array([[exact_sum(np.delete(column, v)) for column in weights.T] for v in range(t.shape[0])])
    other_rates = np.array([[exact_sum(np.delete(column, v)) for column in paid.T] for v in range(t.shape[0])])
    against, _ = ratio(other_rates, rivals)
    used = valid & (rivals > 0)
    value, covered = [], []
    for v in range(t.shape[0]):
        own_imports = exact_sum(m[v][used[v]])
        value.append(share(exact_sum((m[v] * (against[v] - t[v]))[used[v]]), own_imports))
        covered.append(share(own_imports, exact_sum(m[v][~np.isnan(m[v])])))
    return Indicator(
        "relative_preference_margin",
        {"supplier": labels("suppliers", suppliers, t.shape[0]), "value": value, "covered": covered},
        {"supplier": "area", "value": "fraction", "covered": "share"},
        ("every shipment used the duty it had a right to",),
        {
            "unknown": int((~valid).sum()),
            "no_competitor": int((valid & (rivals == 0) & (m > 0)).sum()),
            "zero_denominators": sum(math.isnan(one) for one in value),
        },
        ("Fugazza and Nicita 2013",),
    )
