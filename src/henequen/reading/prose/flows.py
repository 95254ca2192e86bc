"""Flows in a sentence: the words for exports, imports, trade, balance or investment, and their owners.

The reporter is the country that counts. Sides that the sentence does not print come from the paragraph, from the
publisher's own country, or from the pair that the document is about; undecided sides are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.flow_products import english_product, hangul_product
from henequen.reading.prose.scene import COUNTRY, PLACE, Prose, Scene

__all__ = ["Flow", "find_flows"]

_C = f"{COUNTRY}+"
_ARTICLE = r"(?:the\s+|los\s+|las\s+|la\s+|el\s+)?"


@dataclass(frozen=True, slots=True)
class Flow:
    """A term of `measure` at `start:end` of the mask, with the sides that the sentence prints."""

    start: int
    end: int
    measure: str
    term: str
    reporter: str | None = None
    partner: str | None = None
    place: PlaceName | None = None
    product: str | None = None
    outward: bool = False
    world: bool = False
    inverted: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """The position of the term."""
        return self.start, self.end


@cache
def _terms() -> tuple[re.Pattern[str], dict[str, str]]:
    table = read_toml("prose", "measures")
    measures: dict[str, str] = {}
    for group in ("flow_terms", "other_terms"):
        for measure, words in table[group].items():
            for word in words:
                measures.setdefault(word.casefold(), measure)
    return re.compile(alternation(measures), re.IGNORECASE), measures


@cache
def _side(name: str) -> str:
    return alternation(read_toml("prose", "measures")["sides"][name])


def find_flows(prose: Prose, scene: Scene) -> list[Flow]:
    """Every term of a measure in the sentence, in order, with its sides."""
    pattern, measures = _terms()
    flows = []
    for match in pattern.finditer(scene.mask):
        term = re.sub(r"\s+", " ", match.group())
        measure = measures[term.casefold()]
        if not _is_term(scene.mask, match, measure):
            continue
        flow = Flow(match.start(), match.end(), measure, term)
        if measure == "other" and (traded := _traded(scene.mask, flow)) is not None:
            measure, flow = traded, replace(flow, measure=traded)
        if measure in ("export", "import"):
            flow = _goods(prose, scene, flow)
        elif measure in ("total_trade", "balance", "services_balance"):
            flow = _mutual(prose, scene, flow)
        elif measure in ("fdi_flow", "fdi_stock", "fdi_declared", "investment"):
            flow = _invested(prose, scene, flow)
        elif measure == "other":
            sides, _ = _right_sides(prose, scene, flow.end)
            flow = replace(flow, reporter=_left_owner(prose, scene, flow.start) or sides.get("of"))
        flows.append(flow)
    return flows


def _traded(mask: str, flow: Flow) -> str | None:
    """Sales to a country are exports, purchases from one are imports; those of a company are neither."""
    after, article = mask[flow.end : flow.end + 90], _ARTICLE
    goods = rf"\s+(?:(?:of|de)\s+)?(?:(?:{_C}|[\w-]+)\s+)?(?:(?:goods|products|bienes|productos)\s+)?(?:{_C}\s+)?"
    if flow.term.casefold() in ("sales", "ventas") and re.match(
        rf"{goods}(?:to|a|al|hacia)\s+{article}(?:mercado\s+)?{_C}", after, re.IGNORECASE
    ):
        return "export"
    owned = re.match(rf"\s+{_C}(?!{COUNTRY}|\s+(?:de|en|por)\b)", after)
    if owned and flow.term.casefold() in ("ventas", "compras"):
        return "export" if flow.term.casefold() == "ventas" else "import"
    if flow.term.casefold() in ("purchases", "compras") and re.match(
        rf"{goods}(?:from|desde|procedentes de)\s+{article}{_C}", after, re.IGNORECASE
    ):
        return "import"
    return None


_ITSELF = re.compile(
    r"(?:the|la|el|nuestr[oa]|dicha?)\s+(?:country|state|province|region|entidad|provincia|regi[oó]n|estado|departamento|pa[ií]s)",
    re.IGNORECASE,
)
"""The place that a text is about, not a product."""


def _itself(prose: Prose, scene: Scene, end: int) -> PlaceName | None:
    """The state or province that "exports of the province" means: the last one named before in its paragraph."""
    match = re.match(rf"\s+(?:of|de|del)\s+{_ITSELF.pattern}", scene.mask[end : end + 60], re.IGNORECASE)
    if match is None or re.search(r"country|pa[ií]s", match.group(), re.IGNORECASE):
        return None
    block = [one for one in prose.scenes if one.block == scene.block and one.number <= scene.number]
    places = [place for one in block for place in one.places if place.start < scene.start + end]
    named = [place for place in places if place.kind in ("subdivision", "city") and len(place.codes) == 1]
    return named[-1] if named and named[-1].countries[0] in prose.pair else None


_SOLD = ("vendió", "vendieron", "compró", "compraron", "sold", "bought", "purchased")


def _is_term(mask: str, match: re.Match[str], measure: str) -> bool:
    """Words with another meaning: export promotion, 수출입은행, import substitution, investment climate..."""
    before, after = mask[max(0, match.start() - 16) : match.start()], mask[match.end() : match.end() + 14]
    if re.match(
        (
            r"(?:\s?(?:중량|단가|물량|대수|건수)|재\b|재[^가-힣]|재\s|입은행|입 ?은행|대상국|상대국|"
            r"입\s?(?:현황|동향)|규제|통제|기업|시장|상담|품목|유망|선|보험|진흥|자유|협정|기업인|촉진|보장)"
        ),
        after,
    ):
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
    if match.group().casefold() in ("mercado", "market") and re.search(
        r"(?:\bal|\bto the|\bin the|\bdel|\ben el|\bof the|\bthe|\bel|[\ue001’'s]+)\s(?:\w+\s)?$", before
    ):
        return False
    if measure == "other" and re.search(r"(?:free\s|fair\s)$", before):
        return False
    if match.group().casefold() in _SOLD and not re.search(
        f"[{COUNTRY}{PLACE}]", mask[max(0, match.start() - 90) : match.start()]
    ):
        return False  # a company sells and buys too
    return not (match.group() == "a" or before.endswith("re") or before.endswith("재"))


def _of_place(prose: Prose, scene: Scene, offset: int) -> str | None:
    return prose.country(scene.place_at(offset))


def _left_owner(prose: Prose, scene: Scene, start: int) -> str | None:
    """The country directly before a term: Chile's total exports, 한국의 수출."""
    window = max(0, start - 70)
    match = re.search(
        rf"({_C})(?:'s|’s|s'|s’|'|’|의|은|는|이|가)?(?:\s+[^\s,;:.()\ue001-\ue004]+){{0,4}}\s*$",
        scene.mask[window:start],
    )
    if not match:
        return None
    between = scene.mask[window + match.end(1) : start]
    if re.search(r"\b(?:and|y|e|to|from|in|with|a|en|con|where|whose|while|mientras|cuyas?)\b", between):
        return None
    return _of_place(prose, scene, window + match.start(1))


