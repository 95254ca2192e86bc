"""The period of a figure: printed next to it, carried over from the previous sentence, or the date of the statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.amounts import Amount
from henequen.reading.grammar.calendar_spans import DateSpan
from henequen.reading.grammar.dates_without_year import month_number
from henequen.reading.grammar.numbers import number_of_words
from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.prose.scene import AMOUNT, DATE, Scene

__all__ = [
    "Period",
    "choose_period",
    "is_base_year",
    "is_compared",
    "is_undated_base",
    "last_year",
    "to_date",
    "undated_months",
    "year_before",
    "years_ago",
]

_COMPARED = re.compile(
    r"(?:compared\s+(?:to|with)|than(?:\s+in)?|versus|vs\.?|relative to|respecto\s+(?:a|"
    r"al|de|del)|frente\s+a(?:l)?|en comparación con|comparado con|contra|desde|since|from|over|up on|down on|"
    r"por\s+(?:debajo|encima)\s+del?|(?:más|menos|mayor(?:es)?|menor(?:es)?)\s+que|superior(?:es)?\s+a(?:l)?|inferior(?:es)?\s+a(?:l)?)"
    r"\s+(?:the\s+|el\s+|los\s+|la\s+de\s+|las\s+de\s+|el\s+de\s+|en\s+|mismo\s+|igual\s+|lapso\s+|periodo\s+|período\s+|same\s+|period\s+|of\s+|in\s+|de\s+|año\s+)*$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|desde)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its place in the text (None: it is the date of the document)."""

    value: str
    span: DateSpan | None
    carried: bool = False


_YEAR_BEFORE = re.compile(
    r"\s*,?\s*(?:in\s+|en\s+|during\s+)?(?:the\s+|a\s+|el\s+)?(?:year\s+before|previous\s+year|prior\s+year|preceding\s+year|year\s+earlier"
    r"|año\s+(?:anterior|previo|precedente))\b",
    re.IGNORECASE,
)
_YEAR_BEFORE_IN_HANGUL = re.compile(r"(?:전년도?|직전\s?연도|전\s?회계연도)\s?(?:의\s?)?(?:[(（]\s?)?$")
_LAST_YEAR = re.compile(r"\b(?:last\s+year|el\s+año\s+pasado|el\s+pasado\s+año)\b", re.IGNORECASE)


def year_before(scene: Scene, amount: Amount, period: Period) -> Period | None:
    """The year before a period, if the words directly behind the amount say so: against 48.9 million the year before."""
    behind, before = scene.text[amount.end - scene.start :], scene.text[: amount.start - scene.start]
    if same := _SAME_MONTHS.match(behind):
        return _of_year(period, same.group(1) or same.group(2))
    if not _YEAR_BEFORE.match(behind) and not _YEAR_BEFORE_IN_HANGUL.search(before):
        return period
    if not re.fullmatch(r"(?:FY)?\d{4}", period.value):
        return None
    prefix, year = ("FY", period.value[2:]) if period.value.startswith("FY") else ("", period.value)
    return Period(f"{prefix}{int(year) - 1}", period.span, period.carried)


_SAME_MONTHS = re.compile(
    r"\s*,?\s*(?:in|during|en|durante)\s+(?:the\s+|el\s+)?(?:(?:same|corresponding|mismo|igual)\s+(?:period|months|quarter|half|per[ií]odo|lapso"
    r"|trimestre|semestre)\s+(?:(?:of|in|de|del)\s+)?(?:((?:19|20)\d\d)|(?:the\s+|el\s+)?(?:year\s+before|previous\s+year|año\s+(?:anterior|previo)"
    r"|last\s+year|año\s+pasado|a\s+year\s+(?:earlier|before|ago)))|(?:same|mismo)\s+period\s+((?:19|20)\d\d))",
    re.IGNORECASE,
)
"""The same months of another year, directly behind an amount."""


