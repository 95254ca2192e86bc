"""Commitments in Hangul that have no verb of agreeing: a plan of a deed, a duty by a day, the present tense of a duty."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import Scene

__all__ = ["find_hangul"]


@cache
def _hangul() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = read_toml("prose", "commitment_patterns")["hangul"]
    future = read_toml("prose", "commitments")["commitment"]["future"]
    listed = alternation(word for word in future if re.match(r"[가-힣]", word))
    plan = re.compile(rf"{listed}|{'|'.join(table['plan'])}")
    due = re.compile(
        rf"{alternation(table['due'])}(?:하도록\s?)?(?:한다|합니다|함|할\s?것|예정|요망|바람|하겠습니다|하겠음|될\s?예정)?"
        r"(?:\s?\([^)]*\))?[\s.)\]]*$"
    )
    present = re.compile(
        r"(?:양측|양국|쌍방|양\s?정부|당사국|체약당사국|양\s?기관|양\s?당사자|양\s?정상|양\s?장관|두\s?나라)(?:들)?[은는이가]\s"
        rf".*?{alternation(table['joint_present'])}(?:을|를)?\s?(?:하기\s위해\s노력)?(?:한다|합니다|해\s?나간다|해\s?나갈\s것이다)\s*\.?$",
        re.DOTALL,
    )
    return plan, re.compile(alternation(table["not_plan"])), due, present


def find_hangul(scene: Scene) -> list[tuple[int, int]]:
    """A plan of a deed, a duty by a day, or the present tense of both sides."""
    text = scene.text
    plan, stop, due, present = _hangul()
    for match in plan.finditer(text):
        if not stop.search(match.group()):
            return [match.span()]
    if any(date.bound is not None for date in scene.dates) and (task := due.search(text)):
        return [task.span()]
    joint = present.search(text)
    return [joint.span()] if joint else []
