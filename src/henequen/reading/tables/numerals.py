"""Numbers in cells: signs, marks, missing values; the table that proves a separator decides it for its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from henequen.reading.grammar.amounts import AmountStyle, find_amounts
from henequen.reading.grammar.numbers import detect_separators, normalise_marks
from henequen.reading.grammar.wordlists import read_toml

__all__ = ["CellNumber", "TableSeparators", "is_missing", "is_numeric", "read_amount", "read_number"]

_CORE = r"\d+(?:[.,'’ \u00a0\u202f\u2009]\d+)*"
_NUMBER = re.compile(
    rf"(?P<open>[(\[])?\s*(?P<sign>[-–—−+△▲▽▼])?\s*(?P<currency>US\$|\$|€|£|₩|¥|USD|EUR|MXN|KRW)?\s*(?P<sign2>[-–—−△▲▽▼])?\s*"
    rf"(?P<core>{_CORE}|[.,]\d+)\s*(?P<percent>%)?\s*(?P<close>[)\]])?\s*(?P<percent2>%)?"
    r"\s*(?P<note>(?:\*+|†|‡|[¹²³⁰-⁹ᵃ-ᶻʰ-ʸ⁾⁽]{1,4}|\(?(?:p|r|e|est|prel|b|pr)\.?\)?/?|\d/|\d\)|[a-e]/|\([a-e1-9]\)|\s[1-9])?)"
)


_AMOUNT = re.compile(
    r"[-–—−△▽▼(]?\s*(?:(?:US\$|U\$S|[A-Z]{1,3}\$|[$€£₩¥]|[A-Z]{3})\s?)?[-−]?\d[\d.,]*\s?\)?"
    r"(?:\s?(?:thousand|million|billion|trillion|millions|mn|mln|bn|tn|m|k|mil millones|mil|millones|miles de millones|mdd|mdp))?"
    r"(?:\s?(?:de )?(?:US dollars|dollars|d[oó]lares|euros?|USD|EUR|pesos|yen|won))?\)?"
    r"|[-−△]?\s?(?:[\d.,]+\s?(?:십|백|천|만|억|조)+\s?)+(?:여\s?)?(?:달러|불|원|유로|엔|위안)?|[-−△]?[\d.,]+\s?(?:달러|불|원|유로|엔|위안|명|건|개사|개|편|회|톤)"
)


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number as a cell prints it; `start:end` is its place within the text of the cell."""

    value: str
    start: int
    end: int
    percent: bool = False
    currency: str | None = None
    flags: tuple[str, ...] = ()
    multiplier: int = 1
    unit: str | None = None
    """The unit that the cell prints with a scale: EUR 2.1 billion."""


