"""A document checked against itself and against the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.model.record import Record

__all__ = ["audit"]


def audit(observations: Sequence[Observation], records: Mapping[str, Sequence[Record]]) -> list[Finding]:
    """Findings about the figures and records."""
    return []
