"""Who is tied to whom: the map of both countries with arcs between places, and the list of pairs next to it."""

from __future__ import annotations

from typing import Any

from henequen.model.record import Record
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.maps import Shape
from henequen.publish.charts.ties import Tie, TieWords, draw_ties, ties_height
from henequen.publish.site.material import slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page

__all__ = ["IN_FORCE", "OVER", "pair_rows", "pair_url", "tie_state", "ties_chart"]

IN_FORCE = ("in_force", "in_force_tacit_renewal", "presumed_in_force", "provisionally_applied")
OVER = ("ended", "completed", "expired", "terminated", "replaced")


def pair_url(first: str, second: str) -> str:
    """The path of the page of a pair."""
    return f"places/{slug(first)}--{slug(second)}.html"


def tie_state(records: list[Record]) -> str:
    """`alive` if one agreement is in force or presumed so, `done` if all have ended, else `unknown`."""
    states = [r.derived.get("status", "") for r in records if r.table == "instruments"]
    if any(state in IN_FORCE for state in states):
        return "alive"
    return "done" if states and all(state in OVER for state in states) else "unknown"


def pair_rows(names: Names, to_root: str) -> list[dict[str, Any]]:
    """All pairs: those of the places themselves first, most agreements first; then those of universities and other bodies."""
    material, t = names.material, names.t
    rows = []
    for (a, b), records in sorted(material.pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        state = tie_state(records)
        rows.append(
            {
                "key": f"{a}--{b}",
                "href": to_root + pair_url(a, b),
                "first": names.place(a),
                "second": names.place(b),
                "n": len(records),
                "state": state,
                "note": t(f"ties.{state}" if _years(records) else f"ties.{state}_undated", years=_years(records)),
                "own": True,
            }
        )
    for (a, b), records in sorted(material.seat_pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        if (a, b) not in material.pairs:
            rows.append(
                {
                    "key": f"{a}--{b}",
                    "href": to_root + pair_url(a, b),
                    "first": names.place(a),
                    "second": names.place(b),
                    "n": len(records),
                    "state": "uni",
                    "note": t("ties.uni"),
                    "own": False,
                }
            )
    return rows


def _years(records: list[Record]) -> str:
    return ", ".join(dict.fromkeys(year for r in records if (year := (r.one("signed_on") or r.one("date"))[:4])))


def ties_chart(names: Names, page: Page | str) -> Chart | None:
    """The map of ties. `page` is the path of the page that shows it; links are relative to it."""
    material, t = names.material, names.t
    up = "../" * str(page).count("/")
    shapes = [
        [
            Shape(row["code"], row["outline"], float(row["x"]), float(row["y"]))
            for row in material.view.vocabulary("map")
            if row["country"] == side
        ]
        for side in material.sides
    ]
    rows = pair_rows(names, up)
    if not all(shapes) or not rows:
        return None
    ties = [Tie(row["key"].split("--")[0], row["key"].split("--")[1], row["state"], row["href"]) for row in rows]
    own = [row for row in rows if row["own"]]
    places = {code for tie, row in zip(ties, rows, strict=True) if row["own"] for code in (tie.first, tie.second)}
    lightly = frozenset(code for code in material.places_with_pages if material.at_place.get(code))

    def tip(code: str) -> str:
        n = len(material.own_ties(code))
        return t("ties.tip", place=names.place(code), n=n)

    words = TieWords(
        names.place,
        tip,
        lambda code: f"{up}{material.url(code)}",
        (names.side(0), t("ties.larger", side=names.side(1))),
        lightly,
    )

    def draw(drawing: Drawing) -> None:
        draw_ties(drawing, shapes, ties, words)

    most = own[0] if own else rows[0]
    return Chart(
        id="ties",
        title=t(
            "ties.title", n=len(own), places=len(places), first=most["first"], second=most["second"], most=most["n"]
        ),
        description=t("ties.desc"),
        draw=draw,
        columns=(names.side(0), names.side(1), t("table.instruments"), t("filter.status")),
        rows=tuple((row["first"], row["second"], str(row["n"]), row["note"]) for row in rows),
        note=t("ties.note"),
        height=(ties_height(), ties_height(narrow=True)),
    )
