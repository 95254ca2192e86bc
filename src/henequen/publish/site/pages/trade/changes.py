"""What changed in our figures and why: two editions of reconciled figures compared, for the pair and in total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.steps import Steps, draw_steps, steps_height
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.trade.full_gap import millions, period_name
from henequen.trade.editions.edition import REASONS

__all__ = ["change_pages", "goes_beyond", "latest_change"]

_COLUMNS = ("old", "new", "of", "reason", "rows", "before", "after")
_FLOWS = ("old", "new", "of", "period", "exporter", "importer", "product", "reason", "before", "after")
_METHOD_FROM = "netting changed"
"""This reason and the later ones are changes of the method; the earlier ones are new reports."""


def change_pages(names: Names) -> Iterator[Page]:
    """The one page of changes; without two editions, it explains how to add one."""
    flows = names.material.flows or {"editions": [], "changes": []}
    editions = flows["editions"]
    pairs = list(zip(editions, editions[1:], flows["changes"], strict=False))
    shown = [_compared(names, change, old, new) for old, new, change in reversed(pairs)]
    totals = tuple(
        (
            change["old"],
            change["new"],
            of,
            one["reason"],
            str(one["rows"]),
            f"{one['before']:.2f}",
            f"{one['after']:.2f}",
        )
        for change in flows["changes"]
        for of in ("pair", "all")
        for one in change[of]["totals"]
    )
    largest = tuple(
        (
            change["old"],
            change["new"],
            of,
            *(str(one[name]) for name in _FLOWS[3:8]),
            *(_plain(one[k]) for k in ("before", "after")),
        )
        for change in flows["changes"]
        for of in ("pair", "all")
        for one in change[of]["largest"]
    )
    yield Page(
        path="changes/index.html",
        template="changes.html",
        title=names.t("changes.title"),
        section="changes",
        summary=shown[0]["answer"] if shown else names.t("changes.nothing"),
        context={
            "changes": shown,
            "editions": [_edition(names, edition) for edition in reversed(editions)],
        },
        data={"editions": editions, "changes": flows["changes"]},
        charts=tuple(one["chart"] for one in shown if one["chart"]),
        tables=(
            Table("changes/changes.csv", _COLUMNS, totals),
            Table("changes/largest.csv", _FLOWS, largest),
        )
        if shown
        else (),
    )


def _compared(
    names: Names, change: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]
) -> dict[str, Any]:
    identity = f"{old['sha256'][:8]}-{new['sha256'][:8]}"
    totals = change["pair"]["totals"]
    rows = sum(one["rows"] for one in totals)
    answer = _answer(names, totals)
    return {
        "id": identity,
        "heading": names.t("changes.heading", old=old["name"], new=new["name"]),
        "answer": answer,
        "chart": _chart(names, totals, identity) if rows else None,
        "groups": [
            {
                "title": names.sides("changes.of_pair") if of == "pair" else names.t("changes.of_all"),
                "id": f"{identity}-{of}",
                "totals": [_total(names, one) for one in change[of]["totals"]],
                "largest": [_largest(names, one) for one in change[of]["largest"]],
            }
            for of in ("pair", "all")
        ],
        "method_changed": names.t("changes.method_changed", old=old.get("method"), new=new.get("method"))
        if old.get("method") != new.get("method")
        else "",
    }


def latest_change(names: Names) -> str:
    """One sentence on what the newest edition changed for the pair; empty if there are not two editions."""
    changes = names.material.flows["changes"] if names.material.flows else []
    return _answer(names, changes[-1]["pair"]["totals"]) if changes else ""


def _answer(names: Names, totals: Sequence[Mapping[str, Any]]) -> str:
    if not totals:
        return names.sides("changes.pair_same")
    moved = sum(one["after"] - one["before"] for one in totals)
    news = sum(one["after"] - one["before"] for one in totals if _reported(one["reason"]))
    return names.sides(
        "changes.answer",
        n=f"{sum(one['rows'] for one in totals):,}",
        moved=millions(names, moved),
        news=millions(names, news),
        method=millions(names, moved - news),
    )


def _chart(names: Names, totals: Sequence[Mapping[str, Any]], identity: str) -> Chart:
    """A waterfall of the change by reason, the whole change solid."""
    steps = [
        (
            _reason(names, one["reason"]),
            (one["after"] - one["before"]) / 1e6,
            millions(names, one["after"] - one["before"]),
        )
        for one in totals
    ]
    moved = sum(one["after"] - one["before"] for one in totals)
    most = max(steps, key=lambda step: abs(step[1]))
    beyond = goes_beyond([one["after"] - one["before"] for one in totals])
    title = names.t(
        "changes.chart_title_beyond" if beyond else "changes.chart_title",
        part=most[0],
        value=most[2],
        moved=millions(names, moved),
    )
    groups = [Steps("", None, (*steps, (names.t("changes.whole"), moved / 1e6, millions(names, moved))))]

    def draw(drawing: Drawing) -> None:
        draw_steps(drawing, groups)

    return Chart(
        id=f"changes-{identity}",
        title=title,
        description=names.t("changes.chart_desc"),
        draw=draw,
        columns=(names.t("changes.reason"), names.t("changes.change")),
        rows=tuple((label, written) for label, _, written in groups[0].steps),
        note=names.t("changes.chart_note"),
        height=(steps_height(groups), steps_height(groups, True)),
    )


def goes_beyond(parts: Sequence[float]) -> bool:
    """Whether the largest part is larger than the sum, or of the other sign, because others partly offset it.

    >>> goes_beyond([-3860.0, 2832.0]), goes_beyond([-600.0, -428.0])
    (True, False)
    """
    whole, most = sum(parts), max(parts, key=abs)
    return most * whole < 0 or abs(most) > abs(whole)


def _reported(reason: str) -> bool:
    return REASONS.index(reason) < REASONS.index(_METHOD_FROM)


def _reason(names: Names, reason: str) -> str:
    return names.t(f"changes.{reason.lower().replace(chr(39), '').replace(' ', '_')}")


def _total(names: Names, one: Mapping[str, Any]) -> dict[str, str]:
    return {
        "reason": _reason(names, one["reason"]),
        "kind": names.t("changes.from_reports" if _reported(one["reason"]) else "changes.from_method"),
        "rows": f"{one['rows']:,}",
        "before": millions(names, one["before"]),
        "after": millions(names, one["after"]),
        "change": millions(names, one["after"] - one["before"]),
    }


def _largest(names: Names, one: Mapping[str, Any]) -> dict[str, Any]:
    sides = names.material.sides
    of_pair = {one["exporter"], one["importer"]} == set(sides)
    return {
        "flow": f"{names.country(one['exporter'])} → {names.country(one['importer'])}",
        "period": period_name(names, one["period"]),
        "product": one["product"],
        "href": f"../products/{one['product'][:2]}.html#p{sides.index(one['exporter'])}-{one['product'][:4]}"
        if of_pair
        else "",
        "reason": _reason(names, one["reason"]),
        "before": millions(names, one["before"]),
        "after": millions(names, one["after"]),
        "change": millions(names, (one["after"] or 0.0) - (one["before"] or 0.0)),
    }


def _edition(names: Names, edition: Mapping[str, Any]) -> dict[str, Any]:
    touched = [f"{names.country(area)} {period}" for period, area in edition.get("touched") or ()]
    return {
        "name": edition["name"],
        "hash": edition["sha256"],
        "method": edition.get("method") or "–",
        "day": names.date(edition["reconciled_on"]) if edition.get("reconciled_on") else names.t("changes.no_day"),
        "builds_on": edition.get("builds_on", ""),
        "touched": ", ".join(touched),
        "periods": ", ".join(edition.get("periods") or ()),
        "inputs": ", ".join(one["name"] for one in edition.get("inputs", ())),
    }


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