def _right_sides(prose: Prose, scene: Scene, end: int) -> tuple[dict[str, str], str | None]:
    """The places behind a term by preposition, and the product between: exports of cars from A to B."""
    mask = scene.mask
    sides: dict[str, str] = {}
    product: str | None = None
    at = end
    adjective = re.compile(rf"\s+({_C})(?![\ue001])").match(mask, at)
    if adjective:
        place = scene.place_at(adjective.start(1))
        if place and place.kind == "adjective":
            code = prose.country(place)
            if code:
                sides["adjective"] = code
            at = adjective.end()
            extra = re.compile(r"\s+(?:totales|totals|directas?)\b").match(mask, at)
            at = extra.end() if extra else at
    for _ in range(4):
        side_fields = None
        for name in ("to", "from", "with", "for", "in", "of"):
            side_fields = re.compile(
                rf"\s+({_side(name)})\s+{_ARTICLE}(?:mercado\s+|markets?\s+of\s+)?({_C})", re.IGNORECASE
            ).match(mask, at)
            if side_fields:
                code = _of_place(prose, scene, side_fields.start(2))
                if code and name not in sides:
                    sides[name] = code
                break
        if not side_fields:
            of_product = re.compile(
                (
                    rf"\s+(?:of|de|del|in|en)\s+([^\ue001-\ue004,;:.()]{{3,60}}?)(?=\s+(?:{_side('to')}|"
                    rf"{_side('from')}|{_side('of')})\s+{_ARTICLE}(?:mercado\s+)?{COUNTRY}|\s*[,.;(]|\s+(?:amounted|reached|"
                    rf"totall?ed|were|was|stood|rose|fell|grew|sumaron|alcanzaron|ascendieron|fueron|llegaron|"
                    rf"crecieron|cayeron))"
                ),
                re.IGNORECASE,
            ).match(mask, at)
            if of_product and product is None:
                named = of_product.group(1).strip()
                product = None if _ITSELF.fullmatch(named) else named
                at = of_product.end()
                continue
            break
        at = side_fields.end()
        goods = re.compile(r"\s+(?:goods|products|merchandise)\b").match(mask, at)
        at = goods.end() if goods else at
    return sides, product


