"""Dates that only their context decides: "1 August of the same year", "el día 10", "on Tuesday", "지난 3월", "28일".

The first kind takes its year from the date before it, with that date as its source. The others are days and months near
the date of the document: behind it if the sentence plans something, otherwise before it. They date what happened; no
figure takes its period from them.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from henequen.reading.grammar.calendar_spans import DateSpan, day_in_calendar
from henequen.reading.grammar.dates_of_stays import is_of_other_act, stay_above
from henequen.reading.grammar.dates_without_year import month_number, ordinal_number
from henequen.reading.grammar.numbers import number_of_words
from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["NearDate", "find_near_dates", "with_year_of_before"]


@dataclass(frozen=True, slots=True)
class NearDate:
    """A date near that of the document: its reading in a sentence about the past, and in one about a plan."""

    past: DateSpan
    ahead: DateSpan | None = None


@cache
def _context(name: str) -> str:
    return alternation(read_toml("grammar", "dates_in_context")[name]["words"])


@cache
def _years() -> dict[str, tuple[int, bool]]:
    """The words for a year near another: the shift, and whether it counts from the date of the document."""
    table = read_toml("grammar", "dates_in_context")
    return {
        re.sub(r"\s+", " ", word).casefold(): (shift, of_head)
        for name, shift, of_head in (
            ("same_year", 0, False),
            ("next_year", 1, False),
            ("year_before", -1, False),
            ("this_year", 0, True),
            ("last_year", -1, True),
            ("coming_year", 1, True),
        )
        for word in table[name]["words"]
    }


@cache
def _same_year() -> re.Pattern[str]:
    month = alternation(read_toml("grammar", "dates")["months"], bounded=False)
    years = alternation(_years())
    return re.compile(
        rf"(?:\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|º)?\s+(?:of\s+|de\s+)?)?\b(?P<month>{month})\b\.?,?\s+(?P<year>{years})"
        rf"|\b(?P<month2>{month})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>{years})"
        rf"|(?P<year3>{years})\s?(?P<month3>\d{{1,2}})(?:월(?:\s?(?P<day3>\d{{1,2}})일)?|\.\s?(?P<day4>\d{{1,2}})\.)",
        re.IGNORECASE,
    )


def with_year_of_before(text: str, spans: Sequence[DateSpan], published_on: str | None = None) -> list[DateSpan]:
    """The dates with those that name their year by another date: of the same year, al año siguiente, 같은 해, of this
    year, by the end of the year."""
    parts = list(_parts_of_this_year(text, published_on))
    date_spans: list[DateSpan] = [*_ends(text, published_on), *_months_of_this_year(text, published_on), *parts]
    ranges = [span for span in date_spans if span.is_range or span in parts]
    spans = [span for span in spans if not any(span.start < one.end and one.start < span.end for one in ranges)]
    for match in _same_year().finditer(text):
        named = match.groupdict()
        word = re.sub(r"\s+", " ", named["year"] or named["year2"] or named["year3"]).casefold()
        shift, of_head = _years()[word]
        start, end = match.span()
        if any(one.start <= start < one.end for one in ranges):
            continue
        overlapping = [span for span in spans if span.start < end and start < span.end]
        if any(span.start < start for span in overlapping):
            continue  # a range or a longer date
        before = [span for span in spans if span.end <= start and start - span.end < _FAR]
        before = [span for span in before if span.year and span.basis != "head" and not span.is_range] or [
            span for span in before if span.year
        ]
        spans = [span for span in spans if span not in overlapping]
        if (not of_head and not before) or (of_head and not published_on):
            continue
        year = (int(published_on[:4]) if of_head and published_on else before[-1].year or 0) + shift
        month = named["month"] or named["month2"]
        number = month_number(month) if month else int(named["month3"])
        day = named["day"] or named["day2"] or named["day3"] or named["day4"]
        value = day_in_calendar(year, number, int(day)) if day else f"{year}-{number:02d}" if number <= 12 else None
        if value and of_head:
            date_spans.append(DateSpan(start, end, value, "day" if day else "month", "relative"))
        elif value:
            source = before[-1].source or (before[-1].start, before[-1].end)
            date_spans.append(DateSpan(start, end, value, "day" if day else "month", before[-1].basis, source=source))
    spans = [_of_sentence(text, spans, place) for place in range(len(spans))]
    date_spans = [one for one in date_spans if not any(one.start < span.end and span.start < one.end for span in spans)]
    return sorted((*spans, *date_spans), key=lambda span: span.start)


def _of_sentence(text: str, spans: Sequence[DateSpan], place: int) -> DateSpan:
    """A day whose year would be that of the head, with the year that its own sentence prints before it."""
    span = spans[place]
    if span.basis != "head" or span.precision != "day" or span.bound or not place:
        return span
    before = spans[place - 1]
    near = text[before.end : span.start]
    if stay := stay_above(text, spans, place):
        parts = [f"{stay.value[:4]}{part[4:]}" for part in span.value.split("/")]
        return replace(span, value="/".join(parts), basis="printed", source=(stay.start, stay.end))
    if before.basis != "printed" and before.source is None:
        return span
    if before.precision == "year" and is_of_other_act(text, before):
        return span
    if before.is_range or not before.year or before.precision == "decade" or re.search(r"[.!?;]\s|\n\s*\n|\|", near):
        return span
    if len(near) > _NEXT or before.value.startswith("FY") or before.year > int(span.value[:4]):
        return span
    parts = [f"{before.year}{part[4:]}" for part in span.value.split("/")]
    if before.value[:10] > parts[0][: len(before.value[:10])]:
        return span
    source = before.source or (before.start, before.end)
    return replace(span, value="/".join(parts), basis="printed", source=source)


def _ends(text: str, published_on: str | None) -> Iterator[DateSpan]:
    """By the end of the year, antes de fin de mes, 연내, before the end of Q3: ends near the date of the document."""
    if not published_on or len(published_on) < 7:
        return
    year = int(published_on[:4])
    for name, value, precision in (
        ("end_of_year", str(year), "year"),
        ("end_of_next_year", str(year + 1), "year"),
        ("end_of_month", published_on[:7], "month"),
    ):
        for match in re.compile(_context(name), re.IGNORECASE).finditer(text):
            yield DateSpan(match.start(), match.end(), value, precision, "head", "end_of", match.start())
    quarters = re.compile(
        rf"(?:{_context('end_of')})\s+(?:Q(?P<en>[1-4])|(?P<es>[1-4])T)\b(?!\s*(?:of\s+|de\s+|del\s+)?\d)",
        re.IGNORECASE,
    )
    for match in quarters.finditer(text):
        number = match.group("en") or match.group("es")
        yield DateSpan(match.start(), match.end(), f"{year}-Q{number}", "quarter", "head", "end_of", match.start())


def _months_of_this_year(text: str, published_on: str | None) -> Iterator[DateSpan]:
    """January to August of this year, entre enero y junio del año pasado."""
    if not published_on:
        return
    month = alternation(read_toml("grammar", "dates")["months"], bounded=False)
    named = {word: shift for word, (shift, of_head) in _years().items() if of_head}
    expression = re.compile(
        rf"\b(?P<first>{month})\b\.?\s*(?:-|–|—|to|through|and|until|a|y|hasta)\s*(?P<last>{month})\b\.?,?\s+(?P<year>{alternation(named)})",
        re.IGNORECASE,
    )
    for match in expression.finditer(text):
        first, last = month_number(match.group("first")), month_number(match.group("last"))
        year = int(published_on[:4]) + named[re.sub(r"\s+", " ", match.group("year")).casefold()]
        if first and last and first < last:
            yield DateSpan(match.start(), match.end(), f"{year}-{first:02d}/{year}-{last:02d}", "month", "relative")


def _parts_of_this_year(text: str, published_on: str | None) -> Iterator[DateSpan]:
    """The first quarter of this year, el segundo semestre del año pasado, the first nine months of this year."""
    if not published_on:
        return
    table = read_toml("grammar", "dates")
    named = {word: shift for word, (shift, of_head) in _years().items() if of_head}
    named |= {re.sub(r"^(?:of|de(?=\s)|del)\s+", "", word): shift for word, shift in named.items()}
    expression = re.compile(
        rf"\b(?P<number>{alternation(table['ordinals'])})\s+(?:(?P<quarter>{'|'.join(table['words']['quarter'])})"
        rf"|(?P<half>{'|'.join(table['words']['half'])})|(?P<months>\w+)\s+(?:months|meses))\s+(?:(?:of|de|del)\s+)?(?P<year>{alternation(named)})",
        re.IGNORECASE,
    )
    for match in expression.finditer(text):
        year = int(published_on[:4]) + named[re.sub(r"\s+", " ", match.group("year")).casefold()]
        number = ordinal_number(match.group("number"))
        if match.group("months"):
            word = match.group("months")
            months = int(word) if word.isdigit() else number_of_words(word) or 0
            if number == 1 and 1 < months < 12:
                yield DateSpan(match.start(), match.end(), f"{year}-01/{year}-{months:02d}", "month", "relative")
        elif match.group("quarter") or number <= 2:
            letter, precision = ("Q", "quarter") if match.group("quarter") else ("H", "half-year")
            yield DateSpan(match.start(), match.end(), f"{year}-{letter}{number}", precision, "relative")


_FAR = 400
"""Characters; a date farther back is not the one that "the same year" points to."""


def find_near_dates(text: str, spans: Sequence[DateSpan], published_on: str | None) -> list[NearDate]:
    """Days and months near the date of the document, outside the dates that are printed."""
    if not published_on or len(published_on) < 7:
        return []
    year, month = int(published_on[:4]), int(published_on[5:7])
    last = calendar.monthrange(year, month)[1]
    today = date.fromisoformat(published_on[:10]) if len(published_on) >= 10 else date(year, month, last)
    by_day = len(published_on) >= 10
    covered = bytearray(len(text) + 1)
    for span in spans:
        for index in range(max(0, span.start - 1), min(len(text), span.end + 1)):
            covered[index] = 1
    near_dates: list[NearDate] = []
    days = (*_days_of_month(text, spans, today), *_weekdays(text, spans, today), *_words(text, today))
    for near in (*(days if by_day else ()), *_scheduled(text, today), *_months(text, today)):
        if not any(covered[near.past.start : near.past.end]):
            covered[near.past.start : near.past.end] = b"\x01" * (near.past.end - near.past.start)
            near_dates.append(near)
    return sorted(near_dates, key=lambda near: near.past.start)


_SCHEDULED = re.compile(
    r"(?<![\d.,~-])(?P<month>\d{1,2})\.\s?(?P<day>\d{1,2})(?:\s?[-~∼～–]\s?(?:\d{1,2}\.)?\d{1,2})?\.?(?=\s[가-힣A-Z(])"
)
_BRACKETED = re.compile(r"(?<=[가-힣A-Za-z]\s\()(?P<month>\d{1,2})\.(?P<day>\d{1,2})\.?(?=[),]\s*(?:\n|$|[,·]))")
_HEADING = re.compile(r"일정|행사 계획|calendar|schedule", re.IGNORECASE)


def _scheduled(text: str, today: date) -> Iterator[NearDate]:
    """Month and day as 3.11 below a heading that announces dates, or in brackets at the end of a line in Hangul."""
    if not re.search(r"[가-힣]", text):
        return
    for expression in (_SCHEDULED, _BRACKETED):
        for match in expression.finditer(text):
            above = [
                line for line in text[max(0, match.start() - 360) : match.start()].split("\n") if 1 < len(line) < 40
            ]
            if expression is _SCHEDULED and not any(_HEADING.search(line) for line in above):
                continue
            value = day_in_calendar(today.year, int(match.group("month")), int(match.group("day")))
            if value:
                yield NearDate(DateSpan(match.start(), match.end(), value, "day", "relative"))


def _words(text: str, today: date) -> Iterator[NearDate]:
    """Today, yesterday, ayer, 어제."""
    table = read_toml("grammar", "dates_in_context")["days"]
    shifts = {word.casefold(): int(shift) for word, shift in table.items()}
    for match in re.compile(alternation(shifts), re.IGNORECASE).finditer(text):
        day = today + timedelta(days=shifts[re.sub(r"\s+", " ", match.group()).casefold()])
        yield NearDate(DateSpan(match.start(), match.end(), day.isoformat(), "day", "relative"))


def _weekdays(text: str, spans: Sequence[DateSpan], today: date) -> Iterator[NearDate]:
    """On Tuesday, este jueves, 지난 화요일; not the weekday of a printed date."""
    table = read_toml("grammar", "dates_in_context")
    days = {word.casefold(): int(number) for word, number in table["weekdays"].items()}
    expression = re.compile(
        rf"(?:(?P<how>{_context('this_past')}|{_context('this_next')}|{_context('this')})\s+)?(?P<day>{alternation(days)})"
        rf"(?P<after>\s+(?:{_context('behind_past')}|{_context('behind_next')}))?",
        re.IGNORECASE,
    )
    ends = {span.start for span in spans} | {span.end for span in spans}
    for match in expression.finditer(text):
        near = range(match.start() - 4, match.end() + 5)
        if not ends.isdisjoint(near) or not (match.group("how") or match.group("after")):
            continue
        number = days[match.group("day").casefold()]
        back = (today.weekday() - number) % 7
        past, ahead = today - timedelta(days=back), today + timedelta(days=(number - today.weekday()) % 7)
        how = re.sub(r"\s+", " ", f"{match.group('how') or ''} {match.group('after') or ''}").strip()
        span = DateSpan(match.start(), match.end(), past.isoformat(), "day", "relative")
        later = replace(span, value=ahead.isoformat())
        if re.fullmatch(rf"{_context('this_past')}|{_context('behind_past')}", how, re.IGNORECASE):
            value = past if past != today else past - timedelta(days=7)
            yield NearDate(replace(span, value=value.isoformat()))
        elif re.fullmatch(rf"{_context('this_next')}|{_context('behind_next')}", how, re.IGNORECASE):
            value = ahead if ahead != today else ahead + timedelta(days=7)
            yield NearDate(replace(span, value=value.isoformat()))
        elif re.match(_context("until"), how, re.IGNORECASE):
            yield NearDate(replace(later, bound="by", bound_start=match.start()))
        else:
            yield NearDate(span, later)


_DAY_ONLY = re.compile(
    r"\b(?:el|del)\s+(?:pasado\s+|próximo\s+)?día\s+(?P<es>\d{1,2})\b(?!\s+de\b|[.,]?\d|\s*%)|\b(?:el|del)\s+(?P<how>pasado|próximo)\s+(?P<es2>\d{1,2})\b(?!\s+de\b|[.,]?\d|\s*%)"
    r"|\b(?:mañana|tarde|noche)\s+del\s+(?P<es3>\d{1,2})\b(?!\s+de\b|[.,]?\d|\s*%)"
    r"|\b(?:on|in)\s+the\s+(?:morning|afternoon|evening)\s+of\s+the\s+(?P<en2>\d{1,2})(?:st|nd|rd|th)\b"
    r"|\bon\s+the\s+(?P<en>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of\b|\w+\s+(?:of|anniversary|session|round|meeting)|anniversary|session|meeting|round|floor|century|place))"
    r"|(?<![\d월.\-~]\s)(?<![\d월.,\-~])(?P<ko>\d{1,2})일(?=[\s,(]|부터|까지|에[는도]?\s|자\s|\s?오[전후])"
    r"(?!\s?(?:간|째|이내|동안|만|정도|가량|이상|이하|차|전|후|짜리|내\b|안에|미만|이후|넘게|여))",
    re.IGNORECASE,
)


def _days_of_month(text: str, spans: Sequence[DateSpan], today: date) -> Iterator[NearDate]:
    """The day alone: its month is that of the date before it in the sentence, otherwise of the document."""
    for match in _DAY_ONLY.finditer(text):
        ahead = text[max(0, match.start() - 6) : match.start()]
        shifted = re.search(r"(?P<next>다음\s?달|내달)|(?P<last>지난달)|(?:이달|이번\s?달)", ahead)
        day = int(next(number for name in ("es", "es2", "es3", "en", "en2", "ko") if (number := match.group(name))))
        before = [span for span in spans if span.end <= match.start() and match.start() - span.end < _NEXT]
        before = [
            span
            for span in before
            if span.precision in ("day", "month")
            and (not span.is_range or span.precision == "day")
            and not re.search(r"[.!?]\s|\n", text[span.end : match.start()])
        ]
        source = None
        if shifted:
            move = 1 if shifted.group("next") else -1 if shifted.group("last") else 0
            year, month = today.year + (today.month + move - 1) // 12, (today.month + move - 1) % 12 + 1
        elif before:
            last = before[-1].value.split("/")[-1]
            year, month = int(last[:4]), int(last[5:7])
            source = before[-1].source or (before[-1].start, before[-1].end)
        else:
            year, month = today.year, today.month
            phrase = text[max(0, match.start() - 4) : match.end()]
            if day > today.day and re.search(r"지난|pasado", phrase):
                year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        value = day_in_calendar(year, month, day)
        if value:
            yield NearDate(DateSpan(match.start(), match.end(), value, "day", "relative", source=source))


_NEXT = 200


def _behind() -> str:
    return alternation(read_toml("grammar", "dates")["bounds"]["behind"])


def _months(text: str, today: date) -> Iterator[NearDate]:
    """A month alone, in March, en septiembre, 지난 3월, last month; its year is the nearest that fits."""
    month = alternation(read_toml("grammar", "dates")["months"], bounded=False)
    expression = re.compile(
        rf"\b(?P<word>end\s+of|beginning\s+of|start\s+of|middle\s+of|fines\s+de|finales\s+de|mediados\s+de|principios\s+de|in|during|for|early\s+in|late\s+in|en|durante|by|before|until|para|hasta|antes\s+de)\s+"
        rf"(?:el\s+mes\s+de\s+|early\s+|mid-|late\s+)?(?P<month>{month})\b\.?"
        r"(?!\s*,?\s*(?:of|de|del|this|last|next)?\s*\d)|(?P<how>지난|오는|올)\s?(?P<ko>\d{1,2})월(?!\s?\d{1,2}일)"
        r"|(?<![\d.년])(?<!년\s)(?P<ko2>\d{1,2})월(?=에|\s?중|\s?초|\s?말|로\s?예정|부터)",
        re.IGNORECASE,
    )
    for match in expression.finditer(text):
        word = match.group("month")
        if word and (
            (word[0].islower() and word.casefold() in ("may", "mar", "sept")) or (len(word) < 4 and word != "May")
        ):
            continue
        number = month_number(word) if word else int(match.group("ko") or match.group("ko2"))
        if not 1 <= number <= 12:
            continue
        start = match.start("month") if word else match.start()
        past = today.year - (number > today.month)
        span = DateSpan(start, match.end(), f"{past}-{number:02d}", "month", "relative")
        later = replace(span, value=f"{today.year + (number < today.month)}-{number:02d}")
        if match.group("how") == "지난":
            yield NearDate(span)
        elif match.group("how") == "오는":
            yield NearDate(later)
        elif word and re.match(rf"\s*,?\s+{_behind()}", text[match.end() : match.end() + 40], re.IGNORECASE):
            ends = re.match(r"end|fin", match.group("word"), re.IGNORECASE)
            yield NearDate(replace(later, bound="end_of" if ends else "by", bound_start=match.start()))
        elif word and re.match(_context("until"), match.group("word"), re.IGNORECASE):
            bound = "before" if re.match(r"before|antes", match.group("word"), re.IGNORECASE) else "by"
            yield NearDate(replace(later, bound=bound, bound_start=match.start()))
        elif match.group("how") == "올":
            yield NearDate(replace(span, value=f"{today.year}-{number:02d}"))
        else:
            yield NearDate(span, later)
    for name, shift in (("last_month", -1), ("next_month", 1), ("this_month", 0)):
        for match in re.compile(_context(name), re.IGNORECASE).finditer(text):
            middle = date(today.year, today.month, min(15, calendar.monthrange(today.year, today.month)[1]))
            value = (middle + timedelta(days=30 * shift)).isoformat()[:7]
            yield NearDate(DateSpan(match.start(), match.end(), value, "month", "relative"))
