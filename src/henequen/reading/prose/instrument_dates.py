"""The dates of an instrument: next to the verb, in brackets behind the title, of its list, or the day that is reported."""

from __future__ import annotations

import re

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import read_toml
from henequen.reading.prose.instrument_days import date_of_letter, day_of_meeting, is_of_force, same_day
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.instrument_status import (
    Status,
    exchanged,
    is_denied,
    is_of_talks,
    modifies,
    phrases,
    signing,
)
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["date_in_force", "date_signed", "in_the_past", "place_signed"]


def date_signed(
    prose: Prose, scene: Scene, name: InstrumentName, window: tuple[int, int], status: Status | None
) -> DateSpan | None:
    """The date of signature: next to the verb, in brackets behind the title, or the one day that the text reports."""
    if status is not None and status.normalised in ("proposed", "under_negotiation"):
        return _bracketed(scene, name) if status.normalised == "under_negotiation" else None
    if status is not None and status.normalised == "initialled":
        own = [match for match in signing(name).finditer(scene.text, *window) if not _INITIALS.search(match.group())]
        if not own:
            return None
    first, last = scene.at(window[0]), scene.at(window[1])
    dates = [
        date
        for date in scene.dates
        if first <= date.start < last and not date.is_range and not date.bound and not is_of_force(scene, date)
        if not _INITIALLED.search(scene.text[max(0, date.start - scene.start - 50) : date.start - scene.start])
        and not _is_of_other_deed(scene, name, date)
    ]
    bracket = [
        date
        for date in dates
        if re.fullmatch(
            r"(?:\s+[a-záéíóúñ]+){0,5},\s+(?:de|of|dated)\s+|\s+(?:entre|between)\s+[^,;.()]{3,60},\s+|,\s+(?:[A-ZÁÉÍÓÚÑ\ue002][\w-]*\s?){1,3},\s+|\s*[,(]?\s*|\s*\(\s*[A-ZÁÉÍÓÚÑ\ue002][\w\s.-]{2,30},\s*|,?\s+(?:of|dated|de|del|de\s+fecha|fechado\s+el|from|del\s+año|of\s+the\s+year)\s+"
            r"|\s*\((?:that\s+one|this\s+one|it|which|que)\s+(?:is\s+from|was\s+signed\s+(?:on|in)|dates\s+from|es\s+de|data\s+de)\s+",
            scene.text[name.end : date.start - scene.start],
        )
        and scene.text[name.end : date.start - scene.start].strip()
        and not (_AMENDING.search(name.title) and _OF.match(scene.text, name.end))
    ]
    verbs = [
        match
        for match in signing(name).finditer(scene.text, window[0], window[1])
        if not is_denied(scene.text, match)
        and modifies(scene.text, match, name.start, name.end)
        and not (match.group().casefold().endswith("concluded") and is_of_talks(scene.text, match))
    ]
    follows = (
        re.match(r"\s*[)\],;.:]|\s*$|\s+(?:and|y|e)\b", scene.text[bracket[0].end - scene.start :]) if bracket else None
    )
    if (follows or re.match(r"\s+(?:of|dated|de|del)\s", scene.text[name.end :])) and bracket:
        return bracket[0]
    if (year := _year_before(scene, name)) is not None:
        return year
    if _SAME_DAY_AS.search(scene.text[: name.head_start]):
        above = [date for date in scene.dates if date.end <= scene.at(name.start) and not date.is_range]
        if above:
            return above[-1]
    if (status is None or status.normalised == "signed") and re.search(r"[가-힣]", name.title):
        opening = re.compile(r"\s?[「『<〈《“\"‘▲]?\s?")
        ahead = [date for date in scene.dates if opening.fullmatch(scene.text, date.end - scene.start, name.start)]
        beside = any(
            date not in ahead and 0 <= verb.start() - (date.end - scene.start) <= 6 for date in dates for verb in verbs
        )
        own_year = status is not None or (bool(ahead) and ahead[-1].precision == "year" and name.specific)
        if ahead and own_year and not beside and not ahead[-1].is_range and not ahead[-1].bound:
            return ahead[-1]  # 1991년 3월 투자보장협정
        verbs = verbs or [
            match for match in signing(name).finditer(scene.text, name.end) if not is_denied(scene.text, match)
        ]
    tagged = [
        date for date in dates if re.match(r"\s?(?:서명|체결)(?=[)\s,;/]|$)", scene.text[date.end - scene.start :])
    ]
    if tagged:
        return tagged[0]  # (2021.10.26 서명)
    if not verbs and (given := exchanged(scene.text, name)):
        verbs = [given]
    if not verbs:
        return None
    if found := next((date for verb in verbs if (date := _beside_verb(scene, name, verb, dates))), None):
        return found
    if phrases("today", "words").search(scene.text, window[0], window[1]):
        return date_of_letter(prose, scene)
    if dates:
        return None
    if phrases("same_day", "words").search(scene.text, 0, window[1]):
        return same_day(prose, scene)
    if scene.number > 0 and phrases("listed", "back").search(scene.text, 0, name.head_start):
        before = prose.scenes[scene.number - 1]
        near = [date for date in before.with_near().dates if date.precision == "day" and not date.is_range]
        if before.block == scene.block and near and not is_of_force(before, near[-1]):
            return near[-1]
    if scene.number > 0 and re.match(
        r"(?:\d{1,3}\.\s)?(?:Both|The two|Ambos|Ambas|Los dos|Las partes|Durante|During|At the|In the"
        r"|On (?:that|the|this) occasion|En (?:el|esa|dicha|esta)|Con (?:ese|este|tal) motivo|양|이날|이 자리|이를 계기)",
        scene.text,
    ):
        before = prose.scenes[scene.number - 1]
        near = [date for date in before.with_near().dates if date.precision == "day" and not date.is_range]
        if before.block == scene.block and len(near) == 1:
            return near[0]
    if closing := day_of_meeting(prose, scene):
        return closing
    reported = re.search(r"직후|계기|회담|면담|meeting|visit|visita|reunión|encuentro|ceremon", scene.text) or (
        prose.sides.own
        and re.match(
            r"\W*(?:[ㅇo]\s)?(?:(?:한편|아울러|또한),?\s)?양(?:측|국|\s?장관|\s?차관|\s?정상|\s?본부장)", scene.text
        )
    )
    if not reported:
        return None
    days = {
        date.value: date
        for date in reversed(prose.dates)
        if date.precision == "day" and not date.is_range and date.basis == "head"
    }
    if not days and prose.sides.own:  # the release prints the year of its first day
        days = {
            date.value: date
            for one in prose.scenes[:3]
            for date in one.dates
            if date.precision == "day" and not date.is_range and not date.bound and not is_of_force(one, date)
        }
        return next(iter(days.values())) if len(days) == 1 else None
    return next(iter(days.values())) if len(days) == 1 and prose.document.published_on else None


