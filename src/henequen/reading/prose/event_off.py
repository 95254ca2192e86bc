"""What was called off or put off: the clauses of a sentence whose dates are of no event.

"The Committee, postponed from March, is now to meet on 21 October; its seminar was cancelled" leaves the day in October.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import Scene

__all__ = ["called_off"]

_CLAUSE = re.compile(
    r";\s|[(]|[)]|,\s(?=(?:but|while|whereas|and|pero|mientras|aunque|y|is|are|will|took|was|se|tuvo|fue)\s)|,\s(?=(?:postponed|aplazad[oa]|pospuest[oa]|postergad[oa])\b)"
    r"|(?<=[가-힣])(?:고|며|으나|지만|나),\s",
    re.IGNORECASE,
)
_NEW_DAY = re.compile(r"\b(?:is|are|will)\s+now\b|\bahora\b|\binstead\b", re.IGNORECASE)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "events")["called_off"]["words"]), re.IGNORECASE)


def called_off(scene: Scene) -> list[tuple[int, int]]:
    """The clauses that say that something did not take place, as offsets of the sentence; all of it if it has one clause."""
    text = scene.text
    found = [match.start() for match in _words().finditer(text)]
    if not found:
        return []
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    clauses = [(first, last) for first, last in pairwise(cuts) if first < last]
    off = [part for part in clauses if any(part[0] <= at < part[1] for at in found)]
    kept = [part for part in clauses if part not in off]
    dated = any(part[0] <= date.start - scene.start < part[1] for part in kept for date in scene.dates)
    joined = any(
        re.match(r"\W*(?:its|the|their|su|sus|la|el|los|las)\s", text[part[0] :], re.IGNORECASE) for part in kept[1:]
    )
    if dated and (joined or _NEW_DAY.search(text) or re.search(r"[가-힣]", text)):
        return off
    return [(0, len(text))]
