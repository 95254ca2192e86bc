"""May this level of government sign this kind of instrument on this subject? By the pack's rules, each with its law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from henequen.model.record import Record

__all__ = ["Verdict", "competence_of", "verdicts"]

_STRICT = ("no", "with_approval", "yes")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The strictest rule for a side's part in a record; `rule` is empty if no rule of the pack fits."""

    record: str
    side: str
    level: str
    may: str
    rule: str


def competence_of(rules: Iterable[Record], side: str, level: str, kind: str, subjects: Iterable[str]) -> Record | None:
    """The strictest rule for a side, a level, a kind of instrument and areas of policy; None if no rule fits.

    A rule without kinds or subjects holds for all of them.
    """
    subject_set = set(subjects)
    rules_that_fit = [
        rule
        for rule in rules
        if rule.one("side") == side
        and rule.one("level") == level
        and (not rule.many("kind") or not kind or kind in rule.many("kind"))
        and (not rule.many("matter") or subject_set & set(rule.many("matter")))
    ]
    return min(rules_that_fit, key=lambda rule: (_STRICT.index(rule.one("may")), rule.id)) if rules_that_fit else None


def verdicts(
    records: Iterable[tuple[Record, str, Sequence[str]]], rules: Sequence[Record], sides: Sequence[str]
) -> list[Verdict]:
    """The verdict on each (record, level, areas of policy) for both sides, those that may not sign first."""
    results = []
    for record, level, areas in records:
        for side in sides:
            rule = competence_of(rules, side, level, record.one("kind") if record.table == "instruments" else "", areas)
            results.append(
                Verdict(record.id, side, level, rule.one("may") if rule else "unknown", rule.id if rule else "")
            )
    return sorted(results, key=lambda v: ((*_STRICT, "unknown").index(v.may), v.record, sides.index(v.side)))
