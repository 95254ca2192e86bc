"""The numbers of docs/replication.md that are recomputed from the pack's own figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from henequen.model.observation import Observation
from henequen.record.view import View

TABLES = [("KOR", "MEX", {"1985"}), ("MEX", "KOR", set())]


def rows(view: View, reporter: str, partner: str) -> dict[str, dict[str, Observation]]:
    """The printed rows of one side's table of total trade, by year."""
    found: dict[str, dict[str, Observation]] = {}
    for o in view.observations(edition="commission-2005", reporter=reporter, partner=partner, product="TOTAL"):
        if o.table in ("Table 1", "Table 2") and o.period.isdigit():
            found.setdefault(o.period, {})[o.measure] = o
    return found


@pytest.mark.parametrize(("reporter", "partner", "wrong"), TABLES)
def test_the_totals_of_the_trade_tables_are_met(view: View, reporter: str, partner: str, wrong: set[str]) -> None:
    table = rows(view, reporter, partner)
    assert sorted(table) == [str(year) for year in range(1980, 2005)]
    missed = set()
    for year, cells in table.items():
        parts = [cells["export"].amount, cells["import"].amount, cells["total_trade"].amount, cells["balance"].amount]
        assert all(part is not None for part in parts), year
        sent, received, total, balance = (Decimal(part) for part in parts if part is not None)
        slack = Decimal("150000")  # three figures to a tenth of a million, half a tenth each
        if abs(sent + received - total) > slack:
            missed.add(year)
        assert abs(sent - received - balance) <= slack, year
    assert missed == wrong


def test_the_migrants_of_1905_add_up(view: View) -> None:
    arriving = [
        o
        for o in view.observations(measure="count", period="1905", unit="persons")
        if o.component.startswith("Korean migrants arriving")
    ]
    parts = [o for o in arriving if ":" in o.component]
    (whole,) = {o.value for o in arriving if o not in parts}
    assert sorted(int(o.value or 0) for o in parts) == [135, 196, 702]
    assert sum(o.value or 0 for o in parts) == whole == 1033
    assert {o.edition for o in parts} != {o.edition for o in arriving if o not in parts}