@dataclass(frozen=True, slots=True)
class TableSeparators:
    """What `.` and `,` mean in one table: decimal, thousands, or undecided (None)."""

    point: str | None
    comma: str | None

    @staticmethod
    def of(cells: Iterable[str], text: str, language: str) -> TableSeparators:
        """Decide from the cells of a table; if they prove nothing, the document decides."""
        tokens = [match.group("core") for cell in cells if (match := _NUMBER.fullmatch(cell.strip()))]
        meaning: dict[str, str | None] = {}
        for mark, other in ((".", ","), (",", ".")):
            single = [t for t in tokens if t.count(mark) == 1 and other not in t]
            decimals = any(len(t.split(mark)[1]) != 3 or t.startswith(("0" + mark, mark)) for t in single)
            decimals = decimals or any(mark in t and other in t and t.rindex(mark) > t.rindex(other) for t in tokens)
            grouped = any(t.count(mark) > 1 for t in tokens)
            grouped = grouped or any(mark in t and other in t and t.rindex(mark) < t.rindex(other) for t in tokens)
            meaning[mark] = "thousands" if grouped else "decimal" if decimals else None
            if grouped and decimals:
                meaning[mark] = None
        for mark, other in ((".", ","), (",", ".")):
            if meaning[mark] is None and meaning[other] == "decimal":
                meaning[mark] = "thousands"
        if meaning["."] is None and meaning[","] == "thousands":
            # commas group: points are decimals, unless small whole numbers next to them show that they group too
            meaning["."] = "thousands" if _groups_too(tokens, ".") else "decimal"
        if meaning[","] is None and meaning["."] == "thousands":
            meaning[","] = "thousands" if _groups_too(tokens, ",") else "decimal"
        if meaning["."] is None and meaning[","] is None:
            used = {mark for mark in ".," if any(mark in t for t in tokens)}
            if len(used) == 1 and _whole_beside_groups(tokens, mark := next(iter(used))):
                meaning[mark] = "thousands"
            elif used:
                decided = detect_separators(text, language).decimal
                if decided is None and language == "es" and "." not in used:
                    decided = "."
                if (
                    decided is None
                    and _all_grouped(tokens, mark := next(iter(used)), language, text)
                    and len(used) == 1
                ):
                    meaning[mark] = "thousands"
                elif decided is not None:
                    meaning = {m: "decimal" if m == decided else "thousands" for m in ".,"}
        return TableSeparators(meaning["."], meaning[","])

    def normalise(self, token: str) -> str | None:
        """The plain decimal string of a token, or None if its separators are ambiguous."""
        if token.isdigit():
            return normalise_marks(token)
        plain = re.sub(r"[ \u00a0\u202f\u2009'’]", "", token)
        if plain[:1] in ".,":
            plain = "0" + plain
        marks = [char for char in plain if char in ".,"]
        if len(marks) != 1:
            return normalise_marks(plain)
        head, tail = plain.split(marks[0])
        if len(tail) != 3 or len(head) > 3 or head in ("0", "00"):
            return f"{head}.{tail}"
        meaning = self.point if marks[0] == "." else self.comma
        if meaning is None:
            return None
        return f"{head}.{tail}" if meaning == "decimal" else head + tail


def _all_grouped(tokens: list[str], mark: str, language: str, text: str) -> bool:
    """Four numbers and more, each with exactly three digits behind the mark that groups in the language: some past 10,000,
    or six and more in a text that names no country with other marks."""
    with_mark = [t for t in tokens if mark in t]
    return (
        mark == {"es": ".", "pt": ".", "nl": ".", "en": ",", "ko": ","}.get(language)
        and len(with_mark) >= 4
        and all(re.fullmatch(rf"[1-9]\d{{0,2}}{re.escape(mark)}\d{{3}}", t) for t in with_mark)
        and (sum(len(t) >= 6 for t in with_mark) >= 2 or (len(with_mark) >= 6 and not _other_marks(text)))
    )


def _other_marks(text: str) -> bool:
    """Whether a text names a country whose Spanish print writes a comma between thousands."""
    return any(word in text for word in read_toml("grammar", "units")["groups"][","])


def _groups_too(tokens: list[str], mark: str) -> bool:
    """Every token with `mark` has three digits after it, and whole numbers without it are below a thousand."""
    with_mark = [t for t in tokens if mark in t]
    bare = [t for t in tokens if t.isdigit()]
    return (
        bool(with_mark)
        and all(re.fullmatch(rf"[1-9]\d{{0,2}}{re.escape(mark)}\d{{3}}", t) for t in with_mark)
        and (not bare or all(len(t) <= 3 for t in bare))
    )


def _whole_beside_groups(tokens: list[str], mark: str) -> bool:
    """Whole numbers below a thousand together with tokens such as 1.234: with decimals they would be printed
    345.000."""
    with_mark = [t for t in tokens if mark in t]
    bare = [t for t in tokens if t.isdigit() and not re.fullmatch(r"(?:19|20)\d{2}", t)]
    return (
        len(bare) >= 2
        and all(len(t) <= 3 for t in bare)
        and all(re.fullmatch(rf"[1-9]\d{{0,2}}{re.escape(mark)}\d{{3}}", t) for t in with_mark)
    )


