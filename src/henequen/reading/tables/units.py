"""Units in headers and captions: `(millones de dólares)`, `US$ million`, `단위: 백만 달러, %`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from henequen.reading.grammar.wordlists import alternation, is_hangul, read_toml
from henequen.reading.tables.scales import scale_beside

__all__ = ["MoneyStyle", "Unit", "read_units"]


MoneyStyle = tuple[str | None, str | None, tuple[tuple[str, str], ...]]
"""What `$`, `pesos` and other shared names of currencies mean in a document."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its scale, and the position of the text that prints it."""

    multiplier: int
    unit: str
    start: int
    end: int


@cache
def _currency() -> re.Pattern[str]:
    words = sorted(read_toml("tables", "table_words")["currencies"], key=len, reverse=True)
    return re.compile("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words), re.I)


@cache
def _codes() -> re.Pattern[str]:
    """ISO 4217 codes and signs of currencies, as printed: KES, A$, KSh."""
    words = [
        w for w in read_toml("grammar", "units")["prefixes"] if w not in ("ALL", "$", "S/", "RM", "Bs", "Rp", "Bs.")
    ]
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    letters = r"(?:m|mn|bn|b|k)(?![^\W_])"
    return re.compile(rf"(?<![A-Za-z0-9])(?:MM|M|k|K)?({pattern})(?:(?={letters})|(?![^\W_]))")


_SHORT_SIGN = re.compile(
    r"(?<![^\W_])(?:RM|Rp|S/|Bs\.?|Bs)(?=\s*(?:thousand|million|billion|trillion|miles|millones|mn|bn|['’]000))"
)
"""Short signs, which mean other things unless a scale follows: RM million."""


@cache
def _currency_names() -> dict[str, str]:
    """Names of currencies in Latin script that mean one currency: baht, rupiah, Kenyan shillings."""
    table = read_toml("grammar", "units")
    suffixes, shared = table["suffixes"], table["shared"]
    return {
        w.casefold(): code
        for w, code in suffixes.items()
        if (code in shared or (len(code) == 3 and code.isupper())) and w[0].isascii() and len(w) > 3
    }


@cache
def _names() -> re.Pattern[str]:
    return re.compile(alternation(_currency_names()), re.I)


@cache
def read_units(
    text: str, dollar: str | None = "USD", peso: str | None = None, shared: tuple[tuple[str, str], ...] = ()
) -> tuple[Unit, ...]:
    """The units that a header, label or caption prints, in its order.

    >>> [(u.multiplier, u.unit) for u in read_units("(단위: 백만 달러, %)")]
    [(1000000, 'USD'), (1, 'percent')]
    >>> [(u.multiplier, u.unit) for u in read_units("Value (US$ million)")]
    [(1000000, 'USD')]
    >>> [(u.multiplier, u.unit) for u in read_units("수출금액(천$)")]
    [(1000, 'USD')]
    """
    families = dict(shared)
    units: list[Unit] = []
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"\b(mmd[dp]|md[dpe])\b", text, re.I):
        word = match.group(1).lower()
        scale = 10**9 if word.startswith("mm") else 10**6
        units.append(Unit(scale, {"d": "USD", "p": "MXN", "e": "EUR"}[word[-1]], match.start(), match.end()))
        spans.append(match.span())
    for match in _currency().finditer(text):
        start, end = match.span()
        word = re.sub(r"\s+", " ", match.group().lower())
        if any(start < b and a < end for a, b in spans) or _inside_word(text, start, end):
            continue
        unit: str | None = read_toml("tables", "table_words")["currencies"].get(word)
        scale, left, right = scale_beside(text, start, end)
        if unit == "$":
            unit = dollar
        if unit == "peso":
            unit = peso
        if unit is None:
            continue
        spans.append((left, right))
        units.append(Unit(scale, unit, left, right))
    for match in _codes().finditer(text):
        if not any(match.start() < b and a < match.end() for a, b in spans):
            code = read_toml("grammar", "units")["prefixes"][match.group(1)]
            code = families.get(code, code)
            if len(code) == 3 and code.isupper():
                scale, left, right = scale_beside(text, *match.span(1))
                spans.append((left, right))
                units.append(Unit(scale, code, left, right))
    for match in _SHORT_SIGN.finditer(text):
        if not any(match.start() < b and a < match.end() for a, b in spans):
            code = read_toml("grammar", "units")["prefixes"].get(match.group(), "")
            code = families.get(code, code)
            if len(code) == 3 and code.isupper():
                scale, left, right = scale_beside(text, *match.span())
                spans.append((left, right))
                units.append(Unit(scale, code, left, right))
    for match in _names().finditer(text):
        if not any(match.start() < b and a < match.end() for a, b in spans):
            code = _currency_names()[re.sub(r"\s+", " ", match.group().casefold())]
            code = families.get(code, code)
            if not code.isupper():
                continue  # shillings of a country that the document does not name
            scale, left, right = scale_beside(text, *match.span())
            spans.append((left, right))
            units.append(Unit(scale, code, left, right))
    for match in re.finditer(r"%\s?p\b|%포인트|percentage points?|puntos porcentuales", text, re.I):
        units.append(Unit(1, "percentage_points", match.start(), match.end()))
        spans.append(match.span())
    for match in re.finditer(
        r"%|\bper ?cent(?:age)?\b|\bpct\b|\bp\.\s?c\.|\bpor ?ciento\b|\bporcentajes?\b|퍼센트", text, re.I
    ):
        if not any(match.start() < b and a < match.end() for a, b in spans):
            units.append(Unit(1, "percent", match.start(), match.end()))
            spans.append(match.span())
    for weight, words in read_toml("tables", "table_words")["weights"].items():
        for word in words:
            bound = "" if "가" <= word[-1] <= "힣" else r"(?![^\W\d_])"
            for match in re.finditer(rf"(?<![^\W\d_]){re.escape(word)}{bound}", text, re.I if len(word) > 2 else 0):
                start, end = match.span()
                if len(word) == 1 and not re.search(r"(?:[(\[,:]|[천만]\s)\s*$", text[:start]):
                    continue
                if not any(start < b and a < end for a, b in spans):
                    scale, left, right = scale_beside(text, start, end)
                    units.append(Unit(scale, weight, left, right))
                    spans.append((left, right))
    return tuple(sorted(units, key=lambda unit: unit.start))


def _inside_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if "가" <= text[start] <= "힣":
        # 원 and 불 are syllables of many words: the word must end here and follow a scale, a space or a bracket
        return bool(after and "가" <= after <= "힣") or bool(
            before and "가" <= before <= "힣" and before not in "십백천만억조미" and text[start:end] != "달러"
        )
    if text[start] == "$" and before.isalpha() and not is_hangul(before):
        return True  # the dollar of another country
    return bool((text[start].isalpha() and before.isalpha()) or (text[end - 1].isalpha() and after.isalpha()))
