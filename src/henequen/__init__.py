"""Henequen: an observatory engine for the relationship between two countries.

>>> import henequen as hq
>>> callable(hq.open)
True
"""

from __future__ import annotations

from typing import Any

__all__ = ["Explained", "Observatory", "Reading", "Reconciliation", "explain", "open", "read", "reconcile", "scenario"]


def __getattr__(name: str) -> Any:
    """Import the facade on first use, so that a child process that only reads a file starts at once."""
    if name == "scenario":
        from henequen.scenarios.python import scenario

        return scenario
    if name in ("Reading", "read"):
        from henequen.reading import python as reading

        return getattr(reading, name)
    if name in ("Explained", "Reconciliation", "explain", "reconcile"):
        from henequen.trade import python

        return getattr(python, name)
    if name in __all__:
        from henequen.observatory import Observatory, open_pack

        return {"Observatory": Observatory, "open": open_pack}[name]
    raise AttributeError(f"module 'henequen' has no attribute {name!r}")
