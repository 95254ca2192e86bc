"""Checks that a pack lists because no general rule can derive them: rows of its `vocab/checks.csv`.

Columns: `id`, `rule`, `left`, `right`, `base` (selectors), `join` (fields on which left, right and base are paired),
`value` (a number that the rule needs), `severity` (empty: it follows from the rule) and `basis` (a sentence in the
pack's own words at the end of the message; `basis_es` and `basis_ko` translate it). The rules are the keys of `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from henequen.model.errors import PackError
from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.term import Worded
from henequen.record.audit.corpus import Corpus, column
from henequen.record.audit.figure import Figure, figure, total
from henequen.record.audit.report import finding
from henequen.record.audit.selector import Selector
from henequen.record.audit.wording import (
    amount,
    component,
    day,
    each,
    joined,
    name,
    number,
    percent,
    printed,
    product,
    rounded,
    where,
)

__all__ = ["RULES", "checks"]

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Check:
    id: str
    left: Sequence[Observation]
    right: Sequence[Observation]
    base: Sequence[Observation]
    value: Decimal | None
    basis: Worded | str

    def report(self, rule: str, message: Message, about: Sequence[Observation], **figures: str) -> Finding:
        return finding(rule, message, about, **figures)


def checks(corpus: Corpus, rows: Sequence[Mapping[str, str]]) -> Iterator[Finding]:
    """The findings of a pack's own checks. Raises PackError for a row that cannot be read or selects nothing."""
    for number_, line in enumerate(rows, 2):
        rule = RULES.get(line.get("rule", ""))
        if rule is None:
            raise _error(number_, f"unknown rule {line.get('rule')!r}", ", ".join(RULES))
        try:
            chosen = {side: Selector.parse(line.get(side, "")).of(corpus.valued) for side in ("left", "right", "base")}
        except ValueError as error:
            raise _error(number_, str(error), "a field of observations") from None
        if line.get("severity"):
            raise _error(number_, f"severity={line['severity']}", "an empty cell: the severity follows from the rule")
        joins = tuple(filter(None, (field.strip() for field in line.get("join", "").split(","))))
        for key in dict.fromkeys(_key(o, joins) for o in chosen["left"]):
            sides = {side: [o for o in group if _key(o, joins) == key] for side, group in chosen.items()}
            value = line.get("value", "")
            yield from rule(
                _Check(
                    id=line.get("id", ""),
                    left=sides["left"],
                    right=sides["right"],
                    base=sides["base"],
                    value=Decimal(value) if value else None,
                    basis=_basis(line),
                )
            )


def _basis(line: Mapping[str, str]) -> Worded | str:
    """The pack's own sentence, with its translations in the columns `basis_es` and `basis_ko`."""
    english = line.get("basis", "")
    return Worded(en=english, es=line.get("basis_es", ""), ko=line.get("basis_ko", "")) if english else ""


def _error(line: int, excerpt: str, expected: str) -> PackError:
    return PackError(
        Message("check_cannot_be_read"),
        where=Message("vocab_checks_csv_line", line=line),
        found=excerpt,
        expected=expected,
    )


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
                    Message(
                        "share_span",
                        where=where(share, begins=True),
                        printed=printed(share),
                        part=printed(part),
                        part_period=day(part.period),
                        whole=printed(whole),
                        whole_period=day(whole.period),
                        basis=check.basis,
                    ),
                    [share, part, whole],
                    printed=printed(share),
                    computed=Message("span_over", part=day(part.period), whole=day(whole.period)),
                )
            continue
        rounding = computed.meets(figure(share))
        shown = percent(computed.value, share.decimals + 1)
        values = {
            "where": where(share, begins=True),
            "part": printed(part),
            "whole": printed(whole),
            "computed": shown,
            "printed": printed(share),
            "basis": check.basis,
        }
        yield check.report(
            "share.of_base_rounding" if rounding else "share.of_base",
            Message("share_of_base_rounding", **values) if rounding else Message("share_of_base", **values),
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
            Message(
                "sum_parts",
                where=where(whole, begins=True),
                printed=printed(whole),
                n=len(check.right),
                parts=joined([printed(o) for o in check.right]),
                computed=amount(computed.value, whole),
                basis=check.basis,
            ),
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
    figures = joined(
        [
            Message("figure_when", figure=_figure_text(o), period=_when(o), called=component(o), where=where(o))
            for o in about
        ]
    )
    yield check.report(
        "same.statistic",
        Message("same_statistic", area=name(one.reporter), figures=figures, basis=check.basis),
        about,
        printed=each([_figure_text(o) for o in about]),
        computed=Message("one_figure"),
    )


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
            Message(
                "same_sum",
                where=where(one, begins=True),
                printed=printed(one),
                n=len(check.right),
                source=source,
                computed=shown,
                basis=check.basis,
            ),
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
    values: dict[str, object] = {
        "where": where(whole, begins=True),
        "parts": joined([Message("labelled", label=_part(o), value=printed(o)) for o in check.left]),
        "rest": amount(rest.value, whole),
        "whole": printed(whole),
        "least": printed(least),
        "n": number(others),
        "basis": check.basis,
    }
    message = (
        Message("part_leading_impossible", most=amount(most.value, whole), **values)
        if impossible
        else Message("part_leading_unlikely", average=amount(rest.value / others, least), **values)
    )
    yield check.report(
        "part.cannot_lead" if impossible else "part.leading",
        message,
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
            Message(
                "count_of_share",
                where=where(share, begins=True),
                count=number(count),
                printed=printed(share),
                nearest=number(nearest),
                share=percent(_HUNDRED * nearest / count, share.decimals),
                basis=check.basis,
            ),
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
            Message(
                "count_multiple",
                where=where(one, begins=True),
                printed=printed(one),
                shown=shown,
                base=printed(check.right[0]),
                claimed=number(check.value),
                basis=check.basis,
            ),
            [one, check.right[0]],
            printed=Message("times", n=number(check.value)),
            computed=Message("times", n=shown),
        )


def _differs(check: _Check) -> Iterator[Finding]:
    """The source itself distinguishes left and right; the finding reports the size of the difference."""
    if not check.left or not check.right:
        return
    one, other = check.left[0], check.right[0]
    ratio = figure(one).over(figure(other))
    if ratio is None or figure(one).meets(figure(other)):
        return
    yield check.report(
        "same.explained",
        Message(
            "same_explained",
            area=name(one.reporter),
            one=Message("figure_called", figure=_figure_text(one), called=component(one), where=where(one)),
            n=number(rounded(ratio.value, 1)),
            other=Message("figure_called", figure=_figure_text(other), called=component(other), where=where(other)),
            basis=check.basis,
        ),
        [one, other],
        printed=each([_figure_text(one), _figure_text(other)]),
        computed=Message("times", n=number(rounded(ratio.value, 1))),
    )


def _figure_text(o: Observation) -> str:
    if o.unit != "rank" or o.value is None:
        return printed(o)
    if o.comparator == "at_most":
        return Message("among_first", n=number(o.value))
    return Message("at_rank", n=number(o.value))


def _when(o: Observation) -> str:
    return Message("no_year") if o.period_basis == "document" else day(o.period)


def _part(o: Observation) -> str:
    return name(o.place) if o.place else product(o)


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
