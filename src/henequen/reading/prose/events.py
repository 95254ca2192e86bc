"""Events in running text: past or planned, with date, place and participants. Each needs a printed date.

A sentence about an outlook ("is expected to persist") is not an event; a planned one keeps its plan as its status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from henequen.reading.document import Proposal
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.actors import people_in
from henequen.reading.prose.event_calendar import calendar_entry
from henequen.reading.prose.event_dates import date_for, is_beside, is_far, of_last_year, of_next_year
from henequen.reading.prose.event_founding import kind_of_founding
from henequen.reading.prose.event_off import called_off
from henequen.reading.prose.event_references import is_amount, is_count, is_reference
from henequen.reading.prose.event_series import further_dates, part_of, repeated
from henequen.reading.prose.instrument_parties import both_sides
from henequen.reading.prose.lists import leads
from henequen.reading.prose.phrase_patterns import compile_patterns, without_adverbs
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import COUNTRY, Prose, Scene

__all__ = ["read_events"]


@cache
def _types() -> tuple[re.Pattern[str], dict[str, str]]:
    types: dict[str, str] = {}
    for kind, words in read_toml("prose", "events")["types"].items():
        for word in words:
            types.setdefault(word.casefold(), kind)
    return re.compile(alternation(types), re.IGNORECASE), types


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of each type of event in a language, or in Hangul."""
    table = read_toml("prose", "event_patterns")
    if language == "hangul":
        return tuple((kind, re.compile("|".join(words))) for kind, words in table["hangul"].items())
    return tuple(
        (kind, compile_patterns(patterns[language], language, table["classes"]))
        for kind, patterns in table["patterns"].items()
    )


@cache
def _idioms() -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "event_patterns")["idioms"]["words"]), re.IGNORECASE)


def _happenings(text: str) -> Iterator[tuple[re.Match[str], str, int]]:
    """The words of a happening with its type: those of the list first, then those that only a pattern finds."""
    pattern, types = _types()
    idioms = [found.span() for found in _idioms().finditer(text)]
    for match in pattern.finditer(text):
        yield match, types[re.sub(r"\s+", " ", match.group()).casefold()], 0
    languages = [name for name, expression in _LANGUAGES.items() if expression.search(text)]
    for language in languages:
        for kind, expression in _patterns(language):
            for match in expression.finditer(text if language == "hangul" else without_adverbs(text, language)):
                if match.group().strip() and not any(
                    start < match.end() and match.start() < end for start, end in idioms
                ):
                    yield match, kind, 30


_LANGUAGES = {
    "english": re.compile(r"\b(?:the|to|of|and|on|in|a|at)\b", re.IGNORECASE),
    "spanish": re.compile(r"\b(?:el|la|los|las|de|del|se|un|una|en)\b", re.IGNORECASE),
    "hangul": re.compile(r"[가-힣]"),
}


@cache
def _words(group: str) -> re.Pattern[str]:
    return re.compile(alternation(read_toml("prose", "events")[group]["words"]), re.IGNORECASE)


def read_events(prose: Prose, instruments: set[int]) -> Iterator[Proposal]:
    """Propose one event for each date of a sentence with a word of an event.

    `instruments` are the sentences whose date is that of an instrument's signature or force: they are not also events.
    """
    duties = frozenset(number for number, lead in leads(prose).items() if lead.kind != "instrument")
    events = [
        proposal
        for scene in prose.scenes
        if scene.kind not in ("caption", "footnote") and (scene.dates or scene.near or _day_before(prose, scene))
        for proposal in _read(prose, _with_day_before(prose, scene).with_near(), scene.number in instruments, duties)
    ]
    best: dict[tuple[str, str], Proposal] = {}
    for proposal in events:
        key = (_date(proposal), str(proposal.fields["type"]))
        if key not in best or (_is_told(proposal) and not _is_told(best[key])):
            best[key] = proposal
    for proposal in events:
        key = (_date(proposal), str(proposal.fields["type"]))
        finer = any(
            other.fields["type"] == key[1] and _date(other).startswith(key[0] + "-") and _shares_side(proposal, other)
            for other in events
        )
        if best[key] is proposal and not finer:
            yield proposal


def _is_told(proposal: Proposal) -> bool:
    """Is the event reported in a sentence, and not only named by a heading or in brackets?"""
    return bool(re.search(r"[.다]\W*$", proposal.evidence[0].quote)) and len(proposal.evidence[0].quote) > 40


