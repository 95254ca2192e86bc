"""Word lists for table headers and labels."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from henequen.reading.grammar.wordlists import alternation, read_toml
from henequen.reading.tables.quantities import without_bodies

__all__ = ["dimension_of", "in_list", "is_part_of_investment", "measure_of", "part_of_trade", "plain", "unit_of_count"]

_RAISED = re.compile(r"[¹²³⁰-⁹ᵃ-ᶻʰ-ʸ]+")
_SPREAD = re.compile(r"(?<![^\W_])[가-힣](?:\s+[가-힣])+(?![^\W_])")


def _closed_up(text: str) -> str:
    """Hangul words that are spread over the width of a column, closed up: 수  출."""
    return _SPREAD.sub(lambda match: re.sub(r"\s+", "", match.group()), text)


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """A label in the form used for comparison: one line, lower case, without notes in brackets at the end, marks and
    colons.

    >>> plain("Trade  balance 1/")
    'trade balance'
    """
    folded = re.sub(r"[\s_]+", " ", _closed_up(text)).strip().lower()
    folded = re.sub(r"\s*(?:\(?\d{1,2}/|\d\)|\*+|†|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)\s*$", "", folded)
    return folded.strip(" :：*·.•-–—▲△")


@cache
def _dimensions() -> dict[str, str]:
    table = read_toml("tables", "table_words")["dimensions"]
    return {word.replace("_", " "): kind for kind, words in table.items() for word in words}


@lru_cache(maxsize=20_000)
def dimension_of(title: str) -> str | None:
    """The dimension of a column's labels, by its whole title.

    >>> dimension_of("País socio"), dimension_of("Exports")
    ('partner', None)
    """
    words = plain(title)
    bare = re.sub(r"\s*[(\[].*[)\]]\s*$", "", words).strip()
    table = _dimensions()
    if dimension := table.get(words) or table.get(bare):
        return dimension
    parts = [part.strip() for part in re.split(r"\s*/\s*|\s*\n\s*|\s+·\s+", bare) if part.strip()]
    kinds = {table.get(part) for part in parts}
    return kinds.pop() if len(parts) > 1 and len(kinds) == 1 else None


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(read_toml("tables", "table_words")[name]["words"])


@lru_cache(maxsize=50_000)
def in_list(name: str, text: str) -> bool:
    """Whether the whole label is a word of the list `name`."""
    words = plain(text)
    return words in _list(name) or text.strip().lower() in _list(name)


_INSTRUMENT = re.compile(
    r"\b(?:equity|debt|inter-?company|intra-?company|reinvest\w*|deuda|pr[ée]stamos?|acciones|reinver\w+|participaci[oó]n(?:es)?\s+(?:accionarias?|de|en)"
    r"|utilidades|beneficios|aportes? de capital|capital social|cuentas entre)\b|지분|재투자|대부|채무|신주|구주|장기차관",
    re.I,
)


def is_part_of_investment(text: str) -> bool:
    """Whether a label names a part of direct investment by instrument, and not a sector.

    >>> is_part_of_investment("Utilidades reinvertidas"), is_part_of_investment("Real estate")
    (True, False)
    """
    return in_list("fdi_components", text) or (len(text.split()) <= 7 and _INSTRUMENT.search(text) is not None)


_AROUND = re.compile(r"^\s*(?:total|of which:?)\s+|\s*[(\[][^)\]]*[)\]]", re.I)


def part_of_trade(text: str) -> str | None:
    """The label of a part of exports or imports by what is done with the goods, without its brackets; None if it is another.

    >>> part_of_trade("Re-exports (f.o.b.)"), part_of_trade("Exports")
    ('Re-exports', None)
    """
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", text).strip()
    return bare if in_list("trade_parts", _AROUND.sub("", text).strip()) else None


@cache
def _measures() -> list[tuple[re.Pattern[str], str, int, str]]:
    measures = []
    for measure, words in read_toml("tables", "table_words")["measures"].items():
        for word in words:
            hangul = "가" <= word[-1] <= "힣"
            pattern = re.escape(word) if hangul else rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"
            measures.append((re.compile(pattern), measure, len(word) * (2 if hangul else 1), word))
    measures.sort(key=lambda item: -item[2])
    return measures


_SOURCE = re.compile(
    r"(?:\b(?:source|fuente)|출처|자료)\s?[:：].*|\b(?:balance of payments|balanza de pagos)\b|국제수지"
)
"""Words that name no measure: the source behind a unit, the balance of payments in which remittances are counted."""


@cache
def _stock_words() -> re.Pattern[str]:
    words = read_toml("tables", "table_words")["stock_words"]["words"]
    return re.compile(alternation(words, bounded=False), re.I)


def _counts_stocks(words: str) -> bool:
    """Whether a label of direct investment says that what is held is counted: stocks abroad, outstanding."""
    return bool(_stock_words().search(words)) and not re.search(r"\bflows?\b|\bflujos?\b|유량", words)


@cache
def measure_of(text: str) -> tuple[str, str | None] | None:
    """The measure that a label names, and the flow that a share or growth is of.

    >>> measure_of("Exports, annual change (%)"), measure_of("Trade balance")
    (('growth', 'export'), ('balance', None))
    """
    if (whole := read_toml("tables", "table_words")["whole_measures"].get(plain(text))) is not None:
        return whole, None
    words = _RAISED.sub(" ", re.sub(r"[\s_]+", " ", _closed_up(without_bodies(text))).lower())
    hits: list[tuple[int, int, str]] = []
    spans: list[tuple[int, int]] = []
    for pattern, measure, _, word in _measures():
        if word not in words:
            continue
        for match in pattern.finditer(words):
            if not any(match.start() < end and start < match.end() for start, end in spans):
                spans.append(match.span())
                hits.append((match.start(), match.end(), measure))
    kinds = {measure for _, _, measure in hits}
    if not kinds:
        return None
    invested = next((start for start, _, measure in sorted(hits) if measure in ("investment", "fdi_flow")), None)
    counted = next((start for start, _, measure in sorted(hits) if measure == "count"), None)
    if (
        invested is not None
        and counted is not None
        and invested < counted
        and re.search(r"\b(?:de|of|by|por)\s+(?:las?\s+|los?\s+)?$", words[:counted])
    ):
        kinds.discard("count")  # the investment of companies is not a number of companies
    if "count" in kinds and kinds <= {"count", "investment", "fdi_flow", "fdi_stock", "fdi_declared"}:
        return "count", None  # the number of investments
    flows = [
        measure
        for _, _, measure in sorted(hits)
        if measure in ("export", "import", "total_trade", "balance", "fdi_flow", "fdi_stock")
    ]
    if {"export", "import"} <= set(flows) and "total_trade" not in kinds and not kinds & {"share", "growth", "balance"}:
        if not re.search(r"[+·&]| and | y |수출입", words):
            return None  # exports f.o.b., imports c.i.f.: each is named elsewhere
        flows = ["total_trade"]
    for ratio in ("growth", "share"):
        if ratio in kinds:
            return ratio, flows[0] if flows else None
    if "fdi_flow" in kinds and not kinds & {"fdi_declared"} and _counts_stocks(words):
        return "fdi_stock", None
    for special in ("services_balance", "fdi_declared", "fdi_stock"):
        if special in kinds:
            return special, None
    if "balance" in kinds:
        return "balance", None
    if flows:
        return flows[0], None
    return next(m for m in ("count", "funding", "other", "investment", "fdi_flow", "total_trade") if m in kinds), None


@cache
def _counted() -> re.Pattern[str]:
    named = read_toml("tables", "table_words")["counted"]
    return re.compile("|".join(f"(?P<{unit}>{alternation(words)})" for unit, words in named.items()), re.I)


@lru_cache(maxsize=20_000)
def unit_of_count(label: str) -> str | None:
    """What the words of a header or caption count; None if they name nothing or two things.

    >>> unit_of_count("Tourist arrivals by nationality"), unit_of_count("(단위: 명)"), unit_of_count("Number of cases")
    ('persons', 'persons', None)
    """
    units = {str(match.lastgroup) for match in _counted().finditer(label)}
    return units.pop() if len(units) == 1 else None
