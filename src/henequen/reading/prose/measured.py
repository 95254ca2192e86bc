"""What an amount measures: the flow that it belongs to, a count, a rate of growth, a share, or money that is given."""

from __future__ import annotations

import re
from dataclasses import replace

from henequen.reading.grammar.amounts import Amount
from henequen.reading.prose.continued import continues, continues_count
from henequen.reading.prose.counts import count_of, number_of
from henequen.reading.prose.figure_sides import add_sides, in_brackets
from henequen.reading.prose.flow_sides import Flow
from henequen.reading.prose.funding import is_given
from henequen.reading.prose.hedges import is_hedged, is_negated, is_planned
from henequen.reading.prose.paragraph import Paragraph
from henequen.reading.prose.scene import AMOUNT, COUNTRY, Prose, Scene
from henequen.reading.prose.signs import growth_sign, is_share, signed_value
from henequen.reading.prose.voice import Voice

__all__ = ["borrow_unit", "measure_of"]


def measure_of(
    prose: Prose,
    scene: Scene,
    amount: Amount,
    flows: list[Flow],
    last: Flow | None,
    paragraph: Paragraph,
    voice: Voice,
) -> tuple[dict[str, object], Flow | None, Scene | None] | None:
    """The fields of an observation, the flow it belongs to, and the sentence that printed the flow."""
    if amount.is_bare:
        return _count(prose, scene, amount, paragraph)
    flow = _flow_for(scene, amount, flows)
    flow_scene: Scene | None = scene
    listed = in_brackets(scene, amount)
    if flow is None and (listed or amount.unit == "percent"):
        flow, flow_scene = (last, scene) if last else (None, None)
        if flow is None and (amount.unit != "percent" or _points_back(scene)):
            flow, flow_scene = paragraph.flow, paragraph.flow_scene
            if flow is not None and len(paragraph.measures & {"export", "import"}) == 2:
                flow = _named_again(scene, flow)
    if flow is None and paragraph.flow and continues(scene, amount, flows, paragraph):
        flow, flow_scene = paragraph.flow, paragraph.flow_scene
    if listed and flow is not None and flow.measure == "other" and last is not None:
        flow = last
    if flow is not None and flow_scene is scene:
        flow, flow_scene = _inherit(flow, paragraph, last, scene)
    if flow is not None and flow_scene is scene and _AVERAGE.search(scene.text[: flow.start]):
        return None
    if (
        flow is not None
        and flow.measure in ("export", "import")
        and _SUM_OF_BOTH.search(scene.mask[: amount.start - scene.start])
    ):
        topic = next((one for one in flows if one.measure == "total_trade"), None)
        if topic is None:
            return None  # the sum of both flows, which the sentence does not name
        flow = topic
    if flow is not None and flow.measure == "balance" and _is_of_services(scene, amount, flow):
        flow = replace(flow, measure="services_balance")
    if amount.unit in ("percent", "percentage_points"):
        return _rate(prose, scene, amount, flow, flow_scene, listed, flows, voice, paragraph)
    if not amount.is_money:
        return None
    if is_hedged(scene, amount):
        return None
    given = is_given(scene, amount)
    if given and (flow is None or flow.measure in ("other", "investment")):
        flow, flow_scene = Flow(0, 0, "funding", ""), scene
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


_AVERAGE = re.compile(
    r"(?:일|하루)\s?평균\s?$|\b(?:average\s+daily|daily\s+average|per[ -]day)\s+(?:of\s+)?$|\bpromedio\s+diario\s+de\s+(?:las\s+)?$",
    re.IGNORECASE,
)
"""In front of a flow by the working day, which is not the flow of the period."""


_SUM_OF_BOTH = re.compile(
    rf"수출[^.;]{{0,20}}{AMOUNT}[^.;]{{0,6}}수입[^.;]{{0,12}}{AMOUNT}\s?(?:등|으로|해|,\s?합계)\s?(?:총\s?|모두\s?|합계\s?)?$"
)
"""수출 5백30만달러, 수입 42만6천달러 등 5백73만달러: the last is the sum."""
_SERVICES = re.compile(r"\bservices?\b|\bservicios\b|서비스", re.IGNORECASE)
_GOODS_TOO = re.compile(r"\b(?:goods|merchandise|bienes|mercancías)\b|상품", re.IGNORECASE)


