# ruff: noqa: S608 (SQL is composed from our own names and quoted literals)
"""Estimates how reliable each reporter is from the flows that both sides report.

A row's gap is ln(X/F): the exporter's figure X over the importer's figure without freight and insurance F. From the
gaps of a period follow the CIF rate of each pair and product, the variance of each reporter's figures (for single
products, and for all products of a pair together), and the mean gap of each pair.

The rows are summed twice. The first pass uses every row, limits a gap to between -3 and +3 log points so that a few
typing errors do not decide, and fits the CIF rate and a first gap and variance for each pair. The second pass uses only
rows within 2.5 standard deviations of the pair's first gap, and leaves out every heading with a one-sided row, since
misclassified goods leave one-sided rows; then it fits the final variances, corrected for the rows cut off.

Sums are of whole numbers (2^-20 of a log point): the result does not depend on threads or on the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from henequen.trade.inference.variance_components import Components, Spreads, fit_components, truncated_moment
from henequen.trade.model.pair_key import PairKey
from henequen.trade.noise.cif_rate import CifCells, CifModel, fit_cif
from henequen.trade.sql.duck import Columns, Engine
from henequen.trade.staging.coding import Codes

__all__ = ["FAR", "HEADING", "Model", "Pairs", "Reliability", "measure_products", "measure_reliability"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SCALE = float(1 << 20)
HEADING = PairKey.sql_key("f.pair", "g.heading")
"""SQL that numbers the headings of all pairs, for rows of `flow f` and `product_factor g`: one key is joined faster than two."""
_ONE_SIDED_HEADINGS = """
  select f.pair as pair, g.heading as number from flow f join product g on g.product = f.product
  where f.x is null or f.m is null"""
CUT = 2.5
"""Standard deviations from the pair's first gap within which the second pass uses a row."""
FAR = 400.0
"""Two figures of one flow are counted as far apart if one is over this many times the other."""
UV_CLASS = 1.0
"""Log points of unit value in one cell of the first pass: all rows of a cell get the CIF rate of its mean."""
_PAIRS, _USUAL_BETWEEN = 8, 0.1  # pairs, and log points squared


@dataclass(frozen=True)
class Pairs:
    """Every ordered pair that occurs: number, parties, geography, rows of each kind, and its fitted gap.

    `gap` is the mean of ln(X/F) if known, otherwise 0; `gap_variance` the sampling variance of that mean (infinite
    without one); `rows` those of both sides that estimates use, `filled` the share of all products of which the pair
    has a row.
    """

    pair: Ints
    exporter: Ints
    importer: Ints
    ln_dist: Floats
    contiguous: Floats
    cif_factor: Floats
    gap: Floats
    gap_variance: Floats
    rows: Ints
    filled: Floats


@dataclass(frozen=True)
class Model:
    """The estimates of a period that can be reused: CIF rate, variances at both levels."""

    cif: CifModel
    product: Components
    pair: Components


@dataclass(frozen=True)
class Reliability:
    """The fitted model of a period."""

    cif: CifModel
    product: Components
    pair: Components
    pairs: Pairs
    priced: int
    """Rows of both sides of which the importer gives CIF and FOB."""
    counted: Columns
    """What was counted by pair (`pair`) before anything was moved: rows of the exporter `n_x`, of the importer `n_m`; value
    (US dollars) of what both report `both`, of what the exporter lacks `no_x`, the importer `no_m`; `far`, rows of which one side
    reports over `FAR` times what the other does."""


def _fixed(expression: str) -> str:
    """The SQL of an exact sum of a fraction, as an integer number of 2^-20."""
    return f"cast(sum(cast(floor(({expression}) * {SCALE:.1f} + 0.5) as bigint)) as bigint)"


def measure_products(
    engine: Engine, codes: Codes, excluded: npt.NDArray[np.bool_], log_unit_values: Floats | None = None
) -> Floats:
    """Mean log of unit value (dollars a kilogram) by product over exporters' rows, about the mean of products; and load
    the table `product` (product, heading, ln_uv, uv_class, siblings: how many other codes a heading has, excluded: not to be used in
    estimates). With `log_unit_values`, these are loaded and returned in place of the measured ones."""
    sums = engine.fetch(
        f"select product, count(*) as n, {_fixed('greatest(least(ln(x / kg), 12.0), -8.0)')} as s "
        "from flow where x > 0 and kg > 0 group by product order by product"
    )
    ln_uv = np.full(len(codes.products), np.nan)
    product = np.asarray(sums["product"], dtype=np.int64)
    ln_uv[product] = np.asarray(sums["s"], dtype=np.float64) / SCALE / np.asarray(sums["n"], dtype=np.float64)
    middle = float(np.nanmean(ln_uv)) if np.isfinite(ln_uv).any() else 0.0
    ln_uv = np.clip(np.where(np.isfinite(ln_uv), ln_uv - middle, 0.0), -6.0, 6.0)
    if log_unit_values is not None:
        ln_uv = log_unit_values
    engine.load(
        "product",
        {
            "product": np.arange(len(codes.products), dtype=np.int32),
            "heading": np.array(codes.headings, dtype=np.int32),
            "ln_uv": ln_uv,
            "uv_class": np.floor(ln_uv / UV_CLASS).astype(np.int32),
            "siblings": _siblings(codes.headings),
            "excluded": excluded,
        },
    )
    return ln_uv


