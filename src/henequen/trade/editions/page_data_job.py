"""The child process that reads editions of figures for the pages, and returns plain rows that can be written as
JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from henequen.jobs.process import answer_order
from henequen.model.errors import DataError
from henequen.model.message import Message
from henequen.trade.editions.edition import compare
from henequen.trade.editions.lineage import Note
from henequen.trade.editions.page_data import sha256_of
from henequen.trade.editions.report import report_path
from henequen.trade.editions.sidecar import read_sidecar
from henequen.trade.gap.edition import EditionFlow, EditionRow, read_flow
from henequen.trade.indicators.from_edition import reported_of_edition
from henequen.trade.products import products_material

__all__ = ["work"]

_TOP = 20


def work(order: dict[str, Any]) -> dict[str, Any]:
    """The data of the pages from `editions` (oldest first) for two `sides`.

    `editions`: what is known of each file. `explained`: the gap of every period in both directions (the contract's object),
    with the `reconciled` value and its bounds and the `voyage` (periods, whether measured); `chapters` the same by chapter.
    `products`: see `products_material`. `changes`: for each edition and the one before, totals by reason and largest
    changes, of the pair and of all.
    """
    return _material([Path(path) for path in order["editions"]], *order["sides"])


def _material(paths: list[Path], first: str, second: str) -> dict[str, Any]:
    newest = paths[-1]
    explained: list[dict[str, Any]] = []
    chapters: list[dict[str, Any]] = []
    for exporter, importer in ((first, second), (second, first)):
        flow = read_flow(newest, exporter, importer)
        for period in flow.periods:
            explained.extend(_explained(flow, period, by_chapter=False))
            chapters.extend(_explained(flow, period, by_chapter=True))
    years = list(reported_of_edition(newest, (first, second))) if explained else []
    if explained and not years:
        raise DataError(
            Message("there_are_no_two_counts_show"),
            where=newest.name,
            found=Message("one_reconciled_figure_per_flow"),
            expected=Message("what_both_sides_report"),
            hint=Message("give_out_mirror_reconcile_that_was"),
        )
    return {
        "editions": [_edition_row(path) for path in paths],
        "explained": explained,
        "chapters": chapters,
        "products": products_material(years, (first, second)) if years else None,
        "changes": [_changes(old, new, (first, second)) for old, new in pairwise(paths)],
    }


def _explained(flow: EditionFlow, period: str, *, by_chapter: bool) -> list[dict[str, Any]]:
    voyage = flow.voyage(period)
    voyage_data = {"periods": voyage.periods, "measured": voyage.measured} if voyage else None
    return [
        one.as_json()
        | {"voyage": voyage_data}
        | {"reconciled": _summed(r for r in flow.rows[period] if not by_chapter or r.product[:2] == one.product)}
        for one in flow.explain(period, by_chapter=by_chapter)
    ]


def _summed(rows: Iterable[EditionRow]) -> dict[str, float]:
    """The reconciled total with the sums of all lower and all upper bounds.

    Errors of rows are partly shared and partly their own; the sums of bounds cover the total at least as often as each
    row's interval covers its value, however much they share.
    """
    listed = list(rows)
    return {name: float(sum((getattr(r, name) for r in listed), Decimal(0))) for name in ("value", "lower", "upper")}


def _edition_row(path: Path) -> dict[str, Any]:
    """Name, hash and size of an edition; and, if its report exists, its method and inputs."""
    edition_row: dict[str, Any] = {"name": path.name, "sha256": sha256_of(path), "bytes": path.stat().st_size}
    if (note := Note.of(path)) is not None:
        edition_row["builds_on"] = note.base.name
    report = report_path(path)
    if report.is_file():
        content = read_sidecar(report)
        edition_row |= {
            name: content.get(name) for name in ("method", "engine", "interval", "periods", "touched", "reconciled_on")
        }
        edition_row["inputs"] = content.get("inputs", [])
        edition_row["dropped"] = content.get("dropped", [])
    return edition_row


def _changes(old: Path, new: Path, sides: tuple[str, str]) -> dict[str, Any]:
    changes: dict[str, Any] = {"old": old.name, "new": new.name}
    for name, pair in (("pair", sides), ("all", None)):
        totals, largest = compare(old, new, top=_TOP, pair=pair)
        changes[name] = {"totals": [asdict(one) for one in totals], "largest": largest}
    return changes


if __name__ == "__main__":
    answer_order(work, sys.argv[1:])
