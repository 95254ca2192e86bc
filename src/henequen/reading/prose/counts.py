"""Counts: a number with the noun it counts. Durations, ranks and anniversaries are not counts."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import AMOUNT, COUNTRY, DATE, Prose, Scene

__all__ = ["count_of", "number_of"]


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str]]:
    table = read_toml("prose", "counts")
    units = {word.casefold(): unit for unit, words in table["units"].items() for word in words}
    noun = alternation(units)
    word = rf"(?!{alternation(table['skip']['words'])})[A-Za-zÁÉÍÓÚÑáéíóúñ0-9-]+"
    gap = rf"(?:\s?여\s?)?(?:개\s)?(?:\s?(?:of\s+|de\s+)?(?:{COUNTRY}+\s?|{word}\s+){{0,4}}|\s?)"
    return (
        re.compile(rf"{gap}({noun})", re.IGNORECASE),
        units,
        re.compile(rf"\s?(?:{alternation(table['skip']['words'])})", re.IGNORECASE),
    )


def count_of(prose: Prose, scene: Scene, amount: Amount) -> dict[str, object] | None:
    """The fields of a count (measure, unit, component, and sides if the phrase prints them), or None."""
    mask = scene.mask
    end = amount.end - scene.start
    pattern, units, skip = _nouns()
    match = pattern.match(mask, end)
    skipped = skip.match(mask, end)
    if (skipped and not (match and match.end() > skipped.end())) or (
        amount.multiplier == 1
        and len(amount.value) == 4
        and amount.value.startswith(("19", "20"))
        and "," not in amount.printed
    ):
        return None
    if match and re.match(
        r"(?:인치|대응|대비|대책|대상|대한|인당|인칭)",
        match.group(1) + mask[match.end() : match.end() + 2],
    ):
        return None  # COVID-19 and its answer, GDP per head
    if re.search(r"(?:[A-Za-z]-|[#№])$", mask[: amount.start - scene.start]) or (
        mask[end : end + 1] in "-/:" and mask[end : end + 1]
    ):
        return None
    counted = re.search(
        r"((?:[가-힣]{1,6}\s)?[가-힣]*(?:기업|업체|법인|회사))\s?(?:수)?(?:은|는|이|가)\s(?:모두\s|총\s|약\s)?$",
        mask[: amount.start - scene.start],
    )
    if mask[end : end + 1] == "대" and not _is_vehicles(mask[: amount.start - scene.start], mask[end + 1 :]):
        return None  # the ten largest
    if not match and counted and re.match(r"\s?여?\s?개", mask[end:]):
        return {"measure": "count", "unit": "companies", "component": counted.group(1).strip()}
    if not match and (phrase := number_of(scene, amount.start - scene.start)):
        return {"measure": "count", "component": phrase}
    if not match and (people := _NATIONALS.match(mask, end)) and (place := scene.place_at(people.start(1))):
        return {"measure": "count", "unit": "persons", "component": place.text}
    if not match and (heads := _HEADS.search(mask[: amount.start - scene.start])) and _ALONE.match(mask, end):
        return {"measure": "count", "unit": "persons", "component": heads.group(1).casefold()}
    if not match:
        return _population(prose, scene, amount)
    unit = units[re.sub(r"\s+", " ", match.group(1).casefold())]
    fields: dict[str, object] = {"measure": "count", "unit": unit}
    phrase = scene.text[end : match.end()].strip()
    component = re.sub(r"^(?:여\s?)?(?:개\s?(?=[가-힣]{2})|of\s|de\s)?", "", re.sub(r"\s+", " ", phrase)).strip()
    if component:
        fields["component"] = component
    origin = re.search(rf"({COUNTRY}+)", mask[end : match.end()])
    host = re.search(rf"\b(?:in|en)\s+(?:the\s+|los\s+)?({COUNTRY}+)", mask[match.end() : match.end() + 70])
    if origin and host and not re.search(r"[,;.]", mask[match.end() : match.end() + host.start()]):
        partner = prose.country(scene.place_at(end + origin.start(1)))
        reporter = prose.country(scene.place_at(match.end() + host.start(1)))
        if partner and reporter and partner != reporter:
            fields |= {"reporter": reporter, "partner": partner}
    return fields


_NUMBER_OF = re.compile(
    r"(?:[Tt]he\s+number of|[Ee]l número de|[Tt]he total number of)\s+([^,.;\ue001-\ue004]{3,60}?)(?:\s+(?:by|"
    r"in)\s+[^,.;]{2,40}?)?\s+"
    r"(?:increased|rose|fell|decreased|declined|grew|was|reached|totall?ed|stood at|at|aumentó|"
    r"creció|disminuyó|cayó|fue de|llegó a)\b[^.;]{0,40}$"
)


def number_of(scene: Scene, start: int) -> str | None:
    """The noun counted in `the number of seizures increased by 24 percent to 24,792`, for the figure at `start`."""
    match = _NUMBER_OF.search(scene.mask[max(0, start - 140) : start])
    return re.sub(r"\s+", " ", match.group(1)).strip() if match else None


def _is_vehicles(before: str, behind: str) -> bool:
    """Does 대 count vehicles or machines: a noun of them in front, or a particle behind, and no word of a rank?"""
    if re.search(r"(?:상위|주요|세계|글로벌|\d)\s?$", before):
        return False
    thing = re.search(
        r"(?:차|버스|트럭|기|장비|로봇|컴퓨터|드론|전차|포|선박|카|모터|단말|서버|모니터|태블릿|TV|PC)[^가-힣]{0,3}\s?(?:총\s|약\s)?$",
        before,
    )
    return bool(thing) or bool(re.match(r"(?:를|가|는|씩|의|로|에\s|,|\.|\)|$)", behind))


_NATIONALS = re.compile(
    rf"\s({COUNTRY}+)s?\s+(?:(?:who|also|now|already)\s+)*(?:visited|came|travelled|traveled|lived?|liv|serv|worked|work|studied|study|arrived|entered|"
    r"crossed|were|are|have|had|reside|visitaron|llegaron|viajaron|viven|residen|trabajan|estudian|ingresaron)",
    re.IGNORECASE,
)
"""Nationals as the noun that is counted: 434,533 Australians visited Fiji."""
_HEADS = re.compile(
    r"\b(arrivals|visitors|tourists|visits|overnight stays|enrolments"
    r"|llegadas|visitantes|turistas|pernoctaciones|estudiantes|residentes)\b"
    rf"[^.;:{AMOUNT}]{{0,60}}?"
    r"(?:\b(?:totall?ed|reached|numbered|were|was|stood\s+at|rose\s+to|fell\s+to|grew\s+to|dropped\s+to|came\s+to|sumaron|fueron"
    rf"|alcanzaron|llegaron\s+a|ascendieron\s+a|cayeron\s+a|subieron\s+a)\s+(?:a\s+|los\s+|las\s+|about\s+|some\s+|unos\s+|unas\s+)*|:\s*)$",
    re.IGNORECASE,
)
"""The noun in front: arrivals from the Czech Republic totalled 11,908."""
_ALONE = re.compile(
    rf"\s*(?:[.,;)]|$|(?:in|en|during|durante|from|against|frente|a\s+year|the\s+year|el\s+año|and|y)\b|\({DATE})",
    re.IGNORECASE,
)


def _population(prose: Prose, scene: Scene, amount: Amount) -> dict[str, object] | None:
    """인구 1억 3천만명, a population of 51.75 million."""
    before = scene.text[max(0, amount.start - scene.start - 34) : amount.start - scene.start]
    if re.search(
        r"(?:population of|población de|인구)\s?(?:about\s|around\s|over\s|약\s|más de\s)?$", before, re.IGNORECASE
    ):
        return {"measure": "count", "unit": "persons", "component": "population"}
    return None
