"""Commitments that only a future or a date shows: both governments will establish..., SAG to send... by 30 June,
la lista será entregada antes del..., 6월 30일까지 제출.

A forecast ("exports will reach") and the plan of a meeting or a visit are not commitments.
"""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import COUNTRY, Scene

__all__ = ["find_future", "find_second_future"]


@cache
def _words(group: str, name: str) -> str:
    return alternation(read_toml("prose", "commitments")[group][name])


@cache
def _table(group: str, name: str) -> str:
    return alternation(read_toml("prose", "commitment_patterns")[group][name])


_BODY = (
    r"(?-i:(?:The\s+|the\s+)?(?:[A-Z\ue001\ue002][\w\ue001\ue002’'.-]*\s+(?:(?:of|for|and|the)\s+)*){0,7}"
    r"(?:Ministry|Secretariat|Government|Agency|Bank|Council|Committee|Chamber|Institute|University|Department|Authority|"
    r"Commission|Corporation|Foundation|Association|Embassy|Administration|Bureau|Organi[sz]ation|Federation|Centre|Center|Party|Parties|Side|Board)"
    r"(?:\s+(?:(?:of|for|and|the)\s+)*[A-Z\ue001\ue002][\w\ue001\ue002’'.-]*){0,7})"
)
"""A body by its name, as the subject of a future: the Export Promotion Council will, the Ministry of Health will."""


def find_second_future(scene: Scene, behind: int) -> tuple[int, int] | None:
    """A future of both sides or of a body in a later clause: "...; the Party shall reply", "además de que ambas partes"."""
    joint = re.compile(
        r";\s+|,?\s(?:y|and|while|mientras\s+que|además\s+de\s+que|así\s+como\s+que)\s+(?:that\s+|que\s+)?"
    )
    for match in joint.finditer(scene.mask, behind):
        clause = scene.mask[match.end() :]
        for expression in (_english_future(), _spanish_future()):
            found = expression.match(clause) or expression.match(
                re.sub(r"^(?:the|la|el)\s", "", clause, flags=re.IGNORECASE)
            )
            if found and not (expression is _spanish_future() and _spanish_stop().match(found.group(1))):
                shift = len(clause) - len(found.string) + match.end()
                return found.start(1) + shift, found.end(1) + shift
    return None


def find_future(scene: Scene) -> tuple[int, int] | None:
    """The place of a future of a subject that can commit, or of a duty with its last day."""
    text = scene.text
    if re.search(r"[가-힣]", text):
        return _in_hangul(scene)
    due = _due(scene)
    english = _english_future().search(scene.mask)
    if due and english and due[0] < english.start(1) and ";" in scene.mask[due[1] : english.start(1)]:
        return due  # the duty with its day opens the sentence; the other clause is a commitment of its own
    if english and not re.search(
        r"\b(?:in|to|from|with|by|into|for|towards?)\s(?:the\s)?$", scene.mask[: english.start()]
    ):
        return english.start(1), english.end(1)
    if own := _own().search(text):
        return own.start(), own.end()
    spanish = _spanish_future().search(scene.mask)
    if spanish and not _spanish_stop().match(spanish.group(1)):
        return spanish.start(1), spanish.end(1)
    if (joint := _joint_product().search(text)) and joint.group("verb"):
        return joint.start("verb"), joint.end("verb")
    if (joint := _producto().search(text)) and joint.group("verb"):
        return joint.start("verb"), joint.end("verb")
    return _due(scene)


def _due(scene: Scene) -> tuple[int, int] | None:
    """What an actor will do by a day that is printed."""
    bounds = [date.start - scene.start for date in scene.with_near().dates if date.bound is not None]
    if not bounds:
        return None
    mask = scene.mask
    for expression in (_DUE, _passive(), _minutes(), _spanish_due()):
        for match in expression.finditer(mask):
            verb = match.start("verb")
            if not any(verb < bound for bound in bounds) and not re.search(r"[(\[]", mask[match.end() :]):
                continue
            if _outlook().search(mask, 0, verb) or (
                expression is _spanish_due() and _spanish_stop().match(match.group("verb"))
            ):
                continue
            return verb, match.end("verb")
    return None


