"""Why two counts of the same trade differ: a gap split into parts that add up to it exactly."""

from henequen.trade.gap.cents import to_cents
from henequen.trade.gap.decomposition import (
    COMPONENTS,
    Explanation,
    FlowPair,
    cancelled_out,
    explain_flows,
    explain_totals,
)

__all__ = ["COMPONENTS", "Explanation", "FlowPair", "cancelled_out", "explain_flows", "explain_totals", "to_cents"]
