"""The gap between an importer's and an exporter's figure, in parts.

    gap = M - X = valuation + timing + misclassification + routing + one_sided + residual

M is the importer's value as reported, X the exporter's (FOB), F the importer's value taken to FOB.

valuation           sum of M - F: freight and insurance, by the importer's own FOB figures or the fitted CIF rate
misclassification   the gaps that codes cause in rows that are one good under several codes: they close at the heading,
or
                    (see `closing`) at the chapter; 0 in a pair's total, large in a single product (see `netted_sets`)
routing             goods that pass through a third partner whose re-exports show them: goods that the importer counts
under the origin and the exporter under the partner, less the exporter's own re-exports (see `sent_on`)
timing              sum of E - X over all other rows, E being the expected arrivals: the exporter's own figures of this
and
                    earlier periods, as the voyage mixes them (see `voyage`)
one_sided           F - X less timing, of rows that only one side reports
residual the remainder, so that the sum is exact

Each row is treated separately, so the parts of all products, or all chapters, add up to those of the whole.
A part that the data cannot measure is None and named in `not_measurable`; it is then in the residual. All arithmetic is
in whole thousandths of a dollar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

from henequen.model.message import Message, packed

__all__ = [
    "CLOSES_IN_CHAPTER",
    "COMPONENTS",
    "HUB",
    "Explanation",
    "FlowPair",
    "cancelled_out",
    "explain_flows",
    "explain_totals",
    "mill",
]

COMPONENTS = ("valuation", "timing", "misclassification", "routing", "one_sided", "residual")
CLOSES_IN_CHAPTER = "closes_in_chapter"
HUB = "hub_re_exports"  # the module of rows that a hub touches
_MISFILED = ("kept", "moved", "shared", CLOSES_IN_CHAPTER)
_MILL = Decimal("0.001")
_Number = TypeVar("_Number", float, Decimal)


@dataclass(frozen=True)
class FlowPair:
    """One product of one flow as both sides report it: X, M and F in US dollars (None: not reported), how the
    reconciliation treated it (its rule and module), and expected arrivals (`arrived`) by the exporter's own figures
    (None: unknown). `value` is the reconciled value, `other_product` the code that a netted row points to, `by_codes` the part
    of its gap that codes cause (see `netted_sets`), `sent_on` the re-exports in x (see `sent_on`); None if unknown."""

    product: str
    x: Decimal | None
    m: Decimal | None
    f: Decimal | None
    rule: str = ""
    module: str = ""
    arrived: Decimal | None = None
    value: Decimal | None = None
    other_product: str = ""
    by_codes: Decimal | None = None
    sent_on: Decimal | None = None


@dataclass(frozen=True)
class Explanation:
    """One flow explained: values in US dollars; `components` add up to `gap` exactly (None counts as zero)."""

    period: str
    exporter: str
    importer: str
    product: str
    exporter_value: Decimal | None
    importer_value: Decimal | None
    gap: Decimal | None
    components: dict[str, Decimal | None]
    not_measurable: tuple[str, ...]
    assumptions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The contract's object; numbers as floats that print to the thousandth of a dollar."""

        def number(value: Decimal | None) -> float | None:
            return None if value is None else float(value)

        return {
            "period": self.period,
            "exporter": self.exporter,
            "importer": self.importer,
            "product": self.product,
            "exporter_value": number(self.exporter_value),
            "importer_value": number(self.importer_value),
            "gap": number(self.gap),
            "components": {name: number(self.components[name]) for name in COMPONENTS},
            "not_measurable": list(self.not_measurable),
            "assumptions": list(self.assumptions),
            "messages": packed(self.assumptions),
        }


def cancelled_out(gap: _Number | None, components: Mapping[str, _Number | None]) -> str:
    """Whether parts of opposite sign cancel each other out so far that the residual alone is larger than the gap.

    `residual_larger_routed` if routing has the opposite sign of the residual, `residual_larger` if other parts do,
    otherwise empty.

    >>> cancelled_out(10.0, {"routing": 100.0, "residual": -90.0}), cancelled_out(10.0, {"routing": None, "residual": 9.0})
    ('residual_larger_routed', '')
    """
    residual, routing = components.get("residual"), components.get("routing")
    if gap is None or residual is None or abs(residual) <= abs(gap):
        return ""
    against = routing is not None and (routing > 0 > residual or routing < 0 < residual)
    return "residual_larger_routed" if against else "residual_larger"


def mill(value: Decimal) -> Decimal:
    """A value to the thousandth of a dollar."""
    return value.quantize(_MILL, rounding=ROUND_HALF_EVEN)


