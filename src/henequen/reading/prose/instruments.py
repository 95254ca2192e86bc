"""Instruments in running text: title, type, countries, dates of signature and force, and the status that is printed.

What is planned, proposed or negotiated is never in force; a negated or future verb decides before any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from henequen.reading.document import Proposal
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.names import find_places
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.prose.instrument_names import InstrumentName, find_instrument_names
from henequen.reading.prose.instrument_parties import Parties, find_parties
from henequen.reading.prose.instrument_status import Status, find_status, is_denied, modifies, phrases
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["instrument_scenes", "read_instruments"]

_DONE = ("signed", "in_force", "in_force_auto_renewal", "completed", "initialled")


def instrument_scenes(prose: Prose) -> dict[int, list[InstrumentName]]:
    """The instruments that each sentence names, by the number of the sentence."""
    return {scene.number: names for scene in prose.scenes if (names := find_instrument_names(scene))}


def read_instruments(prose: Prose) -> Iterator[Proposal]:
    """Propose an instrument where a sentence prints its title with a date or a status."""
    seen: set[tuple[object, ...]] = set()
    parties_of: dict[str, Parties] = {}
    for number, names in instrument_scenes(prose).items():
        scene = prose.scenes[number]
        for position, name in enumerate(names):
            if not name.specific and any(other.specific and other.type == name.type for other in names):
                continue
            proposal = _read(prose, scene, names, position, parties_of)
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
    prose: Prose, scene: Scene, names: list[InstrumentName], position: int, parties_of: dict[str, Parties]
) -> Proposal | None:
    name = names[position]
    window = _clause(scene, names, position)
    status = find_status(scene, window, name)
    parties = find_parties(prose, scene, name)
    if name.specific:
        title = name.title.casefold()
        earlier = parties_of.get(title) or next(
            (one for known, one in parties_of.items() if title.startswith(known)), None
        )
        if parties.countries:
            parties_of.setdefault(name.title.casefold(), parties)
        elif earlier:
            parties = earlier
    fields: dict[str, object] = {"title": name.title, "type": name.type}
    quotes = Quoted(prose.document, scene.start, scene.end, scene.at(name.start), scene.at(name.end))
    done = status is not None and status.normalised in _DONE
    signed = _signed(prose, scene, name, window, status)
    force = _in_force(prose, scene, window) if done else None
    if signed:
        fields["signed"] = signed.as_date()
        if signed.basis != "printed":
            quotes.add_head()
        if not scene.start <= signed.start < scene.end:
            other = next((one for one in prose.scenes if one.start <= signed.start < one.end), None)
            short = other is not None and other.end - other.start < 500
            quotes.add(*((other.start, other.end) if other is not None and short else (signed.start, signed.end)))
    if force:
        fields["entry_into_force"] = force.as_date()
        if force.basis != "printed":
            quotes.add_head()
        if not scene.start <= force.start < scene.end:
            quotes.add(force.start, force.end)
    if status is None and not signed and not force:
        return None
    if status is None and signed:
        status = Status("signed", "", 0, 0)
    if status:
        fields["status_normalised"] = status.normalised
        if status.printed:
            fields["status_printed"] = status.printed
    if not name.specific and not (parties.countries and (signed or force)):
        return None
    well_known = name.quoted or name.title in read_toml("prose", "instruments")["names"]
    if not parties.countries and not signed and not force and not well_known:
        return None
    if signed and (place := _signed_at(prose, scene, signed)):
        fields["signed_at"] = place
    _add_parties(fields, parties)
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


def _clause(scene: Scene, names: list[InstrumentName], position: int) -> tuple[int, int]:
    """The part of the sentence that speaks of one instrument: up to the next title, from the last clause before it."""
    name = names[position]
    start = 0
    if position:
        start = names[position - 1].end
        if re.fullmatch(
            r"\s*(?:,|and|y|및|와|과|·|;|,\s*and)?\s*(?:the|a|an|el|la|un|una)?\s*", scene.text[start : name.start]
        ):
            start = 0
        elif "\ue004" in scene.mask[start : name.start] or ";" in scene.text[start : name.start]:
            start = name.start
    end = names[position + 1].start if position + 1 < len(names) else len(scene.text)
    if position + 1 < len(names) and re.fullmatch(
        r"\s*(?:,|and|y|및|와|과|·|;|,\s*and)?\s*(?:the|a|an|el|la|un|una)?\s*", scene.text[name.end : end]
    ):
        end = len(scene.text)
    return start, end


def _signed(
    prose: Prose, scene: Scene, name: InstrumentName, window: tuple[int, int], status: Status | None
) -> DateSpan | None:
    """The date of signature: beside the verb, in brackets behind the title, or the one day that the text reports."""
    if status is not None and status.normalised in ("proposed", "under_negotiation"):
        return None
    first, last = scene.at(window[0]), scene.at(window[1])
    dates = [
        date
        for date in scene.dates
        if first <= date.start < last and not date.is_range and not date.bound and not _of_force(scene, date)
    ]
    bracket = [
        date
        for date in dates
        if re.fullmatch(r"\s*[,(]?\s*", scene.text[name.end : date.start - scene.start])
        and scene.text[name.end : date.start - scene.start].strip()
    ]
    verbs = [
        found
        for found in phrases("signed", "past").finditer(scene.text, window[0], window[1])
        if not is_denied(scene.text, found) and modifies(scene.text, found, name.start, name.end)
    ]
    if status is None and bracket and re.match(r"\s*[)\],;]|\s*$", scene.text[bracket[0].end - scene.start :]):
        return bracket[0]
    if not verbs:
        return None
    verb = verbs[0]
    for date in sorted(
        dates, key=lambda date: (not _joined(scene, verb, date), abs(date.start - scene.start - verb.start()))
    ):
        between = scene.text[min(verb.end(), date.end - scene.start) : max(verb.start(), date.start - scene.start)]
        if not re.search(r"entr|force|vigor|발효|since|desde|;", between) and len(between) < 120:
            return date
    if phrases("today", "words").search(scene.text, window[0], window[1]):
        return _date_of_letter(prose, scene)
    if dates:
        return None
    if scene.number > 0 and re.match(
        r"(?:Both|The two|Ambos|Ambas|Los dos|Las partes|Durante|During|At the|In the|En el|양|이날)", scene.text
    ):
        before = prose.scenes[scene.number - 1]
        near = [date for date in before.dates if date.precision == "day" and not date.is_range]
        if before.block == scene.block and len(near) == 1:
            return near[0]
    reported = re.search(r"직후|계기|회담|면담|meeting|visit|visita|reunión|encuentro|ceremon", scene.text) or (
        prose.sides.own
        and re.match(r"\W*(?:[ㅇo]\s)?(?:한편,\s)?양(?:측|국|\s?장관|\s?차관|\s?정상|\s?본부장)", scene.text)
    )
    if not reported:
        return None
    days = {
        date.value: date
        for date in reversed(prose.dates)
        if date.precision == "day" and not date.is_range and date.basis == "head"
    }
    return next(iter(days.values())) if len(days) == 1 and prose.document.published_on else None


def _date_of_letter(prose: Prose, scene: Scene) -> DateSpan | None:
    """The day that a letter means by "today": the last date line at or above the sentence."""
    for above in reversed(prose.scenes[: scene.number + 1]):
        for date in above.dates:
            head = date.start - above.start < 80 and not re.search(
                r"[a-z]{4,}\s+[a-z]{4,}", above.text[: date.start - above.start]
            )
            if date.precision == "day" and not date.is_range and head:
                return date
    return None


def _of_force(scene: Scene, date: DateSpan) -> bool:
    """Does the date belong to an entry into force: '04년 발효, in force since 2004?"""
    at, end = date.start - scene.start, date.end - scene.start
    before = scene.text[max(0, at - 40) : at]
    return bool(re.match(r"\s?\)?\s?(?:말\s?|초\s?)?발효", scene.text[end : end + 6])) or bool(
        re.search(
            (
                r"(?:into force|in force since|took effect|en vigor|vigente desde)\s+(?:on|in|el|en|"
                r"desde)?\s*(?:el\s+)?$"
            ),
            before,
        )
    )


