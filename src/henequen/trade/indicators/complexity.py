"""Proximity of products and economic complexity (Hidalgo et al. 2007; Hidalgo and Hausmann 2009), by eigenvectors."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from henequen.model.errors import DataError, NotConvergedError
from henequen.model.message import Message
from henequen.trade.indicators.indicator import Array, Indicator, labels

__all__ = ["complexity", "density", "proximity"]

_APART = 1e-9


def _presence(values: ArrayLike) -> NDArray[np.bool_]:
    cells = np.asarray(values, dtype=np.float64)
    if cells.ndim != 2 or not np.isin(cells, (0.0, 1.0)).all():
        raise DataError(
            Message("presence_table_zeros_and_ones"),
            found=cells.shape,
            expected=Message("areas_by_products"),
            hint=Message("take_advantage_matrix_exports_1"),
        )
    table: NDArray[np.bool_] = cells == 1.0
    return table


def proximity(presence: ArrayLike) -> Array:
    """How likely two products are made in the same places: (C, K) zeros and ones to (K, K), symmetric, diagonal one.

        phi_kl = sum_c M_ck M_cl / max(u_k, u_l),   u_k = sum_c M_ck          (the lesser of the two conditional shares)

    nan for products that no area makes. Raises DataError unless `presence` is zeros and ones. Source: Hidalgo,
    Klinger, Barabási and Hausmann (2007), The product space conditions the development of nations.

    >>> proximity([[1, 1, 0], [1, 0, 1]]).tolist()
    [[1.0, 0.5, 0.5], [0.5, 1.0, 0.0], [0.5, 0.0, 1.0]]
    """
    m = _presence(presence).astype(np.float64)
    ubiquity = m.sum(axis=0)
    largest = np.maximum(ubiquity[:, None], ubiquity[None, :])
    proximities = np.full(largest.shape, math.nan)
    np.divide(m.T @ m, largest, out=proximities, where=(ubiquity[:, None] > 0) & (ubiquity[None, :] > 0))
    return proximities


def density(presence: ArrayLike) -> Array:
    """How near each product is to what each area already makes: (C, K) zeros and ones to (C, K) in [0, 1].

        d_ck = sum_{l /= k} M_cl phi_kl / sum_{l /= k} phi_kl

    The product itself is left out, so that an area's product does not count as its own neighbour (py-ecomplexity keeps
    it, with proximity one). nan where a product has no neighbour. Source: Hidalgo et al. (2007), supporting material.

    >>> density([[1, 1, 0], [1, 0, 1]]).tolist()
    [[0.5, 1.0, 1.0], [0.5, 1.0, 1.0]]
    """
    m = _presence(presence).astype(np.float64)
    near = np.nan_to_num(proximity(presence), nan=0.0)
    np.fill_diagonal(near, 0.0)
    around = near.sum(axis=0)
    densities = np.full(m.shape, math.nan)
    np.divide(m @ near, around[None, :], out=densities, where=np.broadcast_to(around[None, :] > 0, m.shape))
    return densities


def complexity(
    presence: ArrayLike, *, areas: Sequence[str] | None = None, products: Sequence[str] | None = None
) -> tuple[Indicator, Indicator]:
    """Economic complexity of areas and product complexity, from who makes what (`advantage_matrix(...) >= 1`).

        d_c = sum_k M_ck,  u_k = sum_c M_ck
        S_cb = sum_k M_ck M_bk / (d_c u_k);    ECI = second eigenvector of S, mean 0, standard deviation 1 (population)
        PCI_k = sum_c M_ck ECI_c / u_k, brought to mean 0, standard deviation 1

    `presence` M is (C, K). Sign convention: ECI correlates positively with diversity d over the areas (if that
    correlation is zero, the first area that is not zero is positive); PCI takes its sign from ECI. Returns the areas'
    table and the products' table in the order given, in standard deviations. Areas that make nothing and products
    that no area makes are left out of the computation, nan in the tables and counted. Raises DataError for a table
    that is not zeros and ones, or of which fewer than three areas or products are left; NotConvergedError if the
    second eigenvector is not determined: the places fall into groups that share no product, or two eigenvalues are
    equal. Source: Hidalgo and Hausmann (2009), The building blocks of economic complexity; in eigenvector form,
    Hausmann, Hidalgo et al. (2014), The atlas of economic complexity.

    >>> first, _ = complexity([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]])
    >>> first.values("eci").round(2).tolist()
    [1.34, 0.45, -0.45, -1.34]
    """
    m = _presence(presence)
    diverse, ubiquitous = m.sum(axis=1), m.sum(axis=0)
    kept_c, kept_k = diverse > 0, ubiquitous > 0
    if kept_c.sum() < 3 or kept_k.sum() < 3:
        raise DataError(
            Message("not_enough_distinguish_places"),
            found=Message("areas_products", kept_c=kept_c.sum(), kept_k=kept_k.sum()),
            expected=Message("three_each"),
        )
    table = m[np.ix_(kept_c, kept_k)].astype(np.float64)
    d, u = table.sum(axis=1), table.sum(axis=0)
    eci, eigenvalue = _economic_complexity(table, d, u)
    pci = _standard(table.T @ eci / u)
    method = ("RCA of one or more counts as making", "sign: positive correlation with diversity")
    counts = {
        "areas_left_out": int((~kept_c).sum()),
        "products_left_out": int((~kept_k).sum()),
        "second_eigenvalue": eigenvalue,
        "correlation_with_diversity": float(np.corrcoef(eci, d)[0, 1]) if d.std() > 0 else math.nan,
    }
    sources = ("Hidalgo and Hausmann 2009", "Hausmann, Hidalgo et al. 2014")
    return (
        Indicator(
            "economic_complexity",
            {
                "area": labels("areas", areas, m.shape[0]),
                "diversity": diverse.tolist(),
                "eci": _spread(eci, kept_c).tolist(),
            },
            {"area": "area", "diversity": "products", "eci": "standard deviations"},
            method,
            counts,
            sources,
        ),
        Indicator(
            "product_complexity",
            {
                "product": labels("products", products, m.shape[1]),
                "ubiquity": ubiquitous.tolist(),
                "pci": _spread(pci, kept_k).tolist(),
            },
            {"product": "product code", "ubiquity": "areas", "pci": "standard deviations"},
            method,
            counts,
            sources,
        ),
    )


def _economic_complexity(table: Array, d: Array, u: Array) -> tuple[Array, float]:
    """The ECI of each area, with its sign, and the second eigenvalue; `d` and `u` are the sums of rows and columns."""
    root = table / np.sqrt(d)[:, None]
    values, vectors = np.linalg.eigh((root / u[None, :]) @ root.T)  # like S, symmetric; its eigenvectors times d^-1/2
    if values[-1] - values[-2] < _APART:
        raise NotConvergedError(
            Message("areas_fall_into_groups_that_share"),
            found=Message("eigenvalues", values=values[-3:]),
            hint=Message("leave_out_unconnected_areas_or_choose"),
        )
    if values[-2] - values[-3] < _APART:
        raise NotConvergedError(
            Message("second_eigenvector_not_determined"), found=Message("eigenvalues", values=values[-3:])
        )
    eci = _standard(vectors[:, -2] / np.sqrt(d))
    covariance = float((eci * (d - d.mean())).sum())
    first = eci[np.abs(eci) > _APART][0]
    if covariance < -_APART or (abs(covariance) <= _APART and first < 0):
        eci = -eci
    return eci, float(values[-2])


def _standard(values: Array) -> Array:
    spread = float(values.std())
    if spread < _APART:
        raise NotConvergedError(
            Message("all_places_come_out_alike"), found=Message("standard_deviation", spread=f"{spread:g}")
        )
    standardised: Array = (values - values.mean()) / spread
    return standardised


def _spread(values: Array, kept: NDArray[np.bool_]) -> Array:
    standardised = np.full(kept.size, math.nan)
    standardised[kept] = values
    return standardised
