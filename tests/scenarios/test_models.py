"""One question under other assumptions: the other treatment of deficits, the other gravity modes, and none that failed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from henequen.model.errors import DataError, NotConvergedError
from henequen.scenarios import run_scenario, spec_from
from henequen.scenarios.bases import Base
from henequen.scenarios.bases.gravity import import_gravity
from henequen.scenarios.result.sensitivity import models_table

PAIR: dict[str, Any] = {
    "title": "x",
    "ranges": True,
    "counterfactual": {"change": [{"among": ["KOR", "MEX"], "set": 0.0}]},
}


@pytest.mark.parametrize("asked", ["zero", "keep"])
def test_both_treatments_are_those_that_each_file_would_give(cp_base: Base, asked: str) -> None:
    found = run_scenario(spec_from({**PAIR, "baseline": {"deficits": asked}}), cp_base).tables["models"]
    assert {row["closure"]: row["chosen"] for row in found.rows() if row["figure"] == "exact_real_income"} == {
        f"deficits {name}": "yes" if name == asked else "" for name in ("zero", "keep")
    }
    for deficits in ("zero", "keep"):
        alone = run_scenario(spec_from({**PAIR, "ranges": False, "baseline": {"deficits": deficits}}), cp_base)
        assert "models" not in alone.tables
        for figure in ("exact_real_income", "first_order_welfare"):
            there = [
                r["value"] for r in found.rows() if (r["closure"], r["figure"]) == (f"deficits {deficits}", figure)
            ]
            assert np.allclose(np.array(there, dtype=float), alone.table.columns[figure], atol=1e-9)


def test_gravity_gives_all_modes_and_imbalances(models: Path) -> None:
    base = import_gravity(models / "gegravity_sample_2006.csv")
    asked = {
        "title": "x",
        "model": "gravity",
        "mode": "one_step",
        "ranges": True,
        "gravity": {"sigma": 5.0, "costs": {"pta": 0.47, "lndist": -0.4, "international": -3.4}},
        "counterfactual": {"change": [{"among": ["CAN", "JPN"], "variable": "pta", "value": 1.0}]},
    }
    rows = list(run_scenario(spec_from(asked), base).tables["models"].rows())
    assert len({row["closure"] for row in rows}) == 6 and len(rows) == 6 * len(base.regions)
    assert {row["closure"] for row in rows if row["chosen"]} == {"one_step, imbalances multiplicative"}
    full = run_scenario(spec_from({**asked, "mode": "full", "ranges": False}), base).table.columns["exact_real_income"]
    there = [row["value"] for row in rows if row["closure"] == "full, imbalances multiplicative"]
    assert np.allclose(np.array(there, dtype=float), full, atol=1e-9)


def test_what_is_not_solved_has_no_value_and_the_chosen_one_must_be() -> None:
    def fails() -> dict[str, Any]:
        raise NotConvergedError("it does not", found="9 sweeps")

    fine = {"f": np.array([1.0])}
    table = models_table(["A"], ["f"], "", [("one", True, lambda: fine), ("two", False, fails)], lambda: False)
    assert table.columns["value"] == [1.0, None] and "it does not" in str(table.columns["note"][1])
    with pytest.raises(NotConvergedError):
        models_table(["A"], ["f"], "", [("one", True, fails)], lambda: False)
    with pytest.raises(NotConvergedError):
        models_table(["A"], ["f"], "", [("two", False, fails)], lambda: True)


def test_a_partial_scenario_has_no_ranges() -> None:
    with pytest.raises(DataError, match="ranges is not part"):
        spec_from({"title": "x", "model": "partial", "ranges": True, "partial": {"lines": "l.csv"}})
