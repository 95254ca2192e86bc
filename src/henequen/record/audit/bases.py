"""A share in the text against its part and the base that it names; and which base it may have been taken from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from henequen.model.finding import Finding
from henequen.model.message import Message
from henequen.model.observation import Observation
from henequen.model.term import Actor, Term
from henequen.record.audit.corpus import Corpus, additive, document
from henequen.record.audit.figure import Figure, figure
from henequen.record.audit.report import finding
from henequen.record.audit.wording import amount, joined, name, percent, printed, product, where

__all__ = ["bases"]

_FDI = ("fdi_flow", "fdi_stock")
_BASES = {
    "share of total exports": ("export",),
    "share of total imports": ("import",),
    "share of total trade": ("total_trade",),
    "share of total FDI": _FDI,
}
"""What a component that is called like this is a share of: the same measure with all partners and all products."""
_HUNDRED = Decimal(100)


def bases(corpus: Corpus) -> Iterator[Finding]:
    """Shares of a named total that do not follow from the printed part and total (`share.base`).

    Part and total must be of the same reporter, measure and period. If the share fits another printed total of the
    same period, that one is named. A total of another speaker makes it a warning: definitions may differ.
    """
    index: dict[tuple[str, str, str], list[Observation]] = {}
    for o in corpus.valued:
        if additive_or_about(o):
            index.setdefault((o.measure, o.reporter, o.period), []).append(o)
    for share in corpus.valued:
        measures = _BASES.get(share.component) if share.measure == "share" and not share.table else None
        if not measures:
            continue
        same = [o for measure in measures for o in index.get((measure, share.reporter, share.period), ())]
        part = _nearest(share, [o for o in same if _part(o, share)])
        whole = _nearest(share, [o for o in same if _whole(o) and o is not part])
        if part and whole:
            yield from _compare(share, part, whole, [o for o in same if o is not part and o is not whole])


def additive_or_about(observation: Observation) -> bool:
    """May it be the part or the base of a share? A figure with an open bound may not."""
    return additive(observation) or observation.comparator in ("about", "close_to")


def _part(o: Observation, share: Observation) -> bool:
    return (
        o.partner == share.partner and (o.product or "TOTAL") == (share.product or "TOTAL") and o.place == share.place
    )


def _whole(o: Observation) -> bool:
    return o.partner == "WLD" and o.product in ("", "TOTAL") and not o.place


def _nearest(share: Observation, candidates: list[Observation]) -> Observation | None:
    """Figures of the same document first; those of the text before those of a table."""
    candidates = sorted(candidates, key=lambda o: (document(o) != document(share), bool(o.table)))
    return candidates[0] if candidates else None


def _ratio(part: Observation, whole: Observation) -> Figure | None:
    ratio = figure(part).over(figure(whole))
    return ratio.scaled(_HUNDRED) if ratio else None


def _compare(share: Observation, part: Observation, whole: Observation, others: list[Observation]) -> Iterator[Finding]:
    computed = _ratio(part, whole)
    if computed is None or computed.meets(figure(share)):
        return
    fitting = [o for o in others if (r := _ratio(part, o)) and r.meets(figure(share))]
    shown = percent(computed.value, share.decimals + (1 if computed.value >= 1 else 2))
    rivals = part.asserted_by != whole.asserted_by or document(part) != document(whole)
    also: Message | str = ""
    implied = figure(part).over(figure(share).scaled(1 / _HUNDRED)) if part.amount is not None and share.value else None
    if fitting:
        other = fitting[0]
        also = Message(
            "share_base_fits",
            other=printed(other),
            called=_called(other),
            where=where(other),
            share=percent(_value(part, other), share.decimals + 1),
        )
    elif implied:
        also = Message("share_base_implies", total=amount(implied.value, part))
    message = Message(
        "share_base",
        where=where(share, begins=True),
        part=printed(part),
        printed=printed(share),
        whole=printed(whole),
        source=_source(whole),
        computed=shown,
        also=also,
    )
    yield finding(
        "share.base_elsewhere" if rivals and not fitting else "share.base",
        message,
        [share, part, whole, *fitting[:1]],
        printed=printed(share),
        computed=joined([shown, *[Message("share_of", share=printed(share), what=_called(o)) for o in fitting[:1]]]),
    )


def _value(part: Observation, whole: Observation) -> Decimal:
    ratio = _ratio(part, whole)
    assert ratio is not None
    return ratio.value


def _source(o: Observation) -> Term:
    if o.asserted_by and not o.table:
        return Message("after_speaker", where=where(o), speaker=Actor(of=o.asserted_by))
    return where(o)


def _called(o: Observation) -> Term:
    return product(o) if o.product not in ("", "TOTAL") else name(o.partner)