def _of_year(period: Period, year: str | None) -> Period | None:
    """The same part of another year, by default of the year before: 2023-H1 is 2022-H1."""
    match = re.fullmatch(r"(\d{4})(-[QH]\d|-\d\d)?(?:/(\d{4})(-\d\d))?", period.value)
    if match is None or (match.group(3) and match.group(3) != match.group(1)) or not match.group(2):
        return None
    other = year or str(int(match.group(1)) - 1)
    last = f"/{other}{match.group(4)}" if match.group(3) else ""
    return Period(f"{other}{match.group(2)}{last}", period.span, period.carried)


def to_date(scene: Scene, period: Period, published_on: str | None) -> Period:
    """The months of the year up to one: 올해는 5월까지, as the period of a figure."""
    span = period.span
    if span is None or not re.fullmatch(r"\d{4}-\d\d", period.value) or period.value.endswith("-01"):
        return period
    if not re.match(r"\s?말?까지", scene.text[span.end - scene.start :]) and not scene.text[
        span.start - scene.start : span.end - scene.start
    ].endswith("까지"):
        return period
    year, month = period.value.split("-")
    if span.basis == "head" and published_on:  # a deadline would lie ahead, a figure does not
        year = str(int(published_on[:4]) - (month > published_on[5:7]))
    return Period(f"{year}-01/{year}-{month}", span, period.carried)


def undated_months(scene: Scene, published_on: str | None) -> Period | None:
    """The months that a sentence prints without a year: between January and May. They are the last such months before
    the date of the document; a base of comparison in the sentence ("igual periodo de 2023") must agree."""
    if not published_on or len(published_on) < 7:
        return None
    match = _months().search(scene.text)
    if match is None:
        return _undated_quarter(scene, published_on)
    first, last = month_number(match.group(1)), month_number(match.group(2))
    if first >= last:
        return None
    year = int(published_on[:4]) - (last > int(published_on[5:7]))
    base = re.search(r"(?:period|months|per[ií]odo|lapso)\s+(?:of|de|del)\s+((?:19|20)\d\d)", scene.text)
    if base and int(base.group(1)) != year - 1:
        return None
    value = f"{year}-{first:02d}/{year}-{last:02d}"
    return Period(value, DateSpan(scene.start + match.start(), scene.start + match.end(), value, "month", "head"))


_QUARTER = re.compile(
    r"(?<![가-힣\d])(?:(?P<quarter>[1-4])분기|(?P<half>상|하)반기)(?!\s?(?:연속|만에|기준|이래|이후|째|대비|누계|누적|[(（]\s?누계|부터|까지|에도))"
)
_IN_SOME_YEAR = re.compile(r"[‘’'`]\d\d|(?:19|20)\d\d|지난해|작년|올해|금년|전년도|내년|누계|누적|(?<!\d)\d{1,2}월")


def _undated_quarter(scene: Scene, published_on: str) -> Period | None:
    """The only quarter or half of a sentence in Hangul without a year: the last one over before the document."""
    matches = list(_QUARTER.finditer(scene.text))
    if len(matches) != 1 or _IN_SOME_YEAR.search(scene.text):
        return None
    match = matches[0]
    part = int(match["quarter"]) if match["quarter"] else 1 + (match["half"] == "하")
    year = int(published_on[:4]) - (part * (3 if match["quarter"] else 6) >= int(published_on[5:7]))
    value = f"{year}-{'Q' if match['quarter'] else 'H'}{part}"
    return Period(
        value, DateSpan(scene.start + match.start(), scene.start + match.end(), value, "quarter", "head"), True
    )


@cache
def _months() -> re.Pattern[str]:
    month = alternation(read_toml("grammar", "dates")["months"], bounded=False)
    return re.compile(
        rf"\b(?:between|from|entre|de|in|en|during|through)\s+({month})\b\s*(?:-|–|—|to|through|and|until|a|y|hasta)\s*({month})\b"
        r"(?!\.?,?\s+(?:of\s+|de\s+|del?\s+)?(?:(?:19|20)\d\d|this|last|next|este|año|el\s))",
        re.IGNORECASE,
    )