def _day_before(prose: Prose, scene: Scene) -> Scene | None:
    """The sentence before if it is only a date: 22 de agosto. Rueda virtual de negocios."""
    before = prose.scenes[scene.number - 1] if scene.number > 0 else None
    if before is None or before.block != scene.block or before.end - before.start > 60 or scene.start - before.end > 3:
        return None
    dated = before.with_near()
    if len(dated.dates) != 1 or not before.text.rstrip().endswith("."):
        return None
    date = dated.dates[0]
    rest = before.text[: date.start - before.start] + before.text[date.end - before.start :]
    return dated if re.fullmatch(r"\W*(?:(?:del?|el|on|from)\W+)?", rest, re.IGNORECASE) else None


def _with_day_before(prose: Prose, scene: Scene) -> Scene:
    """The sentence together with the sentence before it, which is only a date."""
    before = _day_before(prose, scene)
    if before is None or scene.dates or scene.near:
        return scene
    gap = prose.document.text[before.end : scene.start]
    head = re.sub(r"\.\s*$", lambda found: "," + " " * (len(found.group()) - 1), before.text) + " " * len(gap)
    return replace(
        scene,
        start=before.start,
        text=head + scene.text,
        mask=before.mask + " " * len(gap) + scene.mask,
        places=(*before.places, *scene.places),
        dates=before.dates,
        amounts=(*before.amounts, *scene.amounts),
    )


def _date(proposal: Proposal) -> str:
    date = proposal.fields["date"]
    return str(date["value"]) if isinstance(date, dict) else ""


def _shares_side(first: Proposal, second: Proposal) -> bool:
    one, two = first.fields.get("countries"), second.fields.get("countries")
    return isinstance(one, list) and isinstance(two, list) and bool(set(one) & set(two))


def _read(prose: Prose, scene: Scene, has_instrument: bool, duties: frozenset[int]) -> Iterator[Proposal]:
    """The events of one sentence, each with the date nearest to its word."""
    off = called_off(scene)
    if off == [(0, len(scene.text))] or _is_mail_line(scene.text):
        return
    candidates: dict[int, tuple[int, str, DateSpan, bool]] = {}
    recognised = _RECOGNISED.search(scene.mask)
    if recognised and (known := date_for(scene, recognised)):
        candidates[known.start] = (0, "agreement", known, False)
    for match, kind, behind in _happenings(scene.text):
        if re.match(r"[^,]{0,6}(?:이후|이래)|\s?\d{1,3}주년", scene.text[match.end() :]):
            continue
        marked = _ANNIVERSARY.search(scene.text, max(0, match.start() - 60), match.start())
        kind = "commemoration" if marked else kind
        kind = kind_of_founding(kind, scene.text[: match.start()])
        if not kind or (kind in ("migration", "visit") and is_amount(scene, match.end())):
            continue  # las exportaciones llegaron a US$ 18 millones
        if has_instrument and kind in ("signing", "agreement", "announcement", "negotiation", "conference", "founding"):
            continue
        if kind == "announcement" and not re.search(
            r"plan|plant|policy|programa|planta|política|재개|선언", scene.text
        ):
            continue
        date = date_for(scene, match)
        if date is None:
            continue
        if date.precision not in ("day", "month") and not is_beside(scene, match, date, kind):
            continue
        if date.precision == "year" and (
            (kind == "visit" and is_count(scene, match.start())) or is_reference(scene, date)
        ):
            continue  # 434,533 Australians visited Fiji in 2023: a figure
        if date.precision == "year" and (date.basis == "relative" or is_far(prose, date)):
            continue  # 올해 수교 60주년, 2050년 탄소중립: what the year is about, not when it happened
        planned = _is_planned(scene.text, match)
        hypothesis = _words("hypothetical").search(scene.text, max(0, match.start() - 30), match.end() + 12)
        if not planned and hypothesis and not hypothesis.group().startswith("May"):
            continue
        distance = min(abs(date.start - scene.start - match.end()), abs(match.start() - date.end + scene.start))
        noun = bool(re.search(r"\s(?:of|by|de|del)$", match.group()))
        rank = behind + distance + (80 if kind in ("conference", "visit") else 0) + (160 if noun else 0)
        rank += 200 if marked and _OCCASION.search(scene.text, 0, marked.start()) else 0
        if date.start not in candidates or rank < candidates[date.start][0]:
            candidates[date.start] = (rank, kind, date, planned)
    if not has_instrument:
        named = _by_noun(scene)
        if candidates:  # another happening of the sentence, if its name is next to its own date
            named = {start: one for start, one in named.items() if one[0] <= _BESIDE and start not in candidates}
        candidates |= named
    entry = calendar_entry(prose, scene) if not has_instrument else None
    if entry and not candidates:
        word = _nouns()[0].search(scene.text)
        kind = _nouns()[1][re.sub(r"\s+", " ", word.group()).casefold()] if word else "conference"
        yield _proposal(prose, scene, kind, entry[0], False, entry[2])
    for rank, kind, date, planned in list(candidates.values()):
        for other in further_dates(scene, date):
            candidates.setdefault(other.start, (rank, kind, other, planned))
    for later, earlier in repeated(scene, [date for _, _, date, _ in candidates.values()]):
        candidates.setdefault(later.start, (0, candidates[earlier.start][1], later, False))
    candidates = {
        start: one
        for start, one in candidates.items()
        if not any(first <= start - scene.start < last for first, last in off)
    }
    dates = [date for _, _, date, _ in candidates.values()]
    for _, kind, date, planned in candidates.values():
        published = prose.document.published_on or ""
        duty = scene.number in duties and date.value >= published[: len(date.value)]
        held = date.precision in ("quarter", "half-year") and _HELD.search(scene.text) and _ORDINAL.search(scene.text)
        if duty and not held and date.precision != "day" and (kind == "visit" or date.precision != "month"):
            continue  # an item of a list of commitments: a mission is to be organised in the second quarter
        if entry and date.start == entry[0].start:
            yield _proposal(prose, scene, kind, entry[0], planned, entry[2])
        else:
            yield _proposal(prose, scene, kind, date, planned, part=part_of(scene, date, dates))


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds: dict[str, str] = {}
    for kind, words in read_toml("prose", "events")["nouns"].items():
        for word in words:
            kinds.setdefault(word.casefold(), kind)
    return re.compile(alternation(kinds), re.IGNORECASE), kinds


