"""Balance and coverage, as each of the two reporters counts them: two rows per period, side by side, never averaged."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from henequen.trade.indicators.indicator import Cell, Indicator, amounts, labels, ratio

__all__ = ["balance"]


def balance(
    exports: ArrayLike,
    imports: ArrayLike,
    mirror_exports: ArrayLike,
    mirror_imports: ArrayLike,
    *,
    periods: Sequence[str] | None = None,
    reporter: str = "reporter",
    partner: str = "partner",
) -> Indicator:
    """The reporter's balance with its partner, by the reporter's own count and by the partner's.

        own count      B = X - M,      coverage = X / M
        partner's      B' = M' - X',   coverage' = M' / X'

    `exports` X and `imports` M are the reporter's figures, `mirror_exports` X' the partner's reported exports to the
    reporter, `mirror_imports` M' its reported imports from the reporter; each of length T (periods), in one currency
    unit. Imports are usually CIF and exports FOB: the two counts differ by freight and insurance even without errors,
    and neither is corrected here. Rows: period by period, the reporter's count first. An unknown figure (nan) makes the
    figures that need it nan; `unknown` and `zero_denominators` count them for the coverage.
    Raises DataError for different lengths or negative values.
    Source: United Nations, International Merchandise Trade Statistics: Concepts and Definitions 2010, ch. IX (partner
    reports); coverage ratio as in Michaely (1962).

    >>> found = balance([100], [80], [90], [110], reporter="CHL", partner="NZL")
    >>> [(row["counted_by"], row["balance"], row["coverage"]) for row in found.rows()]
    [('CHL', 20.0, 1.25), ('NZL', 20.0, 1.2222222222222223)]
    """
    own_x = amounts("exports", exports)
    shape = (own_x.size,)
    own_x = amounts("exports", exports, shape)
    own_m = amounts("imports", imports, shape)
    other_x = amounts("mirror exports", mirror_exports, shape)
    other_m = amounts("mirror imports", mirror_imports, shape)
    names = labels("periods", periods, own_x.size)
    own, counted = ratio(own_x, own_m)
    other, mirrored = ratio(other_m, other_x)
    table: dict[str, list[Cell]] = {
        name: [] for name in ("period", "counted_by", "exports", "imports", "balance", "coverage")
    }
    for t, period in enumerate(names):
        for by, x, m, cover in ((reporter, own_x[t], own_m[t], own[t]), (partner, other_m[t], other_x[t], other[t])):
            row: tuple[Cell, ...] = (period, by, float(x), float(m), float(x - m), float(cover))
            for name, cell in zip(table, row, strict=True):
                table[name].append(cell)
    return Indicator(
        "balance",
        table,
        {
            "period": "period",
            "counted_by": "area",
            "exports": "currency unit",
            "imports": "currency unit",
            "balance": "currency unit",
            "coverage": "ratio",
        },
        (
            f"exports, imports, balance are those of {reporter} with {partner}, by either side's count",
            "values are as reported: exports usually FOB, imports usually CIF",
        ),
        {key: int(str(counted[key])) + int(str(mirrored[key])) for key in counted},
        ("UN IMTS 2010, ch. IX", "Michaely 1962"),
    )
