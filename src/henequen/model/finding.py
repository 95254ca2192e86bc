"""A finding of an audit, with the claims it is based on, so that readers can recompute it."""

from __future__ import annotations

from dataclasses import dataclass

from henequen.model.evidence import Evidence
from henequen.model.message import Message

__all__ = ["SEVERITIES", "Finding"]

SEVERITIES = ("error", "warning", "rounding", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one rule.

    `printed` is what the source prints, `computed` what follows from its own or another's figures: an amount, a list of
    amounts in the order of `subjects`, or a message, all worded in each language; a plain string is quoted from the source.
    `subjects` are the ids of the observations or records that it is about; `evidence` their passages.
    """

    id: str
    rule: str
    severity: str
    message: Message
    printed: str
    computed: str
    subjects: tuple[str, ...]
    evidence: tuple[Evidence, ...]
