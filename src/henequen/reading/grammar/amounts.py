"""Amounts: a number with its scale, its currency or unit, its comparator (about, over...) and its sign, as printed.

`value` times `multiplier` is the amount. A range gives two amounts. What a dollar sign or `dollars` mean, the document
decides (`dollars.py`); `pesos` without a country belong to the one peso country that the text names, or have no unit.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from henequen.reading.grammar.dollars import Dollars
from henequen.reading.grammar.numbers import Number, Separators, find_numbers
from henequen.reading.grammar.wordlists import alternation, read_toml

__all__ = ["Amount", "AmountStyle", "find_amounts"]

_RANGE = re.compile(r"\s?(?:-|–|—|~|∼|～|to|a|and|y|e)\s?(?=[$€£]?\s?\d)")
_OPEN = re.compile(r"(?:between|entre|from|de|desde)\s+(?:los\s+|las\s+)?(?:US)?\$?\s?$", re.IGNORECASE)


_GAP = r"(?:[ \t\u00a0\u202f]{0,3}(?:\r?\n[ \t\u00a0]{0,12})?)"
"""White space between the parts of an amount: also the end of a line and the indent of the next one."""


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """What a document determines about its amounts: separators, and what `$` and `pesos` mean in it (None:
    undecided)."""

    separators: Separators
    dollar_sign: str | None = "USD"
    peso: str | None = None
    shared: tuple[tuple[str, str], ...] = ()
    """Other words that several currencies share (shilling, dirham), each with the currency that the document decides."""
    dollar_word: str | None = "USD"

    @staticmethod
    def of(
        separators: Separators, language: str, countries: frozenset[str], dollars: Dollars | None = None
    ) -> AmountStyle:
        """The style of a document in `language` that names `countries`."""
        dollars = dollars or Dollars("USD" if language in ("en", "ko") else None, "USD")
        table = read_toml("grammar", "units")["pesos"]
        pesos = {table[code] for code in countries if code in table}
        return AmountStyle(
            separators,
            dollars.sign,
            pesos.pop() if len(pesos) == 1 else None,
            tuple(shared_currencies(countries).items()),
            dollars.word,
        )


def shared_currencies(countries: Iterable[str]) -> dict[str, str]:
    """The currency of each word that several share, if the named countries determine it.

    >>> shared_currencies(["KEN", "IND"])
    {'shilling': 'KES', 'rupee': 'INR'}
    """
    named = set(countries)
    currencies = {}
    for word, table in read_toml("grammar", "units")["shared"].items():
        codes = {code for country, code in table.items() if country in named}
        if len(codes) == 1:
            currencies[word] = codes.pop()
    return currencies


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at `start:end`; `core_start` is where its number begins. `unit` is ISO 4217, percent or None."""

    start: int
    end: int
    core_start: int
    printed: str
    value: str
    multiplier: int
    unit: str | None
    comparator: str | None = None
    range_part: str | None = None
    currency_mark: bool = False

    @property
    def is_money(self) -> bool:
        """Does the text print a currency, even one that it leaves open?"""
        return self.currency_mark if self.unit is None else bool(re.fullmatch(r"[A-Z]{3}", self.unit))

    @property
    def is_bare(self) -> bool:
        """Is the number printed without a unit or a currency?"""
        return self.unit is None and not self.currency_mark

    @property
    def amount(self) -> Decimal:
        """The amount with its sign."""
        return Decimal(self.value) * self.multiplier


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = read_toml("grammar", "units")
    scale = (
        "(?:"
        + "|".join(re.escape(w).replace("\\ ", r"\s+") for w in sorted(table["scales"], key=len, reverse=True))
        + r")(?![^\W_])"
    )
    suffix = alternation(table["suffixes"])
    return {
        "prefix": re.compile(rf"({alternation(table['prefixes'], bounded=False)}){_GAP}$"),
        "scale": re.compile(rf"(?:-\s?|{_GAP})({scale})", re.IGNORECASE),
        "suffix": re.compile(rf"(?:-\s?|{_GAP})(?:(?:de|of)\s+)?({suffix})", re.IGNORECASE),
        "before": re.compile(rf"({alternation(table['before'])})\s*(?:de\s+|los\s+|las\s+|the\s+)?$", re.IGNORECASE),
        "after": re.compile(rf"\s?({alternation(table['after'])})", re.IGNORECASE),
        "yeo": re.compile(r"\s?여\s?(?=[가-힣])"),
    }


