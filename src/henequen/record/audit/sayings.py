"""Verbal claims about counts, shares, thresholds and dates, and claims that contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from henequen.model.errors import PackError
from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.record import Record
from henequen.model.term import Amount, OwnText
from henequen.record.audit.corpus import Corpus, document
from henequen.record.audit.figure import Figure, figure, total
from henequen.record.audit.periods import span
from henequen.record.audit.report import finding
from henequen.record.audit.statement import Statement
from henequen.record.audit.trends import TRENDS
from henequen.record.audit.wording import (
    amount,
    day,
    documents,
    each,
    joined,
    name,
    number,
    percent,
    printed,
    product,
    where,
    whose,
)

__all__ = ["ASSERTIONS", "statements"]

Records = Mapping[str, Sequence[Record]]
Saying = Callable[[Corpus, Records, Statement], Iterator[Finding]]
_HUNDRED = Decimal(100)
_OPPOSITES = {"level_high": "level_low"}


def statements(corpus: Corpus, records: Records) -> Iterator[Finding]:
    """All findings about the pack's statements. Raises PackError for an assertion that no rule knows."""
    stated = [Statement(record) for record in records.get("statements", ())]
    for statement in stated:
        trend, saying = TRENDS.get(statement.assertion), _SAYINGS.get(statement.assertion)
        if trend:
            yield from trend(corpus, statement)
        elif saying:
            yield from saying(corpus, records, statement)
        elif statement.assertion not in _PAIRED:
            raise PackError(
                Message("unknown_assertion"),
                where=Message("statement", id=statement.record.id),
                found=statement.assertion,
                expected=", ".join(sorted(ASSERTIONS)),
            )
    yield from _datings(stated)
    yield from _levels(stated)


def _one_way_share(corpus: Corpus, records: Records, statement: Statement) -> Iterator[Finding]:
    """The share of total trade of a product that goes one way only: it cannot exceed the share of that direction."""
    fields = ("reporter", "partner", "product", "period")
    shares = [
        o
        for o in corpus.valued
        if o.measure == "share"
        and document(o) in statement.documents
        and all(getattr(o, f) == statement.get(f) for f in fields)
    ]
    for share in shares:
        limits = []
        for reporter, partner, flow in (
            (share.reporter, share.partner, statement.get("flow")),
            (share.partner, share.reporter, "import" if statement.get("flow") == "export" else "export"),
        ):
            cells = {
                o.measure: o
                for o in corpus.valued
                if o.table
                and (o.reporter, o.partner, o.period) == (reporter, partner, share.period)
                and o.product in ("", "TOTAL")
                and o.measure in (flow, "total_trade")
                and not o.place
            }
            ratio = figure(cells[flow]).over(figure(cells["total_trade"])) if len(cells) == 2 else None
            if ratio:
                limits.append((cells[flow], cells["total_trade"], ratio.scaled(_HUNDRED)))
        if not limits or any(not figure(share).surely_above(limit) for _, _, limit in limits):
            continue
        limit_texts = joined(
            [
                Message(
                    "limit_on",
                    share=percent(limit.value),
                    whose=whose(o),
                    part=printed(o),
                    whole=printed(t),
                    table=o.table,
                )
                for o, t, limit in limits
            ]
        )
        outward = statement.get("flow") == "export"
        parts = joined(
            [
                Message(
                    "amount_of", part=amount(figure(share).value / _HUNDRED * figure(o).value, o, 1), whole=printed(o)
                )
                for o, _, _ in limits
            ]
        )
        values = {
            "where": where(share, begins=True),
            "printed": printed(share),
            "period": day(share.period),
            "limits": limit_texts,
            "area": name(share.reporter),
            "partner": name(share.partner),
            "parts": parts,
        }
        yield finding(
            "share.impossible",
            Message("share_impossible_export", **values) if outward else Message("share_impossible_import", **values),
            [share, *[o for limit in limits for o in limit[:2]], statement.record],
            printed=Message("of_total_trade", share=printed(share)),
            computed=Message("at_most", value=limit_texts),
        )


def _first_above(corpus: Corpus, records: Records, statement: Statement) -> Iterator[Finding]:
    """A value that passes `threshold` for the first time: with its growth rate, the year before must be below it."""
    threshold = Decimal(statement.settings["threshold"])
    same = [
        o
        for o in corpus.valued
        if o.reporter == statement.get("reporter")
        and o.product == statement.get("product")
        and o.period == statement.get("period")
        and document(o) in statement.documents
        and not o.comparator
    ]
    for level in (o for o in same if o.measure == statement.get("measure")):
        for rate in (o for o in same if o.measure == "growth" and o.unit == "percent"):
            grown = figure(rate)
            factor = Figure(*(1 + bound / _HUNDRED for bound in (grown.value, grown.low, grown.high)))
            before = figure(level).over(factor)
            if before is None or before.low <= threshold:
                continue
            shown = amount(before.value, level, level.decimals + 1)
            yield finding(
                "threshold.before",
                Message(
                    "threshold_before",
                    where=where(level, begins=True),
                    said=statement.wording,
                    level=printed(level),
                    rate=printed(rate),
                    computed=shown,
                    threshold=amount(threshold, level, 0),
                ),
                [statement.record, level, rate],
                printed=Message("level_up", level=printed(level), rate=printed(rate)),
                computed=Message("year_before", value=shown),
            )