def _goods(prose: Prose, scene: Scene, flow: Flow) -> Flow:
    """The owner, partner and product of exports or imports."""
    mask = scene.mask
    before = mask[: flow.start]
    toward = re.search(
        rf"(?:대|對|대\(對\)|vs\.?)\s?({_C})\s*(?:에\s?대한\s*)?([^\s\ue001-\ue004,]{{0,12}}\s?)?$", before
    )
    exporting = flow.measure == "export"
    if toward:
        partner = _of_place(prose, scene, toward.start(1))
        whose = re.search(rf"({_C})(?:의|은|는|이|가)\s*$", before[: toward.start()])
        reporter = _of_place(prose, scene, whose.start(1)) if whose else None
        product = hangul_product(toward.group(2))
        return replace(flow, reporter=reporter, partner=partner, product=product)
    postfix = (
        re.search(rf"({_C})(?:으로의|로의|에의|로|으로|에\s?대한|向)\s?(?:[^\s\ue001-\ue004,]{{0,12}}\s?)?$", before)
        if exporting
        else None
    )
    origin = (
        re.search(
            rf"({_C})(?:으로부터의|로부터의|으로부터|로부터|에서의|에서|산)\s?(?:[^\s\ue001-\ue004,]{{0,12}}\s?)?$",
            before,
        )
        if not exporting
        else None
    )
    other_side = postfix or origin
    if other_side:
        return replace(flow, partner=_of_place(prose, scene, other_side.start(1)))
    fronted = re.search(
        rf"(?:^|[.;,]\s*)(?:{'a|hacia' if exporting else 'de|desde'})\s+{_ARTICLE}({_C})\s*,?\s+se\s+$", before, re.I
    )
    if fronted:  # Desde Chile se importó
        return replace(flow, partner=_of_place(prose, scene, fronted.start(1)))
    if owned := re.search(rf"({PLACE}+|{_C})의\s({_C})\s?$", before):
        place = scene.place_at(owned.start(1))
        codes = place.countries if place is not None and place.kind in ("subdivision", "city") else ()
        reporter = codes[0] if len(codes) == 1 else _of_place(prose, scene, owned.start(1))
        return replace(
            flow, reporter=reporter, partner=_of_place(prose, scene, owned.start(2)), place=place if codes else None
        )
    sold_to = re.search(rf"({_C})에\s?\ue003+[^,;\ue001-\ue004]{{0,12}}$", before)
    if exporting and sold_to and re.match(r"\s?(?:을|를)?\s?(?:했|하였|한)", mask[flow.end :]):
        return replace(flow, partner=_of_place(prose, scene, sold_to.start(1)), reporter=prose.sides.own)
    sides, product = _right_sides(prose, scene, flow.end)
    holder = _left_owner(prose, scene, flow.start) or sides.get("adjective")
    partner = sides.get("to") if exporting else sides.get("from")
    goods_of = re.match(
        rf"\s+(?:bienes|productos|mercanc[ií]as|goods|products)\s+({_C})", mask[flow.end : flow.end + 60], re.IGNORECASE
    )
    if goods_of and not exporting and partner is None:
        partner = _of_place(prose, scene, flow.end + goods_of.start(1))
    if own_place := _itself(prose, scene, flow.end):
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
        rf"\s*(?:between|entre)?\s*{_ARTICLE}({_C})\s+(?:and|y|e|con)\s+{_ARTICLE}({_C})", after, re.IGNORECASE
    )
    if between and flow.measure == "total_trade":
        return replace(
            flow,
            reporter=_of_place(prose, scene, flow.end + between.start(1)),
            partner=_of_place(prose, scene, flow.end + between.start(2)),
            inverted=True,
        )
    joined = re.search(rf"({_C})\s?(?:-|–|·|/|and|y|과|와)\s?({_C})\s*(?:간의?\s?|의\s?|양국\s?간?의?\s?)?$", before)
    if joined:
        first, second = (_of_place(prose, scene, shift + joined.start(number)) for number in (1, 2))
        return replace(flow, reporter=first, partner=second, inverted=True)
    sides, _ = _right_sides(prose, scene, flow.end)
    if flow.term.endswith((" with", " con")):
        match = re.match(rf"\s+{_ARTICLE}({_C})", after)
        if match and (code := _of_place(prose, scene, flow.end + match.start(1))):
            sides["with"] = code
    toward = re.search(rf"(?:대|對|대\(對\))\s?({_C})\s*$", before)
    partner = sides.get("with") or (_of_place(prose, scene, shift + toward.start(1)) if toward else None)
    with_ko = re.search(rf"({_C})(?:와의|과의|와|과|에\s?대한)\s?$", before)
    if with_ko and partner is None:
        partner = _of_place(prose, scene, shift + with_ko.start(1))
    reporter = _left_owner(prose, scene, flow.start) if not toward and not with_ko else None
    reporter = reporter or sides.get("adjective") or sides.get("for") or sides.get("of")
    if flow.measure == "balance":
        behind = re.search(rf"(?:\b{_side('for')})\s+{_ARTICLE}({_C})", mask[flow.end : flow.end + 80], re.IGNORECASE)
        if behind and not re.search(r"[;.]", mask[flow.end : flow.end + behind.start()]):
            reporter = _of_place(prose, scene, flow.end + behind.start(1)) or reporter
        subject = re.search(
            (
                rf"({_C})\s+(?:thus\s+|therefore\s+|also\s+|again\s+|así\s+)?(?:had|has|ran|runs|recorded|registered|posted|reported|tuvo|tiene|registró|"
                rf"registra|presentó|mantiene|acumuló)\s[^.;]{{0,40}}$"
            ),
            mask[: flow.start],
        )
        if subject and reporter is None:
            reporter = _of_place(prose, scene, subject.start(1))
        opposite = re.search(
            rf"(?:\b{_side('with')})\s+{_ARTICLE}({_C})", mask[flow.end : flow.end + 80], re.IGNORECASE
        )
        if opposite and partner is None and not re.search(r"[;.]", mask[flow.end : flow.end + opposite.start()]):
            partner = _of_place(prose, scene, flow.end + opposite.start(1))
    if reporter == partner:
        reporter = None
    return replace(flow, reporter=reporter, partner=partner)


