"""One-sector structural gravity: multilateral resistances, three named modes of general equilibrium, PPML."""

from henequen.scenarios.one_sector.experiment import Experiment, Outcome, run_experiment
from henequen.scenarios.one_sector.ppml import Estimate, estimate_ppml
from henequen.scenarios.one_sector.resistance import resistances

__all__ = ["Estimate", "Experiment", "Outcome", "estimate_ppml", "resistances", "run_experiment"]
