"""The subject of a verb in the future: who it is, and whether a body, a side or a person of office can bind itself by it.

The head of the subject decides: "the Thai agriculture ministry will" and "ProChile abrirá" can, "exports will" and
"the agreement shall" cannot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import COUNTRY, DATE, PLACE

__all__ = ["Subject", "find_subject", "is_open_subject"]

_BOUNDARY = {
    "english": re.compile(
        r"[;:!?()“”\"\[\]]\s*|\.\s+|,\s+|\s[–—-]\s|\b(?:that|which|who|whom|whose|where|if|when|while|but|because|since|whether|"
        r"although|before|after|until|once|unless|provided|as|and|then|so|or|nor)\s+",
        re.IGNORECASE,
    ),
    "spanish": re.compile(
        r"[;:!?¿¡()«»“”\"\[\]]\s*|\.\s+|,\s+|\s[–—-]\s|\b(?:que|cuando|si|mientras|pero|donde|quien|quienes|cual|cuales|aunque|porque|"
        r"y|e|o|como|según|pues|sino|ni)\s+",
        re.IGNORECASE,
    ),
}
_CONDITION = re.compile(
    r"(?:if|whether|unless|when|until|once|before|after|provided|although|because|since|or|nor|si|cuando|aunque|porque|ni|o|según|como|pues|sino)\s+$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:which|who|whom|whose|where|that|que|quien|quienes|cual|cuales|donde)\s+$", re.IGNORECASE)
_ADVERBIAL = re.compile(
    rf"^(?:(?:also|then|moreover|furthermore|finally|meanwhile|separately|in addition|for its part|in turn|también|además|asimismo|"
    rf"igualmente|finalmente|por último|luego|por su parte|a su vez|adicionalmente|en paralelo|en tanto|"
    rf"(?:in|by|on|from|during|before|after|within|as of|until|en|a|desde|durante|para|antes de|a partir de|hacia|el)\s+"
    rf"(?:(?:the|el|la|del|de)\s+)?{DATE}+(?:\s+(?:de|of)\s+{DATE}+)?)[\s,]*)+",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\s(?:of|for|in|on|at|from|with|between|to|by|under|responsible|charged|de|del|para|en|con|por|entre|a|al)\s"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The words before a verb in their clause. `text` is empty if the clause has the subject of the one before it.

    `joint` is the word or mark that opens the clause; `conditional` and `relative` say what kind of clause it opens.
    """

    text: str
    start: int
    joint: str
    conditional: bool
    relative: bool


def find_subject(mask: str, at: int, language: str) -> Subject:
    """The subject of the verb at `at` of a masked sentence."""
    before = mask[:at]
    aside = re.search(r",\s[^,;:.]{2,70},\s*$", before)
    if aside and before[: aside.start()].strip():
        before = before[: aside.start()] + " "
    bracket = re.search(r"\s\([^()]{1,40}\)\s*$", before)
    if bracket:
        before = before[: bracket.start()] + " "
    cuts = list(_BOUNDARY[language].finditer(before))
    start = cuts[-1].end() if cuts else 0
    joint = cuts[-1].group() if cuts else ""
    clause = before[start:]
    adverbial = _ADVERBIAL.match(clause)
    if adverbial:
        start += adverbial.end()
        clause = clause[adverbial.end() :]
    if said := _said(language).match(clause):
        start, clause, joint = start + said.end(), clause[said.end() :], "that"  # the minister said Canada would
    opening = before[: cuts[-1].end()] if cuts else ""
    if pronoun := re.search(r"^\S.*\s(?=(?:it|they|he|she|we)\s*$)", clause):
        start, clause = start + pronoun.end(), clause[pronoun.end() :]  # ProChile said it would
    return Subject(
        clause.strip(),
        start,
        joint.strip().casefold(),
        bool(_CONDITION.search(opening)),
        bool(_RELATIVE.search(opening)) and not _is_said(opening, language),
    )


@cache
def _said(language: str) -> re.Pattern[str]:
    """The end of a clause that reports what follows without "that"."""
    words = read_toml("prose", "commitment_futures")["modals"][f"{language}_reports"]
    return re.compile(
        rf"(?:[^,;:.]{{0,60}}\s)?{alternation(words, bounded=False)}\s+(?=\S)(?!(?:that|que|to|on|in|at|a|de)\b)"
    )


@cache
def _reports(language: str) -> re.Pattern[str]:
    words = read_toml("prose", "commitment_futures")["modals"][f"{language}_reports"]
    return re.compile(rf"\b{alternation(words, bounded=False)}\b[^.;:]{{0,60}}?\b(?:that|que)\s+$", re.IGNORECASE)


def _is_said(opening: str, language: str) -> bool:
    """Does the word open reported speech: announced that, acordó que, and that?"""
    return bool(_reports(language).search(opening) or re.search(r"(?:,|\b(?:and|y))\s+(?:that|que)\s+$", opening))


@cache
def _heads(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = read_toml("prose", "commitment_futures")["subjects"]
    outlook = read_toml("prose", "commitment_patterns")["outlook"]["subjects"]
    return (
        re.compile(rf"{alternation(table[language], bounded=False)}(?:['’]s?)?", re.IGNORECASE),
        re.compile(alternation([*table[f"{language}_stop"], *outlook], bounded=False), re.IGNORECASE),
        re.compile(alternation(table[f"{language}_nobody"], bounded=False), re.IGNORECASE),
    )


_DETERMINER = re.compile(
    r"^(?:the|a|an|its|their|his|her|our|each|both|two|all|el|la|los|las|un|una|su|sus|ambos|ambas|dos|cada|nuestr[oa]s?)\s+",
    re.IGNORECASE,
)
_PLACE_WORD = rf"[{COUNTRY}{PLACE}]"


def is_open_subject(subject: Subject, language: str) -> bool:
    """Can the subject bind itself: a body, a side, a place, a person of office, or another name?"""
    words = subject.text
    if not words or len(words.split()) > 14 or re.search(r"\d{3}", words):
        return False
    bodies, stops, nobody = _heads(language)
    plain = words
    while found := _DETERMINER.match(plain):
        plain = plain[found.end() :]
    determined = plain != words
    if not plain or (not determined and nobody.fullmatch(plain.split()[0])):
        return False
    nominal = _PREPOSITION.split(plain)[0].strip()
    parts = nominal.split()
    if not parts:
        return False
    if language == "spanish":
        head = next((part for part in parts if not re.fullmatch(rf"(?:{_PLACE_WORD})+", part)), parts[0])
        if re.fullmatch(rf"(?:{_PLACE_WORD})+", parts[0]):
            return len(parts) == 1 or bodies.fullmatch(parts[-1]) is not None
    else:
        head = parts[-1]
        if re.fullmatch(rf"(?:{_PLACE_WORD})+", head):
            return all(re.fullmatch(rf"(?:{_PLACE_WORD})+|[A-Z][\w.-]*|north|south|new", part) for part in parts)
    if stops.fullmatch(head):
        return False
    if bodies.fullmatch(head):
        return True
    if language == "english" and any(bodies.fullmatch(part) for part in parts) and head[:1].isupper():
        return True  # Minister Kim, Governor of
    opens = subject.start == 0 or subject.joint in ("", ".")
    if not head[:1].isupper():
        return False
    return not (opens and not determined and len(parts) == 1 and head.casefold() in _COMMON) and not any(
        stops.fullmatch(part) for part in parts
    )


_COMMON = frozenset(("nurses", "students", "readers", "trade", "visitors", "prices", "experts", "economists"))
