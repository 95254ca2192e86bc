"""The printed tables, worked by hand column by column, and what their arithmetic says."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from henequen.model.observation import Observation
from henequen.record.store.view import View

YEARS = [str(year) for year in range(1980, 2005)]
COLUMNS = {
    "Table 1 export": "44.7 50.2 43.4 51.0 19.6 26.1 50.1 133.2 279.7 461.8 559.5 774.6 905.4 "
    "997.0 1289.2 941.1 1191.1 1471.0 1404.8 2016.9 2391.3 2148.9 2230.8 2455.0 2994.0",
    "Table 1 import": "64.2 55.9 261.1 200.5 212.5 139.4 174.9 181.0 220.1 163.4 264.1 224.1 172.2 "
    "157.5 228.6 306.7 408.3 344.1 190.7 291.7 377.9 266.6 295.4 333.7 411.3",
    "Table 2 export": "16.0 68.1 206.8 136.6 157.6 103.1 90.2 95.8 98.3 51.5 9.2 32.0 44.0 "
    "27.1 37.8 88.3 193.8 66.2 68.4 150.3 179.2 293.0 185.0 95.1 111.3",
    "Table 2 import": "32.7 25.3 26.2 21.7 17.9 12.2 17.9 27.0 110.9 204.8 27.0 386.8 665.6 "
    "837.5 938.4 770.8 1059.4 1584.3 1823.1 2780.7 3690.3 3531.7 3910.0 4112.9 5310.9",
}
OFF_BY_MORE_THAN_ROUNDING = {("Table 1", "1985")}
OWNER = {"Table 1": ("KOR", "MEX", "kotis"), "Table 2": ("MEX", "KOR", "mex-dgreb")}


@pytest.fixture(scope="module")
def cells(view: View) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for o in view.observations(edition="commission-2005"):
        if o.table:
            found.setdefault(o.table, []).append(o)
    return found


def value(o: Observation) -> Decimal:
    assert o.value is not None
    return o.value


def series(cells: list[Observation], measure: str, **fields: str) -> dict[str, Decimal]:
    """The values of a measure by period, each period once."""
    chosen = [o for o in cells if o.measure == measure and all(getattr(o, k) == v for k, v in fields.items())]
    assert len({o.period for o in chosen}) == len(chosen)
    return {o.period: value(o) for o in chosen if not o.missing}


def test_328_cells(cells: dict[str, list[Observation]]) -> None:
    counts = Counter({table: len(found) for table, found in cells.items()})
    printed = {"Table 1": 100, "Table 2": 100, "Table 3": 11, "Table 4": 25, "Table 5": 26, "Table 6": 16, "Table 7": 24,
               "Table 8": 22, "Figure 1": 4}  # fmt: skip
    assert {table: counts[table] for table in printed} == printed
    assert sum(printed.values()) == 328
    assert all(
        o.evidence[0].row and o.evidence[0].column for found in cells.values() for o in found if o.table in printed
    )


@pytest.mark.system(48)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_the_two_counts(cells: dict[str, list[Observation]], column: str) -> None:
    table, measure = column[:7], column[8:]
    reporter, partner, speaker = OWNER[table]
    found = [o for o in cells[table] if o.measure == measure]
    assert {o.period: value(o) for o in found} == dict(zip(YEARS, map(Decimal, COLUMNS[column].split()), strict=True))
    assert {(o.reporter, o.partner, o.asserted_by, o.flow) for o in found} == {(reporter, partner, speaker, measure)}
    assert {(o.unit, o.unit_mult, o.product, o.period_basis) for o in found} == {("USD", 6, "TOTAL", "table")}


@pytest.mark.system(48, 49)
@pytest.mark.parametrize("table", OWNER)
def test_totals_and_balances_hold_but_for_one(cells: dict[str, list[Observation]], table: str) -> None:
    out, into = series(cells[table], "export"), series(cells[table], "import")
    total, balance = series(cells[table], "total_trade"), series(cells[table], "balance")
    assert list(total) == list(balance) == YEARS
    for year in YEARS:
        assert abs(out[year] - into[year] - balance[year]) <= Decimal("0.11"), year
        off = abs(out[year] + into[year] - total[year])
        assert (off > Decimal("0.11")) == ((table, year) in OFF_BY_MORE_THAN_ROUNDING), (year, off)
    if table == "Table 1":
        assert out["1985"] + into["1985"] - total["1985"] == Decimal("0.4")


@pytest.mark.system(48)
def test_2003_as_each_side_counts_it(cells: dict[str, list[Observation]], view: View) -> None:
    assert series(cells["Table 1"], "balance")["2003"] == Decimal("2121.3")
    assert series(cells["Table 2"], "balance")["2003"] == Decimal("-4017.8")
    told = {o.reporter: o.amount for o in view.observations(measure="balance", period="2003") if not o.table}
    assert told == {"KOR": Decimal("2.1e9"), "MEX": Decimal("-4.0e9")}
    assert series(cells["Table 1"], "balance")["1980"] < 0 and series(cells["Table 2"], "balance")["1980"] < 0


def test_one_separator_printed_two_ways_reads_as_one_kind_of_number(cells: dict[str, list[Observation]]) -> None:
    by_print = {o.as_printed: value(o) for o in cells["Table 1"]}
    assert by_print["1,060.6"] == Decimal("1060.6") and by_print["1077.6"] == Decimal("1077.6")


@pytest.mark.system(49, 52)
def test_the_growth_chain_of_cars(cells: dict[str, list[Observation]]) -> None:
    cars = series(cells["Table 3"], "import")
    rates = series(cells["Table 3"], "growth")
    assert [int(v) for v in cars.values()] == [229, 3070, 4430, 9025, 10286, 12433]
    assert list(rates) == ["2000", "2001", "2002", "2003", "2004"]
    for before, after in pairwise(sorted(cars)):
        assert round((cars[after] / cars[before] - 1) * 100, 1) == rates[after]
    assert {(o.product, o.reporter, o.partner) for o in cells["Table 3"]} == {("MTI:7411", "KOR", "MEX")}


# Row 22 also asks for the break to be drawn: the page that draws it carries the number.
def test_four_rival_amounts_of_investment_and_the_break_between_the_tables(
    cells: dict[str, list[Observation]], view: View
) -> None:
    prose = [o for o in view.observations(reporter="MEX", partner="KOR") if not o.table and o.evidence]
    flows = {o.period: o for o in prose if o.measure == "fdi_flow"}
    stock = [o for o in prose if o.measure == "fdi_stock"]
    assert flows["1994-01/2003-03"].amount == Decimal(590_000_000)
    assert flows["1994/2004"].amount == Decimal("656.1e6")
    assert series(cells["Table 5"], "fdi_flow", partner="KOR")["1994/2004"] == Decimal("656.0")
    assert [(o.amount, o.comparator, o.asserted_by) for o in stock] == [
        (Decimal("1.5e9"), "about", "embassy-of-korea-in-mexico")
    ]
    jobs = next(o for o in view.observations(measure="count", unit="persons") if o.value == 27249)
    assert jobs.asserted_by == "embassy-of-korea-in-mexico"
    break_of_method = view.record("event-secofi-method-change-1994")
    assert break_of_method is not None and break_of_method.one("date") == "1994"
    assert max(o.period for o in cells["Table 4"]) < min(o.period for o in cells["Table 5"]) == "1994"


@pytest.mark.system(24)
def test_mexican_investment_in_korea(cells: dict[str, list[Observation]]) -> None:
    table = cells["Table 6"]
    assert {(o.reporter, o.partner) for o in table} == {("KOR", "MEX")}
    assert series(table, "count") == {"1998": 1, "2002": 1, "1998/2004": 2}
    amounts = series(table, "fdi_flow")
    assert amounts == {"1998": 56, "2000": 2767, "2002": 92, "1998/2004": 2915}
    assert sum(v for period, v in amounts.items() if "/" not in period) == amounts["1998/2004"]
    missing = [o for o in table if o.missing]
    assert len(missing) == 9 and {o.as_printed for o in missing} == {"-"}
    assert {(o.unit, o.unit_mult) for o in table if o.measure == "fdi_flow"} == {("USD", 3)}


@pytest.mark.system(49, 53)
@pytest.mark.parametrize("table", ["Table 7", "Table 8"])
def test_investment_by_branch_and_by_state(cells: dict[str, list[Observation]], table: str) -> None:
    amounts = {o.evidence[0].row: value(o) for o in cells[table] if o.measure == "fdi_stock"}
    shares = {o.evidence[0].row: value(o) for o in cells[table] if o.measure == "share"}
    total = amounts.pop("Total")
    assert total == sum(amounts.values()) == Decimal("125252.5")
    assert shares.pop("Total") == 100
    for row, amount in amounts.items():
        assert abs(amount / total * 100 - shares[row]) <= Decimal("0.06"), row
    assert len(amounts) == (11 if table == "Table 7" else 10)


@pytest.mark.system(53)
def test_states_have_codes_and_a_negative_rest_stays_negative(cells: dict[str, list[Observation]]) -> None:
    states = {o.place: value(o) for o in cells["Table 8"] if o.measure == "fdi_stock" and o.place}
    assert list(states) == ["MX-BCN", "MX-CMX", "MX-SON", "MX-PUE", "MX-MEX", "MX-JAL", "MX-GUA", "MX-MIC", "MX-COA"]
    rest = [o for o in cells["Table 7"] if o.evidence[0].row == "Other"]
    assert [value(o) for o in rest] == [Decimal("-4464.1"), Decimal("-3.6")]


@pytest.mark.system(53)
def test_shares_of_the_early_years_and_of_sectors_and_firms(cells: dict[str, list[Observation]], view: View) -> None:
    region = series(cells["Table 4"], "fdi_flow", partner="Asia-Pacific")
    whole = series(cells["Table 4"], "fdi_flow", partner="WLD")
    shares = series(cells["Table 4"], "share", partner="Asia-Pacific")
    for period, share in shares.items():
        assert abs(region[period] / whole[period] * 100 - share) <= Decimal("0.006"), period
    sectors = [value(o) for o in cells["Figure 1"]]
    assert sorted(sectors) == [Decimal("0.7"), Decimal("2.2"), Decimal("32.8"), Decimal("64.3")] and sum(sectors) == 100
    firms = {o.partner: value(o) for o in view.observations(measure="count", unit="companies", period="2002-12")}
    assert firms == {"KOR": 768, "WLD": 25708}
    assert round(firms["KOR"] / firms["WLD"] * 100, 1) == Decimal("3.0")