def find_amounts(text: str, style: AmountStyle, skip: tuple[tuple[int, int], ...] = ()) -> list[Amount]:
    """Every amount of `text` outside the ranges `skip` (dates, numbers of articles)."""
    amounts: list[Amount] = []
    rand = dict(style.shared).get("rand")
    digits = re.sub(r"(?<![^\s(])R(?=\d)", " ", text) if rand else text
    numbers = [
        number for number in find_numbers(digits, style.separators) if not _is_skipped(number.start, number.end, skip)
    ]
    position = 0
    while position < len(numbers):
        number = numbers[position]
        following = numbers[position + 1] if position + 1 < len(numbers) else None
        if following and _is_range(text, number, following):
            low, high = _amount(text, number, style), _amount(text, following, style)
            if low.unit in (None, high.unit) or (high.unit is None and low.currency_mark):
                amounts += _range(text, low, high)
                position += 2
                continue
        amounts.append(_amount(text, number, style))
        position += 1
    return amounts


def _is_skipped(first: int, last: int, skip: tuple[tuple[int, int], ...]) -> bool:
    """Does `first:last` touch one of `skip`, which are in the order of the text and do not overlap?"""
    at = bisect_right(skip, (first, last))
    return any(first < end and start < last for start, end in skip[max(0, at - 1) : at + 1])


def _amount(text: str, number: Number, style: AmountStyle) -> Amount:
    """The amount around one number."""
    table = read_toml("grammar", "units")
    pattern = _patterns()
    start, end = number.start, number.end
    unit: str | None = None
    mark = False
    prefix = pattern["prefix"].search(text, max(0, start - 14), start)
    if prefix and not (prefix.group(1)[0].isalpha() and prefix.start(1) and text[prefix.start(1) - 1].isalpha()):
        unit = table["prefixes"][prefix.group(1)]
        start, mark = prefix.start(1), True
    elif (rand := dict(style.shared).get("rand")) and re.compile(r"(?<![^\s(])R\s?$").search(
        text, max(0, start - 3), start
    ):
        unit = rand
        start, mark = text.rindex("R", 0, start), True
    sign = re.compile(r"(?:△\s?|[-−–])$").search(text, max(0, start - 2), start)
    inner = re.compile(r"[△−-]\s?$").search(text, max(0, number.start - 2), number.start)
    negative = False
    if inner and not sign and start < number.start:
        negative = True
    if sign and not (
        sign.group().strip() != "△" and sign.start() and not re.match(r"[\s(\[:/]", text[sign.start() - 1])
    ):
        negative = True
        start = sign.start()
    after_yeo = pattern["yeo"].match(text, end)
    multiplier = number.multiplier
    if multiplier == 1:
        scale = pattern["scale"].match(text, end)
        if scale and "\n" in scale.group() and scale.group(1)[0].isupper() and text[start - 1 : start] != "$":
            scale = None  # a new line that begins with its unit, below a title that ends with a year
        if scale and _is_scale(scale.group(1), text, scale, unit is not None):
            word = scale.group(1).casefold()
            word = re.sub(r"\s+", " ", word)
            multiplier = int(table["scales"][word])
            unit = unit or table["scale_currency"].get(word)
            end = scale.end()
    more = pattern["suffix"].match(text, after_yeo.end() if after_yeo else end)
    if more and _is_suffix(more.group(1), text, more):
        key = re.sub(r"\s+", " ", more.group(1))
        printed_unit = table["suffixes"].get(key) or _folded_suffixes().get(key.casefold())
        if unit is None or unit in ("$", printed_unit) or (printed_unit and printed_unit != "percent"):
            unit = printed_unit
            end = more.end()
    comparator = "over" if after_yeo else None
    after = pattern["after"].match(text, end)
    if after:
        comparator = table["after"][re.sub(r"\s+", " ", after.group(1).casefold())]
    elif text[end : end + 1] == "+":
        comparator, end = "over", end + 1
    core = start
    before = pattern["before"].search(text, max(0, start - 26), start)
    if before:
        scale_word = table["before"][re.sub(r"\s+", " ", before.group(1).casefold())]
        comparator = scale_word if scale_word and comparator in (None, "over", "about") else comparator
        start = before.start(1)
    mark = mark or unit in ("dollar", "peso") or unit in table["shared"]
    if unit == "$":
        unit = style.dollar_sign
    elif unit == "dollar":
        unit = style.dollar_word
    elif unit == "peso":
        unit = style.peso
    elif unit is not None and unit in table["shared"]:
        unit = dict(style.shared).get(unit)
    value = f"-{number.value}" if negative else number.value
    return Amount(start, end, core, text[core:end], value, multiplier, unit, comparator, None, mark)


