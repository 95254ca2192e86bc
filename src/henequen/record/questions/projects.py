"""Projects in third countries that both sides pay for or carry out."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.model.record import Record

__all__ = ["is_trilateral"]


def is_trilateral(project: Record, sides: Sequence[str]) -> bool:
    """Do both sides provide, for a country that is neither?"""
    return set(sides) <= set(project.many("providers")) and bool(set(project.many("recipients")) - set(sides))
