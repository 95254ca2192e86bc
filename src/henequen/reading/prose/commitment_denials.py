"""Words that look like a commitment and are not: denied, conditional, described, retracted, or a visit of courtesy."""

from __future__ import annotations

import re
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["is_law", "is_no_commitment"]


def is_no_commitment(text: str, match: re.Match[str]) -> bool:
    """Do the words around a phrase take its meaning away?"""
    return (
        _is_reported_noun(text, match)
        or _is_private(text, match)
        or _is_described(text, match)
        or _is_denied(text, match)
        or _is_conditional(text, match)
        or _is_law(text, match)
        or _is_retracted(text, match)
        or _is_courtesy(text, match)
        or _proposes_text(text, match)
        or _is_aside(text, match)
    )


_ASIDE = re.compile(
    r"(?:\b(?:as|como)\s+(?:(?:the\s+)?[\w’'-]+\s+){0,3}|\b(?:always|usually|often|siempre|suele|suelen)\s+)$",
    re.IGNORECASE,
)
"""In front of a verb: as promised, como prometió; a habit, always encourages."""
_AIM = re.compile(r"(?:^|[,;:.]|\b(?:que|y|e|asimismo|también|además|igualmente))\s*$", re.IGNORECASE)
"""In front of "se propone" if the sentence proposes: a subject in front of it has the aim instead."""
_JUDGED = re.compile(
    r"\b(?:(?:coincid|consider|destac|señal|afirm|subray|sostu|opin|agreed|said|stressed|noted|considers?|considered|believe)\w*\s+(?:en\s+)?(?:que|that)\s)[^;:.]*$",
    re.IGNORECASE,
)


def _is_aside(text: str, match: re.Match[str]) -> bool:
    """Is the phrase a comparison, a habit, the aim of a thing, or a judgement of it?"""
    before, words = text[: match.start()], match.group().casefold()
    if _ASIDE.search(before) and not re.match(r"(?:should|must|ought)", words):
        return True
    if re.search(r"\b(?:quien|quienes)\s+$", before) and re.match(r"deb|tiene", words):
        return True
    aim = re.match(r"(?:se\s+)?proponen?\b", words) and (words[:2] == "se" or re.search(r"\bse\s+$", before))
    if aim and not _AIM.search(re.sub(r"\bse\s+$", "", before)) and re.match(r"\s*[a-z]+r\b", text[match.end() :]):
        return True
    important = re.match(
        r"(?:es|is|son|are)\s+(?:muy\s+|very\s+)?(?:fundamental|clave|esencial|importante|key|essential|important)",
        words,
    )
    return bool(important and _JUDGED.search(before) and re.match(r"\s*(?:para|to|for)\s", text[match.end() :]))


@cache
def _words(name: str) -> str:
    return alternation(read_toml("prose", "commitment_denials")[name]["words"], bounded=False)


_LAW = re.compile(
    r"(?:\b(?:under|pursuant\s+to|in\s+accordance\s+with|according\s+to|as\s+required\s+by|conforme\s+al?|según|en\s+virtud\s+del?|de\s+acuerdo\s+con)\s+"
    r"(?:the\s+|el\s+|la\s+)?(?:articles?|paragraphs?|sections?|law|act|regulations?|decree|artículos?|párrafos?|ley|decreto|reglamento)\b"
    r"|제\s?\d{1,3}조(?:의\s?\d)?\s?(?:에|의)\s?(?:따라|의거|규정))",
    re.IGNORECASE,
)
"""A duty that a text of law gives: Under Article 12 each Party shall."""


def _is_law(text: str, match: re.Match[str]) -> bool:
    """Is it a duty of law, or of importers, applicants or travellers?"""
    if re.match(
        r"(?:should|must|need|has|have|deb|tien|해야|하여야|[가-힣]{0,4}야\s?한)", match.group(), re.IGNORECASE
    ):
        before = text[max(0, match.start() - 90) : match.start()]
        if re.search(
            rf"(?:^|[.;]\s|\b(?:los|las|all|any)\s)\W*{_words('public')}\b[^,;:.]{{0,60}}$", before, re.IGNORECASE
        ):
            return True
        if re.search(rf"{_words('public')}(?:은|는|이|가)\s", before):
            return True
    return bool(_LAW.search(text[: match.end()]))