def is_missing(text: str) -> bool:
    """Does a cell mark a missing value: -, n.d., x..."""
    if text[:1].isdigit():
        return False
    folded = re.sub(r"\s+", " ", text).strip().lower()
    folded = re.sub(r"^[(\[](.*)[)\]]$", r"\1", folded)
    return folded in _missing()


@cache
def _missing() -> frozenset[str]:
    return frozenset(read_toml("tables", "table_words")["missing"]["words"])


@lru_cache(maxsize=50_000)
def is_numeric(text: str) -> bool:
    """Is a cell only a number with its marks, or an amount with its scale and unit?

    >>> is_numeric("(1,204.5)"), is_numeric("US$ 1.2 bn"), is_numeric("1억 2천만 달러"), is_numeric("3 agreements")
    (True, True, True, False)
    """
    stripped = text.strip()
    return bool(_NUMBER.fullmatch(stripped) or (len(stripped) < 40 and _AMOUNT.fullmatch(stripped)))


def read_amount(text: str, style: AmountStyle) -> CellNumber | None:
    """The amount of a cell that prints its scale or unit."""
    stripped = text.strip()
    if len(stripped) >= 40 or not _AMOUNT.fullmatch(stripped):
        return None
    amounts = find_amounts(stripped, style)
    if len(amounts) != 1 or re.search(r"\d", stripped[: amounts[0].start] + stripped[amounts[0].end :]):
        return None
    amount, lead = amounts[0], text.index(stripped)
    negative = bool(re.match(r"[-–—−△▽▼(]", stripped)) and not amount.value.startswith("-")
    value = "-" + amount.value if negative and set(amount.value) - {"0", "."} else amount.value
    percent = amount.unit == "percent"
    unit = None if percent else amount.unit
    start = 0 if negative else amount.start
    return CellNumber(value, lead + start, lead + amount.end, percent, None, (), amount.multiplier, unit)


_SYMBOLS = {"US$": "USD", "$": "$", "€": "EUR", "£": "GBP", "₩": "KRW", "¥": "JPY"}
_RAISED = str.maketrans("ᵖʳᵉᵇ", "preb")
_FLAGS = {"p": "p", "pr": "p", "prel": "p", "r": "r", "e": "e", "est": "e", "b": "b"}


_SPACE = re.compile(r"[ \u00a0\u202f\u2009]")
_SPACED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?")


def read_number(text: str, separators: TableSeparators) -> CellNumber | None:
    """The number of a cell; None if it is not one, or if its separators are undecided."""
    stripped = text.strip()
    lead = text.index(stripped) if stripped else 0
    match = _NUMBER.fullmatch(stripped)
    if not match:
        return None
    core = match.group("core")
    if _SPACE.search(core) and not _SPACED.fullmatch(core):
        return None
    value = separators.normalise(core)
    if value is None:
        return None
    bracket = bool(match.group("open")) and bool(match.group("close"))
    if bool(match.group("open")) != bool(match.group("close")):
        return None
    sign = match.group("sign") or match.group("sign2") or ""
    negative = sign in ("-", "–", "—", "−", "△", "▽", "▼") or (sign == "▲" and True) or (bracket and sign == "")
    printed = match.group("note")
    note = re.sub(r"[^a-z]", "", printed.lower().translate(_RAISED)) if printed else ""
    names = ("percent2", "close" if bracket else "", "percent", "core")
    end = next(match.end(name) for name in names if name and match.group(name))
    openings = ("open" if bracket else "", "sign", "currency", "sign2", "core")
    start = next(match.start(name) for name in openings if name and match.group(name))
    if negative and set(value) <= {"0", "."}:
        negative = False
    return CellNumber(
        ("-" if negative else "") + value,
        lead + start,
        lead + end,
        bool(match.group("percent") or match.group("percent2")),
        _SYMBOLS.get(match.group("currency") or "", match.group("currency")),
        (_FLAGS[note],) if note in _FLAGS else (),
    )