def _joined(scene: Scene, verb: re.Match[str], date: DateSpan) -> bool:
    """Does the date follow the verb directly: signed on 4 July, firmado el 2 de julio?"""
    return bool(
        re.fullmatch(
            r"\s*(?:(?:in|on|en|el|at|at)\s+)?(?:[\w.]+\s+(?:on|in|el|de|en)\s+)?",
            scene.text[verb.end() : max(verb.end(), date.start - scene.start)],
        )
    )


def _in_force(prose: Prose, scene: Scene, window: tuple[int, int]) -> DateSpan | None:
    """The date of entry into force beside its verb, unless it is only planned."""
    for found in phrases("force", "past").finditer(scene.text, *window):
        if is_denied(scene.text, found) or phrases("force", "planned").search(scene.text, *window):
            continue
        near = [
            date
            for date in scene.dates
            if not date.is_range
            and (
                -2 <= date.start - scene.start - found.end() < 40 or 0 <= found.start() - (date.end - scene.start) < 12
            )
        ]
        if re.search(r"[가-힣]", found.group()):
            near = [date for date in near if date.end - scene.start <= found.start()]
        if not near and phrases("today", "words").search(scene.text, found.end(), found.end() + 40):
            return _date_of_letter(prose, scene)
        if near:
            return min(near, key=lambda date: abs(date.start - scene.start - found.end()))
    return None


def _signed_at(prose: Prose, scene: Scene, signed: DateSpan) -> str | None:
    """The place of signature: `signed in Seoul on...`, `firmado en París el...`, `서울에서 서명`."""
    for place in scene.places:
        if place.kind not in ("subdivision", "city"):
            continue
        before = scene.text[max(0, place.start - scene.start - 24) : place.start - scene.start]
        after = scene.text[place.end - scene.start : place.end - scene.start + 4]
        if re.search(
            (
                r"(?:signed|firmad[oa]s?|suscrit[oa]s?|done|hecho|ondertekend)\s+(?:in|at|en|te)\s+(?:the city of\s+|"
                r"la ciudad de\s+)?$"
            ),
            before,
        ) or (
            (re.match(r"에서", after) and phrases("signed", "past").search(scene.text))
            or (re.search(r"\b(?:in|at|en|te)\s+$", before) and 0 < signed.start - place.end < 40)
        ):
            return _in_english(place.text)
    named = re.search(
        r"(?:[Ss]igned|[Ff]irmad[oa]s?|[Ss]uscrit[oa]s?)\s+(?:in|at|en)\s+([A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?:\s(?:de\s)?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+)*)",
        scene.text,
    )
    if named and not re.search(
        (
            r"(?i)january|february|march|april|may|june|july|august|september|october|november|"
            r"december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
        ),
        named.group(1),
    ):
        return _in_english(named.group(1))
    return None


def _in_english(city: str) -> str:
    """The English name of a city, if the list of exonyms has it."""
    return str(read_toml("prose", "instruments")["cities"].get(city, city))
