"""Scenarios: a file with the question, a base, and the answer with its bands, losers and limits."""

from henequen.scenarios.files import scenario
from henequen.scenarios.result.result import ScenarioResult, Table
from henequen.scenarios.run import run_scenario
from henequen.scenarios.spec.spec import Spec, read_spec, spec_from

__all__ = ["ScenarioResult", "Spec", "Table", "read_spec", "run_scenario", "scenario", "spec_from"]
