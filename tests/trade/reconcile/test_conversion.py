"""Editions of the Harmonized System: carried into one where a table says how, counted where they cannot meet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from henequen.model.errors import DataError
from henequen.trade.readers import area_kinds, area_numbers, convert_editions, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

Toy = Callable[..., Any]
TABLE = [
    # from, to, code, code, share, official
    ("HS2022", "HS2017", "010121", "010121", "", "true"),
    ("HS2022", "HS2017", "010231", "010230", "", "true"),  # n:1 with the next
    ("HS2022", "HS2017", "010239", "010230", "", "true"),
    ("HS2022", "HS2017", "020110", "020111", "", "true"),  # 1:n, one is chosen
    ("HS2022", "HS2017", "020110", "020112", "", "false"),
    ("HS2022", "HS2017", "030111", "030112", "0.3", ""),  # 1:n by shares
    ("HS2022", "HS2017", "030111", "030113", "0.7", ""),
    ("HS2022", "HS2017", "040110", "040111", "", ""),  # 1:n, nobody chose
    ("HS2022", "HS2017", "040110", "040112", "", ""),
]


def _table(path: Path, rows: Sequence[Sequence[str]] = TABLE) -> Path:
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(
            ["from_classification", "to_classification", "from_code", "to_code", "share", "is_official_conversion"]
        )
        writer.writerows(rows)
    return path


def _run(folder: Path, path: Path, table: Path | None, to: str | None = None, **options: Any) -> Any:
    files = open_reported([path], folder / "read")
    if table is not None:
        files = convert_editions(files, table, folder / "table", to)
    out = folder / "out.parquet"
    report = reconcile(Plan(files, out, **options), AreaCodes(area_kinds(), area_numbers()))
    found = duckdb.execute(
        f"select exporter || importer, classification, product, x_value, m_value, quantity_kg from '{out}' order by all"
    ).fetchall()
    return found, report


def test_codes_are_carried_into_one_edition(tmp_path: Path, world: Toy, row: Toy, write_rows: Toy) -> None:
    ours = {"classificationCode": "H6"}
    rows = [
        row("X", "AUS", "BRA", "010231", 100.01, netWgt=10, **ours),
        row("X", "AUS", "BRA", "010239", 200.02, netWgt=20, **ours),
        row("M", "BRA", "AUS", "010230", 318, cifvalue=318, netWgt=30),
        row("X", "AUS", "BRA", "020110", 50, **ours),
        row("M", "BRA", "AUS", "020111", 53, cifvalue=53),
        row("X", "AUS", "BRA", "030111", 10.01, **ours),
        row("X", "AUS", "BRA", "040110", 7, **ours),
        row("X", "AUS", "BRA", "050100", 8, **ours),
        row("X", "AUS", "BRA", "9999AA", 9, **ours),
        row("M", "BRA", "AUS", "9999AA", 10, cifvalue=10),
        *world(areas=6, products=60),
    ]
    found, report = _run(tmp_path, write_rows(tmp_path / "rows.csv", rows), _table(tmp_path / "table.csv"))
    ours_only = {r[2]: r[1:] for r in found if r[0] == "AUSBRA" and r[2] in {x["cmdCode"] for x in rows[:10]} |
                 {"010230", "020111", "030112", "030113", "040110", "050100"}}  # fmt: skip
    assert ours_only["010230"] == ("H5", "010230", 300.03, 318.0, pytest.approx(30.0))
    assert ours_only["020111"][2:4] == (50.0, 53.0)
    assert (ours_only["030112"][2], ours_only["030113"][2]) == (3.003, 7.007)
    assert ours_only["040110"][0] == ours_only["050100"][0] == "H6"  # stays its own
    assert ours_only["9999AA"][0] == "H5"
    assert ours_only["9999AA"][2:4] == (9.0, 10.0)
    told = {(c["rule"], c["relation"]): (c["rows"], c["value"]) for c in report["conversions"]}
    assert told == {
        ("converted", "n:1"): (2, 300.03), ("converted", "1:n official"): (1, 50.0), ("converted", "1:n shares"): (1, 10.01),
        ("not_converted", "no choice"): (1, 7.0), ("not_converted", "not in the table"): (1, 8.0),
    }  # fmt: skip
    assert {f["rule"] for f in report["findings"]} >= {"not_converted"}
    assert not [f for f in report["findings"] if f["rule"] == "converted"]
    assert report["concordance"]["to"] == "H5"


def test_without_a_table_what_cannot_meet_is_counted(tmp_path: Path, world: Toy, row: Toy, write_rows: Toy) -> None:
    rows = world(areas=6, products=60)
    for r in rows:
        if r["reporterISO"] == "AUS":
            r["classificationCode"] = "H6"
    rows += [
        row("X", "AUS", "BRA", "010231", 100, classificationCode="H6"),
        row("M", "BRA", "AUS", "010230", 110, cifvalue=110),
    ]
    _, report = _run(tmp_path, write_rows(tmp_path / "rows.csv", rows), None)
    (told,) = [f for f in report["findings"] if f["rule"] == "editions"]
    assert (told["rows"], told["pairs"], told["value"]) == (2, 1, 210.0)
    assert "--concordance" in told["message"]


def test_one_flow_in_two_editions_counts_once_or_is_refused(
    tmp_path: Path, world: Toy, row: Toy, write_rows: Toy
) -> None:
    twice = [
        row("X", "AUS", "BRA", "010231", 100, classificationCode="H6"),
        row("X", "AUS", "BRA", "010239", 20, classificationCode="H6"),
        row("X", "AUS", "BRA", "010230", 120),
    ]
    table = _table(tmp_path / "table.csv")
    found, report = _run(tmp_path, write_rows(tmp_path / "rows.csv", [*twice, *world(areas=6, products=60)]), table)
    assert [r[3] for r in found if r[2] == "010230" and r[0] == "AUSBRA"] == [120.0]
    assert [(d["rows"], d["value"]) for d in report["dropped"] if d["reason"] == "repeated_row"] == [(1, 120.0)]
    assert "two_editions" in {f["rule"] for f in report["findings"]}
    twice[2]["primaryValue"] = 121
    with pytest.raises(DataError, match="twice with different values"):
        _run(tmp_path, write_rows(tmp_path / "rows.csv", [*twice, *world(areas=6, products=60)]), table)
    again = [twice[0], dict(twice[0]) | {"primaryValue": 3}]
    with pytest.raises(DataError, match="twice with different values"):
        _run(tmp_path, write_rows(tmp_path / "rows.csv", [*again, *world(areas=6, products=60)]), table)


def test_the_edition_is_the_newest_that_all_can_be_carried_into(shared: Path, tmp_path: Path, row: Toy) -> None:
    table = shared / "data/trade/concordance/hs_sitc_concordance.parquet"
    header = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n"

    def chosen(*editions: str, to: str | None = None) -> str:
        path = tmp_path / "rows.csv"
        path.write_text(header + "".join(f"2022,X,AUS,BRA,{e},010121,1\n" for e in editions))
        (file,) = convert_editions(open_reported([path], tmp_path / "read"), table, tmp_path, to)
        assert file.conversion is not None
        return file.conversion.to

    assert chosen("H6", "H5") == "H5"
    assert chosen("H6", "HS2017", "H4") == "H4"
    assert chosen("H4", "H4", "H3") == "H4"  # no table between them: the one that leaves the fewest rows behind
    assert chosen("H6", "H4", to="HS 2012") == "H4"
    with pytest.raises(DataError, match="does not lead"):
        chosen("H4", "H6", to="H6")
    with pytest.raises(DataError, match="not an edition"):
        chosen("H4", to="S4")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("HS2022", "HS2017", "020110", "020113", "", "true"), "chooses two"),
        (("HS2022", "HS2017", "030111", "030114", "0.2", ""), "do not add up"),
        (("HS2022", "HS2017", "010121", "010121", "", "perhaps"), "true or false|twice"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, more: tuple[str, ...], words: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n"
        "2022,X,AUS,BRA,H6,010121,1\n2022,M,BRA,AUS,H5,010121,1\n"
    )
    with pytest.raises(DataError, match=words):
        convert_editions(open_reported([path], tmp_path / "read"), _table(tmp_path / "t.csv", [*TABLE, more]), tmp_path)


CODES = ("010121", "010231", "010239", "010230", "020110", "020112", "030111", "030113", "040110", "050100", "9999AA")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    drawn=st.lists(
        st.tuples(st.sampled_from(CODES), st.integers(1, 10**9), st.sampled_from(("X", "M"))), min_size=1, max_size=30,
        unique_by=lambda one: (one[0], one[2]),
    )
)  # fmt: skip
def test_what_is_carried_over_adds_up_to_the_cent(
    tmp_path: Path, world: Toy, row: Toy, write_rows: Toy, drawn: list[tuple[str, int, str]]
) -> None:
    rows = world(areas=5, products=30)
    rows += [
        row(flow, "KEN", "NOR", code, cents / 100, classificationCode="H6") for code, cents, flow in drawn
    ]  # fmt: skip
    found, _ = _run(tmp_path, write_rows(tmp_path / "rows.csv", rows), _table(tmp_path / "table.csv"))
    for flow, column, pair in (("X", 3, "KENNOR"), ("M", 4, "NORKEN")):
        total = sum(round(1000 * r[column]) for r in found if r[0] == pair and r[column] is not None)
        assert total == sum(10 * cents for code, cents, f in drawn if f == flow)