def _by_noun(scene: Scene) -> dict[int, tuple[int, str, DateSpan, bool]]:
    """Events that only a noun names, next to a day or a month: the concert on 3 May, la Expo Chaco, 상담회(9.3)."""
    pattern, kinds = _nouns()
    if (
        any(amount.unit for amount in scene.amounts)
        or _words("hypothetical").search(scene.text)
        or _NOT_HELD.search(scene.text)
    ):
        return {}
    found: dict[int, tuple[int, str, DateSpan, bool]] = {}
    for word in pattern.finditer(scene.text):
        date = date_for(scene, word)
        if date is None or (date.basis == "relative" and date.precision == "year"):
            continue
        start, end = date.start - scene.start, date.end - scene.start
        between = scene.text[min(end, word.end()) : max(start, word.start())]
        if date.precision not in ("day", "month") and not (
            _ORDINAL.search(scene.text[: word.end()]) and len(between) < 24
        ):
            continue
        if len(between) > _NEAR or ")" in between or ("(" in between.strip("( ") and start < word.start()):
            continue
        kind = kinds[re.sub(r"\s+", " ", word.group()).casefold()]
        if date.start not in found or len(between) < found[date.start][0]:
            found[date.start] = (len(between), kind, date, _is_planned(scene.text, word))
    return found


_ORDINAL = re.compile(
    r"제?\s?\d{1,3}차[^.,]{0,24}$|\b(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next)\b[^.,;]{0,60}$"
    r"|\b(?:[IVX]{1,5}|primera|segunda|tercera|cuarta|quinta|sexta|séptima|octava|novena|décima|próxima)\b[^.,;]{0,60}$",
    re.IGNORECASE,
)
"""A numbered session is an event in its year even without a day: 제4차 공동위는 2026년 서울."""
_HELD = re.compile(r"개최하기로|열기로|\b(?:celebrar|convocar|realizar|hold|convene)\b", re.IGNORECASE)
"""A numbered session that a list of duties fixes is an event as well."""
_BESIDE = 12
"""Characters between them if the sentence has another event."""
_NEAR = 80
"""Characters between a noun and the date of the event that it names."""
_NOT_HELD = re.compile(
    r"\b(?:policy\s+brief|working\s+paper|bulletin|newsletter)\b|\b(?:decision|resolution|letter|note|report|article|circular|minutes|statement|invoice|paragraph)s?\s+(?:of|dated)\b|"
    r"\b(?:nota|carta|oficio|informe|resolución|decreto|acta|párrafo)\s+(?:del?|de fecha)\b|"
    r"\b(?:published|updated|accessed|issued|publicado|actualizado|consultado)\b|게시|등록|작성일|배포|보도시점",
    re.IGNORECASE,
)
"""Sentences whose date is that of a paper."""


