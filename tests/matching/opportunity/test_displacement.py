"""Displacement by a rival: the parts sum to the change to the cent, whatever the flows; duties must be fractions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from henequen.matching.opportunity.displacement import displacement
from henequen.matching.opportunity.prospects import duties_of, prospects, state_parts
from henequen.matching.opportunity.sector_table import sector_table
from henequen.model.errors import DataError


def table(cells: list[tuple[float, float, float]], later: list[tuple[float, float, float]]) -> list[dict[str, str]]:
    return [
        {"year": year, "exporter": seller, "importer": "MKT", "product": str(n), "value": repr(value)}
        for year, rows in (("1", cells), ("2", later))
        for n, row in enumerate(rows)
        for seller, value in zip(("OWN", "RIV", "WLD"), (row[0], row[1], sum(row)), strict=True)
    ]


amount = st.floats(0.01, 1e5).map(lambda x: round(x, 6))
row = st.tuples(amount, amount, amount)


@pytest.mark.system(8)
@given(st.lists(st.tuples(row, row), min_size=1, max_size=5))
def test_displacement_sums_to_the_cent(
    pairs: list[tuple[tuple[float, float, float], tuple[float, float, float]]],
) -> None:
    rows = table([a for a, _ in pairs], [b for _, b in pairs])
    found = displacement(sector_table(rows, "toy"), "OWN", "MKT", "RIV", "1", "2")
    for one in found:
        assert one.change is not None and one.growth is not None
        assert one.to_rival is not None and one.to_others is not None
        assert one.change == one.growth - one.to_rival - one.to_others
    assert sum((one.change or Decimal(0) for one in found[:-1]), Decimal(0)) == found[-1].change


def test_displacement_by_hand() -> None:
    """Own 10 of 100, rival 10 of 100; later own 10 of 200, rival 60: growth 10, lost 10, of which 5.5... to the rival."""
    rows = table([(10, 10, 80)], [(10, 60, 130)])
    one = displacement(sector_table(rows, "toy"), "OWN", "MKT", "RIV", "1", "2")[0]
    assert one.growth == Decimal("10000000.00") and one.change == Decimal("0.00")
    assert one.to_rival == Decimal("5000000.00") and one.to_others == Decimal("5000000.00")


def test_unknown_flow_stays_unknown() -> None:
    rows = [
        r
        for r in table([(1, 1, 1), (2, 2, 2)], [(1, 1, 1), (2, 2, 2)])
        if (r["product"], r["exporter"]) != ("0", "RIV")
    ]
    assert displacement(sector_table(rows, "toy"), "OWN", "MKT", "RIV", "1", "2")[0].change is None


def test_potential_is_the_product_of_its_parts() -> None:
    rows = table([(10, 5, 85), (30, 5, 65)], [(10, 5, 85), (30, 5, 65)])
    rows += [r | {"importer": "WLD"} for r in rows]
    for one in prospects(sector_table(rows, "toy"), "OWN", "MKT", "2", {}, {}):
        assert one.supply is not None and one.ease is not None and one.demand is not None
        assert one.potential == pytest.approx(one.supply * one.ease * one.demand, abs=0, rel=1e-12)


def test_duties_in_percent_are_refused() -> None:
    rows = [
        {"importer": "MKT", "exporter": e, "isic3": "15", "value_musd": "1", "applied": a, "mfn": "8"}
        for e, a in (("OWN", "8"), ("RIV", "0"))
    ]
    with pytest.raises(DataError, match="duties are percentages"):
        duties_of(rows, "OWN", "MKT")
    fine = duties_of([r | {"applied": str(float(r["applied"]) / 100), "mfn": "0.08"} for r in rows], "OWN", "MKT")
    assert fine["15"].margin == pytest.approx(-0.08) and fine["15"].preference == 0


def test_state_parts_leave_out_what_is_not_stated() -> None:
    rows = [
        {"place": p, "code": c, "value": v} for p, c, v in (("A", "311", "30"), ("B", "311", "10"), ("B", "331", "5"))
    ]
    assert state_parts(rows, {"311": "15t16", "331": "27t28"}, "A") == {"15t16": 0.75}