_YEARS_AGO = re.compile(
    r"\b(\w+)\s+(?:years?\s+(?:earlier|before|previously)|años?\s+(?:antes|atrás))\b|(?<!\d)(\d{1,2})년\s?전(?=에|의|\s)",
    re.IGNORECASE,
)


def years_ago(scene: Scene, period: Period) -> Period | None:
    """The year that lies a printed number of years before another: five years earlier."""
    match = _YEARS_AGO.search(scene.text)
    if match is None or not re.fullmatch(r"\d{4}", period.value):
        return period
    word = match.group(1) or match.group(2)
    number = int(word) if word.isdigit() else number_of_words(word)
    return Period(str(int(period.value) - number), period.span) if number else None


def last_year(scene: Scene, published_on: str | None) -> Period | None:
    """The year before that of the document, if the sentence says "last year" and prints no other date."""
    match = _LAST_YEAR.search(scene.text)
    if match is None or not published_on or is_base(scene.text[: match.start()]):
        return None
    value = str(int(published_on[:4]) - 1)
    return Period(value, DateSpan(scene.start + match.start(), scene.start + match.end(), value, "year", "relative"))


def is_base(before: str) -> bool:
    """Do these words end in a comparison: than, from, respecto a?"""
    return bool(_COMPARED.search(before[-60:]))


def choose_period(scene: Scene, amount: Amount) -> Period | None:
    """The period that the sentence prints for an amount, or None if it prints none."""
    dates = [date for date in scene.dates if not is_compared(scene, date)]
    if own := _directly_behind(scene, amount, dates):
        return Period(own.value, own)
    held = next((date for date in scene.dates if _brackets(scene, date, amount)), None)
    if held is not None:
        return Period(held.value, held)
    dates = [date for date in dates if not is_base_year(scene, date) and not _is_of_another_event(scene, date, amount)]
    if not dates:
        return None
    if direct := _directly_before(scene, amount, dates):
        return Period(direct.value, direct)
    before = [date for date in dates if date.end <= amount.start]
    behind = [date for date in dates if date.start >= amount.end]
    if before:
        return Period(before[-1].value, before[-1])
    if behind and re.search(r"[가-힣]", scene.text):
        return None  # a text in Hangul puts the period in front; a year farther behind is that of another clause
    if behind and _TO_DATE.search(scene.text[: amount.start - scene.start]):
        return None  # so far this year, and the year behind is that of the base
    return Period(behind[0].value, behind[0]) if behind else None


_TO_DATE = re.compile(
    r"\b(?:so\s+far\s+(?:this|in)|this\s+year\s+to\s+date|year\s+to\s+date|en\s+lo\s+que\s+va\s+de|este\s+año)\b|올해\s?들어",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:sign(?:ed|ing|ature)|entered\s+into\s+force|established|opened|inaugurated|met|visit(?:ed)?|concluded|joined|since"
    r"|firm(?:ó|aron|ado|ada)|firma|suscrib\w+|suscrit\w+|entr(?:ó|aron)\s+en\s+vigor|inaugur\w+|establec\w+|visit(?:ó|a|aron)|desde\s+entonces)\b"
    r"|체결|서명|발효|수교(?!\s?당시)|방문|개최|개설|설립|가입|출범",
    re.IGNORECASE,
)
"""What happened on a date that is not the period of a figure."""


def _is_of_another_event(scene: Scene, date: DateSpan, amount: Amount) -> bool:
    """Is the date in front that of a signature or a visit, in another clause than the amount?"""
    if date.end > amount.start:
        return False
    between = scene.mask[date.end - scene.start : amount.start - scene.start]
    happened = _EVENT.search(between)
    if happened is None or AMOUNT in between[: happened.start()]:
        return False
    return bool(_NEXT_CLAUSE.search(between, happened.start()))


_NEXT_CLAUSE = re.compile(r"[;,]|\b(?:and|y)\b|[가-힣][고며]\s|이후|뒤|\b(?:since|entonces)\b")


