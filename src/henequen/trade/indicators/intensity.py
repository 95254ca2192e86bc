"""Trade intensity and its two factors, complementarity and country bias (Kojima 1964; Drysdale and Garnaut 1982)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Indicator, amounts, exact_sum, labels, ratio, share

__all__ = ["country_bias", "trade_intensity"]

_DG = "Drysdale and Garnaut 1982, Trade intensities and the analysis of bilateral trade flows in a many-country world"


def trade_intensity(
    bilateral: float, exports: float, partner_imports: float, world_imports: float, own_imports: float = 0.0
) -> Indicator:
    """The reporter's exports to its partner relative to the partner's share of world imports.

        I_ij = (X_ij / X_i) / (M_j / (M_w - M_i))

    `bilateral` X_ij, `exports` X_i, `partner_imports` M_j, `world_imports` M_w and `own_imports` M_i (a country does not
    sell to itself) in one currency unit, one period. Above one: more than that share. nan if a figure is unknown or a
    denominator is zero (counted). Raises DataError for negative values and for own imports above the world's.
    Source: Kojima (1964), The pattern of international trade among advanced countries; Drysdale and Garnaut (1982).

    >>> trade_intensity(20, 100, 50, 600, 100).values().tolist()
    [2.0]
    """
    x_ij, x_i, m_j, m_w, m_i = amounts("totals", [bilateral, exports, partner_imports, world_imports, own_imports])
    if m_i > m_w:
        raise DataError(
            Message("reporter_imports_exceed_world"), found=float(m_i), expected=Message("at_most", value=m_w)
        )
    sold, reached = share(float(x_ij), float(x_i)), share(float(m_j), float(m_w - m_i))
    value, counted = ratio([sold], [reached])
    return Indicator(
        "trade_intensity",
        {"export_share": [sold], "import_weight": [reached], "value": value.tolist()},
        {"export_share": "share", "import_weight": "share", "value": "ratio"},
        ("the partner's weight is its share of the imports of all areas but the reporter",),
        counted,
        ("Kojima 1964", _DG),
    )


def country_bias(
    bilateral: ArrayLike,
    exports: ArrayLike,
    partner_imports: ArrayLike,
    world_imports: ArrayLike,
    own_imports: ArrayLike,
    *,
    products: Sequence[str] | None = None,
) -> Indicator:
    """Split the intensity into complementarity and country bias; all arguments by product (K), one currency unit.

        C_k  = (X_ik / X_i) (M_jk / M_j) (M_w - M_i) / (M_wk - M_ik)
        B_k  = (X_ijk / X_ik) / (M_jk / (M_wk - M_ik))
        I_ij = sum_k C_k B_k,   C_ij = sum_k C_k,   B_ij = I_ij / C_ij

    C_ij above one: the reporter's exports fit what its partner buys; B_ij above one: nearness, treaties or history
    raise trade above the fit alone. Rows: one per product in the order given, then the row `total`. A product the
    reporter does not sell or the partner does not buy has complementarity zero and no bias (nan, counted); a product
    that no other area buys while reporter and partner trade in it is counted in `no_market` and left out of both
    sums. Reported exports of a product that the partner reports not to import are counted in `sold_not_bought`: then
    the sum of C_k B_k falls short of the intensity from totals, which is given next to it.
    Raises DataError for wrong shapes or negative values. Source: Drysdale and Garnaut (1982); Drysdale (1969), Japan,
    Australia and New Zealand.

    >>> factors = country_bias([10, 0], [50, 50], [20, 30], [100, 200], [0, 0], products=["a", "b"])
    >>> [round(float(factors.values(column)[-1]), 4) for column in ("complementarity", "bias", "intensity")]
    [1.05, 0.5714, 0.6]
    """
    x_ij = amounts("bilateral exports", bilateral)
    shape = (x_ij.size,)
    x_ij = amounts("bilateral exports", bilateral, shape)
    x_i = amounts("exports", exports, shape)
    m_j = amounts("partner imports", partner_imports, shape)
    m_w = amounts("world imports", world_imports, shape)
    m_i = amounts("own imports", own_imports, shape)
    names = labels("products", products, x_ij.size)
    market = m_w - m_i
    if (market < 0).any():
        raise DataError(
            Message("reporter_imports_exceed_world"),
            found=float(np.nanmin(market)),
            expected=Message("zero_or_more_number"),
        )
    X, M, W = exact_sum(x_i), exact_sum(m_j), exact_sum(market)
    fit = ratio(x_i, X)[0] * ratio(m_j, M)[0] * ratio(W, market)[0]
    no_trade = (market == 0) & ((x_i == 0) | (m_j == 0))
    fit[no_trade] = 0.0
    bias, counted = ratio(ratio(x_ij, x_i)[0], ratio(m_j, market)[0])
    no_market = (market == 0) & ~no_trade
    complementarity = exact_sum(fit[~no_market])
    terms = fit * bias
    terms[fit == 0] = 0.0
    total = exact_sum(terms[~no_market])
    more = {
        "no_market": int(no_market.sum()),
        "sold_not_bought": int(((x_ij > 0) & (m_j == 0)).sum()),
        "intensity_from_totals": share(share(exact_sum(x_ij), X), share(M, W)),
    }
    return Indicator(
        "country_bias",
        {
            "product": [*names, "total"],
            "complementarity": [*fit.tolist(), complementarity],
            "bias": [*bias.tolist(), share(total, complementarity)],
            "intensity": [*[math.nan] * x_ij.size, total],
        },
        {"product": "product code", "complementarity": "ratio", "bias": "ratio", "intensity": "ratio"},
        ("world imports less the reporter's own are what its exports can reach",),
        counted | more,
        (_DG, "Drysdale 1969"),
    )
