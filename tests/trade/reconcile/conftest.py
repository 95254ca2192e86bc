"""Rows of several periods, for results that are a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

Toy = Callable[..., Any]


def _flow(r: dict[str, Any]) -> tuple[str, ...]:
    sides = (r["reporterISO"], r["partnerISO"])
    return (r["cmdCode"], *(sides if r["flowCode"] == "X" else sides[::-1]))


@pytest.fixture
def periods(row: Toy, world: Toy) -> dict[str, list[Any]]:
    """Three periods: in one every flow has two reports and a weight, in one goods go through a hub, one is plain."""
    rows = world(seed=7, areas=8, products=60)
    pairs = Counter(_flow(r) for r in rows)
    full = [r for r in rows if pairs[_flow(r)] == 2]
    hub = [row("X", "CHL", "NOR", "970121", 70), row("RX", "CHL", "NOR", "970121", 70)]
    return {
        year: [dict(r) | {"period": year} for r in given]
        for year, given in (("2017", full), ("2018", [*rows, *hub]), ("2019", rows))
    }
