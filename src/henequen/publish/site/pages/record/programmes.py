"""Programmes with their money and their end, lines and evaluation; what failed and why; projects in third countries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.channels import back_to_channels
from henequen.publish.site.pages.record.desk import Cell, Row, Section, badge, desk_page, linked, text, value_cell
from henequen.record.questions.lapses import lapse_of
from henequen.record.questions.projects import is_trilateral

__all__ = ["programme_pages", "project_pages"]


def programme_pages(names: Names) -> Iterator[Page]:
    """The programmes, their lines by area and evaluation, and the failures with causes."""
    t, as_of = names.t, names.material.view.as_of
    programmes = sorted(names.material.table("programmes"), key=lambda p: (p.one("from") or "9999", p.id))
    lapsed = sum(1 for p in programmes if lapse_of(p, as_of).kind == "lapsed")
    yield desk_page(
        names,
        "follow-up/programmes.html",
        t("desk.programmes"),
        t("desk.programmes_lede", n=len(programmes), lapsed=lapsed),
        [_overview(names, programmes, as_of), *_lines(names, programmes), _failures(names)],
        section="followup",
        back=back_to_channels(names),
    )


def _overview(names: Names, programmes: Sequence[Record], as_of: str) -> Section:
    """Each programme with its time, money, end and evaluation."""
    t = names.t
    rows = tuple(
        Row(
            (
                _title(names, p),
                value_cell(names, p, "from"),
                value_cell(names, p, "until"),
                _money(names, p),
                value_cell(names, p, "financing"),
                _lapse(names, p, as_of),
                _evaluated(names, p),
                tuple(part for owner in p.many("owner_ids") for part in linked(names, owner)),
                value_cell(names, p, "recurring") + value_cell(names, p, "next_on"),
            ),
            p.id,
        )
        for p in programmes
    )
    columns = (
        *(names.property("programmes", n) for n in ("title", "from", "until", "budget", "financing")),
        t("desk.lapse"),
        t("desk.evaluation"),
        names.property("programmes", "owner_ids"),
        names.property("programmes", "recurring"),
    )
    return Section("programmes", t("desk.programmes"), columns, rows)


def _lines(names: Names, programmes: Sequence[Record]) -> Iterator[Section]:
    """The lines of each programme that has some, with how many there are by area."""
    properties = ("content", "area", "evaluation", "item")
    for programme in programmes:
        lines = [x for x in names.material.table("programme_lines") if x.one("programme") == programme.id]
        if not lines:
            continue
        areas = Counter(x.one("area") for x in lines)
        counts = ", ".join(f"{names.label('programme_area', a)}: {n}" for a, n in areas.items() if a)
        yield Section(
            f"lines-{programme.id}",
            names.t("desk.lines_of", programme=names.title(programme)),
            tuple(names.property("programme_lines", n) for n in properties),
            tuple(
                Row((*(value_cell(names, x, n) for n in properties[:3]), linked(names, x.one("item"))), x.id)
                for x in lines
            ),
            lede=names.t("desk.line_counts", n=len(lines), counts=counts),
        )


def _failures(names: Names) -> Section:
    """What failed, with its cause."""
    rows = tuple(
        Row((linked(names, f.one("item")), value_cell(names, f, "cause"), value_cell(names, f, "what")), f.id)
        for f in names.material.table("failures")
    )
    heads = tuple(names.property("failures", n) for n in ("item", "cause", "what"))
    return Section("failures", names.t("desk.failures"), heads, rows)


def _title(names: Names, programme: Record) -> Cell:
    other = programme.one("instrument") or programme.one("body")
    return value_cell(names, programme, "title") + (linked(names, other) if other else ())


def _money(names: Names, programme: Record) -> Cell:
    if not programme.one("budget"):
        return ()
    first = value_cell(names, programme, "budget")
    return tuple(type(p)(f"{p.text} {programme.one('unit')}", p.href, "", "", p.source, p.source_href) for p in first)


def _lapse(names: Names, programme: Record, as_of: str) -> Cell:
    lapse = lapse_of(programme, as_of)
    if lapse.kind == "open":
        return text(names.t("desk.lapse_open"))
    words = names.t(f"desk.lapse_{lapse.kind}", day=names.date(lapse.on), n=lapse.days)
    return badge(lapse.kind, words)


def _evaluated(names: Names, programme: Record) -> Cell:
    planned, carried_out = programme.one("planned"), programme.one("carried_out")
    if not planned or not carried_out:
        return ()
    share = names.t(
        "desk.evaluated", done=carried_out, planned=planned, share=round(100 * int(carried_out) / int(planned))
    )
    return text(share) + value_cell(names, programme, "carried_out")


def project_pages(names: Names) -> Iterator[Page]:
    """The register of projects in third countries."""
    material, t = names.material, names.t
    projects = material.table("projects")
    columns = (
        "title",
        "identifier",
        "status",
        "recipients",
        "participants",
        "sectors",
        "actual_start",
        "actual_end",
        "budget",
        "disbursed",
    )
    rows = tuple(
        Row(tuple(value_cell(names, p, n) for n in columns), p.id) for p in projects if is_trilateral(p, material.sides)
    )
    others = tuple(
        Row(tuple(value_cell(names, p, n) for n in columns), p.id)
        for p in projects
        if not is_trilateral(p, material.sides)
    )
    headings = tuple(names.property("projects", n) for n in columns)
    yield desk_page(
        names,
        "follow-up/projects.html",
        t("desk.projects"),
        t("desk.projects_lede", n=len(rows)),
        [
            Section("trilateral", t("desk.trilateral"), headings, rows, empty=t("desk.no_projects")),
            *([Section("others", t("desk.other_projects"), headings, others)] if others else []),
        ],
        section="followup",
        notes=(t("desk.iati"),),
        back=back_to_channels(names),
    )