_DUE = re.compile(
    r"\b(?P<verb>(?:is|are)\s+(?:due\s+)?to|will|shall)\s+(?:also\s+|then\s+|jointly\s+)?"
    r"(?!be\b|take\s+place|host\b|visit\b|meet\b|travel\b|attend\b|expire\b|enter\b|reach\b|rise\b|fall\b|grow\b|increase\b"
    r"|decrease\b|exceed\b|become\b|have\b|remain\b|cost\b|last\b|account\b|amount\b|total\b|end\b|begin\b|start\b|arrive\b"
    r"|double\b|triple\b|drop\b|decline\b|need\b|require\b|see\b|benefit\b|help\b|allow\b|come\b|go\b|apply\b|lapse\b|cease\b)"
    r"[a-z]+\b"
)


@cache
def _passive() -> re.Pattern[str]:
    """The passive of a deed: will be delivered, is to be submitted, must be returned."""
    return re.compile(
        r"\b(?P<verb>(?:will|shall|is\s+to|are\s+to|must|has\s+to|have\s+to)\s+be)\s+(?:jointly\s+|duly\s+)?"
        r"(?!held\b|able\b|in\b|at\b|on\b|one\b|the\b|a\b|no\b|celebrated\b|inaugurated\b|opened\b|signed\b|reached\b|followed\b"
        r"|expected\b|seen\b|available\b|eliminated\b|phased\b|reduced\b|abolished\b|exempt)"
        r"[a-z]+(?:ed|t|n|de|ne|wn)\b"
    )


@cache
def _minutes() -> re.Pattern[str]:
    """The style of minutes: SAG to send the list by 30 June; Ms Kim to check."""
    return re.compile(
        r"^[\s•·○●▪◦*–—-]*(?:\(?\w{1,3}[.)]\s+)?(?:[Tt]he\s+)?(?:[A-Z\ue001\ue002][\w\ue001\ue002’'&/.-]*|of|for|and|the|side|desk|team)"
        r"(?:\s*[,/]?\s+(?:[A-Z\ue001\ue002][\w\ue001\ue002’'&/.()-]*|of|for|and|the|side|desk|team|section|office|unit|"
        r"embassy|customs|colleagues|ministry|delegation|officials|experts)){0,8}\s+(?P<verb>to)\s+[a-z]{2,}\b"
    )


@cache
def _spanish_due() -> re.Pattern[str]:
    """Any Spanish future, or the passive with participle."""
    return re.compile(
        r"\b(?P<verb>(?:será|serán)\s+[a-záéíóúñ]+(?:ad[oa]s?|id[oa]s?|uest[oa]s?|it[oa]s?|ech[oa]s?)|"
        r"[a-záéíóúñ]+(?:ará|erá|irá|drá|arán|erán|irán|drán))\b"
    )


@cache
def _own() -> re.Pattern[str]:
    """The first person of an e-mail: I will send, enviaré, remitiremos."""
    table = read_toml("prose", "commitment_patterns")["first_person"]
    return re.compile(
        rf"\b(?:I|we)(?:\s+will|\s+shall|['’]ll)\s+(?:also\s+|then\s+)?{alternation(table['english'])}"
        rf"|\b{alternation(f'{verb}{ending}' for verb in table['spanish'] for ending in ('é', 'emos'))}",
        re.IGNORECASE,
    )


@cache
def _outlook() -> re.Pattern[str]:
    """Subjects of forecasts: exports will, el comercio alcanzará."""
    return re.compile(
        rf"(?:^|[,;]\s)(?:(?:the|el|la|los|las|total|bilateral|\w+)\s+){{0,4}}?{_table('outlook', 'subjects')}\s",
        re.IGNORECASE,
    )


