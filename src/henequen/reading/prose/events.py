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
from henequen.reading.prose.instrument_parties import both_sides
from henequen.reading.prose.phrase_patterns import compile_patterns, without_adverbs
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose, Scene

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
    events = [
        proposal
        for scene in prose.scenes
        if scene.kind not in ("caption", "footnote") and (scene.dates or scene.near or _day_before(prose, scene))
        for proposal in _read(prose, _with_day_before(prose, scene).with_near(), scene.number in instruments)
    ]
    seen: set[tuple[str, str]] = set()
    for proposal in events:
        key = (_date(proposal), str(proposal.fields["type"]))
        finer = any(
            other.fields["type"] == key[1] and _date(other).startswith(key[0] + "-") and _shares_side(proposal, other)
            for other in events
        )
        if key not in seen and not finer:
            seen.add(key)
            yield proposal


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


def _read(prose: Prose, scene: Scene, has_instrument: bool) -> Iterator[Proposal]:
    """The events of one sentence, each with the date nearest to its word."""
    if _words("called_off").search(scene.text):
        return
    candidates: dict[int, tuple[int, str, DateSpan, bool]] = {}
    for match, kind, behind in _happenings(scene.text):
        if re.match(r"[^,]{0,6}(?:이후|이래)|\s?\d{1,3}주년", scene.text[match.end() :]):
            continue
        if re.search(
            r"\d{2,3}(?:th|st|nd|rd)\s+anniversary|aniversario|주년",
            scene.text[max(0, match.start() - 60) : match.start()],
        ):
            kind = "commemoration"
        if has_instrument and kind in ("signing", "agreement", "announcement", "negotiation", "conference", "founding"):
            continue
        if kind == "announcement" and not re.search(
            r"plan|plant|policy|programa|planta|política|재개|선언", scene.text
        ):
            continue
        date = _date_for(scene, match)
        if date is None:
            continue
        if date.precision not in ("day", "month") and not _is_beside(scene, match, date, kind):
            continue
        if date.precision == "year" and kind == "visit" and _COUNTED.search(scene.text[: match.start()]):
            continue  # 434,533 Australians visited Fiji in 2023: a figure
        if date.precision == "year" and (date.basis == "relative" or _is_far(prose, date)):
            continue  # 올해 수교 60주년, 2050년 탄소중립: what the year is about, not when it happened
        planned = _is_planned(scene.text, match)
        hypothesis = _words("hypothetical").search(scene.text, max(0, match.start() - 30), match.end() + 12)
        if not planned and hypothesis and not hypothesis.group().startswith("May"):
            continue
        distance = min(abs(date.start - scene.start - match.end()), abs(match.start() - date.end + scene.start))
        noun = bool(re.search(r"\s(?:of|by|de|del)$", match.group()))
        rank = behind + distance + (80 if kind in ("conference", "visit") else 0) + (160 if noun else 0)
        if date.start not in candidates or rank < candidates[date.start][0]:
            candidates[date.start] = (rank, kind, date, planned)
    if not candidates and not has_instrument:
        candidates = _by_noun(scene)
    for _, kind, date, planned in candidates.values():
        yield _proposal(prose, scene, kind, date, planned)


def _is_far(prose: Prose, date: DateSpan) -> bool:
    published = prose.document.published_on
    return bool(published and date.year and date.year > int(published[:4]) + 5)


_DATED = ("meeting", "visit", "conference", "fair", "performance", "exhibition", "commemoration", "launch", "accession")
"""Events that have a day: a year somewhere in the sentence is more often that of something else."""


def _is_beside(scene: Scene, found: re.Match[str], date: DateSpan, kind: str) -> bool:
    """Is a year, half-year or quarter so near to the word that it can only be its own?"""
    start, end = date.start - scene.start, date.end - scene.start
    between = scene.text[min(end, found.end()) : max(start, found.start())]
    if re.search(r"[가-힣]", found.group()):
        return len(between) <= (16 if kind in _DATED else 24)
    return len(between) <= 60 or kind not in _DATED


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
        date = _date_for(scene, word)
        if date is None or (date.basis == "relative" and date.precision == "year"):
            continue
        start, end = date.start - scene.start, date.end - scene.start
        between = scene.text[min(end, word.end()) : max(start, word.start())]
        if date.precision not in ("day", "month") and not (
            _ORDINAL.search(scene.text[: word.end()]) and len(between) < 24
        ):
            continue
        if len(between) > _NEAR or re.search(r"[()]", between.strip("( ")):
            continue
        kind = kinds[re.sub(r"\s+", " ", word.group()).casefold()]
        if date.start not in found or len(between) < found[date.start][0]:
            found[date.start] = (len(between), kind, date, _is_planned(scene.text, word))
    return found