def _beside_verb(scene: Scene, name: InstrumentName, verb: re.Match[str], dates: list[DateSpan]) -> DateSpan | None:
    """The date of a verb of signing: the one next to it, unless a verb of force is between them."""
    hangul = bool(re.search(r"[가-힣]", verb.group()))

    def rank(date: DateSpan) -> tuple[bool, bool, bool, int]:
        away = abs(date.start - scene.start - verb.start())
        behind = hangul and date.start - scene.start > verb.start()  # in Hangul a date precedes its verb
        return behind, not _joined(scene, verb, date), not _after_title(scene, name, date), away

    for date in sorted(dates, key=rank):
        between = scene.text[min(verb.end(), date.end - scene.start) : max(verb.start(), date.start - scene.start)]
        if (
            not re.search(r"entr|force|vigor|발효|since|desde|;|replac|supersed|sustitu|reemplaz|대체", between)
            and len(between) < 120
            and not (hangul and re.match(r"\s?(?:부터|만료|까지|시행)", scene.text[date.end - scene.start :]))
        ):
            return date
    return None


_DEED = re.compile(
    r"\b(?P<verb>[a-záéíóúñ]{3,}(?:[ai]d[oa]s?|ed)|made|begun|undertaken|taken|given|built|hech[oa]s?|abiert[oa]s?|puest[oa]s?)"
    r"\s+(?:(?:in|on|en|el|during|since|durante|desde)\s+)+$"
)
_OF_MEETING = re.compile(
    r"(?:celebr|realiz|sosten|efectu|lleva|desarroll|reuni|organi|sign|firm|suscri|rubric|conclu|seal|ink|adopt|formali|sell|acord|agree"
    r"|enter|vig|ratif|dat|fech|exchang|intercambi|initial|publi|approv|aprob|protocoli|register|registr|deposit)\w*"
)


def _is_of_other_deed(scene: Scene, name: InstrumentName, date: DateSpan) -> bool:
    """Is the date that of something else done: compromisos asumidos en 2024, a port opened in 2019?"""
    deed = _DEED.search(scene.text[max(0, date.start - scene.start - 40) : date.start - scene.start])
    return deed is not None and not _OF_MEETING.match(deed["verb"]) and not signing(name).fullmatch(deed["verb"])


def in_the_past(prose: Prose, date: DateSpan | None) -> DateSpan | None:
    """The day of a signature that took place: "signed on Monday" is the Monday before the date of the document."""
    published = prose.document.published_on or ""
    if date is None or date.precision != "day" or len(published) < 10 or date.value <= published[:10]:
        return date
    return next((near.past for near in prose.near if near.past.start == date.start), date)


