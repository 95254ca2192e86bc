"""Constant market share: why a country's exports changed (Leamer and Stern 1970, chapter 7)."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Cell, Indicator, amounts, exact_sum

__all__ = ["PARTS", "constant_market_share"]

PARTS = ("world_growth", "commodity", "market", "competitiveness")
_CENT = Decimal("0.01")


def constant_market_share(
    exports: ArrayLike, later_exports: ArrayLike, world: ArrayLike, later_world: ArrayLike
) -> Indicator:
    """Split the change of exports into four parts that sum to it to the cent.

        sum V' - V =  r V..                                world growth
                    + sum_i (r_i - r) V_i.                 commodity composition
                    + sum_ij (r_ij - r_i) V_ij             market distribution
                    + sum_ij (V'_ij - V_ij - r_ij V_ij)    competitiveness

    `exports` V, `later_exports` V', `world` W and `later_world` W' are (K products, J markets) in one currency unit;
    the world includes the reporter. r, r_i and r_ij are the growth of W.., W_i., W_ij. Markets that the world did not
    serve before (W_ij = 0) have no growth: the reporter's exports there are competitiveness, counted in
    `new_markets`. Rows: the four parts in this order, then `total`; values are Decimals of the currency unit's cent,
    competitiveness is the remainder, so that the parts sum exactly (`rounding` is the difference from its own
    formula). Raises DataError for wrong shapes, negative or unknown values, or exports above the world's. Source:
    Leamer and Stern (1970), Quantitative international economics, ch. 7, the four-part identity.

    >>> found = constant_market_share([[10], [10]], [[15], [12]], [[100], [100]], [[120], [100]])
    >>> [str(cell) for cell in found.table["value"]]
    ['2.00', '0.00', '0.00', '5.00', '7.00']
    """
    v = amounts("exports", exports)
    if v.ndim != 2:
        raise DataError(Message("exports_are_not_table"), found=v.shape, expected=Message("products_by_markets"))
    later = amounts("later exports", later_exports, v.shape)
    w, w2 = amounts("world", world, v.shape), amounts("later world", later_world, v.shape)
    if any(np.isnan(one).any() for one in (v, later, w, w2)):
        raise DataError(
            Message("flow_unknown"),
            expected=Message("every_flow_known_zero_where_there"),
            hint=Message("leave_product_or_market_out_all"),
        )
    if (v > w * (1 + 1e-12)).any() or (later > w2 * (1 + 1e-12)).any():
        raise DataError(Message("exports_exceed_world"), expected=Message("world_that_includes_reporter"))
    rows, rows2 = np.array([exact_sum(r) for r in w]), np.array([exact_sum(r) for r in w2])
    whole = exact_sum(w)
    if whole == 0:
        raise DataError(Message("world_exported_nothing_in_first_period"), hint=Message("take_another_base_period"))
    r = (exact_sum(w2) - whole) / whole
    r_i = np.divide(rows2 - rows, rows, out=np.zeros_like(rows), where=rows > 0)
    r_ij = np.divide(w2 - w, w, out=np.zeros_like(w), where=w > 0)
    v_i = np.array([exact_sum(row) for row in v])
    parts = (
        r * exact_sum(v),
        exact_sum((r_i - r) * v_i),
        exact_sum((r_ij - r_i[:, None]) * v),
        exact_sum((later - v) - r_ij * v),
    )
    cents = [_cents(part) for part in parts]
    total = _cents(exact_sum(np.concatenate([later.ravel(), -v.ravel()])))
    remainder = total - sum(cents[:3], Decimal(0))
    shown: list[Cell] = [*cents[:3], remainder, total]
    return Indicator(
        "constant_market_share",
        {"part": [*PARTS, "total"], "value": shown},
        {"part": "name", "value": "currency unit"},
        (
            "shares are held at the base period (Laspeyres form)",
            "the order of the parts matters: commodity before market",
        ),
        {"new_markets": int(((w == 0) & (later > 0)).sum()), "rounding": remainder - cents[3], "world_growth_rate": r},
        ("Leamer and Stern 1970, ch. 7",),
    )


def _cents(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(_CENT) + Decimal(0)
