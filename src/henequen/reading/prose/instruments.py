"""Instruments in running text: title, type, countries, dates of signature and force, and the status that is printed.

What is planned, proposed or negotiated is never in force; a negated or future verb decides before any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from henequen.reading.document import Proposal
from henequen.reading.grammar.wordlists import alternation, is_hangul, read_toml
from henequen.reading.prose.agreement_text import is_agreement_text
from henequen.reading.prose.instrument_bodies import are_bodies, names_two_bodies
from henequen.reading.prose.instrument_clauses import clause_of, status_of_chain, status_of_list
from henequen.reading.prose.instrument_counts import counted_lead
from henequen.reading.prose.instrument_dates import date_in_force, date_signed, in_the_past, place_signed
from henequen.reading.prose.instrument_days import date_of_lead
from henequen.reading.prose.instrument_drafts import Draft, show_date
from henequen.reading.prose.instrument_elided import find_elided
from henequen.reading.prose.instrument_names import InstrumentName, find_instrument_names
from henequen.reading.prose.instrument_parties import Parties, find_parties, is_multilateral, of_places_above
from henequen.reading.prose.instrument_status import Status, find_status, phrases
from henequen.reading.prose.instrument_terms import terms_in
from henequen.reading.prose.instrument_threads import Threads, short_title
from henequen.reading.prose.lists import Lead, leads
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene
from henequen.reading.prose.twinnings import Twinning, find_twinnings

__all__ = ["instrument_scenes", "read_instruments"]


@cache
def wished(subtype: str) -> re.Pattern[str]:
    """The phrases of a recommendation or a commitment."""
    return re.compile(alternation(read_toml("prose", "commitments")[subtype]["strong"]), re.IGNORECASE)


def instrument_scenes(prose: Prose) -> dict[int, list[InstrumentName]]:
    """The instruments that each sentence names, by the number of the sentence."""
    return {scene.number: names for scene in prose.scenes if (names := find_instrument_names(scene))}


def read_instruments(prose: Prose) -> Iterator[Proposal]:
    """Propose an instrument where the text prints its title with a date or a status, in one sentence or in several."""
    seen: set[tuple[object, ...]] = set()
    treaty = is_agreement_text(prose)
    for draft in _drafts(prose):
        if not _is_proposed(draft) or (treaty and not _is_cited(draft)):
            continue
        proposal = draft.proposal(prose)
        fields = proposal.fields
        keys = ("countries", "signed", "status_normalised", "entry_into_force")
        key = (short_title(draft.name.title), draft.name.type, *(str(fields.get(name)) for name in keys))
        if key not in seen:
            seen.add(key)
            yield proposal


def _is_cited(draft: Draft) -> bool:
    """Does the text of an agreement cite another one: with a date, or as what it ends; its own clauses name none?"""
    ending = draft.status is not None and draft.status.normalised in ("replaced", "ended", "suspended")
    return not is_multilateral(draft.name.title) and bool(draft.signed or draft.force or ending)


def _drafts(prose: Prose) -> list[Draft]:
    """Every instrument of the text in the order of its first mention, later mentions merged into it."""
    threads = Threads(prose)
    parties_of: dict[str, Parties] = {}
    lead_of = leads(prose)
    named = instrument_scenes(prose)
    for plain in prose.scenes:
        scene = plain.with_near()
        names = named.get(plain.number, [])
        twinnings = list(find_twinnings(prose, scene))
        names = [name for name in names if not _is_of_twinning(name, twinnings)]
        for twinning in twinnings:
            if not is_hangul(twinning.name.title[0]):
                threads.begin(_of_twinning(prose, scene, twinning))
        threads.follow(scene, names, lambda scene, names, at: _draft(prose, scene, names, at, {}, None))
        for position, name in enumerate(names):
            bare = not name.specific and any(other.specific and other.type == name.type for other in names)
            if (
                bare
                and not threads.points_back(scene, names, position)
                and not _HAS_YEAR.search(scene.text[: name.start])
            ):
                continue
            lead = lead_of.get(plain.number)
            listed = lead if lead is not None and lead.kind == "instrument" and not position else None
            if listed is None and lead is None:
                listed = counted_lead(prose, scene, name)
            draft = _draft(prose, scene, names, position, parties_of, listed)
            if not threads.join(draft, names, position) and (not bare or draft.signed):
                threads.begin(draft)
        for elided in find_elided(scene):
            threads.begin_elided(scene, elided, names)
        for twinning in twinnings:
            if is_hangul(twinning.name.title[0]) and not _is_read(threads, twinning, scene):
                threads.begin(_of_twinning(prose, scene, twinning))
    return threads.drafts


def _is_of_twinning(name: InstrumentName, twinnings: list[Twinning]) -> bool:
    """Is a title only the noun of a twinning that was read with its two places?"""
    return name.type == "twinning" and any(
        not is_hangul(one.name.title[0])
        and ((name.start < one.name.end and one.name.start < name.end) or one.date is not None)
        for one in twinnings
    )


def _is_read(threads: Threads, twinning: Twinning, scene: Scene) -> bool:
    """Is a noun in Hangul part of a title whose state is known: 우호협력도시 협정을 체결?"""
    return any(
        draft.scene.number == scene.number and draft.status and draft.name.end >= twinning.name.start
        for draft in threads.drafts[-4:]
    )


def _of_twinning(prose: Prose, scene: Scene, twinning: Twinning) -> Draft:
    name, date = twinning.name, twinning.date
    quotes = Quoted(prose.document, scene.start, scene.end, scene.at(name.start), scene.at(name.end))
    if date:
        show_date(prose, quotes, scene, date)
    return Draft(scene, name, twinning.parties, quotes, twinning.status, date)


def _draft(
    prose: Prose,
    scene: Scene,
    names: list[InstrumentName],
    position: int,
    parties_of: dict[str, Parties],
    lead: Lead | None = None,
) -> Draft:
    """What one sentence shows about one of the instruments that it names."""
    name = names[position]
    window = clause_of(scene, names, position)
    status = _status(scene, names, position, window, lead)
    parties = _parties(prose, scene, names, position, parties_of)
    quotes = Quoted(prose.document, scene.start, scene.end, scene.at(name.start), scene.at(name.end))
    signed = in_the_past(prose, date_signed(prose, scene, name, window, status))
    if signed is None and lead is not None and status is not None and _is_signed_with(lead, status):
        signed = date_of_lead(prose, lead.scene.with_near(), lead.heading)
    if signed is None and status is not None and status.normalised == "signed" and status.listed:
        above = [date for date in scene.dates if date.end <= scene.at(names[0].start) and not date.is_range]
        signed = above[0] if len(above) == 1 else None
    if lead is not None and not parties.countries and len(prose.pair) == 2:
        parties = Parties(tuple(sorted(prose.pair)), (), (), (), "national")
    if status is None and signed:
        status = Status("signed", "", 0, 0)
    draft = Draft(scene, name, parties, quotes, status, signed, lead=lead)
    if draft.is_settled():
        draft.force = date_in_force(prose, scene, window, name)
        if draft.force and draft.status and draft.status.normalised in ("signed", "initialled"):
            draft.status = replace(draft.status, normalised="in_force")
    for date in (draft.signed, draft.force):
        if date:
            show_date(prose, quotes, scene, date)
    if signed:
        draft.signed_at = place_signed(prose, scene, signed)
    stop = scene.text.find("; ", window[1])
    draft.terms = terms_in(scene.text, name.start, window[1] if stop < 0 else stop)
    if are_bodies(scene, name) and parties.level in ("national", "state", "municipal") and name.type != "twinning":
        draft.level = "institutional"
    draft.provisional = bool(phrases("force", "provisional").search(scene.text))
    return draft


def _is_signed_with(lead: Lead, status: Status) -> bool:
    """Was an item signed on the day of its list: witnessed the signing of: (a) an agreement, renewed automatically?"""
    if status.normalised == "signed":
        return True
    return status.normalised == "in_force_auto_renewal" and bool(phrases("signed", "past").search(lead.scene.text))


def _status(
    scene: Scene, names: list[InstrumentName], position: int, window: tuple[int, int], lead: Lead | None
) -> Status | None:
    """The status in the clause of a name, in the lead of its list, at the end of its chain, or of its plural."""
    status = find_status(scene, window, names[position])
    if status is None or status.normalised == "signed":
        listed = status_of_list(scene, names, position, lead)
        in_force = listed is not None and listed.normalised == "in_force"
        status = listed if status is None or in_force else status  # "in force: A and B, signed on..."
    status = status or status_of_chain(scene, names, position)
    first = position
    while names[first].member and first and names[first - 1].member:
        first -= 1
    if status is None and first < position:
        status = find_status(scene, clause_of(scene, names, first), names[first])  # the verb of their plural
    return status


def _parties(
    prose: Prose, scene: Scene, names: list[InstrumentName], position: int, parties_of: dict[str, Parties]
) -> Parties:
    """The parties of one instrument, from its sentence or from an earlier one with its title."""
    name = names[position]
    parties = of_places_above(prose, scene, name, find_parties(prose, scene, name, names))
    if not name.specific:
        return parties
    title = name.title.casefold()
    earlier = parties_of.get(title) or next(
        (one for party_name, one in parties_of.items() if title.startswith(party_name)), None
    )
    between = scene.text[names[position - 1].end : name.start] if position else ""
    joined = bool(re.fullmatch(r"(?:\s?(?:과|와|및|,)|,?\s(?:and|y|e)\b)[^,;.]{0,40}", between))
    if not parties.countries and joined and not earlier:
        earlier = parties_of.get(names[position - 1].title.casefold())  # coordinated with the title before it
    if parties.countries:
        parties_of.setdefault(title, parties)
    return parties if parties.countries or not earlier else earlier


_HAS_YEAR = re.compile(r"\b(?:the|their|its|our)\s+(?:19|20)\d\d\s+$", re.IGNORECASE)


def _is_known_bare(draft: Draft) -> bool:
    """Is a bare noun, without a date, one instrument: its bodies are named, or the day of its initials?"""
    if draft.status is None or draft.status.normalised in ("proposed", "under_negotiation"):
        return False
    if draft.status.normalised == "initialled":
        return any(date.precision == "day" for date in draft.scene.dates)
    return names_two_bodies(draft.scene, draft.name)


def _is_proposed(draft: Draft) -> bool:
    """Whether enough is known: a date or a status, and whose instrument it is."""
    name, status, lead = draft.name, draft.status, draft.lead
    countries, dated = draft.parties.countries, draft.signed or draft.force
    if status is None and not dated:
        return False
    if name.member and not draft.signed and not draft.is_settled():
        return False
    if not name.specific and not (countries and (dated or _is_known_bare(draft))):
        return False
    if lead is not None and lead.kind == "instrument" and not countries:
        return False
    if (
        status
        and status.normalised == "proposed"
        and name.title[0].islower()
        and wished("recommendation").search(draft.scene.text)
    ):
        return False  # a recommendation to negotiate some agreement does not name one
    well_known = name.quoted or name.title in read_toml("prose", "instruments")["names"]
    return bool(countries or dated or well_known)
