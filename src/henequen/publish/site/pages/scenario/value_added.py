"""Value-added trade: the origin of value added in exports, the countries it passes through, and the composition of the
balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.scenario.wording import dollars, region
from henequen.record.questions.two_counts import two_counts
from henequen.scenarios.value_added.balance import balance_rows, uses_of

__all__ = ["balance_of", "value_added_pages"]

PATH = "scenarios/value-added.html"
_SHOWN = 6


def value_added_pages(names: Names) -> Iterator[Page]:
    """The page, if the pack ships tables."""
    study = names.material.studies.get("value_added")
    if study:
        yield _page(names, study)


def _page(names: Names, tables: Mapping[str, Any]) -> Page:
    t, sides = names.t, names.material.sides
    newest = max(row["year"] for row in tables["content"])
    thirds = list(tables["about"].get("thirds", []))
    findings = [
        _finding(names, code, tables[table], newest, {first: side, "buyer": third}, part)
        for code, table, first, part in (
            ("finding", "content", "seller", "origin"),
            ("gateway", "last_seller", "origin", "last_seller"),
        )
        for third in thirds[:1]
        for side in sides
    ]
    balance = balance_of(names, tables)
    columns = ("year", "reporter", "component", "exports", "imports", "balance")
    gap = max(row["identity_gap"] for row in tables["check"])
    return Page(
        path=PATH,
        template="value_added.html",
        title=t("value_added.title"),
        section="scenarios",
        summary=findings[0],
        context={
            "findings": findings,
            "content": _groups(names, tables["content"], ("seller", "buyer"), "origin"),
            "last": _groups(names, tables["last_seller"], ("origin", "buyer"), "last_seller"),
            "balance": _shown_balance(names, balance),
            "checks": t("value_added.checks", gap=f"{gap:.0e}"),
            "source": t(
                "value_added.source",
                source=tables["about"].get("source", ""),
                licence=tables["about"].get("licence", ""),
            ),
        },
        data={
            "unit": tables["about"].get("unit", ""),
            "source": tables["about"].get("source", ""),
            "content": tables["content"],
            "last_seller": tables["last_seller"],
            "uses": tables["uses"],
            "balance": [{key: str(value) for key, value in row.items()} for row in balance],
        },
        tables=(
            _table("content", tables["content"]),
            _table("last_seller", tables["last_seller"]),
            _table("uses", tables["uses"]),
            Table("scenarios/balance.csv", columns, tuple(tuple(str(row[c]) for c in columns) for row in balance)),
        ),
    )


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = tuple(rows[0])
    cells = tuple(tuple("" if row[c] is None else str(row[c]) for c in columns) for row in rows)
    return Table(f"scenarios/value-added-{name.replace('_', '-')}.csv", columns, cells)


def _amount(names: Names, value: float) -> str:
    return dollars(names, value).lstrip("+")


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%" if share >= 0.001 else f"{100 * share:.2f}%"


def _finding(
    names: Names, code: str, rows: Sequence[Mapping[str, Any]], year: int, pair: Mapping[str, str], part: str
) -> str:
    """The sentence `code` about one pair of areas: what the other side contributes, `part` being its column.

    `pair` gives column and area of both; the first is one of the two sides, the other its counterpart.
    """
    sides = names.material.sides
    partner = sides[1 - sides.index(next(iter(pair.values())))]
    rows_of_pair = [row for row in rows if row["year"] == year and all(row[key] == area for key, area in pair.items())]
    contribution = next(row for row in rows_of_pair if row[part] == partner)
    return names.t(
        f"value_added.{code}",
        **{key: region(names, area) for key, area in pair.items()},
        year=year,
        partner=region(names, partner),
        total=_amount(names, sum(row["value"] for row in rows_of_pair)),
        share=_percent(contribution["share"]),
        value=_amount(names, contribution["value"]),
    )


def _groups(names: Names, rows: Sequence[Mapping[str, Any]], keys: tuple[str, str], part: str) -> list[dict[str, Any]]:
    """One table per pair of countries: all years side by side, the largest of the newest year first, the two sides
    always included."""
    years = sorted({row["year"] for row in rows})
    rows_of: dict[tuple[str, str], dict[str, dict[int, Mapping[str, Any]]]] = {}
    for row in rows:
        rows_of.setdefault((row[keys[0]], row[keys[1]]), {}).setdefault(row[part], {})[row["year"]] = row
    groups = []
    for (first, second), parts in rows_of.items():
        order = sorted(parts, key=lambda code: -parts[code].get(years[-1], {"value": 0.0})["value"])
        shown = order[:_SHOWN] + [code for code in order[_SHOWN:] if code in names.material.sides]
        groups.append(
            {
                "title": names.t(
                    "value_added.flow",
                    seller=region(names, first),
                    buyer=region(names, second),
                    year=", ".join(map(str, years)),
                ),
                "years": years,
                "rows": [
                    {
                        "name": region(names, code),
                        "own": code in names.material.sides,
                        "cells": [_cell(parts[code].get(year)) for year in years],
                    }
                    for code in shown
                ],
            }
        )
    return groups


def _cell(row: Mapping[str, Any] | None) -> tuple[str, str]:
    if row is None:
        return "–", "–"
    return f"{row['value']:,.1f}", _percent(row["share"] or 0.0)


def balance_of(names: Names, tables: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of `balance_rows` for every year in which one side reports both directions, from the record's two counts."""
    sides = names.material.sides
    flows = two_counts(names.material.observations, sides)
    reported: dict[tuple[int, int], dict[int, Decimal]] = {}
    for flow in flows:
        for year in flow.years:
            for reporter, amount in enumerate(year.amounts):
                if amount is not None:
                    reported.setdefault((year.year, reporter), {})[flow.exporter] = amount
    counts = [
        (year, sides[reporter], amounts[0], amounts[1])
        for (year, reporter), amounts in sorted(reported.items())
        if len(amounts) == 2
    ]
    uses = uses_of(tables["uses"], [row["sector"] for row in tables["uses"] if row["fuels"]])
    return balance_rows(counts, (sides[0], sides[1]), uses)


def _shown_balance(names: Names, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "year": row["year"],
            "reporter": names.country(row["reporter"]),
            "component": names.t(f"value_added.{row['component']}"),
            "cells": [names.number(row[key], 2) for key in ("exports", "imports", "balance")],
        }
        for row in rows
    ]