def _invested(prose: Prose, scene: Scene, flow: Flow) -> Flow:
    """The investor and the host: the host is the reporter, unless the words indicate the investor's statistics."""
    mask = scene.mask
    sides, _ = _right_sides(prose, scene, flow.end)
    after = mask[flow.end : flow.end + 110]
    before = mask[max(0, flow.start - 60) : flow.start]
    shift = max(0, flow.start - 60)
    origin, host = sides.get("from") or sides.get("adjective"), sides.get("in")
    owner = _left_owner(prose, scene, flow.start)
    if owner and owner != host:
        origin = origin or owner
    if origin is None and sides.get("of"):
        origin = sides["of"]
    if host is None and flow.term.casefold() in ("invested", "invirtió", "invirtieron", "invests", "investing"):
        behind = re.search(rf"\b(?:in|en)\s+{_ARTICLE}({_C})", after, re.IGNORECASE)
        if behind and not re.search(r"[;.]", after[: behind.start()]):
            host = _of_place(prose, scene, flow.end + behind.start(1))
    if sides.get("to") and host is None:
        host = sides["to"]
    located = re.search(rf"\b(?:in|en)\s+{_ARTICLE}({PLACE}+)", after[:70])
    where = scene.place_at(flow.end + located.start(1)) if located and host is None and origin else None
    if where and not re.search(r"[,;.]", after[: located.start() if located else 0]):
        host = prose.country(where)
    toward = re.search(rf"(?:대|對|대\(對\))\s?({_C})\s*(?:[^\s\ue001-\ue004,]{{0,8}}\s?)?$", before)
    outward = any(
        word in flow.term or word in scene.text[max(0, flow.start - 30) : flow.end + 12]
        for word in read_toml("prose", "measures")["outward"]["words"]
    )
    if toward:
        host = _of_place(prose, scene, shift + toward.start(1))
        match = re.search(rf"({_C})(?:의|은|는|이|가)\s*$", before[: toward.start()])
        origin = _of_place(prose, scene, shift + match.start(1)) if match else prose.sides.own
        outward = outward or origin == prose.sides.own
    if origin == host:
        origin = None
    reporter, partner = (origin, host) if outward else (host, origin)
    if flow.measure == "investment" and origin and host:
        flow = replace(flow, measure="fdi_flow")
    held = scene.text[max(0, flow.start - 34) : flow.start] + " | " + scene.text[flow.end : flow.end + 14]
    if flow.measure == "fdi_flow" and "flow" not in flow.term and re.match(r"[^.;]{0,30}?\bstood at\b", after):
        flow = replace(flow, measure="fdi_stock")
    if flow.measure == "fdi_flow" and re.search(
        r"\bstock\b|accumulated|cumulative|outstanding|acervo|acumulad|누적|누계|잔액", held
    ):
        flow = replace(flow, measure="fdi_stock")
    return replace(flow, reporter=reporter, partner=partner, outward=outward, place=where)
