"""Commitments that only a future or a date shows: both governments will establish..., SAG to send... by 30 June,
la lista será entregada antes del...

A forecast ("exports will reach") and the plan of a meeting or a visit are not commitments. The words are in
`data/commitment_futures.toml`; the subject decides in `commitment_subjects.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from henequen.reading.grammar.inflection import spanish_forms
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.commitment_hangul import find_hangul
from henequen.reading.prose.commitment_subjects import find_subject, is_open_subject
from henequen.reading.prose.scene import COUNTRY, DATE, PLACE, Scene

__all__ = ["find_futures", "find_more_futures"]

Span = tuple[int, int]


@cache
def _words(group: str, name: str) -> str:
    return alternation(read_toml("prose", "commitments")[group][name])


@cache
def _table(group: str, name: str) -> str:
    return alternation(read_toml("prose", "commitment_patterns")[group][name])


@cache
def _futures(group: str, name: str) -> str:
    return alternation(read_toml("prose", "commitment_futures")[group][name], bounded=False)


_NAME = rf"[A-ZÁÉÍÓÚÑ{COUNTRY}{PLACE}][\w{COUNTRY}{PLACE}’'.-]*"
"""A word of a name: a capital, or a place in the masked text."""


@cache
def _body() -> str:
    """A body by its English name: the Export Promotion Council, the Ministry of Health."""
    joint = r"(?:(?:of|for|and|the)\s+)*"
    return rf"(?-i:(?:The\s+|the\s+)?(?:{_NAME}\s+{joint}){{0,7}}{_futures('bodies', 'english')}(?:\s+{joint}{_NAME}){{0,7}})"


@cache
def _cuerpo() -> str:
    """A body by its Spanish name: la Agencia Española de Cooperación (AECID)."""
    joint = r"(?:(?:de|del|la|las|los|el|y|e|para)\s+)*"
    return (
        rf"(?-i:(?:La|la|El|el)\s+{_futures('bodies', 'spanish')}(?:\s+{joint}{_NAME}|\s+[a-z]{{5,}}(?=\s))*"
        rf"(?:\s+\([A-Z{COUNTRY}-]{{2,12}}\))?)"
    )


def find_futures(scene: Scene, after_commitment: bool = False) -> list[Span]:
    """The places of the futures of subjects that can commit, one for each clause with its own subject, or of a duty."""
    text = scene.text
    if re.search(r"[가-힣]", text):
        return find_hangul(scene, after_commitment)
    first = _first(scene)
    deeds = list(_deeds(scene))
    found = deeds[:1] if first is None or (deeds and deeds[0][0] < first[0]) else [first]
    return found + find_more_futures(scene, found[0][1]) if found else []


def find_more_futures(scene: Scene, behind: int) -> list[Span]:
    """Futures in later clauses with a subject of their own: "...; the Party shall reply", "además de que ambas partes"."""
    spans = [one for one in (_joint_future(scene, behind),) if one]
    for start, end in _deeds(scene, behind):
        language = "spanish" if _is_spanish(scene.text) else "english"
        subject = find_subject(scene.mask, start, language)
        joint = re.search(
            r"(?:;|,?\s(?:and|while|but|y|mientras|e))\s+(?:(?:that|que)\s+)?(?:(?:the|la|el|los|las)\s+)?$",
            scene.mask[behind : subject.start] if subject.start > behind else "",
        )
        if subject.text and joint and all(abs(start - one[0]) > 40 for one in spans):
            spans.append((start, end))
    return sorted(spans)[:3]


def _joint_future(scene: Scene, behind: int) -> Span | None:
    """A future of both sides or of a body in a later clause."""
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


def _is_spanish(text: str) -> bool:
    return bool(_SPANISH.search(text)) and not re.search(r"\b(?:the|of|to)\b", text)


_SPANISH = re.compile(
    r"\b(?:el|la|los|las|de|del|que|se|un|una|al|en|su|sus|con|por|para|cada|año|años)\b", re.IGNORECASE
)


def _deeds(scene: Scene, behind: int = 0) -> Iterator[Span]:
    """Futures of verbs of deeds whose subject can bind itself."""
    spanish = _is_spanish(scene.text)
    language = "spanish" if spanish else "english"
    for expression in (_spanish_deed(), _spanish_plan()) if spanish else (_english_deed(),):
        for match in expression.finditer(scene.mask, behind):
            start, end = match.span("verb")
            subject = find_subject(scene.mask, start, language)
            if subject.conditional or (subject.relative and not subject.text):
                continue
            if re.match(r"(?:would|\w+r[íi]an?\b)", match.group("verb")) and not _is_reported(scene, start, language):
                continue
            if re.search(r"\b(?:not|never|no|nunca|tampoco)\s*$", scene.mask[:start]):
                continue
            named = subject.text.casefold() in ("it", "they", "he", "she", "we") and _is_reported(
                scene, start, language
            )
            if named and re.search(rf"\b{_futures('deeds', 'weak')}$", scene.text[: match.end()], re.IGNORECASE):
                continue
            if named or is_open_subject(subject, language) or _is_elliptic(scene, subject.text, start, spanish):
                yield start, end


@cache
def _english_deed() -> re.Pattern[str]:
    modals = alternation([*read_toml("prose", "commitment_futures")["modals"]["english"], "would"], bounded=False)
    return re.compile(
        rf"\b(?P<verb>{modals})(?:,[^,;]{{3,70}},)?\s+(?:{_futures('modals', 'english_between')}\s+)*{_futures('deeds', 'english')}\b",
        re.IGNORECASE,
    )


@cache
def _spanish_deed() -> re.Pattern[str]:
    table = read_toml("prose", "commitment_futures")
    plain = [_future_of(verb) for verb in table["deeds"]["spanish"]]
    forms = alternation([form for group in plain for form in group], bounded=False)
    limited = "|".join(
        rf"{alternation(_future_of(verb), bounded=False)}\b(?=[^.;:]{{0,70}}?\b{alternation(objects, bounded=False)}\b)"
        for verb, objects in table["deed_objects"].items()
    )
    between = r"(?:también|conjuntamente|además|igualmente|asimismo|luego|lo|la|los|las|les|le|se lo|se la)\s+"
    return re.compile(rf"\b(?:{between})?(?P<verb>(?:{forms}\b|{limited}))", re.IGNORECASE)


def _future_of(verb: str) -> list[str]:
    """The futures and conditionals of a Spanish verb, with the words behind it if it has any."""
    head, _, tail = verb.partition(" ")
    forms = [form for form in spanish_forms(head) if re.search(r"r(?:á|án|ía|ían)$", form)]
    return [f"{form} {tail}".strip() for form in forms]


@cache
def _spanish_plan() -> re.Pattern[str]:
    table = read_toml("prose", "commitment_futures")
    objects = "|".join(
        rf"{verb}\b(?=[^.;:]{{0,70}}?\b{alternation(words, bounded=False)}\b)"
        for verb, words in table["deed_objects"].items()
    )
    return re.compile(
        rf"\b(?P<verb>{_futures('modals', 'spanish')})\s+(?:{_futures('deeds', 'spanish')}\b|{objects})", re.IGNORECASE
    )


def _is_reported(scene: Scene, at: int, language: str) -> bool:
    """Is a conditional the future in reported speech: it was agreed that Chile would open?"""
    words = read_toml("prose", "commitment_futures")["modals"][f"{language}_reports"]
    said = rf"\b{alternation(words, bounded=False)}\b"
    return bool(re.search(said, scene.mask[:at], re.IGNORECASE))


def _is_elliptic(scene: Scene, subject: str, at: int, spanish: bool) -> bool:
    """A Spanish verb without a subject whose clause adds to what was said: También financiará, anunció que abrirá."""
    if subject or not spanish:
        return False
    before = scene.mask[:at]
    said = read_toml("prose", "commitment_futures")["modals"]["spanish_reports"]
    return bool(
        re.match(r"\W*(?:también|además|asimismo|igualmente|por su parte)\W", before, re.IGNORECASE)
        and len(before) < 60
    ) or bool(
        re.search(
            rf"\b{alternation(said, bounded=False)}\b[^.;:]{{0,40}}?\bque\s+(?:[^,.;:]{{0,10}}{DATE}+,?\s*)?(?:también\s+|no\s+)?$",
            before,
            re.IGNORECASE,
        )
    )


def _first(scene: Scene) -> Span | None:
    """The future of a joint subject or a body with any verb that is not a happening, or a duty with its last day."""
    text = scene.text
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
    for expression in (_joint_product(), _producto()):
        if (joint := expression.search(text)) and joint.group("verb"):
            return joint.start("verb"), joint.end("verb")
    return _due(scene) or _owed(scene) or _recurring(scene)


def _owed(scene: Scene) -> Span | None:
    """What a body still owes: Treasury still has to answer; Falta que Hacienda responda."""
    for language in ("english", "spanish"):
        match = re.search(rf"\b{_futures('pending', language)}\b", scene.mask, re.IGNORECASE)
        if match is None:
            continue
        subject = find_subject(scene.mask, match.start(), language)
        words = match.group().casefold()
        if words.endswith(" que") or (
            not subject.conditional
            and not re.match(
                r"\s+(?:be\b|take\s+place|enter\b|see\b|come\b|reach\b|ser\b|entrar\b)", scene.mask[match.end() :]
            )
            and (is_open_subject(subject, language) or subject.text.casefold() in ("we", "they"))
        ):
            return match.span()
    return None


def _recurring(scene: Scene) -> Span | None:
    """A meeting is a duty if it comes back: both sides will meet twice a year; se reunirán cada semestre."""
    if not any(
        re.search(_words("recurring", name), scene.text, re.IGNORECASE)
        for name in ("annual", "semiannual", "quarterly", "monthly", "biennial")
    ) and not re.search(r"\b(?:every|each|cada)\s+(?:\w+\s+){0,2}\w+|\balternat\w+|\balternad\w+", scene.text):
        return None
    match = re.search(
        r"\b(?:will|shall)\s+(?:meet|convene|hold)\b|\bse\s+reunirán?\b|\bsesionarán?\b", scene.mask, re.IGNORECASE
    )
    if match is None:
        return None
    language = "spanish" if _is_spanish(scene.text) else "english"
    subject = find_subject(scene.mask, match.start(), language)
    return match.span() if is_open_subject(subject, language) or subject.text in ("It", "They", "") else None


def _due(scene: Scene) -> Span | None:
    """What an actor will do by a day that is printed."""
    dates = scene.with_near().dates
    bounds = [date.start - scene.start for date in dates if date.bound is not None]
    mask = scene.mask
    if dates and (named := _awaited().search(mask)) and named.group("deadline"):
        return named.span("deadline")
    if not bounds:
        return None
    for expression in (_duty(), _passive(), _minutes(), _spanish_due(), _awaited()):
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


@cache
def _duty() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<verb>(?:is|are)\s+(?:due\s+)?to|will|shall)\s+(?:also\s+|then\s+|jointly\s+)?(?!{_futures('not', 'due')}\b)[a-z]+\b"
    )


@cache
def _passive() -> re.Pattern[str]:
    """The passive of a deed: will be delivered, is to be submitted, must be returned."""
    return re.compile(
        r"\b(?P<verb>(?:will|shall|is\s+to|are\s+to|must|has\s+to|have\s+to)\s+be)\s+(?:jointly\s+|duly\s+)?"
        rf"(?!{_futures('not', 'passive')}\b)[a-z]+(?:ed|t|n|de|ne|wn)\b"
    )


@cache
def _minutes() -> re.Pattern[str]:
    """The style of minutes: SAG to send the list by 30 June; Ms Kim to check."""
    small = _futures("bodies", "minutes")
    return re.compile(
        rf"^[\s•·○●▪◦*–—-]*(?:\(?\w{{1,3}}[.)]\s+)?(?:[Tt]he\s+)?(?:{_NAME}|{small})"
        rf"(?:\s*[,/]?\s+(?:[\w&/.()-]*{_NAME}|{small})){{0,8}}\s+(?P<verb>to)\s+[a-z]{{2,}}\b"
    )


@cache
def _awaited() -> re.Pattern[str]:
    """A paper that is awaited by a day: Czech comments are awaited by 31 July; Deadline for comments: 31 July."""
    english, spanish = _futures("pending", "papers_english"), _futures("pending", "papers_spanish")
    return re.compile(
        rf"\b{english}\b[^.;:]{{0,60}}?\s(?P<verb>{_futures('pending', 'awaited_english')})\b"
        rf"|\b(?P<deadline>{_futures('pending', 'deadlines')})\s[^.;:]{{0,40}}?(?:{english}|{spanish})\b",
        re.IGNORECASE,
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
    deeds = [_future_of(verb)[0] for verb in read_toml("prose", "commitment_futures")["deeds"]["spanish"]]
    plural = [f"{form[:-1]}emos" for form in deeds if form.endswith("rá")]
    return re.compile(
        rf"\b(?:I|we)(?:\s+will|\s+shall|['’]ll)\s+(?:also\s+|then\s+)?{alternation(table['english'])}"
        rf"|\b{alternation(f'{verb}{ending}' for verb in table['spanish'] for ending in ('é', 'emos'))}"
        rf"|\b{alternation(plural)}",
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
    """A future of a joint subject, a body or a country, with any verb that is not a happening or a forecast."""
    subjects = _words("english_subjects", "subjects")
    return re.compile(
        rf"(?:{subjects}|{_body()}|{COUNTRY}+(?:\s+(?:and|,)\s+{COUNTRY}+)?(?:\s+(?:side|Government|delegation|party|"
        rf"authorities|Ministry))?)\s+(will|shall)(?:,[^,;]{{3,70}},)?\s+(?!{_futures('not', 'future')}\b)\w+",
        re.IGNORECASE,
    )


@cache
def _spanish_future() -> re.Pattern[str]:
    """The same in Spanish."""
    return re.compile(
        rf"(?:{_words('spanish_future', 'subjects')}|{COUNTRY}+(?:\s+y\s+{COUNTRY}+)?|{_cuerpo()})\s+"
        r"(?:también\s+|conjuntamente\s+|además\s+)?(\w+(?:arán|erán|irán|drán|ará|erá|irá|drá))\b",
        re.IGNORECASE,
    )
