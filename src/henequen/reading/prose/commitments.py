"""Commitments, recommendations and calls: the sentence, its addressee, deadline, frequency and subject.

A planned meeting is not a commitment, nor is a wish, and a proposal of one side stays a call of that side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from henequen.reading.document import Proposal
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.actors import Person, find_people
from henequen.reading.prose.lists import Lead, item_mark, leads
from henequen.reading.prose.owners import find_owners
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import COUNTRY, Prose, Scene

__all__ = ["read_commitments"]


@dataclass(frozen=True, slots=True)
class _Trigger:
    """The phrase that makes a sentence a commitment, at `start:end`."""

    subtype: str
    start: int
    end: int


@cache
def _phrases(group: str, name: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "commitments")[group][name]), re.IGNORECASE)


def read_commitments(prose: Prose) -> Iterator[Proposal]:
    """Propose each sentence that commits, recommends or calls."""
    people = find_people(prose)
    lead_of = leads(prose)
    introducing = {lead.scene.number for lead in lead_of.values()}
    for scene in prose.scenes:
        if scene.kind in ("heading", "caption", "footnote") or scene.number in introducing:
            continue
        lead = lead_of.get(scene.number)
        if lead is not None and lead.kind != "instrument":
            yield from _item(prose, scene, lead, people)
            continue
        triggers = _triggers(scene)
        at = 0
        for place, trigger in enumerate(triggers):
            following = triggers[place + 1] if place + 1 < len(triggers) else None
            end = _clause_end(scene, trigger, following) if len(triggers) > 1 else len(scene.text)
            yield _proposal(prose, scene, trigger, people, (at, end))
            at = end


def _item(prose: Prose, scene: Scene, lead: Lead, people: list[Person]) -> Iterator[Proposal]:
    """An item of a list of commitments or recommendations: its own phrase decides before that of its lead."""
    mark = item_mark(scene.text)
    start = mark.end() if mark else 0
    own = _triggers(scene)
    if not own and (_phrases("not", "words").search(scene.text) or not _is_act(scene.text[start:])):
        return
    subject = re.compile(r"[^,;:.]{2,90}?\s(?=(?:to|will|shall|should|must|is to|are to)\s+[a-z])").match(
        scene.text, start
    )
    at = own[0].start if own else (subject.end() if subject else start)
    trigger = _Trigger(own[0].subtype if own and not lead.heading else lead.kind, at, own[0].end if own else at)
    yield _proposal(prose, scene, trigger, people, (0, len(scene.text)), lead)


def _is_act(text: str) -> bool:
    """Can the item be something to do: at least two words, and not a bare date or figure?"""
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 2


def _triggers(scene: Scene) -> list[_Trigger]:
    """The phrases of a sentence: the first one; in Hangul one for each kind, because each clause has its own verb."""
    text = scene.text
    if _phrases("not", "words").search(text):
        return []
    triggers = []
    for subtype in ("recommendation", "commitment", "call"):
        for match in _phrases(subtype, "strong").finditer(text):
            if not _is_reported_noun(text, match) and not _is_private(text, match):
                triggers.append(_Trigger(subtype, match.start(), match.end()))
    if not triggers:
        nominal = _NOMINAL.search(text)
        if nominal:  # the clipped style of a report: 조속한 해결을 요청
            subtype = "commitment" if nominal.group(1) in ("합의", "약속", "결정") else "call"
            return [_Trigger(subtype, nominal.start(1), nominal.end(1))]
        joint = _JOINT.search(text)
        if joint:
            verb = joint.start(1) if joint.group(1) else joint.start(2)
            return [_Trigger("recommendation", verb, joint.end())]
        future = _future(scene)
        return [future] if future else []
    triggers.sort(key=lambda one: one.start)
    if not re.search(r"[가-힣]", text):
        return [triggers[0], *(one for one in triggers[1:] if _is_second(text, triggers[0], one))][:2]
    kept: list[_Trigger] = []
    for one in triggers:
        same = next((other for other in reversed(kept) if other.subtype == one.subtype), None)
        topic = re.search(r",\s?[^,]{1,24}[은는]\s", text[same.end : one.start]) if same else None
        if same and not topic:
            kept.remove(same)
        kept.append(one)
    return sorted(kept, key=lambda one: one.start)


_NOMINAL = re.compile(r"[을를에로]\s(?:[가-힣]+[에게측]\s)?(요청|당부|촉구|건의|합의|약속)\s*[.)]?$")
_OWN_VERB = re.compile(
    r"(?:agreed|pledged|committed|undertook|promised|called on|urged|invited|acord|se compromet|convin|exhort|inst[óa]|solicit|invit)",
    re.IGNORECASE,
)


def _is_second(text: str, first: _Trigger, second: _Trigger) -> bool:
    """Does a clause of its own commit someone else: X se comprometió a ... y ambos gobiernos acordaron...?"""
    between = text[first.end : second.start]
    joint = re.search(r"(?:;|,?\s(?:and|while|y|mientras que)\s)(?!.*(?:;|\s(?:and|y)\s))(.{3,70})$", between)
    if len(between) < 30 or not joint or not _OWN_VERB.match(text, second.start):
        return False
    return bool(re.search(r"[A-ZÁÉÍÓÚÑ]|both|two|ambos|ambas|los dos|las dos", joint.group(1)))


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


def _clause_end(scene: Scene, trigger: _Trigger, following: _Trigger | None = None) -> int:
    """Where the clause of a verb ends: behind its comma, or at the end of the sentence."""
    if not re.search(r"[가-힣]", scene.text):
        between = scene.text[trigger.end : following.start] if following else ""
        joints = list(re.finditer(r";\s|,?\s(?:and|while|y|mientras que)\s", between))
        return trigger.end + joints[-1].end() if joints else len(scene.text)
    comma = re.compile(r"[^,]{0,12},\s?").match(scene.text, trigger.end)
    return comma.end() if comma else len(scene.text)


def _is_private(text: str, match: re.Match[str]) -> bool:
    """A decision that commits no government here: investors, companies or migrants decided to."""
    if match.group().casefold() not in ("decided to", "have decided to", "decidieron", "resolved to"):
        return False
    subject = text[max(0, match.start() - 70) : match.start()]
    private = r"investors?|compan|firms?|migrants?|people|families|group\b|inversionist|empresas|familias"
    return bool(re.search(private, subject, re.IGNORECASE))


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


@cache
def _hangul_future() -> re.Pattern[str]:
    words = read_toml("prose", "commitments")["commitment"]["future"]
    return re.compile(alternation(word for word in words if re.match(r"[가-힣]", word)))


_BODY = (
    r"(?-i:(?:The\s+|the\s+)?(?:[A-Z\ue001\ue002][\w\ue001\ue002’'.-]*\s+(?:(?:of|for|and|the)\s+)*){0,7}"
    r"(?:Ministry|Secretariat|Government|Agency|Bank|Council|Committee|Chamber|Institute|University|Department|Authority|"
    r"Commission|Corporation|Foundation|Association|Embassy|Administration|Bureau|Organi[sz]ation|Federation|Centre|Center|Party|Parties|Side|Board)"
    r"(?:\s+(?:(?:of|for|and|the)\s+)*[A-Z\ue001\ue002][\w\ue001\ue002’'.-]*){0,7})"
)
"""A body by its name, as the subject of a future: the Export Promotion Council will, the Ministry of Health will."""


_NAMED = r"(?:(?<=[.:;]\s)|(?<=^)|(?<=[-•*]\s))(?:[A-Z\ue001\ue002][\w\ue001\ue002’'.-]*\s?){1,5}"
"""A name that opens the sentence; with a deadline its future is a duty: DIRCO will hand over... by 30 September."""


_DUE = re.compile(
    rf"(?:{_BODY}|{_NAMED})\s+((?:is|are)\s+to|will|shall)\s+(?!be\b|take\s+place|host\b|visit\b|meet\b)[a-z]+\b"
)


@cache
def _english_future() -> re.Pattern[str]:
    """A future of a joint subject, a body or a country."""
    subjects = _phrases("english_subjects", "subjects")
    return re.compile(
        (
            rf"(?:{subjects.pattern}|{_BODY}|{COUNTRY}+(?:\s+(?:and|,)\s+{COUNTRY}+)?(?:\s+(?:side|Government|delegation|party|"
            rf"authorities|Ministry))?)\s+(will|shall)\s+(?!be\b|take\s+place|continue\s+to\s+be|host\b|visit\b|meet\b|"
            rf"remain\b|become\b|reach\b|grow\b|help\b|allow\b|enable\b|contribute\b|lead\b|result\b|require\b|bring\b|make\b|need\b|face\b|have\s+to|benefit\b|depend\b|travel\b|attend\b|enter\b|rise\b|"
            rf"fall\b|increase\b|see\b|lose\b|gain\b|find\b|also\s+be)\w+"
        ),
        re.IGNORECASE,
    )


@cache
def _spanish_future() -> re.Pattern[str]:
    """The same in Spanish."""
    return re.compile(
        (
            rf"(?:{_phrases('spanish_future', 'subjects').pattern}|{COUNTRY}+(?:\s+y\s+{COUNTRY}+)?)\s+(\w+(?:arán|"
            rf"erán|irán|ará|erá|irá))\b"
        ),
        re.IGNORECASE,
    )


def _future(scene: Scene) -> _Trigger | None:
    """A future of a subject that can commit: both governments will establish..., las Partes establecerán..."""
    text = scene.text
    hangul = _hangul_future().search(text)
    if hangul:
        return _Trigger("commitment", hangul.start(), hangul.end())
    english = _english_future().search(scene.mask)
    dated = any(date.bound is not None for date in scene.dates)
    if dated and english is None and (named := _DUE.search(scene.mask)):
        return _Trigger("commitment", named.start(1), named.end())
    if english and not re.search(
        r"\b(?:in|to|from|with|by|into|for|towards?)\s(?:the\s)?$", scene.mask[: english.start()]
    ):
        return _Trigger("commitment", english.start(1), english.end())
    spanish = _spanish_future().search(scene.mask)
    if spanish and not re.match(
        (
            r"(?:será|serán|estará|estarán|tendrá|tendrán|podrá|podrán|alcanzará|visitará|visitarán|"
            r"habrá|llegará)"
        ),
        spanish.group(1),
    ):
        return _Trigger("commitment", spanish.start(1), spanish.end(1))
    return None


def _proposal(
    prose: Prose,
    scene: Scene,
    trigger: _Trigger,
    people: list[Person],
    clause: tuple[int, int],
    lead: Lead | None = None,
) -> Proposal:
    first, last = scene.at(clause[0]), scene.at(clause[0] + len(scene.text[clause[0] : clause[1]].rstrip(" ,\n")))
    text = re.sub(r"\s+", " ", prose.document.text[first:last]).strip()
    number = re.match(
        r"(?:[Rr]ecommendation|[Rr]ecomendación|권고)?\s*(?:[Nn]o\.?\s*)?\(?([A-Z]?\d{1,3}(?:\.\d{1,2})?(?:\.?[a-z])?)[.):]\s+(?=\S)",
        text,
    )
    fields: dict[str, object] = {"subtype": trigger.subtype}
    if number:
        fields["number"] = number.group(1)
    elif lead and (mark := item_mark(text)):
        if mark.group("named"):
            fields["number"] = mark.group("named")
        number = mark
    fields["text"] = re.sub(r"^\s*(?:[□■○●◇◆▪•·※*-]|[ㅇo]\s)+\s*", "", text[number.end() :] if number else text)
    owners, countries, shown = find_owners(prose, scene, trigger.start, trigger.end, people)
    if lead and not lead.heading and not owners:
        owners, countries, shown = find_owners(
            prose, lead.scene, len(lead.scene.text) - 1, len(lead.scene.text), people
        )
    if owners:
        fields["owners"] = owners
    if countries:
        fields["owner_countries"] = countries
        fields["countries"] = countries
    quotes = Quoted(prose.document, first, last, scene.at(trigger.start), scene.at(trigger.end))
    deadline = next(
        (
            date
            for date in scene.dates
            if first <= date.start < last
            and date.bound is not None
            and not date.is_range
            and (date.end > scene.at(trigger.start) or _is_hangul(scene) or lead is not None)
        ),
        None,
    )
    if deadline is None and (trigger.subtype == "commitment" or lead is not None):
        later = [
            date
            for date in scene.dates
            if date.start > scene.at(trigger.end)
            and not date.is_range
            and re.search(r"\b(?:in|en|during|durante)\s+(?:the\s+|el\s+)?$", scene.text[: date.start - scene.start])
        ]
        published = prose.document.published_on
        deadline = next((date for date in later if published and date.year and str(date.year) >= published[:4]), None)
    if deadline:
        fields["deadline"] = deadline.as_deadline()
        if deadline.basis != "printed":
            quotes.add_head()
    recurring = next(
        (
            name
            for name in ("annual", "semiannual", "quarterly", "monthly", "biennial")
            if _phrases("recurring", name).search(scene.text, *clause)
        ),
        None,
    )
    if recurring:
        fields["recurring"] = recurring
    area = _area(scene)
    if area:
        fields["area"] = area
    if lead:
        quotes.add(max(lead.scene.start, lead.scene.end - 500), lead.scene.end)
    quotes.add_countries(prose, list(countries))
    if shown:
        quotes.add(*shown)
    if clause[0] and owners:
        quotes.add(scene.start, scene.end)
    return Proposal(prose.document.name, "commitment", fields, quotes.evidence())


def _is_hangul(scene: Scene) -> bool:
    return bool(re.search(r"[가-힣]", scene.text))


def _area(scene: Scene) -> str | None:
    """The subject named most often, or None."""
    counts = {
        name: sum(len(re.findall(re.escape(word), scene.text, re.IGNORECASE)) for word in words)
        for name, words in read_toml("prose", "commitments")["areas"].items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None