@cache
def _folded_suffixes() -> dict[str, str]:
    return {word.casefold(): unit for word, unit in read_toml("grammar", "units")["suffixes"].items()}


def _is_scale(word: str, text: str, match: re.Match[str], has_unit: bool) -> bool:
    """One-letter scales (m, b, k) count only behind a currency, in the print of a figure: $5.2m."""
    if len(word) > 1 and word.casefold() not in ("mn", "bn", "tn"):
        return True
    return (
        has_unit
        and not text[match.start() : match.start(1)].strip()
        and word in ("m", "b", "k", "M", "B", "mn", "bn", "tn")
    )


def _is_suffix(word: str, text: str, match: re.Match[str]) -> bool:
    """A one-syllable Hangul unit must not begin another word (원 in 원전, 불 in 불법); a Latin one is a whole word."""
    if word in ("원", "불", "엔", "프로"):
        following = text[match.end() : match.end() + 2]
        return not re.match(r"[가-힣]", following) or bool(
            re.match(r"(?:으로|이|을|를|은|의|에|과|와|로|규|상|이|대|까|씩|수|투|어|정|내|가|흑|적|,|\))", following)
        )
    return True


def _is_range(text: str, first: Number, second: Number) -> bool:
    """Are two numbers the ends of one range: 10-15 %, between 3 and 5 million, 3천만~5천만 달러?"""
    gap = text[first.end : second.start]
    if not gap or len(gap) > 14:
        return False
    plain = re.sub(r"(?:US)?\$|€|%|\s", "", gap)
    if plain in ("~", "∼", "～", "-", "–", "—"):
        return first.amount < second.amount or first.multiplier != second.multiplier
    if plain in ("to", "a", "and", "y"):
        if plain in ("and", "y", "a") and not _OPEN.search(text[max(0, first.start - 20) : first.start]):
            return False
        return first.amount <= second.amount
    return False


def _range(text: str, low: Amount, high: Amount) -> list[Amount]:
    """The two ends of a range; the first takes scale and unit from the second if it prints none."""
    unit = low.unit or high.unit
    multiplier = low.multiplier if low.multiplier != 1 else high.multiplier
    printed = text[low.core_start : high.end]
    start, end = low.start, high.end
    value = low.value
    high_value = high.value.lstrip("-") if text[low.end : high.end].lstrip()[:1] in "-–—" else high.value
    return [
        replace(
            low,
            start=start,
            end=end,
            printed=printed,
            value=value,
            multiplier=multiplier,
            unit=unit,
            comparator="at_least",
            range_part="low",
        ),
        replace(
            high,
            start=start,
            end=end,
            core_start=low.core_start,
            printed=printed,
            value=high_value,
            unit=high.unit or unit,
            comparator="at_most",
            range_part="high",
        ),
    ]
