"""The registers: one page each from the table of entries, with filters, sums, a map if places are stated, and
sources."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from henequen.model.properties import codes, properties
from henequen.model.record import Record
from henequen.publish.charts import Chart
from henequen.publish.charts.maps import Shape
from henequen.publish.charts.points import Land, Point, draw_points
from henequen.publish.site.material import slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.rows import Cell, Row, Rows, choices, words_of

__all__ = ["entry_pages", "register_path"]

_SHOWN = (
    "what",
    "complainant",
    "products",
    "author",
    "translator",
    "publisher",
    "frequency",
    "amount",
    "actor_ids",
    "ends",
    "items",
    "counterpart",
)
_COLUMNS = (
    "id",
    "title",
    "category",
    "status",
    "side",
    "counterpart",
    "from",
    "until",
    "products",
    "amount",
    "unit",
    "place",
    "latitude",
    "longitude",
    "sources",
)


def register_path(register: str) -> str:
    """The path of the page of a register in a language's tree."""
    return f"registers/{register.replace('_', '-')}.html"


def entry_pages(names: Names) -> Iterator[Page]:
    """The index of the registers, and one page for each."""
    material, t = names.material, names.t
    records_of: dict[str, list[Record]] = {register: [] for register in codes("register")}
    for entry in material.table("entries"):
        records_of.setdefault(entry.one("register"), []).append(entry)
    yield Page(
        path="registers/index.html",
        template="registers.html",
        title=t("registers.title"),
        section="registers",
        context={
            "lede": t(
                "registers.lede",
                n=sum(map(len, records_of.values())),
                registers=sum(1 for r in records_of.values() if r),
            ),
            "registers": [
                {
                    "href": register_path(code),
                    "name": names.label("register", code),
                    "n": len(entries),
                    "about": t(f"registers.about_{code}"),
                }
                for code, entries in records_of.items()
            ],
        },
        data={"registers": {code: len(entries) for code, entries in records_of.items()}},
    )
    for code, entries in records_of.items():
        yield _register(names, code, sorted(entries, key=lambda e: (e.one("from") or "9999", e.id)))


def _register(names: Names, code: str, entries: list[Record]) -> Page:
    t = names.t
    label = names.label("register", code)
    rows = tuple(_row(names, entry) for entry in entries)
    title = f"{label[:1].upper()}{label[1:]}"
    chart = _map(names, code, title, entries)
    stem = code.replace("_", "-")
    table = Table(
        f"registers/{stem}.csv",
        _COLUMNS,
        tuple(tuple(_plain(entry, column) for column in _COLUMNS) for entry in entries),
        shared=True,
    )
    return Page(
        path=register_path(code),
        template="register.html",
        title=title,
        section="registers",
        context={
            "lede": t(f"registers.about_{code}"),
            "n": len(entries),
            "sums": _sums(names, entries),
            "chart": chart,
            "list": Rows(
                heads=(
                    (names.property("entries", "title"), "title"),
                    (names.property("entries", "category"), ""),
                    (names.property("entries", "status"), "status"),
                    (names.property("entries", "from"), "from"),
                ),
                rows=rows,
                filters=(
                    (
                        "status",
                        names.property("entries", "status"),
                        choices(rows, "status", lambda c: names.label("entry_status", c)),
                    ),
                    ("side", names.property("entries", "side"), choices(rows, "side", names.country)),
                ),
                groups=(("status", names.property("entries", "status")), ("side", names.property("entries", "side"))),
                orders=(("", t("filter.oldest")), ("-from", t("filter.newest")), ("title", t("filter.by_title"))),
                csv=f"{'' if names.language == 'en' else '../../registers/'}{stem}.csv",
            )
            if rows
            else None,
            "looks": _looks(names, entries),
        },
        data={"register": code, "entries": [dict(zip(_COLUMNS, row, strict=True)) for row in table.rows]},
        charts=(chart,) if chart else (),
        tables=(table,),
    )


def _plain(entry: Record, column: str) -> str:
    if column == "id":
        return entry.id
    if column == "sources":
        return ";".join(dict.fromkeys(claim.edition for values in entry.properties.values() for claim in values))
    return ";".join(entry.many(column))


def _cell(names: Names, entry: Record, name: str) -> Cell:
    """The first value of a property, with a link to its claim."""
    values = entry.properties.get(name, ())
    if not values:
        return Cell("")
    text, lang = _words(names, entry, name, values[0].value)
    return Cell(text, f"../{names.material.claim_url(entry.id, values[0].claim_id)}", lang)


def _words(names: Names, entry: Record, name: str, value: str) -> tuple[str, str]:
    if properties("entries")[name].type == "text":
        return names.translate(entry.id, name, value)
    if name == "amount":
        return names.quantity(Decimal(value), entry.one("unit"), 0), ""
    return names.value("entries", name, value), ""


