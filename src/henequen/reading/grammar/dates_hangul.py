"""Dates and periods in Hangul: 1997년 3월 18일, ’16년, 7.4.(월), 2.28(월)~3.2(수), 2024년 1분기, 상반기, 1990년대."""

from __future__ import annotations

import re

from henequen.reading.grammar.calendar_spans import DateSpan, day_in_calendar

__all__ = ["find_hangul_dates"]

_Y = r"(?:(?<!\d)((?:1[5-9]|20|21)\d\d)|[‘’'`′](\d\d))"
_WEEKDAY = r"(?:\s?\([월화수목금토일]\))?"
_TO = rf"{_WEEKDAY}(?:\s?[-~∼～–]\s?|부터\s)"

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("ymd_md", rf"{_Y}년\s?(\d{{1,2}})월\s?(\d{{1,2}})일{_TO}(?:(\d{{1,2}})월\s?)?(\d{{1,2}})일"),
        (
            "ymd_md",
            rf"{_Y}\s?[.]\s?(\d{{1,2}})\s?[.]\s?(\d{{1,2}})[.]?{_TO}(?:(\d{{1,2}})[.]\s?)?(\d{{1,2}})(?![\d.]*\d)[.]?",
        ),
        ("ymd", rf"{_Y}년\s?(\d{{1,2}})월\s?(\d{{1,2}})일"),
        ("ymd", rf"{_Y}\s?[.]\s?(\d{{1,2}})\s?[.]\s?(\d{{1,2}})(?![\d])[.]?"),
        ("fiscal", r"(?<![\d.])((?:19|20)\d\d)\s?[-/~–]\s?(?:\d\d)?\d\d\s?(?:회계\s?연도|회계\s?년도)"),
        ("fiscal", r"(?<![\d.])((?:19|20)\d\d)년?\s?(?:회계\s?연도|회계\s?년도)"),
        ("y_m_m", rf"{_Y}년\s?(\d{{1,2}})(?:월)?\s?[-~∼～–]\s?(\d{{1,2}})월"),
        ("ym", rf"{_Y}년\s?(\d{{1,2}})월(?!\s?\d{{1,2}}일)"),
        ("ym", rf"{_Y}\s?[.]\s?(\d{{1,2}})월"),
        ("yq", rf"{_Y}[.]\s?([1-4])(?:/4)?\s?분기"),
        ("ym_dot", rf"{_Y}[.](\d{{1,2}})(?![\d월년%억만])(?!\s?분기)[.]?"),
        ("yq", rf"{_Y}년\s?(?:제\s?)?([1-4])(?:/4)?\s?분기"),
        ("yh", rf"{_Y}년\s?(상|하)반기"),
        ("y_y", rf"{_Y}년?\s?[-~∼～–]\s?{_Y}년?"),
        ("decade", r"(?<!\d)((?:1[89]|20)\d)0년대"),
        ("y", rf"{_Y}년(?!대|도\s?예산|여|간|째|차)도?"),
        ("y_short", r"[(（]\s?[‘’'`](\d\d)\s?[)）]"),
        ("y_short", r"[‘’'`](\d\d)(?=\s?[:：])"),
        ("y_bare", r"(?<![\d.‘’'])(\d\d)년(?=\s?(?:수출|수입|교역|무역|기준|말\s?기준|투자))"),
        (
            "rel_md",
            r"(지난해|작년|전년|올해|금년|내년)\s?(\d{1,2})월\s?(\d{1,2})일(?:\s?(?:부터|에서|[-~∼～–])\s?(?:(\d{1,2})월\s?)?(\d{1,2})일(?:까지)?)?",
        ),
        (
            "rel_md",
            r"(지난해|작년|전년|올해|금년|내년)\s?(\d{1,2})\.\s?(\d{1,2})\.(?:\s?[-~∼～–]\s?(?:(\d{1,2})\.\s?)?(\d{1,2})\.?)?(?![\d%])(?=\s?[가-힣(,])",
        ),
        ("rel_mm", r"(지난해|작년|올해|금년|내년)\s?(\d{1,2})월?\s?[-~∼～–]\s?(\d{1,2})월(?!\s?\d{1,2}일)"),
        ("rel_m", r"(지난해|작년|전년|올해|금년|내년)\s?(\d{1,2})월(?!\s?\d{1,2}일)"),
        ("rel_h", r"(지난해|작년|올해|금년|내년)\s?(상|하)반기"),
        ("rel_q", r"(지난해|작년|올해|금년|내년)\s?([1-4])분기"),
        ("md_md", rf"(?<![\d.])(\d{{1,2}})월\s?(\d{{1,2}})일?{_TO}(?:(\d{{1,2}})월\s?)?(\d{{1,2}})일"),
        (
            "md_md",
            r"(?<![\d.])(\d{1,2})[.](\d{1,2})[.]?\s?\([월화수목금토일]\)\s?[-~∼～–]\s?(?:(\d{1,2})[.])?(\d{1,2})[.]?\s?\([월화수목금토일]\)",
        ),
        (
            "md_md",
            r"(?:(?<=지난\s)|(?<=오는\s)|(?<=이달\s))(\d{1,2})[.]\s?(\d{1,2})[.]?\s?[~∼～-]\s?(?:(\d{1,2})[.])?(\d{1,2})(?:[.](?!\d)|(?![.\d%]))",
        ),
        (
            "md_md",
            r"(?<=[가-힣」』’”]\()(\d{1,2})[.]\s?(\d{1,2})[.]?\s?[-~∼～–]\s?(?:(\d{1,2})[.]\s?)?(\d{1,2})[.]?(?=,\s?[가-힣])",
        ),
        (
            "md_md",
            r"(?<=[(（])(\d{1,2})[.]\s?(\d{1,2})[.]\s?[-~∼～–]\s?(?:(\d{1,2})[.]\s?)?(\d{1,2})[.](?=\s?[)）])",
        ),
        ("md", r"(?<![\d.])(\d{1,2})월\s?(\d{1,2})일"),
        ("md", r"(?<![\d.])(\d{1,2})[.]\s?(\d{1,2})[.]?\s?\((?:[월화수목금토일])(?:[,\s][^)]{0,12})?\)"),
        ("md", r"(?<![\d.])(\d{1,2})[.](\d{1,2})일"),
        ("md_bare", r"(?<![\d.])(\d{1,2})[.](\d{1,2})[.](?![\d])"),
        ("m", r"(?<![\d.년])(?<!년\s)(\d{1,2})월(?=\s?(?:말|초|중순|중)?\s?(?:까지|이전|내에|중\s|말\s|초\s))"),
        ("rel", r"(지난해|작년|올해|금년|내년)(?!\s?(?:\d{1,2}월|[상하]반기|\d분기))"),
    )
)
_SHIFT = {"지난해": -1, "작년": -1, "전년": -1, "올해": 0, "금년": 0, "내년": 1}
_BOUND = re.compile(
    r"\s?(?:년\s?)?(?:(말|연말)|초순|중순|하순|초|중)?\s?(까지|이전|전까지|내에|이내|내(?!년|역|용|부|내)|안에|안으로)"
)


