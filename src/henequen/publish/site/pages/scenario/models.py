"""The chart of one question under several assumptions: figures, treatments of deficits, base tariffs, gravity modes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.charts.ranges import RangeRow
from henequen.publish.site.names import Names
from henequen.publish.site.pages.scenario.charts import point, range_chart
from henequen.publish.site.pages.scenario.wording import percent

__all__ = ["models_chart"]

_DEFICITS = re.compile(r"deficits (zero|keep)")
_GRAVITY = re.compile(r"(conditional|one_step|full), imbalances (additive|multiplicative)")


def models_chart(names: Names, page: Mapping[str, Any], name: str = "") -> Chart | None:
    """Dots of both sides, one row per assumption, the page's own headline first; None if fewer than two were solved.

    The note lists rows without an answer: they are neither zero nor a gap in the range. `name` names the chart, if a
    page shows the chart of another scenario.
    """
    values_of: dict[tuple[str, str, str], dict[str, float]] = {}
    chosen: list[tuple[str, str, str]] = []
    unsolved: list[str] = []
    own = {id(row) for row in page["tables"].get("models", ())}
    for row in page["models"]:
        key = (str(row["figure"]), str(row["tariffs"] or ""), str(row["closure"]))
        if row["value"] is None:
            unsolved.append(_label(names, *key, with_tariffs=True))
            continue
        values_of.setdefault(key, {})[row["region"]] = float(row["value"])
        if row["chosen"] and id(row) in own and key not in chosen:
            chosen.append(key)
    order = [*chosen, *sorted(key for key in values_of if key not in chosen)]
    sides = names.material.sides
    order = [key for key in order if all(side in values_of[key] for side in sides)]
    if len(order) < 2:
        return None
    rows = [
        RangeRow(
            _label(names, *key, with_tariffs=len({key[1] for key in order}) > 1, head=key in chosen),
            (point({"value": values_of[key][sides[0]]}), point({"value": values_of[key][sides[1]]})),
        )
        for key in order
    ]
    lowest = [min(values_of[key][side] for key in order) for side in sides]
    highest = [max(values_of[key][side] for key in order) for side in sides]
    title = names.sides(
        "scenario.models_title",
        a_low=percent(lowest[0]),
        a_high=percent(highest[0]),
        b_low=percent(lowest[1]),
        b_high=percent(highest[1]),
    )
    sign_changes = [str(names.side(n)) for n in (0, 1) if lowest[n] < 0 < highest[n]]
    note = names.t("scenario.models_note")
    if sign_changes:
        note = f"{names.t('scenario.models_turned', sides=names.t('scenario.and').join(sign_changes))} {note}"
    if unsolved:
        note = f"{note} {names.t('scenario.models_unsolved', which='; '.join(dict.fromkeys(unsolved)))}"
    texts = (title, names.sides("scenario.models_desc"), note)
    return range_chart(names, name or f"{page['id']}-models", rows, texts, names.t("scenario.assumed"))


def _label(names: Names, figure: str, tariffs: str, closure: str, with_tariffs: bool, head: bool = False) -> str:
    """The assumption in a few words: figure, treatment of deficits or mode, and the baseline's tariffs if
    `with_tariffs` is set."""
    parts = [names.t(f"scenario.short_{figure}")]
    if match := _DEFICITS.fullmatch(closure):
        parts.append(names.t(f"scenario.deficits_{match[1]}"))
    elif match := _GRAVITY.fullmatch(closure):
        parts += [names.t(f"scenario.mode_{match[1]}"), names.t(f"scenario.imbalance_{match[2]}")]
    else:
        parts.append(closure)
    if tariffs and with_tariffs:
        parts.append(names.t("scenario.tariffs_of", name=tariffs))
    text = ", ".join(parts)
    return names.t("scenario.headline_row", text=text) if head else text
