"""Makes findings: stable ids, evidence of the figures behind them, one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from henequen.model.claim import stable_id
from henequen.model.evidence import Evidence
from henequen.model.finding import SEVERITIES, Finding
from henequen.model.finding_kind import finding_kind
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.record import Record

__all__ = ["finding", "ordered"]


def finding(
    rule: str,
    message: Message,
    about: Sequence[Observation | Record],
    *,
    printed: str = "",
    computed: str = "",
) -> Finding:
    """A finding about observations and records, the one at fault first. Its severity is that of its
    kind; its id hashes the rule and the subjects.
    """
    kind = finding_kind(rule)
    subjects = tuple(dict.fromkeys(item.id for item in about))
    evidence = tuple(dict.fromkeys(passage for item in about for passage in item.evidence))
    return Finding(
        id=stable_id("f", kind.address, *sorted(subjects)),
        rule=rule,
        severity=kind.severity,
        message=message,
        printed=printed,
        computed=computed,
        subjects=subjects,
        evidence=evidence,
    )


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once: gravest first, then in the order of the documents."""

    def place(evidence: Sequence[Evidence]) -> tuple[str, int]:
        return (evidence[0].document, evidence[0].key_start) if evidence else ("", 0)

    once = {item.id: item for item in findings}
    return sorted(once.values(), key=lambda f: (SEVERITIES.index(f.severity), *place(f.evidence), f.rule, f.id))
