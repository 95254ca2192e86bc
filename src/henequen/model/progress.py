"""How long-running work reports its progress."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress"]

Progress = Callable[[float, str], None]
"""Called with the share of the work that is done (0 to 1) and the current step in words."""
