"""Caliendo and Parro (2015): calibration, Table 2, both treatments of deficits, the path integral, hard cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from henequen.model.errors import NotConvergedError
from henequen.scenarios import run_scenario, spec_from
from henequen.scenarios.bases import Base
from henequen.scenarios.multi_sector import Economy, economy_of, effects_between, path_terms, solve
from henequen.scenarios.multi_sector.effects import world_of

pytestmark = pytest.mark.world

NAFTA: dict[str, Any] = {
    "title": "NAFTA",
    "baseline": {"tariffs": "1993", "deficits": "zero"},
    "counterfactual": {"change": [{"among": ["CAN", "MEX", "USA"], "from": "2005"}]},
}
# Caliendo and Parro (2015), Table 2: percent, two decimals as printed.
PRINTED = {
    "MEX": (1.31, -0.41, 1.72, 1.72),
    "CAN": (-0.06, -0.11, 0.04, 0.32),
    "USA": (0.08, 0.04, 0.04, 0.11),
}
# With deficits kept, to two decimals, as the R program cp2015 (Ferreira; its tests, commit 106f0ab) expects them.
KEPT = {
    "MEX": (1.17, -0.41, 1.59, 1.64),
    "CAN": (-0.04, -0.08, 0.04, 0.33),
    "USA": (0.08, 0.05, 0.04, 0.12),
}
MEASURES = ("first_order_welfare", "terms_of_trade", "volume_of_trade", "real_wage")


def test_the_calibration_is_that_of_the_published_programs(models: Path, cp_base: Base) -> None:
    with np.load(models / "cp2015_calibrated1993.npz", allow_pickle=False) as known:
        tariff = cp_base.tariffs("1993")
        share = cp_base.arrays["trade"] * (1 + tariff) / cp_base.arrays["expenditure"][:, None, :]
        assert np.abs(share - known["pi"]).max() < 5e-16
        for name in ("final_share", "io_coef"):
            assert np.abs(cp_base.arrays[name] - known[name]).max() < 5e-16
        for name in ("expenditure", "value_added"):
            assert np.abs(cp_base.arrays[name] / known[name] - 1).max() < 5e-16
        assert np.abs(cp_base.arrays["surplus"] - known["surplus"]).max() < 0.01  # dollars
    counts = {item.rule: item.cells for item in cp_base.adjustments}
    assert counts["output_lifted_to_exports"] == 26
    assert counts["final_demand_negative_set_to_zero"] == 185


def test_table_2_to_its_printed_decimals(cp_base: Base) -> None:
    rows = {row["region"]: row for row in run_scenario(spec_from(NAFTA), cp_base).table.rows()}
    for region, printed in PRINTED.items():
        found = tuple(round(float(rows[region][name]), 2) for name in MEASURES)  # type: ignore[arg-type]
        assert found == printed, region
    # The same equilibrium told exactly: Mexico's famous gain is a first-order figure.
    assert rows["MEX"]["exact_real_income"] == pytest.approx(0.007, abs=5e-4)


def test_kept_deficits_move_the_figures_and_not_the_story(cp_base: Base) -> None:
    spec = spec_from({**NAFTA, "baseline": {"tariffs": "1993", "deficits": "keep"}})
    rows = {row["region"]: row for row in run_scenario(spec, cp_base).table.rows()}
    for region, printed in KEPT.items():
        found = tuple(round(float(rows[region][name]), 2) for name in MEASURES)  # type: ignore[arg-type]
        assert found == printed, region
    # As computed by this solver at residual 1e-12 (regression values).
    assert rows["MEX"]["first_order_welfare"] == pytest.approx(1.174264, abs=1e-5)
    assert rows["MEX"]["exact_real_income"] == pytest.approx(-0.045060, abs=1e-5)
    assert rows["USA"]["first_order_welfare"] == pytest.approx(0.084957, abs=1e-5)


@pytest.mark.parametrize("deficits", ["zero", "keep"])
@pytest.mark.parametrize("tariffs", ["1993", "2005"])
def test_the_path_adds_up_to_exact_real_income(cp_base: Base, tariffs: str, deficits: str) -> None:
    change = [{"among": ["KOR", "MEX"], "set": 0.0}]
    if tariffs == "1993":
        change.append({"among": ["CAN", "MEX", "USA"], "scale": 0.0})
    spec = spec_from(
        {"title": "x", "baseline": {"tariffs": tariffs, "deficits": deficits}, "counterfactual": {"change": change}}
    )
    for row in run_scenario(spec, cp_base).table.rows():
        exact = 100 * np.log1p(row["exact_real_income"] / 100)  # type: ignore[operator]
        assert abs(row["path_terms_of_trade"] + row["path_volume_of_trade"] - exact) < 1e-10  # type: ignore[operator]


def test_the_sign_for_mexico_flips_between_first_order_and_exact(cp_base: Base) -> None:
    spec = spec_from({"title": "x", "counterfactual": {"change": [{"among": ["KOR", "MEX"], "set": 0.0}]}})
    row = next(row for row in run_scenario(spec, cp_base).table.rows() if row["region"] == "MEX")
    assert float(row["first_order_welfare"]) > 0 > float(row["exact_real_income"])  # type: ignore[arg-type]


@pytest.mark.parametrize("kept", [False, True])
def test_2005_tariffs_for_all_pairs_converge_cold(cp_base: Base, cp_economy: Economy, kept: bool) -> None:
    tariff = cp_base.tariffs("2005")[:, :, cp_economy.traded].transpose(2, 0, 1)
    surplus = cp_economy.surplus if kept else np.zeros(31)
    solved = solve(cp_economy, tariff, surplus=surplus, tolerance=1e-10)
    assert solved.residual < 1e-10
    assert solved.sweeps < 150


def test_too_few_sweeps_give_no_result_and_name_the_worst_equation(cp_economy: Economy) -> None:
    with pytest.raises(NotConvergedError, match=r"5 sweeps, residual .*; worst: .* (of|in) "):
        solve(cp_economy, cp_economy.data_tariff * 0, surplus=np.zeros(31), max_sweeps=5)


def test_draws_solved_together_are_those_solved_alone(cp_economy: Economy) -> None:
    tariff = cp_economy.data_tariff.copy()
    tariff[:, 19, 18] = 0.0
    theta = cp_economy.theta[:20] * np.exp(0.2 * np.random.default_rng(3).standard_normal((3, 20)))
    together = solve(cp_economy, tariff, surplus=np.zeros(31), theta=theta)
    for k in range(3):
        alone = solve(cp_economy, tariff, surplus=np.zeros(31), theta=theta[k])
        assert np.abs(alone.log_wage[0] - together.log_wage[k]).max() < 1e-9


def test_path_terms_come_with_their_gap(cp_base: Base) -> None:
    economy = economy_of(cp_base)
    first = solve(economy, economy.data_tariff, surplus=np.zeros(31))
    last = solve(economy, economy.data_tariff * 0.5, surplus=np.zeros(31), start=first.state)
    terms = path_terms(economy, first, last, surplus=np.zeros(31))
    effects = effects_between(world_of(first), world_of(last))
    total = terms.terms_of_trade + terms.volume_of_trade
    assert np.abs(total - 100 * np.log1p(effects.regions["exact_real_income"] / 100)).max() < 1e-8
    assert terms.gap < 1e-10


def test_the_published_equations_hold_in_all_forty_sectors(cp_base: Base) -> None:
    """Equations 10 to 14 written out on the full arrays, untraded sectors included: nothing of the solver is used."""
    economy = economy_of(cp_base)
    members = [cp_base.regions.index(code) for code in ("CAN", "MEX", "USA")]
    tariff = cp_base.tariffs("1993").copy()
    tariff[np.ix_(members, members)] = cp_base.tariffs("2005")[np.ix_(members, members)]
    front = np.ascontiguousarray(tariff[:, :, economy.traded].transpose(2, 0, 1))
    world = world_of(solve(economy, front, surplus=np.zeros(31), tolerance=1e-13))
    arrays, count = cp_base.arrays, len(cp_base.regions)
    data = cp_base.tariffs("1993")
    share = arrays["trade"] * (1 + data) / arrays["expenditure"][:, None, :]
    price, wage = np.exp(world.log_price), np.exp(world.log_wage)
    cost = wage[:, None] ** arrays["va_share"] * np.exp(np.einsum("nk,nkj->nj", world.log_price, arrays["io_coef"]))
    kappa = (1 + tariff) / (1 + data)
    pulled = share * (kappa * cost[None]) ** -arrays["theta"]
    assert np.abs(pulled.sum(axis=1) ** (-1 / arrays["theta"]) / price - 1).max() < 1e-11
    share_after = pulled / pulled.sum(axis=1, keepdims=True)
    output = world.output * economy.unit
    revenue = np.zeros(count)
    spending = np.einsum("nkj,nj->nk", arrays["io_coef"], output)
    # Income and spending determine each other through revenue: solve X = inputs + a (wL + R(X)) by substitution.
    total = spending + arrays["final_share"] * (wage * arrays["value_added"])[:, None]
    for _ in range(200):
        revenue = (share_after * tariff / (1 + tariff) * total[:, None, :]).sum(axis=(1, 2))
        total = spending + arrays["final_share"] * (wage * arrays["value_added"] + revenue)[:, None]
    sold = (share_after / (1 + tariff) * total[:, None, :]).sum(axis=0)
    assert np.abs(sold / output - 1).max() < 1e-9
    bought = (share_after / (1 + tariff) * total[:, None, :]).sum(axis=(1, 2))
    assert np.abs((sold.sum(axis=1) - bought) / arrays["value_added"]).max() < 1e-11
    assert np.allclose(world.income * economy.unit, wage * arrays["value_added"] + revenue, rtol=1e-11)


@pytest.mark.parametrize("name", ["high elasticities", "hardly any trade", "free trade"])
def test_hard_worlds_converge(cp_economy: Economy, name: str) -> None:
    abroad = ~np.eye(31, dtype=bool)
    theta, tariff = None, np.zeros_like(cp_economy.data_tariff)
    if name == "high elasticities":
        theta, tariff = np.full(20, 60.0), cp_economy.data_tariff
    elif name == "hardly any trade":
        tariff = np.where(abroad, 10.0, 0.0) * np.ones((20, 1, 1))
    assert solve(cp_economy, tariff, surplus=np.zeros(31), theta=theta, tolerance=1e-10).residual < 1e-10
