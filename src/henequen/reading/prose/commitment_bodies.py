"""Futures of subjects that bind themselves by any verb: both sides, a body by its name, a country, the writer.

Also what a joint text announces in the passive: a working group will be set up, se creará un comité.
"""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.inflection import spanish_forms
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.commitment_words import commitment_words, future_words, pattern_words
from henequen.reading.prose.scene import COUNTRY, PLACE

__all__ = [
    "NAME",
    "english_future",
    "english_product",
    "first_person",
    "futures_of",
    "is_spanish",
    "spanish_future",
    "spanish_product",
    "spanish_stop",
]


NAME = rf"[A-ZÁÉÍÓÚÑ{COUNTRY}{PLACE}][\w{COUNTRY}{PLACE}’'.-]*"
"""A word of a name: a capital, or a place in the masked text."""


@cache
def _body() -> str:
    """A body by its English name: the Export Promotion Council, the Ministry of Health."""
    joint = r"(?:(?:of|for|and|the)\s+)*"
    return rf"(?-i:(?:The\s+|the\s+)?(?:{NAME}\s+{joint}){{0,7}}{future_words('bodies', 'english')}(?:\s+{joint}{NAME}){{0,7}})"


@cache
def _cuerpo() -> str:
    """A body by its Spanish name: la Agencia Española de Cooperación (AECID)."""
    joint = r"(?:(?:de|del|la|las|los|el|y|e|para)\s+)*"
    return (
        rf"(?-i:(?:La|la|El|el)\s+{future_words('bodies', 'spanish')}(?:\s+{joint}{NAME}|\s+[a-z]{{5,}}(?=\s))*"
        rf"(?:\s+\([A-Z{COUNTRY}-]{{2,12}}\))?)"
    )


@cache
def english_future() -> re.Pattern[str]:
    """A future of a joint subject, a body or a country, with any verb that is not a happening or a forecast."""
    subjects = commitment_words("english_subjects", "subjects")
    return re.compile(
        rf"(?:{subjects}|{_body()}|{COUNTRY}+(?:\s+(?:and|,)\s+{COUNTRY}+)?(?:\s+(?:side|Government|delegation|party|"
        rf"authorities|Ministry))?)\s+(will|shall)(?:,[^,;]{{3,70}},)?\s+(?!{future_words('not', 'future')}\b)\w+",
        re.IGNORECASE,
    )


@cache
def spanish_future() -> re.Pattern[str]:
    """The same in Spanish."""
    return re.compile(
        rf"(?:{commitment_words('spanish_future', 'subjects')}|{COUNTRY}+(?:\s+y\s+{COUNTRY}+)?|{_cuerpo()})\s+"
        r"(?:también\s+|conjuntamente\s+|además\s+)?(\w+(?:arán|erán|irán|drán|ará|erá|irá|drá))\b",
        re.IGNORECASE,
    )


@cache
def spanish_stop() -> re.Pattern[str]:
    """Spanish futures of happenings and forecasts: alcanzará, se reunirá."""
    stems = read_toml("prose", "commitment_patterns")["outlook"]["spanish_stop"]
    return re.compile(rf"(?:{'|'.join(stems)})(?:á|án)\b", re.IGNORECASE)


@cache
def english_product() -> re.Pattern[str]:
    """What a joint text announces in the passive: a working group will be set up."""
    return re.compile(
        rf"\b{pattern_words('classes', 'joint_product')}[^.;]{{0,60}}?"
        rf"\s(?P<verb>(?:will|shall|is\s+to|are\s+to)\s+be)\s+(?:jointly\s+)?"
        rf"{pattern_words('outlook', 'made')}",
        re.IGNORECASE,
    )


@cache
def spanish_product() -> re.Pattern[str]:
    """The same in Spanish: se creará un grupo de trabajo, el comité será constituido."""
    verbs = read_toml("prose", "commitment_patterns")["outlook"]["hecho"]
    futures = alternation(f"{verb}{ending}" for verb in verbs for ending in ("á", "án"))
    product = pattern_words("classes", "producto")
    return re.compile(
        rf"\bse\s+(?P<verb>{futures})\s+(?:(?:un|una|el|la|los|las|su|sus|dos|tres|nuevo|nueva|nuevos|nuevas)\s+){{0,3}}{product}",
        re.IGNORECASE,
    )


@cache
def first_person() -> re.Pattern[str]:
    """The first person of an e-mail: I will send, enviaré, remitiremos."""
    table = read_toml("prose", "commitment_patterns")["first_person"]
    deeds = [futures_of(verb)[0] for verb in read_toml("prose", "commitment_futures")["deeds"]["spanish"]]
    plural = [f"{form[:-1]}emos" for form in deeds if form.endswith("rá")]
    return re.compile(
        rf"\b(?:I|we)(?:\s+will|\s+shall|['’]ll)\s+(?:also\s+|then\s+)?{alternation(table['english'])}"
        rf"|\b{alternation(f'{verb}{ending}' for verb in table['spanish'] for ending in ('é', 'emos'))}"
        rf"|\b{alternation(plural)}",
        re.IGNORECASE,
    )


def futures_of(verb: str) -> list[str]:
    """The futures and conditionals of a Spanish verb, with the words behind it if it has any."""
    head, _, tail = verb.partition(" ")
    forms = [form for form in spanish_forms(head) if re.search(r"r(?:á|án|ía|ían)$", form)]
    return [f"{form} {tail}".strip() for form in forms]


def is_spanish(text: str) -> bool:
    """Is a sentence in Latin script in Spanish rather than in English?"""
    return bool(_SPANISH.search(text)) and not re.search(r"\b(?:the|of|to)\b", text)


_SPANISH = re.compile(
    r"\b(?:el|la|los|las|de|del|que|se|un|una|al|en|su|sus|con|por|para|cada|año|años)\b", re.IGNORECASE
)
