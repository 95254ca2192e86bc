"""The phrases that make a sentence a commitment, a recommendation or a call, in Latin script and in Hangul."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.commitment_denials import is_law, is_no_commitment
from henequen.reading.prose.commitment_futures import find_futures, find_more_futures
from henequen.reading.prose.commitment_hangul import clauses
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


def find_triggers(scene: Scene, after_commitment: bool = False) -> list[Trigger]:
    """The phrases of a sentence: the first one; in Hangul one for each kind, because each clause has its own verb.

    `after_commitment` says that a sentence of the same block before it has one.
    """
    parts = clauses(scene) if re.search(r"[가-힣]", scene.text) else []
    if len(parts) > 1:
        return [trigger for part in parts for trigger in _in_clause(_cut(scene, *part), after_commitment)]
    return _in_clause(scene, after_commitment)


def _cut(scene: Scene, first: int, last: int) -> Scene:
    """A clause of the sentence, in its place: what is in front of it is blank."""
    blank = " " * first
    return replace(scene, text=blank + scene.text[first:last], mask=blank + scene.mask[first:last])


def _in_clause(scene: Scene, after_commitment: bool) -> list[Trigger]:
    """The phrases of a sentence, or of a clause in Hangul."""
    text = scene.text
    if phrases("not", "words").search(text) or _RECITAL.match(text) or is_law(text):
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
        return [Trigger("commitment", *one) for one in find_futures(scene, after_commitment)]
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
            if match.end() > match.start() and not is_no_commitment(text, match):
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
_ENGLISH = re.compile(r"\b(?:the|to|of|and|by|please|on|a|in|at|we|that|for|is|are|will|would)\b", re.IGNORECASE)
_SPANISH = re.compile(r"\b(?:el|la|los|las|de|del|que|se|un|una|al|en|con|por|para|su|sus)\b", re.IGNORECASE)


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
