"""One page for every printed figure: value, country that counted, source, passage, and contradicting figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from henequen.model.evidence import Evidence
from henequen.model.observation import Observation
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.sentence import cite_figure
from henequen.publish.site.pages.scenario.event_study import study_of

__all__ = ["figure_pages", "figure_row", "place_in_document"]

_BETWEEN = ("export", "import", "balance", "total_trade", "services_balance")
_MIRROR = {"export": "import", "import": "export"}


def figure_pages(names: Names) -> Iterator[Page]:
    """All of them, in the order of the pack."""
    index: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for o in names.material.observations:
        index[_key(o)].append(o)
    for o in names.material.observations:
        yield _page(names, o, _rivals(names, o, index))


def _key(o: Observation) -> tuple[str, ...]:
    return (o.measure, o.reporter, o.partner, o.flow, o.place, o.product or "TOTAL", o.period, o.component.casefold())


def _rivals(names: Names, o: Observation, index: dict[tuple[str, ...], list[Observation]]) -> list[Observation]:
    same = [other for other in index[_key(o)] if other.id != o.id]
    if o.measure in _MIRROR:
        opposite_flow = _MIRROR[o.measure]
        same += index[
            (
                opposite_flow,
                o.partner,
                o.reporter,
                opposite_flow,
                o.place,
                o.product or "TOTAL",
                o.period,
                o.component.casefold(),
            )
        ]
    elif o.measure in ("balance", "total_trade"):
        same += index[
            (o.measure, o.partner, o.reporter, o.flow, o.place, o.product or "TOTAL", o.period, o.component.casefold())
        ]
    return list({other.id: other for other in same if other.id != o.id}.values())


def place_in_document(names: Names, e: Evidence) -> str:
    """The place of a passage: the table's cell, else the characters."""
    chars = names.t("claim.chars", start=e.start, end=e.end)
    if not e.table:
        return chars
    return f"{names.cell_of(e)} ({chars})"


def figure_row(names: Names, o: Observation, to_root: str) -> dict[str, str]:
    """The row of one figure in a list."""
    return {
        "id": o.id,
        "what": names.measure(o),
        "period": names.date(o.period),
        "reporter": names.country(o.reporter),
        "partner": names.country(o.partner) if o.partner else "",
        "amount": names.amount(o),
        "href": to_root + names.material.url(o.id),
        "source": names.document(o.edition),
        "product": names.product(o),
        "place": names.place(o.place) if o.place else "",
        "measure": o.measure,
        "document": o.edition,
    }


def _page(names: Names, o: Observation, rivals: list[Observation]) -> Page:
    material, t = names.material, names.t
    what = names.measure(o)
    subject = ", ".join(part for part in (names.place(o.place) if o.place else "", names.product(o)) if part)
    if o.partner and o.partner != o.reporter and o.measure in _BETWEEN:
        what = t(_TO.get(o.measure, "figure.with"), what=what, partner=names.country(o.partner))
    title = t("figure.title", reporter=names.country(o.reporter), what=what) if o.reporter else what
    title = ", ".join(part for part in (title, subject, names.date(o.period)) if part)
    contexts = [c for e in o.evidence if (c := material.passage(e))]
    return Page(
        path=material.url(o.id),
        template="figure.html",
        title=title,
        section="claims",
        context={
            "o": o,
            "amount": names.amount(o),
            "line": _line(names, o),
            "citation": cite_figure(names, o, title),
            "facts": _facts(names, o),
            "rivals": [_rival(names, o, r) for r in rivals],
            "findings": material.findings_of.get(o.id, []),
            "places": [
                {
                    "href": f"../documents/{e.document}.html",
                    "source": names.document(e.document),
                    "place": place_in_document(names, e),
                }
                for e in o.evidence
            ]
            or [{"href": "", "source": names.document(o.edition), "place": ""}],
            "contexts": contexts,
            "study": study_of(names, o),
        },
        data={
            "observation": _data(o),
            "rivals": [r.id for r in rivals],
            "findings": [f.id for f in material.findings_of.get(o.id, [])],
        },
    )


def _line(names: Names, o: Observation) -> str:
    """The country that counted, and the source; a source that reports its own figure is named once."""
    source, who = names.document(o.edition), names.speaker(o)
    whose = names.t("figure.whose", side=names.country(o.reporter)) if o.reporter else ""
    key = "figure.said_in" if not o.asserted_by or who in source else "figure.said_by"
    text = names.t(key, who=who, source=source)
    return names.t("figure.line", whose=whose, said=text) if whose else text[:1].upper() + text[1:]


_TO = {"export": "figure.export_to", "import": "figure.import_from"}


def _facts(names: Names, o: Observation) -> list[tuple[str, str, str]]:
    t = names.t
    rows = [
        (t("figure.what"), names.label("measure", o.measure), ""),
        (t("figure.component"), names.text(o.id, "component", o.component), ""),
        (t("figure.reporter"), names.country(o.reporter), ""),
        (t("figure.partner"), names.country(o.partner) if o.partner else "", ""),
        (
            t("figure.place"),
            names.place(o.place) if o.place else "",
            f"../{names.material.url(o.place)}" if names.material.url(o.place) else "",
        ),
        (t("figure.product"), names.product(o), ""),
        (t("figure.period"), f"{names.date(o.period)} ({names.label('period_basis', o.period_basis)})", ""),
        (t("figure.printed"), o.as_printed, ""),
        (t("figure.unit"), names.scale_and_unit(o) if o.unit != "rank" else "", ""),
        (t("figure.comparator"), names.label("comparator", o.comparator) if o.comparator else "", ""),
        (t("figure.valuation"), o.valuation or (t("figure.not_said") if o.flow else ""), ""),
        (
            t("figure.speaker"),
            names.speaker(o),
            f"../{names.material.url(o.asserted_by)}" if names.material.url(o.asserted_by) else "",
        ),
        (t("figure.marks"), ", ".join(names.mark(mark) for mark in o.marks), ""),
        (t("figure.note"), names.text(o.id, "note", o.note), ""),
    ]
    return [row for row in rows if row[1]]


def _rival(names: Names, o: Observation, other: Observation) -> dict[str, str]:
    difference = ""
    if o.amount is not None and other.amount is not None and o.unit == other.unit:
        gap = abs(other.amount) - abs(o.amount)
        if gap == 0:
            difference = names.t("figure.same")
        elif o.amount and other.amount:
            difference = names.t("figure.times", ratio=f"{abs(float(other.amount / o.amount)):.2f}")
    return {
        "href": f"../{names.material.url(other.id)}",
        "amount": names.amount(other),
        "what": f"{names.measure(other)}, {names.t('counts.counts', side=names.country(other.reporter))}",
        "source": names.document(other.edition),
        "difference": difference,
    }


def _data(o: Observation) -> dict[str, Any]:
    return {
        "id": o.id,
        "edition": o.edition,
        "measure": o.measure,
        "component": o.component,
        "reporter": o.reporter,
        "partner": o.partner,
        "flow": o.flow,
        "place": o.place,
        "product": o.product,
        "period": o.period,
        "period_basis": o.period_basis,
        "value": None if o.value is None else f"{o.value:f}",
        "unit": o.unit,
        "unit_mult": o.unit_mult,
        "comparator": o.comparator,
        "valuation": o.valuation,
        "marks": list(o.marks),
        "asserted_by": o.asserted_by,
        "as_printed": o.as_printed,
        "evidence": [
            {
                "document": e.document,
                "char_start": e.start,
                "char_end": e.end,
                "table": e.table,
                "row": e.row,
                "column": e.column,
            }
            for e in o.evidence
        ],
    }
