"""Bases: the calibrated worlds that scenarios start from, one format for all importers."""

from henequen.scenarios.bases.base import Adjustment, Base, load_base, save_base

__all__ = ["Adjustment", "Base", "load_base", "save_base"]
