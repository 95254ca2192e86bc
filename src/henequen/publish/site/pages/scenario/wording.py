"""The wording of scenarios in one language: sectors, regions, percentages with their sign, texts of the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from henequen.model.message import Message
from henequen.publish.site.names import Names

__all__ = [
    "base_name",
    "dollars",
    "engine_text",
    "key_of",
    "millions",
    "percent",
    "preset_text",
    "region",
    "sector",
    "sector_words",
    "uncertain",
    "with_band",
]


def key_of(name: str) -> str:
    """A sector's name as the key of a string and of a file.

    >>> key_of("Machinery n.e.c."), key_of("R&D")
    ('machinery_n_e_c', 'r_d')
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def sector(names: Names, name: str) -> str:
    """A sector's name in the language, or as the base writes it."""
    key = f"sector.{key_of(name)}"
    return names.t(key) if names.t.has(key) else name


def sector_words(names: Names, name: str) -> list[str]:
    """Search words for a sector."""
    key = f"sector_words.{key_of(name)}"
    return [sector(names, name), name, names.t(key) if names.t.has(key) else ""]


def region(names: Names, code: str) -> str:
    """A region of a base: a country, or the rest of the world."""
    return names.t("scenario.rest_of_world") if code in ("ROW", "RoW", "WLD") else names.country(code)


def percent(value: float | None, unit: str = "%") -> str:
    """A change with its sign and two or three significant digits.

    >>> percent(0.0147207), percent(-12.345), percent(0.0), percent(0.00036), percent(None)
    ('+0.015%', '−12.3%', '0%', '+0.0004%', '–')
    """
    if value is None:
        return "–"
    size = abs(value)
    decimals = 1 if size >= 10 else 2 if size >= 0.1 else 3 if size >= 0.01 else 4 if size >= 0.0001 else 5
    text = f"{size:,.{decimals}f}"
    if not text.strip("0.,"):
        return f"0{unit}"
    return f"{'−' if value < 0 else '+'}{text}{unit}"


def millions(value: float) -> str:
    """An amount in millions with its significant digits.

    >>> millions(1234567.0), millions(33000.0), millions(-2.5e9), millions(0.0)
    ('1.2', '0.033', '−2,500.0', '0')
    """
    amount = abs(value) / 1e6
    decimals = 1 if amount >= 1 else 2 if amount >= 0.1 else 3 if amount >= 0.01 else 5
    text = f"{amount:,.{decimals}f}"
    if not text.strip("0.,"):
        return "0"
    return f"−{text}" if value < 0 else text


def dollars(names: Names, amount: float | None) -> str:
    """An amount in millions of US dollars as a newspaper writes it, with three significant digits and its sign.
    Languages that count in myriads (10,000 and 100 million) declare it in their catalogue.
    """
    if amount is None:
        return "–"
    value = float(f"{abs(amount):.3g}") * 1e6
    if value < 1e5:
        return names.t("scenario.dollars_small")
    units = names.t("scenario.money_units").split("|")
    if names.t("scenario.money_scale") == "myriad":
        parts, remainder = [], round(value / 1e4)
        for power, unit in ((8, units[2]), (4, units[1]), (0, units[0])):
            count, remainder = divmod(remainder, 10**power)
            if count:
                parts.append(f"{count:,}{unit}")
        text = " ".join(parts)
    else:
        power = 2 if value >= 1e12 else 1 if value >= 1e9 else 0
        text = f"{float(f'{value / 10 ** (6 + 3 * power):.3g}'):,g} {units[power]}"
    return f"{'−' if amount < 0 else '+'}{names.t('scenario.dollars', value=text)}"


def uncertain(lower: float | None, upper: float | None) -> bool:
    """Does a band hold both a rise and a fall?"""
    return lower is not None and upper is not None and lower < 0 < upper


def with_band(names: Names, value: float | None, lower: float | None, upper: float | None, unit: str = "%") -> str:
    """A change and the band around it."""
    if value is None or lower is None or upper is None:
        return percent(value, unit)
    band = names.t("scenario.band", lower=percent(lower, unit), upper=percent(upper, unit))
    return f"{percent(value, unit)} ({band})"


def base_name(names: Names, page: Mapping[str, Any]) -> str:
    """The base with its year; for a table of tariff lines, which has no year, only the name."""
    base = page["base"]
    if base and not base.get("year"):
        return str(base.get("name") or "–")
    return names.t("scenario.base_of", name=base.get("name", "–"), year=base.get("year") or "–") if base else "–"


def preset_text(names: Names, page: Mapping[str, Any], which: str) -> tuple[str, str]:
    """A preset's title or summary in the language, otherwise the file's own; and the language if it is not the
    page's."""
    text = page[{"title": "titles", "summary": "summaries"}[which]].get(names.language)
    return (str(text), "") if text else engine_text(names, str(page[which]))


def engine_text(names: Names, text: str) -> tuple[str, str]:
    """A sentence in the language of the page, and its language if that is not the page's.

    Messages of the engine are worded from their code. The pack translates its own sentences in the vocabulary
    `scenario_texts`; sentences without a translation stay unchanged.
    """
    if isinstance(text, Message):
        return text.text(names.language), ""
    if names.language == "en":
        return text, ""
    for row in names.material.view.vocabulary("scenario_texts"):
        if row["en"] == text and row.get(names.language):
            return row[names.language], ""
    return text, "en"
