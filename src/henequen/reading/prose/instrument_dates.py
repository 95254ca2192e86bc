"""The dates of an instrument: next to the verb, in brackets behind the title, of its list, or the day that is reported."""

from __future__ import annotations

import re

from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import is_hangul, read_toml
from henequen.reading.prose.instrument_names import InstrumentName
from henequen.reading.prose.instrument_status import Status, is_denied, is_of_talks, modifies, phrases, signing
from henequen.reading.prose.scene import Prose, Scene

__all__ = ["date_in_force", "date_of_lead", "date_signed", "in_the_past", "place_signed"]


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
        if first <= date.start < last and not date.is_range and not date.bound and not _of_force(scene, date)
        if not _INITIALLED.search(scene.text[max(0, date.start - scene.start - 50) : date.start - scene.start])
    ]
    bracket = [
        date
        for date in dates
        if re.fullmatch(
            r"(?:\s+[a-záéíóúñ]+){0,5},\s+(?:de|of|dated)\s+|,\s+(?:[A-ZÁÉÍÓÚÑ\ue002][\w-]*\s?){1,3},\s+|\s*[,(]?\s*|\s*\(\s*[A-ZÁÉÍÓÚÑ\ue002][\w\s.-]{2,30},\s*|,?\s+(?:of|dated|de|del|de\s+fecha|fechado\s+el|from|del\s+año|of\s+the\s+year)\s+"
            r"|\s*\((?:that\s+one|this\s+one|it|which|que)\s+(?:is\s+from|was\s+signed\s+(?:on|in)|dates\s+from|es\s+de|data\s+de)\s+",
            scene.text[name.end : date.start - scene.start],
        )
        and scene.text[name.end : date.start - scene.start].strip()
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
        own_year = status is not None or (bool(ahead) and ahead[-1].precision == "year" and name.specific)
        if ahead and own_year and not ahead[-1].is_range and not ahead[-1].bound:
            return ahead[-1]  # 1991년 3월 투자보장협정
        verbs = verbs or [
            match for match in signing(name).finditer(scene.text, name.end) if not is_denied(scene.text, match)
        ]
    tagged = [
        date for date in dates if re.match(r"\s?(?:서명|체결)(?=[)\s,;/]|$)", scene.text[date.end - scene.start :])
    ]
    if tagged:
        return tagged[0]  # (2021.10.26 서명)
    if not verbs:
        return None
    verb = verbs[0]

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
    if phrases("today", "words").search(scene.text, window[0], window[1]):
        return _date_of_letter(prose, scene)
    if dates:
        return None
    if phrases("same_day", "words").search(scene.text, 0, window[1]):
        return _same_day(prose, scene)
    if scene.number > 0 and phrases("listed", "back").search(scene.text, 0, name.head_start):
        before = prose.scenes[scene.number - 1]
        near = [date for date in before.with_near().dates if date.precision == "day" and not date.is_range]
        if before.block == scene.block and near and not _of_force(before, near[-1]):
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
    if closing := _day_of_meeting(prose, scene):
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
            if date.precision == "day" and not date.is_range and not date.bound and not _of_force(one, date)
        }
        return next(iter(days.values())) if len(days) == 1 else None
    return next(iter(days.values())) if len(days) == 1 and prose.document.published_on else None


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
_CLOSING = re.compile(
    r"(?:close|end|conclusion|margins|sidelines|occasion|course)\s+of\s+(?:the|this|their)\s+(?:session|meeting|visit|talks|forum)|"
    r"(?:término|cierre|margen|marco|finalizar|concluir|finalización|conclusión)\s+(?:de\s+la|del|de\s+su|la|el)\s+"
    r"(?:sesión|reunión|encuentro|visita|foro|jornada)|(?:회담|회의|면담|방문|공동위|위원회)\s?(?:직후|계기|말미|종료\s?(?:후|직후))|이번\s계기|이를\s계기",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"meeting|session|visit|talks|forum|sesi[oó]n|reuni[oó]n|encuentro|visita|foro|회담|회의|면담|방문|위원회|공동위|협의회",
    re.IGNORECASE,
)


