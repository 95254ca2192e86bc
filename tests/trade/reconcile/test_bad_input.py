"""Never a wrong number without a mark: what is odd in the rows is refused, counted, or doubted aloud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from henequen.jobs.process import run_in_child
from henequen.model.errors import DataError
from henequen.model.message import LANGUAGES, Message
from henequen.trade.editions.checksum_file import seal_path
from henequen.trade.editions.edition import compare
from henequen.trade.readers import area_kinds, area_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.sql.duck import DuckEngine
from henequen.trade.staging.areas import AreaCodes
from henequen.trade.staging.coding import find_codes
from henequen.trade.staging.rows import reported_rows

Toy = Callable[..., Any]


def test_keys_said_twice_alike_count_once(reconciled: Toy, world: Toy) -> None:
    rows = world(areas=6)
    once, _ = reconciled(rows)
    twice, report = reconciled([*rows, rows[3], rows[3], rows[8]])
    assert once == twice
    again = next(d for d in report["dropped"] if d["reason"] == "repeated_row")
    assert again["rows"] == 3
    assert again["value"] == pytest.approx(2 * rows[3]["primaryValue"] + rows[8]["primaryValue"])


def test_keys_said_twice_differently_are_refused_with_their_rows(reconciled: Toy, world: Toy) -> None:
    rows = world(areas=6)
    other = dict(rows[3]) | {"primaryValue": 12345}
    with pytest.raises(DataError) as caught:
        reconciled([*rows, other])
    assert "line 5" in str(caught.value)  # the header is line 1, as in the refusal of a ragged line
    assert f"line {len(rows) + 2}" in str(caught.value)
    assert "reported.csv" in str(caught.value)


def test_odd_values_are_counted_with_file_and_row(reconciled: Toy, world: Toy, row: Toy) -> None:
    rows = [row("X", "AUS", "BRA", "999011", -5), row("X", "AUS", "BRA", "999012", "inf"), *world(areas=6)]
    _, report = reconciled(rows)
    dropped = {d["reason"]: d for d in report["dropped"]}
    assert dropped["value_negative"]["examples"] == ["reported.csv line 2"]
    assert dropped["value_not_finite"]["examples"] == ["reported.csv line 3"]


def test_a_year_that_is_half_there_is_doubted(reconciled: Toy, world: Toy) -> None:
    rows = world(seed=8)
    for r in rows:
        if r["reporterISO"] == "KEN" and r["flowCode"] == "X":
            r["primaryValue"] = r["primaryValue"] / 2
    _, report = reconciled(rows)
    found = [f for f in report["findings"] if f["rule"] == "level"]
    assert [(f["reporter"], f["flow"]) for f in found] == [("KEN", "exports")]
    assert found[0]["factor"] == pytest.approx(0.5, rel=0.1)


def test_a_unit_that_changes_half_way_is_doubted_and_the_rows_are_marked(reconciled: Toy, world: Toy) -> None:
    rows = world(seed=8)
    mine = [r for r in rows if r["reporterISO"] == "NOR" and r["flowCode"] == "X"]
    for r in mine[len(mine) // 2 :]:
        r["primaryValue"] = r["primaryValue"] * 1000
    found, report = reconciled(rows)
    told = [f for f in report["findings"] if f["rule"] == "unit"]
    assert ("NOR", "exports", 1000.0) in [(f["reporter"], f["flow"], f["factor"]) for f in told]
    disputed = [r for r in found if r["rule"] == "disputed"]
    assert len(disputed) > 100
    assert {r["exporter"] for r in disputed} == {"NOR"}
    assert all(
        r["lower"] <= min(r["x_value"], r["f_value"]) and r["upper"] >= max(r["x_value"], r["f_value"])
        for r in disputed
    )


def test_weights_come_from_units_of_weight_and_odd_ones_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue,netWgt,qty,qtyUnitCode\n"
        "2019,X,AUS,BRA,H5,710231,1,,5000,13\n2019,X,AUS,CHL,H5,710231,1,,2,21\n2019,X,AUS,DEU,H5,710231,1,,2,30\n"
        "2019,X,AUS,FRA,H5,710231,1,7,2,5\n2019,X,AUS,GBR,H5,710231,1,,2,77\n2019,X,AUS,IND,H5,710231,1,-4,2,8\n"
        "2019,X,AUS,QQQ,H5,710231,1,inf,,\n"
    )
    out = tmp_path / "out.parquet"
    report = reconcile(Plan(open_reported([path], tmp_path / "read"), out), AreaCodes(area_kinds(), area_numbers()))
    kg = dict(duckdb.execute(f"select importer, quantity_kg from '{out}'").fetchall())
    assert kg == {"BRA": 1.0, "CHL": 2000.0, "DEU": None, "FRA": 7.0, "GBR": None, "IND": 2.0, "QQQ": None}
    told = {(f["rule"], f["rows"]) for f in report["findings"]}
    assert told >= {("quantity", 1), ("quantity", 2), ("unknown_area", 1)}
    assert any("unit 77" in f["message"] for f in report["findings"])
    for finding in report["findings"]:
        texts = [Message.from_dict(finding).text(language) for language in LANGUAGES]
        assert texts[0] == finding["message"] and len(set(texts)) == len(LANGUAGES), finding


def test_a_value_that_nobody_can_believe_is_counted(reconciled: Toy, world: Toy, row: Toy) -> None:
    _, report = reconciled([row("X", "AUS", "BRA", "999011", "2e16"), *world(areas=5, products=60)])
    (dropped,) = [d for d in report["dropped"] if d["reason"] == "value_implausible"]
    assert (dropped["rows"], dropped["value"], dropped["examples"]) == (1, 2e16, ["reported.csv line 2"])


def test_what_we_write_is_sealed_and_the_seal_is_looked_at(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    path = write_rows(tmp_path / "rows.csv", world(areas=5, products=60))
    files = open_reported([path], tmp_path / "read")
    out = tmp_path / "out.parquet"
    report = reconcile(Plan(files, out), AreaCodes(area_kinds(), area_numbers()))
    assert seal_path(out).read_text().split()[0] == report["sha256"]
    assert compare(out, out) == ([], [])
    raw = bytearray(out.read_bytes())
    raw[len(raw) // 2] ^= 1
    out.write_bytes(bytes(raw))
    with pytest.raises(DataError, match="checksum"):
        compare(out, out)
    with pytest.raises(DataError, match="checksum"):
        open_reported([out], tmp_path / "again")


def test_periods_and_codes_that_are_none_are_counted(reconciled: Toy, world: Toy, row: Toy) -> None:
    odd = [row("X", "AUS", "BRA", "970110", 5, period="20X9"), row("X", "AUS", "BRA", "97O110", 7)]
    _, report = reconciled([*odd, *world(areas=5, products=60)])
    dropped = {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]}
    assert dropped == {"period_unknown": (1, 5.0), "product_unknown": (1, 7.0)}


def test_a_year_that_lacks_rows_is_doubted(reconciled: Toy, world: Toy) -> None:
    rows = world(seed=8)
    assert not [f for f in reconciled(rows)[1]["findings"] if f["rule"] == "coverage"]
    mine = [r for r in rows if r["reporterISO"] == "KEN" and r["flowCode"] == "X"]
    gone = {id(r) for k, r in enumerate(mine) if k % 3}
    _, report = reconciled([r for r in rows if id(r) not in gone])
    found = [f for f in report["findings"] if f["rule"] == "coverage"]
    assert [(f["reporter"], f["flow"]) for f in found] == [("KEN", "exports")]
    assert 0.5 < found[0]["share"] < 0.8


def test_what_the_engine_refuses_is_told_and_no_traceback(tmp_path: Path, world: Toy, write_rows: Toy) -> None:
    rows = tmp_path / "rows.parquet"
    path = write_rows(tmp_path / "rows.csv", world(areas=5, products=60))
    duckdb.execute(
        f"copy (select * replace (\"primaryValue\"::double as \"primaryValue\", null::double as \"cifvalue\", "
        f"null::double as \"fobvalue\", null::double as \"netWgt\") from read_csv('{path}', all_varchar=true)) to '{rows}'"
    )  # fmt: skip
    raw = rows.read_bytes()
    order: dict[str, Any] = {
        "inputs": [str(rows)], "out": str(tmp_path / "out.parquet"), "method": "two_level", "engine": "duckdb", "memory": "1GB",
        "threads": 1, "geo": None, "mapping": None, "concordance": None, "to": None, "add": [], "modules": [], "switches": [],
        "interval": 0.9, "work": None, "base": None,
    }  # fmt: skip
    refused = 0
    for at in range(len(raw) // 7, len(raw), len(raw) // 7):
        damaged = bytearray(raw)
        damaged[at : at + 40] = bytes(40)
        rows.write_bytes(bytes(damaged))
        try:
            run_in_child("henequen.trade.reconcile.job", order)
        except DataError:
            refused += 1
    assert refused >= 3


def test_a_row_is_usable_where_there_is_no_reason_against_it(
    tmp_path: Path, world: Toy, row: Toy, write_rows: Toy
) -> None:
    odd: list[dict[str, Any]] = [
        {"primaryValue": value} for value in ("", "-1", "0", "inf", "nan", "2e15", "1e15")
    ] + [
        {"flowCode": "RX"}, {"flowCode": "RM"}, {"flowCode": "XX"}, {"flowCode": ""}, {"partnerISO": "W00"}, {"partnerISO": ""},
        {"partnerISO": "DEU"}, {"reporterISO": "R4"}, {"reporterISO": ""}, {"partner2Code": "842"}, {"motCode": "1000"},
        {"customsCode": "C01"}, {"cmdCode": "0101"}, {"cmdCode": "TOTAL"}, {"cmdCode": ""}, {"cmdCode": "12345x"},
        {"classificationCode": "S4"}, {"period": ""}, {"period": "20x9"}, {"partner2Code": "", "motCode": "", "customsCode": ""},
    ]  # fmt: skip
    rows = [
        row(flow, "DEU", "NOR", "970110", 100.0) | one
        for one in odd
        for flow in ("X", "M")
        if flow == "X" or "flowCode" not in one
    ]
    files = open_reported([write_rows(tmp_path / "odd.csv", world(areas=3) + rows)], tmp_path / "read", None)
    engine = DuckEngine(tmp_path / "work")
    reported = reported_rows(engine, files)
    _, reported = find_codes(engine, reported, area_kinds(), area_numbers())
    told = engine.fetch(
        f"select reason is null as fine, coalesce(usable, false) as usable, count(*) as n from ({reported.coded}) group by 1, 2"
    )
    engine.close()
    assert told["fine"].tolist() == told["usable"].tolist()
    assert sorted(told["usable"].tolist()) == [False, True]
    assert int(told["n"][told["usable"].tolist().index(False)]) > 30


def test_a_level_that_few_pairs_share_is_not_taken_for_freight(reconciled: Toy, row: Toy) -> None:
    rng = np.random.default_rng(4)
    rows = []
    for e, i in (("KOR", "MEX"), ("MEX", "KOR")):
        for k in range(200):
            x = float(np.exp(rng.normal(11, 1)))
            code = f"{10 + k // 4:02d}01{10 * (k % 4) + 10:02d}"
            rows.append(row("X", e, i, code, round(x, 2)))
            rows.append(row("M", i, e, code, round(1.7 * x * float(np.exp(rng.normal(0, 0.2))), 2)))
    found, report = reconciled(rows)
    (told,) = (one for one in report["findings"] if one["rule"] == "freight")
    assert told["pairs"] == 2
    assert told["rate"] < 0.2
    x, f = (sum(r[name] for r in found) for name in ("x_value", "f_value"))
    assert sum(r["lower"] for r in found) < x < sum(r["value"] for r in found) < f < sum(r["upper"] for r in found)


def test_who_reports_no_exports_at_all_is_doubted(reconciled: Toy, world: Toy) -> None:
    rows = [r for r in world(seed=8) if not (r["reporterISO"] == "NOR" and r["flowCode"] == "X")]
    found = [f for f in reconciled(rows)[1]["findings"] if f["rule"] == "coverage"]
    assert [(f["reporter"], f["flow"], f["share"]) for f in found] == [("NOR", "exports", 1.0)]
    imports_alone = [
        r for r in world(seed=8) if r["flowCode"] == "M" or r["reporterISO"] in ("AUS", "BRA", "CHL", "DEU", "EGY")
    ]
    assert not [f for f in reconciled(imports_alone)[1]["findings"] if f["rule"] == "coverage" and f["share"] == 1.0]


def test_nothing_is_said_to_be_learned_of_who_does_not_report(reconciled: Toy, world: Toy) -> None:
    rows = [r for r in world(seed=8) if r["reporterISO"] != "KEN"]
    told = {one["reporter"] for one in reconciled(rows)[1]["misclassified"]}
    assert "KEN" not in told
    assert "NOR" in told


@pytest.mark.parametrize("km", ["-5", "25000", "nan"])
def test_a_distance_that_cannot_be_is_refused(reconciled: Toy, world: Toy, tmp_path: Path, km: str) -> None:
    geo = tmp_path / "geo.csv"
    geo.write_text(f"exporter,importer,dist_km,contiguous\nAUS,BRA,14000,0\nBRA,AUS,{km},0\n")
    with pytest.raises(DataError, match="distance") as refused:
        reconciled(world(seed=8), geo=geo)
    assert refused.value.where == "geo.csv, row 2, column dist_km"


def test_pairs_that_a_geography_lacks_are_counted_and_the_file_is_named(
    reconciled: Toy, world: Toy, tmp_path: Path
) -> None:
    geo = tmp_path / "geo.csv"
    geo.write_text("exporter,importer,dist_km,contiguous\nAUS,BRA,14000,0\nBRA,AUS,14000,0\n")
    _, report = reconciled(world(seed=8), geo=geo)
    (told,) = (one for one in report["findings"] if one["rule"] == "geography")
    assert told["pairs"] == 12 * 11 - 2
    assert report["beside"]["geography"]["name"] == "geo.csv"


def test_one_large_flow_that_is_left_out_is_no_half_year(reconciled: Toy, row: Toy, world: Toy) -> None:
    rows = [*world(seed=8), row("M", "NOR", "AUS", "970110", 9e9, cifvalue=9e9)]
    found, report = reconciled(rows)
    lacking = sum(r["f_value"] for r in found if r["exporter"] == "AUS" and r["rule"] == "importer_only")
    assert lacking > 0.9 * sum(r["value"] for r in found if r["exporter"] == "AUS")
    assert not [f for f in report["findings"] if f["rule"] == "coverage"]
