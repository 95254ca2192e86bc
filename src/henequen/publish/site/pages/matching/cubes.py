"""Cubes: trade and investment by state and branch as claims give them, with the definition of each, a map and an export."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.matching.cubes.cell import Cell, cells_of_claims
from henequen.publish.charts import Chart
from henequen.publish.charts.drawing import Drawing
from henequen.publish.charts.maps import Shape, draw_map
from henequen.publish.site.material import slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.matching.waiting import waiting_page
from henequen.publish.site.pages.record.desk import Part, Row, Section, desk_page, text

__all__ = ["cube_pages"]


def cube_pages(names: Names) -> Iterator[Page]:
    """One page; without a cell it says how to bring a table."""
    material, t = names.material, names.t
    cells = cells_of_claims(material.observations, (material.sides[0], material.sides[1]))
    if not cells:
        yield waiting_page(
            names, "opportunity/cubes.html", "cubes", "opportunity", "observations", "henequen cube FILE"
        )
        return
    sections = []
    for cube in ("trade", "investment"):
        cells_of_cube = [cell for cell in cells if cell.cube == cube]
        chart = _map(names, cube, cells_of_cube)
        columns = ("place", "branch", "flow", "counted", "period", "value", "definition", "source")
        sections.append(
            Section(
                cube,
                t(f"cubes.{cube}"),
                tuple(t(f"cubes.{c}") for c in columns),
                tuple(_row(names, cell) for cell in cells_of_cube),
                lede=t("cubes.count", n=len(cells_of_cube), places=len({c.place for c in cells_of_cube if c.place})),
                charts=(chart,) if chart else (),
            )
        )
    yield desk_page(
        names,
        "opportunity/cubes.html",
        t("cubes.title"),
        t("cubes.lede"),
        sections,
        section="opportunity",
        notes=(t("cubes.how"),),
        back=(t("opportunity.title"), "opportunity/index.html"),
    )


def _row(names: Names, cell: Cell) -> Row:
    o = names.material.observation[cell.source]
    return Row(
        (
            (Part(names.place(cell.place), names.material.url(cell.place.split("/")[0])),) if cell.place else text("–"),
            text(names.product(o) if cell.product != "TOTAL" else names.t("opportunity.total")),
            text(names.label("measure", cell.flow)),
            text(names.country(cell.reporter)),
            text(names.date(cell.period)),
            (Part(names.amount(o), names.material.url(o.id)),),
            text(names.label("measure", o.measure)),
            text(names.document(o.edition)),
        ),
        cell.source,
    )


def _map(names: Names, cube: str, cells: list[Cell]) -> Chart | None:
    """The newest claim of each state of the first side, in million US dollars: imports, or investment."""
    side = names.material.sides[0]
    gazetteer = names.material.view.places
    wanted_cells = [
        c
        for c in cells
        if c.product == "TOTAL"
        and c.place in gazetteer
        and gazetteer[c.place].country == side
        and (cube != "trade" or c.flow == "import")
    ]
    newest: dict[str, Cell] = {}
    for cell in sorted(wanted_cells, key=lambda c: c.period):
        newest[cell.place.split("/")[0]] = cell
    shapes = [
        Shape(row["code"], row["outline"], float(row["x"]), float(row["y"]))
        for row in names.material.view.vocabulary("map")
        if row["country"] == side
    ]
    values = {code: round(float(cell.value) / 1e6) for code, cell in newest.items() if code in {s.code for s in shapes}}
    if not values:
        return None

    def tip(code: str) -> str:
        return f"{names.place(code)}: {values[code] if code in values else names.t('suppliers.unknown')}"

    def draw(drawing: Drawing) -> None:
        draw_map(
            drawing,
            shapes,
            values,
            0,
            tip,
            (lambda c: f"../places/{slug(c)}.html") if not drawing.name.endswith("-f") else None,
        )

    return Chart(
        id=f"cube-{cube}",
        title=names.t(f"cubes.map_{cube}", n=len(values)),
        description=names.t("cubes.map_desc"),
        draw=draw,
        columns=(names.t("figure.place"), names.t("figure.period"), names.t("cubes.value")),
        rows=tuple((names.place(code), newest[code].period, f"{values[code]:,}") for code in sorted(values)),
        note=names.t("cubes.map_note"),
        height=(520, 300),
    )
