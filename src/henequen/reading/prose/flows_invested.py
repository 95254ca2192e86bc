"""Investment in a sentence: the investor, the host, and whose statistics count it."""

from __future__ import annotations

import re
from dataclasses import replace

from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.prose.flow_sides import ARTICLE, ONE, Flow, left_owner, of_place, own_side, right_sides
from henequen.reading.prose.scene import PLACE, Prose, Scene

__all__ = ["invested"]


_HELD = re.compile(
    r"\bstocks?\b|accumulated|cumulative|outstanding|acervo|acumulad|materializad|누적|누계|잔액"
    r"|hasta\s+la\s+fecha|\bto\s+date\b",
    re.IGNORECASE,
)
"""Words of investment held, not of the investment of one period."""


def invested(prose: Prose, scene: Scene, flow: Flow) -> Flow:
    """The investor and the host: the host is the reporter, unless the words indicate the investor's statistics."""
    mask = scene.mask
    noun = re.match(
        r"\s+(?:stocks?|flows?|positions?|inflows?|outflows?|holdings|materializada|acumulada)\b", mask[flow.end :]
    )
    end = flow.end + (noun.end() if noun else 0)
    sides, _ = right_sides(prose, scene, end)
    after = mask[flow.end : flow.end + 110]
    before = mask[max(0, flow.start - 60) : flow.start]
    shift = max(0, flow.start - 60)
    origin, host = sides.get("from") or sides.get("adjective"), sides.get("in")
    owner = left_owner(prose, scene, flow.start)
    if owner and owner != host:
        origin = origin or owner
    firms = re.search(rf"({ONE})\s?(?:기업|업체|자본)(?:들)?(?:의|이|은|는)\s[^,;{ONE[0]}]{{0,14}}$", before)
    if origin is None and firms:
        origin = of_place(prose, scene, shift + firms.start(1))  # 한국기업의 롱안성 투자
    if origin is None and sides.get("of"):
        origin = sides["of"]
    if host is None and flow.term.casefold() in ("invested", "invirtió", "invirtieron", "invests", "investing"):
        behind = re.search(rf"\b(?:in|en)\s+{ARTICLE}({ONE})", after, re.IGNORECASE)
        if behind and not re.search(r"[;.]", after[: behind.start()]):
            host = of_place(prose, scene, flow.end + behind.start(1))
    attributed = re.search(
        r"\b(?:attribut(?:es|ed|ing)|atribuye|atribuyó)\s[^.;]{0,80}$", mask[: flow.start], re.IGNORECASE
    )
    if sides.get("to") and attributed and origin is None:
        origin = sides["to"]
    elif sides.get("to") and host is None:
        host = sides["to"]
    located = re.search(rf"\b(?:in|en)\s+{ARTICLE}({PLACE}+)", after[:70])
    where = scene.place_at(flow.end + located.start(1)) if located and host is None and origin else None
    if where and not re.search(r"[,;.]", after[: located.start() if located else 0]):
        host = prose.country(where)
    toward = re.search(rf"(?:대|對|대\(對\))\s?({ONE})\s*(?:[^\s\ue001-\ue004,]{{0,8}}\s?)?$", before)
    outward = any(
        word in flow.term or word in scene.text[max(0, flow.start - 30) : flow.end + 12]
        for word in read_toml("prose", "measures")["outward"]["words"]
    )
    into = re.search(
        rf"({ONE})에\s?대한\s(?:({ONE})(?:의)?\s|우리나라의?\s|우리\s(?:기업의?\s)?)?[^,\ue001-\ue004]{{0,10}}$", before
    )
    if into:
        host = of_place(prose, scene, shift + into.start(1))
        origin = of_place(prose, scene, shift + into.start(2)) if into.group(2) else own_side(prose) or origin
        outward = outward or (origin is not None and origin == own_side(prose))
    if toward:
        host = of_place(prose, scene, shift + toward.start(1))
        match = re.search(rf"({ONE})(?:의|은|는|이|가)\s*$", before[: toward.start()])
        origin = of_place(prose, scene, shift + match.start(1)) if match else own_side(prose)
        outward = outward or (origin is not None and origin == own_side(prose))
    if origin == host:
        origin = None
    held = scene.text[max(0, flow.start - 34) : flow.start] + " | " + scene.text[flow.end : flow.end + 34]
    if (
        host is None
        and origin in prose.pair
        and len(prose.pair) == 2
        and (_HELD.search(held) or flow.measure == "fdi_stock")
    ):
        host = next(iter(prose.pair - {origin})) if origin else None  # of the two countries of the text, the other one
    reporter, partner = (origin, host) if outward else (host, origin)
    if flow.measure == "investment" and origin and host:
        flow = replace(flow, measure="fdi_flow")
    if (
        flow.measure == "fdi_flow"
        and "flow" not in flow.term
        and re.match(r"[^.;]{0,30}?\b(?:stood|stands) at\b", after)
    ):
        flow = replace(flow, measure="fdi_stock")
    if (flow.measure == "fdi_flow" or (flow.measure == "investment" and (origin or host))) and _HELD.search(held):
        flow = replace(flow, measure="fdi_stock")
    return replace(flow, reporter=reporter, partner=partner, outward=outward, place=where)
