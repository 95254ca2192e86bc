"""Dossiers of experience (two cases side by side), and the diary of shocks with the responses of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from henequen.model.record import Record
from henequen.publish.site.material import slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import (
    Cell,
    Part,
    Row,
    Section,
    desk_page,
    figure_section,
    text,
    timeline_section,
    value_cell,
)
from henequen.record.questions.shocks import figures_around, timelines

__all__ = ["dossier_pages", "shock_pages"]

_ASPECTS = ("title", "context", "done", "outcome", "lessons", "for", "against", "actor_ids", "items")
_STEPS = ("on", "kind", "side", "what")


def dossier_pages(names: Names) -> Iterator[Page]:
    """The list of dossiers, and each with its two halves."""
    material, t = names.material, names.t
    records_of: dict[str, list[Record]] = {}
    for case in material.table("cases"):
        records_of.setdefault(case.one("dossier"), []).append(case)
    yield desk_page(
        names,
        "dossiers/index.html",
        t("dossiers.title"),
        t("dossiers.lede", n=len(records_of)),
        [
            Section(
                "dossiers",
                t("dossiers.title"),
                (t("dossiers.dossier"), *(names.country(side) for side in material.sides)),
                tuple(
                    Row(((Part(_title(names, cases), _path(dossier)),), *_by_side(names, cases, "title")), dossier)
                    for dossier, cases in sorted(records_of.items())
                ),
            )
        ],
        section="dossiers",
        see=((t("dossiers.shocks"), "dossiers/shocks.html"),),
    )
    for dossier, cases in sorted(records_of.items()):
        yield desk_page(
            names,
            _path(dossier),
            _title(names, cases),
            t("dossiers.page_lede"),
            [
                Section(
                    "cases",
                    t("dossiers.side_by_side"),
                    (t("dossiers.aspect"), *(names.country(side) for side in material.sides)),
                    tuple(
                        Row((text(names.property("cases", aspect)), *_by_side(names, cases, aspect)), aspect)
                        for aspect in _ASPECTS
                    ),
                )
            ],
            section="dossiers",
            back=(t("dossiers.title"), "dossiers/index.html"),
        )


def _by_side(names: Names, cases: Sequence[Record], aspect: str) -> Iterator[Cell]:
    """One aspect of a dossier's cases: a cell for each side."""
    for side in names.material.sides:
        yield tuple(part for c in cases if c.one("side") == side for part in value_cell(names, c, aspect))


def _path(dossier: str) -> str:
    return f"dossiers/{slug(dossier)}.html"


def _title(names: Names, cases: list[Record]) -> str:
    return " – ".join(
        names.text(c.id, "title", c.one("title"))
        for side in names.material.sides
        for c in cases
        if c.one("side") == side
    )


def shock_pages(names: Names) -> Iterator[Page]:
    """Each crisis with the steps of both sides, and the figures of the years around it."""
    material, t = names.material, names.t
    steps = timelines(material.table("steps"), material.record, "events")
    sections = []
    for line in steps:
        record = material.record[line.record]
        sections.append(
            timeline_section(
                names,
                line,
                f"shock-{record.id}",
                _STEPS,
                t(
                    "dossiers.responses",
                    a=f"{names.side(0)}: {len(line.responses(material.sides[0]))}",
                    b=f"{names.side(1)}: {len(line.responses(material.sides[1]))}",
                ),
            )
        )
        year = line.first
        figures = figures_around(
            material.observations, material.sides, year, year, ("export", "import", "fdi_flow", "balance")
        )
        sections.append(
            figure_section(
                names,
                f"figures-{record.id}",
                t("dossiers.figures", title=names.title(record), first=year - 3, last=year + 3),
                figures,
            )
        )
    yield desk_page(
        names,
        "dossiers/shocks.html",
        t("dossiers.shocks"),
        t("dossiers.shocks_lede", n=len(steps)),
        sections or [Section("none", t("dossiers.shocks"), (t("dossiers.aspect"),), ())],
        section="dossiers",
        back=(t("dossiers.title"), "dossiers/index.html"),
    )
