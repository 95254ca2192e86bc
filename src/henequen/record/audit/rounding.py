"""Differences that the rounding of the parts explains: reported once per table, never as errors."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.term import Coded, DocumentName
from henequen.record.audit.corpus import Scope, scope
from henequen.record.audit.figure import Figure, figure
from henequen.record.audit.report import finding
from henequen.record.audit.wording import amount, day, each, joined, printed, where

__all__ = ["Rounding"]


class Rounding:
    """Gathers the printed results that differ from the computed ones by no more than rounded parts allow."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self._cases: dict[Scope, list[tuple[Observation, Figure]]] = {}

    def explains(self, result: Observation, computed: Figure) -> bool:
        """True if precision covers the difference; such a case is recorded if it exceeds half a unit."""
        own = figure(result)
        if not own.meets(computed):
            return False
        if not own.low <= computed.value <= own.high:
            self._cases.setdefault(scope(result), []).append((result, computed))
        return True

    def findings(self) -> Iterator[Finding]:
        """One finding per table or text."""
        for (document, table), cases in self._cases.items():
            first = cases[0][0]
            place = (
                Message("in_table", table=table, document=DocumentName(of=document)) if table else where(first, True)
            )
            listed = joined(
                [
                    Message(
                        "printed_computed",
                        label=label(o),
                        printed=printed(o),
                        computed=amount(f.value, o, decimals(o, f)),
                    )
                    for o, f in cases
                ],
                most=8,
            )
            yield finding(
                self.rule,
                Message("differs_by_rounding", where=place, n=len(cases), cases=listed),
                [o for o, _ in cases],
                printed=each([printed(o) for o, _ in cases]),
                computed=each([amount(f.value, o, decimals(o, f)) for o, f in cases]),
            )


def decimals(observation: Observation, computed: Figure) -> int:
    """How many decimals show that the computed value is not the printed one: at most two more than printed."""
    assert observation.amount is not None
    step = observation.decimals
    while step < observation.decimals + 2:
        if round(computed.value.scaleb(-observation.unit_mult), step) != observation.amount.scaleb(
            -observation.unit_mult
        ):
            break
        step += 1
    return step


def label(observation: Observation) -> Message:
    """What distinguishes one figure of a table from another."""
    measure = Coded(vocabulary="measure", code=observation.measure)
    return Message("labelled", label=measure, value=day(observation.period))
