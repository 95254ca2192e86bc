"""What a gate decides about a proposal, with the reason that the run report counts."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ACCEPTED", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted, or dropped for one reason: a code for counting, and what was found."""

    accepted: bool
    reason: str = ""
    found: str = ""


ACCEPTED = Verdict(True)
