"""How fast scenarios are solved, against stated floors: `python benchmarks/scenario.py [--shared FOLDER] [--repeat N]`.

Every line is one figure: the fastest of N runs in one process, the must and the aim, and the ratio to each (above 1 is
better than asked). The data come from the folder `shared` beside the checkout or from HENEQUEN_SHARED.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from henequen.scenarios.bases import Base
from henequen.scenarios.bases.calibrate import Accounts, Origin, calibrate
from henequen.scenarios.bases.cp2015 import import_cp2015
from henequen.scenarios.multi_sector import economy_of, solve
from henequen.scenarios.partial import smart
from henequen.scenarios.worlds.compact import read_compact

WORLD = Path(__file__).parents[1] / "packs" / "mexico_korea" / "scenarios" / "worlds" / "wiod2011.json.gz"


def fastest(work: Callable[[], object], repeat: int) -> float:
    """Seconds of the fastest of `repeat` runs, after one to warm up."""
    work()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def big_world(regions: int = 77, sectors: int = 45) -> Base:
    """A world of the size of today's tables, every sector traded, drawn at random (home shares about two thirds)."""
    g = np.random.default_rng(45)
    size = g.lognormal(0, 1.5, regions)
    trade = g.lognormal(0, 1.5, (regions, regions, sectors)) * size[:, None, None] * size[None, :, None]
    every = np.arange(regions)
    trade[every, every, :] = 0
    trade[every, every, :] = 2 * np.maximum(trade.sum(axis=0), trade.sum(axis=1))
    va = g.uniform(0.35, 0.7, (regions, sectors))
    mix = g.dirichlet(np.full(sectors, 0.3), (regions, sectors)).transpose(0, 2, 1)
    tariff = g.uniform(0, 0.15, trade.shape)
    tariff[every, every, :] = 0
    return calibrate(
        Accounts(
            regions=[f"R{n}" for n in range(regions)],
            sectors=[f"S{j}" for j in range(sectors)],
            trade=trade,
            io_coef=mix * (1 - va)[:, None, :],
            va_share=va,
            theta=g.uniform(2, 10, sectors),
            tariffs={"data": tariff},
            data_tariffs="data",
        ),
        Origin(name="drawn", year=None, source="drawn at random", currency="money"),
    )


def report(name: str, seconds: float, must: float, aim: float, note: str = "") -> None:
    print(
        f"{name:<52} {1000 * seconds:9.1f} ms   must {1000 * must:7.0f} ({must / seconds:6.1f}x)   "
        f"aim {1000 * aim:7.0f} ({aim / seconds:5.2f}x)  {note}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(__file__).resolve().parents[1]
    options = [root.parent / "shared", root.parent.parent / "shared"]
    found = os.environ.get("HENEQUEN_SHARED") or next((str(o) for o in options if o.is_dir()), "shared")
    parser.add_argument("--shared", type=Path, default=Path(found))
    parser.add_argument("--repeat", type=int, default=7)
    arguments = parser.parse_args()
    base = import_cp2015(arguments.shared / "data" / "models")
    economy = economy_of(base)
    before = economy.data_tariff
    late = np.ascontiguousarray(base.tariffs("2005")[:, :, economy.traded].transpose(2, 0, 1))
    members = [base.regions.index(code) for code in ("CAN", "MEX", "USA")]
    after = before.copy()
    cells = np.ix_(range(len(before)), members, members)
    after[cells] = late[cells]
    closed = np.zeros(len(base.regions))

    def both(theta: np.ndarray | None = None) -> int:  # type: ignore[type-arg]
        first = solve(economy, before, surplus=closed, theta=theta, tolerance=1e-10)
        last = solve(economy, after, surplus=closed, theta=theta, start=first.state, tolerance=1e-10)
        return max(first.sweeps, last.sweeps)

    report(
        "31 x 40, baseline and counterfactual, 1e-10", fastest(both, arguments.repeat), 0.060, 0.010, f"{both()} sweeps"
    )
    modern = read_compact(WORLD)
    small = economy_of(modern)
    duties = np.ascontiguousarray(modern.tariffs("2017w")[:, :, small.traded].transpose(2, 0, 1))
    freed = duties.copy()
    pair = [small.regions.index(code) for code in ("MEX", "KOR")]
    freed[:, pair[0], pair[1]] = freed[:, pair[1], pair[0]] = 0.0

    def world() -> int:
        first = solve(small, duties, surplus=np.zeros(len(small.regions)), tolerance=1e-10)
        last = solve(small, freed, surplus=np.zeros(len(small.regions)), start=first.state, tolerance=1e-10)
        return first.sweeps + last.sweeps

    report(
        "41 x 35 of 2011, baseline and counterfactual, 1e-10",
        fastest(world, arguments.repeat),
        0.060,
        0.015,
        f"{world()} sweeps",
    )
    cold = solve(economy, late, surplus=closed, tolerance=1e-10)
    print(
        f"{'2005 tariffs for all pairs, cold':<52} {cold.sweeps:9d} sweeps   aim under 150, residual {cold.residual:.1e}"
    )
    theta = economy.theta[economy.traded] * np.exp(0.15 * np.random.default_rng(1).standard_normal((200, len(before))))
    start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def draws() -> None:
        for begin in range(0, 200, 16):
            both(theta[begin : begin + 16])

    seconds = fastest(draws, max(1, arguments.repeat // 3))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report(
        "200 draws x (baseline + counterfactual)", seconds, 6.0, 1.0, f"peak {peak:.0f} MB (from {start / 1024:.0f})"
    )
    large = economy_of(big_world())
    cut = large.data_tariff.copy()
    cut[:, 3, 5] = cut[:, 5, 3] = 0

    def big() -> int:
        first = solve(large, large.data_tariff, surplus=np.zeros(77), tolerance=1e-10)
        return solve(large, cut, surplus=np.zeros(77), start=first.state, tolerance=1e-10).sweeps + first.sweeps

    report(
        "77 x 45, baseline and counterfactual, 1e-10",
        fastest(big, max(1, arguments.repeat // 2)),
        5.0,
        0.5,
        f"{big()} sweeps",
    )
    g = np.random.default_rng(0)
    value, duty = g.lognormal(0, 2, (5000, 100)), g.uniform(0, 0.3, (5000, 100))
    free = duty.copy()
    free[:, 3] = 0
    terms = -g.uniform(0.5, 2, 5000), g.uniform(1, 3, 5000), g.uniform(1, 99, 5000)
    report(
        "partial equilibrium, 5,000 lines x 100 suppliers",
        fastest(lambda: smart(value, duty, free, *terms), arguments.repeat),
        1.0,
        0.1,
    )


if __name__ == "__main__":
    main()
