"""The phrases that make a sentence a commitment, a recommendation or a call, in Latin script and in Hangul."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.commitment_futures import find_futures, find_more_futures
from henequen.reading.prose.phrase_patterns import compile_patterns, without_adverbs
from henequen.reading.prose.scene import Scene

__all__ = ["Trigger", "find_triggers", "is_act", "phrases"]

_KINDS = ("recommendation", "commitment", "call")


@dataclass(frozen=True, slots=True)
class Trigger:
    """The phrase that makes a sentence a commitment, at `start:end`."""

    subtype: str
    start: int
    end: int


@cache
def phrases(group: str, name: str) -> re.Pattern[str]:
    """The phrases of a group of commitments.toml."""
    return re.compile(alternation(read_toml("prose", "commitments")[group][name]), re.IGNORECASE)


@cache
def _patterns(subtype: str, language: str) -> re.Pattern[str]:
    table = read_toml("prose", "commitment_patterns")
    return compile_patterns(table["patterns"][subtype][language], language, table["classes"])


@cache
def _hangul(subtype: str) -> re.Pattern[str]:
    return re.compile("|".join(read_toml("prose", "commitment_patterns")["hangul"][subtype]))


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    table = read_toml("prose", "commitment_patterns")["labels"]
    kinds = {word.casefold(): kind for kind in _KINDS for word in table[kind]}
    words = alternation(kinds)
    return re.compile(
        rf"[\s•·○●□■▪◦*※▶▷◎–—-]*(?:\(?\w{{1,3}}[.)]\s*)?\**(?P<word>{words})(?:\s+(?:no\.?\s*)?\d{{1,3}})?"
        rf"(?:\s*\([^)]{{1,40}}\))?\**\s*[:：–—]\**\s*(?=\S)",
        re.IGNORECASE,
    ), kinds


def find_triggers(scene: Scene) -> list[Trigger]:
    """The phrases of a sentence: the first one; in Hangul one for each kind, because each clause has its own verb."""
    text = scene.text
    if phrases("not", "words").search(text) or _RECITAL.match(text):
        return []
    label, kinds = _labels()
    opening = label.match(text)
    if opening and is_act(text[opening.end() :]):
        kind = kinds[re.sub(r"\s+", " ", opening.group("word")).casefold()]
        return [Trigger(kind, opening.end(), opening.end())]
    listed = _ORDINAL.match(text) or _ADDRESSED.match(text)
    if listed and is_act(text[listed.end() :]):
        return [Trigger("call" if listed.re is _ADDRESSED else "recommendation", listed.end(), listed.end())]
    triggers = _without_overlaps(sorted(_matches(text), key=lambda one: (one.start, -one.end)))
    if not triggers:
        nominal = _NOMINAL.search(text)
        if nominal:  # the clipped style of a report: 조속한 해결을 요청
            subtype = "commitment" if nominal.group(1) in ("합의", "약속", "결정") else "call"
            return [Trigger(subtype, nominal.start(1), nominal.end(1))]
        joint = _JOINT.search(text)
        if joint:
            verb = joint.start(1) if joint.group(1) else joint.start(2)
            return [Trigger("recommendation", verb, joint.end())]
        return [Trigger("commitment", *one) for one in find_futures(scene)]
    if not re.search(r"[가-힣]", text):
        following = [one for one in triggers[1:] if _is_second(text, triggers[0], one)]
        if not following:
            following = [Trigger("commitment", *one) for one in find_more_futures(scene, triggers[0].end)]
        return [triggers[0], *following][:3]
    kept: list[Trigger] = []
    for one in triggers:
        same = next((other for other in reversed(kept) if other.subtype == one.subtype), None)
        topic = re.search(r",\s?[^,]{1,24}[은는]\s", text[same.end : one.start]) if same else None
        if same and not topic:
            kept.remove(same)
        kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _matches(text: str) -> Iterator[Trigger]:
    """Every phrase of the tables in the text."""
    expressions = [(kind, phrases(kind, "strong"), text) for kind in _KINDS]
    for language, words in (("english", _ENGLISH), ("spanish", _SPANISH)):
        if words.search(text):
            masked = without_adverbs(text, language)
            expressions += [(kind, _patterns(kind, language), masked) for kind in _KINDS]
    if re.search(r"[가-힣]", text):
        expressions += [(kind, _hangul(kind), text) for kind in _KINDS]
    for kind, expression, searched in expressions:
        for match in expression.finditer(searched):
            if match.end() == match.start() or _is_reported_noun(text, match) or _is_private(text, match):
                continue
            if _is_described(text, match) or _is_denied(text, match):
                continue
            if not _proposes_text(text, match):
                yield Trigger(kind, match.start(), match.end())


_RECITAL = re.compile(
    r"(?:considering|recogni[sz]ing|recalling|noting|desiring|mindful|convinced|bearing\s+in\s+mind|whereas|considerando"
    r"|reconociendo|recordando|teniendo\s+en\s+cuenta|deseando|deseosos|convencid[oa]s)\b.*[;,]\s*$",
    re.IGNORECASE | re.DOTALL,
)
"""A recital of a preamble gives the reason of a text and is not a commitment."""
_ORDINAL = re.compile(
    r"\s*(?:primer[oa]|segund[oa]|tercer[oa]|cuart[oa]|quint[oa]|sext[oa]|séptim[oa]|octav[oa])\s*[:.–—]\s*"
    r"(?=que\s+(?:el|la|los|las|se|ambos|ambas)\s|(?:no\s+)?[a-záéíóúñ]{2,}[aei]r(?:se|l[oae]s?)?\s)",
    re.IGNORECASE,
)
"""A numbered item within a paragraph: Primera: que el Gobierno ratifique...; Segunda: abrir una oficina."""
_ADDRESSED = re.compile(
    r"\s*(?:Y\s+)?[Aa](?:l|\s+la|\s+los|\s+las|\s+nuestr[oa]s)?\s+[^:,;.]{3,80}[:,]\s*"
    r"(?=que\s+[a-záéíóúñ]+\s|(?:no\s+)?[a-záéíóúñ]{2,}[aei]r(?:se|l[oae]s?)?\s)"
)
"""A wish with its addressee in front: Al Ministerio de Transportes: que suscriba el acuerdo."""
_ENGLISH = re.compile(r"\b(?:the|to|of|and|by|please|on|a)\b", re.IGNORECASE)
_SPANISH = re.compile(r"\b(?:el|la|los|las|de|del|que|se|un|una|al)\b", re.IGNORECASE)


def _without_overlaps(triggers: list[Trigger]) -> list[Trigger]:
    """The first of phrases that share characters, the longest at each place."""
    kept: list[Trigger] = []
    for one in triggers:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def is_act(text: str) -> bool:
    """Can the item be something to do: at least two words, and not a bare date or figure?"""
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 2


_NOMINAL = re.compile(r"[을를에로]\s(?:[가-힣]+[에게측]\s)?(요청|당부|촉구|건의|합의|약속)\s*[.)]?$")
_OWN_VERB = re.compile(
    r"(?:agreed|pledged|committed|undertook|promised|called on|urged|invited|asked|requested|proposed"
    r"|acord|se compromet|convin|exhort|inst[óa]|solicit|invit|pidi|propus)",
    re.IGNORECASE,
)


def _is_second(text: str, first: Trigger, second: Trigger) -> bool:
    """Does a clause of its own commit someone else: X se comprometió a ... y ambos gobiernos acordaron...?"""
    between = text[first.end : second.start]
    joint = re.search(r"(?:;|,?\s(?:and|while|y|mientras que)\s)(?!.*(?:;|\s(?:and|y)\s))(.{3,70})$", between)
    if len(between) < 30 or not joint or not _OWN_VERB.match(text, second.start):
        return False
    return bool(
        re.search(r"[A-ZÁÉÍÓÚÑ]|both|two|ambos|ambas|los dos|las dos|parte|side|delegaci|minist", joint.group(1))
    )


_JOINT = re.compile(
    r"\b(?:both|the two)\s+(?:countries|governments|sides|nations|parties|ministries)\s+"
    r"((?:may|could|can|might)\s+(?:also\s+|jointly\s+)?)"
    r"(?:work|cooperate|collaborate|consider|explore|establish|develop|share|exchange|promote|create|join|coordinate"
    r"|organi[sz]e|start|launch|initiate|set\s+up|build|negotiate)\b"
    r"|\b(?:ambos|los\s+dos)\s+(?:países|gobiernos)\s+((?:podrían|pueden)\s+)"
    r"(?:cooperar|trabajar|explorar|crear|establecer|desarrollar|promover|considerar|colaborar|compartir|impulsar|negociar)\b",
    re.IGNORECASE,
)
"""What both sides could do together is how reports recommend it."""


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
    if re.search(r"\b(?:proposed|requested|suggested|recommended)$", words):
        noun = re.search(r"^(?:An?|The)\s[\w\s-]{3,40}\s$", before) or re.match(r"(?:An?|The)\s", match.group())
        if noun and re.match(r"\s+(?:between|by|in|at|last|earlier|during|for)\b", after):
            return True
    relative = re.search(r",\s(?:which|whom)\s[^,;]{2,40}$", before)
    if relative and re.match(r"\s*(?:for|on|that)?\s*[.,;]", after):
        return True
    if re.search(r"entrusted\s+(?:to|with)$", words) and re.match(r"\s+(?:the|an?)\s|\s+[A-Z]", after):
        return True
    return bool(re.search(r"qued\w+\s+en$", words) and re.match(r"\s+(?:un[oa]?s?\s+)?\d", after))


def _is_denied(text: str, match: re.Match[str]) -> bool:
    """Does the text deny a commitment: could not agree to, no se acordó, if the parties agree to, 합의하지 않?"""
    before = text[max(0, match.start() - 30) : match.start()]
    if re.search(r"\b(?:any|sin|ningún|ninguna)\s+$", before, re.IGNORECASE):
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