def _close(
    head: tuple[str, str, str, str],
    x: Decimal | None,
    m: Decimal | None,
    parts: dict[str, Decimal | None],
    assumptions: Iterable[str],
) -> Explanation:
    if x is None or m is None:
        nothing: dict[str, Decimal | None] = dict.fromkeys(COMPONENTS)
        return Explanation(*head, x, m, None, nothing, COMPONENTS, tuple(assumptions))
    gap = m - x
    components: dict[str, Decimal | None] = {name: parts.get(name) for name in COMPONENTS}
    components["residual"] = gap - sum(
        (v for k, v in components.items() if v is not None and k != "residual"), Decimal(0)
    )
    missing = tuple(name for name in COMPONENTS if components[name] is None)
    return Explanation(*head, x, m, gap, components, missing, tuple(assumptions))


def explain_flows(
    period: str,
    exporter: str,
    importer: str,
    rows: Iterable[FlowPair],
    *,
    product: str = "TOTAL",
    voyage: str = "",
    routing_known: bool = False,
    reports: tuple[bool, bool] = (True, True),
) -> Explanation:
    """Explain a flow from its rows by product.

    `voyage` describes how `arrived` of the rows was estimated; without it, timing is not measurable. `routing_known`
    means that hubs reported their re-exports; without, routing is not measurable. `reports` states whether exporter
    and importer report anything at all in the period: the figure of one that does not is missing, not zero, and
    nothing is explained.

    >>> D = Decimal
    >>> rows = [FlowPair("870323", D(100), D(106), D(100), "both"), FlowPair("870324", None, D(53), D(50), "importer_only")]
    >>> e = explain_flows("2019", "AAA", "BBB", rows)
    >>> e.gap, e.components["valuation"], e.components["one_sided"], e.components["residual"]
    (Decimal('59.000'), Decimal('9.000'), Decimal('50.000'), Decimal('0.000'))
    """
    x_total = m_total = valuation = shifted = routed = alone = late = Decimal("0.000")
    for row in rows:
        x, m = mill(row.x or Decimal(0)), mill(row.m or Decimal(0))
        f = mill(row.f) if row.f is not None else m
        x_total, m_total, valuation = x_total + x, m_total + m, valuation + m - f
        if row.module == HUB and row.by_codes is None:
            passed = _routed(row, x, f)
            routed += passed
            if row.x is None or row.m is None:
                alone += f - x - passed
        elif row.by_codes is not None:
            shifted += row.by_codes
        elif row.rule in _MISFILED:
            shifted += f - x
        else:
            delayed = mill(row.arrived) - x if voyage and row.arrived is not None else Decimal(0)
            late += delayed
            if row.x is None or row.m is None:
                alone += f - x - delayed
    parts: dict[str, Decimal | None] = {
        "valuation": valuation,
        "timing": late if voyage else None,
        "misclassification": shifted,
        "one_sided": alone if routing_known else alone + routed,
        "routing": routed if routing_known else None,
    }
    head = (period, exporter, importer, product)
    counted = (x_total if reports[0] else None, m_total if reports[1] else None)
    return _close(head, *counted, parts, [voyage] if voyage else [])


def _routed(row: FlowPair, x: Decimal, f: Decimal) -> Decimal:
    """The part of a row's gap that is goods in transit through a hub."""
    if row.x is None:
        return f
    if row.rule == "through_hub":
        return max(f - x, Decimal(0))
    return -min(mill(row.sent_on or Decimal(0)), x)


def explain_totals(
    period: str,
    exporter: str,
    importer: str,
    exporter_value: Decimal | None,
    importer_value: Decimal | None,
    *,
    product: str = "TOTAL",
    importer_valuation: str = "",
    cif_rate: float | None = None,
    before: Decimal | None = None,
    voyage: float | None = None,
) -> Explanation:
    """Explain a flow from its two totals alone.

    Valuation is 0 if the importer's figure is FOB, M - M / (1 + cif_rate) if a rate is given, otherwise not measurable.
    Misclassification, routing and one-sided reports need products and partners: never measurable here.

    >>> e = explain_totals("2003", "AAA", "BBB", Decimal(100), Decimal(150), cif_rate=0.25)
    >>> e.components["valuation"], e.components["residual"], e.not_measurable
    (Decimal('30.000'), Decimal('20.000'), ('timing', 'misclassification', 'routing', 'one_sided'))
    """
    x = None if exporter_value is None else mill(exporter_value)
    m = None if importer_value is None else mill(importer_value)
    parts: dict[str, Decimal | None] = {}
    assumptions = []
    if m is not None and importer_valuation.upper().startswith("FOB"):
        parts["valuation"] = Decimal("0.000")
    elif m is not None and cif_rate is not None:
        parts["valuation"] = m - mill(m / (1 + Decimal(repr(cif_rate))))
        assumptions.append(Message("assumed_cif_rate", rate=f"{cif_rate:g}"))
    if before is not None and voyage is not None and x is not None:
        parts["timing"] = mill(Decimal(repr(voyage)) * (before - x))
        assumptions.append(Message("assumed_voyage", periods=f"{voyage:.4f}"))
    return _close((period, exporter, importer, product), x, m, parts, assumptions)
