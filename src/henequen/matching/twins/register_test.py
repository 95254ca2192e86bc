"""Results of the ranking on a larger register of other countries: a table that `benchmarks/twins.py` computes and
keeps here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["OnRegister", "on_register"]


@dataclass(frozen=True, slots=True)
class OnRegister:
    """One method on the register: recall at 5 and mean reciprocal rank, each (value, low, high) with a 95 % interval,
    and the difference of the recall from that of the best baseline."""

    method: str
    ties: int
    baseline: str
    recall: tuple[float, float, float]
    reciprocal: tuple[float, float, float]
    apart: tuple[float, float, float]


@cache
def on_register() -> tuple[OnRegister, ...]:
    """The methods of the table: the ranking first (weights fitted to ties of other towns), then the baselines."""
    with files("henequen.matching").joinpath("data/twin_register_test.csv").open(encoding="utf-8") as file:
        return tuple(
            OnRegister(
                row["method"],
                int(row["ties"]),
                row["baseline"],
                _three(row, "recall"),
                _three(row, "reciprocal"),
                _three(row, "recall_apart"),
            )
            for row in csv.DictReader(file)
        )


def _three(row: dict[str, str], name: str) -> tuple[float, float, float]:
    return float(row[name]), float(row[f"{name}_low"]), float(row[f"{name}_high"])