def _day_of_meeting(prose: Prose, scene: Scene) -> DateSpan | None:
    """The day of the meeting at whose end something was signed: of the last sentence above that dates a meeting.

    In minutes that is the head; two days in that sentence decide nothing.
    """
    if not _CLOSING.search(scene.text):
        return None
    if day := _day_above(prose, scene):
        return day
    opening = [_days_of(one) for one in prose.scenes[: min(6, scene.number)] if _MEETING.search(one.text)]
    first = next((days for days in opening if days), [])
    released = prose.document.published_on is not None and re.search(r"종료|직후", scene.text)
    return first[0] if released and len(first) == 1 else None  # the meeting that a release reports in its first lines


def _day_above(prose: Prose, scene: Scene) -> DateSpan | None:
    """The one day of the nearest sentence above that dates a meeting; in minutes, of their head."""
    published = prose.document.published_on or ""
    for above in reversed(prose.scenes[max(0, scene.number - 4) : scene.number]):
        days = [day for day in _days_of(above) if not published or day.value[: len(published)] <= published]
        if days and _MEETING.search(above.text):
            return days[0] if len(days) == 1 else None
        if phrases("today", "words").search(above.text) and _MEETING.search(above.text):
            return _date_of_letter(prose, above)
    heads = [above for above in prose.scenes[: min(4, scene.number)] if _days_of(above)]
    record = re.search(
        r"\bminutes\b|summary record|\bacta\b|\bminuta\b|회의록|의사록", prose.document.text[:400], re.IGNORECASE
    )
    if record and (done := _day_done(prose)):
        return done
    days = _days_of(heads[0]) if heads and record else []
    return days[0] if len(days) == 1 else None


_DONE = re.compile(r"\b(?:[Dd]one|[Ss]igned|[Hh]echo|[Ff]irmad[oa]|[Ss]uscrit[oa])\s+(?:in|at|en)\s+[^.;]{2,60}?$")


def _day_done(prose: Prose) -> DateSpan | None:
    """The day at the end of minutes: Done in Ankara on 23 May 2024."""
    for scene in reversed(prose.scenes[-8:]):
        for date in _days_of(scene):
            if _DONE.search(scene.text[: date.start - scene.start]):
                return date
    return None


def _days_of(scene: Scene) -> list[DateSpan]:
    days = [
        date
        for date in scene.with_near().dates
        if date.precision == "day" and not date.is_range and not date.bound and not _of_force(scene, date)
    ]
    return list({date.value: date for date in days}.values())


def _same_day(prose: Prose, scene: Scene) -> DateSpan | None:
    """The day that "the same day" means: the last day above that takes its year from the head, otherwise the last
    day."""
    above = [
        date
        for one in prose.scenes[max(0, scene.number - 12) : scene.number]
        for date in one.with_near().dates
        if date.precision == "day" and not date.is_range and not _of_force(one, date)
    ]
    signings = [
        date
        for one in prose.scenes[max(0, scene.number - 12) : scene.number]
        if (verb := phrases("signed", "past").search(one.text))
        for date in one.with_near().dates
        if date.precision == "day" and not date.is_range and date.basis != "printed"
        if date.end <= one.at(verb.start()) or not is_hangul(verb.group()[0])
    ]
    from_head = signings or [date for date in above if date.basis == "head"]
    days = from_head or above
    return days[-1] if days else None


def date_of_lead(prose: Prose, scene: Scene, heading: bool = False) -> DateSpan | None:
    """The date of a list of instruments that were signed together: in its lead, or in the sentences that it refers to."""
    days = [date for date in scene.dates if not date.is_range and date.precision in ("day", "month")]
    if days:
        return days[-1]
    if heading:
        return _day_above(prose, scene)
    if not phrases("listed", "occasion").search(scene.text):
        return None
    above = [date for one in prose.scenes[max(0, scene.number - 4) : scene.number] for date in one.dates]
    days = [date for date in above if date.precision == "day" and not date.is_range and not date.bound]
    return days[0] if len({date.value for date in days}) == 1 else None


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
            return _date_of_letter(prose, scene)
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
