"""The one codec of keys in the reconciliation's SQL: a pair of areas, and a pair with a product, as whole numbers.

    pair     exporter * AREA_BASE + importer        column `pair`, 32 bits
    key      pair * KEY_BASE + product              64 bits: one number joins faster than three

Areas, products and pairs are numbered from 0 (see `staging.coding`).
"""

from __future__ import annotations

__all__ = ["AREA_BASE", "KEY_BASE", "PairKey"]

AREA_BASE = 1024
"""More than there are areas."""
KEY_BASE = 65536
"""More than there are products."""


class PairKey:
    """Compose and take apart keys, in numpy and in SQL.

    >>> PairKey.compose(3, 7), PairKey.exporter(3079), PairKey.importer(3079)
    (3079, 3, 7)
    >>> PairKey.sql_exporter("f.pair"), PairKey.sql_importer("f.pair"), PairKey.sql_key("f.pair", "f.product")
    ('cast(floor(f.pair / 1024) as integer)', 'f.pair % 1024', 'cast(f.pair as bigint) * 65536 + f.product')
    """

    @staticmethod
    def compose(exporter: int, importer: int) -> int:
        """The number of a pair."""
        return exporter * AREA_BASE + importer

    @staticmethod
    def exporter(pair: int) -> int:
        """The exporter of a pair."""
        return pair // AREA_BASE

    @staticmethod
    def importer(pair: int) -> int:
        """The importer of a pair."""
        return pair % AREA_BASE

    @staticmethod
    def sql_exporter(pair: str) -> str:
        """SQL of the exporter, from SQL of a pair."""
        return f"cast(floor({pair} / {AREA_BASE}) as integer)"

    @staticmethod
    def sql_importer(pair: str) -> str:
        """SQL of the importer, from SQL of a pair."""
        return f"{pair} % {AREA_BASE}"

    @staticmethod
    def sql_key(pair: str, product: str) -> str:
        """SQL of the key of a pair and a product."""
        return f"cast({pair} as bigint) * {KEY_BASE} + {product}"