def _count_of(corpus: Corpus, records: Records, statement: Statement) -> Iterator[Finding]:
    """A stated `number` against the items that the source names (`list`, separated by `|`) or its table has."""
    settings = statement.settings
    stated = int(settings["number"])
    rule = "count.list"
    values = {"documents": documents(statement.documents), "said": statement.wording}
    about: list[Record] = [statement.record]
    if "list" in settings:
        items = [item.strip() for item in settings["list"].split("|") if item.strip()]
        count = len(items)
        message = Message("count_list_names", n=count, items=joined(sorted(items), most=14), **values)
    else:
        selection = {k: v for k, v in settings.items() if k not in ("number", "table")}
        rows = [r for r in records.get(settings["table"], ()) if all(v in r.many(k) for k, v in selection.items())]
        count = len(rows)
        message = Message("count_list_entries", n=count, **values)
        about += rows
        headings = len({r.one("category") for r in rows})
        if not rows:
            return
        if headings == stated != count:
            rule, message = "count.headings", Message("count_list_headings", n=count, stated=stated, **values)
    if count == stated:
        return
    yield finding(
        rule,
        message,
        about,
        printed=number(Decimal(stated)),
        computed=number(Decimal(count)),
    )


def _hundred(corpus: Corpus, records: Records, statement: Statement) -> Iterator[Finding]:
    """Shares that a statement lists as all parts of one whole; with `severity=info` it does not say that they are all."""
    open_list = {"": False, "warning": False, "info": True}.get(statement.settings.get("severity", ""))
    if open_list is None:
        raise PackError(
            Message("severity_list_shares_follows_from_what"),
            where=f"claims/statements.csv, {statement.record.id}",
            found=f"severity={statement.settings['severity']}",
            expected=Message("severity_info_if_source_does_not"),
        )
    parts = [
        o
        for o in corpus.valued
        if o.measure == "share"
        and o.component == statement.get("component")
        and o.reporter == statement.get("reporter")
        and document(o) in statement.documents
        and o.product in statement.settings["parts"].split("|")
    ]
    if len(parts) < 2:
        return
    summed = total([figure(o) for o in parts])
    if summed.low <= _HUNDRED <= summed.high:
        return
    listed = joined([Message("labelled", label=product(o), value=printed(o)) for o in parts])
    gap = _HUNDRED - summed.value
    values = {
        "documents": documents(statement.documents),
        "said": statement.wording,
        "parts": listed,
        "sum": number(summed.value),
        "gap": number(abs(gap)),
        "slack": number(summed.slack),
    }
    yield finding(
        "share.listed_open" if open_list else "share.listed",
        Message("share_sum_short", **values) if gap > 0 else Message("share_sum_above", **values),
        [*parts, statement.record],
        printed=listed,
        computed=Amount(value=summed.value, unit="percent", mult=0),
    )


def _earliest(corpus: Corpus, records: Records, statement: Statement) -> Iterator[Finding]:
    """Something that began in a year, against records of an earlier period whose `field` contains the `word`."""
    settings, months = statement.settings, statement.span
    if months is None:
        return
    word = settings["word"].casefold()
    early = []
    for record in records.get(settings["table"], ()):
        when = record.one("period") or record.one("date") or record.one("signed_on")
        begun = span(when.removesuffix("s")) if when else None
        if (
            begun
            and begun.start < months.start
            and any(word in value.casefold() for value in record.many(settings["field"]))
        ):
            early.append((when, record))
    if not early:
        return
    cases = joined([Message("dated", date=day(when), what=_text(record, settings["field"])) for when, record in early])
    yield finding(
        "date.earlier",
        Message("date_earlier", documents=documents(statement.documents), said=statement.wording, cases=cases),
        [statement.record, *[record for _, record in early]],
        printed=day(statement.get("period")),
        computed=joined([day(when) for when, _ in early]),
    )


def _text(record: Record, name_: str) -> OwnText:
    return OwnText(subject=record.id, name=name_, text=record.one(name_))


def _datings(stated: Sequence[Statement]) -> Iterator[Finding]:
    """One event that several statements date to different years."""
    events: dict[tuple[str, ...], list[Statement]] = {}
    for statement in stated:
        if statement.assertion == "happened_in":
            key = tuple(statement.get(f) for f in ("component", "reporter", "partner", "measure"))
            events.setdefault(key, []).append(statement)
    for group in events.values():
        years = sorted({s.get("period") for s in group})
        spans = [s for year in years if (s := span(year))]
        if len(spans) < 2 or max(s.start for s in spans) < min(s.end for s in spans):
            continue
        dates = joined([Message("date_said", date=day(s.get("period")), said=s.wording) for s in group])
        yield finding(
            "date.conflict",
            Message("date_conflict", documents=documents([d for s in group for d in s.documents]), dates=dates),
            [s.record for s in group],
            printed=each([day(year) for year in years]),
            computed=Message("one_date"),
        )


def _levels(stated: Sequence[Statement]) -> Iterator[Finding]:
    """One series that is called large in one passage and small in another."""
    for one in stated:
        opposite = _OPPOSITES.get(one.assertion)
        for other in stated if opposite else ():
            fields = ("measure", "component", "reporter", "partner", "flow", "product")
            if other.assertion == opposite and all(one.get(f) == other.get(f) for f in fields):
                yield finding(
                    "level.conflict",
                    Message(
                        "level_conflict",
                        documents=documents([*one.documents, *other.documents]),
                        one=one.wording,
                        other=other.wording,
                    ),
                    [one.record, other.record],
                    printed=each([one.wording, other.wording]),
                    computed=Message("one_judgement"),
                )


_SAYINGS: dict[str, Saying] = {
    "one_way_share": _one_way_share,
    "first_above": _first_above,
    "count_of": _count_of,
    "adds_up_to_hundred": _hundred,
    "began_in": _earliest,
}
_PAIRED = ("happened_in", "level_high", "level_low")
ASSERTIONS = (*TRENDS, *_SAYINGS, *_PAIRED)
"""Every assertion that a statement can make; what each needs is in docs/reference/audit.md."""
