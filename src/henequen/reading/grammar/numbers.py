"""Numbers as printed: digits with separators, number words in four languages, and Hangul numbers such as 1억 3천만.

A number whose separator can mean two things (1.234 in a Spanish text that proves neither use) is not read. The text
may decide it: one `12,5` or one `1.234.567` settles it for the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from henequen.reading.grammar.wordlists import alternation, is_hangul, read_toml

__all__ = [
    "Number",
    "Separators",
    "detect_separators",
    "find_numbers",
    "normalise",
    "normalise_marks",
    "number_of_words",
]

_DIGITS = re.compile(r"(?<![\d.,'’])\d+(?:(?:[.,'’]|[ \u00a0\u202f](?=\d{3}(?!\d)))\d+)*", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Separators:
    """How a document writes numbers: the decimal mark, or None if it proves neither use.

    `groups`: the mark between thousands in the country of the text (a comma in Peru, a point in Chile and Spain), so that
    with a comma 23,400 is read and 23.400 is not.
    """

    decimal: str | None
    groups: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start:end`: `value` as a plain decimal string, times `multiplier` if a Hangul scale is printed."""

    start: int
    end: int
    printed: str
    value: str
    multiplier: int = 1

    @property
    def amount(self) -> Decimal:
        """The number with its scale."""
        return Decimal(self.value) * self.multiplier


@lru_cache(maxsize=8)
def detect_separators(text: str, language: str) -> Separators:
    """Find the decimal mark that the text proves; else the one that its language always uses (not Spanish).

    Cached, because every table of a document asks for the same text.

    >>> detect_separators("12,5 % de 1.234.567", "es").decimal
    ','
    """
    points = commas = 0
    for match in _DIGITS.finditer(text):
        token = match.group()
        marks = re.findall(r"[.,]", token)
        if not marks or re.fullmatch(r"\d{1,4}\.\d{1,2}\.(?:\d{1,2})?", token):
            continue
        if len(set(marks)) == 2 and len(set(marks[:-1])) == 1 and marks[-1] != marks[0]:
            points, commas = points + (marks[-1] == "."), commas + (marks[-1] == ",")
        elif len(marks) > 1 and len(set(marks)) == 1 and re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", token):
            points, commas = points + (marks[0] == ","), commas + (marks[0] == ".")
        elif len(marks) == 1 and len(re.split(r"[.,]", token)[1]) != 3 and not _looks_like_heading(text, match):
            points, commas = points + (marks[0] == "."), commas + (marks[0] == ",")
    if points and points >= 3 * commas:
        return Separators(".")
    if commas and commas >= 3 * points:
        return Separators(",")
    if language == "es" and re.search(r"\bm?md[dp]\b", text):
        # mdd and mdp occur in documents that write a decimal point
        return Separators(".")
    if language == "es":
        table = read_toml("grammar", "units")["groups"]
        groups = [mark for mark, words in table.items() if any(word in text for word in words)]
        return Separators(None, groups[0] if len(groups) == 1 else None)
    return Separators({"en": ".", "ko": ".", "pt": ",", "nl": ","}.get(language))


def normalise(token: str, separators: Separators) -> str | None:
    """The plain decimal string of a printed number, or None if its separators are ambiguous.

    >>> normalise("1,234.50", Separators(None)), normalise("1.234", Separators(None))
    ('1234.50', None)
    """
    plain = re.sub(r"[ \u00a0\u202f'’]", "", token)
    marks = re.findall(r"[.,]", plain)
    if len(marks) != 1:
        return normalise_marks(plain)
    head, tail = plain.split(marks[0])
    if len(tail) != 3 or len(head) > 3 or head.startswith("0"):
        return f"{head}.{tail}"
    if separators.decimal is None:
        whole = marks[0] == separators.groups or (tail == "000" and head != "0")  # 7.000 in a sentence is not a 7
        return head + tail if whole else None
    return f"{head}.{tail}" if marks[0] == separators.decimal else head + tail


def normalise_marks(plain: str) -> str | None:
    """The decimal string of a number without a mark or with several, which decide by themselves; None if they do not fit.

    >>> normalise_marks("1.234,5"), normalise_marks("1,234,567"), normalise_marks("1,23,4")
    ('1234.5', '1234567', None)
    """
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return plain
    if len(set(marks)) == 2:
        last = marks[-1]
        head, tail = plain.rsplit(last, 1)
        if marks.count(last) > 1 or not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", head):
            return None
        return re.sub(r"[.,]", "", head) + "." + tail
    return re.sub(r"[.,]", "", plain) if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain) else None


def find_numbers(text: str, separators: Separators) -> list[Number]:
    """Every number in digits, Hangul scales included, in the order of the text."""
    numbers: list[Number] = []
    at = 0
    for match in _DIGITS.finditer(text):
        if match.start() < at:
            continue
        before = text[match.start() - 1] if match.start() else " "
        if _LETTER.match(before) and not is_hangul(before) and before not in "$€£¥₩":
            continue
        value = normalise(match.group(), separators)
        if value is None:
            continue
        number = _with_hangul_scale(text, match.start(), match.end(), value, separators)
        numbers.append(number)
        at = number.end
    return numbers


