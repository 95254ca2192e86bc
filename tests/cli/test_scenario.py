"""The scenario verbs as a user meets them: files, exit codes, nothing left behind by a run that failed."""

from __future__ import annotations

import csv
import json
import math
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from at_hand import models_folder

from henequen.scenarios.summary import preset_pages

NAFTA = """title = "NAFTA"
model = "caliendo_parro"
[baseline]
tariffs = "1993"
deficits = "zero"
[counterfactual]
tariffs = "1993"
[[counterfactual.change]]
among = ["CAN", "MEX", "USA"]
sectors = "all"
from = "2005"
"""
PACK = Path(__file__).resolve().parents[2] / "packs" / "mexico_korea"


def henequen(*words: object, code: int = 0) -> str:
    """Run the command as a process; its output, after the exit code was checked."""
    done = subprocess.run(  # the interpreter of the tests itself
        [sys.executable, "-m", "henequen", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bases") / "cp"
    said = henequen("scenario", "base", "import", "cp2015", models_folder(), "--out", folder)
    assert "output_lifted_to_exports: 26 cell(s)" in said
    return folder


def test_run_writes_the_tables_of_the_contract(base: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "nafta.toml", tmp_path / "out"
    file.write_text(NAFTA + "[draws]\nn = 4\nseed = 7\nelasticities = { distribution = 'lognormal', sigma = 0.1 }\n")
    said = henequen("scenario", "run", file, "--base", base, "--out", out)
    mexico = next(line for line in said.splitlines() if line.split()[:1] == ["MEX"])
    with (out / "regions.csv").open(newline="") as written:
        drawn = next(row for row in csv.DictReader(written) if row["region"] == "MEX")
    bounds = [f"{float(drawn[f'exact_real_income_{side}']):.4g}" for side in ("lower", "upper")]
    assert f"[{', '.join(bounds)}]" in mexico
    for name, columns in {
        "regions": "region exact_real_income first_order_welfare terms_of_trade volume_of_trade path_terms_of_trade "
        "path_volume_of_trade real_wage tariff_revenue_change exact_real_income_lower exact_real_income_upper",
        "trade": "importer exporter sector change value_before value_after",
        "sectors": "region sector output value_added price",
    }.items():
        in_parquet = duckdb.connect().sql(f"SELECT * FROM '{out / name}.parquet'")  # a file of the test itself
        assert set(columns.split()) <= set(in_parquet.columns)
        with (out / f"{name}.csv").open(newline="") as written:
            rows = list(csv.DictReader(written))
        assert len(rows) == len(in_parquet)
        last = columns.split()[4]
        assert [row[last] for row in rows] == [
            "" if v[0] is None else repr(v[0]) for v in in_parquet.project(last).fetchall()
        ]
    head = json.loads((out / "diagnostics.json").read_text())
    assert {"converged", "iterations", "residual", "closure", "numeraire", "base", "seed", "version"} <= set(head)
    assert head["converged"] is True and head["seed"] == 7 and head["residual"] < 1e-12


def test_the_same_run_gives_the_same_bytes(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "nafta.toml"
    file.write_text(NAFTA)
    for name in ("one", "two"):
        henequen("scenario", "run", file, "--base", base, "--out", tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_run_that_does_not_converge_leaves_no_result_files(base: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "nafta.toml", tmp_path / "out"
    file.write_text(NAFTA)
    henequen("scenario", "run", file, "--base", base, "--out", out)
    assert (out / "regions.csv").is_file()
    file.write_text(NAFTA + "[solver]\nmax_iterations = 3\n")
    said = henequen("scenario", "run", file, "--base", base, "--out", out, code=1)
    assert "3 sweeps" in said and "residual" in said and "worst:" in said
    assert list(out.iterdir()) == []


def test_a_deadline_stops_the_run(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "nafta.toml"
    file.write_text(NAFTA)
    said = henequen("scenario", "run", file, "--base", base, "--out", tmp_path / "out", "--deadline", "0.001", code=1)
    assert "stopped before it converged" in said


def test_dry_run_says_what_would_change_and_writes_nothing(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "nafta.toml"
    file.write_text(NAFTA)
    plan = json.loads(henequen("scenario", "run", file, "--base", base, "--out", tmp_path / "out", "--dry-run"))
    assert plan["changes"][0]["cells"] == 120 and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"MEX"', '"MXE"', "the base has no such region"),
        ('sectors = "all"', 'sectors = ["Autos"]', "the base has no such sector"),
        ('from = "2005"', 'from = "2006"', "no such tariff set"),
        ('from = "2005"', "set = -1.0", "-100 % or below"),
        ('from = "2005"', "sett = 0.0", "cannot be carried out"),
        ('from = "2005"', 'from = "2005"\nset = 0.1', "exactly one"),
        (
            "[baseline]",
            "[staging]\nstart = 2030\nend = 2027\ncategory = []\n[baseline]",
            "ends (2027) before it starts (2030)",
        ),
        ('deficits = "zero"', 'deficits = "some"', "baseline.deficits"),
    ],
)
def test_bad_input_is_told_in_words(base: Path, tmp_path: Path, old: str, new: str, words: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(NAFTA.replace(old, new))
    assert words in henequen("scenario", "run", file, "--base", base, "--out", tmp_path / "out", code=1)


def test_check_tells_adjustments_and_exits_with_findings(base: Path) -> None:
    rows = [json.loads(line) for line in henequen("scenario", "base", "check", base, "--json", code=3).splitlines()]
    found = {row["rule"]: row["cells"] for row in rows}
    assert found["final_demand_negative_set_to_zero"] == 185 and found["elasticity_very_high"] == 1


def test_compare_shows_a_range(base: Path, tmp_path: Path) -> None:
    for name in ("zero", "keep"):
        (tmp_path / f"{name}.toml").write_text(NAFTA.replace('"zero"', f'"{name}"'))
        henequen("scenario", "run", tmp_path / f"{name}.toml", "--base", base, "--out", tmp_path / name)
    said = henequen("scenario", "compare", tmp_path / "zero", tmp_path / "keep", "--region", "MEX", "--json")
    row = json.loads(said)
    assert row["lowest"] < 0 < row["highest"]
    henequen("scenario", "compare", tmp_path / "zero", code=2)
    head, line = henequen("scenario", "compare", tmp_path / "zero", tmp_path / "keep", "--region", "MEX").splitlines()
    assert head.split() == ["region", str(tmp_path / "zero"), str(tmp_path / "keep"), "lowest", "highest"]
    assert [float(cell) for cell in line.split()[1:]] == pytest.approx(list(row.values())[1:], rel=1e-3)


def test_small_effects_are_printed_with_digits_that_count(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(
        "product,supplier,value,tariff_before,tariff_after\na,KOR,0.0001,0.1,0.0\na,USA,0.0003,0,0\nb,KOR,5,0.1,0.1\n"
    )
    file = tmp_path / "small.toml"
    file.write_text('title = "Small"\nmodel = "partial"\n[partial]\nlines = "lines.csv"\nsupply = 1e9\n')
    lines = henequen("scenario", "run", file, "--out", tmp_path / "out").splitlines()[2:5]
    small, other, none = (line.split() for line in lines)
    assert small[:3] == ["a", "KOR", "0.000009091"] and other[2] == "0" and none[2:4] == ["0", "0"]
    assert not any("-0.0000 " in line or " -0 " in line for line in lines)


def test_lines_of_a_tariff_table(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text(
        "product,supplier,value,tariff_before,tariff_after\n870899,KOR,100,0.1,0.0\n870899,USA,300,0,0\n720851,KOR,50,0.35,0.35\n"
    )
    file = tmp_path / "parts.toml"
    file.write_text('title = "Parts"\nmodel = "partial"\n[partial]\nlines = "lines.csv"\nsupply = 1e9\n')
    henequen("scenario", "run", file, "--out", tmp_path / "out")
    with (tmp_path / "out" / "lines.csv").open(newline="") as written:
        rows = {(row["product"], row["supplier"]): row for row in csv.DictReader(written)}
    assert float(rows["870899", "KOR"]["creation"]) == pytest.approx(100 * 0.1 / 1.1, rel=1e-6)
    assert float(rows["870899", "USA"]["diversion"]) == pytest.approx(-float(rows["870899", "KOR"]["diversion"]))
    assert float(rows["720851", "KOR"]["creation"]) == 0


def test_presets_are_listed_and_their_tables_are_there() -> None:
    rows = [json.loads(line) for line in henequen("scenario", "presets", "--json", "--pack", PACK).splitlines()]
    assert len(rows) == 8 and all({"id", "title", "file"} == set(row) for row in rows)
    for page in preset_pages(PACK):
        assert page["computed"] and page["base"]["year"] == 1993 and page["diagnostics"]["converged"]
        assert {"MEX", "KOR"} == set(page["waterfall"]) and len(page["dot_range"]) == 40
        own = {row["region"]: row for row in page["tables"]["regions"]}
        for region, steps in page["waterfall"].items():
            exact = 100 * math.log1p(own[region]["exact_real_income"] / 100)
            assert steps[-1]["value"] == pytest.approx(exact, abs=1e-8)
            assert own[region]["exact_real_income_lower"] <= own[region]["exact_real_income_upper"]
    assert any(page["years"]["MEX"] for page in preset_pages(PACK))


@pytest.mark.slow
def test_shipped_tables_are_those_that_the_engine_computes(base: Path, tmp_path: Path) -> None:
    preset = next(page for page in preset_pages(PACK) if page["id"] == "zero-tariffs-1993")
    out = tmp_path / "out"
    henequen("scenario", "run", PACK / "scenarios" / preset["file"], "--base", base, "--out", out)
    with (out / "regions.csv").open(newline="") as written:
        fresh = {row["region"]: row for row in csv.DictReader(written)}
    for row in preset["tables"]["regions"]:
        for name, value in row.items():
            if isinstance(value, float):
                assert float(fresh[row["region"]][name]) == pytest.approx(value, abs=1e-7), (row["region"], name)
