"""The legal desk: instruments to review, who takes part in which treaty, who may sign what, regimes, positions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import (
    Cell,
    Part,
    Row,
    Section,
    badge,
    desk_page,
    figure_section,
    linked,
    text,
    timeline_section,
    value_cell,
)
from henequen.record.questions.competence import Verdict, verdicts
from henequen.record.questions.legal_review import REASONS, Reason, review_queue
from henequen.record.questions.shocks import figures_around, timelines
from henequen.record.questions.treaties import BINDING, Participation, participation

__all__ = ["LEGAL_PAGES", "legal_pages", "position_pages", "regime_pages", "treaty_pages"]

LEGAL_PAGES = (
    ("legal.queue", "legal/index.html"),
    ("legal.treaties", "legal/treaties.html"),
    ("legal.agreements", "legal/agreements.html"),
    ("legal.tariffs", "legal/tariffs.html"),
    ("legal.regimes", "legal/regimes.html"),
    ("legal.positions", "legal/positions.html"),
    ("legal.plain", "legal/plain.html"),
)
"""The pages of the legal desk: the key of each one's title, and its path."""

_LOCAL = ("state", "municipal", "agency")
_SIGNERS = {"state": "state", "municipality": "municipal"}


def _back(names: Names) -> tuple[str, str]:
    return names.t(LEGAL_PAGES[0][0]), LEGAL_PAGES[0][1]


def legal_pages(names: Names) -> Iterator[Page]:
    """The review queue with its reasons and next steps, and the check of competence."""
    material, t = names.material, names.t
    queue = review_queue(material.by_table, material.view.as_of)
    rows = tuple(
        Row(
            (
                linked(names, reviewed.record),
                text(str(reviewed.health)),
                tuple(part for reason in reviewed.reasons for part in _reason(names, reason)),
                tuple(Part(t(f"legal.next_{step}")) for step in reviewed.steps),
            ),
            reviewed.record,
        )
        for reviewed in queue
    )
    verdicts_found = _verdicts(names)
    flagged = [v for v in verdicts_found if v.may == "no"]
    yield desk_page(
        names,
        "legal/index.html",
        t("legal.queue"),
        t("legal.queue_lede", n=len(queue), of=len(material.table("instruments"))),
        [
            Section(
                "queue",
                t("legal.queue"),
                (t("legal.instrument"), t("legal.health"), t("legal.reasons"), t("legal.next")),
                rows,
                lede=t("legal.points", points=", ".join(f"{t(f'legal.reason_{c}')} −{n}" for c, n in REASONS.items())),
                empty=t("legal.queue_empty"),
            ),
            Section(
                "competence",
                t("legal.competence"),
                (
                    t("legal.instrument"),
                    t("legal.side"),
                    t("legal.level"),
                    t("legal.may"),
                    t("legal.rule"),
                    t("legal.law"),
                ),
                tuple(_verdict(names, verdict) for verdict in verdicts_found),
                lede=t("legal.competence_lede", n=len(flagged)),
                empty=t("legal.competence_empty"),
            ),
            Section(
                "rules",
                t("legal.rules"),
                tuple(
                    names.property("competences", n) for n in ("side", "level", "kind", "matter", "may", "what", "law")
                ),
                tuple(
                    Row(
                        tuple(
                            value_cell(names, r, n) for n in ("side", "level", "kind", "matter", "may", "what", "law")
                        ),
                        r.id,
                    )
                    for r in material.table("competences")
                ),
                empty=t("legal.competence_empty"),
            ),
        ],
        section="legal",
        see=[(t(key), path) for key, path in LEGAL_PAGES[1:]],
    )


def _reason(names: Names, reason: Reason) -> Cell:
    words = names.t(
        f"legal.why_{reason.code}", day=names.date(reason.on) if reason.on else "", n=reason.years, other=""
    ).strip()
    cell: Cell = (Part(words),)
    return cell + linked(names, reason.other_record) if reason.other_record else cell


def _verdicts(names: Names) -> list[Verdict]:
    material = names.material
    tags = material.tags
    to_check: list[tuple[Record, str, Sequence[str]]] = [
        (record, record.one("level"), tags[record.id].themes)
        for record in material.table("instruments")
        if record.one("level") in _LOCAL
    ]
    for item in material.table("recommendations"):
        actors = [material.record[a] for a in item.many("addressed_ids") if a in material.record]
        level = next((_SIGNERS[a.one("kind")] for a in actors if a.one("kind") in _SIGNERS), "")
        if level and "agreement" in item.one("restatement").lower():
            to_check.append((item, level, tags[item.id].themes))
    rules = material.table("competences")
    if not rules:
        return []
    verdicts_found = verdicts(to_check, rules, material.sides)
    return [v for v in verdicts_found if v.may != "yes"]


def _verdict(names: Names, verdict: Verdict) -> Row:
    rule = names.material.record.get(verdict.rule)
    return Row(
        (
            linked(names, verdict.record),
            text(names.country(verdict.side)),
            text(names.label("level", verdict.level)),
            badge(
                {"no": "contrary", "with_approval": "partial"}.get(verdict.may, "unknown"),
                names.label("may", verdict.may) if rule else names.t("legal.no_rule"),
            ),
            value_cell(names, rule, "what") if rule else (),
            value_cell(names, rule, "law") if rule else (),
        ),
        f"{verdict.record}-{verdict.side.lower()}",
    )


