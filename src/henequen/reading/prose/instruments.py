"""Instruments in running text: title, type, countries, dates of signature and force, and the status that is printed.

What is planned, proposed or negotiated is never in force; a negated or future verb decides before any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from henequen.reading.document import Proposal
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.instrument_counts import counted_lead
from henequen.reading.prose.instrument_dates import date_in_force, date_of_lead, date_signed, place_signed
from henequen.reading.prose.instrument_names import InstrumentName, find_instrument_names
from henequen.reading.prose.instrument_parties import Parties, find_parties
from henequen.reading.prose.instrument_status import Status, find_status, is_denied, phrases
from henequen.reading.prose.lists import Lead, leads
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["instrument_scenes", "read_instruments"]

_DONE = ("signed", "in_force", "in_force_auto_renewal", "completed", "initialled")


@cache
def wished(subtype: str) -> re.Pattern[str]:
    """The phrases of a recommendation or a commitment."""
    return re.compile(alternation(read_toml("prose", "commitments")[subtype]["strong"]), re.IGNORECASE)


def instrument_scenes(prose: Prose) -> dict[int, list[InstrumentName]]:
    """The instruments that each sentence names, by the number of the sentence."""
    return {scene.number: names for scene in prose.scenes if (names := find_instrument_names(scene))}


def read_instruments(prose: Prose) -> Iterator[Proposal]:
    """Propose an instrument where a sentence prints its title with a date or a status."""
    seen: set[tuple[object, ...]] = set()
    parties_of: dict[str, Parties] = {}
    lead_of = leads(prose)
    for number, names in instrument_scenes(prose).items():
        scene = prose.scenes[number].with_near()
        for position, name in enumerate(names):
            if not name.specific and any(other.specific and other.type == name.type for other in names):
                continue
            lead = lead_of.get(number)
            listed = lead if lead is not None and lead.kind == "instrument" and not position else None
            if listed is None and lead is None:
                listed = counted_lead(prose, scene, name)
            proposal = _read(prose, scene, names, position, parties_of, listed)
            if proposal is None:
                continue
            fields = proposal.fields
            key = (
                _short(name.title),
                name.type,
                str(fields.get("countries")),
                str(fields.get("signed")),
                str(fields.get("status_normalised")),
                str(fields.get("entry_into_force")),
            )
            if key not in seen:
                seen.add(key)
                yield proposal


def _short(title: str) -> str:
    """A title without countries and abbreviations, so that the short and the long form of one name are the same."""
    plain = re.sub(r"\([^)]*\)|[\s\-–·*]", "", title)
    for place in find_places(title):
        plain = plain.replace(re.sub(r"[\s\-–·*]", "", place.text), "")
    return plain.casefold().replace("자유무역협정", "fta").replace("freetradeagreement", "fta")


def _read(
    prose: Prose,
    scene: Scene,
    names: list[InstrumentName],
    position: int,
    parties_of: dict[str, Parties],
    lead: Lead | None = None,
) -> Proposal | None:
    name = names[position]
    window = _clause(scene, names, position)
    status = find_status(scene, window, name)
    if status is None or status.normalised == "signed":
        listed = _status_of_list(scene, names, position, lead)
        in_force = listed is not None and listed.normalised == "in_force"
        status = listed if status is None or in_force else status  # "in force: A and B, signed on..."
    status = status or _status_of_chain(scene, names, position)
    first = position
    while names[first].member and first and names[first - 1].member:
        first -= 1
    if status is None and first < position:
        status = find_status(scene, _clause(scene, names, first), names[first])  # the verb of their plural
    parties = find_parties(prose, scene, name, names)
    if name.specific:
        title = name.title.casefold()
        earlier = parties_of.get(title) or next(
            (one for party_name, one in parties_of.items() if title.startswith(party_name)), None
        )
        between = scene.text[names[position - 1].end : name.start] if position else ""
        joined = bool(re.fullmatch(r"(?:\s?(?:과|와|및|,)|,?\s(?:and|y|e)\b)[^,;.]{0,40}", between))
        if not parties.countries and joined and not earlier:
            earlier = parties_of.get(names[position - 1].title.casefold())  # coordinated with the title before it
        if parties.countries:
            parties_of.setdefault(name.title.casefold(), parties)
        elif earlier:
            parties = earlier
    fields: dict[str, object] = {"title": name.title, "type": name.type}
    quotes = Quoted(prose.document, scene.start, scene.end, scene.at(name.start), scene.at(name.end))
    done = status is not None and status.normalised in _DONE
    signed = date_signed(prose, scene, name, window, status)
    if signed is None and lead is not None and status is not None and status.normalised == "signed":
        signed = date_of_lead(prose, lead.scene, lead.heading)
    if signed is None and status is not None and status.normalised == "signed" and status.listed:
        above = [date for date in scene.dates if date.end <= scene.at(names[0].start) and not date.is_range]
        signed = above[0] if len(above) == 1 else None
    force = date_in_force(prose, scene, window, name) if done else None
    if lead is not None and not parties.countries and len(prose.pair) == 2:
        parties = Parties(tuple(sorted(prose.pair)), (), (), (), "national")
    if signed:
        fields["signed"] = signed.as_date()
        if signed.basis != "printed":
            quotes.add_head()
        if signed.source:
            quotes.add(*signed.source)
        if not scene.start <= signed.start < scene.end:
            other = prose.scene_of(signed.start)
            short = other is not None and other.end - other.start < 500
            quotes.add(*((other.start, other.end) if other is not None and short else (signed.start, signed.end)))
    if force:
        fields["entry_into_force"] = force.as_date()
        if force.basis != "printed":
            quotes.add_head()
        if force.source:
            quotes.add(*force.source)
        if not scene.start <= force.start < scene.end:
            quotes.add(force.start, force.end)
    if status is None and not signed and not force:
        return None
    if name.member and not signed and not done:
        return None
    if status is None and signed:
        status = Status("signed", "", 0, 0)
    if status:
        fields["status_normalised"] = status.normalised
        if status.printed:
            fields["status_printed"] = status.printed
    if not name.specific and not (parties.countries and (signed or force)):
        return None
    if lead is not None and lead.kind == "instrument" and not parties.countries:
        return None
    if (
        status
        and status.normalised == "proposed"
        and name.title[0].islower()
        and wished("recommendation").search(scene.text)
    ):
        return None  # a recommendation to negotiate some agreement does not name one
    well_known = name.quoted or name.title in read_toml("prose", "instruments")["names"]
    if not parties.countries and not signed and not force and not well_known:
        return None
    if signed and (place := place_signed(prose, scene, signed)):
        fields["signed_at"] = place
    _add_parties(fields, parties)
    if lead is not None:
        quotes.add(max(lead.scene.start, lead.scene.end - 500), lead.scene.end)
    quotes.add_countries(prose, list(parties.countries))
    if phrases("force", "provisional").search(scene.text):
        fields["provisional"] = True
    return Proposal(prose.document.name, "instrument", fields, quotes.evidence())


def _add_parties(fields: dict[str, object], parties: Parties) -> None:
    """Countries, places, level and the parties as printed."""
    if parties.countries:
        fields["countries"] = list(parties.countries)
    if parties.subdivisions:
        fields["subdivisions"] = list(parties.subdivisions)
    if parties.ambiguous:
        fields["ambiguous_subdivision"] = list(parties.ambiguous)
    if parties.printed:
        fields["parties"] = list(parties.printed)
    if parties.level:
        fields["level"] = parties.level


def _points_to(scene: Scene, other: InstrumentName, name: InstrumentName) -> bool:
    """Does a bare noun point back to the title before it?"""
    before = scene.text[max(0, other.head_start - 12) : other.head_start]
    back = r"(?:동|同|이|해당)\s?$|\b(?:the|this|that|said|dicho|dicha|este|esta|el citado|el mencionado)\s$"
    pointing = not other.quoted and re.search(back, before, re.IGNORECASE)
    return bool(pointing) and (other.type == name.type or not other.specific)


def _clause(scene: Scene, names: list[InstrumentName], position: int) -> tuple[int, int]:
    """The part of the sentence about one instrument: up to the next title, from the last clause before it."""
    name = names[position]
    start = 0
    if position:
        start = names[position - 1].end
        if _JOINT.fullmatch(scene.text, start, name.start):
            start = 0
        elif (
            not re.search(r"[가-힣]", name.title) and "\ue004" in scene.mask[start : name.start]
        ) or ";" in scene.text[start : name.start]:
            start = name.start
    following = position + 1
    while following < len(names) and _points_to(scene, names[following], name):
        following += 1  # "the Agreement", 동 협정: the same instrument again
    names = (
        names[:following] + names[following:]
        if following == position + 1
        else [*names[: position + 1], *names[following:]]
    )
    following = position + 1
    while following < len(names) and _JOINT.fullmatch(scene.text, names[following - 1].end, names[following].start):
        following += 1  # "A and B were signed": the verb is behind the last of them
    end = names[following].start if following < len(names) else len(scene.text)
    return start, end


_JOINT = re.compile(
    r"[」』>〉》”\"’)]*\s*(?:,\s*(?:and|y|e)\b|,|and\b|y\b|e\b|및|와|과|·|;)?\s*(?:(?:on|sobre|with|con|between|entre)\b)?\s*"
    r"(?:(?:the|a|an|el|la|un|una|los|las)\b)?\s*[「『<〈《“\"‘(]*"
)
"""The text between two titles that share a verb."""
_LISTED = re.compile(
    r"[」』>〉》”\"’)\s,·▲△▴◆‣및와과「『<〈《“\"‘(]*(?:(?:\d{4}년|\d{1,2}월|\d{1,2}일|\d{4}\.\d{1,2}\.?)\s?){0,3}"
)
"""The text between the titles of a list in Hangul, whose verb follows the last."""


def _status_of_chain(scene: Scene, names: list[InstrumentName], position: int) -> Status | None:
    """In Hangul the verb of a list is behind its last title: A, B 및 C 등 3건 체결."""
    last = position
    while last + 1 < len(names) and _LISTED.fullmatch(scene.text, names[last].end, names[last + 1].start):
        last += 1
    if last == position or not re.search(r"[가-힣]", names[last].title):
        return None
    return find_status(scene, (names[last].start, len(scene.text)), names[last])


def _status_of_list(scene: Scene, names: list[InstrumentName], position: int, lead: Lead | None) -> Status | None:
    """The status that the lead of a list gives to its items, in a list of lines or within one sentence."""
    text = lead.scene.text if lead is not None else scene.text[: names[0].start]
    enumerated = re.search(r":\s*(?:\(?\w{1,2}\)\s*)?(?:the|an?|el|la|un|una)?\s*$", text)
    if lead is None and not phrases("listed", "words").search(text[-60:]) and not enumerated:
        return None
    for normalised, group, key in (
        ("signed", "signed", "past"),
        ("in_force", "listed", "in_force"),
        ("initialled", "signed", "initialled"),
        ("under_negotiation", "status", "under_negotiation"),
        ("proposed", "signed", "planned"),
    ):
        match = phrases(group, key).search(text)
        if match and not is_denied(text, match):
            return Status(normalised, match.group(), match.start(), match.end(), lead is None)
    exchanged = _EXCHANGED.search(text) if lead is not None else None
    return Status("signed", exchanged.group(), exchanged.start(), exchanged.end()) if exchanged else None


_EXCHANGED = re.compile(r"(?:witnessed the )?exchange of|were exchanged|exchanged|intercambio de|교환", re.IGNORECASE)
"""What a lead may say instead of "signed": the leaders witnessed the exchange of the following documents."""