def find_hangul_dates(text: str, published_on: str | None = None) -> list[DateSpan]:
    """Every date in Hangul of `text`; days without a year take that of `published_on`, and are left out without it."""
    if not re.search(r"[가-힣]|\d{4}\.\s?\d{1,2}\.\s?\d{1,2}\.", text):
        return []
    spans: list[DateSpan] = []
    covered: list[tuple[int, int]] = []
    for rule, pattern in _RULES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in covered):
                continue
            read = _read(rule, match, published_on)
            if read is None:
                continue
            value, precision, basis = read
            covered.append((match.start(), match.end()))
            spans.append(_bounded(text, DateSpan(match.start(), match.end(), value, precision, basis)))
    return sorted(spans, key=lambda span: span.start)


def _bounded(text: str, span: DateSpan) -> DateSpan:
    """`2025년 말까지` is a bound at the end of the year, `2013년 3월 이전` one before the month."""
    match = _BOUND.match(text, span.end)
    if not match or "부터" in text[span.start : span.end]:
        return span  # 6월 12일부터 14일까지 is a period, not a deadline
    whole = span.precision == "year" and match.group(2) in ("안에", "안으로", "내", "내에", "이내")
    bound = "end_of" if match.group(1) or whole else "before" if "전" in match.group(2) else "by"
    return DateSpan(span.start, match.end(), span.value, span.precision, span.basis, bound, span.start)


