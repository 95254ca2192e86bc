"""One-sector gravity against tables by country: the package's own sample results, and the guide's border experiment.

Reference tables lie in `reference/`, with the script that made ours and, for figures of others, their source:

gegravity_countries.csv, gegravity_trade.csv  made by `make_gegravity_sample.py` with the package itself.
border_conditional.csv  38 of 69 countries of the guide's chapter 2, application 1, as the R replication of the book carries
    them (pachadotdev/tradepolicy, ch2_application1.csv, commit 8126a1e): conditional changes of exports and of outward
    resistance in percent. That table was made with a tight inner fit.
border_book.csv  68 countries (Hong Kong left out, as in the book's figures 6 and 7) of the same replication as it is
    rendered now (commit 2ff22fa): the iteration stopped at 1e-5, its inner Poisson fits at a looser tolerance. Niger's
    conditional change is -3.89 there and +1.17 in the table above, which we meet to eleven digits.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import henequen as hq
from henequen.scenarios.bases.base import Base
from henequen.scenarios.bases.gravity import import_gravity
from henequen.scenarios.one_sector import Experiment, estimate_ppml, run_experiment
from henequen.scenarios.one_sector.guide import guide_iteration

REFERENCE = Path(__file__).parent / "reference"
POINTS = 1e-7  # percentage points; 1e-6 is asked
COSTS = {
    "lndist": -0.3898623,
    "contiguity": 0.891577,
    "common_language": 0.0326249,
    "pta": 0.4711383,
    "international": -3.412584,
}
# Column of the package, column of our table `regions`.
COUNTRY_COLUMNS = {
    "factory gate price change (percent)": "factory_price",
    "omr change (percent)": "outward_resistance",
    "imr change (percent)": "inward_resistance",
    "GDP change (percent)": "exact_real_income",
    "terms of trade change (percent)": "terms_of_trade",
    "output change (percent)": "output",
    "foreign exports change (percent)": "foreign_exports",
    "foreign imports change (percent)": "foreign_imports",
    "intranational trade change (percent)": "home_sales",
}


def reference(name: str, *keys: str) -> dict[tuple[str, ...], dict[str, float]]:
    with (REFERENCE / name).open(newline="", encoding="utf-8") as rows:
        return {
            tuple(row[key] for key in keys): {k: float(v) for k, v in row.items() if k not in keys}
            for row in csv.DictReader(rows)
        }


def scenario(tmp_path: Path, mode: str, terms: str) -> Path:
    """A user's file: Canada and Japan agree."""
    path = tmp_path / f"{mode}.toml"
    path.write_text(
        f'title = "Canada and Japan agree"\nmodel = "gravity"\nmode = "{mode}"\n'
        '[[counterfactual.change]]\namong = ["CAN", "JPN"]\nvariable = "pta"\nvalue = 1.0\n'
        f'[gravity]\nsigma = 5.0\nreference_importer = "DEU"\n{terms}',
        encoding="utf-8",
    )
    return path


