"""Observations in running text: an amount, the term that it measures, its sides, its period and its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from henequen.reading.document import Proposal
from henequen.reading.grammar.amounts import Amount
from henequen.reading.prose.attribution import find_speaker
from henequen.reading.prose.figure_sides import settle_reporter, take_own_statistics
from henequen.reading.prose.flows import Flow, find_flows
from henequen.reading.prose.lists import leads
from henequen.reading.prose.measured import borrow_unit, measure_of
from henequen.reading.prose.paragraph import Paragraph
from henequen.reading.prose.periods import (
    Period,
    choose_period,
    is_base_year,
    is_compared,
    is_undated_base,
    last_year,
    to_date,
    undated_months,
    year_before,
    years_ago,
)
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene
from henequen.reading.prose.series import is_series, read_series, title_period
from henequen.reading.prose.voice import Voice, find_voice

__all__ = ["read_observations"]

_FLOWS = ("export", "import", "total_trade", "balance", "growth", "fdi_flow")
"""Measures of a span of time: a single day is the date of the print, not their period."""
_OF_IT = re.compile(
    r"\W{0,4}(?:De\s+(?:es[ea]|est[ea]|dich[oa])\s+(?:monto|total|valor|cifra)|De\s+ell[oa]s|Of\s+(?:this|that|these|which|it)\b|이\s?중|그중|이\s?가운데)",
    re.IGNORECASE,
)
"""A part of the figure in the sentence before, also in the next item of a list."""
_TO_DATE = re.compile(
    r"\b(?:so\s+far\s+this|year\s+to\s+date|en\s+lo\s+que\s+va\s+de|anuales|annually|a\s+year)\b|올해\s?들어",
    re.IGNORECASE,
)
"""Words of a time without its dates: the period of an earlier sentence does not hold."""
_SAME_YEAR = re.compile(
    r"\b(?:same year|mismo año|ese año|dicho año|that year)\b|같은 ?해|동년|같은 기간", re.IGNORECASE
)


def read_observations(prose: Prose) -> Iterator[Proposal]:
    """Propose an observation for each amount whose measure the text prints."""
    paragraph = Paragraph()
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
            paragraph = Paragraph(scene.block, flow=flow if near else None, flow_scene=flow_scene if near else None)
            paragraph.before = before
            if close and near and not re.match(r"\s?[□■○●◇◆ㅇo*※•·-]", scene.text):
                paragraph.period, paragraph.period_scene = period, period_scene
        if is_series(scene):
            yield from read_series(prose, scene)
        elif scene.kind not in ("heading", "caption", "footnote"):
            for proposal in _read_scene(prose, scene, paragraph, voice):
                if scene.number not in items or proposal.fields["measure"] not in ("other", "funding", "investment"):
                    yield proposal  # money in an item of a list of recommendations or commitments is still to come


def _read_scene(prose: Prose, scene: Scene, paragraph: Paragraph, voice: Voice) -> Iterator[Proposal]:
    """The observations of one sentence."""
    flows = find_flows(
        prose, scene, paragraph.flow is not None and paragraph.flow.measure in ("export", "import", "total_trade")
    )
    speaker = find_speaker(prose, scene)
    last: Flow | None = None
    respective = bool(re.search(r"\b(?:respectively|respectivamente)\b|각각", scene.text))
    for amount in scene.amounts:
        if respective or not _is_readable(scene, amount) or is_undated_base(scene, amount):
            continue
        borrowed = borrow_unit(prose, scene, amount, flows, paragraph)
        unit_scene = paragraph.money[1] if borrowed and paragraph.money else None
        amount = borrowed or amount
        period = choose_period(scene, amount)
        period_scene = scene if period else None
        heading: tuple[int, int] | None = None
        if amount.is_bare and period and period.span and not _is_beside(scene, amount, period):
            period = None
        if period is None and not amount.is_bare and (period := undated_months(scene, prose.document.published_on)):
            period_scene = scene
        if period is None and not amount.is_bare and (period := last_year(scene, prose.document.published_on)):
            period_scene = scene
        if period is None and paragraph.period and not amount.is_bare and not _TO_DATE.search(scene.text):
            period, period_scene = Period(paragraph.period.value, paragraph.period.span, True), paragraph.period_scene
        if (
            period is None
            and not amount.is_bare
            and paragraph.before
            and (_SAME_YEAR.search(scene.text) or _OF_IT.match(scene.text))
        ):
            period, period_scene = Period(paragraph.before[0].value, paragraph.before[0].span), paragraph.before[1]
        if period is not None and period_scene is not scene:
            period = years_ago(scene, period)
        if period is not None:
            period = year_before(
                scene,
                amount,
                to_date(scene, period, prose.document.published_on) if not amount.is_bare else period,
            )
        proposals = measure_of(prose, scene, amount, flows, last, paragraph, voice)
        if proposals is None:
            continue
        fields, flow, flow_scene = proposals
        if flow is not None and fields["measure"] != "count":
            last = flow
        if amount.is_money:
            paragraph.money = amount.unit, scene
        if fields["measure"] == "count" and fields.get("unit") not in (None, "megawatts", "kilometres", "hectares"):
            paragraph.counted = fields, scene
        settle_reporter(prose, fields, speaker, flow, voice)
        take_own_statistics(prose, scene, fields, amount, voice)
        if (
            period is None
            and fields.get("reporter") == voice.own
            and fields["measure"] != "count"
            and (titled := title_period(prose))
        ):
            period, heading = Period(titled[0], None), (titled[1], titled[2])
        if (
            period is None
            and fields["measure"] in ("count", "share")
            and prose.document.published_on
            and not scene.dates
        ):
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
        for earlier in (flow_scene, unit_scene):
            if earlier is not None and earlier is not scene:
                quotes.add(earlier.start, earlier.end)
        quotes.add_countries(prose, [fields.get("reporter"), fields.get("partner")])
        key = (scene.start, amount.start, fields["measure"], fields["value"])
        if key not in paragraph.seen:
            paragraph.seen.add(key)
            yield Proposal(prose.document.name, "observation", fields, quotes.evidence())
    own = [date for date in scene.dates if date.bound is None and not is_compared(scene, date)]
    own = [date for date in own if not is_base_year(scene, date)]
    own_period = own[0] if own else None
    if own_period and (flows or scene.amounts or own_period.start - scene.start < 12):
        paragraph.period, paragraph.period_scene = Period(own_period.value, own_period), scene
    elif own_period is None and scene.amounts and (months := undated_months(scene, prose.document.published_on)):
        paragraph.period, paragraph.period_scene = months, scene
    sided = [flow for flow in flows if flow.measure not in ("other", "funding") and (flow.reporter or flow.partner)]
    paragraph.measures |= {flow.measure for flow in flows}
    if last is not None or sided:
        paragraph.last_measures = {flow.measure for flow in flows} - {"other", "funding", "investment"}
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
    between = scene.text[first - scene.start : last - scene.start]
    behind = scene.text[period.span.end - scene.start : period.span.end - scene.start + 8]
    return not re.search(r"[,;(]|이후|\bsince\b|\bdesde\b", between) and "이후" not in behind and last - first < 90


_OF_SOMETHING_ELSE = re.compile(
    r"\s?(?:이상|이하|미만|초과)\s(?:[^\s,.]+\s){0,4}?(?:수출\s?)?(?:기업|업체|구간|중소기업|규모별)"
    r"|\s?규모(?:의|로)\s(?:[^\s,.]+\s){0,2}?[^\s,.]*(?:금융|보증|상품|펀드|자금|대출|지원|예산|사업|프로젝트|기금|융자|보험)"
)
"""Firms by the size of their exports; a sum of loans or guarantees."""
_OF_A_COUNT = re.compile(r"\d\s?(?:개사|개국|명|건|대|개|社)\s?\([+△▲-]?\s?$")
_CLOSED = re.compile(r"\s?[↑↓]?\s?\)")
_ARROW = re.compile(r"\s?[↑↓▲▼]")
_CHANGE = re.compile(r"%\s?[(（]\s?[+＋△▲-]?\s?$")
_ROSE = re.compile(r"\s?[(（][+△▲-]?[\d.,]+%[)）]\s?(?:증가|감소|늘|줄)")
"""2.3억 달러(20.2%) 증가: by how much it rose."""


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
    if re.search(r"\d\s$", before) and not amount.is_bare and not re.search(r"[a-z가-힣),]\s*\d+\s$", before[-4:]):
        return False
    if _OF_SOMETHING_ELSE.match(scene.text, amount.end - scene.start):
        return False
    if amount.unit == "percent" and _OF_A_COUNT.search(before) and _CLOSED.match(after):
        return False
    if re.search(r"[(,]\s?[+＋]\s?$", before) and amount.unit not in (None, "percent", "percentage_points"):
        return False  # (+8.5억달러): by how much it rose
    if amount.is_money and _CHANGE.search(before) and _ARROW.match(scene.text, amount.end - scene.start):
        return False  # 수출 △7.9%(12.7억 달러↓)
    if amount.is_money and _ROSE.match(scene.text, amount.end - scene.start):
        return False
    return not re.match(r"\s\d{1,3}\s(?:million|billion)", after) and not (
        amount.currency_mark and re.match(r"\s\d", after)
    )