def is_law(text: str) -> bool:
    """Does the sentence begin with the law that gives its duty?"""
    return bool(_LAW.match(text.lstrip()))


def _is_conditional(text: str, match: re.Match[str]) -> bool:
    """Is the phrase in a clause of a condition: unless the two bodies decide to, if both Parties agree to?"""
    if re.match(r"(?:would|please|could|can)\b", match.group(), re.IGNORECASE):
        return False
    before = text[: match.start()]
    return bool(re.search(rf"\b{_words('conditions')}\s+(?:(?!\bthat\b)[^,;:.]){{0,80}}$", before, re.IGNORECASE))


def _is_retracted(text: str, match: re.Match[str]) -> bool:
    """Was it agreed once and is no longer: had agreed to ... but withdrew; negó haber prometido?"""
    before, after = text[: match.start()], text[match.end() :]
    earlier = re.search(r"\b(?:had|había|habían)\s+(?:\w+\s+)?$", before) or re.match(r"habían?\b", match.group())
    if earlier and re.search(rf"\b{_words('turns')}\b", after, re.IGNORECASE):
        return True
    return bool(re.search(rf"\b{_words('denials')}\b[^,;:.]{{0,60}}$", before, re.IGNORECASE))


def _is_courtesy(text: str, match: re.Match[str]) -> bool:
    """Is "called on" a visit: the Ambassador called on the Foreign Minister?"""
    if not re.fullmatch(r"(?:called|calls|call|calling)\s+(?:up)?on\s*", match.group(), re.IGNORECASE):
        return False
    rest = re.split(
        r"[;.]\s|,\s(?:and|while)\s|\sand\s(?:also\s|then\s)?(?:\w+ed|held|met|had)\s", text[match.end() :]
    )[0]
    return not re.search(r"\bto\s+[a-z]+|\bfor\b|\bnot\s+to\b", rest)


_OF_INSTRUMENT = re.compile(r"propos|propus|propon", re.IGNORECASE)
_INSTRUMENT = re.compile(
    r"\s*(?:a|an|un|una|the|el|la)?\s*(?:new\s+|successor\s+|draft\s+|nuevo\s+)?(?:agreement|memorandum|MoU|MOU|treaty|protocol|accord|text|draft"
    r"|acuerdo|convenio|tratado|memor[aá]ndum|memorando|protocolo|texto|borrador)\b"
)


def _proposes_text(text: str, match: re.Match[str]) -> bool:
    """Is the thing proposed an instrument? Then it is an instrument under discussion, not a call."""
    return (bool(_OF_INSTRUMENT.match(match.group())) and bool(_INSTRUMENT.match(text, match.end()))) or bool(
        _OF_INSTRUMENT.match(match.group()) and _INSTRUMENT.match(text, match.end() - len(match.group().split()[-1]))
    )


def _is_private(text: str, match: re.Match[str]) -> bool:
    """A decision that commits no government here: investors, companies or migrants decided to."""
    if re.match(r"기로\s?합의", match.group()) and re.search(r"(?:인수|합병|매각|매입)하$", text[: match.start()]):
        return True
    if not re.match(r"(?:have\s+)?decided\s+to|decidieron|resolved\s+to", match.group(), re.IGNORECASE):
        return False
    subject = text[max(0, match.start() - 70) : match.start()]
    private = r"investors?|compan|firms?|migrants?|people|families|group\b|inversionist|empresas|familias"
    return bool(re.search(private, subject, re.IGNORECASE))