@cache
def _joint_product() -> re.Pattern[str]:
    """What a joint text announces in the passive: a working group will be set up."""
    return re.compile(
        rf"\b{_table('classes', 'joint_product')}[^.;]{{0,60}}?\s(?P<verb>(?:will|shall|is\s+to|are\s+to)\s+be)\s+(?:jointly\s+)?"
        rf"{_table('outlook', 'made')}",
        re.IGNORECASE,
    )


@cache
def _producto() -> re.Pattern[str]:
    """The same in Spanish: se creará un grupo de trabajo, el comité será constituido."""
    verbs = read_toml("prose", "commitment_patterns")["outlook"]["hecho"]
    futures = alternation(f"{verb}{ending}" for verb in verbs for ending in ("á", "án"))
    product = _table("classes", "producto")
    return re.compile(
        rf"\bse\s+(?P<verb>{futures})\s+(?:(?:un|una|el|la|los|las|su|sus|dos|tres|nuevo|nueva|nuevos|nuevas)\s+){{0,3}}{product}",
        re.IGNORECASE,
    )


@cache
def _spanish_stop() -> re.Pattern[str]:
    stems = read_toml("prose", "commitment_patterns")["outlook"]["spanish_stop"]
    return re.compile(rf"(?:{'|'.join(stems)})(?:á|án)\b", re.IGNORECASE)


@cache
def _english_future() -> re.Pattern[str]:
    """A future of a joint subject, a body or a country."""
    subjects = _words("english_subjects", "subjects")
    return re.compile(
        (
            rf"(?:{subjects}|{_BODY}|{COUNTRY}+(?:\s+(?:and|,)\s+{COUNTRY}+)?(?:\s+(?:side|Government|delegation|party|"
            rf"authorities|Ministry))?)\s+(will|shall)(?:,[^,;]{{3,70}},)?\s+(?!be\b|take\s+place|continue\s+to\s+be|host\b|visit\b|meet\b|"
            rf"remain\b|become\b|reach\b|grow\b|help\b|allow\b|enable\b|contribute\b|lead\b|result\b|require\b|bring\b|make\s+(?:it|up|a|the)\b|need\b|face\b|have\s+to|benefit\b|depend\b|travel\b|attend\b|enter\b|rise\b|"
            rf"fall\b|increase\b|see\b|lose\b|gain\b|find\b|also\s+be)\w+"
        ),
        re.IGNORECASE,
    )


_CUERPO = (
    r"(?-i:(?:La|la|El|el)\s+(?:Agencia|Ministerio|Secretaría|Cancillería|Embajada|Cámara|Universidad|Dirección|Comisión|Autoridad"
    r"|Aduana|Corporación|Fundación|Federación|Instituto|Banco|Servicio|Consejo|Viceministerio|Subsecretaría|Delegación|Parte)"
    r"(?:\s+(?:(?:de|del|la|las|los|el|y|e|para)\s+)*[A-ZÁÉÍÓÚÑ\ue001\ue002][\w\ue001\ue002áéíóúñ-]*|\s+[a-z]{5,}(?=\s))*"
    r"(?:\s+\([A-Z\ue001-]{2,12}\))?)"
)
"""A body by its Spanish name, as the subject of a future: la Agencia Española de Cooperación (AECID) aportará."""


@cache
def _spanish_future() -> re.Pattern[str]:
    """The same in Spanish."""
    return re.compile(
        rf"(?:{_words('spanish_future', 'subjects')}|{COUNTRY}+(?:\s+y\s+{COUNTRY}+)?|{_CUERPO})\s+"
        r"(?:también\s+|conjuntamente\s+|además\s+)?(\w+(?:arán|erán|irán|drán|ará|erá|irá|drá))\b",
        re.IGNORECASE,
    )


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


def _in_hangul(scene: Scene) -> tuple[int, int] | None:
    """A plan of a deed, a duty by a day, or the present tense of both sides."""
    text = scene.text
    plan, stop, due, present = _hangul()
    for match in plan.finditer(text):
        if not stop.search(match.group()):
            return match.start(), match.end()
    if any(date.bound is not None for date in scene.dates) and (task := due.search(text)):
        return task.start(), task.end()
    joint = present.search(text)
    return (joint.start(), joint.end()) if joint else None