def _year(long: str | None, short: str | None) -> int:
    """A year in full, or of two digits (’16): before 60 in this century."""
    if long:
        return int(long)
    assert short
    return int(short) + (2000 if int(short) < 60 else 1900)


def _read(rule: str, match: re.Match[str], published_on: str | None) -> tuple[str, str, str] | None:
    part = match.groups()
    if rule.startswith("rel"):
        return _relative(rule, part, published_on)
    if rule == "fiscal":
        return f"FY{part[0]}", "year", "printed"
    if rule == "m":
        month = int(part[0])
        return (f"{published_on[:4]}-{month:02d}", "month", "head") if published_on and 1 <= month <= 12 else None
    if rule in ("md_md", "md", "md_bare"):
        return _of_head(rule, part, published_on)
    if rule == "decade":
        return f"{part[0]}0/{part[0]}9", "decade", "printed"
    if rule == "y_short":
        return str(_year(None, part[0])), "year", "printed"
    if rule == "y_bare":
        value = _year(None, part[0])
        return (str(value), "year", "printed") if published_on and value <= int(published_on[:4]) else None
    year = _year(part[0], part[1])
    if rule == "ymd_md":
        first = day_in_calendar(year, int(part[2]), int(part[3]))
        last = day_in_calendar(year, int(part[4] or part[2]), int(part[5]))
        return (f"{first}/{last}", "day", "printed") if first and last and first < last else None
    if rule == "ymd":
        day = day_in_calendar(year, int(part[2]), int(part[3]))
        return (day, "day", "printed") if day else None
    if rule in ("ym", "ym_dot"):
        return (f"{year}-{int(part[2]):02d}", "month", "printed") if 1 <= int(part[2]) <= 12 else None
    if rule == "y_m_m":
        first_month, last_month = int(part[2]), int(part[3])
        if not 1 <= first_month < last_month <= 12:
            return None
        return f"{year}-{first_month:02d}/{year}-{last_month:02d}", "month", "printed"
    if rule == "yq":
        return f"{year}-Q{part[2]}", "quarter", "printed"
    if rule == "yh":
        return f"{year}-H{1 if part[2] == '상' else 2}", "half-year", "printed"
    if rule == "y_y":
        last_year = _year(part[2], part[3])
        return (f"{year}/{last_year}", "year", "printed") if year < last_year else None
    return str(year), "year", "printed"


def _relative(rule: str, part: tuple[str, ...], published_on: str | None) -> tuple[str, str, str] | None:
    """Last year, this year, next year, of the date of the document."""
    if not published_on:
        return None
    year = int(published_on[:4]) + _SHIFT[part[0]]
    if rule == "rel_mm":
        first, last = int(part[1] or 0), int(part[2] or 0)
        value = f"{year}-{first:02d}/{year}-{last:02d}"
        return (value, "month", "relative") if 1 <= first < last <= 12 else None
    if rule == "rel_md":
        day = day_in_calendar(year, int(part[1]), int(part[2]))
        last_day = day_in_calendar(year, int(part[3] or part[1]), int(part[4])) if part[4] else None
        if not day:
            return None
        return (f"{day}/{last_day}" if last_day and day < last_day else day), "day", "relative"
    if rule == "rel_m":
        return (f"{year}-{int(part[1]):02d}", "month", "relative") if 1 <= int(part[1]) <= 12 else None
    if rule == "rel_h":
        return f"{year}-H{1 if part[1] == '상' else 2}", "half-year", "relative"
    if rule == "rel_q":
        return f"{year}-Q{part[1]}", "quarter", "relative"
    return str(year), "year", "relative"


def _of_head(rule: str, part: tuple[str | None, ...], published_on: str | None) -> tuple[str, str, str] | None:
    """A month and day with the year of the document's date."""
    if not published_on:
        return None
    year, month, day = int(published_on[:4]), int(part[0] or 0), int(part[1] or 0)
    first = day_in_calendar(year, month, day)
    if not first:
        return None
    if rule == "md_md":
        last = day_in_calendar(year, int(part[2] or month), int(part[3] or 0))
        return (f"{first}/{last}", "day", "head") if last and first < last else None
    return first, "day", "head"
