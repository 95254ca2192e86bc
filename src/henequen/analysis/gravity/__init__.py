"""One-sector structural gravity: multilateral resistances, three named modes of general equilibrium, PPML."""

from henequen.analysis.gravity.experiment import Experiment, Outcome, run_experiment
from henequen.analysis.gravity.poisson import Estimate, estimate_ppml
from henequen.analysis.gravity.resistance import resistances

__all__ = ["Estimate", "Experiment", "Outcome", "estimate_ppml", "resistances", "run_experiment"]
