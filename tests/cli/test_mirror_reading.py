"""How `mirror` and `indicators` are told to read files: tables of codes, parts to be added up, files that are no reports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.cli.explained import explanation_lines
from henequen.model.message import Message
from henequen.trade.editions.lineage import chain_of
from henequen.trade.staging.remedies import REMEDIES

Run = Callable[..., Any]
HEAD = "period,flowCode,reporterISO,partnerISO,classificationCode,cmdCode,primaryValue\n"
TABLE = "from_classification,to_classification,from_code,to_code\nHS2022,HS2017,010231,010230\nHS2022,HS2017,010239,010230\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Chile writes in one edition, New Zealand in another."""
    path = tmp_path / "rows.csv"
    path.write_text(
        HEAD + "2022,X,CHL,NZL,H6,010231,100\n2022,X,CHL,NZL,H6,010239,20\n2022,M,NZL,CHL,H5,010230,126\n"
        "2022,X,NZL,CHL,H5,040210,50\n2022,M,CHL,NZL,H6,040210,55\n"
    )
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two codes become one."""
    path = tmp_path / "table.csv"
    path.write_text(TABLE + "HS2022,HS2017,040210,040210\n")
    return path


def test_codes_of_two_editions_meet(run: Run, rows: Path, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    apart = run("mirror", "reconcile", rows, "--out", out)
    assert apart.code == 3
    assert "--concordance" in apart.out
    met = run("mirror", "reconcile", rows, "--out", out, "--concordance", table)
    assert met.code == 3  # the CIF rate rests on one pair
    assert "--concordance" not in met.out
    assert "2 rows (120.00 USD) of H6 carried into H5 (n:1)" in met.out
    assert run("mirror", "diff", out, out).code == 0
    answer = run("mirror", "explain", "CHL", "NZL", "2022", rows, "--concordance", table, "--to", "H5", "--json")
    first = next(one for one in answer.objects if one["exporter"] == "CHL")
    assert (first["exporter_value"], first["importer_value"]) == (120, 126)
    assert float(first["components"]["one_sided"] or 0) == 0
    told = run("indicators", rows, "--reporter", "CHL", "--partner", "NZL", "--year", "2022", "--concordance", table,
               "--indicator", "balance", "--json")  # fmt: skip
    assert told.code in (0, 3)
    assert json.loads(told.out.splitlines()[0])


def test_an_altered_result_is_not_explained(run: Run, rows: Path, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    run("mirror", "reconcile", rows, "--out", out, "--concordance", table)
    raw = bytearray(out.read_bytes())
    raw[60] ^= 2
    out.write_bytes(bytes(raw))
    answer = run("mirror", "explain", "CHL", "NZL", "2022", out)
    assert answer.code == 1
    assert "checksum" in answer.err


def test_wrong_use(run: Run, rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    for words in (
        ["--to", "H5"],
        ["--add", "weeks"],
        ["--concordance", tmp_path / "none.csv"],
        ["--threads", "0"],
        ["--threads=-1"],
    ):
        assert run("mirror", "reconcile", rows, "--out", out, *words).code == 2
    assert not out.exists()


def test_reconciled_figures_are_read_but_have_no_gap(run: Run, tmp_path: Path) -> None:
    baci = tmp_path / "BACI_HS17_Y2019.csv"
    baci.write_text("t,i,j,k,v,q\n2019,152,554,10121,3.5,0.25\n2019,554,152,40210,2,1\n")
    answer = run("mirror", "reconcile", baci, "--out", tmp_path / "out.parquet")
    assert answer.code == 3
    assert "one reconciled value per flow" in answer.out
    refused = run("mirror", "explain", "CHL", "NZL", "2019", baci)
    assert refused.code == 1
    assert "no gap to explain" in refused.err
    told = run("indicators", baci, "--reporter", "CHL", "--partner", "NZL", "--year", "2019", "--indicator", "balance")
    assert "note: " in told.out
    assert "reconciled value" in told.out


def test_places_and_months_are_added_up(run: Run, tmp_path: Path) -> None:
    states = tmp_path / "states.csv"
    states.write_text(
        "Month ID,State ID,HS6 ID,Flow ID,Country ID,Trade Value\n201201,1,6381210,1,nzl,100\n201202,2,6381210,1,nzl,20\n"
    )
    refused = run("mirror", "reconcile", states, "--out", tmp_path / "out.parquet")
    assert refused.code == 1
    assert "--add place" in refused.err
    taken = run("mirror", "reconcile", states, "--out", tmp_path / "out.parquet", "--add", "place", "--add", "month")
    assert taken.code == 3
    assert duckdb.execute(f"select period, m_value from '{tmp_path / 'out.parquet'}'").fetchall() == [("2012", 120.0)]
    assert "2 of 12 months" in taken.out


def test_headings_without_parts_are_a_finding(run: Run, rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    one = tmp_path / "one.csv"
    one.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,100\n2022,X,CHL,NZL,H6,0102,100\n2022,X,CHL,NZL,H6,01,100\n")
    assert run("mirror", "reconcile", one, "--out", out).code == 0
    assert run("mirror", "reconcile", one, "--out", out, "--json").code == 0
    one.write_text(one.read_text() + "2022,X,CHL,NZL,H6,4407,30\n")
    answer = run("mirror", "reconcile", one, "--out", out, "--json")
    assert answer.code == 3
    report = json.loads(answer.out)
    assert {d["reason"]: (d["rows"], d["value"]) for d in report["dropped"]} == {
        "aggregate_product": (2, 200.0), "aggregate_without_parts": (1, 30.0)}  # fmt: skip
    (finding,) = report["findings"]
    assert (finding["rule"], finding["rows"], finding["value"]) == ("without_parts", 1, 30.0)
    told = run("mirror", "reconcile", one, "--out", out)
    assert told.code == 3
    assert "six digits" in told.out


def test_what_is_no_edition_is_said_so(run: Run, rows: Path, tmp_path: Path) -> None:
    out, reports = tmp_path / "out.parquet", tmp_path / "reports.parquet"
    run("mirror", "reconcile", rows, "--out", out)
    duckdb.execute(f"copy (select * from read_csv('{rows}')) to '{reports}'")
    for old, new in ((out, reports), (reports, out), (rows, out)):
        answer = run("mirror", "diff", old, new)
        assert answer.code == 1
        assert "this is not an edition of figures" in answer.err
        assert "Binder" not in answer.err
    answer = run("mirror", "explain", "CHL", "NZL", "2022", reports)  # reports are reconciled first
    assert answer.code == 0
    half = tmp_path / "half.parquet"
    duckdb.execute(f"copy (select period, exporter, x_value, m_value, rule from '{out}') to '{half}'")
    answer = run("mirror", "explain", "CHL", "NZL", "2022", half)
    assert answer.code == 1
    assert "this is not an edition of figures" in answer.err


def test_a_result_is_no_report(run: Run, rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    run("mirror", "reconcile", rows, "--out", out)
    orders: list[list[object]] = [
        ["mirror", "reconcile", out, "--out", tmp_path / "again.parquet"],
        ["mirror", "explain", "CHL", "NZL", "2022", out, rows],
        ["indicators", out, "--reporter", "CHL", "--partner", "NZL", "--year", "2022"],
    ]
    for order in orders:
        answer = run(*order)
        assert answer.code == 1
        assert "this is a reconciled result, not a report" in answer.err
        assert "give the reports that it was made from" in answer.err


def test_a_header_alone_has_no_rows(run: Run, tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text(HEAD)
    answer = run("mirror", "reconcile", one, "--out", tmp_path / "out.parquet")
    assert answer.code == 1
    assert "one.csv: the file has no rows" in answer.err


def test_a_diff_prints_figures_as_totals(run: Run, rows: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.parquet", tmp_path / "new.parquet"
    run("mirror", "reconcile", rows, "--out", old)
    rows.write_text(rows.read_text().replace(",126\n", ",1260000.5\n") + "2022,M,CHL,NZL,H6,220421,7\n")
    run("mirror", "reconcile", rows, "--out", new)
    answer = run("mirror", "diff", old, new)
    assert answer.code == 3
    assert "None" not in answer.out
    assert "2022 NZL->CHL 220421: – -> " in answer.out
    figures = re.findall(r": (\S+) -> (\S+) \(", answer.out)
    assert figures
    assert all(re.fullmatch(r"–|-?[\d,]+\.\d\d", figure) for pair in figures for figure in pair)


LONG = HEAD.replace("\n", ",partner2Code,motCode\n")
ZERO = "2022,X,CHL,AUS,H6,010231,0\n"


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        (HEAD + "2022,X,CHL,W00,H6,010231,100\n", "aggregate_partner (rows: 1, value: 100.00)", "single partners"),
        (HEAD + "2022,Transit,CHL,NZL,H6,010231,100\n2022,Storage,NZL,CHL,H6,010231,9\n" + ZERO, "flow_not_used (rows: 2,",
         "flowCode=X,M"),
        (HEAD + "2022,X,CHL,NZL,H6,01,7\n2022,X,CHL,NZL,H6,02,8\n" + ZERO, "aggregate_without_parts (rows: 2", "cmdCode=AG6"),
        (HEAD + "2022,RX,CHL,NZL,H6,010231,7\n", "contained_re_trade", "flowCode=X,M,RX,RM"),
        (HEAD + "20X2,X,CHL,NZL,H6,010231,7\n", "period_unknown", "written 2019, 201906"),
        (HEAD + "2022,X,CHL,,H6,010231,7\n", "code_missing", "two areas"),
        (HEAD + ZERO, "value_zero", "every value is 0"),
        (LONG + "2022,X,CHL,NZL,H6,010231,7,36,0\n", "second_partner", "--add partner2"),
        (LONG + "2022,X,CHL,NZL,H6,010231,7,0,1000\n", "transport_mode", "--add transport"),
    ],
)  # fmt: skip
def test_where_nothing_is_left_the_main_reason_says_what_to_do(
    run: Run, tmp_path: Path, text: str, reason: str, hint: str
) -> None:
    path, out = tmp_path / "world.csv", tmp_path / "out.parquet"
    path.write_text(text)
    answer = run("mirror", "reconcile", path, "--out", out)
    assert answer.code == 1
    assert "no flow is left to reconcile" in answer.err
    assert f"found:    {reason}" in answer.err
    (told,) = [line for line in answer.err.splitlines() if "next:" in line]
    assert hint in told
    assert "[{" not in answer.err
    assert not list(tmp_path.glob("out*"))
    if "--add" in hint:  # what it says helps
        assert run("mirror", "reconcile", path, "--out", out, *hint.split()).code in (0, 3)


def test_the_row_of_the_main_reason_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "self.csv"
    path.write_text(HEAD + ZERO + "2022,X,CHL,CHL,H6,010231,7\n2022,M,CHL,CHL,H6,010231,7\n")
    answer = run("mirror", "reconcile", path, "--out", tmp_path / "out.parquet")
    assert "self.csv line 3: no flow is left" in answer.err


def test_every_reason_of_the_page_has_a_remedy() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "mirror-columns.md").read_text(
        encoding="utf-8"
    )
    table = page.split("## Reasons why a row is not summed")[1].split("A key that stands twice")[0]
    reasons = {
        word
        for line in table.splitlines()
        if line.startswith("| `")
        for word in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert len(reasons) > 20
    assert reasons - set(REMEDIES) == {"repeated_row"}, "of which one is used"


def test_an_update_without_a_usable_row_says_what_to_do(run: Run, rows: Path, tmp_path: Path) -> None:
    base, late = tmp_path / "base.parquet", tmp_path / "late.csv"
    run("mirror", "reconcile", rows, "--out", base)
    late.write_text(HEAD + "2022,X,CHL,W00,H6,010231,100\n")
    answer = run("mirror", "reconcile", late, "--update", base, "--out", tmp_path / "late.parquet")
    assert answer.code == 1
    assert "no usable row" in answer.err
    assert "single partners" in answer.err


def test_an_update_says_where_the_rest_stands(run: Run, rows: Path, tmp_path: Path) -> None:
    base, late, out = tmp_path / "base.parquet", tmp_path / "late.csv", tmp_path / "late.parquet"
    rows.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,100\n2022,M,NZL,CHL,H6,010231,126\n2022,X,NZL,AUS,H6,040210,50\n")
    run("mirror", "reconcile", rows, "--out", base)
    late.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,110\n")
    answer = run("mirror", "reconcile", late, "--update", base, "--out", out)
    assert f"1 rows reconciled again; the others stay in {base}" in answer.out
    assert duckdb.execute(f"select count(*) from '{out}'").fetchone() == (1,)


def test_an_update_of_several_periods_is_a_table_that_other_programs_read(run: Run, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    rows, late, base, out = (tmp_path / name for name in ("rows.csv", "late.csv", "base.parquet", "out.parquet"))
    lines = "{0},X,CHL,NZL,H6,010231,100\n{0},M,NZL,CHL,H6,010231,126\n{0},X,NZL,AUS,H6,040210,50\n"
    rows.write_text(HEAD + lines.format(2021) + lines.format(2022))
    run("mirror", "reconcile", rows, "--out", base)
    late.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,110\n")
    answer = run("mirror", "reconcile", late, "--update", base, "--out", out)
    assert f"1 rows reconciled again; the others are those of {base}" in answer.out
    frame = polars.read_parquet(f"{out}/**/*.parquet", hive_partitioning=True)
    told = sorted(frame.select("period", "exporter", "importer", "product", "x_value").rows())
    assert told == [(2021, "CHL", "NZL", "010231", 100.0), (2021, "NZL", "AUS", "040210", 50.0),
                    (2022, "CHL", "NZL", "010231", 110.0), (2022, "NZL", "AUS", "040210", 50.0)]  # fmt: skip
    plain = duckdb.execute(
        "select period, exporter, importer, product, x_value "
        f"from read_parquet('{out}/**/*.parquet', hive_partitioning=true) order by all"
    ).fetchall()
    assert plain == told
    touched = run("mirror", "reconcile", late, "--update", base, "--out", tmp_path / "few.parquet", "--touched")
    assert f"the others stay in {base}" in touched.out
    assert duckdb.execute(f"select count(*) from '{tmp_path / 'few.parquet'}'").fetchone() == (1,)
    assert run("mirror", "diff", tmp_path / "few.parquet", out).code == 0, "our own verbs see the same table"
    assert "need --update" in run("mirror", "reconcile", rows, "--out", out, "--whole").err
    assert (
        "exclude each other"
        in run("mirror", "reconcile", late, "--update", base, "--out", out, "--single", "--touched").err
    )


def test_out_takes_the_place_of_nothing_that_it_is_made_from(run: Run, tmp_path: Path) -> None:
    rows, late, base, out = (tmp_path / name for name in ("rows.csv", "late.csv", "base.parquet", "out.parquet"))
    rows.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,100\n2022,M,NZL,CHL,H6,010231,126\n2022,X,NZL,AUS,H6,040210,50\n")
    late.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,110\n")
    run("mirror", "reconcile", rows, "--out", base)
    held = base.read_bytes()
    assert "the edition to be updated" in run("mirror", "reconcile", late, "--update", base, "--out", base).err
    run("mirror", "reconcile", late, "--update", base, "--out", out)
    assert "one that it builds on" in run("mirror", "reconcile", late, "--update", out, "--out", base).err
    assert "one of the inputs" in run("mirror", "reconcile", base, "--out", base).err
    assert "two_level" in run("mirror", "reconcile", late, "--update", base, "--out", out, "--method", "baci").err
    assert "Parquet" in run("mirror", "reconcile", rows, "--out", tmp_path / "out.csv").err
    assert "2GB" in run("mirror", "reconcile", rows, "--out", out, "--memory", "2").err
    assert base.read_bytes() == held


def test_a_whole_result_under_the_name_of_an_update_builds_on_nothing(run: Run, tmp_path: Path) -> None:
    rows, late, base, out = (tmp_path / name for name in ("rows.csv", "late.csv", "base.parquet", "out.parquet"))
    rows.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,100\n2022,M,NZL,CHL,H6,010231,126\n2022,X,NZL,AUS,H6,040210,50\n")
    late.write_text(HEAD + "2022,X,CHL,NZL,H6,010231,110\n")
    run("mirror", "reconcile", rows, "--out", base)
    run("mirror", "reconcile", late, "--update", base, "--out", out)
    assert len(chain_of(out)) == 2
    run("mirror", "reconcile", late, "--out", out)
    assert chain_of(out) == [out]
    assert out.with_suffix(".model.json").is_file()
    run("mirror", "reconcile", late, "--out", out, "--method", "bimts")
    assert not out.with_suffix(".model.json").exists(), "of another method"


def test_lists_with_commas_are_taken(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text(HEAD + "202201,X,CHL,NZL,H6,01023110,100\n202202,X,CHL,NZL,H6,01023190,1\n")
    told = run("mirror", "reconcile", rows, "--out", tmp_path / "out.parquet", "--json", "--add", "month,product",
               "--without", "hub_re_exports,non_monetary_gold")  # fmt: skip
    report = json.loads(told.out)
    assert (report["rules"][0]["value"], len(report["modules"])) == (101.0, 2)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("CHL counts", "gap", "Valuation (CIF/FOB)")), ("es", ("CHL registra", "brecha", "Valoración", "no se puede medir")),
     ("ko", ("CHL 집계", "차이", "평가", "잴 수 없음"))],
)  # fmt: skip
def test_an_explanation_speaks_the_language(language: str, words: tuple[str, ...]) -> None:
    answer = {
        "period": "2022", "exporter": "CHL", "importer": "NZL", "product": "TOTAL", "exporter_value": 100.0,
        "importer_value": 126.0, "gap": 26.0, "not_measurable": ["routing"],
        "components": dict.fromkeys(("timing", "misclassification", "one_sided", "residual"), 1.5)
        | {"valuation": 20.0, "routing": None},
        "assumptions": [
            Message("assumed_cif_rate", rate="0.06"), Message("assumed_voyage", periods="0.0500"),
            Message("voyage_distance", periods="0.05"), Message("voyage_measured", periods="1.2", n=24),
        ],
    }  # fmt: skip
    lines = explanation_lines(answer, ["a rule"], language)
    told = "\n".join(lines)
    assert all(word in told for word in words)
    assert "126.00" in told
    assert lines[-1] == "  a rule"
    if language != "en":
        assert not any(word in told for word in ("counts", "not measurable", "residual", "freight", "under way"))


def test_reconciled_figures_go_through_and_no_gap_is_read_into_them(run: Run, tmp_path: Path) -> None:
    baci = tmp_path / "BACI_HS17_Y2019.csv"
    baci.write_text("t,i,j,k,v,q\n2019,484,410,270900,1,1\n2019,410,484,870323,2.001,1\n")
    out = tmp_path / "out.parquet"
    assert run("mirror", "reconcile", baci, "--out", out).code == 3
    assert duckdb.execute(f"select distinct rule from '{out}'").fetchall() == [("reconciled",)]
    for given in (baci, out):
        answer = run("mirror", "explain", "MEX", "KOR", "2019", given)
        assert (answer.code, "there is no gap to explain" in answer.err) == (1, True)
    answer = run("site", tmp_path / "site", "--flows", out)
    assert (answer.code, "there are no two counts to show" in answer.err) == (1, True)
