"""Commitments in Hangul that have no verb of agreeing: a plan of a deed, a duty by a day, the present tense of a duty.

The verb ends the sentence, so that the last word decides; deeds joined by "고," or "▲" before one verb
of agreeing are commitments of their own if each has its day or its mark.
"""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import COUNTRY, PLACE, Scene

__all__ = ["clauses", "find_hangul", "split_hangul"]

_ADNOMINAL = "".join(chr(0xAC00 + 28 * block + 8) for block in range(399))
"""Every syllable that ends in ㄹ: the future adnominal of a verb, 보낼, 꾸릴, 할."""


@cache
def _table() -> dict[str, list[str]]:
    return dict(read_toml("prose", "commitment_patterns")["hangul"])


@cache
def _plan() -> re.Pattern[str]:
    future = read_toml("prose", "commitments")["commitment"]["future"]
    listed = alternation(word for word in future if re.match(r"[가-힣]", word))
    return re.compile(rf"{listed}|{'|'.join(_table()['plan'])}")


@cache
def _transitive() -> re.Pattern[str]:
    """The plan of any verb with an object: 무역사절단을 보낼 예정, 한국관을 꾸릴 계획."""
    return re.compile(
        rf"[가-힣)」』’”\d][을를]\s(?:[^.,]{{0,30}}\s)?[가-힣]*[{_ADNOMINAL}]\s(?:계획|방침|예정|생각)(?:이다|임|이며|입니다|이라고|으로|이고|을\s밝)?(?=[\s.,)\"”’]|$)"
    )


@cache
def _not_plan() -> re.Pattern[str]:
    return re.compile(alternation(_table()["not_plan"]))


@cache
def _due() -> re.Pattern[str]:
    return re.compile(
        rf"{alternation(_table()['due'])}(?:하도록\s?)?(?:한다|합니다|함|할\s?것|예정|요망|바람|하겠습니다|하겠음|될\s?예정)?"
        r"(?:\s?\([^)]*\))?[\s.)\]]*$"
    )


@cache
def _joint_present() -> re.Pattern[str]:
    return re.compile(
        r"(?:양측|양국|쌍방|양\s?정부|당사국|체약당사국|양\s?기관|양\s?당사자|양\s?정상|양\s?장관|두\s?나라|양\s?도시|두\s?도시|양\s?대학|양\s?기관장)(?:들)?[은는이가]\s"
        rf".*?{alternation(_table()['joint_present'])}(?:을|를)?\s?(?:하기\s위해\s노력)?(?:한다|합니다|해\s?나간다|해\s?나갈\s것이다)\s*\.?$",
        re.DOTALL,
    )


@cache
def _present() -> re.Pattern[str]:
    """The present tense of a deed at the end of a sentence, which in a report of plans is its future."""
    return re.compile(rf"{alternation(_table()['present_deeds'])}\s*\.?$")


@cache
def _body() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[\s,□■○●◇◆▪•·※ㅇ-])[가-힣A-Za-z]*{alternation(_table()['bodies'])}(?:\([^)]*\))?(?:\s?(?:측|정부))?(?:은|는|도|에서는|에서도)\s"
    )


def find_hangul(scene: Scene, after_commitment: bool = False) -> list[tuple[int, int]]:
    """A plan of a deed, a duty by a day, or the present tense of both sides or of a body whose deed lies ahead."""
    text = scene.text
    for match in (*_plan().finditer(text), *_transitive().finditer(text)):
        if not _not_plan().search(match.group()) and not _if_market(text[: match.start()]):
            return [match.span()]
    dates = scene.with_near().dates
    if any(date.bound is not None for date in dates) and (task := _due().search(text)):
        return [task.span()]
    if joint := _joint_present().search(text):
        return [joint.span()]
    deed = _present().search(text)
    if deed and not re.search(r"(?:에\s따르면|지\s?않|못\s?한다)", text):
        ahead = any(
            date.bound is not None or re.match(r"\s?(?:안에|부터|중|말|초|에)", text[date.end - scene.start :])
            for date in dates
            if date.basis in ("head", "relative")
        )
        dated = any(date.precision in ("day", "month") and not date.is_range for date in dates)
        duty = ahead or dated or after_commitment or bool(re.search(r"(?:매년|매월|매\s?분기|해마다|격년으로)\s", text))
        if (_body().search(text) and duty) or (ahead and any(date.bound is not None for date in dates)):
            return [deed.span()]
    return []


def _if_market(before: str) -> bool:
    """Is the plan what a plant or a market does once something happens: 가동되면 ... 생산할 계획?"""
    return bool(re.search(r"(?:가동|완공|준공|양산)(?:되|이\s?시작되)?면\s", before))


_ACTOR = re.compile(
    rf"(?<![가-힣])(?:[{COUNTRY}{PLACE}]+(?:\s?(?:측|정부))?|[가-힣A-Za-z]+(?:부|청|처|원|공사|협회|위원회|은행|측|정부|대학교|공단|재단)|양국|양측)[은는]\s"
)
"""The topic of a clause if it is a side or a body."""
_CLAUSE_END = re.compile(r"[가-힣](?:고|며|으며|지만|으나|면서),\s")


def clauses(scene: Scene) -> list[tuple[int, int]]:
    """The clauses of a sentence that have a topic each: KOICA는 ... 마무리할 계획이며, 교육부는 ... 제공하기로 했다."""
    ends = (match.end() for match in _CLAUSE_END.finditer(scene.text))
    cuts = [end for end in ends if _ACTOR.search(scene.mask, end, end + _TOPIC)]
    return list(zip([0, *cuts], [*cuts, len(scene.text)], strict=True))


_TOPIC = 40
"""Characters of a topic with the words that describe it."""
_MARK = re.compile(r"[▲△▴①-⑳]\s?")
_JOINT = re.compile(r"(?<![었았했됐였렸겠혔켰])(?:고|하며|으며),\s")


def split_hangul(scene: Scene, verb: int) -> list[tuple[int, int, int]]:
    """The clauses that share the verb of agreeing at `verb`, each with the place of its own verb, or an empty list.

    Marks (▲ ... ▲ ...) divide them, or a comma if the first part has its own day or each part its own side or body.
    """
    text = scene.text
    marks = [match.start() for match in _MARK.finditer(text, 0, verb)]
    ends = [*marks[1:], len(text)]
    marked = [text[mark:end].rstrip(" ,\n") for mark, end in zip(marks, ends, strict=False)][:-1]
    if marked and all(re.search(r"[가-힣](?:고|며|면서)$", part) for part in marked):  # deeds, not nouns
        return [
            (0 if number == 0 else mark, end, verb if number == len(marks) - 1 else max(mark, end - 4))
            for number, (mark, end) in enumerate(zip(marks, ends, strict=True))
        ]
    for joint in _JOINT.finditer(text, 0, verb):
        cut = joint.end()
        actors = [bool(_ACTOR.search(scene.mask, *part)) for part in ((0, cut), (cut, len(text)))]
        if _is_dated(scene, 0, cut) or all(actors):
            return [(0, cut, joint.start()), (cut, len(text), verb)]
    return []


def _is_dated(scene: Scene, first: int, last: int) -> bool:
    """Has a clause a last day, or a month in which its deed falls?"""
    return any(
        date.bound is not None or re.match(r"\s?(?:중|안에|내에)(?:에|으로)?\s", scene.text[date.end - scene.start :])
        for date in scene.with_near().dates
        if first <= date.start - scene.start < last
    )