def treaty_pages(names: Names) -> Iterator[Page]:
    """The matrix of treaties and sides, gathered by theme (disarmament, climate...), each date with its source."""
    material, t = names.material, names.t
    matrix = participation(material.table("treaty_actions"), material.sides, material.view.as_of)
    regimes: dict[str, list[str]] = {}
    for treaty in matrix:
        record = material.record[treaty]
        regimes.setdefault(record.one("subjects") or "", []).append(treaty)
    columns = (
        t("legal.treaty"),
        *(names.country(side) for side in material.sides),
        names.property("treaty_actions", "depositary"),
    )
    sections = [
        Section(
            f"regime-{subject.replace(' ', '-') or 'other'}",
            names.text(treaties[0], "subjects", subject).capitalize() if subject else t("legal.other_treaties"),
            columns,
            tuple(
                Row(
                    (
                        linked(names, treaty),
                        *(_part(names, part) for part in matrix[treaty]),
                        text(
                            names.text("*", "depositary", matrix[treaty][0].depositary or matrix[treaty][1].depositary)
                        ),
                    ),
                    treaty,
                )
                for treaty in treaties
            ),
            lang=_english(names) if subject and names.translate(treaties[0], "subjects", subject)[1] else "",
        )
        for subject, treaties in sorted(regimes.items())
    ]
    apart = [
        names.title(material.record[treaty])
        for treaty, (a, b) in matrix.items()
        if (a.state == "party") != (b.state == "party")
    ]
    looks = [
        t(
            "registers.looked",
            title=names.title(material.record[treaty]),
            day=names.date(look.on),
            where=names.places_searched(look.where),
        )
        for treaty in matrix
        if (look := material.looks.get(treaty)) is not None
    ]
    yield desk_page(
        names,
        "legal/treaties.html",
        t("legal.treaties"),
        t("legal.treaties_lede", n=len(matrix), apart="; ".join(apart) or t("legal.none_apart")),
        sections or [Section("regime-none", t("legal.treaties"), columns, (), empty=t("legal.treaties_empty"))],
        section="legal",
        notes=looks,
        back=_back(names),
    )


def _english(names: Names) -> str:
    return "en" if names.language != "en" else ""


def _part(names: Names, part: Participation) -> Cell:
    parts: list[Part] = list(
        badge(
            {"party": "delivered", "outside": "contrary", "left": "stopped"}.get(part.state, "unknown"),
            names.t(f"legal.state_{part.state}"),
        )
    )
    for kind, identity in part.actions:
        record = names.material.record[identity]
        on = value_cell(names, record, "on")[0]
        label = names.t("legal.denied") if kind == "denied" else names.label("treaty_action", kind)
        parts.append(Part(f"{label}: {on.text}", source=on.source, source_href=on.source_href))
    missing = [names.label("treaty_action", "signature")] if not part.action("signature", "accession") else []
    missing += (
        [names.label("treaty_action", "ratification")] if not part.action(*BINDING) and part.state != "outside" else []
    )
    if missing:
        parts.append(Part(names.t("legal.not_found", what=", ".join(missing))))
    return tuple(parts)


def regime_pages(names: Names) -> Iterator[Page]:
    """Regimes step by step (programmes, decrees), next to the figures of investment between both sides in those
    years."""
    material, t = names.material, names.t
    steps = timelines(material.table("steps"), material.record, "instruments")
    columns = ("on", "kind", "side", "what", "until")
    sections = [timeline_section(names, line, f"regime-{line.record}", columns) for line in steps]
    if steps:
        first, last = min(line.first for line in steps), max(line.last for line in steps)
        figures = figures_around(material.observations, material.sides, first, last, ("fdi_flow", "fdi_stock"))
        sections.append(
            figure_section(
                names,
                "investment",
                t("legal.investment_beside", first=first - 3, last=last + 3),
                figures,
                empty=t("legal.investment_none"),
            )
        )
    yield desk_page(
        names,
        "legal/regimes.html",
        t("legal.regimes"),
        t("legal.regimes_lede", n=len(steps)),
        sections or [Section("none", t("legal.regimes"), (t("legal.instrument"),), (), empty=t("legal.regimes_empty"))],
        section="legal",
        back=_back(names),
    )


def position_pages(names: Names) -> Iterator[Page]:
    """Positions by topic: the side or body, date and forum of each, and how far apart they are."""
    material, t = names.material, names.t
    topics: dict[str, list[Record]] = {}
    for position in material.table("positions"):
        topics.setdefault(position.one("topic"), []).append(position)
    columns = ("on", "side", "holder", "stance", "position", "forum", "item")
    sections = []
    for topic, positions in sorted(topics.items(), key=lambda item: (-len(item[1]), item[0])):
        positions.sort(key=lambda p: (p.one("on"), p.id))
        words, lang = names.translate(positions[0].id, "topic", topic)
        sections.append(
            Section(
                f"topic-{topic.replace(' ', '-').lower()}",
                words[:1].upper() + words[1:],
                tuple(names.property("positions", n) for n in columns),
                tuple(Row(tuple(value_cell(names, p, n) for n in columns), p.id) for p in positions),
                lang=lang,
            )
        )
    yield desk_page(
        names,
        "legal/positions.html",
        t("legal.positions"),
        t("legal.positions_lede", n=len(material.table("positions")), topics=len(topics)),
        sections or [Section("none", t("legal.positions"), (t("legal.side"),), ())],
        section="legal",
        back=_back(names),
    )
