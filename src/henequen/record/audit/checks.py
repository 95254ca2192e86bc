"""Checks that a pack lists because no general rule can know them: rows of its `vocab/checks.csv`.

Columns: `id`, `rule`, `left`, `right`, `base` (selectors), `join` (fields on which left, right and base are paired),
`value` (a number that the rule needs), `severity` (where it is not the rule's own) and `basis` (a sentence in the pack's
own words that the message ends with). The rules are the keys of `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from henequen.model.errors import PackError
from henequen.model.finding import Finding
from henequen.model.observation import Observation
from henequen.record.audit.corpus import Corpus, column
from henequen.record.audit.figure import Figure, figure, total
from henequen.record.audit.report import finding
from henequen.record.audit.selector import Selector
from henequen.record.audit.wording import amount, joined, name, number, percent, printed, rounded, where

__all__ = ["RULES", "checks"]

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Check:
    id: str
    left: Sequence[Observation]
    right: Sequence[Observation]
    base: Sequence[Observation]
    value: Decimal | None
    severity: str
    basis: str

    def report(self, rule: str, severity: str, message: str, about: Sequence[Observation], **figures: str) -> Finding:
        text = f"{message} {self.basis}".strip()
        return finding(rule, self.severity or severity, text, about, **figures)


def checks(corpus: Corpus, rows: Sequence[Mapping[str, str]]) -> Iterator[Finding]:
    """The findings of a pack's own checks. Raises PackError for a row that cannot be read or points at nothing."""
    for number_, line in enumerate(rows, 2):
        rule = RULES.get(line.get("rule", ""))
        if rule is None:
            raise _error(number_, f"unknown rule {line.get('rule')!r}", ", ".join(RULES))
        try:
            chosen = {side: Selector.parse(line.get(side, "")).of(corpus.valued) for side in ("left", "right", "base")}
        except ValueError as error:
            raise _error(number_, str(error), "a field of observations") from None
        joins = tuple(filter(None, (field.strip() for field in line.get("join", "").split(","))))
        for key in dict.fromkeys(_key(o, joins) for o in chosen["left"]):
            sides = {side: [o for o in found if _key(o, joins) == key] for side, found in chosen.items()}
            value = line.get("value", "")
            yield from rule(
                _Check(
                    id=line.get("id", ""),
                    left=sides["left"],
                    right=sides["right"],
                    base=sides["base"],
                    value=Decimal(value) if value else None,
                    severity=line.get("severity", ""),
                    basis=line.get("basis", ""),
                )
            )


def _error(line: int, found: str, expected: str) -> PackError:
    return PackError("a check cannot be read", where=f"vocab/checks.csv, line {line}", found=found, expected=expected)


def _key(observation: Observation, joins: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column(observation) if field == "column" else str(getattr(observation, field)) for field in joins)


def _share(check: _Check) -> Iterator[Finding]:
    """The left share is the right part of the base."""
    for share in check.left:
        if not check.right or not check.base:
            continue
        part, whole = check.right[0], check.base[0]
        ratio = figure(part).over(figure(whole))
        computed = ratio.scaled(_HUNDRED) if ratio else None
        if computed is None:
            continue
        if figure(share).low <= computed.value <= figure(share).high:
            if part.period != whole.period:
                yield check.report(
                    "share.span",
                    "info",
                    f"{where(share)}: {printed(share)} is {printed(part)} ({part.period}) over {printed(whole)} ({whole.period}): "
                    "the share is computed rightly, but part and whole cover different spans.",
                    [share, part, whole],
                    printed=printed(share),
                    computed=f"{part.period} over {whole.period}",
                )
            continue
        rounding = computed.meets(figure(share))
        shown = percent(computed.value, share.decimals + 1)
        yield check.report(
            "share.of_base",
            "rounding" if rounding else "error",
            f"{where(share)}: {printed(part)} of {printed(whole)} are {shown}; {printed(share)} is printed"
            + (", which the rounding of the two amounts explains." if rounding else "."),
            [share, part, whole],
            printed=printed(share),
            computed=shown,
        )


def _sum(check: _Check) -> Iterator[Finding]:
    """The left figure is the sum of all right ones."""
    for whole in check.left:
        computed = total([figure(o) for o in check.right])
        if not check.right or computed.meets(figure(whole)):
            continue
        yield check.report(
            "sum.parts",
            "error",
            f"{where(whole)}: {printed(whole)} is printed, but its {len(check.right)} parts "
            f"({joined([printed(o) for o in check.right])}) make {amount(computed.value, whole)}.",
            [whole, *check.right],
            printed=printed(whole),
            computed=amount(computed.value, whole),
        )


def _same(check: _Check) -> Iterator[Finding]:
    """Left and right are one statistic under two names, or two editions of one."""
    if not check.left or not check.right:
        return
    one = check.left[0]
    other = check.right[0]
    if figure(one).meets(figure(other)) and (one.comparator or other.comparator or one.half_unit != other.half_unit):
        return
    if one.amount == other.amount:
        return
    about = [*check.left, *check.right]
    told = joined([f"{_told(o)}, {_when(o)} ({_called(o)}; {where(o)})" for o in about])
    yield check.report(
        "same.statistic", "warning", f"{name(one.reporter)}: {told}.", about,
        printed="; ".join(_told(o) for o in about), computed="one figure",
    )  # fmt: skip


