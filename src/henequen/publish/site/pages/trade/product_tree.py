"""Products from full data: sections, chapters, headings and products with both counts; breadth; potential."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from henequen.publish.charts.pairs import PATTERN, draw_marks
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.trade.full_gap import edition_line, flow_shown, millions, period_name
from henequen.trade.model.chapters import chapter_title, chapters, sections

__all__ = ["chapter_entries", "chapter_pages", "tree_shown", "tree_tables"]

_TREE = ("year", "seller", "buyer", "level", "code", "parent", "seller_counts", "buyer_counts")
_BREADTH = ("year", "seller", "counted_by", "products", "hhi", "number_equivalent", "leading", "leading_products")
_POTENTIAL = ("year", "seller", "buyer", "product", "actual", "potential", "realised", "unrealised")
_SHOWN = 15
_LATEST = 40


def tree_shown(names: Names) -> dict[str, Any] | None:
    """The part of the Products page based on full data: for each direction the sections with their chapters; None
    without data."""
    flows = names.material.flows
    if not flows:
        return None
    products = flows["products"]
    return {
        "edition": edition_line(names, flows["editions"][-1]),
        "pattern": Markup(PATTERN),  # noqa: S704 - our own picture
        "directions": [direction for seller in (0, 1) if (direction := _direction(names, seller))],
        "breadth": [_breadth(names, row) for row in reversed(products["breadth"][-_LATEST:])],
        "potential": [direction for seller in (0, 1) if (direction := _potential(names, seller))],
        "lacking": [
            {"seller": names.country(one["seller"]), "reason": one["reason"]} for one in products["not_measurable"]
        ],
    }


def tree_tables(names: Names) -> list[Table]:
    """Chapters of all years, breadth and potential, to download."""
    flows = names.material.flows
    if not flows:
        return []
    products = flows["products"]
    chapters = [row for row in products["tree"] if row["level"] == 2]
    return [
        Table("products/chapters.csv", _TREE, tuple(_plain(row, _TREE) for row in chapters)),
        Table("products/breadth.csv", _BREADTH, tuple(_plain(row, _BREADTH) for row in products["breadth"])),
        Table("products/potential.csv", _POTENTIAL, tuple(_plain(row, _POTENTIAL) for row in products["potential"])),
    ]


def chapter_pages(names: Names) -> Iterator[Page]:
    """A page for every chapter that the two trade: its gap in parts, its headings and products, its years."""
    flows = names.material.flows
    if not flows:
        return
    by_chapter: dict[str, list[Mapping[str, Any]]] = {}
    for row in flows["products"]["tree"]:
        by_chapter.setdefault(row["code"][:2], []).append(row)
    explained: dict[str, list[Mapping[str, Any]]] = {}
    for row in flows["chapters"]:
        explained.setdefault(row["product"], []).append(row)
    for code, rows in sorted(by_chapter.items()):
        title = f"{code} {chapter_title(code, names.language)}"
        shown = [chapter for seller in (0, 1) if (chapter := _chapter(names, seller, rows, explained.get(code, [])))]
        yield Page(
            path=f"products/{code}.html",
            template="chapter.html",
            title=title,
            section="products",
            summary=shown[0]["gap"]["chart"].title if shown and shown[0]["gap"] else title,
            context={
                "code": code,
                "heading": title,
                "directions": shown,
                "pattern": Markup(PATTERN),  # noqa: S704 - our own pattern
                "edition": edition_line(names, flows["editions"][-1]),
            },
            data={"chapter": code, "rows": rows, "gaps": explained.get(code, [])},
            charts=tuple(one["gap"]["chart"] for one in shown if one["gap"]),
            tables=(Table(f"products/{code}.csv", _TREE, tuple(_plain(row, _TREE) for row in rows)),),
        )


def chapter_entries(names: Names) -> list[tuple[str, str, list[str]]]:
    """Entries of the search with full data: (address, title, words) of each chapter, by title and by any of its
    codes."""
    flows = names.material.flows
    codes: dict[str, set[str]] = {}
    for row in flows["products"]["tree"] if flows else ():
        codes.setdefault(row["code"][:2], set()).add(row["code"])
    return [
        (
            f"products/{code}.html",
            f"{code} {chapter_title(code, names.language)}",
            [*chapters().get(code, {}).values(), *sorted(codes_of)],
        )
        for code, codes_of in sorted(codes.items())
    ]


def _direction(names: Names, seller: int) -> dict[str, Any] | None:
    tree = [row for row in names.material.flows["products"]["tree"] if _sold_by(names, row, seller)]  # type: ignore[index]
    if not tree:
        return None
    last = max(row["year"] for row in tree)
    chapters = [row for row in tree if row["year"] == last and row["level"] == 2]
    scale = _scale(chapters)
    groups = []
    for section in sections():
        chapters_of_section = [row for row in chapters if section.first <= row["code"] <= section.last]
        if chapters_of_section:
            whole = {
                name: _sum([row[name] for row in chapters_of_section]) for name in ("seller_counts", "buyer_counts")
            }
            groups.append(
                {
                    "number": section.number,
                    "title": section.title[names.language],
                    "whole": _pair(names, whole, seller, _scale([whole, *chapters])),
                    "chapters": [
                        _pair(names, row, seller, scale)
                        | {
                            "code": row["code"],
                            "title": chapter_title(row["code"], names.language),
                            "href": f"{row['code']}.html",
                        }
                        for row in chapters_of_section
                    ],
                }
            )
    return {
        "id": f"sold-{seller}",
        "heading": names.t("counts.flow", exporter=names.side(seller), importer=names.side(1 - seller)),
        "year": period_name(names, last),
        "sections": groups,
        "chapters": len(chapters),
        "products": sum(1 for row in tree if row["year"] == last and row["level"] == 6),
    }


def _chapter(
    names: Names, seller: int, rows: Sequence[Mapping[str, Any]], explained: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    rows_of_seller = [row for row in rows if _sold_by(names, row, seller)]
    if not rows_of_seller:
        return None
    last = max(row["year"] for row in rows_of_seller)
    now = [row for row in rows_of_seller if row["year"] == last]
    scale = _scale(now)
    gaps = [row for row in explained if row["period"] == last and row["exporter"] == names.material.sides[seller]]
    code = now[0]["code"][:2]
    headings = []
    for row in (row for row in now if row["level"] == 4):
        below = [one for one in now if one["level"] == 6 and one["parent"] == row["code"]]
        headings.append(
            _pair(names, row, seller, scale)
            | {
                "code": row["code"],
                "id": f"p{seller}-{row['code']}",
                "products": [_pair(names, one, seller, scale) | {"code": one["code"]} for one in below],
            }
        )
    return {
        "id": f"sold-{seller}",
        "heading": names.t("counts.flow", exporter=names.side(seller), importer=names.side(1 - seller)),
        "year": period_name(names, last),
        "gap": flow_shown(names, gaps[0], f"gap-{code}-{seller}") if gaps else None,
        "headings": headings,
        "years": [
            _pair(names, row, seller, scale)
            | {"year": period_name(names, row["year"]), "href": f"../counts/{row['year']}.html#c{seller}-{row['code']}"}
            for row in reversed(rows_of_seller)
            if row["level"] == 2
        ],
    }


def _pair(names: Names, row: Mapping[str, Any], seller: int, scale: tuple[float, float]) -> dict[str, Any]:
    """Both counts in a row, by side: marks, figures, and the ratio of the buyer's to the seller's."""
    counts = (row["seller_counts"], row["buyer_counts"])
    by_side = counts if seller == 0 else counts[::-1]
    both_count = bool(counts[0]) and bool(counts[1])
    return {
        "marks": Markup(draw_marks(by_side, scale)),  # noqa: S704 - numbers only
        "counts": [millions(names, value) for value in by_side],
        "ratio": f"{counts[1] / counts[0]:.2f}" if both_count else "–",
    }


def _scale(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    present = [value for row in rows for value in (row["seller_counts"], row["buyer_counts"]) if value]
    return (min(present), max(present)) if present else (1.0, 10.0)


def _breadth(names: Names, row: Mapping[str, Any]) -> dict[str, Any]:
    sides = names.material.sides
    return {
        "year": period_name(names, row["year"]),
        "seller": names.country(row["seller"]),
        "by": names.t("counts.counts", side=names.country(row["counted_by"])),
        "side": sides.index(row["counted_by"]),
        "products": f"{row['products']:,}",
        "hhi": "–" if row["hhi"] is None else f"{row['hhi']:.3f}",
        "equivalent": "–" if row["number_equivalent"] is None else f"{row['number_equivalent']:.1f}",
        "leading": "–" if row["leading"] is None else f"{100 * row['leading']:.1f}%",
        "largest": [
            {"code": code, "href": f"{code[:2]}.html#p{sides.index(row['seller'])}-{code[:4]}"}
            for code in row["leading_products"]
        ],
    }


def _potential(names: Names, seller: int) -> dict[str, Any] | None:
    products = names.material.flows["products"]  # type: ignore[index]
    rows = [row for row in products["potential"] if _sold_by(names, row, seller)]
    if not rows:
        return None
    realised, whole = (sum(row[name] or 0.0 for row in rows) for name in ("realised", "potential"))
    return {
        "heading": names.t("counts.flow", exporter=names.side(seller), importer=names.side(1 - seller)),
        "year": period_name(names, rows[0]["year"]),
        "answer": names.t(
            "products.potential_answer",
            share=f"{100 * realised / whole:.0f}" if whole else "–",
            n=sum(1 for row in rows if row["unrealised"]),
            seller=names.side(seller),
            buyer=names.side(1 - seller),
        ),
        "rows": [
            {
                "code": row["product"],
                "chapter": chapter_title(row["product"][:2], names.language),
                "href": f"{row['product'][:2]}.html#p{seller}-{row['product'][:4]}" if row["actual"] else "",
                **{name: millions(names, row[name]) for name in ("actual", "potential", "unrealised")},
            }
            for row in rows[:_SHOWN]
        ],
    }


def _sold_by(names: Names, row: Mapping[str, Any], seller: int) -> bool:
    return bool(row["seller"] == names.material.sides[seller])


def _sum(values: Sequence[float | None]) -> float | None:
    present = [Decimal(repr(value)) for value in values if value is not None]
    return float(sum(present, Decimal(0))) if present else None


def _plain(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(_written(row[name]) for name in columns)


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, list):
        return ";".join(str(one) for one in cell)
    return (
        f"{cell:.6g}"
        if isinstance(cell, float) and abs(cell) < 1000
        else f"{cell:.2f}"
        if isinstance(cell, float)
        else str(cell)
    )