_COUNTED = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+\s+(?:[\w-]+\s+){1,4}$")
"""A number of people in front of a verb."""
_PAST = re.compile(r"\b(?:paid|took|went|met|held|led|was|were|hosted|[a-z]{3,}ed|[a-záéíóú]{3,}(?:ó|aron|ieron))\b")
_FUTURE = re.compile(r"\b(?:will|shall|to\s+be|is\s+due|are\s+due|is\s+to|are\s+to|next|\w+r[áé]n?|próxim[oa])\b")
_ORDINAL = re.compile(
    r"제?\s?\d{1,3}차[^.,]{0,24}$|\b(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next)\b[^.,;]{0,60}$"
    r"|\b(?:[IVX]{1,5}|primera|segunda|tercera|cuarta|quinta|sexta|séptima|octava|novena|décima|próxima)\b[^.,;]{0,60}$",
    re.IGNORECASE,
)
"""A numbered session is an event in its year even without a day: 제4차 공동위는 2026년 서울."""
_NEAR = 80
"""Characters between a noun and the date of the event that it names."""
_NOT_HELD = re.compile(
    r"\b(?:decision|resolution|letter|note|report|article|circular|minutes|statement|invoice|paragraph)s?\s+(?:of|dated)\b|"
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


def _date_for(scene: Scene, match: re.Match[str]) -> DateSpan | None:
    """The date of the event: in the same clause, not a deadline, and not the start of a period ("since")."""
    best: tuple[int, DateSpan] | None = None
    finer = any(date.precision == "day" for date in scene.dates)
    for date in scene.dates:
        start, end = date.start - scene.start, date.end - scene.start
        late = date.bound == "end_of" and re.search(
            r"\b(?:will|before|by|antes|shall|para)\b|까지|이전", scene.text[max(0, start - 90) : end]
        )
        if date.bound in ("by", "before") or late or _is_background(scene.text, start, end):
            continue
        between = scene.text[min(end, match.end()) : max(start, match.start())]
        if len(between) > 150 or ";" in between or re.search(r"\.\s", between):
            continue
        behind = start > match.end() and re.search(r"[가-힣]", match.group())
        penalty = (
            len(between)
            + (50 if behind else 0)
            + (90 if date.precision == "year" and finer else 0)
            + (60 if start > match.end() and re.search(r",", between) else 0)
        )
        if date.precision == "decade" or (date.is_range and date.precision == "year"):
            continue
        if best is None or penalty < best[0]:
            best = (penalty, date)
    return best[1] if best else None


def _is_background(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    if "부터" in text[start:end]:
        return False
    return bool(
        re.search(r"\b(?:since|desde|until|hasta|by|before|antes de)\s+(?:the\s+|el\s+)?$", before, re.IGNORECASE)
        or re.match(r"(?:Since|Desde)\s[^;.]{0,60}$", text[:start])
    ) or bool(
        re.match(
            r"\s?(?:(?:출범|발효|설립|개소|발족)\s)?(?:이래|이후)|\s?(?:까지|부터(?!\s?\d{1,2}일까지)(?![^.]{0,30}(?:열린|열리|열렸|개최|전시|상영|진행))|대비|기준|발효|\(?현지시간\)?\s?이후)",
            after,
        )
    )


def _proposal(prose: Prose, scene: Scene, kind: str, date: DateSpan, planned: bool) -> Proposal:
    countries = sorted(
        {code for place in scene.places if (code := prose.country(place))} | set(both_sides(prose, scene.text))
    )
    people = people_in(prose, scene)
    countries = sorted({*countries, *(person.country for person in people if person.country)})
    subdivisions = sorted(
        {
            place.codes[0]
            for place in scene.places
            if place.kind in ("subdivision", "city") and len(set(place.codes)) == 1
        }
    )
    if not planned:
        date = _of_last_year(prose, scene, date)
    fields: dict[str, object] = {"type": kind, "title": _title(scene), "date": date.as_date()}
    where = next(
        (
            place
            for place in scene.places
            if place.kind in ("subdivision", "city") and _is_site(scene, place.start, place.end)
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
    quotes.add_countries(prose, list(countries))
    return Proposal(prose.document.name, "event", fields, quotes.evidence())


def _of_last_year(prose: Prose, scene: Scene, date: DateSpan) -> DateSpan:
    """A day without a year after the date of the document, in the past tense: it was a year before."""
    published = prose.document.published_on
    first = date.value.split("/")[0]
    if not published or date.basis != "head" or date.precision != "day" or first <= published or len(published) < 10:
        return date
    if first[5:7] == published[5:7] or _FUTURE.search(scene.text) or not _PAST.search(scene.text):
        return date
    year = str(int(first[:4]) - 1)
    return replace(date, value="/".join(year + day[4:] for day in date.value.split("/")))


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
