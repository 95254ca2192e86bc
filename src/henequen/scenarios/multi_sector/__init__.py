"""Multi-sector general equilibrium with input-output links, solved in exact changes (Caliendo and Parro 2015)."""

from henequen.scenarios.multi_sector.economy import Economy, economy_of
from henequen.scenarios.multi_sector.effects import Effects, effects_between
from henequen.scenarios.multi_sector.path import PathTerms, path_bundle, path_terms
from henequen.scenarios.multi_sector.solve import NUMERAIRE, Equilibria, solve

__all__ = [
    "NUMERAIRE",
    "Economy",
    "Effects",
    "Equilibria",
    "PathTerms",
    "economy_of",
    "effects_between",
    "path_bundle",
    "path_terms",
    "solve",
]
