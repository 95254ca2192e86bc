"""A gap between two counts as lines to print, in the words of the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from henequen.model.message import Message, unpacked
from henequen.model.text_width import columns_of
from henequen.publish.site.catalogue import Catalogue, catalogue
from henequen.trade.gap import COMPONENTS, cancelled_out, to_cents

__all__ = ["explanation_lines"]


def explanation_lines(answer: Mapping[str, Any], rules: Sequence[str], language: str) -> list[str]:
    """The lines of one explanation (US dollars, to the cent): both counts, the gap, its parts (which add up to it as
    printed), notes and assumptions, `rules`."""
    t = catalogue(language)
    gap, components = to_cents(answer["gap"], answer["components"])
    parts = [
        (t(f"gap.{name}"), t("gap.not_measurable") if (v := components[name]) is None else _money(v))
        for name in COMPONENTS
    ]
    totals = [
        (t("gap.side_counts", side=answer["exporter"]), _money(answer["exporter_value"])),
        (t("gap.side_counts", side=answer["importer"]), _money(answer["importer_value"])),
        (t("gap.apart"), _money(gap)),
    ]
    larger = cancelled_out(answer["gap"], answer["components"])
    return [
        f"{answer['period']} {answer['exporter']} -> {answer['importer']} {answer['product']} ({t('gap.dollars')})",
        *(f"  {_wide(label, 20)}{figure:>24}" for label, figure in totals),
        *(f"    {_wide(label, 20)}{' ' * (22 - columns_of(figure))}{figure}" for label, figure in parts),
        *([f"  {t(f'gap.{larger}')}"] if larger else []),
        *(f"  {_assumption(t, line)}" for line in unpacked(answer.get("messages", answer["assumptions"]))),
        *(f"  {line}" for line in rules),
    ]


def _money(value: float | Decimal | None) -> str:
    return "-" if value is None else f"{Decimal(str(value)):,.2f}"


def _wide(text: str, columns: int) -> str:
    return text + " " * (columns - columns_of(text))


def _assumption(t: Catalogue, assumption: str) -> str:
    """An assumption of the engine, by its code, worded as on the pages; text without a code is returned unchanged."""
    if not isinstance(assumption, Message):
        return assumption
    return t(f"gap.{assumption.code}", **{name: value for name, value in assumption.values.items() if name != "n"})
