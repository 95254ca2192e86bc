"""Applies a change to rates: the operation, the sensitive list, the use of the preference."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from henequen.model.message import Message
from henequen.scenarios.bases.base import Array
from henequen.scenarios.spec.spec import Change
from henequen.scenarios.tariffs.formulas import cut, sensitive_cut
from henequen.scenarios.tariffs.origin import used_preference

__all__ = ["assumptions_of", "cost_factor", "new_rate", "rate_paid"]

MADE = {"exclude": 0.0, "half": 0.5}  # how much of the change is made on the sensitive part


def new_rate(change: Change, old: Array) -> Array | None:
    """The rate that the operation of `change` gives; None if that takes more than the old rate (`from`) or is a cost.

    >>> new_rate(Change(among=["A", "B"], cut="linear", reduction=0.4), np.array([0.1, 0.5])).round(3).tolist()
    [0.06, 0.3]
    """
    if change.set is not None:
        return np.full_like(old, change.set)
    if change.scale is not None:
        return old * change.scale
    if change.add is not None:
        return old + change.add
    if change.cap is not None:
        return np.minimum(old, change.cap)
    if change.swiss is not None:
        return cut(old, "swiss", coefficient=change.swiss)
    if change.cut is not None:
        return cut(
            old,
            change.cut,
            reduction=change.reduction or 0.0,
            coefficient=change.coefficient or 0.0,
            tiers=[(tier.above, tier.reduction) for tier in change.tiers or []],
        )
    return None


def rate_paid(change: Change, old: Array, new: Array, sensitive: NDArray[np.bool_] | None) -> tuple[Array, Array]:
    """The average rate paid and the factor on trade costs, from the old rate to the `new` one of the operation.

    Where `sensitive`, the listed share gets the part of the change that its treatment allows, the rest gets all of it;
    each part decides separately whether its margin is worth the cost of origin.
    """

    def paid(goal: Array) -> tuple[Array, Array]:
        return used_preference(old, old + change.coverage * (goal - old), change.utilisation, change.compliance_cost)

    rate, factor = paid(new)
    if change.sensitive is None or sensitive is None:
        return rate, factor
    listed, cost = paid(sensitive_cut(old, new, sensitive, MADE[change.sensitive.treatment]))
    share = np.where(sensitive, change.sensitive.share, 0.0)
    return rate + share * (listed - rate), factor + share * (cost - factor)


def cost_factor(change: Change) -> float | None:
    """The factor on trade costs that `change` states, on the share it covers; None for a change of tariffs.

    >>> round(cost_factor(Change(among=["A", "B"], depth={"from": 1, "to": 3, "cost_per_level": 0.9})), 4)
    0.81
    """
    factor = change.iceberg
    if change.depth is not None:
        factor = change.depth.cost_per_level ** (change.depth.to - change.depth.start)
    return None if factor is None else float(factor**change.coverage)


def assumptions_of(change: Change) -> list[str]:
    """The assumptions that `change` makes: messages, and the file's own note unchanged."""
    lines: list[str] = []
    if change.cut == "tiered":
        tiers = "; ".join(f"> {100 * t.above:g} %: -{100 * t.reduction:g} %" for t in change.tiers or [])
        lines.append(Message("tiered", tiers=tiers))
    elif change.cut == "swiss":
        lines.append(Message("swiss", coefficient=f"{100 * (change.coefficient or 0):g}"))
    elif change.cut == "linear":
        lines.append(Message("linear", reduction=f"{100 * (change.reduction or 0):g}"))
    if change.sensitive is not None:
        item = change.sensitive
        where = "*" if item.sectors == "all" else ", ".join(item.sectors)
        code = "sensitive_out" if item.treatment == "exclude" else "sensitive_half"
        lines.append(Message(code, where=where, share=f"{100 * item.share:g}"))
    if change.depth is not None:
        factor = f"{change.depth.cost_per_level:g}"
        lines.append(Message("depth", low=change.depth.start, high=change.depth.to, factor=factor))
    if change.coverage < 1:
        lines.append(Message("coverage", share=f"{100 * change.coverage:g}"))
    if change.utilisation < 1 or change.compliance_cost > 0:
        share, cost = f"{100 * change.utilisation:g}", f"{100 * change.compliance_cost:g}"
        lines.append(Message("utilisation", share=share, cost=cost))
    if change.note:
        lines.append(change.note)
    return lines
