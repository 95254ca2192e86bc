"""A document checked against itself and against the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.model.record import Record
from henequen.record.audit.corpus import Corpus
from henequen.record.audit.growth import growth
from henequen.record.audit.identities import identities
from henequen.record.audit.report import ordered
from henequen.record.audit.shares import shares
from henequen.record.audit.totals import totals

__all__ = ["audit"]

_ARITHMETIC: tuple[Callable[[Corpus], Iterator[Finding]], ...] = (identities, totals, shares, growth)


def audit(
    observations: Sequence[Observation],
    records: Mapping[str, Sequence[Record]],
    checks: Sequence[Mapping[str, str]] = (),
) -> list[Finding]:
    """What a careful reader would object to, gravest first; the same for the same input in any order.

    `records` are the resolved records by table name; `checks` the rows of the pack's `vocab/checks.csv`, which say what
    no general rule can know (which figure is a share of which). Every rule, its method and its tolerance are described in
    docs/reference/audit.md.
    """
    corpus = Corpus.of(observations)
    return ordered(found for rule in _ARITHMETIC for found in rule(corpus))