def _is_of_services(scene: Scene, amount: Amount, flow: Flow) -> bool:
    """Does the clause of a balance say that it is one of services: a deficit of EUR 14 million in services?"""
    start, end = amount.start - scene.start, amount.end - scene.start
    first = max((one.end - scene.start for one in scene.amounts if one.end - scene.start <= flow.start), default=0)
    front = re.split(r"[;:]|,\s(?:pero|but|while|mientras)\b", scene.mask[first : min(start, flow.end)])[-1]
    behind = re.split(r"[;:,.]|\b(?:while|pero|but|mientras)\b", scene.mask[end : end + 40])[0]
    words = f"{front} {scene.mask[min(start, flow.end) : start]} {behind}"
    return bool(_SERVICES.search(words)) and not _GOODS_TOO.search(words)


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


def borrow_unit(prose: Prose, scene: Scene, amount: Amount, flows: list[Flow], paragraph: Paragraph) -> Amount | None:
    """The amount with the unit of money before it, if only the number is printed: las ventas se quedaron en 352 millones."""
    if not amount.is_bare or amount.multiplier < 1_000_000 or not paragraph.money:
        return None
    flow = _flow_for(scene, amount, flows)
    named = flow is not None and flow.start >= amount.end - scene.start  # 1.204 millones de exportaciones
    if not (named or _ENDS.match(scene.mask, amount.end - scene.start)) or _count(prose, scene, amount, paragraph):
        return None
    if flow is None and not in_brackets(scene, amount) and not continues(scene, amount, flows, paragraph):
        return None
    return (
        replace(amount, unit=paragraph.money[0], currency_mark=True)
        if flow is None or flow.measure in _IN_MONEY
        else None
    )


_ENDS = re.compile(
    r"\s*(?:[,;.)]|$|(?:in|during|for|from|after|of\s+which|while|and|by|a\s+year|as|with|on|to|en|tras|durante|de\s+los\s+cuales|el\s+año|mientras"
    r"|respecto|frente|corresponden?|al|por|con|para|y|a|que|compared|against|versus|against)\b|[은는이가을를로에의]|(?:으로|이다|였))",
    re.IGNORECASE,
)
"""What follows an amount of money without its unit; a noun would be what it counts."""
_IN_MONEY = ("export", "import", "total_trade", "balance", "services_balance", "fdi_flow", "fdi_stock")


def _count(
    prose: Prose, scene: Scene, amount: Amount, paragraph: Paragraph
) -> tuple[dict[str, object], Flow | None, Scene | None] | None:
    """The fields of a count, also of a part of the count before it (37 of them)."""
    counted = count_of(prose, scene, amount)
    if counted is None and paragraph.counted and continues_count(scene, amount):
        counted = {
            name: value for name, value in paragraph.counted[0].items() if name in ("measure", "unit", "component")
        }
        if is_negated(scene, amount):
            return None
        return _base(amount, amount.value) | counted, None, paragraph.counted[1]
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
    paragraph: Paragraph,
) -> tuple[dict[str, object], Flow | None, Scene | None] | None:
    """A percentage: growth of a flow with its sign, or a share."""
    share = is_share(scene, amount)
    sign = None if share else growth_sign(scene, amount)
    if not share and sign is None and amount.value.startswith("-"):
        sign = -1
    if not share and sign is None:
        return None
    if not share and flow is not None and flow_scene is scene and _PASSED.search(_between(scene, flow, amount)):
        return None
    if is_hedged(scene, amount):
        return None
    if share and (whole := _whole(scene, amount, flows)):
        flow, flow_scene = whole, scene
    value = amount.value if not sign or amount.value.startswith("-") or sign > 0 else f"-{amount.value}"
    fields = _base(amount, value)
    fields["measure"] = "share" if share else "growth"
    phrase = number_of(scene, amount.start - scene.start) if not share else None
    if (
        not share
        and not phrase
        and flow is None
        and paragraph.counted
        and paragraph.counted[1] is scene
        and _of_count(scene, amount)
    ):
        phrase = str(paragraph.counted[0].get("component") or paragraph.counted[0].get("unit") or "") or None
    if phrase:
        return fields | {"component": phrase}, None, None
    if not share and (
        flow is None or (flow.measure == "other" and flow.term.casefold() not in ("gdp", "pib", "국내총생산"))
    ):
        return None
    if flow and flow.measure not in ("other",):
        fields["component"] = flow.measure
        add_sides(prose, scene, fields, flow, amount, listed, voice)
        if (
            not share
            and not {"product", "partner"} & set(fields)
            and _OF_ANOTHER.search(scene.mask[: amount.start - scene.start])
        ):
            return None
    elif flow:
        fields["component"] = flow.term
    elif share:
        return fields, None, None
    return (fields, flow, flow_scene) if flow or share else None


