"""The ledger of a fund: pledges and payments of each side, and whether its matching rule holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from henequen.model.record import Record

__all__ = ["Ledger", "ledgers", "matching_ratio"]

_RULE = re.compile(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Ledger:
    """A fund in one unit: contributions and pledges of the first and second side, spending, the balance, and the
    amount that each side still owes under the matching rule (`short`: zero if the rule holds; None without a rule)."""

    fund: str
    unit: str
    contributed: tuple[Decimal, Decimal]
    pledged: tuple[Decimal, Decimal]
    spent: Decimal
    short: tuple[Decimal, Decimal] | None

    @property
    def balance(self) -> Decimal:
        """Payments less spending."""
        return sum(self.contributed, Decimal(0)) - self.spent

    @property
    def matched(self) -> bool | None:
        """Does the matching rule hold? None without a rule."""
        return None if self.short is None else not any(self.short)


def matching_ratio(rule: str) -> tuple[Decimal, Decimal] | None:
    """The two shares of a rule as `1:1`; None if it is not such a rule.

    >>> matching_ratio("1:2")
    (Decimal('1'), Decimal('2'))
    """
    match = _RULE.fullmatch(rule.replace(" ", ""))
    shares = (Decimal(match[1]), Decimal(match[2])) if match else None
    return shares if shares and all(shares) else None


def ledgers(fund: Record, entries: Iterable[Record], sides: Sequence[str]) -> list[Ledger]:
    """The ledgers of `fund`, one for each unit in which entries are kept."""
    units: dict[str, list[Record]] = {}
    for entry in entries:
        if entry.table == "funds" and entry.one("fund") == fund.id and entry.one("amount"):
            units.setdefault(entry.one("unit"), []).append(entry)
    ledgers_found = []
    for unit, listed in sorted(units.items()):
        sums = {
            kind: tuple(
                sum(
                    (Decimal(e.one("amount")) for e in listed if (e.one("kind"), e.one("side")) == (kind, side)),
                    Decimal(0),
                )
                for side in sides
            )
            for kind in ("contribution", "pledge")
        }
        spent = sum((Decimal(e.one("amount")) for e in listed if e.one("kind") == "spending"), Decimal(0))
        first, second = sums["contribution"]
        ratio = matching_ratio(fund.one("matching"))
        short = None
        if ratio is not None:
            # Each side owes the amount by which its share of the other's contribution exceeds its own.
            owed = (second * ratio[0] / ratio[1] - first, first * ratio[1] / ratio[0] - second)
            short = (max(owed[0], Decimal(0)), max(owed[1], Decimal(0)))
        pledged = sums["pledge"]
        ledgers_found.append(Ledger(fund.id, unit, (first, second), (pledged[0], pledged[1]), spent, short))
    return ledgers_found
