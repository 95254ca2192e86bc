"""A document checked against itself and against the others.

Every rule yields findings from the corpus of observations, from the records, or from the checks of a pack; every rule,
its method and its tolerance are described in docs/reference/audit.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.model.record import Record
from henequen.record.audit.bases import bases
from henequen.record.audit.checks import checks as listed_checks
from henequen.record.audit.corpus import Corpus
from henequen.record.audit.growth import growth
from henequen.record.audit.happenings import happenings
from henequen.record.audit.identities import identities
from henequen.record.audit.mirror import mirror
from henequen.record.audit.outliers import outliers
from henequen.record.audit.readers import doubles, notes, parties
from henequen.record.audit.repeats import repeats
from henequen.record.audit.report import ordered
from henequen.record.audit.sayings import statements
from henequen.record.audit.shares import shares
from henequen.record.audit.spans import spans
from henequen.record.audit.tables import tables
from henequen.record.audit.totals import totals

__all__ = ["audit"]

_FIGURES: tuple[Callable[[Corpus], Iterator[Finding]], ...] = (
    identities,
    totals,
    shares,
    growth,
    repeats,
    spans,
    bases,
    mirror,
    outliers,
    tables,
)


def audit(
    observations: Sequence[Observation],
    records: Mapping[str, Sequence[Record]],
    checks: Sequence[Mapping[str, str]] = (),
    published: Mapping[str, str] | None = None,
) -> list[Finding]:
    """The findings of a careful reader, gravest first; the same for the same input in any order.

    `records` are the resolved records by table name; `checks` the rows of the pack's `vocab/checks.csv`, which state
    what no general rule can derive (which figure is a share of which); `published` the day of each edition. Raises
    PackError for a check or a statement that no rule can read.
    """
    corpus = Corpus.of(observations)
    ordered_records = {table: sorted(rows, key=lambda r: r.id) for table, rows in sorted(records.items())}
    findings = [finding for rule in _FIGURES for finding in rule(corpus)]
    findings += listed_checks(corpus, checks)
    findings += statements(corpus, ordered_records)
    findings += parties(ordered_records)
    findings += happenings(ordered_records, published or {})
    findings += doubles(ordered_records)
    findings += notes(ordered_records, findings)
    return ordered(findings)
