"""Scenarios: a file that says what if, a base, and the answer with its bands, its losers and its limits."""

from henequen.analysis.scenario.files import scenario
from henequen.analysis.scenario.result import ScenarioResult, Table
from henequen.analysis.scenario.run import run_scenario
from henequen.analysis.scenario.spec import Spec, read_spec, spec_from

__all__ = ["ScenarioResult", "Spec", "Table", "read_spec", "run_scenario", "scenario", "spec_from"]
