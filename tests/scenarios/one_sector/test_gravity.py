"""One-sector gravity: the package's sample, the WTO/UN guide's border experiment, and what must always hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from henequen.scenarios.bases.gravity import import_gravity
from henequen.scenarios.one_sector import Experiment, estimate_ppml, resistances, run_experiment
from henequen.scenarios.one_sector.guide import guide_iteration

pytestmark = pytest.mark.world

# The estimates that the package's own example gives for its sample (Stata, ppmlhdfe).
ESTIMATES = {
    "lndist": (-0.3898623, 0.0729915),
    "contiguity": (0.891577, 0.1327354),
    "common_language": (0.0326249, 0.0840702),
    "pta": (0.4711383, 0.1076578),
    "international": (-3.412584, 0.2151235),
}


@pytest.fixture(scope="module")
def sample(models: Path):  # type: ignore[no-untyped-def]
    return import_gravity(models / "gegravity_sample_2006.csv")


@pytest.fixture(scope="module")
def agreement(sample) -> Experiment:  # type: ignore[no-untyped-def]
    """Canada and Japan agree: the package's own example, sigma 5, reference DEU."""

    def cost(pta: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        total = 16.32434 + sum(
            value * (pta if name == "pta" else sample.arrays[f"cost:{name}"]) for name, (value, _) in ESTIMATES.items()
        )
        return np.exp(total)

    before = sample.arrays["cost:pta"]
    after = before.copy()
    can, jpn, deu = (sample.regions.index(code) for code in ("CAN", "JPN", "DEU"))
    after[can, jpn] = after[jpn, can] = 1
    return Experiment(cost(before), cost(after), sample.arrays["output"], sample.arrays["expenditure"], 5.0, deu)


def test_the_sample_estimate_is_the_one_its_package_prints(sample) -> None:  # type: ignore[no-untyped-def]
    found = estimate_ppml(sample.arrays["trade"], {name: sample.arrays[f"cost:{name}"] for name in ESTIMATES})
    for name, (value, error) in ESTIMATES.items():
        assert found.coefficients[name] == pytest.approx(value, abs=6e-7)
        assert found.standard_errors[name] == pytest.approx(error, abs=1e-7)


def test_baseline_resistance_and_cost_change_printed_by_the_package(agreement: Experiment) -> None:
    shares = agreement.output / agreement.output.sum(), agreement.expenditure / agreement.expenditure.sum()
    _, outward, _ = resistances(agreement.before, *shares, agreement.reference)
    assert outward[agreement.reference] ** (1 / 4) == pytest.approx(0.050346, abs=5e-7)
    assert np.max(agreement.after / agreement.before) == pytest.approx(1.60181650, abs=1e-8)


def test_one_step_solves_the_equations_of_the_package(agreement: Experiment) -> None:
    """Residuals of its system: 2N - 1 resistance equations at base shares, N price equations; then its formulas."""
    found = run_experiment(agreement, "one_step")
    y, e = agreement.output / agreement.output.sum(), agreement.expenditure / agreement.expenditure.sum()
    inward0, outward0, _ = resistances(agreement.before, y, e, agreement.reference)
    x_in, x_out = inward0 * found.inward**4, outward0 * found.outward**4
    assert np.abs(1 - x_in * (agreement.after @ (y * x_out))).max() < 1e-12
    assert np.abs(1 - x_out * (agreement.after.T @ (e * x_in))).max() < 1e-12
    assert np.abs(1 - (x_out / outward0) / found.price ** (1 - 5.0)).max() < 1e-12
    can = 4
    assert 100 * (found.real_output[can] - 1) == pytest.approx(0.41826134, abs=1e-7)  # regression, residuals as above


def test_modes_differ_as_their_names_say(agreement: Experiment) -> None:
    conditional, one_step, full = (run_experiment(agreement, mode) for mode in ("conditional", "one_step", "full"))
    assert (conditional.price == 1).all()
    assert np.allclose(conditional.inward, one_step.inward, atol=1e-14)
    assert np.abs(full.price - one_step.price).max() > 1e-5
    # In full, what is produced is sold, up to the one factor by which world spending differs from world output.
    sold = full.flows_after.sum(axis=0) / (full.price * agreement.output)
    assert np.ptp(np.log(sold)) < 1e-11
    assert np.abs(full.flows_after.sum(axis=1) / (full.expenditure * agreement.expenditure) - 1).max() < 1e-12


def test_chapter_2_border_experiment_as_printed(models: Path) -> None:
    """Yotov et al. (2016), chapter 2 application 1: coefficients, standard errors, and every iteration of the log."""
    base = import_gravity(models / "agtpa_panel_1986_2006.parquet", year=2006)
    trade = base.arrays["trade"]
    variables = {name: base.arrays[f"cost:{name}"] for name in ("lndist", "cntg", "international")}
    found = estimate_ppml(trade, variables)
    printed = {
        "lndist": (-0.7912879, 0.0501494),
        "cntg": (0.6736456, 0.1073719),
        "international": (-2.47445, 0.1193816),
    }
    for name, (value, error) in printed.items():
        assert found.coefficients[name] == pytest.approx(value, abs=6e-7)
        assert found.standard_errors[name] == pytest.approx(error, abs=6e-8)
    assert found.deviance == pytest.approx(4542202, abs=0.5)
    before = np.exp(sum(found.coefficients[name] * variables[name] for name in variables))
    after = np.exp(sum(found.coefficients[name] * variables[name] for name in ("lndist", "cntg")))
    case = Experiment(before, after, trade.sum(axis=0), trade.sum(axis=1), 7.0, base.regions.index("DEU"))
    steps = guide_iteration(case, trade).trace
    log = [
        (1.305293, 0.0796225, 0.9666225, 1.468882),
        (-0.3126514, 0.0902139, -0.4959582, 0.0765771),
        (0.0074778, 0.0139545, -0.0659928, 0.0318213),
        (0.0009588, 0.0067648, -0.005722, 0.0355494),
        (-0.0022108, 0.0044307, -0.0200164, 0.0032467),
    ]
    assert len(steps) == len(log)
    assert np.abs(np.array(steps) - np.array(log)).max() < 6e-7
    full = run_experiment(case, "full")
    assert full.residual < 1e-12


@pytest.mark.parametrize("mode", ["conditional", "one_step", "full"])
@pytest.mark.parametrize("imbalance", ["multiplicative", "additive"])
def test_no_change_of_costs_changes_nothing(agreement: Experiment, mode: str, imbalance: str) -> None:
    still = Experiment(
        agreement.before,
        agreement.before,
        agreement.output,
        agreement.expenditure,
        5.0,
        0,
        imbalance,  # type: ignore[arg-type]
    )
    found = run_experiment(still, mode)  # type: ignore[arg-type]
    assert np.abs(found.real_income - 1).max() < 1e-11
    assert np.allclose(found.flows_after, found.flows_before, rtol=1e-11)


def test_pyfixest_gives_the_same_estimate(sample) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("pyfixest", reason="the extra `gravity` is not installed")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas as pd
        import pyfixest as pf

        n = len(sample.regions)
        frame = pd.DataFrame({name: sample.arrays[f"cost:{name}"].ravel() for name in ESTIMATES})
        frame["trade"] = sample.arrays["trade"].ravel()
        frame["importer"], frame["exporter"] = np.repeat(np.arange(n), n), np.tile(np.arange(n), n)
        fit = pf.fepois(
            f"trade ~ {' + '.join(ESTIMATES)} | importer + exporter", data=frame, iwls_tol=1e-12, fixef_tol=1e-12
        )
    found = estimate_ppml(sample.arrays["trade"], {name: sample.arrays[f"cost:{name}"] for name in ESTIMATES})
    for name, value in fit.coef().items():
        assert found.coefficients[name] == pytest.approx(value, abs=1e-7)
