"""Words of trade that are not always trade: sales, purchases, shipments. They count as exports or imports only if the
sentence prints a country that buys or sells, or if the sentence continues one on exports or imports."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.prose.flow_sides import ARTICLE, ONE, Flow, left_owner, of_place, own_side, right_sides
from henequen.reading.prose.scene import AMOUNT, PLACE, Prose, Scene

__all__ = ["absorbed_by", "bought_from_place", "hangul_sides", "is_of_company", "trade_terms", "traded"]

_COMPANY = re.compile(
    r"\s+(?:of|by|de|por|del)\s+(?:the\s+|a\s+|la\s+|las\s+|el\s+|los\s+|una?\s+)?(?:empresas?|compañías?|firmas?|grupo|tiendas?|"
    r"company|companies|firms?|group|retailers?|stores?|shops?|automakers?|carmakers?)\b",
    re.IGNORECASE,
)
_HOME_MARKET = re.compile(
    r"\b(?:retail|home|house|car|vehicle|auto|online|domestic|net|store|ticket|book|record|global|its|their|his|her|sus?)\s+$",
    re.IGNORECASE,
)
_THERE = (
    r"(?:la\s+isla|(?:es[ea]|est[ea]|dicho|aquel)\s+(?:país|mercado|destino)"
    r"|(?:that|this|the)\s+(?:country|market|island|destination))\b"
)
_ALONE = re.compile(
    r"(?:^|[.;:,(]\s*|\b(?:las|the|los|y|and|e|mientras(?:\s+que)?|while|whereas|where)\s+)$", re.IGNORECASE
)
_CONTINUES = re.compile(
    rf"\s*(?:,\s*(?:en\s+tanto|en\s+cambio|a\s+su\s+vez|por\s+su\s+parte|in\s+turn|however|by\s+contrast|for\s+their\s+part|meanwhile)\s*,)?\s+(?:apenas\s+|sólo\s+|solo\s+|only\s+)?(?:{AMOUNT}|"
    r"(?:(?:of|de)\s+[a-záéíóúñ]+(?:\s+(?:de|y|and|of)\s+[a-záéíóúñ]+|\s+[a-záéíóúñ]+){0,2}\s*,?\s+(?:que\s+en\s+[^,]{2,20})?)?"
    r"(?:alcanz|sum|lleg|fueron|fue\b|total|ascend|cay|crec|se\s+(?:ubic|situ|qued|elev|redu)|superar|hab[ií]an|subi|baj|aument|"
    r"came|reached|were|was|rose|fell|grew|stood|amounted|dropped|climbed|increased|declined|exceeded|hit))",
    re.IGNORECASE,
)


@cache
def trade_terms() -> dict[str, str]:
    """Each word of trade with the measure that it has if a country buys or sells."""
    table = read_toml("prose", "measures")["trade_terms"]
    return {word.casefold(): measure for measure, words in table.items() for word in words}


def traded(prose: Prose, scene: Scene, flow: Flow, continues: bool) -> Flow | None:
    """The flow with its measure and sides, or None if the words may be about the sales of a company.

    `continues`: the text before is about exports, imports or trade of a country.
    """
    measure = trade_terms()[flow.term.casefold()]
    before, after = scene.mask[: flow.start], scene.mask[flow.end :]
    if _COMPANY.match(after):
        return None
    sides, product = right_sides(prose, scene, flow.end)
    owner = left_owner(prose, scene, flow.start) or sides.get("adjective")
    away = sides.get("to") if measure == "export" else sides.get("from") or sides.get("to")
    if away:
        home = (
            owner
            or (sides.get("from") if measure == "export" else None)
            or sides.get("of")
            or _made_in(prose, scene, flow)
        )
        return replace(flow, measure=measure, reporter=home if home != away else None, partner=away, product=product)
    if (continues or len(prose.pair) == 2) and re.match(
        rf"(?:\s+(?:of|de)\s+[\w-]+)?\s+(?:a|to)\s+{_THERE}", after, re.IGNORECASE
    ):
        return replace(flow, measure=measure, reporter=owner, product=product)
    beside = re.match(rf"\s+{ONE}(?!\w|\s+(?:en|por)\b)", after) or re.search(rf"{ONE}(?:['’]s?|s['’])?\s+$", before)
    if _HOME_MARKET.search(before) and not re.search(rf"{ONE}['’]?s?\s", before[-60:]):
        return None
    if owner and beside and (owner in prose.pair or len(sides) == 1) and (continues or "adjective" in sides):
        return replace(flow, measure=measure, reporter=owner, product=product)
    if continues and _ALONE.search(before) and _CONTINUES.match(after):
        return replace(flow, measure=measure, product=product)
    return None


def is_of_company(mask: str, flow: Flow) -> bool:
    """Are they the sales of a company?"""
    return bool(_COMPANY.match(mask, flow.end))


def _made_in(prose: Prose, scene: Scene, flow: Flow) -> str | None:
    """The origin of the goods: sales of Georgian goods to."""
    match = re.match(
        rf"\s+(?:of|de)\s+{ARTICLE}(?:[\w-]+\s+)?({ONE})\s", scene.mask[flow.end : flow.end + 60], re.IGNORECASE
    )
    return of_place(prose, scene, flow.end + match.start(1)) if match else None


def absorbed_by(prose: Prose, scene: Scene, flow: Flow) -> str | None:
    """The other side of a part of exports or imports: Poland took EUR 41 million of Kenyan exports."""
    match = re.search(
        rf"({ONE})\s+(?:\w+ly\s+)?(?:accounted\s+for|absorbed|took|bought|purchased|received|supplied|provided|absorbió|recibió|compró|concentró|"
        rf"aportó|representó)\s+{AMOUNT}+\s+(?:worth\s+)?(?:of|in|de)\s+[^,;.]{{0,30}}$",
        scene.mask[: flow.start],
        re.IGNORECASE,
    )
    return of_place(prose, scene, match.start(1)) if match else None


def bought_from_place(prose: Prose, scene: Scene, flow: Flow) -> Flow | None:
    """Goods of a state or city that another country bought: only the seller's side counts them by place."""
    match = re.match(
        rf"\s+{AMOUNT}+\s+(?:worth\s+)?(?:of|in)\s+({PLACE}+)(?:['’]s)?\s+(?:goods|products|exports|merchandise)\b",
        scene.mask[flow.end : flow.end + 90],
    )
    place = scene.place_at(flow.end + match.start(1)) if match else None
    buyer = left_owner(prose, scene, flow.start)
    if place is None or not buyer or len(set(place.countries)) != 1 or place.countries[0] == buyer:
        return None
    return replace(flow, measure="export", reporter=place.countries[0], partner=buyer, place=place)


_MADE = re.compile(r"\s?(?:을|를)?\s?(?:했|하였|하여|해\b|해서|하고|하며|한\b|함)")


def hangul_sides(prose: Prose, scene: Scene, flow: Flow) -> Flow | None:
    """The sides around a verb: 칠레는 한국에 구리 등 62억 달러어치를 수출했다."""
    if not _MADE.match(scene.mask[flow.end : flow.end + 8]):
        return None
    clause = re.split(r"[.;]|,\s", scene.mask[: flow.start])[-1]
    shift = flow.start - len(clause)
    ending = "(?:에|에게|으로|로)" if flow.measure == "export" else "(?:에서|로부터|으로부터)"
    partner = list(re.finditer(rf"({ONE}){ending}\s", clause))
    subject = re.search(rf"({ONE}|{PLACE}+)(?:은|는|이|가)\s", scene.mask[: flow.start])
    if not partner:
        return None
    other = of_place(prose, scene, shift + partner[-1].start(1))
    place = scene.place_at(subject.start(1)) if subject else None
    own = place.countries[0] if place and len(set(place.countries)) == 1 else own_side(prose)
    where = place if place and place.kind in ("subdivision", "city") else None
    return replace(flow, reporter=own if own != other else None, partner=other, place=where)