def _sum_same(check: _Check) -> Iterator[Finding]:
    """The left figure and the sum of the right ones are one statistic."""
    computed = total([figure(o) for o in check.right])
    for one in check.left:
        if not check.right or computed.meets(figure(one)):
            continue
        shown = amount(computed.value, one, check.right[0].decimals)
        source = check.right[0].table or where(check.right[0])
        yield check.report(
            "same.sum",
            "warning",
            f"{where(one)}: {printed(one)}; the {len(check.right)} corresponding figures of {source} make {shown}.",
            [one, *check.right],
            printed=printed(one),
            computed=shown,
        )


def _leading(check: _Check) -> Iterator[Finding]:
    """The left figures are the greatest of `value` parts of the base: no other part can exceed the least of them."""
    if not check.base or not check.left or check.value is None:
        return
    whole = check.base[0]
    least = min(check.left, key=lambda o: figure(o).value)
    others = check.value - len(check.left)
    rest = figure(whole) - total([figure(o) for o in check.left])
    most = figure(least).scaled(others)
    if rest.value * 4 <= most.value * 3:
        return
    impossible = rest.surely_above(most)
    verdict = (
        f"The other {number(others)} can hold {amount(most.value, whole)} at most"
        if impossible
        else f"The other {number(others)} would have to average {amount(rest.value / others, least)} each, close to the most "
        "that any of them can have"
    )
    yield check.report(
        "part.leading",
        "error" if impossible else "warning",
        f"{where(whole)}: the leading parts ({joined([f'{o.place or o.product} {printed(o)}' for o in check.left])}) leave "
        f"{amount(rest.value, whole)} of {printed(whole)}, and no other part can exceed {printed(least)}. {verdict}: the parts "
        "and the whole are hardly counted on one basis.",
        [whole, *check.left],
        printed=printed(whole),
        computed=amount(rest.value, whole),
    )


def _whole_number(check: _Check) -> Iterator[Finding]:
    """The left share of the base is a share of things that cannot be divided: some whole number must give it."""
    for share in check.left:
        if not check.base or check.base[0].amount is None:
            continue
        count = check.base[0].amount
        nearest = rounded(figure(share).value * count / _HUNDRED, 0)
        if any(
            figure(share).low <= _HUNDRED * n / count <= figure(share).high for n in (nearest - 1, nearest, nearest + 1)
        ):
            continue
        yield check.report(
            "count.of_share",
            "error",
            f"{where(share)}: no whole number out of {number(count)} is {printed(share)}; {number(nearest)} would be "
            f"{percent(_HUNDRED * nearest / count, share.decimals)}.",
            [share, check.base[0]],
            printed=printed(share),
            computed=percent(_HUNDRED * nearest / count, share.decimals),
        )


def _multiple(check: _Check) -> Iterator[Finding]:
    """The left figure is `value` times the right one, when rounded to a whole number."""
    for one in check.left:
        ratio = figure(one).over(figure(check.right[0])) if check.right else None
        if ratio is None or check.value is None:
            continue
        claimed = Figure(check.value, check.value - Decimal("0.5"), check.value + Decimal("0.5"))
        if ratio.meets(claimed):
            continue
        shown = number(rounded(ratio.value, 1))
        yield check.report(
            "count.multiple",
            "warning",
            f"{where(one)}: {printed(one)} are {shown} times {printed(check.right[0])}, not {number(check.value)} times.",
            [one, check.right[0]],
            printed=f"{number(check.value)} times",
            computed=f"{shown} times",
        )


def _differs(check: _Check) -> Iterator[Finding]:
    """Left and right are told apart by the source itself: the size of the difference is worth knowing."""
    if not check.left or not check.right:
        return
    one, other = check.left[0], check.right[0]
    ratio = figure(one).over(figure(other))
    if ratio is None or figure(one).meets(figure(other)):
        return
    yield check.report(
        "same.explained",
        "info",
        f"{name(one.reporter)}: {_told(one)} ({_called(one)}; {where(one)}) is {number(rounded(ratio.value, 1))} times "
        f"{_told(other)} ({_called(other)}; {where(other)}).",
        [one, other],
        printed=f"{_told(one)}; {_told(other)}",
        computed=f"{number(rounded(ratio.value, 1))} times",
    )


def _told(o: Observation) -> str:
    if o.unit != "rank" or o.value is None:
        return printed(o)
    return ("among the first " if o.comparator == "at_most" else "rank ") + number(o.value)


def _when(o: Observation) -> str:
    return "no year printed" if o.period_basis == "document" else o.period


def _called(o: Observation) -> str:
    return o.component or o.measure.replace("_", " ")


RULES: dict[str, Callable[[_Check], Iterator[Finding]]] = {
    "share": _share,
    "sum": _sum,
    "same": _same,
    "sum_same": _sum_same,
    "leading": _leading,
    "whole_number": _whole_number,
    "multiple": _multiple,
    "explained": _differs,
}
