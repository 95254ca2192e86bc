"""Flows in a sentence: the words for exports, imports, trade, balance or investment, and their owners.

The reporter is the country that counts. Sides that the sentence does not print come from the paragraph, from the
publisher's own country, or from the pair that the document is about; undecided sides are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.flow_products import english_product, hangul_product
from henequen.reading.prose.flow_sides import (
    ARTICLE,
    ONE,
    Flow,
    itself,
    left_owner,
    of_place,
    own_region,
    right_sides,
    side_words,
)
from henequen.reading.prose.flows_invested import invested
from henequen.reading.prose.scene import COUNTRY, PLACE, Prose, Scene
from henequen.reading.prose.trade_words import (
    absorbed_by,
    bought_from_place,
    hangul_sides,
    is_of_company,
    trade_terms,
    traded,
)

__all__ = ["Flow", "find_flows"]


@cache
def _terms() -> tuple[re.Pattern[str], dict[str, str]]:
    table = read_toml("prose", "measures")
    measures: dict[str, str] = {}
    for group in ("flow_terms", "other_terms"):
        for measure, words in table[group].items():
            for word in words:
                measures.setdefault(word.casefold(), measure)
    for word in trade_terms():
        measures.setdefault(word, "trade")
    return re.compile(alternation(measures), re.IGNORECASE), measures


def find_flows(prose: Prose, scene: Scene, continues: bool = False) -> list[Flow]:
    """Every term of a measure in the sentence, in order, with its sides.

    `continues`: the text before is about exports, imports or trade, so that "purchases" are those of the same country.
    """
    pattern, measures = _terms()
    flows: list[Flow] = []
    for match in pattern.finditer(scene.mask):
        term = re.sub(r"\s+", " ", match.group())
        measure = measures[term.casefold()]
        if not _is_term(scene.mask, match, measure):
            continue
        flow = Flow(match.start(), match.end(), measure, term)
        if term.casefold() in trade_terms():
            trade_before = continues or any(one.measure in ("export", "import", "total_trade") for one in flows)
            sold = traded(prose, scene, flow, trade_before)
            if sold is None and (measure == "trade" or is_of_company(scene.mask, flow)):
                continue
            if sold is not None:
                flows.append(sold)
                continue
        if measure in ("export", "import"):
            if (
                _OF_THE_REGION.search(re.sub(rf"대{ONE}\s*$", "", scene.mask[: flow.start]))
                and own_region(prose) is None
            ):
                continue  # the exports of a province that the text does not name
            flow = _goods(prose, scene, flow)
        elif measure in ("total_trade", "balance", "services_balance"):
            flow = _mutual(prose, scene, flow)
        elif measure in ("fdi_flow", "fdi_stock", "fdi_declared", "investment"):
            flow = invested(prose, scene, flow)
        elif measure == "other":
            sides, _ = right_sides(prose, scene, flow.end)
            flow = replace(flow, reporter=left_owner(prose, scene, flow.start) or sides.get("of"))
        flows.append(flow)
    return flows


_OF_THE_REGION = re.compile(r"(?:도내|관내|시내|군내)(?:의)?\s*$")
_SOLD = ("vendió", "vendieron", "compró", "compraron", "sold", "bought", "purchased", "shipped", "colocó", "colocaron")
_TO_A_COUNTRY = re.compile(rf"[^.;]{{0,80}}?\b(?:to|into|en|a)\s+{ARTICLE}{ONE}", re.IGNORECASE)


_IN_HANGUL = re.compile(
    r"(?:액|량|분)?(?:[^가-힣\s]|\s*$|\s+[^가-힣\s]|(?:은|는|이|가|을|를|도|의|에|과|와|로|으로|만|했|하|된|되|한|함|할|해|됐|됨|에서|및|증|비중|규모|총액"
    r"|금액|실적|단가|부문)|\s+(?:실적|규모|총액|금액|증가|증감|감소|성장|비중|합계|누계|누적|호조|급증|급감|부진|회복|둔화|중|대비|및|등|또한|모두|역시|각각|약|총"
    r"|전년|지난|작년|올해|금년|같은|동기|이후|당시|가운데|역대|사상|최대|상위|비율|수입|수출|내))"
)
"""The words behind exports as an amount; another noun makes a compound: 수출 금융, 수출 전초기지."""


def _is_term(mask: str, match: re.Match[str], measure: str) -> bool:
    """Words with another meaning: export promotion, 수출입은행, import substitution, investment climate..."""
    before, after = mask[max(0, match.start() - 16) : match.start()], mask[match.end() : match.end() + 14]
    if re.match(
        (
            r"(?:\s?(?:중량|단가|물량|대수|건수)|재\b|재[^가-힣]|재\s|입은행|입 ?은행|대상국|상대국|"
            r"입\s?(?:현황|동향)|규제|통제|기업|시장|상담|품목|유망|선|보험|진흥|자유|협정|기업인|촉진|보장|"
            r"금융|자금|보증|공급망|지원|대책|업체|바우처|채권|초보)"
        ),
        after,
    ):
        return False
    if match.group() in ("수출", "수입") and not _IN_HANGUL.match(mask, match.end()):
        return False
    if re.match(
        (
            r"\s*(?:-?import bank|promotion|credit|control|platform|market|protection|promotion|"
            r"treaty|climate|opportunit|project|partner|destination|substitut|processing)"
        ),
        after,
        re.IGNORECASE,
    ):
        return False
    if re.match(r"\s*(?:partner|agreement|negotiation|talks|ministers|relations|dispute)", after, re.IGNORECASE):
        return False
    if match.group().casefold() == "stock" and not re.match(
        rf"\s+{COUNTRY}+\s+(?:en|in)\s", mask[match.end() : match.end() + 40]
    ):
        return False  # el stock español en Nigeria
    if match.group() == "관세" and re.match(r"청|당국|사(?![가-힣])", after):
        return False  # who levies it
    if match.group().casefold() in ("mercado", "market") and re.search(
        r"(?:\b(?:al|to the|in the|del|en el|of the|the|el|es[ea]|dicho|este|aquel|that|this)|[\ue001’'s]+)\s(?:\w+\s)?$",
        before,
    ):
        return False
    if measure == "other" and re.search(r"(?:free\s|fair\s)$", before):
        return False
    if match.group().casefold() in _SOLD and not re.search(
        f"[{COUNTRY}{PLACE}]", mask[max(0, match.start() - 90) : match.start()]
    ):
        return False  # a company sells and buys too
    if match.group().casefold() in ("shipped", "colocó", "colocaron") and not _TO_A_COUNTRY.match(mask, match.end()):
        return False
    return not (match.group() == "a" or before.endswith("re") or before.endswith("재"))


def _goods(prose: Prose, scene: Scene, flow: Flow) -> Flow:
    """The owner, partner and product of exports or imports."""
    mask = scene.mask
    before = mask[: flow.start]
    toward = re.search(
        rf"(?:대|對|대\(對\)|vs\.?)\s?({ONE})\s*(?:에\s?대한\s*)?([^\s\ue001-\ue004,]{{0,12}}\s?)?$", before
    )
    exporting = flow.measure == "export"
    if re.search(rf"(?:대|對|대\(對\)|對\s|대\s)\s?{ONE}(?:\s?[·,・]\s?{ONE})+\s*$", before):
        return flow  # several partners at once
    if toward:
        partner = of_place(prose, scene, toward.start(1))
        whose = re.search(rf"({ONE}|{PLACE}+)(?:의|은|는|이|가)\s*$", before[: toward.start()])
        owner = scene.place_at(whose.start(1)) if whose else None
        if _OF_THE_REGION.search(before[: toward.start()]) and (region := own_region(prose)):
            owner = region
        reporter = of_place(prose, scene, whose.start(1)) if whose else None
        if owner and owner.kind in ("subdivision", "city") and len(set(owner.countries)) == 1:
            flow, reporter = replace(flow, place=owner), owner.countries[0]
        product = hangul_product(toward.group(2))
        return replace(flow, reporter=reporter, partner=partner, product=product)
    postfix = (
        re.search(rf"({ONE})(?:으로의|로의|에의|로|으로|에\s?대한|向)\s?(?:[^\s\ue001-\ue004,]{{0,12}}\s?)?$", before)
        if exporting
        else None
    )
    origin = (
        re.search(
            rf"({ONE})(?:으로부터의|로부터의|으로부터|로부터|에서의|에서|산)\s?(?:[^\s\ue001-\ue004,]{{0,12}}\s?)?$",
            before,
        )
        if not exporting
        else None
    )
    other_side = postfix or origin
    if other_side:
        return replace(flow, partner=of_place(prose, scene, other_side.start(1)))
    fronted = re.search(
        rf"(?:^|[.;,]\s*)(?:{'a|hacia' if exporting else 'de|desde'})\s+{ARTICLE}({ONE})\s*,?\s+se\s+$", before, re.I
    )
    if fronted:  # Desde Chile se importó
        return replace(flow, partner=of_place(prose, scene, fronted.start(1)))
    if owned := re.search(rf"({PLACE}+|{ONE})의\s({ONE})\s?$", before):
        place = scene.place_at(owned.start(1))
        codes = place.countries if place is not None and place.kind in ("subdivision", "city") else ()
        reporter = codes[0] if len(codes) == 1 else of_place(prose, scene, owned.start(1))
        return replace(
            flow, reporter=reporter, partner=of_place(prose, scene, owned.start(2)), place=place if codes else None
        )
    if verbal := hangul_sides(prose, scene, flow):
        return verbal
    if not exporting and (placed := bought_from_place(prose, scene, flow)):
        return placed
    sides, product = right_sides(prose, scene, flow.end)
    holder = left_owner(prose, scene, flow.start) or sides.get("adjective")
    partner = sides.get("to") if exporting else sides.get("from")
    goods_of = re.match(
        rf"\s+(?:bienes|productos|mercanc[ií]as|goods|products)\s+({ONE})",
        mask[flow.end : flow.end + 60],
        re.IGNORECASE,
    )
    if goods_of and not exporting and partner is None:
        partner = of_place(prose, scene, flow.end + goods_of.start(1))
    partner = partner or absorbed_by(prose, scene, flow)
    if own_place := itself(prose, scene, flow.end):
        flow = replace(flow, place=own_place)
        holder = holder or own_place.countries[0]
    reporter = holder or (sides.get("from") or sides.get("of") if exporting else sides.get("to"))
    if not exporting and reporter is None and partner and sides.get("of") and sides["of"] != partner:
        reporter = sides["of"]
    if reporter == partner:
        reporter = None
    if product is None and re.fullmatch(r"(?:ex|im)ports?", flow.term.casefold()):
        word = re.search(r"(?<![\w-])([a-z][\w-]{2,}(?:\s(?:and\s)?[a-z][\w-]{2,})?)\s$", before)
        product = english_product(word.group(1)) if word else None
    if product is None and re.search(r"[가-힣]", flow.term):
        word = re.search(r"([가-힣A-Za-z·]{2,12})\s?$", before)
        product = hangul_product(word.group(1)) if word else None
    return replace(flow, reporter=reporter, partner=partner, product=product)


def _mutual(prose: Prose, scene: Scene, flow: Flow) -> Flow:
    """Trade between A and B; a deficit of A with B."""
    mask = scene.mask
    after = mask[flow.end : flow.end + 90]
    before = mask[max(0, flow.start - 60) : flow.start]
    shift = max(0, flow.start - 60)
    between = re.match(
        rf"\s*(?:between|entre)?\s*{ARTICLE}({ONE})\s+(?:and|y|e|con)\s+{ARTICLE}({ONE})", after, re.IGNORECASE
    )
    if between and flow.measure == "total_trade":
        return replace(
            flow,
            reporter=of_place(prose, scene, flow.end + between.start(1)),
            partner=of_place(prose, scene, flow.end + between.start(2)),
            inverted=True,
        )
    joined = re.search(rf"({ONE})\s?(?:-|–|·|/|and|y|과|와)\s?({ONE})\s*(?:간의?\s?|의\s?|양국\s?간?의?\s?)?$", before)
    if joined:
        first, second = (of_place(prose, scene, shift + joined.start(number)) for number in (1, 2))
        return replace(flow, reporter=first, partner=second, inverted=True)
    sides, _ = right_sides(prose, scene, flow.end)
    if flow.term.endswith((" with", " con")):
        match = re.match(rf"\s+{ARTICLE}({ONE})", after)
        if match and (code := of_place(prose, scene, flow.end + match.start(1))):
            sides["with"] = code
    toward = re.search(rf"(?:대|對|대\(對\))\s?({ONE})\s*$", before)
    partner = sides.get("with") or (of_place(prose, scene, shift + toward.start(1)) if toward else None)
    with_ko = re.search(rf"({ONE})(?:와의|과의|와|과|에\s?대한)\s?$", before)
    if with_ko and partner is None:
        partner = of_place(prose, scene, shift + with_ko.start(1))
    reporter = left_owner(prose, scene, flow.start) if not toward and not with_ko else None
    reporter = reporter or sides.get("adjective") or sides.get("for") or sides.get("of")
    if flow.measure == "balance":
        behind = re.search(
            rf"(?:\b{side_words('for')})\s+{ARTICLE}({ONE})", mask[flow.end : flow.end + 80], re.IGNORECASE
        )
        if behind and not re.search(r"[;.]", mask[flow.end : flow.end + behind.start()]):
            reporter = of_place(prose, scene, flow.end + behind.start(1)) or reporter
        subject = re.search(
            (
                rf"({ONE})\s+(?:thus\s+|therefore\s+|also\s+|again\s+|así\s+)?(?:had|has|ran|runs|recorded|registered|posted|reported|tuvo|tiene|registró|"
                rf"registra|presentó|mantiene|acumuló)\s[^.;]{{0,40}}$"
            ),
            mask[: flow.start],
        )
        if subject and reporter is None:
            reporter = of_place(prose, scene, subject.start(1))
        opposite = re.search(
            rf"(?:\b{side_words('with')})\s+{ARTICLE}({ONE})", mask[flow.end : flow.end + 80], re.IGNORECASE
        )
        if opposite and partner is None and not re.search(r"[;.]", mask[flow.end : flow.end + opposite.start()]):
            partner = of_place(prose, scene, flow.end + opposite.start(1))
    if reporter == partner:
        reporter = None
    return replace(flow, reporter=reporter, partner=partner)