def _between(scene: Scene, flow: Flow, amount: Amount) -> str:
    return scene.text[flow.end : amount.start - scene.start]


_PASSED = re.compile(
    r"\d\s?(?:개\s?사|개국|명|건|대|개|곳|社)(?:으)?로\s|^\s?(?:비중|점유율)[^)）]*$|(?:감소|증가|부진|호조|상승|하락|확대|축소)(?:하|되)면서\s"
)
"""Another figure's words between a flow and a rate: 수출기업은 900개사로 3 % 증가, 수출비중이 3 % 상승."""


_OF_ANOTHER = re.compile(
    r"(?<!수출)(?<!수입)(?<!교역)(?<!수지)(?<!무역)(?<!액)(?<!규모)(?<!실적)(?<!기준)(?<!동기)(?<!동월)(?<!대비)(?<!증가)(?<!감소)(?<!확대)(?<!투자)(?<![나고며만데서])(?<=[가-힣])"
    r"\s?[(（][^()（）가-힣]{0,4}$"
)
"""A rate in the brackets of another noun than the flow: 수출 중소기업 수(+42.2%)."""


def _of_count(scene: Scene, amount: Amount) -> bool:
    """Is the rate that of the count before it: 434,533 Australians visited Fiji, 4.9 per cent more than in 2019?"""
    before = scene.mask[: amount.start - scene.start]
    if re.search(r"[(（][^)）]*$", before):
        return False
    return bool(
        re.search(
            r",\s+(?:(?:un[ao]?|a|an|up|down|or|some|about|cifra\s+que\s+supera\s+en(?:\s+un)?)\s+)*$",
            before,
            re.IGNORECASE,
        )
        or re.search(rf"(?:으로|로)\s[^,({AMOUNT}]{{0,24}}$", before)
    )


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
        if flow.start >= end and (
            _BEHIND.fullmatch(between)
            or (_VERB_IN_HANGUL.match(scene.mask[flow.end : flow.end + 6]) and _GOODS_IN_HANGUL.fullmatch(between))
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


_BEHIND = re.compile(
    rf"(?:\s+(?:worth\s+)?(?:of|in|en|de|por)\s+(?:[\w-]+\s+|(?:the\s+|las\s+|los\s+)?{COUNTRY}+(?:['’]s?|s['’])?\s+){{0,3}}"
    r"|\s+(?:(?!(?:and|y|e|or|o|while|but|to|from|with|con|against|frente)\s)[A-Za-zÀ-ÿ0-9-]+\s+)?"
    r"|\s?(?:을|를|의|규모의|상당의|규모)?\s?(?:(?![가-힣]*(?:고|며|서|나|만|데|면)\s)[가-힣]{2,6}\s)?)"
)
"""Between an amount and the term directly behind it."""
_VERB_IN_HANGUL = re.compile(r"\s?(?:을|를)?\s?(?:했|하였|하여|해\b|하고|하며|함)")
_GOODS_IN_HANGUL = re.compile(
    r"\s?(?:어치|상당|규모)(?:의|를|을)?\s?(?:(?:[가-힣·]{1,8}(?:와|과|의|등)?\s){0,3}[가-힣·]{1,10}(?:을|를)\s?)?"
)
"""Between an amount and its verb: 62억 달러어치를 수출했다, 4천만 유로 상당의 차와 커피를 수입했다."""
_GOODS = ("export", "import", "total_trade", "balance")


def _inherit(flow: Flow, paragraph: Paragraph, last: Flow | None, scene: Scene) -> tuple[Flow, Scene | None]:
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
