"""What must hold in any world: small random worlds, drawn by hypothesis."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from henequen.model.errors import DataError
from henequen.scenarios.bases import Base
from henequen.scenarios.bases.calibrate import Accounts, Origin, calibrate
from henequen.scenarios.multi_sector import economy_of, effects_between, solve
from henequen.scenarios.multi_sector.effects import Effects, World, world_of

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
seeds = st.integers(0, 10_000)


def random_world(seed: int, regions: int = 3, sectors: int = 3, tariff: float = 0.3) -> Base:
    """A balanced world: the last sector is not traded, inputs use everything."""
    g = np.random.default_rng(seed)
    trade = g.lognormal(0, 1, (regions, regions, sectors)) * 0.3
    trade[:, :, -1] = 0
    every = np.arange(regions)
    trade[every, every, :] = g.uniform(3, 6, (regions, sectors))
    va = g.uniform(0.4, 0.8, (regions, sectors))
    mix = g.dirichlet(np.ones(sectors), (regions, sectors)).transpose(0, 2, 1)
    rates = g.uniform(0, tariff, (regions, regions, sectors))
    rates[every, every, :] = 0
    rates[:, :, -1] = 0
    try:
        return calibrate(
            Accounts(
                regions=[f"R{n}" for n in range(regions)],
                sectors=[f"S{j}" for j in range(sectors)],
                trade=trade,
                io_coef=mix * (1 - va)[:, None, :],
                va_share=va,
                theta=g.uniform(2, 9, sectors),
                tariffs={"data": rates},
                data_tariffs="data",
            ),
            Origin(name=f"random {seed}", year=2000, source="drawn", currency="money"),
        )
    except (
        DataError
    ):  # drawn deficits may be larger than all that a region makes: such a world is refused, and no case here
        reject()


def change(
    base: Base, tariff: np.ndarray, iceberg: np.ndarray | None = None, kept: bool = False
) -> tuple[World, World, Effects]:  # type: ignore[type-arg]
    economy = economy_of(base)
    surplus = economy.surplus if kept else np.zeros_like(economy.surplus)
    first = solve(economy, economy.data_tariff, surplus=surplus, tolerance=1e-13)
    last = solve(economy, tariff, surplus=surplus, iceberg=iceberg, start=first.state, tolerance=1e-13)
    before, after = world_of(first), world_of(last)
    return before, after, effects_between(before, after, iceberg)


@FEW
@given(seeds, st.booleans())
def test_no_shock_changes_nothing(seed: int, kept: bool) -> None:
    base = random_world(seed)
    economy = economy_of(base)
    _, _, effects = change(base, economy.data_tariff.copy(), kept=kept)
    for name, values in effects.regions.items():
        assert np.nanmax(np.abs(values)) < 1e-9, name
    assert np.abs(effects.output - 1).max() < 1e-11


@FEW
@given(seeds)
def test_world_income_and_trade_add_up(seed: int) -> None:
    base = random_world(seed)
    economy = economy_of(base)
    before, after, _ = change(base, economy.data_tariff * 0.2)
    for world in (before, after):
        assert np.exp(world.log_wage) @ economy.value_added == pytest.approx(1, abs=1e-12)
        assert world.income.sum() == pytest.approx(1 + world.revenue.sum(), abs=1e-11)
        balance = world.flows.sum(axis=(0, 1)) - world.flows.sum(axis=(0, 2))
        assert np.abs(balance).max() < 1e-11
        # What is produced is what is sold, and wages are the value added in it.
        assert np.allclose(world.flows.sum(axis=1).T, world.output[:, economy.traded], rtol=1e-10)
        wages = (economy.va_share * world.output).sum(axis=1)
        assert np.allclose(wages, np.exp(world.log_wage) * economy.value_added, rtol=1e-10)


@FEW
@given(seeds)
def test_revenue_is_rate_times_imports(seed: int) -> None:
    base = random_world(seed)
    economy = economy_of(base)
    before, after, effects = change(base, economy.data_tariff * 0.5)
    by_hand = (after.flows * economy.data_tariff * 0.5).sum(axis=(0, 2))
    assert np.allclose(after.revenue, by_hand, rtol=1e-12)
    assert np.allclose(effects.regions["tariff_revenue_change"], 100 * (after.revenue / before.revenue - 1))


@FEW
@given(seeds, st.floats(1e-3, 1e6))
def test_units_of_money_do_not_matter(seed: int, factor: float) -> None:
    base = random_world(seed)
    scaled = calibrate(
        Accounts(
            regions=base.regions,
            sectors=base.sectors,
            trade=base.arrays["trade"] * factor,
            io_coef=base.arrays["io_coef"],
            va_share=base.arrays["va_share"],
            theta=base.arrays["theta"],
            tariffs={"data": base.tariffs("data")},
            data_tariffs="data",
        ),
        Origin(name="scaled", year=2000, source="drawn", currency="other money"),
    )
    tariff = economy_of(base).data_tariff * 0.1
    one, two = change(base, tariff, kept=True)[2], change(scaled, tariff, kept=True)[2]
    for name in one.regions:
        assert np.allclose(one.regions[name], two.regions[name], atol=1e-8), name


@FEW
@given(seeds, st.permutations(range(3)), st.permutations(range(3)))
def test_order_of_regions_and_sectors_does_not_matter(seed: int, regions: list[int], sectors: list[int]) -> None:
    base = random_world(seed)
    r, s = np.array(regions), np.array(sectors)
    arrays = base.arrays
    moved = calibrate(
        Accounts(
            regions=[base.regions[k] for k in r],
            sectors=[base.sectors[k] for k in s],
            trade=arrays["trade"][np.ix_(r, r, s)],
            io_coef=arrays["io_coef"][np.ix_(r, s, s)],
            va_share=arrays["va_share"][np.ix_(r, s)],
            theta=arrays["theta"][s],
            tariffs={"data": base.tariffs("data")[np.ix_(r, r, s)]},
            data_tariffs="data",
        ),
        Origin(name="moved", year=2000, source="drawn", currency="money"),
    )
    one = change(base, economy_of(base).data_tariff * 0.1)[2]
    two = change(moved, economy_of(moved).data_tariff * 0.1)[2]
    for name in one.regions:
        assert np.allclose(one.regions[name][r], two.regions[name], atol=1e-8), name
    assert np.allclose(one.output[np.ix_(r, s)], two.output, atol=1e-10)


@FEW
@given(seeds)
def test_a_prohibitive_tariff_is_no_trade(seed: int) -> None:
    base = random_world(seed)
    economy = economy_of(base)
    tariff = np.where(np.eye(3, dtype=bool)[None], 0.0, 1e9)
    iceberg = np.where(np.eye(3, dtype=bool)[None], 1.0, 1e9)
    walls = change(base, np.broadcast_to(tariff, economy.data_tariff.shape).copy())
    oceans = change(base, economy.data_tariff * 0, np.broadcast_to(iceberg, economy.data_tariff.shape).copy())
    for _, after, _ in (walls, oceans):
        abroad = after.flows * (1 - np.eye(3))
        assert abroad.max() < 1e-12
    assert np.allclose(walls[2].regions["real_wage"], oceans[2].regions["real_wage"], atol=1e-7)


@FEW
@given(seeds)
def test_small_shocks_agree_with_first_order(seed: int) -> None:
    base = random_world(seed)
    tariff = economy_of(base).data_tariff
    gaps = []
    for step in (1e-3, 5e-4):
        effects = change(base, tariff * (1 - step))[2].regions
        gaps.append(np.abs(effects["exact_real_income"] - effects["first_order_welfare"]).max())
    assert gaps[0] < 1e-4
    assert gaps[1] < 0.3 * gaps[0] + 1e-9  # second order: half the step, a quarter of the gap


@FEW
@given(seeds, st.floats(0.5, 1.5))
def test_dearer_transport_for_every_sale_raises_every_price_level(seed: int, factor: float) -> None:
    base = random_world(seed)
    economy = economy_of(base)
    iceberg = np.full(economy.data_tariff.shape, factor)
    before, after, effects = change(base, economy.data_tariff.copy(), iceberg)
    assert (np.sign(after.log_index - before.log_index) == np.sign(np.log(factor))).all() or abs(factor - 1) < 1e-6
    assert (np.sign(effects.regions["technical_efficiency"]) == -np.sign(factor - 1)).all() or abs(factor - 1) < 1e-6
