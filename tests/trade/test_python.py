"""`henequen.reconcile` and `henequen.explain`: answers that pandas, polars and DuckDB read, with the five members."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

import henequen as hq
from henequen.model.errors import HenequenError, UsageError
from henequen.model.result import ListedTable, Result

pytestmark = pytest.mark.engine

Toy = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def answer() -> Any:
    return hq.reconcile(ROOT / "examples" / "invented_trade_2022.csv")


def test_reconcile_gives_a_table_that_others_read(answer: Any) -> None:
    polars, pandas = pytest.importorskip("polars"), pytest.importorskip("pandas")
    frame = polars.DataFrame(answer)
    assert frame.height == len(answer) == len(answer.df()) > 100
    assert list(answer.df().columns) == frame.columns == list(answer.table.names)
    assert isinstance(answer.df(), pandas.DataFrame)
    assert frame["value"].sum() == pytest.approx(sum(one["value"] for one in answer.table.rows()))
    assert answer.table.head(1)[0]["value"] > 0


def test_reconcile_says_what_it_rests_on(answer: Any) -> None:
    assert answer.units["value"] == "USD, FOB"
    assert answer.sources[0].startswith("invented_trade_2022.csv (SHA-256 ")
    assert any("freight" in words for words in answer.assumptions)
    assert sum(one["rows"] for one in answer.diagnostics["rules"]) == len(answer)
    assert answer.path.is_file() and answer.report["sha256"]


def test_the_answer_shows_itself_in_a_notebook(answer: Any) -> None:
    shown = answer._repr_html_()
    assert shown.startswith("<table>") and "USD, FOB" in shown and f"of {len(answer):,} rows" in shown
    sharp = Result(ListedTable({"<b>": ["<script>", None]}))._repr_html_()
    assert "<script>" not in sharp and "&lt;script&gt;" in sharp


def test_explain_adds_up_in_both_directions(answer: Any) -> None:
    told = hq.explain("CHL", "NZL", "2022", answer)
    assert [(row["exporter"], row["importer"]) for row in told.table.rows()] == [("CHL", "NZL"), ("NZL", "CHL")]
    for row in told.table.rows():
        parts = [row[name] for name in ("valuation", "timing", "misclassification", "routing", "one_sided", "residual")]
        assert sum(part for part in parts if part is not None) == pytest.approx(row["gap"], abs=0.01)
    assert len(told) == 2
    again = hq.explain("CHL", "NZL", "2022", answer.path)
    assert list(again.table.rows()) == list(told.table.rows())
    with pytest.raises(HenequenError, match="neither side has a figure"):
        hq.explain("CHL", "NZL", "1999", answer)


def test_explain_of_series_needs_no_file(shipped: Any) -> None:
    view = shipped.view()
    first, second = shipped.manifest.sides
    told = hq.explain(first, second, "2003", view, cif_rate=0.06)
    assert len(told) >= 1
    assert told.sources == ("the series of the pack",)
    with pytest.raises(HenequenError, match="neither side has a figure"):
        hq.explain(first, second, "1803", SimpleNamespace(observations=lambda: []))


def test_mistakes_of_the_caller_are_usage_errors(tmp_path: Path) -> None:
    for bad in ({"method": "mean"}, {"add": ["colour"]}, {"out": tmp_path / "x.csv"}):
        with pytest.raises(UsageError):
            hq.reconcile(ROOT / "examples" / "invented_trade_2022.csv", **bad)
    with pytest.raises(UsageError, match="no such file"):
        hq.reconcile(tmp_path / "nowhere.csv")


def test_the_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "two_counts.py"), run_name="__main__")
    said = capsys.readouterr().out
    assert "CHL -> NZL: gap" in said and "valuation" in said


def test_a_listed_table_keeps_types_and_gaps() -> None:
    table = ListedTable({"a": [1, None], "b": ["x", None], "c": [1.5, 2], "d": [True, None]})
    assert table.query("select * from result") == [(1, "x", 1.5, True), (None, None, 2.0, None)]
    assert [row[0] for row in table.query("select column_type from (describe result)")] == [
        "BIGINT",
        "VARCHAR",
        "DOUBLE",
        "BOOLEAN",
    ]
    with duckdb.connect() as con:
        con.register("held", table)
        assert con.execute("select sum(c) from held").fetchall() == [(3.5,)]
