"""Commitments, recommendations and calls: the sentence, its addressee, deadline, frequency and subject.

A planned meeting is not a commitment, nor is a wish, and a proposal of one side stays a call of that side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from henequen.reading.document import Proposal
from henequen.reading.grammar.wordlists import is_hangul, read_toml
from henequen.reading.prose.actors import Person, find_people
from henequen.reading.prose.commitment_deadlines import day_behind, find_deadline
from henequen.reading.prose.commitment_hangul import clauses, split_hangul
from henequen.reading.prose.commitment_triggers import Trigger, find_triggers, is_act, phrases
from henequen.reading.prose.item_numbers import find_number
from henequen.reading.prose.lists import Lead, item_mark, leads
from henequen.reading.prose.owners import find_owners
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["read_commitments"]


def read_commitments(prose: Prose) -> Iterator[Proposal]:
    """Propose each sentence that commits, recommends or calls."""
    people = find_people(prose)
    lead_of = leads(prose)
    agreed: Scene | None = None
    introducing = {lead.scene.number for lead in lead_of.values()}
    for scene in prose.scenes:
        if scene.kind == "heading" or scene.number in introducing:
            continue
        if scene.kind in ("caption", "footnote") and not _is_note_of_duty(scene):
            continue
        lead = lead_of.get(scene.number)
        if lead is not None and lead.kind != "instrument":
            yield from _item(prose, scene, lead, people)
            continue
        own = find_triggers(scene)
        basis = agreed if agreed is not None and agreed.block == scene.block and not own else None
        triggers = own or find_triggers(scene, after_commitment=basis is not None)
        agreed = scene if own else agreed
        if len(triggers) == 1 and (parts := split_hangul(scene, triggers[0].start)):
            for first, last, verb in parts:
                shared = Trigger(triggers[0].subtype, verb, triggers[0].end)
                yield _proposal(prose, scene, shared, people, (first, last), basis=scene)
            continue
        at = _opening(scene, triggers[0]) if triggers else 0
        for place, trigger in enumerate(triggers):
            following = triggers[place + 1] if place + 1 < len(triggers) else None
            end = _clause_end(scene, trigger, following) if len(triggers) > 1 else len(scene.text)
            yield _proposal(prose, scene, trigger, people, (at, end), basis=basis)
            at = end


def _is_note_of_duty(scene: Scene) -> bool:
    """Has a line below a table a duty with its last day: The Department will check No. 3 by 30 April 2025?"""
    return scene.text.rstrip().endswith(".") and any(date.bound is not None for date in scene.dates)


def _item(prose: Prose, scene: Scene, lead: Lead, people: list[Person]) -> Iterator[Proposal]:
    """An item of a list of commitments or recommendations: its own phrase decides before that of its lead."""
    mark = item_mark(scene.text)
    start = mark.end() if mark else 0
    if _only_dates(scene, start):
        return  # the last day of the item before it, on a line of its own
    own = find_triggers(scene)
    if not own and (_PAST.search(scene.text) or _INSTRUMENT.match(scene.text, start) or _TOLD.match(scene.text, start)):
        return  # seven were reported as completed
    if not own and re.search(r"지\s?(?:않|못)(?:음|함|았음|했음|하였음)\s*[.)]?\s*$", scene.text):
        return  # 논의하지 않음: what was not done
    if not own and (phrases("not", "words").search(scene.text) or not is_act(scene.text[start:])):
        return
    subject = re.compile(r"[^,;:.]{2,90}?\s(?=(?:to|will|shall|should|must|is to|are to)\s+[a-z])").match(
        scene.text, start
    )
    at = own[0].start if own else (subject.end() if subject else start)
    trigger = Trigger(own[0].subtype if own and not lead.heading else lead.kind, at, own[0].end if own else at)
    yield _proposal(prose, scene, trigger, people, (0, len(scene.text)), lead)


_INSTRUMENT = re.compile(
    r"\W*(?:(?:El|La|The|An?|동|한)\s+)?(?:[A-ZÁÉÍÓÚÑ][\w-]+\s+){0,3}?(?:Acuerdo|Convenio|Memorando|Memorándum|Tratado|Protocolo|Agreement|Memorandum|Treaty"
    r"|Convention|Protocol|MoU|Letter\s+of\s+Intent|Carta\s+de\s+Intención)\b[^;]{0,200}?\b(?:suscrit|firmad|vigente|en\s+vigor|vencid|concluirá|terminó|caducó"
    r"|signed|in\s+force|expired|lapsed|dated|initialled|denunciad|rubricad|\d{4}\b)",
    re.IGNORECASE | re.DOTALL,
)
"""An item of a register: an instrument with its date or status."""
_TOLD = re.compile(r"\W*(?:It|They|\w{3,}(?:ó|aron|ieron))\s(?!to\b)|\W*(?:It|They)\s+\w+ed\b")
"""A sentence behind an item that reports what happened: Venció en 2021."""
_PAST = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been|had\s+been|fue|fueron|ha\s+sido|han\s+sido|quedó|quedaron)\s+(?:\w+(?:ly|mente)\s+)?"
    r"(?:reported|completed|carried\s+out|dropped|implemented|held|done|fulfilled|delivered|sent|closed|met|finished"
    r"|cumplid|realizad|completad|ejecutad|entregad|enviad|cerrad|concluid|reportad)\w*|\bse\s+cumpli(?:ó|eron)\b",
    re.IGNORECASE,
)
"""What was done with earlier commitments, below a heading of follow-up."""


def _only_dates(scene: Scene, start: int) -> bool:
    """Is nothing but a date with its preposition behind the mark of the item?"""
    mask = scene.mask
    for date in scene.with_near().dates:
        first = (date.bound_start if date.bound_start is not None else date.start) - scene.start
        mask = (
            mask[: max(0, first)] + "\ue004" * (date.end - scene.start - max(0, first)) + mask[date.end - scene.start :]
        )
    return bool(re.fullmatch(r"[\s\ue004.,;()–-]*", mask[start:])) and "\ue004" in mask[start:]


def _opening(scene: Scene, trigger: Trigger) -> int:
    """Where the clause of the first phrase begins, if a clause in Hangul in front of it reports what was done."""
    if not re.search(r"[가-힣]", scene.text):
        return 0
    cuts = [first for first, _ in clauses(scene) if first < trigger.start and _DONE.search(scene.text[:first])]
    return cuts[-1] if cuts else 0


_DONE = re.compile(r"[었았했됐였렸혔켰갔왔났졌](?:고|으며|으나|지만),\s$")


def _clause_end(scene: Scene, trigger: Trigger, following: Trigger | None = None) -> int:
    """Where the clause of a verb ends: behind its comma, or at the end of the sentence."""
    if not re.search(r"[가-힣]", scene.text):
        between = scene.text[trigger.end : following.start] if following else ""
        joints = list(re.finditer(r";\s|,?\s(?:and|while|y|mientras que|además de que)\s", between))
        return trigger.end + joints[-1].end() if joints else len(scene.text)
    comma = re.compile(r"[^,]{0,12},\s?").match(scene.text, trigger.end)
    return comma.end() if comma else len(scene.text)


def _proposal(
    prose: Prose,
    scene: Scene,
    trigger: Trigger,
    people: list[Person],
    clause: tuple[int, int],
    lead: Lead | None = None,
    basis: Scene | None = None,
) -> Proposal:
    """The commitment of one trigger; `basis` is the sentence that shows that its deed is agreed."""
    first, last = scene.at(clause[0]), scene.at(clause[0] + len(scene.text[clause[0] : clause[1]].rstrip(" ,\n")))
    text = re.sub(r"\s+", " ", prose.document.text[first:last]).strip()
    number = find_number(prose, scene, text, lead is not None)
    fields: dict[str, object] = {"subtype": trigger.subtype}
    if number.value:
        fields["number"] = number.value
    fields["text"] = re.sub(r"^\s*(?:[□■○●◇◆▪•·※*-]|[ㅇo]\s)+\s*", "", text[number.words :])
    owners, countries, shown = find_owners(prose, scene, trigger.start, min(trigger.end, clause[1]), people)
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
    deadline = find_deadline(prose, scene, trigger, (first, last), lead is not None)
    if deadline is None and (following := day_behind(prose, scene)):
        deadline, passage = following
        quotes.add(*passage)
    if deadline:
        fields["deadline"] = deadline.as_deadline()
        if deadline.basis != "printed":
            quotes.add_head()
        if deadline.source:
            quotes.add(*deadline.source)
    recurring = next(
        (
            name
            for name in ("annual", "semiannual", "quarterly", "monthly", "biennial")
            if phrases("recurring", name).search(scene.text, *clause)
        ),
        None,
    )
    if recurring:
        fields["recurring"] = recurring
    area = _area(text)
    if area:
        fields["area"] = area
    if lead:
        quotes.add(max(lead.scene.start, lead.scene.end - 500), lead.scene.end)
    quotes.add_countries(prose, list(countries))
    if shown:
        quotes.add(*shown)
    if clause[0] and owners:
        quotes.add(scene.start, scene.end)
    if number.shown is not None:
        quotes.add(number.shown.start, number.shown.end)
    if basis is not None:
        quotes.add(basis.start, basis.end)
    return Proposal(prose.document.name, "commitment", fields, quotes.evidence())


@cache
def _areas() -> dict[str, re.Pattern[str]]:
    """Patterns for the words of each subject: their beginnings, short words whole (port, not "oportunidad"), acronyms as printed."""

    def pattern(word: str) -> str:
        if is_hangul(word[0]):
            return word
        if word.isupper():
            return rf"(?-i:\b{word}\b)"
        return rf"\b{word}(?:s|es)?\b" if len(word) <= _SHORT else rf"\b{word}"

    listed = read_toml("prose", "commitments")["areas"]
    return {name: re.compile("|".join(map(pattern, words)), re.IGNORECASE) for name, words in listed.items()}


_SHORT = 4
"""Letters of a word that is often a part of others."""


def _area(text: str) -> str | None:
    """The subject named most often, or None."""
    counts = {name: len(words.findall(text)) for name, words in _areas().items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None
