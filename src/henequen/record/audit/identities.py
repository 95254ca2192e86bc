"""Total trade is exports plus imports, and the balance is exports minus imports: in every row and every passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, grouped, scope
from henequen.record.audit.figure import Figure, figure
from henequen.record.audit.report import finding
from henequen.record.audit.rounding import Rounding
from henequen.record.audit.wording import amount, printed, where, whose

__all__ = ["identities"]

_MEASURES = ("export", "import", "total_trade", "balance")


@dataclass(frozen=True, slots=True)
class _Case:
    measure: str
    result: Observation
    computed: Figure


def identities(corpus: Corpus) -> Iterator[Finding]:
    """Printed totals and balances that do not follow from the printed flows (`sum.total_trade`, `sum.balance`).

    Only flows of the same reporter, partner, product, place and period in the same table or text are combined.
    Differences within half a unit of the printed result are not reported; those within the rounding of the parts are
    reported once per table.
    """
    rounding = Rounding("sum.rounding")
    flows = [o for o in corpus.valued if o.measure in _MEASURES and not o.comparator]
    for _, group in grouped(
        flows, lambda o: (scope(o), o.reporter, o.partner, o.product, o.place, o.period, o.unit, o.component)
    ):
        exports, imports = _only(group, "export"), _only(group, "import")
        if exports is None or imports is None:
            continue
        wrong: list[_Case] = []
        right: list[_Case] = []
        for measure in ("total_trade", "balance"):
            result = _only(group, measure)
            if result is None:
                continue
            x, m = figure(exports), figure(imports)
            case = _Case(measure, result, x + m if measure == "total_trade" else x - m)
            (right if rounding.explains(result, case.computed) else wrong).append(case)
        for case in wrong:
            yield _finding(case, exports, imports, right)
    yield from rounding.findings()


def _only(group: list[Observation], measure: str) -> Observation | None:
    matches = [o for o in group if o.measure == measure]
    return matches[0] if len({o.amount for o in matches}) == 1 else None


def _finding(case: _Case, exports: Observation, imports: Observation, right: list[_Case]) -> Finding:
    result, computed = case.result, case.computed
    assert result.amount is not None
    gap = abs(computed.value - result.amount)
    other = {"total_trade": "total_at_fault", "balance": "balance_at_fault"}[case.measure]
    message = Message(
        f"sum_{case.measure}",
        where=where(result, begins=True),
        whose=whose(result),
        exports=printed(exports),
        imports=printed(imports),
        computed=amount(computed.value, result),
        printed=printed(result),
        gap=amount(gap, result),
        slack=amount(computed.slack + result.half_unit, result, result.decimals + 1),
        also=Message(other) if right else "",
    )
    return finding(
        f"sum.{case.measure}",
        message,
        [result, exports, imports],
        printed=printed(result),
        computed=amount(computed.value, result),
    )