def _row(names: Names, entry: Record) -> Row:
    t = names.t
    title, lang = names.translate(entry.id, "title", entry.one("title"))
    more: list[tuple[str, Cell]] = []
    for name in _SHOWN:
        for stated in entry.properties.get(name, ()):
            text, other = _words(names, entry, name, stated.value)
            reference = properties("entries")[name].type in ("actor", "record")
            url = names.material.url(stated.value) if reference else ""
            url = url or names.material.claim_url(entry.id, stated.claim_id)
            label = "" if name == "what" else names.property("entries", name)
            more.append((label, Cell(text, f"../{url}", other)))
    sources = {stated.edition: stated.claim_id for values in entry.properties.values() for stated in reversed(values)}
    more += [
        (t("claim.source"), Cell(names.document(edition), f"../{names.material.claim_url(entry.id, claim)}"))
        for edition, claim in sources.items()
    ]
    until = _cell(names, entry, "until")
    when = _cell(names, entry, "from")
    if until.text:
        when = Cell(f"{when.text or '?'} – {until.text}", until.href)
    return Row(
        cells=(
            Cell(title, f"../{names.material.url(entry.id)}", lang),
            _cell(names, entry, "category"),
            _cell(names, entry, "status"),
            when,
        ),
        data={"status": entry.one("status"), "side": entry.one("side")},
        order={"from": entry.one("from"), "status": entry.one("status")},
        words=words_of(
            title, entry.one("title"), *(stated.value for values in entry.properties.values() for stated in values)
        ),
        more=tuple(more),
        id=slug(entry.id),
    )


def _sums(names: Names, entries: list[Record]) -> list[dict[str, Any]]:
    """The sum of stated amounts by side, unit and period, with a figure of the record that agrees with it."""
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for entry in entries:
        if entry.one("amount"):
            groups.setdefault((entry.one("side"), entry.one("unit"), ""), []).append(entry)
            if entry.one("from"):
                groups.setdefault((entry.one("side"), entry.one("unit"), entry.one("from")), []).append(entry)
    sums = []
    for (side, unit, when), members in sorted(groups.items()):
        if len(members) < 2 and (when or unit in ("USD",)):
            continue
        total = sum((Decimal(entry.one("amount")) for entry in members), Decimal(0))
        same = next(
            (
                o
                for o in names.material.observations
                if when and o.amount == total and o.unit == unit and o.period[:4] == when[:4]
            ),
            None,
        )
        sums.append(
            {
                "text": names.t(
                    "registers.sum",
                    side=names.country(side),
                    value=names.quantity(total, unit, 0),
                    when=f" ({names.date(when)})" if when else "",
                    n=len(members),
                ),
                "agrees": names.t("registers.agrees", source=names.document(same.edition)) if same else "",
                "href": f"../{names.material.url(same.id)}" if same else "",
            }
        )
    return sums


def _map(names: Names, code: str, title: str, entries: list[Record]) -> Chart | None:
    sides = names.material.sides
    groups: list[tuple[str, list[Point]]] = [(names.country(side), []) for side in sides]
    rows = []
    for entry in entries:
        if not entry.one("latitude"):
            continue
        place = names.material.view.places.get(entry.one("place"))
        land = place.country if place else entry.one("side")
        side = sides.index(land) if land in sides else 0
        label = names.text(entry.id, "title", entry.one("title"))
        lat, lon = entry.one("latitude"), entry.one("longitude")
        groups[side][1].append(Point(float(lat), float(lon), label, side, f"#{slug(entry.id)}"))
        rows.append((label, lat, lon, names.country(land) if land else ""))
    if not rows:
        return None
    lands = [_land(names, side) if points else None for side, (_, points) in zip(sides, groups, strict=True)]
    return Chart(
        id=f"register-map-{code.replace('_', '-')}",
        title=names.t("registers.map_title", title=title, n=len(rows)),
        description=names.t("registers.map_desc", n=len(rows)),
        draw=lambda drawing: draw_points(drawing, groups, lands),
        columns=(
            names.property("entries", "title"),
            names.property("entries", "latitude"),
            names.property("entries", "longitude"),
            names.t("filter.country"),
        ),
        rows=tuple(rows),
        note=names.t("registers.map_note"),
        height=(400, 560),
    )


def _land(names: Names, side: str) -> Land | None:
    """The outline of a side with its frame; None if the pack has no map of it."""
    vocabulary = names.material.view.vocabulary
    frame = next((row for row in vocabulary("map_frame") if row["country"] == side), None)
    shapes = [
        Shape(row["code"], row["outline"], float(row["x"]), float(row["y"]))
        for row in vocabulary("map")
        if row["country"] == side
    ]
    if frame is None or not shapes:
        return None
    return Land(shapes, *(float(frame[name]) for name in ("west", "north", "across", "down")))


def _looks(names: Names, entries: list[Record]) -> list[str]:
    """Searches without a result, with the day and the place of the search."""
    looks = []
    for entry in entries:
        look = names.material.looks.get(entry.id)
        if look is not None:
            looks.append(
                names.t(
                    "registers.looked",
                    title=names.text(entry.id, "title", entry.one("title")),
                    day=names.date(look.on),
                    where=names.places_searched(look.where),
                )
            )
    return looks