def _is_planned(text: str, match: re.Match[str]) -> bool:
    """Is the event only planned? In Hangul the plan is the verb at the end of the sentence."""
    if re.search(r"[가-힣]", match.group()):
        ending = text[-26:]
        return bool(
            re.search(
                (
                    r"(?:예정|계획|방침)(?:이다|임|입니다|이라고|이며|이고)?[\s.)\]\"”’끝]*$|(?:할|될|"
                    r"가질)\s?(?:예정|계획)"
                ),
                ending,
            )
        ) or bool(re.match(r"[^,]{0,10}(?:할\s?)?(?:예정|계획)", text[match.end() :]))
    return bool(_words("planned").search(text, max(0, match.start() - 20), min(len(text), match.end() + 60)))


_ANNIVERSARY = re.compile(r"\d{2,3}(?:th|st|nd|rd)\s+anniversary|aniversario|주년", re.IGNORECASE)
_OCCASION = re.compile(
    r"\b(?:as\s+part\s+of|on\s+the\s+occasion\s+of|to\s+mark|to\s+celebrate|como\s+parte\s+del?|en\s+el\s+marco\s+del?|con\s+(?:motivo|ocasión)\s+del?)"
    r"\s+(?:the\s+|los\s+|su\s+)?(?:\d+\w*\s+)?$",
    re.IGNORECASE,
)
"""An anniversary that is only the occasion of what the sentence reports."""
_RECOGNISED = re.compile(rf"{COUNTRY}\s+(?:recogni[sz]ed|reconoció\s+a)\s+(?:the\s+)?{COUNTRY}")
_MAIL = re.compile(r"\W*(?:On|El)\s.{4,120}\b(?:wrote|escribió)\s*:")
"""The line above a quoted message."""


def _is_mail_line(text: str) -> bool:
    """Is the sentence the line above a quoted message, with at most a short line of it?"""
    match = _MAIL.match(text)
    return match is not None and len(text) - match.end() < 80


def _proposal(
    prose: Prose,
    scene: Scene,
    kind: str,
    date: DateSpan,
    planned: bool,
    shown: tuple[int, int] | None = None,
    part: tuple[int, int] | None = None,
) -> Proposal:
    """The event of a date; `shown` is another passage that its meaning needs, `part` the part of the sentence around its
    date."""
    first, last = part or (scene.start, scene.end)
    countries = sorted(
        {code for place in scene.places if (code := prose.country(place))} | set(both_sides(prose, scene.text))
    )
    people = people_in(prose, scene)
    countries = sorted({*countries, *(person.country for person in people if person.country)})
    subdivisions = sorted(
        {
            place.codes[0]
            for place in scene.places
            if place.kind in ("subdivision", "city") and len(set(place.codes)) == 1 and first <= place.start < last
        }
    )
    date = of_next_year(prose, scene, date) if planned else of_last_year(prose, scene, date)
    fields: dict[str, object] = {"type": kind, "title": _title(scene), "date": date.as_date()}
    where = next(
        (
            place
            for place in scene.places
            if place.kind in ("subdivision", "city")
            and first <= place.start < last
            and _is_site(scene, place.start, place.end)
        ),
        None,
    )
    if where:
        fields["place"] = where.text
    if people:
        fields["participants"] = [person.name for person in people]
    if countries:
        fields["countries"] = countries
    if subdivisions:
        fields["subdivisions"] = subdivisions
    if planned:
        fields["status"] = "planned"
    quotes = Quoted(prose.document, scene.start, scene.end, date.start, date.end)
    if date.basis != "printed":
        quotes.add_head()
    if date.source:
        quotes.add(*date.source)
    if shown:
        quotes.add(*shown)
    quotes.add_countries(prose, list(countries))
    return Proposal(prose.document.name, "event", fields, quotes.evidence())


def _is_site(scene: Scene, start: int, end: int) -> bool:
    before = scene.text[max(0, start - scene.start - 14) : start - scene.start]
    after = scene.text[end - scene.start : end - scene.start + 3]
    return bool(re.search(r"\b(?:in|at|en)\s+(?:the\s+|la\s+)?$", before)) or bool(
        re.match(r"\s?에서|,?\s", after) and "에서" in after
    )


def _title(scene: Scene) -> str:
    """The sentence itself, without the mark of its list; at most 160 characters, cut at a word."""
    text = re.sub(r"\s+", " ", re.sub(r"^\s*(?:[□■○●◇◆▪•·※*#-]|[ㅇo]\s)+\s*", "", scene.text)).strip()
    if len(text) <= 160:
        return text
    return text[:160].rsplit(" ", 1)[0]
