"""How long work tells where it is."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress"]

Progress = Callable[[float, str], None]
"""Hears the share of the work that is done (0 to 1) and, in words, what is being done now."""
