"""`henequen.scenario` from Python: its result speaks Arrow, and the example runs."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import henequen as hq
from henequen.model.errors import DataError
from henequen.scenarios.worlds.compact import read_compact

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
WORLD = ROOT / "packs" / "mexico_korea" / "scenarios" / "worlds" / "wiod2011.json.gz"
FILE = ROOT / "examples" / "free_trade.toml"


def test_scenario_result_has_the_members_of_every_result() -> None:
    result = hq.scenario(WORLD, FILE)
    assert result.units["exact_real_income"] == "percent"
    assert result.diagnostics["converged"] is True and result.diagnostics["base"]["name"] == "wiod2011"
    assert any("200" not in line and "draws" in line for line in result.assumptions)
    assert result.sources[0].startswith("World Input-Output Database")
    assert len(result) == 41 and len(result.tables["sectors"]) == 41 * 35
    found = result.table.query("select region from result where exact_real_income > 0.001 order by region")
    assert ("JPN",) in found
    assert result.__arrow_c_stream__() is not None
    html = result._repr_html_()
    assert "Japan and Turkey" in html and "<small>percent</small>" in html and "Sources" in html
    # The same in this process, on a base that is loaded: the same figures, bit for bit.
    again = hq.scenario(read_compact(WORLD), FILE)
    assert list(again.table.rows()) == list(result.table.rows())


def test_scenario_result_becomes_a_data_frame() -> None:
    pytest.importorskip("pandas")
    frame = hq.scenario(WORLD, FILE).df()
    assert list(frame["region"])[:2] == ["AUS", "AUT"]


def test_scenario_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("title = 'x'\nmodell = 'y'\n", encoding="utf-8")
    with pytest.raises(DataError, match="modell"):
        hq.scenario(WORLD, tmp_path / "x.toml")
    with pytest.raises(DataError, match="nowhere"):
        hq.scenario(tmp_path / "nowhere", FILE)


def test_example_of_free_trade_runs(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "free_trade.py"), run_name="__main__")
    said = capsys.readouterr().out
    assert "Turkey buys +" in said and "JPN: real income +" in said
