"""Instruments through several sentences: "The pact, which was signed in ...", "It took effect ...", 협정은 ... 발효됐다.

A pronoun, a sentence without a subject and a bare definite noun mean the instrument named before; what such a sentence
shows belongs to that one. A title printed again is the same instrument unless its dates contradict.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.agreement_text import is_agreement_text
from henequen.reading.prose.instrument_drafts import Draft
from henequen.reading.prose.instrument_elided import Elided
from henequen.reading.prose.instrument_names import InstrumentName, type_of_title
from henequen.reading.prose.instrument_status import Status, find_status
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["Threads", "short_title"]

_REACH = 4
"""Sentences between a title and a bare noun that means it."""


def short_title(title: str) -> str:
    """A title without countries and abbreviations, so that the short and the long form of one name are the same."""
    plain = re.sub(r"\([^)]*\)|[\s\-–·*]", "", title)
    for place in find_places(title):
        plain = plain.replace(re.sub(r"[\s\-–·*]", "", place.text), "")
    return plain.casefold().replace("자유무역협정", "fta").replace("freetradeagreement", "fta")


@cache
def _words(name: str) -> str:
    return alternation(read_toml("prose", "instruments")["threads"][name])


@cache
def _subjects() -> re.Pattern[str]:
    """A subject that means the instrument before: It, This, Dicho convenio; or a verb whose subject is left out."""
    return re.compile(
        rf"\W{{0,4}}(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]\s+)?(?:(?P<pronoun>{_words('pronouns')})(?=\s(?:\w+\s){{0,3}}?{_words('verbs')})"
        rf"|(?P<noun>{_words('pointers')}\s?(?:{_words('nouns')}))(?=[\s은는이가의,]|$)(?!\s+(?:of|on|between|for|de|sobre|entre)\b)"
        rf"|(?P<silent>(?={_words('silent')})))",
        re.IGNORECASE,
    )


@cache
def _bare_heads() -> frozenset[str]:
    table = read_toml("prose", "instruments")["types"]
    return frozenset(re.sub(r"[\s\-–·*]", "", word).casefold() for words in table.values() for word in words)


class Threads:
    """The instruments of a text in the order of their first mention."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose
        self.drafts: list[Draft] = []
        self._last: tuple[int, Draft | None] = (-9, None)
        self._treaty = is_agreement_text(prose)  # "this Agreement" is the text itself

    def begin(self, draft: Draft) -> None:
        """A new instrument."""
        self.drafts.append(draft)
        self._note(draft.scene, draft)

    def _note(self, scene: Scene, draft: Draft) -> None:
        """The instrument that a sentence is about, if it is about one."""
        number, _ = self._last
        self._last = (scene.number, draft if number != scene.number or self._last[1] is draft else None)

    def follow(
        self,
        scene: Scene,
        names: list[InstrumentName],
        read: Callable[[Scene, list[InstrumentName], int], Draft],
    ) -> None:
        """Give a sentence without a title of its own to the instrument of the sentence before."""
        number, antecedent = self._last
        if antecedent is None or self._treaty or scene.number - number != 1:
            return
        match = _subjects().match(scene.text)
        if match is None or any(name.start < match.end() for name in names if name.specific):
            return
        if re.match(rf"(?:{_words('silent')})\s+(?:el|la|los|las)\s+\D", scene.text[match.end() :], re.IGNORECASE):
            return  # Sigue vigente el Convenio: the subject follows
        first = self._prose.scenes[number]
        silent = match.group("silent") is not None
        near = scene.block == first.block or (silent and len(first.text) < 90)  # a title of its own line
        if not near and not match.group("noun"):
            return
        kind = type_of_title(match.group("noun")) if match.group("noun") else None
        if kind and not _fits(kind, match.group("noun"), antecedent):
            return
        end = match.end()
        subject = InstrumentName(match.start(), end, antecedent.name.title, antecedent.name.type, match.start(), False)
        others = [name for name in names if name.start >= end]
        self._take(antecedent, read(scene, [subject, *others], 0))

    def _take(self, antecedent: Draft, mention: Draft) -> None:
        antecedent.take(self._prose, mention)
        self._note(mention.scene, antecedent)

    def begin_elided(self, scene: Scene, elided: Elided, names: list[InstrumentName]) -> None:
        """An instrument of its own date that is of the kind and the parties of the one named last."""
        before = [draft for draft in self.drafts if scene.number - draft.scene.number <= 1 and draft.name.specific]
        if not before or any(name.start <= elided.start < name.end for name in names):
            return
        model = before[-1]
        if any(elided.date.start == draft.signed.start for draft in self.drafts if draft.signed):
            return
        name = InstrumentName(
            elided.start, elided.end, scene.text[elided.start : elided.end], model.name.type, elided.start, True
        )
        stop = re.compile(r";\s|$").search(scene.text, elided.end)
        status = find_status(scene, (elided.end, stop.start() if stop else len(scene.text)), name)
        if status is None and not elided.replaced:
            return
        quotes = Quoted(self._prose.document, scene.start, scene.end, scene.at(name.start), scene.at(name.end))
        quotes.add(model.scene.start, min(model.scene.end, model.scene.start + 600))
        status = Status("replaced", "", 0, 0) if elided.replaced else status
        self.drafts.append(Draft(scene, name, model.parties, quotes, status, elided.date))

    def points_back(self, scene: Scene, names: list[InstrumentName], position: int) -> bool:
        """Does a bare noun mean an instrument named before?"""
        name = names[position]
        if self._treaty or name.specific or name.member or name.quoted:
            return False
        before = scene.text[max(0, name.head_start - 24) : name.head_start]
        if re.search(r"[가-힣]", name.title):
            behind = scene.text[name.end : name.end + 2]
            return bool(re.search(r"(?:^\W*|[,.;]\s|(?:^|\s)(?:동|同|이|해당|본|양)\s?)$", before)) and bool(
                re.match(r"[은는이가의을를]", behind) or re.search(r"(?:동|同|해당|본)\s?$", before)
            )
        return bool(re.search(rf"\b{_words('pointers')}\s$", before, re.IGNORECASE)) and not re.match(
            r"\s+(?:of|on|between|for|de|del|sobre|entre|with|con)\b", scene.text[name.end :]
        )

    def join(self, draft: Draft, names: list[InstrumentName], position: int) -> bool:
        """Merge a mention into the instrument that it means; False if it is a new one."""
        antecedent = (
            self._named_before(draft)
            if draft.name.specific
            else self._meant(draft)
            if self.points_back(draft.scene, names, position)
            else None
        )
        if antecedent is None or not antecedent.may_be(draft):
            return False
        self._take(antecedent, draft)
        return True

    def _meant(self, mention: Draft) -> Draft | None:
        """The one instrument that a bare noun can mean, in the nearest sentence that names one of its kind."""
        word = mention.scene.text[mention.name.head_start : mention.name.end]
        near = [
            draft
            for draft in self.drafts
            if mention.scene.number - draft.scene.number <= _REACH and _fits(mention.name.type, word, draft)
        ]
        if self._last[1] in near and mention.scene.number - self._last[0] <= 1:
            return self._last[1]
        latest = [draft for draft in near if draft.scene.number == near[-1].scene.number]
        same = [draft for draft in latest if draft.name.type == mention.name.type]
        return latest[0] if len(latest) == 1 else same[0] if len(same) == 1 else None

    def _named_before(self, mention: Draft) -> Draft | None:
        """The instrument of an earlier sentence with the same title and no other countries."""
        title = short_title(mention.name.title)
        if not title or title in _bare_heads():
            return None
        for draft in reversed(self.drafts):
            same = short_title(draft.name.title) == title and draft.name.type == mention.name.type
            if same and _share_countries(draft, mention) and draft.may_be(mention):
                if draft.parties.subdivisions and mention.parties.subdivisions != draft.parties.subdivisions:
                    continue
                return draft
        return None


def _share_countries(draft: Draft, mention: Draft) -> bool:
    """Are the countries of two mentions the same, or named by one of them in its title only?"""
    own, its = draft.parties.countries, mention.parties.countries
    return own == its or not its or (not own and len(find_places(mention.name.title)) > 1)


def _fits(kind: str, word: str, draft: Draft) -> bool:
    """Can a bare noun mean an instrument: of its type, or a word for any type?"""
    if not draft.name.specific:
        return False
    return kind == draft.name.type or bool(re.search(rf"{_words('generic')}$", word, re.IGNORECASE))