def measure_reliability(
    engine: Engine,
    codes: Codes,
    ln_uv: Floats,
    excluded: npt.NDArray[np.bool_],
    geography: tuple[Floats, Floats],
    model: Model | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Reliability:
    """Fit everything for the table `flow`; `ln_uv` (log unit values) and `excluded` (not to be used in estimates) are by product
    number, `geography` is (ln(km / 5000), contiguous) as square tables by area number.

    Makes `product_factor` (product, heading, siblings: how many other codes that has, cif_factor, excluded) and marks the pairs'
    headings with one-sided rows (`one_sided_heading`). With `model`, CIF rate and variances are taken as they are and only the
    pairs' gaps are measured. `meanwhile` is called, with the table `product` made, while first figures are fitted."""
    counted = _count_pairs(engine)
    pair = np.asarray(counted["pair"], dtype=np.int64)
    exporter, importer = PairKey.exporter(pair), PairKey.importer(pair)
    ln_dist, contiguous = geography[0][exporter, importer], geography[1][exporter, importer]
    areas = len(codes.areas)
    cells = _count_cells(engine)
    with ThreadPoolExecutor(1) as beside:  # the engine counts rows while the first figures are fitted
        marking = beside.submit(engine.mark, "one_sided_heading", _ONE_SIDED_HEADINGS, max(codes.headings) + 1)
        caller_work = beside.submit(meanwhile)
        first = _fit_first(cells, pair, areas, ln_dist, contiguous, model)
        marking.result()
        caller_work.result()
    cut = CUT * first.scale
    _load_first(engine, codes, pair, first, first.cif.product_factor(ln_uv), excluded)
    clean = _measure_clean(engine, pair)
    product = model.product if model else _product_level(exporter, importer, clean, cut, areas)
    # the pair's gap: the clean mean if it has rows, otherwise the first one
    use_clean = clean.rows >= 3
    gap = np.where(use_clean, first.gap + clean.mean, first.gap)
    rows = np.where(use_clean, clean.rows, first.rows)
    noise = product.a[exporter] + product.b[importer]
    gap_variance = np.where(rows > 0, noise / np.maximum(rows, 1), np.inf)
    counted_pairs = rows >= 1
    level = model.pair if model else _pair_level(exporter, importer, gap, gap_variance, counted_pairs, areas)
    pairs = Pairs(
        pair,
        exporter,
        importer,
        ln_dist,
        contiguous,
        first.cif_factor,
        np.where(counted_pairs, gap, 0.0),
        gap_variance,
        first.rows.astype(np.int64),
        np.asarray(counted["n"], dtype=np.float64) / len(codes.products),
    )
    return Reliability(first.cif, product, level, pairs, first.priced, counted)


def _load_first(
    engine: Engine, codes: Codes, pair: Ints, first: _First, factor: Floats, excluded: npt.NDArray[np.bool_]
) -> None:
    """Load what the second pass reads: `pair_first` by pair, and `product_factor` with the CIF factor of each product."""
    engine.load(
        "pair_first",
        {"pair": pair.astype(np.int32), "gap": first.gap, "cut": CUT * first.scale, "cif_factor": first.cif_factor},
    )
    engine.load(
        "product_factor",
        {
            "product": np.arange(len(codes.products), dtype=np.int32),
            "cif_factor": factor,
            "heading": np.array(codes.headings, dtype=np.int32),
            "siblings": _siblings(codes.headings),
            "excluded": excluded,
        },
    )


def _count_cells(engine: Engine) -> Columns:
    """Sums over the rows of both sides of a pair with unit values of one class: of ln(X/F), of its square, of the log unit value,
    and of the importer's own CIF rate where it gives both values."""
    return engine.fetch(
        f"""
        select pair, uv_class, cif, count(*) as n, {_fixed("d")} as sd, {_fixed("d * d")} as sdd, {_fixed("ln_uv")} as su,
               count(y) as ny, {_fixed("coalesce(y, 0.0)")} as sy
        from (select f.pair as pair, g.uv_class as uv_class, g.ln_uv as ln_uv, f.f0 is null as cif,
                     greatest(least(ln(f.x / coalesce(f.f0, f.m)), 3.0), -3.0) as d,
                     case when f.m > f.f0 * 1.0001 and f.m < f.f0 * 3 then ln(f.m / f.f0) end as y
              from flow f join product g on g.product = f.product where f.x > 0 and f.m > 0 and not g.excluded)
        group by pair, uv_class, cif order by pair, uv_class, cif"""
    )


@dataclass(frozen=True)
class _Clean:
    """By pair: rows of both sides in headings without one-sided rows, `sum` and `squares` of their distances from the first gap."""

    rows: Floats
    sum: Floats
    squares: Floats

    @property
    def mean(self) -> Floats:
        """The mean distance; 0 without rows."""
        return np.where(self.rows > 0, self.sum / np.maximum(self.rows, 1), 0.0)


def _measure_clean(engine: Engine, pair: Ints) -> _Clean:
    """What the rows of clean headings show about each pair, with the tables `pair_first` and `product_factor` and the mark
    `one_sided_heading`."""
    marked, is_one_sided = engine.marked("one_sided_heading", "f.pair", "g.heading")
    sums = engine.fetch(
        f"""
        select pair, count(*) as n, {_fixed("r")} as sr, {_fixed("r * r")} as srr
        from (select f.pair as pair, a.cut as cut,
                     ln(f.x / coalesce(f.f0, f.m / (1 + least(a.cif_factor * g.cif_factor, 1.0)))) - a.gap as r
              from flow f join pair_first a on a.pair = f.pair join product_factor g on g.product = f.product{marked}
              where f.x > 0 and f.m > 0 and not {is_one_sided} and not g.excluded)
        where abs(r) <= cut group by pair order by pair"""
    )
    where = np.searchsorted(pair, np.asarray(sums["pair"], dtype=np.int64))
    rows, shift, square = np.zeros(pair.size), np.zeros(pair.size), np.zeros(pair.size)
    rows[where] = np.asarray(sums["n"], dtype=np.float64)
    shift[where] = np.asarray(sums["sr"], dtype=np.float64) / SCALE
    square[where] = np.asarray(sums["srr"], dtype=np.float64) / SCALE
    return _Clean(rows, shift, square)


def _count_pairs(engine: Engine) -> Columns:
    """The content of `Reliability.counted`, in ascending order of the pair, and all rows of the pair, `n`."""
    counted = engine.fetch(
        f"""
        select pair, x is null as lacks_x, m is null as lacks_m, count(*) as n,
               cast(coalesce(sum(cast(floor(coalesce(x, m) + 0.5) as bigint)), 0) as bigint) as value,
               count(case when x > {FAR!r} * coalesce(f0, m) or coalesce(f0, m) > {FAR!r} * x then 1 end) as far
        from flow group by pair, x is null, m is null order by pair"""
    )
    pair, at = np.unique(np.asarray(counted["pair"], dtype=np.int64), return_inverse=True)
    lacks_x, lacks_m = (np.asarray(counted[name], dtype=bool) for name in ("lacks_x", "lacks_m"))

    def of(rows: npt.NDArray[np.bool_], what: str) -> Floats:
        return np.bincount(at[rows], np.asarray(counted[what])[rows], pair.size).astype(np.float64)

    all_rows = np.ones(at.size, dtype=bool)
    return {
        "pair": pair,
        "n": of(all_rows, "n"),
        "n_x": of(~lacks_x, "n"),
        "n_m": of(~lacks_m, "n"),
        "far": of(all_rows, "far"),
        "both": of(~lacks_x & ~lacks_m, "value"),
        "no_x": of(lacks_x & ~lacks_m, "value"),
        "no_m": of(~lacks_x & lacks_m, "value"),
    }


@dataclass(frozen=True)
class _First:
    """The result of the first pass; arrays have one value per pair. `rows` of both sides, `gap` their mean of
    ln(X/F), `scale` the s.d. of a row about it; `priced` rows for which the importer reports CIF and FOB."""

    cif: CifModel
    cif_factor: Floats
    rows: Floats
    gap: Floats
    scale: Floats
    priced: int


def _fit_first(
    cells: Columns, pair: Ints, areas: int, ln_dist: Floats, contiguous: Floats, model: Model | None
) -> _First:
    """Fit the CIF rate (unless `model` has it) and, for each pair, a first gap and variance to the sums of the first pass."""
    exporter, importer = PairKey.exporter(pair), PairKey.importer(pair)
    at = np.searchsorted(pair, np.asarray(cells["pair"], dtype=np.int64))
    n = np.asarray(cells["n"], dtype=np.float64)
    sd, sdd, su, sy = (np.asarray(cells[k], dtype=np.float64) / SCALE for k in ("sd", "sdd", "su", "sy"))
    ny = np.asarray(cells["ny"], dtype=np.float64)
    is_cif = np.asarray(cells["cif"], dtype=bool)
    mean = sd / n
    pair_n: Floats = np.bincount(at, n, pair.size).astype(np.float64)
    pair_mean = np.bincount(at, sd, pair.size) / np.maximum(pair_n, 1)
    within = np.maximum(sdd - n * mean**2, 0.0)
    spread0 = float(within.sum() / max(n.sum() - n.size, 1.0))
    between0 = _between(pair_mean[pair_n >= 20])
    # a pair's effect is shared by its cells: each pair weighs 1 / (between + spread / n), split over its cells
    share = n / np.maximum(pair_n[at], 1)
    weight_gap = np.where(is_cif, share / (between0 + spread0 / np.maximum(pair_n[at], 1)), 0.0)
    importer_rows: Floats = np.bincount(importer[at], ny, areas).astype(np.float64)
    weight_direct = np.where(
        ny > 0, ny / np.maximum(importer_rows[importer[at]], 1) / 0.03**2 * _log_share(importer_rows)[importer[at]], 0.0
    )
    cells_of_cif = CifCells(
        ln_dist[at], contiguous[at], su / n, mean, weight_gap, sy / np.maximum(ny, 1), weight_direct
    )
    cif = model.cif if model else fit_cif(cells_of_cif)
    cif_factor = cif.pair_factor(ln_dist, contiguous)
    rate = np.minimum(cif_factor[at] * cif.product_factor(su / n), 1.0)
    net = mean + np.where(is_cif, np.log1p(rate), 0.0)
    gap0 = np.bincount(at, n * net, pair.size) / np.maximum(pair_n, 1)
    squares = np.bincount(at, within + n * (net - gap0[at]) ** 2, pair.size)
    enough = pair_n >= 3
    product = (
        model.product
        if model
        else fit_components(
            Spreads(
                exporter[enough],
                importer[enough],
                squares[enough] / np.maximum(pair_n[enough] - 1, 1),
                np.minimum(pair_n[enough] - 1, 400.0),
                np.zeros(int(enough.sum())),
            ),
            areas,
        )
    )
    scale = np.sqrt(product.a[exporter] + product.b[importer])
    return _First(cif, cif_factor, pair_n, gap0, scale, int(ny.sum()))


def _between(means: Floats) -> float:
    """Variance of pairs' mean gaps about each other, robust; fewer than `_PAIRS` may agree by chance, and the usual
    variance replaces those that are missing."""
    robust = (1.4826 * float(np.median(np.abs(means - np.median(means))))) ** 2 if means.size else 0.0
    lacking = max(_PAIRS - means.size, 0)
    return max((means.size * robust + lacking * _USUAL_BETWEEN) / (means.size + lacking), 1e-4)


def _siblings(headings: tuple[int, ...]) -> Floats:
    """The number of other codes under the heading of each product."""
    siblings: Floats = np.bincount(headings)[np.array(headings)] - 1.0
    return siblings


def _log_share(rows: Floats) -> Floats:
    return np.minimum(1.0, rows / 200.0)


def _product_level(
    exporter: Ints,
    importer: Ints,
    clean: _Clean,
    cut: Floats,
    areas: int,
) -> Components:
    """Components from cut sums: the spread is corrected for the cut of a normal distribution of the fitted width."""
    n = clean.rows
    use = n >= 3
    spread = np.maximum(clean.squares - n * clean.mean**2, 0.0) / np.maximum(n - 1, 1)
    corrected = spread
    fitted: Components | None = None
    for _ in range(5):
        spreads = Spreads(exporter[use], importer[use], corrected[use], n[use] - 1, np.zeros(int(use.sum())))
        fitted = fit_components(spreads, areas, fitted)
        width = np.sqrt(fitted.a[exporter] + fitted.b[importer])
        corrected = spread / truncated_moment(np.maximum(cut / width, 0.3))
    assert fitted is not None
    return fitted


def _pair_level(
    exporter: Ints, importer: Ints, gap: Floats, gap_variance: Floats, counted: npt.NDArray[np.bool_], areas: int
) -> Components:
    """Components of the `counted` pairs' gaps: each is one observation with a sampling variance."""
    spreads = Spreads(
        exporter[counted], importer[counted], gap[counted] ** 2, np.ones(int(counted.sum())), gap_variance[counted]
    )
    return fit_components(spreads, areas)
