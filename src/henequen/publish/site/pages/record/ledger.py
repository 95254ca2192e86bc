"""The ledger's own pages: negotiations, leads, scores, then and now, and the map of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.channels import back_to_channels
from henequen.publish.site.pages.record.desk import (
    Cell,
    Part,
    Row,
    Section,
    badge,
    desk_page,
    linked,
    no_evidence,
    text,
    value_cell,
)
from henequen.record.questions.negotiations import Course, Talk, course_of, talks_of
from henequen.record.questions.scores import explains, rated

__all__ = ["lead_pages", "negotiation_pages", "paragraph_pages", "score_pages", "then_and_now_pages"]

_NUMBERED = re.compile(r"(.+?)§(\d+)", re.ASCII)


def _evidence(names: Names, item: Record) -> Cell:
    state = item.derived.get("evidence", "none_found")
    if state == "none_found":
        return text(no_evidence(names, item))
    return badge(state, names.label("evidence_status", state))


def negotiation_pages(names: Names) -> Iterator[Page]:
    """Every negotiation with dated steps: its stage by rule, time in each stage, rounds, empty announcements, chapters."""
    material, t = names.material, names.t
    talks = talks_of(material.table("talks"), material.view.as_of)
    courses = {
        negotiation: course_of(talks[negotiation], material.view.as_of)
        for negotiation in sorted(talks, key=lambda n: (-len(talks[n]), n))
    }
    heads = (
        names.property("talks", "negotiation"),
        t("desk.stage"),
        t("desk.since"),
        t("desk.months"),
        t("desk.rounds"),
        t("desk.announcements"),
        t("desk.fate"),
    )
    overview = tuple(_stand(names, negotiation, course) for negotiation, course in courses.items())
    sections = [Section("negotiations", t("desk.where_they_stand"), heads, overview)]
    for negotiation, course in courses.items():
        sections += _course_sections(names, negotiation, talks[negotiation], course)
    yield desk_page(
        names,
        "follow-up/negotiations.html",
        t("desk.negotiations"),
        t("desk.negotiations_lede", n=len(talks), empty=sum(len(c.empty_announcements) for c in courses.values())),
        sections,
        section="followup",
        notes=(t("desk.stage_rule"),),
        back=back_to_channels(names),
    )


def _stand(names: Names, negotiation: str, course: Course) -> Row:
    """A negotiation in the list of all, with its stage and its result."""
    empty = len(course.empty_announcements)
    return Row(
        (
            linked(names, negotiation),
            badge(course.stage, names.label("stage", course.stage)),
            text(names.date(course.since) if course.since else ""),
            text(str(_months(course.stages[-1].days) if course.stages else 0)),
            text(f"{course.rounds}" + (f" ({names.date(course.last_round)})" if course.last_round else "")),
            text(names.t("desk.empty_announcements", n=empty) if empty else ""),
            _fate(names, negotiation),
        ),
        negotiation,
    )


def _course_sections(names: Names, negotiation: str, steps: Sequence[Talk], course: Course) -> Iterator[Section]:
    """The steps of a negotiation with the time in each stage, and its chapters if it has any."""
    record, t = names.material.record, names.t
    title = names.title(record[negotiation]) if negotiation in record else names.actor(negotiation)
    yield Section(
        f"talks-{negotiation}",
        title,
        tuple(names.property("talks", n) for n in ("on", "kind", "number", "at", "chapters", "what")),
        tuple(
            Row(
                (
                    *(value_cell(names, record[talk.id], n) for n in ("on", "kind")),
                    text(talk.number),
                    *(value_cell(names, record[talk.id], n) for n in ("at", "chapters", "what")),
                ),
                talk.id,
            )
            for talk in steps
        ),
        lede="; ".join(
            t("desk.stage_time", stage=names.label("stage", s.kind), day=names.date(s.begins), months=_months(s.days))
            for s in course.stages
        ),
    )
    if course.chapters:
        yield Section(
            f"chapters-{negotiation}",
            t("desk.chapters_of", title=title),
            (names.property("talks", "chapters"), t("desk.last_step")),
            tuple(
                Row((text(names.text("*", "chapters", chapter)), text(names.date(on))))
                for chapter, on in course.chapters
            ),
        )


def _months(days: int) -> int:
    return round(days / 30.44)


def _fate(names: Names, negotiation: str) -> Cell:
    """Its result: the instrument that succeeds or replaces it."""
    parts: list[Part] = []
    for link in names.material.links_of.get(negotiation, ()):
        if link.object == negotiation and link.relation in ("succeeds", "replaces", "implements"):
            parts.extend(linked(names, link.subject))
    return tuple(parts)


def lead_pages(names: Names) -> Iterator[Page]:
    """Proposals made at a meeting, with their result or a note that none is known."""
    material, t = names.material, names.t
    leads = material.table("leads")
    rows, with_outcome = [], 0
    for lead in leads:
        item = material.record.get(lead.one("item"))
        outcome = value_cell(names, lead, "outcome")
        if not outcome and item is not None and item.derived.get("evidence", "none_found") != "none_found":
            outcome = _evidence(names, item)
        with_outcome += bool(outcome)
        rows.append(
            Row(
                (
                    value_cell(names, lead, "title"),
                    linked(names, lead.one("event")),
                    value_cell(names, lead, "places"),
                    linked(names, lead.one("item")),
                    outcome or text(t("desk.no_outcome", looked=no_evidence(names, item or lead))),
                ),
                lead.id,
            )
        )
    yield desk_page(
        names,
        "follow-up/leads.html",
        t("desk.leads"),
        t("desk.leads_lede", n=len(rows), known=with_outcome),
        [
            Section(
                "leads",
                t("desk.leads"),
                tuple(names.property("leads", n) for n in ("title", "event", "places", "item", "outcome")),
                tuple(rows),
            )
        ],
        section="followup",
        back=back_to_channels(names),
    )


def score_pages(names: Names) -> Iterator[Page]:
    """Feasibility and dependence of items, as rated, and how evidence differs between high and low scores."""
    material, t = names.material, names.t
    items = {r.id: r for r in material.table("recommendations")}
    scores = [s for s in material.table("scores") if s.one("item") in items]
    rows = tuple(
        Row(
            (
                linked(names, s.one("item")),
                value_cell(names, s, "feasibility"),
                value_cell(names, s, "dependence"),
                text(s.one("rater")),
                value_cell(names, s, "on"),
                _evidence(names, items[s.one("item")]),
            ),
            s.id,
        )
        for s in scores
    )
    ratings = rated(scores, items)
    sections = []
    for name in ("feasibility", "dependence"):
        explanations = explains(ratings, name)
        if explanations is None:
            continue
        sections.append(
            Section(
                f"explains-{name}",
                names.property("scores", name),
                (t("desk.score"), t("desk.items"), t("desk.with_progress")),
                tuple(
                    Row((text(str(level)), text(str(n)), text(f"{100 * delivered / n:.0f} %")))
                    for level, n, delivered in explanations.levels
                ),
                lede=t("desk.correlation", r=f"{explanations.correlation:+.2f}".replace("-", "−"), n=explanations.n),
            )
        )
    yield desk_page(
        names,
        "follow-up/scores.html",
        t("desk.scores"),
        t("desk.scores_lede", n=len({s.one("item") for s in scores}), raters=len({s.one("rater") for s in scores})),
        [
            *sections,
            Section(
                "scores",
                t("desk.all_scores"),
                (
                    *(names.property("scores", n) for n in ("item", "feasibility", "dependence", "rater", "on")),
                    t("desk.state"),
                ),
                rows,
            ),
        ],
        section="followup",
        notes=(t("desk.scores_rule"),),
        back=back_to_channels(names),
    )


def then_and_now_pages(names: Names) -> Iterator[Page]:
    """Each deficiency with an indicator then and now, each a claim with its source."""
    material, t = names.material, names.t
    by_item: dict[str, dict[str, list[Record]]] = {}
    for baseline in material.table("baselines"):
        by_item.setdefault(baseline.one("item"), {}).setdefault(baseline.one("when"), []).append(baseline)
    rows = tuple(
        Row(
            (
                linked(names, item),
                *(
                    tuple(
                        _baseline(names, b)
                        for b in sorted(moments.get(when, ()), key=lambda b: (b.one("indicator"), b.one("period")))
                    )
                    or text(t("desk.not_in_record"))
                    for when in ("then", "now")
                ),
            ),
            item,
        )
        for item, moments in sorted(by_item.items())
    )
    yield desk_page(
        names,
        "follow-up/then-and-now.html",
        t("desk.then_and_now"),
        t("desk.then_and_now_lede", n=len(rows)),
        [
            Section(
                "deficiencies",
                t("desk.deficiencies"),
                (names.property("baselines", "item"), names.label("baseline", "then"), names.label("baseline", "now")),
                rows,
            )
        ],
        section="followup",
        back=back_to_channels(names),
    )


def _baseline(names: Names, baseline: Record) -> Part:
    value = baseline.properties["value"][0] if "value" in baseline.properties else baseline.properties["indicator"][0]
    figure = ""
    if "value" in baseline.properties:
        figure = names.quantity(Decimal(value.value), baseline.one("unit"), int(baseline.one("unit_mult") or 0))
    reporter = names.country(baseline.one("reporter")) if baseline.one("reporter") else ""
    indicator, lang = names.translate(baseline.id, "indicator", baseline.one("indicator"))
    period = names.date(baseline.one("period")) if baseline.one("period") else ""
    words = ", ".join(p for p in (indicator, period, reporter) if p)
    return Part(
        f"{words}: {figure}" if figure else words,
        lang=lang,
        source=names.document(value.edition),
        source_href=names.material.claim_url(baseline.id, value.claim_id),
    )


def paragraph_pages(names: Names) -> Iterator[Page]:
    """The map of each report: every numbered paragraph with its items, if any."""
    material, t = names.material, names.t
    reports: dict[str, list[Record]] = {}
    for paragraph in material.table("paragraphs"):
        reports.setdefault(paragraph.one("report"), []).append(paragraph)
    items: dict[str, list[Record]] = {}
    for item in material.table("recommendations"):
        for section in item.many("section"):
            match = _NUMBERED.fullmatch(section)
            for report in item.documents[:1] if match else ():
                items.setdefault(f"{report} {section}", []).append(item)
    for report, paragraphs in sorted(reports.items()):
        paragraphs.sort(key=lambda p: (p.one("section"), int(p.one("number") or 0)))
        rows, bare = [], 0
        for paragraph in paragraphs:
            label = f"{paragraph.one('section')}§{paragraph.one('number')}"
            own = items.get(f"{report} {label}", [])
            bare += not own
            cell = tuple(part for item in own for part in linked(names, item.id)) or text(t("desk.no_item"))
            delivered = sum(1 for item in own if item.derived["evidence"] != "none_found")
            rows.append(Row((text(label), cell, text(f"{delivered}/{len(own)}" if own else "")), paragraph.id))
        addressed = [e for e in material.table("events") if report in e.documents and e.one("kind") == "publication"]
        yield desk_page(
            names,
            f"follow-up/report-{report}.html",
            t("desk.report_map", report=names.document(report)),
            t(
                "desk.report_lede",
                n=len(rows),
                bare=bare,
                items=sum(len(items.get(k, ())) for k in items if k.startswith(f"{report} ")),
            ),
            [
                Section(
                    "paragraphs",
                    t("desk.paragraphs"),
                    (names.property("paragraphs", "number"), t("desk.items"), t("desk.with_evidence")),
                    tuple(rows),
                ),
                Section(
                    "delivery",
                    t("desk.delivery"),
                    tuple(names.property("events", n) for n in ("title", "date", "actor_ids")),
                    tuple(
                        Row(
                            (linked(names, e.id), value_cell(names, e, "date"), value_cell(names, e, "actor_ids")), e.id
                        )
                        for e in addressed
                    ),
                ),
            ],
            section="followup",
            back=back_to_channels(names),
        )
