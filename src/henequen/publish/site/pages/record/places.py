"""States and provinces: a map of each side, a page for each place with ties, a page for each pair of places with ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from henequen.model.record import Record
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.maps import Shape, draw_map
from henequen.publish.site.material import Material, slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page, Table
from henequen.publish.site.pages.matching.partners import partners_of
from henequen.publish.site.pages.record.figures import figure_row
from henequen.publish.site.pages.record.instruments import instrument_row
from henequen.publish.site.pages.record.ties import IN_FORCE, pair_rows, pair_url, ties_chart

__all__ = ["place_pages", "selling_places"]


def place_pages(names: Names) -> Iterator[Page]:
    """The map of ties, then places, then pairs."""
    material = names.material
    yield _index(names)
    for code in sorted(material.places_with_pages):
        yield _place(names, code)
    for first, second in sorted({*material.pairs, *material.seat_pairs}):
        yield _pair(names, first, second)


def _ties(names: Names) -> Counter[str]:
    """Instruments of the places themselves, by place."""
    material = names.material
    return Counter({code: n for code in material.places_with_pages if (n := len(material.own_ties(code)))})


def _index(names: Names) -> Page:
    material, t = names.material, names.t
    ties = _ties(names)
    both = ties_chart(names, "places/index.html")
    maps = () if both else tuple(chart for side in (0, 1) if (chart := _map(names, side, ties)))
    lists = []
    for side in (0, 1):
        codes = sorted(
            (c for c in material.places_with_pages if material.view.places[c].country == material.sides[side]),
            key=lambda c: (-ties[c], -len(material.at_place.get(c, ())), names.place(c)),
        )
        lists.append(
            {
                "name": names.side(side),
                "places": [
                    {"name": names.place(c), "href": f"../{material.url(c)}", "notes": _notes(names, c)} for c in codes
                ],
            }
        )
    columns = ("first", "second", "first_name", "second_name", "signed_by", "ties", "records")
    rows = tuple(
        (a, b, names.place(a), names.place(b), signed_by, str(len(records)), ";".join(r.id for r in records))
        for signed_by, pairs in (("place", material.pairs), ("body", material.seat_pairs))
        for (a, b), records in pairs.items()
    )
    return Page(
        path="places/index.html",
        template="places.html",
        title=t("places.title"),
        section="places",
        context={
            "ties": both,
            "folder": "",
            "maps": maps,
            "lists": lists,
            "pairs": pair_rows(names, "../"),
            "n_pairs": len(material.pairs),
            "n_unis": len(set(material.seat_pairs) - set(material.pairs)),
            "disputed": sum(material.disputed(r) for r in material.table("instruments")),
        },
        data={"pairs": [dict(zip(columns, row, strict=True)) for row in rows], "ties": dict(sorted(ties.items()))},
        charts=(both,) if both else maps,
        tables=(Table("places/pairs.csv", columns, rows),),
    )


def _notes(names: Names, code: str) -> list[str]:
    """Notes on the records of a place, by kind: own agreements, disputed ones, those of bodies based here, events."""
    material, t = names.material, names.t
    records = material.at_place.get(code, ())
    instruments = [r for r in records if r.table == "instruments"]
    own = len(material.own_ties(code))
    disputed = sum(material.disputed(r) for r in instruments)
    seated = len(instruments) - own - disputed
    events = sum(r.table != "instruments" for r in records)
    notes = [
        t(f"places.{key}", n=n)
        for key, n in (("n_instruments", own), ("n_disputed", disputed), ("n_seated", seated), ("n_other", events))
        if n
    ]
    return notes or [t("places.no_tie")]


def _map(names: Names, side: int, ties: Counter[str]) -> Chart | None:
    material = names.material
    country = material.sides[side]
    shapes = [
        Shape(row["code"], row["outline"], float(row["x"]), float(row["y"]))
        for row in material.view.vocabulary("map")
        if row["country"] == country
    ]
    counts_of_side = {
        c: n for c, n in ties.items() if c in material.places_with_pages and material.view.places[c].country == country
    }
    if not shapes:
        return None
    if counts_of_side:
        most = max(counts_of_side, key=lambda c: (counts_of_side[c], c))
        title = names.t(
            "places.map_title",
            side=names.side(side),
            n=len(counts_of_side),
            of=len(shapes),
            place=names.place(most),
            most=counts_of_side[most],
        )
    else:
        title = names.t("places.map_none", side=names.side(side))

    def tip(code: str) -> str:
        return f"{names.place(code)}: {ties.get(code, 0)}"

    def draw(drawing: Drawing) -> None:
        draw_map(
            drawing,
            shapes,
            counts_of_side,
            side,
            tip,
            (lambda c: f"{slug(c)}.html") if not drawing.name.endswith("-f") else None,
        )

    return Chart(
        id=f"map-{country.lower()}",
        title=title,
        description=names.t("places.map_desc", side=names.side(side)),
        draw=draw,
        columns=(names.t("figure.place"), names.t("table.instruments")),
        rows=tuple(
            (names.place(c), str(n)) for c, n in sorted(counts_of_side.items(), key=lambda item: (-item[1], item[0]))
        ),
        note=names.t("places.map_note"),
        height=(520, 300),
    )


def _place(names: Names, code: str) -> Page:
    material, t = names.material, names.t
    place = material.view.places[code]
    records = material.at_place.get(code, [])
    instruments = _newest(r for r in records if r.table == "instruments")
    others = _newest(r for r in records if r.table != "instruments")
    side = material.sides.index(place.country)
    partners: list[dict[str, Any]] = [
        {
            "href": f"../{pair_url(a, b)}",
            "name": names.place(b if side == 0 else a),
            "own": len(material.pairs.get((a, b), ())),
            "seated": len(material.seat_pairs.get((a, b), ())),
        }
        for a, b in sorted({*material.pairs, *material.seat_pairs})
        if code in (a, b)
    ]
    partners.sort(key=lambda p: (-p["own"], -p["seated"], p["name"]))
    own_partners = sum(bool(p["own"]) for p in partners)
    actors = [r for r in material.table("actors") if any(material.root_place(p) == code for p in r.many("place"))]
    figures = material.figures_at.get(code, [])
    own = material.own_ties(code)
    disputed = [r for r in instruments if material.disputed(r)]
    seated = [r for r in instruments if r not in own and r not in disputed]
    own = [r for r in instruments if r in own]
    alive = sum(1 for r in own if r.derived.get("status", "") in IN_FORCE)
    return Page(
        path=material.url(code),
        template="place.html",
        title=names.place(code),
        section="places",
        context={
            "place": place,
            "side": side,
            "answer": t("places.answer", place=names.place(code), n=len(own), alive=alive, partners=own_partners)
            if own
            else t("places.answer_seated", place=names.place(code), n=len(seated))
            if seated
            else t("places.none", place=names.place(code))
            if not records
            else "",
            "groups": [
                {"title": t(f"places.{name}"), "rows": [instrument_row(names, r, "../") for r in role_records]}
                for name, role_records in (("signed", own), ("in_dispute", disputed), ("seated", seated))
                if role_records
            ],
            "others": [_happening(names, r) for r in others],
            "fits": f"../{fits}" if (fits := partners_of(material, code)) else "",
            "sales": f"../opportunity/{slug(code)}.html" if code in selling_places(material) else "",
            "partners": partners,
            "figures": [figure_row(names, o, "../") for o in figures],
            "all_figures": f"{'' if names.language == 'en' else '../'}../data/observations.csv",
            "actors": [
                {"href": f"../{material.url(r.id)}", "name": names.title(r), "lang": names.title_lang(r)}
                for r in actors
            ],
            "spellings": [n for n in place.names if n != names.place(code)],
        },
        data={
            "place": code,
            "instruments": [r.id for r in instruments],
            "activities_and_events": [r.id for r in others],
            "figures": [o.id for o in figures],
        },
    )


@lru_cache(maxsize=2)
def selling_places(material: Material) -> frozenset[str]:
    """The places with a page of export opportunities."""
    rows = material.view.vocabulary("place_exports") if material.view.vocabulary("sector_trade") else ()
    return frozenset(row["place"] for row in rows)


def _happening(names: Names, record: Record) -> dict[str, str]:
    return {
        "href": f"../{names.material.url(record.id)}",
        "title": names.title(record),
        "lang": names.title_lang(record),
        "iso": record.one("date"),
        "date": names.date(record.one("date")) if record.one("date") else "",
        "kind": names.kind(record),
    }


def _newest(records: Iterable[Record]) -> list[Record]:
    """Records with the latest date first; those without a date last."""
    return sorted(records, key=lambda r: (r.one("signed_on") or r.one("date"), r.id), reverse=True)


def _pair(names: Names, first: str, second: str) -> Page:
    material, t = names.material, names.t
    own = _newest(material.pairs.get((first, second), ()))
    seated = _newest(material.seat_pairs.get((first, second), ()))
    instruments = [r for r in own if r.table == "instruments"]
    others: list[dict[str, Any]] = [_happening(names, r) for r in own if r.table != "instruments"]
    title = f"{names.place(first)} – {names.place(second)}"
    alive = sum(1 for r in instruments if r.derived.get("status", "") in IN_FORCE and not material.disputed(r))
    return Page(
        path=pair_url(first, second),
        template="place_pair.html",
        title=title,
        section="places",
        context={
            "answer": t("places.pair_answer", n=len(instruments), alive=alive)
            if instruments
            else t("places.pair_seated", n=len(seated)),
            "ends": [{"href": f"../{material.url(c)}", "name": names.place(c), "code": c} for c in (first, second)],
            "rows": [instrument_row(names, r, "../") for r in instruments],
            "seated": [instrument_row(names, r, "../") for r in seated],
            "others": others,
        },
        data={"places": [first, second], "records": [r.id for r in own], "of_bodies": [r.id for r in seated]},
    )
