"""Both countries side by side: indicators with rival claims and sources, ranks with their index's year, flows of people."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.observation import Observation
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import Cell, Part, Row, Section, desk_page, text
from henequen.record.questions.comparison import Indicator, compare_sides, computed_rank, is_rank_of_partner

__all__ = ["comparison_pages"]

_DIGITAL = ("internet", "broadband", "r&d", "digital", "e-government", "innovation", "telephone", "computer")


def comparison_pages(names: Names) -> Iterator[Page]:
    """The comparator."""
    material, t = names.material, names.t
    compared = compare_sides(material.observations, material.sides)
    values = [i for i in compared if i.unit != "rank"]
    digital = [i for i in compared if any(word in i.component.lower() for word in _DIGITAL)]
    ranks = [i for i in compared if i.unit == "rank"]
    partners = [o for o in material.observations if is_rank_of_partner(o) and o.reporter in material.sides]
    totals = material.view.vocabulary("partner_totals")
    people = [
        o
        for o in material.observations
        if o.measure == "count" and o.unit == "persons" and {o.reporter, o.partner} == set(material.sides)
    ]
    votes = [
        o
        for o in material.observations
        if {o.reporter, o.partner} == set(material.sides)
        and (o.component.startswith(("roll calls", "intergovernmental")))
    ]
    columns = (t("compare.indicator"), *(names.country(side) for side in material.sides), t("compare.note"))
    yield desk_page(
        names,
        "compare/index.html",
        t("compare.title"),
        t(
            "compare.lede",
            n=len(compared),
            both=sum(1 for i in compared if i.figures[0] and i.figures[1]),
            rival=sum(1 for i in compared if i.rival(0) or i.rival(1)),
        ),
        [
            Section("indicators", t("compare.indicators"), columns, tuple(_row(names, i) for i in values)),
            Section("digital", t("compare.digital"), columns, tuple(_row(names, i) for i in digital)),
            Section(
                "ranks", t("compare.ranks"), columns, tuple(_row(names, i) for i in ranks), lede=t("compare.ranks_lede")
            ),
            Section(
                "partners",
                t("compare.partners"),
                (
                    t("compare.indicator"),
                    t("figure.reporter"),
                    t("figure.partner"),
                    t("figure.period"),
                    t("compare.claimed"),
                    t("compare.computed"),
                ),
                tuple(
                    Row(
                        (
                            text(names.measure(o)),
                            text(names.country(o.reporter)),
                            text(names.country(o.partner)),
                            text(_period(names, o)),
                            _figure(names, o),
                            _computed(names, o, totals),
                        ),
                        o.id,
                    )
                    for o in partners
                ),
                lede=t("compare.partners_lede"),
            ),
            _flows(names, "people", t("compare.people"), people),
            _flows(names, "multilateral", t("compare.multilateral"), votes),
        ],
        section="compare",
    )


def _computed(names: Names, claim: Observation, totals: list[dict[str, str]]) -> Cell:
    """The claimed rank computed again by both definitions, with its method; or a note that no table covers the year."""
    computed = computed_rank(totals, claim)
    if computed is None:
        return text(names.t("compare.not_computed"))
    words = "; ".join(names.t(f"compare.by_{definition}", n=rank) for definition, rank in computed.ranks.items())
    counted = names.t(
        "compare.counted", n=computed.partners, scope=names.t(f"compare.scope_{computed.scope}"), year=computed.year
    )
    return (Part(f"{words} ({counted})", source=names.document(computed.edition), source_href="data.html"),)


def _flows(names: Names, key: str, title: str, figures: list[Observation]) -> Section:
    figures = sorted(figures, key=lambda o: (o.component, o.product, o.period, o.id))
    return Section(
        key,
        title,
        (names.t("compare.indicator"), names.t("figure.period"), names.t("figure.reporter"), names.t("claim.value")),
        tuple(
            Row(
                (
                    text(", ".join(p for p in (names.measure(o), names.product(o)) if p)),
                    text(_period(names, o)),
                    text(names.country(o.reporter)),
                    _figure(names, o),
                ),
                o.id,
            )
            for o in figures
        ),
    )


def _row(names: Names, indicator: Indicator) -> Row:
    first = next(o for side in indicator.figures for o in side)
    notes = [names.t("compare.rival", side=names.side(side)) for side in (0, 1) if indicator.rival(side)]
    notes += [names.t("compare.no_figure", side=names.side(side)) for side in (0, 1) if not indicator.figures[side]]
    return Row(
        (
            text(names.measure(first)),
            *(tuple(part for o in figures for part in _dated(names, o)) for figures in indicator.figures),
            tuple(Part(note) for note in notes),
        ),
        first.id,
    )


def _dated(names: Names, o: Observation) -> Cell:
    figure_text = _figure(names, o)
    return tuple(
        Part(f"{p.text} ({_period(names, o)})", p.href, p.lang, "", p.source, p.source_href) for p in figure_text
    )


def _figure(names: Names, o: Observation) -> Cell:
    url = names.material.url(o.id)
    return (Part(names.amount(o), url, source=names.document(o.edition), source_href=url),)


def _period(names: Names, o: Observation) -> str:
    """The period of a figure; for a rank whose year is inferred from the document, a note that it is not stated."""
    if o.period_basis == "document":
        return names.t("compare.year_unknown", year=names.date(o.period))
    return names.date(o.period)
