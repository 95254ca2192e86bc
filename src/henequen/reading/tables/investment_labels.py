"""Labels of tables of direct investment: flows and stocks as headers, and trade as a sector."""

from __future__ import annotations

import re

from henequen.reading.tables.words import in_list

__all__ = ["counts_investment", "flow_or_stock", "is_sector"]

Measure = tuple[str, str | None]


def counts_investment(measure: Measure | None) -> bool:
    """Whether a measure is a flow or a stock of direct investment, declared or made.

    >>> counts_investment(("fdi_stock", None)), counts_investment(("investment", None)), counts_investment(None)
    (True, False, False)
    """
    return measure is not None and measure[0].startswith("fdi")


def flow_or_stock(text: str, measure: Measure | None) -> Measure | None:
    """The measure of the headers Flow and Stock in a table of investment.

    >>> flow_or_stock("Stock, end of year", ("fdi_flow", None)), flow_or_stock("Stock", ("export", None))
    (('fdi_stock', None), None)
    """
    if not counts_investment(measure):
        return None
    head = re.split(r"\s*[,(]", text, maxsplit=1)[0]
    if in_list("flows", head):
        return "fdi_flow", None
    return ("fdi_stock", None) if in_list("stocks", head) else None


def is_sector(label: Measure | None, measure: Measure | None) -> bool:
    """Whether a label that names trade is a sector of the economy, because the table counts investment."""
    return label is not None and label[0] == "total_trade" and counts_investment(measure)
