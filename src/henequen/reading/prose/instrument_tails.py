"""Where a title in Latin script ends: behind its head noun go on preposition, nouns, adjectives and infinitives.

A comma that lists nothing, a finite verb, a date, a bracket or a word of time ends it.
"""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["SMALL", "WORD", "tail_end"]

WORD = r"(?:[A-ZÁÉÍÓÚÑÜ0-9][\w’'&./-]*|[\ue001\ue002][\ue001\ue002’'s-]*)"
"""A word with a capital, or a place of the mask."""
SMALL = (
    r"(?:of|the|and|for|on|in|to|between|de|del|la|las|los|el|y|e|en|entre|para|sobre|"
    r"a|al|con|van|tot|der|het|tussen|concerning|regarding|with)"
)
"""Words in lower case between the words of a title."""
_TAIL_EN = r"(?:on|for|concerning|regarding|between|to|in|of|with|relating to)"
_TAIL_ES = r"(?:de|del|en materia de|sobre|para|entre|en|relativo a|con|por el que)"
_TAIL = re.compile(
    rf"\s+(?:{_TAIL_EN}|{_TAIL_ES})\s+(?:(?:the|la|las|el|los|its)\s+)?(?:{WORD}|[a-záéíóúñ-]{{3,}})(?:(?:\s+|"
    rf",\s+|-)(?:{SMALL}\s+)*(?:the\s+|la\s+|las\s+|el\s+|los\s+)?{WORD}|\s+(?:and|y|"
    rf"e|of|of the|de|del|de la|de los|de las|en|in)\s+(?![a-záéíóúñ]*(?:aron|ieron|arán|erán|irán|aban|ed|ing)\b)"
    r"[a-záéíóúñ-]{4,}|"
    r"\s+of\s+[a-z]{3,}(?:ed|ing)\s+[a-z]{3,}s\b|"
    r"(?<=\bdoble)\s+[a-záéíóúñ]+|(?<=\blibre)\s+[a-záéíóúñ]+|(?<=\bevitar)\s+la\s+doble\s+[a-záéíóúñ]+|"
    r"(?<=\bcyber)\s+[a-z]+|(?<=\breconocimiento)\s+mutuo\s+de\s+[a-záéíóúñ]+|"
    r"(?<=[a-záéíóúñ])\s+[a-záéíóúñ]{4,}(?=\s*[,.;:)]|\s+(?:y|e|and)\s)(?<!\bis)(?<!aron)(?<!ieron)|"
    rf"\s+(?:cooperation|cooperación|trade|services|"
    rf"education|culture|science|technology|aduanera|técnica|económica|científica|cultural|"
    rf"educativa|turística))*"
)
_CUT = re.compile(
    r"\s+(?:in|en|on|el|a|with|con)\s+(?=[\ue002\ue004]|$)|\s+(?:in|en|on|el)\s*$|,\s+(?=[\ue004])"
    r"|\s+(?=(?:The|El|La|Los|Las|Con|Este|Esta|This)\s+[a-záéíóúñ])"
    r"|\s+(?:on\s+the\s+(?:margins|sidelines|occasion)|at\s+the\s+(?:end|close)|al\s+margen|en\s+el\s+marco|con\s+motivo)\b",
)


def tail_end(text: str, mask: str, end: int) -> int:
    """The end of the title whose head noun, with its adjectives, ends at `end`."""
    tail = _TAIL.match(mask, end)
    if not tail:
        return end
    stop = _go_on(text, mask, end, tail.end())
    cut = _CUT.search(mask[end:stop])
    stop = end + cut.start() if cut else stop
    while (last := _LAST.search(text, end, stop)) and (last.group(1) == "bilateral" or _ends().match(last.group(1))):
        stop = last.start()  # the Agreement between A and B enters into force
    return stop


_LAST = re.compile(r"\s+([a-záéíóúüñ]+)\Z")
_PHRASE = re.compile(
    r"(?P<and>\s+(?:and|y|e|or|o|u))?(?:\s+(?P<of>of|for|to|from|between|against|among|de|del|para|entre|contra|a|al|en|con|with|in|on|sobre))?"
    rf"(?:\s+(?:the|its|their|la|las|los|el|sus?))?\s+(?!(?:{SMALL[3:]}\b)(?P<word>{WORD}|[a-záéíóúüñ][a-záéíóúüñ-]+)"
)
_BEGINNING = re.compile(r"(?:The|El|La|Los|Las|In|En|Con|Este|Esta|This|It|On|At|An?|Un|Una)$")
"""A word with a capital that begins a sentence after a title without its full stop."""
_WITH = re.compile(r"\b(?:with|con)\b[^,;]*[A-ZÁÉÍÓÚÑ]")
"""A purpose behind the other party does not belong to the title: a memorandum with the Junta de Narcóticos para fortalecer."""


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"{alternation(read_toml('prose', 'instruments')['titles']['ends'])}$", re.IGNORECASE)


_FINITE = re.compile(r"(?:aron|ieron|ó|arán|erán|irán|ará|erá|irá|aba|aban|ían|ería|aría|iría)$|[a-z]{2}ed$")
_PARTICIPLE = re.compile(
    r"\s+(?!(?:in|on|at|by|to|with|for|from|into|between|during|this|last|yesterday|today|here)\b)[a-z]{3,}"
)
"""What follows "sentenced" in "the transfer of sentenced persons", and does not follow a verb."""
_LONGEST = 240
_LISTED = re.compile(
    r"(?P<items>(?:,\s+[a-záéíóúüñ-]+(?:\s+[a-záéíóúüñ-]+){0,2}){1,6}),?\s+(?:and|y|e)\s+(?=[a-záéíóúüñ-]{4,})"
)
"""The subjects of one title: on trade, investment, rural tourism and culture."""


def _go_on(text: str, mask: str, head: int, end: int) -> int:
    """Carry a title whose noun ends at `head` on from `end` over words in lower case, up to the words that end it."""
    while end - head < _LONGEST and (match := _PHRASE.match(mask, end)):
        if not _is_of_title(text, mask, match, head, end):
            return end
        end = match.end()
        listed = _LISTED.match(mask, end)
        if listed and not any(_is_end(word) for word in re.finditer(r"[^\W\d_]+", listed.group("items"))):
            following = _PHRASE.match(mask, listed.end() - 1)
            end = following.end() if following and _is_of_title(text, mask, following, head, end) else end
    return end


def _is_of_title(text: str, mask: str, match: re.Match[str], head: int, end: int) -> bool:
    """Does the phrase behind `end` belong to the title?"""
    word = text[match.start("word") : match.end("word")]
    if "\ue004" in match.group("word") or _ends().match(word) or _BEGINNING.match(word):
        return False
    if match.group("of") in ("to", "para", "for") and _WITH.search(text, head, end):
        return False
    if word[0].islower():
        participle = word.endswith("ed") and not match.group("and") and _PARTICIPLE.match(text, match.end())
        return not _FINITE.search(word) or bool(participle)
    bare = match.start("word") - end < 2  # a name without a preposition begins something else, unless after a name
    return not bare or mask[end - 1] in "\ue001\ue002" or bool(re.search(r"\b[A-ZÁÉÍÓÚÑ][\w-]*$", text[:end]))


def _is_end(word: re.Match[str]) -> bool:
    return bool(_ends().match(word.group()) or _FINITE.search(word.group()))
