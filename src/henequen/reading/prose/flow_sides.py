"""The sides of a flow as a sentence prints them: the owner before a term, the places and the product behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.names import PlaceName
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import COUNTRY, Prose, Scene

__all__ = [
    "ARTICLE",
    "ONE",
    "Flow",
    "itself",
    "left_owner",
    "of_place",
    "own_region",
    "own_side",
    "right_sides",
    "side_words",
]

ONE = f"{COUNTRY}+"
"""One masked name of a country."""
ARTICLE = r"(?:the\s+|los\s+|las\s+|la\s+|el\s+)?"


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
def side_words(name: str) -> str:
    """The words of a side (`to`, `from`, `of`...) as alternatives of an expression."""
    return alternation(read_toml("prose", "measures")["sides"][name])


ITSELF = re.compile(
    r"(?:the|la|el|nuestr[oa]|dicha?)\s+(?:country|state|province|region|entidad|provincia|regi[oó]n|estado|departamento|pa[ií]s)",
    re.IGNORECASE,
)
"""The place that a text is about, not a product."""


def itself(prose: Prose, scene: Scene, end: int) -> PlaceName | None:
    """The state or province that "exports of the province" means: the last one named before in its paragraph."""
    match = re.match(rf"\s+(?:of|de|del)\s+{ITSELF.pattern}", scene.mask[end : end + 60], re.IGNORECASE)
    if match is None or re.search(r"country|pa[ií]s", match.group(), re.IGNORECASE):
        return None
    block = [one for one in prose.scenes if one.block == scene.block and one.number <= scene.number]
    places = [place for one in block for place in one.places if place.start < scene.start + end]
    named = [place for place in places if place.kind in ("subdivision", "city") and len(place.codes) == 1]
    return named[-1] if named and named[-1].countries[0] in prose.pair else None


def of_place(prose: Prose, scene: Scene, offset: int) -> str | None:
    """The country of the place at an offset of the mask."""
    return prose.country(scene.place_at(offset))


def left_owner(prose: Prose, scene: Scene, start: int) -> str | None:
    """The country directly before a term: Chile's total exports, 한국의 수출."""
    window = max(0, start - 70)
    match = re.search(
        rf"({ONE})(?:'s|’s|s'|s’|'|’|의|은|는|이|가)?(?:\s+[^\s,;:.()\ue001-\ue004]+){{0,4}}\s*$",
        scene.mask[window:start],
    )
    if not match:
        return None
    between = scene.mask[window + match.end(1) : start]
    if re.search(r"\b(?:and|y|e|to|from|in|with|a|en|con|where|whose|while|mientras|cuyas?)\b", between):
        return None
    return of_place(prose, scene, window + match.start(1))


def right_sides(prose: Prose, scene: Scene, end: int) -> tuple[dict[str, str], str | None]:
    """The places behind a term by preposition, and the product between: exports of cars from A to B."""
    mask = scene.mask
    sides: dict[str, str] = {}
    product: str | None = None
    at = end
    adjective = re.compile(rf"\s+({ONE})(?![\ue001])").match(mask, at)
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
                rf"\s+({side_words(name)})\s+{ARTICLE}(?:mercado\s+|markets?\s+of\s+)?({ONE})", re.IGNORECASE
            ).match(mask, at)
            if side_fields:
                code = of_place(prose, scene, side_fields.start(2))
                if code and name not in sides:
                    sides[name] = code
                break
        if not side_fields:
            of_product = re.compile(
                (
                    rf"\s+(?:of|de|del|in|en)\s+([^\ue001-\ue004,;:.()]{{3,60}}?)(?=\s+(?:{side_words('to')}|"
                    rf"{side_words('from')}|{side_words('of')})\s+{ARTICLE}(?:mercado\s+)?{COUNTRY}|\s*[,.;(]|\s+(?:amounted|reached|"
                    rf"totall?ed|were|was|stood|rose|fell|grew|sumaron|alcanzaron|ascendieron|fueron|llegaron|"
                    rf"crecieron|cayeron))"
                ),
                re.IGNORECASE,
            ).match(mask, at)
            if of_product and product is None:
                named = of_product.group(1).strip()
                product = None if ITSELF.fullmatch(named) else named
                at = of_product.end()
                continue
            break
        at = side_fields.end()
        goods = re.compile(r"\s+(?:goods|products|merchandise)\b").match(mask, at)
        at = goods.end() if goods else at
    return sides, product


def own_side(prose: Prose) -> str | None:
    """The publisher's own country, unless the document is about two others."""
    own = prose.sides.own
    return own if own and (len(prose.pair) != 2 or own in prose.pair) else None


def own_region(prose: Prose) -> PlaceName | None:
    """The state or province of which the document says "in our province" (도내): the one that it names most."""
    own = own_side(prose)
    named = [one for one in prose.places if one.kind in ("subdivision", "city") and len(set(one.codes)) == 1]
    named = [one for one in named if own and set(one.countries) == {own}]
    codes = [one.codes[0] for one in named]
    best = max(codes, key=codes.count, default=None)
    return (
        next((one for one in named if one.codes[0] == best), None)
        if best and 2 * codes.count(best) > len(codes)
        else None
    )
