"""The world that a pack ships is a base for runs requested from a page: nothing has to be imported first."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from henequen.cli.scenario import app
from henequen.scenarios.runs import Runs

pytestmark = pytest.mark.world

PACK = Path(__file__).parents[2] / "packs" / "mexico_korea"
TEXT = 'title = "Free"\n[[counterfactual.change]]\namong = ["MEX", "KOR"]\nset = 0.0\n'


def test_run_verb_takes_the_shipped_world_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "free.toml").write_text(TEXT, encoding="utf-8")
    order = ["run", str(tmp_path / "free.toml"), "--base", "wiod2011", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, order)
    assert done.exit_code == 0, done.output
    assert "-0.01201" in done.stdout
    refused = CliRunner().invoke(app, [*order[:3], "mars", *order[4:]])
    assert refused.exit_code != 0 and not list((tmp_path / "out").glob("*.csv"))


def test_runs_offer_the_shipped_world_and_solve_on_it(tmp_path: Path) -> None:
    runs = Runs(tmp_path, focus=("MEX", "KOR"), beside=PACK / "scenarios")
    assert [(base.name, base.title) for base in runs.bases()] == [("wiod2011", "World of 2011, duties of 2017, 2011")]
    run = runs.start(TEXT, "wiod2011")
    for _ in range(3000):
        if run.status()["state"] != "running":
            break
        time.sleep(0.1)
    assert run.status()["state"] == "done", run.status()
    page = runs.page(run)
    own = {row["region"]: row["exact_real_income"] for row in page["tables"]["regions"]}
    assert round(own["MEX"], 4) == -0.0120
    runs.close()
