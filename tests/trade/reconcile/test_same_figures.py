"""Published figures stay the same: an edition of an earlier commit, and the same rows reconciled today.

`data/edition_before.parquet` was made before names and layout of this wing changed; it also stands for results of an earlier
release, which stay readable. A change of method that is meant replaces it, in a commit of its own that says why.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from henequen.trade.editions.edition import compare, rows_of
from henequen.trade.gap.edition import explain_edition

Toy = Callable[..., Any]
DATA = Path(__file__).parent / "data"
EXACT = (
    "period",
    "exporter",
    "importer",
    "classification",
    "product",
    "x_value",
    "m_value",
    "rule",
    "netted_with",
    "module",
)
CLOSE = ("f_value", "cif_rate", "w_x", "w_m", "value", "lower", "upper", "quantity_kg")


def test_the_figures_are_those_of_the_earlier_edition(reconciled: Toy, tmp_path: Path) -> None:
    found, _ = reconciled(DATA / "reported_before.csv.gz")
    rows = duckdb.execute(
        f"select {', '.join((*EXACT, *CLOSE))} from '{DATA / 'edition_before.parquet'}' order by period, exporter, importer, product"
    ).fetchall()
    assert len(found) == len(rows) == 1225
    for one, row in zip(found, rows, strict=True):
        assert tuple(one[name] for name in EXACT) == row[: len(EXACT)]
        assert [one[name] for name in CLOSE] == [
            value if value is None else pytest.approx(value, rel=1e-12, abs=1e-12) for value in row[len(EXACT) :]
        ]
    changes, largest = compare(DATA / "edition_before.parquet", tmp_path / "out.parquet")
    assert (changes, largest) == ([], [])


def test_a_result_of_an_earlier_release_is_read_and_updated(reconciled: Toy, row: Toy, tmp_path: Path) -> None:
    before = DATA / "edition_before.parquet"
    told = duckdb.execute(
        f"select count(*), count(case when fob_reported then 1 end) from ({rows_of(before)})"
    ).fetchone()
    assert told == (1225, 0)
    assert explain_edition(before, "AUS", "BRA", "2019")
    found, report = reconciled([row("X", "AUS", "BRA", "970110", 7_000_000)], base=before)
    assert report["base"] == "edition_before.parquet"
    assert any(one["x_value"] == 7_000_000 for one in found)
