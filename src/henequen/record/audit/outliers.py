"""Years that leave their series for a year, while the other side's count of the same flow does not."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus
from henequen.record.audit.figure import figure
from henequen.record.audit.mirror import flows
from henequen.record.audit.report import finding
from henequen.record.audit.wording import each, name, printed, where

__all__ = ["outliers"]

_LONG = 8
_JUMP = 3
_CALM = 2


def outliers(corpus: Corpus) -> Iterator[Finding]:
    """Figures at least three times above or below both neighbouring years, while the mirror figure stays within a
    factor of two of both of its neighbours (`outlier.row`). Both flows of one row are one finding."""
    cases_by_jump: dict[tuple[str, int], list[tuple[Observation, Observation, Observation, Observation]]] = {}
    for flow in flows(corpus):
        for own, partner_figure in ((flow.exported, flow.imported), (flow.imported, flow.exported)):
            for year in sorted(own):
                around = [own.get(year - 1), own[year], own.get(year + 1)]
                if len(own) < _LONG or _jump(around) < _JUMP:
                    continue
                mirrored = [partner_figure.get(year - 1), partner_figure.get(year), partner_figure.get(year + 1)]
                if all(mirrored) and _calm(mirrored):
                    before, current, after = around
                    assert before and current and after and mirrored[1]
                    cases_by_jump.setdefault((current.reporter, year), []).append((before, current, after, mirrored[1]))
    for (reporter, year), cases in sorted(cases_by_jump.items()):
        yield _finding(reporter, year, cases, corpus)


def _values(points: list[Observation | None]) -> list[float]:
    return [float(figure(o).value) for o in points if o is not None and figure(o).low > 0]


def _jump(points: list[Observation | None]) -> float:
    """How many times the middle is above, or below, both of its neighbours."""
    values = _values(points)
    if len(values) < 3:
        return 0
    before, current, after = values
    return max(min(current / before, current / after), min(before / current, after / current))


def _calm(points: list[Observation | None]) -> bool:
    values = _values(points)
    return len(values) == 3 and all(max(values[1] / v, v / values[1]) < _CALM for v in (values[0], values[2]))


def _finding(
    reporter: str,
    year: int,
    cases: list[tuple[Observation, Observation, Observation, Observation]],
    corpus: Corpus,
) -> Finding:
    jumps = []
    for before, current, after, mirrored in cases:
        again = [y for o in corpus.valued if _again(o, current) and (y := corpus.year(o)) is not None]
        jumps.append(
            Message(
                "outlier_export" if current.measure == "export" else "outlier_import",
                printed=printed(current),
                again=Message("outlier_again", year=again[0]) if again else "",
                before=printed(before),
                after=printed(after),
                area=name(mirrored.reporter),
                mirrored=printed(mirrored),
            )
        )
    return finding(
        "outlier.row",
        Message("outlier_row", where=where(cases[0][1], begins=True), area=name(reporter), cases=each(jumps)),
        [o for _, current, _, mirrored in cases for o in (current, mirrored)],
        printed=each([printed(current) for _, current, _, _ in cases]),
        computed=each([Message("between", low=printed(b), high=printed(a)) for b, _, a, _ in cases]),
    )


def _again(other: Observation, current: Observation) -> bool:
    """Is it another year of the same column with the very same figure?"""
    same = all(
        getattr(other, field) == getattr(current, field)
        for field in ("measure", "reporter", "partner", "table", "amount")
    )
    return same and other is not current
