"""The country that a whole label means, in the forms in which statistical offices print names."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from henequen.model.countries import countries
from henequen.reading.grammar.names import PlaceName, resolve_places

__all__ = ["country_of_code", "label_place"]

_NOTE = re.compile(r"\s*(?:\d{1,2}/|\(\d\)|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+)$")
_FORM = re.compile(
    r"(?:the|(?:[A-Z][a-z]+\s)?(?:people['’]?s\s)?(?:democratic\s)?(?:rep(?:ublic|\.)?|state|kingdom|federation)(?:\sof)?"
    r"|arab rep\.?|islamic rep\.?|fed\. rep\.?|RB|SAR|(?:la )?rep(?:[úu]blica|\.)(?:\s[a-z]+){0,3}(?:\sde)?|south|del sur|sur"
    r"|estado plurinacional de|república bolivariana de)",
    re.I,
)
"""The words in brackets or after a comma in a name: Moldova (Rep.), Iran (Islamic Republic of), Netherlands (the)."""


@lru_cache(maxsize=20_000)
def label_place(text: str) -> PlaceName | None:
    """The one place that a whole label names, or None.

    >>> label_place("Moldova (Rep.)").codes, label_place("Iran (Islamic Republic of)").codes, label_place("UAE (아랍에미리트)").codes
    (('MDA',), ('IRN',), ('ARE',))
    >>> label_place("Iran (forces)")
    """
    line = _NOTE.sub("", re.sub(r"\s+", " ", text).strip())
    place = resolve_places(line)
    if place is not None or len(line) > 60:
        return place
    if (numbered := re.fullmatch(r"([^\W\d].{2,}?)\s\d", line)) is not None:
        place = resolve_places(numbered.group(1))  # the figure of a footnote: Cuba 1
        if place is not None and place.kind == "country" and len(place.countries) == 1:
            return place
    split = re.fullmatch(
        r"(.{3,}?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]|(.{3,}?),?\s+((?:Arab |Islamic )?Rep\.?(?: of)?|RB|SAR)", line
    )
    if split is None:
        swapped = re.sub(r"^Rep\.\s+", "República ", line)
        return resolve_places(swapped) if swapped != line else None
    name, form = split.group(1) or split.group(3), split.group(2) or split.group(4)
    if _FORM.fullmatch(form):
        for whole in (
            f"{name}, {form}",
            f"{form} {name}",
            re.sub(r"\brep\b\.?", "Republic", f"{name}, {form}", flags=re.I),
        ):
            if (place := resolve_places(whole)) is not None and len(place.countries) == 1:
                return place
        place = resolve_places(name)
        return place if place is not None and len(place.countries) == 1 else None
    both = [found for found in (resolve_places(name), resolve_places(form)) if found is not None]
    if len(both) == 2 and both[0].countries == both[1].countries and len(both[0].countries) == 1:
        return both[0]  # the name in two languages
    return None


@cache
def _codes() -> dict[str, str]:
    return {country.alpha_2: country.alpha_3 for country in countries().values() if country.alpha_2}


def country_of_code(text: str) -> PlaceName | None:
    """The country of a code of two letters, in a column of reporters or partners.

    >>> country_of_code("CL").codes
    ('CHL',)
    """
    code = _codes().get(text.strip())
    return PlaceName(0, len(text), text.strip(), (code,), "country") if code else None