def verb(*arguments: str) -> int:
    command = [sys.executable, "-m", "henequen", "scenario", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def given(costs: Mapping[str, float] = COSTS) -> str:
    return "constant = 16.32434\n[gravity.costs]\n" + "".join(f"{name} = {beta}\n" for name, beta in costs.items())


@pytest.fixture(scope="module")
def sample(models: Path) -> Base:
    return import_gravity(models / "gegravity_sample_2006.csv")


def test_one_step_gives_every_country_column_of_the_package(sample: Base, tmp_path: Path) -> None:
    regions = hq.scenario(sample, scenario(tmp_path, "one_step", given())).tables["regions"].columns
    published = reference("gegravity_countries.csv", "country")
    assert len(published) == len(sample.regions) == 30
    for theirs, ours in COUNTRY_COLUMNS.items():
        gap = [
            abs(published[code,][theirs] - value) for code, value in zip(regions["region"], regions[ours], strict=True)
        ]
        assert max(gap) < POINTS, (theirs, max(gap))
    for code, income in zip(regions["region"], regions["exact_real_income"], strict=True):
        # Its welfare statistic is the cost of the old bundle: old real income over new.
        assert abs(published[code,]["welfare statistic"] - 1 / (1 + income / 100)) < POINTS / 100


def test_one_step_gives_every_flow_of_the_package(sample: Base, tmp_path: Path) -> None:
    trade = hq.scenario(sample, scenario(tmp_path, "one_step", given())).tables["trade"]
    published = reference("gegravity_trade.csv", "exporter", "importer")
    seen = 0
    for row in trade.rows():
        theirs = published[row["exporter"], row["importer"]]
        assert abs(100 * (row["change"] - 1) - theirs["trade change (percent)"]) < POINTS
        assert row["value_before"] == pytest.approx(theirs["baseline modeled trade"], rel=1e-11)
        assert row["value_after"] == pytest.approx(theirs["experiment trade"], rel=1e-11)
        seen += 1
    assert seen == 30 * 29


def test_conditional_gives_the_package_s_conditional_resistances(sample: Base, tmp_path: Path) -> None:
    regions = hq.scenario(sample, scenario(tmp_path, "conditional", given())).tables["regions"].columns
    published = reference("gegravity_countries.csv", "country")
    for code, inward, outward in zip(
        regions["region"], regions["inward_resistance"], regions["outward_resistance"], strict=True
    ):
        row = published[code,]
        assert abs(100 * (row["conditional imr"] / row["baseline imr"] - 1) - inward) < POINTS
        assert abs(100 * (row["conditional omr"] / row["baseline omr"] - 1) - outward) < POINTS


def test_the_verbs_give_the_same_figures_from_given_and_from_estimated_costs(models: Path, tmp_path: Path) -> None:
    """`base import gravity`, then `scenario run`: given costs meet the package; PPML the same equations at its estimate."""
    base = tmp_path / "base"
    panel = models / "gegravity_sample_2006.csv"
    assert verb("base", "import", "gravity", str(panel), "--out", str(base)) in (0, 3)
    published = reference("gegravity_countries.csv", "country")
    found = {}
    for name, terms in (("given", given()), ("ppml", 'estimate = "ppml"\n' + given().partition("\n")[2])):
        path = scenario(tmp_path, "one_step", terms)
        assert verb("run", str(path), "--base", str(base), "--out", str(tmp_path / name)) == 0
        with (tmp_path / name / "regions.csv").open(newline="") as rows:
            found[name] = {
                row["region"]: {k: float(row[v]) for k, v in COUNTRY_COLUMNS.items()} for row in csv.DictReader(rows)
            }
    for code, row in found["given"].items():
        for column, value in row.items():
            assert abs(published[code,][column] - value) < POINTS, (code, column)
            # The printed coefficients have seven digits: what is lost with the rest of them moves results by so much.
            assert abs(found["ppml"][code][column] - value) < 2e-6, (code, column)
    told = json.loads((tmp_path / "ppml" / "diagnostics.json").read_text())
    estimated = {name: told["coefficients"][name] for name in COSTS}
    assert all(abs(estimated[name] - COSTS[name]) < 6e-7 for name in COSTS)
    assert any("standard errors" in line for line in told["assumptions"])
    # At the unrounded estimate, the package's equations hold again with what the verb wrote.
    again = hq.scenario(import_gravity(panel), scenario(tmp_path, "one_step", given(estimated)))
    for row in again.tables["regions"].rows():
        assert row["exact_real_income"] == pytest.approx(
            found["ppml"][row["region"]]["GDP change (percent)"], abs=1e-11
        )


@pytest.fixture(scope="module")
def border(models: Path) -> tuple[Experiment, Any, tuple[str, ...]]:
    """Chapter 2, application 1: no borders in 2006, sigma 7, reference DEU, at the guide's own estimate."""
    base = import_gravity(models / "agtpa_panel_1986_2006.parquet", year=2006)
    trade = base.arrays["trade"]
    variables = {name: base.arrays[f"cost:{name}"] for name in ("lndist", "cntg", "international")}
    beta = estimate_ppml(trade, variables).coefficients
    before = np.exp(sum(beta[name] * variables[name] for name in variables))
    after = np.exp(sum(beta[name] * variables[name] for name in ("lndist", "cntg")))
    case = Experiment(before, after, trade.sum(axis=0), trade.sum(axis=1), 7.0, base.regions.index("DEU"))
    return case, trade, base.regions


def test_border_experiment_conditional_by_country(border: tuple[Experiment, Any, tuple[str, ...]]) -> None:
    case, trade, regions = border
    found, mode = guide_iteration(case, trade), run_experiment(case, "conditional")
    published = reference("border_conditional.csv", "country")
    assert len(published) == 38
    for (code,), row in published.items():
        at = regions.index(code)
        limit = 1e-3 if code in ("MMR", "NPL") else 1e-8  # the table's own fit is looser for these two
        assert abs(found.exports_conditional[at] - row["exports"]) < limit, code
        assert abs(100 * (mode.outward[at] - 1) - row["outward_resistance"]) < limit, code


def test_border_experiment_full_by_country(border: tuple[Experiment, Any, tuple[str, ...]]) -> None:
    """The rendered book, stopped at 1e-5. Its loose inner fits leave small countries inexact, and exports the most."""
    case, trade, regions = border
    found = guide_iteration(case, trade, stop=1e-5)
    published = reference("border_book.csv", "country")
    assert len(published) == 68
    loose = {"NER", "MWI", "TZA", "SGP", "NGA"}
    limits = {
        "exports_conditional": 1e-3,
        "factory_price": 1e-3,
        "inward_resistance": 1e-3,
        "real_gdp": 1e-3,
        "exports_full": 0.02,
    }
    ours = {
        "exports_conditional": found.exports_conditional,
        "exports_full": found.exports_full,
        "factory_price": found.price,
        "inward_resistance": found.inward,
        "real_gdp": found.real_gdp,
    }
    for (code,), row in published.items():
        for name, limit in limits.items():
            gap = abs(ours[name][regions.index(code)] - row[name])
            assert gap < limit or code in loose, (code, name, gap)
    for code in loose - {"NER"}:
        assert abs(found.real_gdp[regions.index(code)] - published[code,]["real_gdp"]) < 0.02


def test_border_experiment_converged_is_consistent_with_itself(border: tuple[Experiment, Any, tuple[str, ...]]) -> None:
    """Run to its end, one more iteration of the guide changes nothing; and `full` clears every market, to 1e-8."""
    case, trade, _ = border
    end, further = guide_iteration(case, trade, stop=1e-12), guide_iteration(case, trade, stop=1e-13)
    assert len(further.trace) > len(end.trace)
    for name in ("exports_full", "price", "inward", "outward", "real_gdp"):
        assert np.abs(getattr(end, name) - getattr(further, name)).max() < 1e-8, name
    full = run_experiment(case, "full")
    # Spending exceeds output by one factor in the world, the same for every seller: what is produced is sold.
    sold = full.flows_after.sum(axis=0) / (full.price * case.output)
    assert np.ptp(np.log(sold)) < 1e-10
    assert np.abs(full.flows_after.sum(axis=1) / (full.expenditure * case.expenditure) - 1).max() < 1e-10
    y, e = full.flows_after.sum(axis=0), full.flows_after.sum(axis=1)
    inward, outward = _resistances_of(case, full, y, e)
    assert np.abs(inward - 1).max() < 1e-10 and np.abs(outward - 1).max() < 1e-10
    assert abs(full.inward[case.reference] - 1) < 1e-12


def _resistances_of(case: Experiment, full: Any, y: Any, e: Any) -> tuple[Any, Any]:
    """Both resistance equations of the guide at the counterfactual flows: right-hand over left-hand sides, ones if they hold."""
    share_y, share_e = y / y.sum(), e / e.sum()
    # X_ni = t_ni E_n y_i a_n b_i with a, b the inverse powers of the resistances: read them from the flows.
    scaled = full.flows_after / case.after / np.outer(e, share_y)
    a = scaled[:, case.reference] / scaled[case.reference, case.reference]
    b = scaled[case.reference, :]
    return a * (case.after @ (share_y * b)), b * (case.after.T @ (share_e * a))
