"""Partial equilibrium by tariff line: SMART for one importer's lines, GSIM for a world market of one product."""

from henequen.scenarios.partial.gsim import GsimOutcome, gsim
from henequen.scenarios.partial.smart import SmartOutcome, smart

__all__ = ["GsimOutcome", "SmartOutcome", "gsim", "smart"]
