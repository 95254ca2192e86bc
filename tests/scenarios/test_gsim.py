"""GSIM through the verb: a world of three regions worked by hand, order of rows, missing columns, no answer no files."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

HEADER = "product,importer,exporter,value,tariff_before,tariff_after,demand,substitution,supply"
# C spends 100, duty paid, on each of A and B; only A's duty goes. The second product sees no change.
ROWS = ["p,C,A,80,0.25,0,-1,3,1", "p,C,B,100,0,0,-1,3,1", "q,A,B,30,0.1,0.1,-2,4,1.5", "q,A,A,70,0,0,-2,4,1.5"]


def run(folder: Path, table: str, more: str = "", *options: str) -> subprocess.CompletedProcess[str]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.csv").write_text(table)
    text = f'title = "World"\nmodel = "partial"\n[partial]\nmethod = "gsim"\nlines = "world.csv"\n{more}'
    (folder / "world.toml").write_text(text)
    command = [sys.executable, "-m", "henequen", "scenario", "run", str(folder / "world.toml"), "--out"]
    return subprocess.run(
        [*command, str(folder / "out"), *options], capture_output=True, text=True, check=False, env=dict(os.environ)
    )


def answer(folder: Path, name: str, *keys: str) -> dict[tuple[str, ...], dict[str, float]]:
    with (folder / "out" / f"{name}.csv").open(newline="") as written:
        return {
            tuple(row[key] for key in keys): {key: float(value) for key, value in row.items() if key not in keys}
            for row in csv.DictReader(written)
        }


def test_two_suppliers_by_hand(tmp_path: Path) -> None:
    """With a = 1/2, m = -1, s = 3, x = 1: 3 pA = pB - 2T and 3 pB = pA + T, so pA = -5T/8 and pB = T/8."""
    done = run(tmp_path, "\n".join([HEADER, *ROWS]))
    assert done.returncode == 0, done.stderr
    shift = math.log(1 / 1.25)
    a, b = -5 * shift / 8, shift / 8
    lines = answer(tmp_path, "lines", "product", "importer", "supplier")
    assert lines["p", "C", "A"]["price_change"] == pytest.approx(100 * a, rel=1e-9)
    assert lines["p", "C", "B"]["price_change"] == pytest.approx(100 * b, rel=1e-9)
    assert lines["p", "C", "A"]["value_after"] == pytest.approx(80 * (1 + a) ** 2, rel=1e-9)
    assert lines["q", "A", "B"]["value_after"] == pytest.approx(30, rel=1e-12)
    regions = answer(tmp_path, "regions", "region")
    paid = (a + shift + b) / 2
    assert regions["A",]["welfare"] == pytest.approx(80 * (a + a * a / 2), rel=1e-9)
    assert regions["B",]["producer_gain"] == pytest.approx(100 * (b + b * b / 2), rel=1e-9)
    assert regions["C",]["revenue_change"] == pytest.approx(-20)
    assert regions["C",]["welfare"] == pytest.approx(-200 * (paid - paid * paid / 2) - 20, rel=1e-9)
    told = json.loads((tmp_path / "out" / "diagnostics.json").read_text())
    assert told["converged"] and told["method"] == "gsim"


def test_order_of_rows_does_not_matter_and_changes_name_importers(tmp_path: Path) -> None:
    run(tmp_path / "one", "\n".join([HEADER, *ROWS]))
    run(tmp_path / "two", "\n".join([HEADER, *ROWS[::-1]]))
    now = [",".join(row.split(",")[:5] + row.split(",")[6:]) for row in (HEADER, *ROWS)]
    change = '[[counterfactual.change]]\nimporters = ["C"]\nexporters = ["A"]\nset = 0.0\n'
    run(tmp_path / "three", "\n".join(now), change)
    for name, keys in (("lines", ("product", "importer", "supplier")), ("regions", ("region",))):
        first = answer(tmp_path / "one", name, *keys)
        for other in ("two", "three"):
            again = answer(tmp_path / other, name, *keys)
            assert set(first) == set(again)
            for key, row in first.items():
                assert again[key] == pytest.approx(row, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("column", ["importer", "exporter", "product", "value", "demand", "substitution", "supply"])
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    at = HEADER.split(",").index(column)
    table = [",".join(cell for k, cell in enumerate(row.split(",")) if k != at) for row in (HEADER, *ROWS)]
    done = run(tmp_path, "\n".join(table))
    assert done.returncode != 0 and column in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_elasticity_written_in_the_file_replaces_its_column(tmp_path: Path) -> None:
    rows = [row.rsplit(",", 1)[0] for row in (HEADER, *ROWS[:2])]
    draws = '[draws]\nn = 20\nelasticities = { distribution = "lognormal", sigma = 0.1 }\n'
    assert run(tmp_path, "\n".join(rows), "supply = 1.0\n" + draws).returncode == 0
    row = answer(tmp_path, "regions", "region")["A",]
    assert row["welfare_lower"] < row["welfare"] < row["welfare_upper"]


@pytest.mark.parametrize(
    ("rows", "more", "words"),
    [
        (ROWS, "[solver]\ntolerance = 1e-300\n", "residual"),
        (["p,C,A,80,0,9,-1,3,1", "p,C,B,100,0,0,-1,3,1"], "", "below zero"),
    ],
)
def test_no_answer_no_files(tmp_path: Path, rows: list[str], more: str, words: str) -> None:
    done = run(tmp_path, "\n".join([HEADER, *rows]), more)
    assert done.returncode == 1 and words in done.stderr
    assert not (tmp_path / "out").exists()


def test_names_that_a_spreadsheet_runs_are_made_plain_in_csv_alone(tmp_path: Path) -> None:
    plain = [row.replace(",A,", ",=A,").replace(",A,", ",=A,") for row in ROWS]
    done = run(tmp_path, "\n".join([HEADER, *plain]))
    assert done.returncode == 0, done.stderr
    tables = [path.read_text() for path in (tmp_path / "out").glob("*.csv")]
    assert any("'=A" in table for table in tables)
    assert not [table for table in tables if re.search(r'(^|,)"?=', table, re.MULTILINE)]
    kept = [duckdb.sql(f"from read_parquet('{path}')").fetchall() for path in (tmp_path / "out").glob("*.parquet")]
    assert any("=A" in row for rows in kept for row in rows)
