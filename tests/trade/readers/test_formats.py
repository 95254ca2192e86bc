"""Files as their providers write them: bulk files, the old service, BACI, portals of places and months, users' tables."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from henequen.model.errors import DataError
from henequen.trade.editions.output_rows import rows_source
from henequen.trade.readers import area_kinds, area_numbers, open_reported
from henequen.trade.reconcile.pipeline import reconcile
from henequen.trade.reconcile.plan import Plan
from henequen.trade.staging.areas import AreaCodes

BULK = (
    "datasetCode\ttypeCode\tfreqCode\trefPeriodId\trefYear\trefMonth\tperiod\treporterCode\tflowCode\tpartnerCode\t"
    "partner2Code\tclassificationSearchCode\tclassificationCode\tisOriginalClassification\tcmdCode\tcustomsCode\tmosCode\t"
    "motCode\tqtyUnitCode\tqty\tisQtyEstimated\taltQtyUnitCode\taltQty\tisAltQtyEstimated\tnetWgt\tisNetWgtEstimated\t"
    "grossWgt\tisGrossWgtEstimated\tcifValue\tfobValue\tprimaryValue\tlegacyEstimationFlag\tisReported\tisAggregate\n"
)
OLD = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,Reporter,"
    "Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,Customs Proc. Code,Customs,"
    "Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,"
    "Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag\n"
)
V1 = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue"


def _bulk(
    product: str, value: str, partner: str = "251", second: str = "0", mode: str = "0", customs: str = "C00"
) -> str:
    return (
        f"x\tC\tA\t20190101\t2019\t52\t2019\t842\tM\t{partner}\t{second}\tHS\tH5\ttrue\t{product}\t{customs}\t0\t{mode}\t8\t1\t"
        f"false\t-1\t\tfalse\t1\tfalse\t\tfalse\t{value}\t\t{value}\t0\ttrue\ttrue\n"
    )


def _run(folder: Path, *paths: Path, mapping: str | None = None, **options: Any) -> tuple[list[tuple[Any, ...]], Any]:
    told = None
    if mapping is not None:
        told = folder / "mapping.toml"
        told.write_text(mapping, encoding="utf-8")
    files = open_reported(paths, folder / "read", told, options.pop("add", ()))
    out = folder / "out.parquet"
    report = reconcile(Plan(files, out, **options), AreaCodes(area_kinds(), area_numbers()))
    rows = duckdb.execute(
        f"select period, exporter, importer, product, x_value, m_value, quantity_kg from {rows_source(out)} order by all"
    ).fetchall()
    return rows, report


def _write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_a_bulk_file_in_gzip(tmp_path: Path) -> None:
    text = BULK + _bulk("010121", "100.125") + _bulk("010121", "60", second="276") + _bulk("010121", "70", mode="1000")
    text += _bulk("010121", "80", customs="C05") + _bulk("0101", "100.125") + _bulk("TOTAL", "100.125")
    text += (
        _bulk("010121", "500", partner="0") + _bulk("999999", "7", partner="899") + _bulk("010129", "3", partner="842")
    )
    path = tmp_path / "COMTRADE-FINAL-CA842201900H5[2021-01-01].txt.gz"
    path.write_bytes(gzip.compress(text.encode()))
    rows, report = _run(tmp_path, path)
    assert [r[:6] for r in rows] == [
        ("2019", "FRA", "USA", "010121", None, 100.125), ("2019", "_X", "USA", "999999", None, 7.0)]  # fmt: skip
    dropped = {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]}
    assert dropped == {
        "second_partner": (1, 60.0), "transport_mode": (1, 70.0), "customs_procedure": (1, 80.0),
        "aggregate_product": (2, 200.25), "aggregate_partner": (1, 500.0), "self_report": (1, 3.0),
    }  # fmt: skip
    raw = bytearray(path.read_bytes())
    raw[40] ^= 0x10
    path.write_bytes(bytes(raw))
    with pytest.raises(DataError, match="gzip file is damaged"):
        open_reported([path], tmp_path / "read")


def test_what_is_no_text_is_refused_by_its_content(tmp_path: Path) -> None:
    for head, words in (
        (b"PK\x03\x04abcdef", "spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"<html>", "HTML"),
        (b"", "empty"),
    ):
        path = tmp_path / "rows.csv"
        path.write_bytes(head)
        with pytest.raises(DataError, match=words):
            open_reported([path], tmp_path / "read")
    with pytest.raises(DataError, match="list of files"):
        open_reported(
            [_write(tmp_path / "l.json", '{"data": [{"fileUrl": "x", "fileSize": "1 KB"}]}')], tmp_path / "read"
        )


def test_a_file_of_the_old_service(tmp_path: Path) -> None:
    text = OLD
    text += (
        'H4,2014,2014,2014,6,1,1,Import,842,"United States of America",USA,699,India,IND,,,,,,,,090111,"Coffee, raw",8,'
    )
    text += '"Weight in kilograms",12,,,,12,,1000,,,0\n'
    text += "H4,2014,2014,2014,6,1,3,Re-Export,842,USA,USA,699,India,,,,,,,,,090111,Coffee,8,kg,1,,,,1,,5,,,0\n"
    text += "H4,2014,2014,2014,2,0,1,Import,842,USA,USA,0,World,WLD,,,,,,,,09,Coffee,1,No Quantity,,,,,,,1000,,,0\n"
    text += (
        'H4,2014,2014,2014,6,1,2,Export,842,USA,USA,490,"Other Asia, nes",,,,,,,,,090111,Coffee,8,kg,1,,,,1,,9,,,0\n'
    )
    rows, report = _run(tmp_path, _write(tmp_path / "old.csv", text))
    assert [r[:6] for r in rows] == [
        ("2014", "IND", "USA", "090111", None, 1000.0), ("2014", "USA", "TWN", "090111", 9.0, None)]  # fmt: skip
    assert {d["reason"] for d in report["dropped"]} == {"aggregate_partner", "contained_re_trade"}


def test_baci_says_that_its_figures_are_reconciled_already(tmp_path: Path) -> None:
    baci = _write(tmp_path / "BACI_HS17_Y2019.csv", "t,i,j,k,v,q\n2019,842,251,10121,3.503,0.25\n2019,757,490,999999,1,          NA\n"
                  "2019,579,699,270900,2.001,1\n")  # fmt: skip
    _write(
        tmp_path / "country_codes.csv",
        "country_code,country_name,country_iso2,country_iso3\n842,USA,US,USA\n516,Namibia,NA,NAM\n",
    )
    _write(tmp_path / "product_codes.csv", "code,description\n010121,Horses\n")
    _, report = _run(tmp_path, *sorted(tmp_path.glob("*.csv")))
    rows = duckdb.execute(
        "select exporter, importer, product, value, lower, upper, quantity_kg, rule, x_value, m_value, w_x "
        f"from '{tmp_path / 'out.parquet'}' order by all"
    ).fetchall()
    assert [r[:7] for r in rows] == [
        ("CHE", "TWN", "999999", 1000.0, 1000.0, 1000.0, None), ("NOR", "IND", "270900", 2001.0, 2001.0, 2001.0, 1000.0),
        ("USA", "FRA", "010121", 3503.0, 3503.0, 3503.0, 250.0)]  # fmt: skip
    assert {r[7:] for r in rows} == {("reconciled", None, None, None)}  # nobody's report, and no weight
    assert (report["reporters"], report["rules"]) == ([], [{"rule": "reconciled", "rows": 3, "value": 6504.0}])
    assert not (tmp_path / "out.model.json").exists()
    assert {f["rule"] for f in report["findings"]} == {"code_table", "padded_code", "reconciled_already"}
    other = _write(tmp_path / "reports.csv", V1 + "\n2019,M,FRA,USA,H5,010121,4000\n")
    with pytest.raises(DataError, match="reconciled figures mixed with reports"):
        _run(tmp_path, baci, other)


STATES = (
    "Month ID,Month,State ID,State,HS6 ID,HS6,Flow ID,Flow,Country ID,Country,Trade Value\n"
    "201201,2012-01,1,A,6381210,X,1,Imports,deu,Germany,100\n201201,2012-01,2,B,6381210,X,1,Imports,deu,Germany,20\n"
    "201202,2012-02,2,B,6381210,X,1,Imports,deu,Germany,3\n201202,2012-02,2,B,1010121,X,2,Exports,nam,Namibia,7\n"
)


def test_states_and_months_are_added_up_where_the_user_asks(shared: Path, tmp_path: Path) -> None:
    path = _write(tmp_path / "states.csv", STATES)
    with pytest.raises(DataError, match="--add place"):
        open_reported([path], tmp_path / "read")
    by_month, _ = _run(tmp_path, path, add=("place",))
    assert [r[0] for r in by_month] == ["201201", "201202", "201202"]
    year, report = _run(tmp_path, path, add=("place", "month"))
    us = next(r for r in by_month if r[1] != "DEU")[1]
    assert [r[:6] for r in year] == [
        ("2012", "DEU", us, "381210", None, 123.0),
        ("2012", us, "NAM", "010121", 7.0, None),
    ]
    assert [f["message"].split()[-4:] for f in report["findings"] if f["rule"] == "months"] == [
        ["2", "of", "12", "months"], ["1", "of", "12", "months"]]  # fmt: skip
    federal = _write(tmp_path / "federal.csv", V1 + f"\n2012,M,{us},DEU,H4,381210,124\n")
    with pytest.raises(DataError, match="twice with different values"):
        _run(tmp_path, path, federal, add=("place", "month"))
    (sample,) = (shared / "data/trade").glob("data*/sample_state_hs6_country_month.csv")
    rows, _ = _run(tmp_path, sample, add=("place", "month"))
    total = duckdb.execute(f"select sum(\"Trade Value\") from '{sample}'").fetchone()
    assert sum((r[4] or 0) + (r[5] or 0) for r in rows) == total[0]  # type: ignore[index]


def test_a_customs_table_in_hangul(tmp_path: Path) -> None:
    text = (
        "기간,시도,HS코드,국가,수출중량,수출금액,수입중량,수입금액\n"
        '2019.01,총계,총계,총계,"9","9","9","9"\n'
        '2019.01,서울,10121,NA,"1,200.5","1,234","-","0"\n201901,부산,10121,NA,1,"1,000","2","5"\n'
    )
    mapping = (
        'encoding = "cp949"\ngrouping = ","\nmissing = ["-"]\nadd = ["place"]\n'
        '[columns]\nperiod = "기간"\nplace = "시도"\nproduct = "HS코드"\npartner = "국가"\n'
        '[columns.X]\nvalue = "수출금액"\nnet_kg = "수출중량"\n[columns.M]\nvalue = "수입금액"\nnet_kg = "수입중량"\n'
        '[constants]\nreporter = "CHL"\nclassification = "H5"\nvalue_multiplier = "1000"\n'
    )
    path = _write(tmp_path / "customs.csv", text, "cp949")
    rows, report = _run(tmp_path, path, mapping=mapping)
    assert rows == [
        ("201901", "CHL", "NAM", "010121", 2_234_000.0, None, 1201.5),
        ("201901", "NAM", "CHL", "010121", None, 5000.0, 2.0),
    ]
    assert {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]} == {
        "aggregate_without_parts": (2, 18000.0), "value_zero": (1, 0.0)}  # fmt: skip
    with pytest.raises(DataError, match="cp949"):
        _run(tmp_path, path, mapping=mapping.replace('encoding = "cp949"\n', ""))
    with pytest.raises(DataError, match="line 3") as caught:
        _run(tmp_path, path, mapping=mapping.replace('grouping = ","\n', ""))
    assert "1,234" in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1e3", 1000.0), ("123456789012.125", 123456789012.125), (" 12.5 ", 12.5), ("1234567890123.4567", None), ("1.234,56", None),
     ("12 345", None), ("1_000", None), ("12345678901234567", None), ("0x1F", None)],
)  # fmt: skip
def test_a_number_is_read_right_or_refused_with_its_line(tmp_path: Path, cell: str, value: float | None) -> None:
    path = _write(tmp_path / "rows.csv", V1 + f'\n2019,X,AUS,BRA,H5,010121,1\n2019,X,AUS,BRA,H5,010129,"{cell}"\n')
    if value is None:
        with pytest.raises(DataError) as caught:
            open_reported([path], tmp_path / "read")
        assert "line 3" in str(caught.value)
        assert cell in str(caught.value)
    else:
        (file,) = open_reported([path], tmp_path / "read")
        found = duckdb.execute(f"select \"{file.columns['value']}\" from '{file.path}'").fetchall()
        assert found[1] == (value,)


@pytest.mark.parametrize("kind", ["int", "double", "bigint", "varchar"])
@pytest.mark.parametrize("value", ["1.5::decimal(18,3)", "'1.5'", "1.5::double"])
def test_columns_that_a_reader_took_for_numbers(tmp_path: Path, kind: str, value: str) -> None:
    path = tmp_path / "rows.parquet"
    common = '2019::double as "refYear", \'X\' as "flowCode", 842::double as "reporterCode", \'NA\' as "partnerISO", \'H5\' as c'
    duckdb.execute(
        f'copy (select * rename (c as "classificationCode") from (select {common}, 10121::{kind} as "cmdCode", '
        f"{value} as \"primaryValue\" union all select {common}, 101::{kind}, 7)) to '{path}'"
    )
    rows, report = _run(tmp_path, path)
    assert [r[:5] for r in rows] == [("2019", "USA", "NAM", "010121", 1.5)]
    assert report["dropped"] == [{"reason": "aggregate_product", "rows": 1, "value": 7.0}]


def test_numbers_too_large_to_keep_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    for value in ("9007199254740993::bigint", "12345678901234.567::decimal(20,3)", "'12345678901234567'"):
        duckdb.execute(
            f"copy (select '2019' as period, 'X' as \"flowCode\", 'AUS' as \"reporterISO\", 'BRA' as \"partnerISO\", "
            f"'H5' as \"classificationCode\", '010121' as \"cmdCode\", {value} as \"primaryValue\") to '{path}'"
        )
        with pytest.raises(DataError, match="digits"):
            open_reported([path], tmp_path / "read")


def test_rows_of_another_classification_and_finer_codes_are_counted(tmp_path: Path) -> None:
    text = V1 + "\n2019,X,AUS,BRA,H5,010121,10\n2019,X,AUS,BRA,S4,00150,10\n2019,X,AUS,BRA,H5,01012100,10\n"
    text += "2019,X,AUS,BRA,H5,01012900,2\n2019,X,AUS,BRA,H5,01012901,3\n"
    path = _write(tmp_path / "rows.csv", text)
    _, report = _run(tmp_path, path)
    assert {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]} == {
        "other_classification": (1, 10.0), "finer_product": (3, 15.0)}  # fmt: skip
    rows, report = _run(tmp_path, path, add=("product",))
    assert [(r[3], r[4]) for r in rows] == [("010121", 10.0), ("010129", 5.0)]
    assert {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]} == {
        "other_classification": (1, 10.0), "finer_product": (1, 10.0)}  # fmt: skip


CELLS = st.fixed_dictionaries({
    "flow": st.sampled_from(("X", "M", "RX", "RM", "DX")), "partner": st.sampled_from(("AUS", "BRA", "NA", "W00", "_X", "899")),
    "second": st.sampled_from(("0", "0", "0", "842")), "mode": st.sampled_from(("0", "0", "0", "1000")),
    "customs": st.sampled_from(("C00", "C00", "C00", "C05")), "scheme": st.sampled_from(("H5", "H5", "H5", "S4", "EB")),
    "product": st.sampled_from(("010121", "010129", "0101", "01", "TOTAL", "999999", "01012110", "10129")),
    "mills": st.one_of(st.integers(-(10**6), 10**13), st.just(10**19)),
})  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(drawn=st.lists(CELLS, max_size=25))
def test_what_is_summed_and_what_is_left_out_is_all_there_is(tmp_path: Path, drawn: list[dict[str, Any]]) -> None:
    seen: set[tuple[Any, ...]] = set()
    lines, total = [], 0
    for one in drawn:
        key = tuple(one[k] for k in ("flow", "partner", "second", "mode", "customs", "scheme", "product"))
        same = (key[0], {"899": "_X"}.get(key[1], key[1]), *key[2:-1], {"10129": "010129"}.get(key[-1], key[-1]))
        if same in seen:
            continue
        seen.add(same)
        total += one["mills"]
        lines.append(
            f"2019,{one['flow']},AUS,{one['partner']},{one['scheme']},{one['product']},"
            f"{Decimal(one['mills']) / 1000:f},{one['second']},{one['mode']},{one['customs']}"
        )
    lines.append("2019,X,CHL,DEU,H5,010121,1.000,0,0,C00")
    path = _write(tmp_path / "rows.csv", V1 + ",partner2Code,motCode,customsCode\n" + "\n".join(lines) + "\n")
    rows, report = _run(tmp_path, path, modules=())
    summed = sum(round(1000 * value) for r in rows for value in (r[4], r[5]) if value is not None)
    left = sum(round(1000 * d["value"]) for d in report["dropped"])
    assert abs(summed + left - total - 1000) <= 1e-12 * abs(total)
    assert len(rows) + sum(d["rows"] for d in report["dropped"]) >= len(lines) - len(rows)


def test_a_parquet_of_which_the_pages_are_damaged(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    rows = "select '2022' period, 'X' \"flowCode\", 'CHL' \"reporterISO\", 'NZL' \"partnerISO\", 'H5' \"classificationCode\", "
    duckdb.execute(
        f'copy ({rows} lpad(cast(i as varchar), 6, \'0\') "cmdCode", cast(i * 1.5 as varchar) "primaryValue" from range(500) r(i)) '
        f"to '{path}' (format parquet, compression zstd)"
    )
    raw = bytearray(path.read_bytes())
    for place in range(30, len(raw) // 2):
        raw[place] ^= 0x5A
    path.write_bytes(bytes(raw))
    with pytest.raises(DataError) as caught:
        open_reported([path], tmp_path / "read")
    assert caught.value.where == "rows.parquet"
    assert "decoded" in str(caught.value.expected)
    assert "checksum" in str(caught.value.hint)