@cache
def _hangul_scale() -> re.Pattern[str]:
    scales = read_toml("grammar", "units")["hangul_scales"]
    return re.compile(r"\s?(" + "|".join(sorted(scales, key=len, reverse=True)) + r")(?![가-힣]*(?:째|차\b))")


def _with_hangul_scale(text: str, start: int, end: int, value: str, separators: Separators) -> Number:
    """Add 억, 만, 조... and the smaller parts that follow: 1억 3천만, 3조 5,000억, 1만2천."""
    scales = read_toml("grammar", "units")["hangul_scales"]
    match = _hangul_scale().match(text, end)
    if not match or _breaks(text, match):
        return Number(start, end, text[start:end], value)
    multiplier = int(scales[match.group(1)])
    small, large = _split_scale(multiplier)
    total, pending, pieces, stop = Decimal(0), Decimal(value) * small, 1, match.end()
    if large > 1:
        total, pending = pending * large, Decimal(0)
    while large > 1 or small > 1:
        more = re.compile(r"\s?(\d[\d,]*)").match(text, stop)
        plain = normalise(more.group(1).rstrip(","), Separators(".")) if more else None
        if more is None or plain is None:
            break
        scale = _hangul_scale().match(text, more.end())
        if scale is None or _breaks(text, scale):
            counted = re.match(r"\s?(?:명|개|건|원|달러|대|여)", text[more.end() :])
            if scale is not None or not counted or not (large == 10_000 or (large == 1 and Decimal(plain) < small)):
                break
            total, pieces, stop = total + Decimal(plain), pieces + 1, more.end()
            break
        next_small, next_large = _split_scale(int(scales[scale.group(1)]))
        if not (next_large < large or (pending and next_small < small)):
            break
        pending += Decimal(plain) * next_small
        if next_large > 1:  # 1천8백만: both thousands and hundreds count ten thousands
            total, pending = total + pending * next_large, Decimal(0)
        small, large = next_small, next_large
        pieces, stop = pieces + 1, scale.end()
    if pieces == 1:
        return Number(start, stop, text[start:stop], value, multiplier)
    return Number(start, stop, text[start:stop], format((total + pending).normalize(), "f"))


def _split_scale(scale: int) -> tuple[int, int]:
    """A scale as its small and its large part: 천만 is a thousand of ten thousands."""
    large = next((one for one in (10**12, 10**8, 10**4) if scale >= one), 1)
    return scale // large, large


def _breaks(text: str, scale: re.Match[str]) -> bool:
    """Is the scale the first syllable of another word (만기, 조항, 천연, 백신...)?"""
    word = text[scale.start(1) : scale.end() + 2]
    return bool(
        re.match(
            r"만(?:기|료|에|큼|의)|조(?:항|치|약|사|합|정|선)|천(?:연|체)|백(?:신|서|화)|억(?:제|류)|십(?:분)", word
        )
    )


def _looks_like_heading(text: str, match: re.Match[str]) -> bool:
    """Is the number the number of a section (2.3 Title) at the start of a line, or a short date (7.4.)?"""
    line = text.rfind("\n", 0, match.start()) + 1
    return not text[line : match.start()].strip(" #*-") or text[match.end() : match.end() + 1] == "."


@cache
def _words() -> tuple[dict[str, int], dict[str, int]]:
    table = read_toml("grammar", "number_words")
    return {k: int(v) for k, v in table["small"].items()}, {k: int(v) for k, v in table["large"].items()}


@cache
def word_pattern() -> str:
    """A regular expression for a number in words (English, Spanish, Portuguese)."""
    small, large = _words()
    word = alternation([*small, *large], bounded=True)
    return rf"{word}(?:(?:\s+(?:and|y|e)\s+|[\s-]+){word})*"


def number_of_words(words: str) -> int | None:
    """The number that `words` spell, or None.

    >>> number_of_words("two thousand and eleven"), number_of_words("mil novecientos sesenta y dos")
    (2011, 1962)
    """
    small, large = _words()
    total = current = 0
    has_unit = False
    previous = 10**15
    for word in re.split(r"[\s-]+", words.casefold().strip()):
        if word in ("and", "y", "e"):
            continue
        if word in small:
            value = small[word]
            if has_unit and previous < 10 <= value < 100 and current < 100:
                # nineteen ninety-eight, but not "nine sixty"
                return None
            if has_unit and current >= 10 and current < 100 and value >= 10 and previous >= 10:
                current = current * 100 + value if current >= 17 and value < 100 and total == 0 else -1
                if current < 0:
                    return None
            else:
                current += value
            previous = value
        elif word in large:
            scale = large[word]
            if scale == 100:
                current = (current or 1) * 100
            else:
                total += (current or 1) * scale
                current = 0
            previous = scale
        else:
            return None
        has_unit = True
    return total + current if has_unit else None