def is_base_year(scene: Scene, date: DateSpan) -> bool:
    """Is the date that of an amount to which another one is compared: against $84.3 million in 2022?"""
    for amount in scene.amounts:
        if 0 <= date.start - amount.end <= 16 and _directly_behind(scene, amount, [date]):
            return bool(_AGAINST.search(scene.text[: amount.start - scene.start]))
    return False


def is_undated_base(scene: Scene, amount: Amount) -> bool:
    """Is the amount the earlier one of two without a date of its own: fell from 218 to 187 million?"""
    start, end = amount.start - scene.start, amount.end - scene.start
    if not _ROSE_FROM.search(scene.mask[:start]) or not re.match(rf"\s+(?:to|a|hasta)\s+{AMOUNT}", scene.mask[end:]):
        return False
    return _directly_behind(scene, amount, list(scene.dates)) is None


_ROSE_FROM = re.compile(
    r"\b(?:rose|rising|fell|falling|grew|growing|increased|increasing|decreased|declined|dropped|climbed|jumped|went|widened|narrowed|bajaron|bajó|subieron|subió"
    r"|pasaron|pasó|pasado|crecieron|creció|cayeron|cayó|aumentaron|aumentó|disminuyeron|disminuyó)(?:\s+\w+){0,2}?\s+(?:from|de|desde)\s+(?:los\s+|unos\s+|about\s+)?$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:frente\s+a|against|compared\s+(?:to|with)|versus|vs\.?|up\s+from|down\s+from|from|respecto\s+a|en\s+comparación\s+con|after|tras|contra)"
    r"\s+(?:los\s+|las\s+|the\s+|a\s+|just\s+|only\s+|apenas\s+|unos\s+|about\s+|some\s+)*(?:US)?\$?\s?$",
    re.IGNORECASE,
)


def is_compared(scene: Scene, date: DateSpan) -> bool:
    """Is the date only the base of a comparison, or the head of an unrelated bracket?"""
    before = scene.text[: date.start - scene.start]
    after = scene.text[date.end - scene.start : date.end - scene.start + 40]
    if _BASE_IN_HANGUL.match(after) or re.match(r"\s?년?\s?이후", after):
        return True
    return bool(_COMPARED.search(before[-60:])) and "/" not in date.value


_BASE_IN_HANGUL = re.compile(
    r"\s?(?:년|월)?\s?(?:같은\s기간|동월|동기|말)?\s?(?:[(（][^()（）]{1,24}[)）])?\s?(?:대비|보다|에\s?비해)"
)
"""2023년 대비, 2023년(282억 달러)보다, 지난해 같은 기간보다."""


def _brackets(scene: Scene, date: DateSpan, amount: Amount) -> bool:
    """Is the amount in the brackets of this date: 2023년(282억 달러)보다?"""
    between = scene.text[max(0, date.end - scene.start) : max(0, amount.start - scene.start)]
    return bool(re.fullmatch(r"\s?년?\s?[(（][^()（）\d]{0,12}|\s+(?:figure|level|total|value|mark)\s+of\s+", between))


def _directly_behind(scene: Scene, amount: Amount, dates: list[DateSpan]) -> DateSpan | None:
    """`$5 billion in 2019`, `$491.593 billion (2019 est.)`, `17.7% (2017)`."""
    offset = amount.end - scene.start
    match = re.compile(
        rf"\s*(?:\(\s*|,?\s*(?:in|en|during|durante|for|em|el año|the year|a (?:fines|finales|mediados|comienzos|principios) de"
        rf"|al cierre de|at the end of|by the end of|at the close of|at end)[\s-]+(?:the\s+|el\s+|la\s+)?)({DATE}+)"
    ).match(scene.mask, offset)
    return next((date for date in dates if match and date.start == scene.start + match.start(1)), None)


def _directly_before(scene: Scene, amount: Amount, dates: list[DateSpan]) -> DateSpan | None:
    """`(‘16) 134`, `2019년 171억불`, `in 2019: $5 billion`."""
    before = scene.mask[: amount.start - scene.start]
    match = re.search(rf"({DATE}+)\)?\s?(?:년|[:：])?\s*$", before)
    return next((date for date in dates if match and date.end == scene.start + match.end(1)), None)
