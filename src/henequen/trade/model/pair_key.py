"""The one codec of keys in the reconciliation: a pair of areas, and a pair with a product, as whole numbers.

    pair     exporter * AREAS + importer          column `pair`, 32 bits
    key      pair * PRODUCTS + product            64 bits: joining on one number is faster than on three

Areas, products and pairs are numbered from 0 (see `staging.coding`).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["PairKey"]

_N = TypeVar("_N", int, npt.NDArray[np.int64])


class PairKey:
    """Compose keys and take them apart: of whole numbers or arrays of them, and as SQL (methods that begin with `sql_`).

    >>> PairKey.pair(3, 7), PairKey.exporter(3079), PairKey.importer(3079)
    (3079, 3, 7)
    >>> key = PairKey.key(3079, 12)
    >>> PairKey.pair_of(key), PairKey.product_of(key)
    (3079, 12)
    >>> PairKey.sql_pair("reporter", "partner"), PairKey.sql_key("f.pair", "f.product")
    ('reporter * 1024 + partner', 'cast(f.pair as bigint) * 65536 + f.product')
    >>> PairKey.sql_exporter("f.pair"), PairKey.sql_importer("f.pair")
    ('cast(floor(f.pair / 1024) as integer)', 'f.pair % 1024')
    """

    AREAS = 1024
    """More than there are areas."""
    PRODUCTS = 65536
    """More than there are products."""
    PAIRS = AREAS * AREAS
    """More than any pair."""

    @staticmethod
    def pair(exporter: _N, importer: _N) -> _N:
        """The number of a pair."""
        return exporter * PairKey.AREAS + importer

    @staticmethod
    def exporter(pair: _N) -> _N:
        """The exporter of a pair."""
        return pair // PairKey.AREAS

    @staticmethod
    def importer(pair: _N) -> _N:
        """The importer of a pair."""
        return pair % PairKey.AREAS

    @staticmethod
    def key(pair: _N, product: _N) -> _N:
        """The key of a pair and a product."""
        return pair * PairKey.PRODUCTS + product

    @staticmethod
    def pair_of(key: _N) -> _N:
        """The pair of a key."""
        return key // PairKey.PRODUCTS

    @staticmethod
    def product_of(key: _N) -> _N:
        """The product of a key."""
        return key % PairKey.PRODUCTS

    @staticmethod
    def sql_pair(exporter: str, importer: str) -> str:
        """SQL of a pair, from SQL of two areas."""
        return f"{exporter} * {PairKey.AREAS} + {importer}"

    @staticmethod
    def sql_exporter(pair: str) -> str:
        """SQL of the exporter, from SQL of a pair."""
        return f"cast(floor({pair} / {PairKey.AREAS}) as integer)"

    @staticmethod
    def sql_importer(pair: str) -> str:
        """SQL of the importer, from SQL of a pair."""
        return f"{pair} % {PairKey.AREAS}"

    @staticmethod
    def sql_key(pair: str, product: str) -> str:
        """SQL of the key of a pair (or of one area) and a product."""
        return f"cast({pair} as bigint) * {PairKey.PRODUCTS} + {product}"

    @staticmethod
    def sql_pair_of(key: str) -> str:
        """SQL of the pair, from SQL of a key."""
        return f"cast(floor({key} / {PairKey.PRODUCTS}) as integer)"

    @staticmethod
    def sql_product_of(key: str) -> str:
        """SQL of the product, from SQL of a key."""
        return f"cast({key} % {PairKey.PRODUCTS} as integer)"
