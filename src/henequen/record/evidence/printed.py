"""Checks whether a value agrees with its printed passage. Figures, signs, units of scale, dates and names are
compared, never repaired.

A passage that is found at its place proves that *something* is printed there. These checks prove that the value is
that something: every digit, the sign and the scale of a figure, the year, month and day of a date, and every letter of a
name that was taken over as printed. What the passage does not print (a date that follows from the sentence before) cannot
be checked here and is left to the seal of the pack (`record.pack.seal`).
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from henequen.model.match_key import match_key
from henequen.model.message import Message

__all__ = ["date_problem", "fall_problem", "figure_problem", "name_problem", "scale_problem"]

_NUMBER = re.compile(r"\d+(?:[.,'\s]\d+)*")
_SIGNED = re.compile(r"(?:^|[\s(\[])[-+△▲]?\s*(?:US\$|\$|€|₩|[A-Z]{3})?\s*$")
_MINUS = re.compile(r"[-△▲]\s*(?:US\$|\$|€|₩|[A-Z]{3}\s*)?$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FALLING = ("balance", "services_balance", "growth", "fdi_flow", "other", "investment")
"""Measures whose falls and deficits, if written in words, are kept as negative figures."""
_NEAR = 12
"""Names shorter than this are compared letter by letter, only where they occur: one letter makes another short word."""


def figure_problem(value: str, unit_mult: int, measure: str, as_printed: str) -> str | None:
    """Return how a figure differs from its printed form, or None; also None if nothing printed can be compared.

    `value` is a decimal string, `value * 10**unit_mult` the amount.

    >>> figure_problem("99.9", 0, "share", "44.7%")
    '99.9 is not what is printed (44.7%)'
    >>> figure_problem("-16.8", 9, "balance", "US$16.8 billion") is None
    True
    >>> figure_problem("16.8", 6, "balance", "US$16.8 billion")
    'the scale 10^6 is not that of what is printed (US$16.8 billion)'
    """
    printed = match_key(as_printed).key
    amount = abs(Decimal(value))
    numbers = [(match, _readings(match.group())) for match in _NUMBER.finditer(printed)]
    if not numbers:
        words = _word_values(printed)
        if words and amount not in words and amount not in {100 / w for w in words if w} | {100 * w for w in words}:
            return Message("not_what_printed", value=value, as_printed=as_printed)
        return None
    scaled, spans = _amounts(printed)
    plain = [readings for match, readings in numbers if not any(a <= match.start() < b for a, b in spans)]
    if amount.scaleb(unit_mult) not in scaled and not any(amount in readings for readings in plain):
        if any(amount in readings for _, readings in numbers):
            return Message("scale_10_not_that_what_printed", unit_mult=unit_mult, as_printed=as_printed)
        return Message("not_what_printed", value=value, as_printed=as_printed)
    own = [match for match, readings in numbers if amount in readings]
    minus = [bool(_MINUS.search(printed[: match.start()])) and _begins(printed, match.start()) for match in own]
    negative = value.startswith("-")
    if negative and own and not any(minus) and measure not in _FALLING and not _in_brackets(printed, own[0].start()):
        return Message("sign_not_printed", value=value, as_printed=as_printed)
    if not negative and own and all(minus) and amount:
        return Message("negative_and_not", as_printed=as_printed, value=value)
    return None


def scale_problem(value: str, unit_mult: int, as_printed: str, text: str) -> str | None:
    """What is wrong with the scale of a figure if a word of scale follows it in `text`, which begins with its passage.

    >>> scale_problem("44.7", 2, "44.7", "exports were us$44.7 million in 1994")
    'the scale 10^2 is not that of what follows the figure (million)'
    """
    printed = match_key(as_printed).key.strip()
    if not printed or not printed[-1].isdigit():
        return None
    scale = "|".join(sorted(map(re.escape, _scales()), key=len, reverse=True))
    scale_words = list(
        re.finditer(rf"(?<![\d.,]){re.escape(printed)}(?![.,]?\d)\s*({scale})?(?![^\W\d_])", text, re.IGNORECASE)
    )
    words = [match[1] for match in scale_words if match[1]]
    amounts = {
        reading.scaleb(_scales()[word.lower()])
        for word in words
        for number in _NUMBER.findall(printed)
        for reading in _readings(number)
    }
    if words and len(words) == len(scale_words) and amounts and abs(Decimal(value)).scaleb(unit_mult) not in amounts:
        return Message("scale_10_not_that_what_follows", unit_mult=unit_mult, words=words[0])
    return None


def fall_problem(value: str, as_printed: str, passage: str) -> str | None:
    """What is wrong with a negative figure whose printed form has no sign: the passage must mention a fall or
    deficit."""
    if not value.startswith("-"):
        return None
    printed = match_key(as_printed).key
    if re.search(r"[-△▲(]", printed) or any(stem in passage.lower() for stem in _falls()):
        return None
    return Message("negative_and_passage_prints_neither_sign", value=value)


def date_problem(value: str, passage: str) -> str | None:
    """Return how a date differs from its passage, or None; a part that the passage does not print cannot be checked.

    >>> date_problem("1997-03", "signed in March 1998")
    '1997-03: the passage prints the year 1998'
    >>> date_problem("1997-04", "signed in March 1997")
    '1997-04: the passage prints another month'
    >>> date_problem("1997-03", "signed in that year") is None
    True
    """
    text = passage.lower()
    years = {int(year) for year in re.findall(r"(?<!\d)(1[5-9]\d\d|2[01]\d\d)(?!\d)", text)}
    short = {int(year) for year in re.findall(r"['‘’](\d\d)(?!\d)", text)}
    months = {number for number, names in _months().items() if any(_has_word(text, name) for name in names)}
    months |= {
        int(month) for month in re.findall(r"(?<!\d)(?:\d{4}|'\d\d)[-./]\s?(\d{1,2})(?!\d)", text) if int(month) <= 12
    }
    months |= {
        int(month) for month in re.findall(r"(?<!\d)(\d{1,2})[./]\s?\d{1,2}(?!\d)", text) if 0 < int(month) <= 12
    }
    days = {int(day) for day in re.findall(r"(?<!\d)(\d{1,2})(?!\d)", text) if 0 < int(day) <= 31}
    days |= {int(w) for w in _word_values(text) if w == int(w) and 0 < w <= 31}
    parts = value.split("/")
    printed = [int(part[:4]) in years or int(part[:4]) % 100 in short or _decade(int(part[:4]), text) for part in parts]
    if years and not any(printed):
        return Message("passage_prints_year", value=value, str=", ".join(map(str, sorted(years))))
    for part in parts:
        _, _, rest = part.partition("-")
        month, _, day = rest.partition("-")
        if month and months and int(month) not in months:
            return Message("passage_prints_another_month", value=value)
        if day and months and days and int(day) not in days:
            return Message("passage_prints_another_day", value=value)
    return None


def name_problem(value: str, passage: str) -> str | None:
    """Return how a name differs from its passage: it is not printed, but a text with one or two other letters is.

    >>> name_problem("Province of Valparaiso, Chila", "the Province of Valparaiso, Chile")
    "'Province of Valparaiso, Chila' is not printed; 'Province of Valparaiso, Chile' is"
    """
    name, text = _bare(value), _bare(passage)
    if len(name) < _NEAR or name in text or len(name) > len(text) + 2:
        return None
    alignment = partial_ratio_alignment(name, text)
    if alignment is None or alignment.score < 85:
        return None
    best = next(
        (
            text[start : start + length]
            for length in (len(name), len(name) - 1, len(name) + 1)
            for start in range(max(0, alignment.dest_start - 2), alignment.dest_start + 3)
            if Levenshtein.distance(name, text[start : start + length], score_cutoff=1) <= 1
        ),
        None,
    )
    if best is None:
        return None
    return Message("not_printed", value=f"{value!r}", passage=f"{_as_in(passage, best)!r}")


def _as_in(passage: str, bare: str) -> str:
    """The part of the passage whose letters are `bare`."""
    kept = [at for at, char in enumerate(passage) if char.isalnum()]
    at = "".join(passage[i].lower() for i in kept).find(bare)
    return passage[kept[at] : kept[at + len(bare) - 1] + 1] if at >= 0 and bare else bare


def _bare(text: str) -> str:
    return "".join(char.lower() for char in match_key(text).key if char.isalnum())


def _readings(number: str) -> frozenset[Decimal]:
    """Every amount that a printed number can mean, whichever sign separates thousands and decimals."""
    groups = re.split(r"[.,'\s]", number)
    readings = set()
    if all(len(group) == 3 for group in groups[1:]):
        readings.add(Decimal("".join(groups)))
    if len(groups) > 1 and number[len(number) - len(groups[-1]) - 1] in ".," and all(len(g) == 3 for g in groups[1:-1]):
        readings.add(Decimal("".join(groups[:-1]) + "." + groups[-1]))
    if not readings or " " in number:
        for piece in number.split():
            if piece != number:
                readings |= _readings(piece)
    return frozenset(readings)


def _amounts(printed: str) -> tuple[set[Decimal], list[tuple[int, int]]]:
    """The amounts of numbers that a word of scale follows, and their positions; `53억 1,090만` is added up."""
    amounts_read: set[Decimal] = set()
    parts: list[tuple[int, int, set[Decimal]]] = []
    scale = "|".join(sorted(map(re.escape, _scales()), key=len, reverse=True))
    for match in re.finditer(rf"({_NUMBER.pattern})\s*({scale})(?![a-záéíóúñ])", printed, re.IGNORECASE):
        power = _scales()[match.group(2).lower()]
        amounts = {reading.scaleb(power) for reading in _readings(match.group(1))}
        amounts_read |= amounts
        if parts and printed[parts[-1][1] : match.start()].strip() == "":
            amounts = {a + b for a in parts[-1][2] for b in amounts}
            amounts_read |= amounts
        parts.append((match.start(), match.end(), amounts))
    return amounts_read, [(start, end) for start, end, _ in parts]


def _word_values(text: str) -> set[Decimal]:
    numeral_words = _numerals()
    values = set()
    for word in _WORD.findall(text.lower()):
        parts = [numeral_words[part] for part in word.split("-") if part in numeral_words]
        if word in numeral_words:
            values.add(numeral_words[word])
        elif len(parts) == word.count("-") + 1:
            values.add(sum(parts, Decimal(0)))
        elif "-" in word:
            values.update(parts)
    return values


def _decade(year: int, text: str) -> bool:
    return bool(re.search(rf"{year // 10 * 10}(s|년대|'s)|a[ñn]os (?:{year // 10 * 10 % 100}|[a-z]+)", text))


def _begins(printed: str, at: int) -> bool:
    """Does the sign before `at` begin the figure (rather than join it to a figure before, as in 5-10)?"""
    return bool(_SIGNED.search(printed[:at]))


def _in_brackets(printed: str, at: int) -> bool:
    return printed[:at].rstrip(" $US").endswith("(")


def _has_word(text: str, name: str) -> bool:
    return bool(
        re.search(
            rf"(?<![^\W_]){re.escape(name)}(?![^\W\d_])" if name.isascii() else rf"(?<!\d){re.escape(name)}", text
        )
    )


def _table(name: str) -> list[dict[str, str]]:
    path = files("henequen.record.evidence") / "data" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def _numerals() -> dict[str, Decimal]:
    return {row["word"]: Decimal(row["value"]) for row in _table("numerals.csv")}


@cache
def _scales() -> dict[str, int]:
    return {row["word"]: int(row["power"]) for row in _table("scales.csv")}


@cache
def _falls() -> tuple[str, ...]:
    return tuple(row["stem"] for row in _table("falls.csv"))


@cache
def _months() -> dict[int, tuple[str, ...]]:
    return {int(row["month"]): tuple(row["names"].split(";")) for row in _table("months.csv")}