def _year_before(scene: Scene, name: InstrumentName) -> DateSpan | None:
    """The year of an instrument between its article and its title: the 1984 friendship accord."""
    for date in scene.dates:
        start, end = date.start - scene.start, date.end - scene.start
        if date.precision == "year" and scene.text[end : name.start].isspace():
            article = re.search(r"\b(?:the|their|its|our|that|this)\s+$", scene.text[:start], re.IGNORECASE)
            return date if article and not date.is_range else None
    return None


def _bracketed(scene: Scene, name: InstrumentName) -> DateSpan | None:
    """The day of signature in brackets behind the title of a text that is negotiated again: 협약(1995년 11월 30일 서명)."""
    for date in scene.dates:
        start, end = date.start - scene.start, date.end - scene.start
        if re.fullmatch(
            r"\s*\(\s*(?:signed\s+(?:on\s+|in\s+)?|firmad[oa]\s+(?:el\s+|en\s+)?)?", scene.text[name.end : start]
        ):
            before = scene.text[name.end : start].strip(" (")
            if before or re.match(r"\s?(?:서명|체결)\s*\)", scene.text[end:]):
                return date
    return None


_AMENDING = re.compile(
    r"\b(?:amending|modifying|supplementing|modificatorio|que\s+modifica|que\s+enmienda|adicional)\b"
)
_OF = re.compile(r",?\s+(?:of|dated|de|del|de\s+fecha)\s")
"""A date of the text that a protocol amends: the Protocol amending the Convention of 24 April 1996."""
_SAME_DAY_AS = re.compile(
    r"(?:\bthe same day as|\bthe same date as|\bel mismo día que|\bla misma fecha que|\bat the same time as|\bjunto con)\s+"
    r"(?:(?:the|el|la|its|su)\s+)?$",
    re.IGNORECASE,
)
"""A title whose date is that of the title before it: el mismo día que el Acuerdo de Inversiones."""
_INITIALLED = re.compile(
    r"(?:initiall?ed|rubricad[oa]|inicialad[oa])(?:\s+(?:in|at|en)\s+(?:[A-ZÁÉÍÓÚÑ][\w-]+\s+){1,3})?\s*(?:in|on|el|en)?\s*$"
)
"""The date of the initials: initialled in Bridgetown in 2021."""
_INITIALS = re.compile(r"rubric|initial|가서명", re.IGNORECASE)


def _after_title(scene: Scene, name: InstrumentName, date: DateSpan) -> bool:
    """Does the date follow the title directly: signed a cultural agreement in 1966?"""
    between = scene.text[name.end : max(name.end, date.start - scene.start)]
    return bool(re.fullmatch(r",?\s+(?:(?:in|on|el|en)\s+)?(?:the\s+)?", between))


def _joined(scene: Scene, verb: re.Match[str], date: DateSpan) -> bool:
    """Does the date follow the verb directly: signed on 4 July, firmado el 2 de julio?"""
    return date.start - scene.start >= verb.end() and bool(
        re.fullmatch(
            r"\s*(?:(?:in|on|en|el|at|at)\s+)?(?:[\w.]+\s+(?:on|in|el|de|en)\s+)?",
            scene.text[verb.end() : max(verb.end(), date.start - scene.start)],
        )
    )


def date_in_force(prose: Prose, scene: Scene, window: tuple[int, int], name: InstrumentName) -> DateSpan | None:
    """The date of entry into force next to its verb, unless it is only planned."""
    for date in scene.dates:
        # (8 November 2003, in force 24 July 2006)
        before = scene.text[: date.start - scene.start]
        if window[0] <= date.start - scene.start < window[1] and re.search(
            r"[(,;]\s*(?:in force|en vigor|vigente|entry into force|entrada en vigor)(?:\s+(?:on|el|since|desde|from))?:?\s*$",
            before,
        ):
            return date
    for match in phrases("force", "past").finditer(scene.text, *window):
        if is_denied(scene.text, match) or phrases("force", "planned").search(scene.text, *window):
            continue
        near = [
            date
            for date in scene.dates
            if not date.is_range
            and (
                -2 <= date.start - scene.start - match.end() < 40 or 0 <= match.start() - (date.end - scene.start) < 12
            )
        ]
        if not near and match.end() <= name.start:  # the entry into force of the Agreement on 5 November
            behind = re.compile(r"\s*,?\s+(?:on|in|el|en)?\s*(?:el\s+)?")
            near = [date for date in scene.dates if behind.fullmatch(scene.text, name.end, date.start - scene.start)]
        if re.search(r"[가-힣]", match.group()):
            near = [date for date in near if date.end - scene.start <= match.start()]
        if not near and phrases("today", "words").search(scene.text, match.end(), match.end() + 40):
            return date_of_letter(prose, scene)
        if near:
            return min(near, key=lambda date: abs(date.start - scene.start - match.end()))
    return None


def place_signed(prose: Prose, scene: Scene, signed: DateSpan) -> str | None:
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