def _is_described(text: str, match: re.Match[str]) -> bool:
    """The words describe a thing: a twinning proposed between A and B, matters entrusted to a body."""
    before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 40]
    words = match.group().casefold()
    if words.strip().endswith("asked") and re.match(r"\s*(?:by|about|whether|if)\b", text[match.end() :]):
        return True
    if re.match(r"ask(?:ed)?\s+(?:by|about|whether|if)\b", words):
        return True
    if re.match(r"(?:could|can|would) you\b", words) and re.match(rf"\s*{_words('questions')}\b", after):
        return True
    if re.match(rf"{_words('nouns')}\b", words) and re.search(
        rf"(?:\b{_words('determiners')}|['’]s|s['’])\s+$", before, re.IGNORECASE
    ):
        return True
    if re.match(r"\s?(?:입장|지적|견해|주장|목소리)", after) or re.match(r"는\s(?:입장|지적|견해|주장)", after):
        return True
    if re.search(r"\b(?:proposed|requested|suggested|recommended)$", words):
        noun = re.search(r"^(?:An?|The)\s[\w\s-]{3,40}\s$", before) or re.match(r"(?:An?|The)\s", match.group())
        if noun and re.match(r"\s+(?:between|by|in|at|last|earlier|during|for)\b", after):
            return True
    if re.search(r"\b(?:proposed|requested|suggested|recommended|asked|invited)$", words.strip()) and re.match(
        r"\s+by\b", after
    ):
        return True
    if re.match(r"agree[sd]?\s.*?\bthat$", words.strip()) and not _BINDING.search(
        re.split(r"[.;]", text[match.end() :])[0]
    ):
        return True
    if re.search(r"(?:한|두|세)\s가지를\s$|다음을\s$", before):
        return True
    relative = re.search(r",\s(?:which|whom)\s[^,;]{2,40}$", before)
    if relative and re.match(r"\s*(?:for|on|that)?\s*[.,;]", after):
        return True
    if re.search(r"entrusted\s+(?:to|with)$", words) and re.match(r"\s+(?:the|an?)\s|\s+[A-Z]", after):
        return True
    return bool(
        re.search(r"qued\w+\s+en$", words)
        and (
            re.match(r"\s+(?:(?:un[oa]s|los|las|apenas|s[oó]lo)\s+)*(?:[A-Z]{1,3}[/$.]*|[$€£¥])?\s?\d", after)
            or before.endswith("se ")
        )
    )


_BINDING = re.compile(r"\b(?:would|should|will|shall|must|be|need|needs|continue|could|may|to)\b", re.IGNORECASE)
"""A verb of what is to come: both sides agreed that the cooperation lacks owners states a fact."""


def _is_denied(text: str, match: re.Match[str]) -> bool:
    """Does the text deny a commitment: could not agree to, no se acordó, if the parties agree to, 합의하지 않?"""
    before = text[max(0, match.start() - 30) : match.start()]
    if re.search(r"\b(?:any|sin|ningún|ninguna)\s+$", before, re.IGNORECASE):
        return True
    subject = text[max(0, match.start() - 70) : match.start()]
    if re.search(
        rf"(?:^|[,;:.]\s|\b(?:and|but|y|pero)\s)\W*{_words('nobody')}\b[^,;:.]{{0,40}}$", subject, re.IGNORECASE
    ):
        return True
    if re.match(r"(?:should|must|ought)", match.group(), re.IGNORECASE) and re.search(
        rf"\b{_words('readers')}\s+$", subject, re.IGNORECASE
    ):
        return True
    if re.match(r"(?:decid|resolv|resuel|resolvi)", match.group(), re.IGNORECASE) and re.match(
        r"\s*(?:no|not|against)\b", text[match.start() + len(match.group().rstrip()) :]
    ):
        return True
    if re.match(r"(?:should|must|need|ought|deb|has to|have to|tien|tendr)", match.group(), re.IGNORECASE):
        return False
    return bool(
        re.search(
            r"\b(?:not|never|cannot|can't|didn't|unable to|fail(?:ed|s)? to|refus(?:ed|es) to|declin(?:ed|es) to"
            r"|may|might|unless|whether they|sin|nunca|tampoco|ni)\s+(?:\w+\s+)?$|\bno\s+(?:se\s+|les?\s+|ha\s+|han\s+)*$",
            before,
            re.IGNORECASE,
        )
    ) or bool(re.match(r"[가-힣]{0,3}지\s?(?:않|못|아니)", text[match.end() : match.end() + 8]))


def _is_reported_noun(text: str, match: re.Match[str]) -> bool:
    """The same words as adjectives or in the negative: the agreed text, was not agreed, committed suicide."""
    before = text[max(0, match.start() - 14) : match.start()]
    return bool(
        re.search(r"\b(?:not|never|no|nunca|the|an?|of|has been|as|had been|were|was)\s+$", before, re.IGNORECASE)
    ) and match.group().casefold() in (
        "agreed to",
        "proposed",
        "requested",
        "invited",
        "asked",
        "propuesta",
        "committed to",
        "recommends",
    )
