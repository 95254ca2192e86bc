"""The restatement gate: a sentence about a claim may contain less than its quotes and typed values, never more.

Every number, amount, date and name of the restatement must be in the quotes or in a typed value, and it must deny
what they deny. Names of countries are compared by code, so that a quote in another language counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from henequen.reading.gates.verdict import ACCEPTED, Verdict
from henequen.reading.grammar.amounts import AmountStyle, find_amounts
from henequen.reading.grammar.dates import find_dates
from henequen.reading.grammar.names import find_places, fold
from henequen.reading.grammar.numbers import Separators, number_of_words, word_pattern
from henequen.reading.grammar.wordlists import alternation, is_hangul, read_toml

__all__ = ["check_restatement"]

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def check_restatement(restatement: str, quotes: Iterable[str], fields: Mapping[str, object]) -> Verdict:
    """Accept a restatement that adds nothing to its quotes and typed values.

    >>> check_restatement("Chile exported 6 billion dollars.", ["Chile exported US$6 billion."], {}).accepted
    True
    >>> check_restatement("Peru exported 6 billion dollars.", ["Chile exported US$6 billion."], {}).reason
    'name_not_in_quote'
    """
    quoted = "\n".join(quotes)
    values = "\n".join(_strings(fields))
    for check in (_numbers, _dates, _names, _negation):
        verdict = check(restatement, quoted, values, fields)
        if not verdict.accepted:
            return verdict
    return ACCEPTED


def _strings(value: object) -> list[str]:
    """Every printed part of the typed values."""
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in _strings(part)]
    return [str(value)] if value is not None and not isinstance(value, bool) else []


_SHARED = (("rand", "ZAR"),)
_STYLE = AmountStyle(Separators("."), None, None, _SHARED)
_STYLE_COMMA = AmountStyle(Separators(","), None, None, _SHARED)
_SCALED = re.compile(
    r"(\d[\d.,]*)\s?(million|billion|trillion|thousand|millones|millón|billones|mil|crore|lakh|bn|mn|억|조|만|천)",
    re.IGNORECASE,
)
"""A number with a scale in any currency."""


def _amounts(text: str) -> set[tuple[Decimal, str | None]]:
    """Every amount with its unit, read with either decimal mark, dates included as plain numbers."""
    amounts = {(amount.amount, amount.unit) for style in (_STYLE, _STYLE_COMMA) for amount in find_amounts(text, style)}
    for match in re.finditer(word_pattern(), text, re.IGNORECASE):
        number = number_of_words(match.group())
        if number is not None:
            amounts.add((Decimal(number), None))
    return amounts


@cache
def _small_words() -> frozenset[str]:
    """Number words that are also articles or pronouns in one of the languages."""
    return frozenset(
        ("one", "un", "una", "uno", "second", "segundo", "segunda", "once", "first", "primer", "primera", "primero")
    )


def _numbers(restatement: str, quoted: str, values: str, fields: Mapping[str, object]) -> Verdict:
    """Each number of the restatement is a number of the quotes or of a value, with the same unit if both print one."""
    printed_runs = set(re.findall(r"\d+", quoted)) | set(re.findall(r"\d+", values))
    for run in re.findall(r"(?<![\d.,/:-])0\d*(?![.,/:-]\d)", restatement):
        if run not in printed_runs:  # a year 0002, an item 0: no value excuses those digits
            return Verdict(False, "number_not_in_quote", run)
    for day in re.findall(r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)", restatement):
        # 10/02/2024 can be two days, so it is compared as printed
        read = [date.value for date in find_dates(day) if date.precision == "day"]
        if day not in quoted and not any(value in values for value in read):
            return Verdict(False, "number_not_in_quote", day)
    restatement, quoted = _without_dates(restatement, None), _without_dates(quoted, "2000-01-01")
    values = "\n".join(
        text for text in _strings(fields) if not _DATE_FIELD.fullmatch(text) and not _PLACE_CODE.fullmatch(text)
    )
    allowed = _amounts(quoted) | _amounts(values)
    if "value" in fields:
        amount = Decimal(str(fields["value"])) * Decimal(str(fields.get("multiplier", 1)))
        unit = str(fields["unit"]) if fields.get("unit") else None
        allowed |= {(amount, unit), (abs(amount), unit)}
    digits = set(re.findall(r"\d+", quoted)) | set(re.findall(r"\d+", values))
    for printed in find_amounts(restatement, _STYLE):
        same = {unit for number, unit in allowed if number == printed.amount}
        plain = printed.unit is None and printed.multiplier == 1 and printed.value in digits
        if not plain and not (
            printed.unit in same or (printed.unit is None and same) or (None in same and printed.unit is None)
        ):
            return Verdict(False, "number_not_in_quote", printed.printed)
    for run in re.findall(r"\d+", restatement):
        numbers = {format(abs(number).normalize(), "f") for number, _ in allowed}
        if (
            run not in digits
            and run not in numbers
            and not any(run in number.split(".") for number in numbers)
            and not _part(run, restatement, allowed)
        ):
            return Verdict(False, "number_not_in_quote", run)
    amounts = [printed.printed for printed in find_amounts(restatement, _STYLE)]
    scaled = {match.groups() for match in _SCALED.finditer(quoted)}
    for match in _SCALED.finditer(restatement):
        padded = re.match(r"0\d", match.group(1))  # "01 millones": the 01 of a date would excuse its digits
        if (padded or not any(match.group() in printed for printed in amounts)) and match.groups() not in scaled:
            return Verdict(False, "number_not_in_quote", match.group())
    for match in re.finditer(word_pattern(), restatement, re.IGNORECASE):
        number = number_of_words(match.group())
        if match.group().casefold() in _small_words():
            continue
        if number is None or not any(Decimal(number) == other for other, _ in allowed):
            return Verdict(False, "number_not_in_quote", match.group())
    return ACCEPTED


_PLACE_CODE = re.compile(r"[A-Z]{2}-[A-Z\d]{1,3}")
"""ISO 3166-2: the 04 of MA-04 is not a number that a restatement may use."""
_DATE_FIELD = re.compile(r"(?:FY)?\d{4}(?:[-/][\dQH/-]+)?")


def _without_dates(text: str, published_on: str | None) -> str:
    """The text with its dates blanked: their numbers are not counted as other numbers."""
    for date in reversed(find_dates(text, published_on)):
        text = text[: date.start] + " " * (date.end - date.start) + text[date.end :]
    return text


def _part(run: str, restatement: str, allowed: set[tuple[Decimal, str | None]]) -> bool:
    """Is a run of digits part of an amount that is allowed as a whole: 12,300 million?"""
    numbers = {number for number, _ in allowed}
    return any(run in amount.printed and amount.amount in numbers for amount in find_amounts(restatement, _STYLE))


_ANY_YEAR = "2000-01-01"
"""A day without a year is compared by day and month."""


def _dates(restatement: str, quoted: str, values: str, fields: Mapping[str, object]) -> Verdict:
    """Each date of the restatement is one of the quotes or values, or a less precise form of one."""
    dates_known = {date.value for text in (quoted, values) for date in find_dates(text)}
    dates_known |= {text for text in _strings(fields) if re.fullmatch(r"(?:FY)?\d{4}[\dQH/-]*", text)}
    typed = {text for text in _strings(fields) if _DATE_FIELD.fullmatch(text)}
    parts = {part for value in dates_known for part in (value, *value.split("/"))}
    typed_parts = {part for value in typed for part in (value, *value.split("/"))}
    days = {date.value[5:] for text in (quoted, values) for date in find_dates(text, _ANY_YEAR)}
    days |= {part[5:] for part in typed_parts}
    for date in find_dates(restatement, _ANY_YEAR):
        if date.basis != "printed" and date.value[5:] not in days and "/" not in date.value:
            return Verdict(False, "date_not_in_quote", restatement[date.start : date.end])
    agrees = not typed_parts
    dates = find_dates(restatement)
    for date in dates:
        if not _is_known(date.value, parts):
            return Verdict(False, "date_not_in_quote", restatement[date.start : date.end])
        agrees = agrees or _is_known(date.value, typed_parts)
    return ACCEPTED if agrees or not dates else Verdict(False, "date_is_not_the_value", restatement)


def _is_known(value: str, parts: set[str]) -> bool:
    """Is a date one of `parts`, or a less precise form of one? Both ends of a range must be."""
    return value in parts or all(
        end in parts or any(part.startswith(end + "-") for part in parts) for end in value.split("/")
    )


@cache
def _common_words() -> frozenset[str]:
    return frozenset(fold(word) for words in read_toml("gates", "common_words").values() for word in words)


def _names(restatement: str, quoted: str, values: str, fields: Mapping[str, object]) -> Verdict:
    """Each country by code, each other name by its words; words in Hangul by their first two syllables."""
    named = [place for text in (quoted, values) for place in find_places(text)]
    codes = {code for place in named if len(place.codes) == 1 for code in (*place.codes, *place.countries)}
    codes |= {
        code for text in _strings(fields) for code in re.findall(r"\b[A-Z]{3}\b|\b[A-Z]{2}-[A-Z0-9]{1,3}\b", text)
    }
    shared_names = {place.codes for place in named if len(place.codes) > 1}
    places = find_places(restatement)
    spans = [(place.start, place.end) for place in places]
    spans += [(date.start, date.end) for date in find_dates(restatement)]
    for place in places:
        if not set(place.codes) & codes and place.codes not in shared_names:
            return Verdict(False, "name_not_in_quote", place.text)
        if place.kind == "doubtful" and fold(place.text) not in fold(quoted):
            return Verdict(False, "name_not_in_quote", place.text)
    names_known = {fold(word) for word in _WORD.findall(quoted + "\n" + values)}
    names_known |= {
        part for word in _WORD.findall(quoted + "\n" + values) for part in map(fold, re.split(r"[-’']", word))
    }
    flat = re.sub(r"\s", "", quoted + values)
    for match in _WORD.finditer(restatement):
        word = match.group()
        if any(start <= match.start() < end for start, end in spans):
            continue
        if is_hangul(word[0]):
            if word[:2] not in flat:
                return Verdict(False, "name_not_in_quote", word)
            continue
        if not word[0].isupper():
            continue
        plain = fold(re.sub(r"[’']s$", "", word))
        if plain in names_known or all(
            fold(part) in names_known or fold(part) in _common_words() for part in re.split(r"[-’']", word) if part
        ):
            continue
        if plain in _common_words() and _begins_sentence(restatement, match.start()):
            continue
        return Verdict(False, "name_not_in_quote", word)
    return ACCEPTED


def _begins_sentence(text: str, start: int) -> bool:
    return bool(re.search(r"(?:^|[.!?:;]\s+|[“\"(])$", text[:start]))


@cache
def _denials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = read_toml("gates", "common_words")
    return re.compile(alternation(table["denials"]), re.IGNORECASE), re.compile(
        alternation(table["not_denials"]), re.IGNORECASE
    )


def _negation(restatement: str, quoted: str, values: str, fields: Mapping[str, object]) -> Verdict:
    """The restatement denies if and only if the quotes deny, and not more often."""
    denials, false_friends = _denials()
    for phrase in read_toml("gates", "common_words")["bounds"]:
        # "no later than" without its "no" turns the bound round
        bare = re.compile(rf"(?<!\bno\s)(?<!\bnot\s)\b{phrase}\b", re.IGNORECASE)
        whole = re.compile(rf"\b(?:no|not)\s+{phrase}\b", re.IGNORECASE)
        if (bare.search(restatement) and whole.search(quoted)) or (whole.search(restatement) and bare.search(quoted)):
            return Verdict(False, "negation_differs", phrase)
    denied_here = len(denials.findall(false_friends.sub(" ", restatement)))
    denied_there = len(denials.findall(false_friends.sub(" ", quoted)))
    # a second denial turns the first round; quotes may deny in sentences that are not restated
    agrees = bool(denied_here) == bool(denied_there) and denied_here <= denied_there
    return ACCEPTED if agrees else Verdict(False, "negation_differs")
