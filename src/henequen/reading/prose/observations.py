"""Observations in running text: an amount, the term that it measures, its sides, its period and its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from henequen.reading.document import Proposal
from henequen.reading.grammar.amounts import Amount
from henequen.reading.prose.attribution import Speaker, find_speaker
from henequen.reading.prose.counts import count_of, number_of
from henequen.reading.prose.figure_sides import add_sides, in_brackets, settle_reporter, take_own_statistics
from henequen.reading.prose.flows import Flow, find_flows
from henequen.reading.prose.hedges import is_hedged, is_negated, is_planned
from henequen.reading.prose.lists import leads
from henequen.reading.prose.periods import Period, choose_period, is_compared, last_year, year_before
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene
from henequen.reading.prose.series import is_series, read_series, title_period
from henequen.reading.prose.signs import growth_sign, is_share, signed_value
from henequen.reading.prose.voice import Voice, find_voice

__all__ = ["read_observations"]

_MONEY = re.compile(r"[A-Z]{3}")
_SAME_YEAR = re.compile(
    r"\b(?:same year|mismo año|ese año|dicho año|that year)\b|같은 ?해|동년|같은 기간", re.IGNORECASE
)


@dataclass
class _Paragraph:
    """State from the earlier sentences of a paragraph."""

    block: int = -1
    period: Period | None = None
    period_scene: Scene | None = None
    flow: Flow | None = None
    flow_scene: Scene | None = None
    speaker: Speaker | None = None
    measures: set[str] = field(default_factory=set)
    seen: set[tuple[object, ...]] = field(default_factory=set)
    before: tuple[Period, Scene] | None = None
    """The last period of an earlier paragraph: that of "the same year"."""


def read_observations(prose: Prose) -> Iterator[Proposal]:
    """Propose an observation for each amount whose measure the text prints."""
    paragraph = _Paragraph()
    items = leads(prose)
    voice = find_voice(prose)
    for scene in prose.scenes:
        if scene.block != paragraph.block:
            flow, flow_scene = paragraph.flow, paragraph.flow_scene
            near = flow_scene is not None and scene.number - flow_scene.number <= 2
            period, period_scene = paragraph.period, paragraph.period_scene
            close = period_scene is not None and scene.number - period_scene.number <= 6
            near = near and not re.match(r"\s?[□■○●◇◆ㅇo*※•·(-]", scene.text)
            before = (period, period_scene) if period and period_scene and close else None
            paragraph = _Paragraph(scene.block, flow=flow if near else None, flow_scene=flow_scene if near else None)
            paragraph.before = before
            if close and near and not re.match(r"\s?[□■○●◇◆ㅇo*※•·-]", scene.text):
                paragraph.period, paragraph.period_scene = period, period_scene
        if is_series(scene):
            yield from read_series(prose, scene)
        elif scene.kind not in ("heading", "caption", "footnote"):
            for proposal in _read_scene(prose, scene, paragraph, voice):
                if scene.number not in items or proposal.fields["measure"] not in ("other", "funding", "investment"):
                    yield proposal  # money in an item of a list of recommendations or commitments is still to come


def _read_scene(prose: Prose, scene: Scene, paragraph: _Paragraph, voice: Voice) -> Iterator[Proposal]:
    """The observations of one sentence."""
    flows = find_flows(
        prose, scene, paragraph.flow is not None and paragraph.flow.measure in ("export", "import", "total_trade")
    )
    speaker = find_speaker(prose, scene)
    last: Flow | None = None
    respective = bool(re.search(r"\b(?:respectively|respectivamente)\b|각각", scene.text))
    for amount in scene.amounts:
        if respective or not _is_readable(scene, amount):
            continue
        period = choose_period(scene, amount)
        period_scene = scene if period else None
        heading: tuple[int, int] | None = None
        if amount.unit is None and period and period.span and not _is_beside(scene, amount, period):
            period = None
        if period is None and paragraph.period and amount.unit is not None:
            period, period_scene = Period(paragraph.period.value, paragraph.period.span, True), paragraph.period_scene
        if period is None and amount.unit is not None and (period := last_year(scene, prose.document.published_on)):
            period_scene = scene
        if period is None and amount.unit is not None and paragraph.before and _SAME_YEAR.search(scene.text):
            period, period_scene = Period(paragraph.before[0].value, paragraph.before[0].span), paragraph.before[1]
        if period is not None:
            period = year_before(scene, amount, period)
        proposals = _measure(prose, scene, amount, flows, last, paragraph, voice)
        if proposals is None:
            continue
        fields, flow, flow_scene = proposals
        if flow is not None and fields["measure"] != "count":
            last = flow
        settle_reporter(prose, fields, speaker, flow, voice)
        take_own_statistics(prose, scene, fields, amount, voice)
        if (
            period is None
            and fields.get("reporter") == voice.own
            and fields["measure"] != "count"
            and (titled := title_period(prose))
        ):
            period, heading = Period(titled[0], None), (titled[1], titled[2])
        if period is None and fields["measure"] in ("count", "share") and prose.document.published_on:
            this_year = re.search(r"\b(?:this year|este año)\b|올해|금년", scene.text)
            period = Period(prose.document.published_on[: 4 if this_year else 10], None)
        if period and period.carried and fields["measure"] in ("funding", "investment", "other"):
            period, period_scene = None, None
        if (
            period
            and period.span
            and period.span.precision == "day"
            and not period.span.is_range
            and fields["measure"] in _FLOWS
        ):
            period = None
        if period:
            fields["period"] = period.value
        if speaker:
            fields["attributed"] = True
            fields["asserted_by"] = speaker.name
        quotes = Quoted(prose.document, scene.start, scene.end, amount.start, amount.end)
        if period and period.span and (period_scene is not scene):
            quotes.add(period_scene.start, period_scene.end) if period_scene else None
        if period and period.span and period.span.basis != "printed":
            quotes.add_head()
        if heading:
            quotes.add(*heading)
        if flow_scene is not None and flow_scene is not scene:
            quotes.add(flow_scene.start, flow_scene.end)
        quotes.add_countries(prose, [fields.get("reporter"), fields.get("partner")])
        key = (scene.start, amount.start, fields["measure"], fields["value"])
        if key not in paragraph.seen:
            paragraph.seen.add(key)
            yield Proposal(prose.document.name, "observation", fields, quotes.evidence())
    own_period = next((date for date in scene.dates if date.bound is None and not is_compared(scene, date)), None)
    if own_period and (flows or scene.amounts or own_period.start - scene.start < 12):
        paragraph.period, paragraph.period_scene = Period(own_period.value, own_period), scene
    sided = [flow for flow in flows if flow.measure not in ("other", "funding") and (flow.reporter or flow.partner)]
    paragraph.measures |= {flow.measure for flow in flows}
    if last is not None and last.measure not in ("other",):
        paragraph.flow, paragraph.flow_scene = last, scene
    elif sided:
        paragraph.flow, paragraph.flow_scene = sided[-1], scene


def _is_beside(scene: Scene, amount: Amount, period: Period) -> bool:
    """Is the date of a count in its own clause: arrived in 1905, not "talks stopped in 2008"?"""
    assert period.span
    if period.span.start - scene.start < 14 and period.span.end <= amount.start:
        return True
    first, last = (
        sorted((period.span.end, amount.start)) if period.span.end <= amount.start else (amount.end, period.span.start)
    )
    return (
        not re.search(r"[,;(]|이후|since|desde", scene.text[first - scene.start : last - scene.start + 8])
        and last - first < 90
    )


def _is_readable(scene: Scene, amount: Amount) -> bool:
    """Not a number of an article, a broken figure ($178 9 million), or a rank."""
    before = scene.text[max(0, amount.start - scene.start - 14) : amount.core_start - scene.start]
    after = scene.text[amount.end - scene.start : amount.end - scene.start + 6]
    if re.search(
        (
            r"(?:[Aa]rt(?:icle|ículo|\.)|[Nn]o\.|[Nn]úm\.|제|[Cc]hapter|[Cc]apítulo|[Rr]esolution|"
            r"[Tt]able|[Cc]uadro|[Pp]age|p\.|COVID-|comparison to the world:)\s*$"
        ),
        before,
    ):
        return False
    if re.search(r"\d\s$", before) and amount.unit is not None and not re.search(r"[a-z가-힣),]\s*\d+\s$", before[-4:]):
        return False
    return not re.match(r"\s\d{1,3}\s(?:million|billion)", after) and not (
        amount.currency_mark and re.match(r"\s\d", after)
    )


def _measure(
    prose: Prose,
    scene: Scene,
    amount: Amount,
    flows: list[Flow],
    last: Flow | None,
    paragraph: _Paragraph,
    voice: Voice,
) -> tuple[dict[str, object], Flow | None, Scene | None] | None:
    """The fields of an observation, the flow it belongs to, and the sentence that printed the flow."""
    if amount.unit is None:
        return _count(prose, scene, amount)
    flow = _flow_for(scene, amount, flows)
    flow_scene: Scene | None = scene
    listed = in_brackets(scene, amount)
    if flow is None and (listed or amount.unit == "percent"):
        flow, flow_scene = (last, scene) if last else (None, None)
        if flow is None and (amount.unit != "percent" or _points_back(scene)):
            flow, flow_scene = paragraph.flow, paragraph.flow_scene
            if flow is not None and len(paragraph.measures & {"export", "import"}) == 2:
                flow = _named_again(scene, flow)
    if listed and flow is not None and flow.measure == "other" and last is not None:
        flow = last
    if flow is not None and flow_scene is scene:
        flow, flow_scene = _inherit(flow, paragraph, last, scene)
    if amount.unit in ("percent", "percentage_points"):
        return _rate(prose, scene, amount, flow, flow_scene, listed, flows, voice)
    if not _MONEY.fullmatch(amount.unit):
        return None
    if is_hedged(scene, amount):
        return None
    if flow is None:
        if not is_planned(scene, amount):
            return None
        pledge = re.search(r"pledged|comprometió|donó|donated|제공|지원", scene.text) and not re.search(
            r"plant|planta|공장", scene.text
        )
        flow = Flow(0, 0, "funding" if pledge else "investment", "")
    negated = is_negated(scene, amount)
    value = signed_value(scene, amount, flow)
    if value is None or negated:
        return None
    fields = _base(amount, value)
    fields["measure"] = flow.measure
    if flow.measure == "other":
        fields["component"] = flow.term
    add_sides(prose, scene, fields, flow, amount, listed, voice)
    if flow.measure in ("investment", "funding") and is_planned(scene, amount):
        fields["flags"] = ["announced"]
    return fields, flow, flow_scene


def _named_again(scene: Scene, flow: Flow) -> Flow | None:
    """After a sentence on both flows, the list must say which of them it continues with: the goods most sold abroad."""
    sold = re.search(r"vendid|exportad|ventas|\bsold\b|shipped|exported|envíos|수출", scene.text)
    bought = re.search(r"comprad|importad|compras|bought|imported|수입", scene.text)
    if bool(sold) == bool(bought):
        return None
    measure = "export" if sold else "import"
    return flow if flow.measure == measure else replace(flow, measure=measure)


def _points_back(scene: Scene) -> bool:
    """Does the sentence begin with a word that points to the one before it?"""
    return bool(re.match(r"(?:This|That|These|It|Esto|Esta|Este|Lo anterior|Dicha|이는|이것은)\b", scene.text))


def _base(amount: Amount, value: str) -> dict[str, object]:
    """The fields that come from the amount alone."""
    fields: dict[str, object] = {"value": value, "multiplier": amount.multiplier, "value_printed": amount.printed}
    if amount.unit:
        fields["unit"] = amount.unit
    if amount.comparator:
        fields["comparator"] = amount.comparator
    return fields


def _count(prose: Prose, scene: Scene, amount: Amount) -> tuple[dict[str, object], Flow | None, Scene | None] | None:
    counted = count_of(prose, scene, amount)
    if counted is None or is_negated(scene, amount):
        return None
    fields = _base(amount, amount.value)
    fields |= counted
    return fields, None, None


def _rate(
    prose: Prose,
    scene: Scene,
    amount: Amount,
    flow: Flow | None,
    flow_scene: Scene | None,
    listed: bool,
    flows: list[Flow],
    voice: Voice,
) -> tuple[dict[str, object], Flow | None, Scene | None] | None:
    """A percentage: growth of a flow with its sign, or a share."""
    share = is_share(scene, amount)
    sign = None if share else growth_sign(scene, amount)
    if not share and sign is None and amount.value.startswith("-"):
        sign = -1
    if not share and sign is None:
        return None
    if is_hedged(scene, amount):
        return None
    if share and (whole := _whole(scene, amount, flows)):
        flow, flow_scene = whole, scene
    value = amount.value if not sign or amount.value.startswith("-") or sign > 0 else f"-{amount.value}"
    fields = _base(amount, value)
    fields["measure"] = "share" if share else "growth"
    phrase = number_of(scene, amount.start - scene.start) if not share else None
    if phrase:
        return fields | {"component": phrase}, None, None
    if not share and (
        flow is None or (flow.measure == "other" and flow.term.casefold() not in ("gdp", "pib", "국내총생산"))
    ):
        return None
    if flow and flow.measure not in ("other",):
        fields["component"] = flow.measure
        add_sides(prose, scene, fields, flow, amount, listed, voice)
    elif flow:
        fields["component"] = flow.term
    elif share:
        return fields, None, None
    return (fields, flow, flow_scene) if flow or share else None


def _whole(scene: Scene, amount: Amount, flows: list[Flow]) -> Flow | None:
    """The whole of a share, directly behind it: 73 % of its exports."""
    end = amount.end - scene.start
    behind = [flow for flow in flows if end <= flow.start <= end + 70]
    if not behind or re.search(r"[,;.]|\bwhile\b|\band\b", scene.mask[end : behind[0].start]):
        return None
    return behind[0]


def _flow_for(scene: Scene, amount: Amount, flows: list[Flow]) -> Flow | None:
    """The term that an amount belongs to: directly behind it, else the nearest one before it."""
    start, end = amount.start - scene.start, amount.end - scene.start
    for flow in flows:
        between = scene.mask[end : flow.start]
        if flow.start >= end and re.fullmatch(
            (
                r"(?:\s+(?:worth\s+)?(?:of|in|en|de|por)\s+(?:[\w-]+\s+){0,2}|\s+(?:(?!(?:and|y|e|or|o|while|but|to|from|with|con|against|frente)\s)[\w-]+\s+)?|\s?(?:을|"
                r"를|의|규모의|상당의|규모)?\s?(?:[가-힣]{2,6}\s)?)"
            ),
            between,
        ):
            return _merge_balance(flow, [one for one in flows if one.start <= flow.start])
    before = [flow for flow in flows if flow.end <= start and start - flow.end <= 180]
    if not before:
        return None
    flow = before[-1]
    between = scene.mask[flow.end : start]
    if re.search(r"[;。]|\.\s", between):
        return None
    return _merge_balance(flow, before)


_FLOWS = ("export", "import", "total_trade", "balance", "growth", "fdi_flow")
"""Measures of a span of time: a single day is the date of the print, not their period."""
_GOODS = ("export", "import", "total_trade", "balance")


def _inherit(flow: Flow, paragraph: _Paragraph, last: Flow | None, scene: Scene) -> tuple[Flow, Scene | None]:
    """A term without sides takes those of the flow before it in the paragraph."""
    if flow.reporter or flow.partner or flow.measure not in _GOODS or flow.world:
        return flow, scene
    earlier = last if last is not None else paragraph.flow
    if earlier is None or earlier.measure not in _GOODS or not (earlier.reporter or earlier.partner):
        return flow, scene
    inherited = replace(
        flow,
        reporter=earlier.reporter,
        partner=earlier.partner,
        inverted=earlier.inverted,
        place=flow.place or earlier.place,
    )
    return inherited, scene if last is not None else paragraph.flow_scene


def _merge_balance(flow: Flow, before: list[Flow]) -> Flow:
    """A deficit without sides takes those of the trade balance named just before it."""
    if flow.measure == "balance" and not flow.reporter and not flow.partner:
        for earlier in reversed(before[:-1]):
            if earlier.measure == "balance" and (earlier.reporter or earlier.partner):
                return Flow(
                    flow.start, flow.end, "balance", flow.term, earlier.reporter, earlier.partner, earlier.place
                )
    return flow
