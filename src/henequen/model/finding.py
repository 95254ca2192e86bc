"""A finding: what an audit noticed, with the claims it rests on, so that anybody can recompute it."""

from __future__ import annotations

from dataclasses import dataclass

from henequen.model.evidence import Evidence

__all__ = ["SEVERITIES", "Finding"]

SEVERITIES = ("error", "warning", "rounding", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one rule.

    `printed` is what the source prints, `computed` what follows from its own or another's figures (both as text with
    units); `subjects` are the ids of the observations or records that it is about; `evidence` their passages.
    """

    id: str
    rule: str
    severity: str
    message: str
    printed: str
    computed: str
    subjects: tuple[str, ...]
    evidence: tuple[Evidence, ...]
