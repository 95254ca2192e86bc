"""Re-exports in an exporter's row, derived from a reconciled row.

An edition has the exporter's figure as reported (x) and the value computed from exports without re-exports (n):

    both report           value = L f (n / f)^w       w the weight of the exporter's figure
    the exporter alone    value = L n

L is a factor of the pair, equal in all its rows of one type; it is estimated from those without re-exports.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import Protocol

from henequen.trade.gap.decomposition import HUB

__all__ = ["sent_on"]

_ALIKE = 1e-6  # share below which the deduction is within rounding


class Row(Protocol):
    """The columns of an edition's row that are used."""

    @property
    def x(self) -> Decimal | None: ...
    @property
    def f(self) -> Decimal | None: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def w(self) -> float: ...
    @property
    def rule(self) -> str: ...
    @property
    def module(self) -> str: ...


def sent_on(rows: Sequence[Row]) -> list[Decimal | None]:
    """Re-exports in the exporter's figure of each row of one flow and period, in US dollars; None if no hub touches
    the row, or there is no evidence. A flow (i, h) to a hub for which both sides report the goods in transit has none.
    """
    with_both, alone = (
        [_level(row) for row in rows if row.rule == rule and row.module != HUB and _level(row)]
        for rule in ("both", "exporter_only")
    )
    levels = {"both": median(with_both) if with_both else None, "exporter_only": median(alone) if alone else 1.0}
    levels["disputed"] = levels["both"]
    return [_re_exported(row, levels.get(row.rule)) if row.module == HUB and row.x else None for row in rows]


def _level(row: Row) -> float:
    if not row.x or row.value <= 0 or (row.rule == "both" and not row.f):
        return 0.0
    return float(row.value) / _blend(row, float(row.x))


def _blend(row: Row, exports: float) -> float:
    return exports if row.rule == "exporter_only" or not row.f else float(row.f) * (exports / float(row.f)) ** row.w


def _re_exported(row: Row, level: float | None) -> Decimal | None:
    x = float(row.x or 0)
    if row.rule == "routed":  # a re-export with no remainder, or a flow to a hub
        if row.f and not row.w:  # everything the exporter reported was re-exported: the value is the importer's alone
            return row.x
        return Decimal(0) if row.f else _amount(x - float(row.value), x)
    if row.rule in ("through_hub", "kept", "moved", "shared"):  # treated otherwise
        return Decimal(0)
    if row.rule == "importer_only":  # everything the exporter reported was re-exported
        return row.x
    if level is None or row.value <= 0:
        return None
    if row.rule == "exporter_only":
        return _amount(x - float(row.value) / level, x)
    f = float(row.f or 0)
    if not f or row.w < 0.01:
        return None
    return _amount(x - f * (float(row.value) / (level * f)) ** (1 / row.w), x)


def _amount(share: float, x: float) -> Decimal:
    return Decimal(0) if share < _ALIKE * x else Decimal(repr(round(min(share, x), 3)))
