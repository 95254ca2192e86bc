"""A page for each theme and sector: promises, instruments, events, exchanges, figures, barriers, owners, last contact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from henequen.model.properties import codes
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import (
    Part,
    Row,
    Section,
    badge,
    desk_page,
    figure_section,
    linked,
    text,
    value_cell,
)
from henequen.publish.site.pages.scenario.wording import preset_text
from henequen.record.questions.themes import culture_kinds

__all__ = ["theme_pages", "theme_path"]

_MOST = 30
"""Rows of a section; the list of the whole table has the rest."""


def theme_path(kind: str, code: str) -> str:
    """The path of the page of a theme or sector in a language's tree."""
    return f"themes/{'sector-' if kind == 'sector' else ''}{code.replace('_', '-')}.html"


def theme_pages(names: Names) -> Iterator[Page]:
    """The index with what is tagged and how, and one page for each theme and sector that has anything."""
    material, t = names.material, names.t
    fields_by_theme: dict[tuple[str, str], list[str]] = {}
    for identity, tags in material.tags.items():
        for code in tags.themes:
            fields_by_theme.setdefault(("area", code), []).append(identity)
        for code in tags.sectors:
            fields_by_theme.setdefault(("sector", code), []).append(identity)
    how = Counter(tags.how for tags in material.tags.values())
    untagged = [identity for identity, tags in material.tags.items() if not tags.themes]
    columns = (t("themes.name"), t("themes.count"))
    yield desk_page(
        names,
        "themes/index.html",
        t("themes.title"),
        t("themes.lede", n=f"{len(material.tags):,}", tagged=f"{len(material.tags) - len(untagged):,}"),
        [
            *(
                Section(
                    kind,
                    t(f"themes.{kind}"),
                    columns,
                    tuple(
                        Row(
                            (
                                (Part(names.label(kind, code), theme_path(kind, code)),)
                                if (kind, code) in fields_by_theme
                                else text(names.label(kind, code)),
                                text(str(len(fields_by_theme.get((kind, code), ())))),
                            ),
                            code,
                        )
                        for code in codes(kind)
                    ),
                )
                for kind in ("area", "sector")
            ),
            Section(
                "how",
                t("themes.how"),
                (t("themes.rule"), t("themes.count")),
                tuple(Row((text(t(f"themes.how_{key}")), text(str(n))), key) for key, n in how.most_common()),
            ),
            Section(
                "untagged",
                t("themes.untagged"),
                (t("themes.name"), t("themes.why")),
                tuple(
                    Row((linked(names, identity), text(_why(names, material.tags[identity].why))), identity)
                    for identity in untagged
                    if identity in material.record
                ),
            ),
        ],
        section="themes",
        notes=(t("themes.why_none", n=len(untagged)),),
    )
    for (kind, code), records in sorted(fields_by_theme.items()):
        yield _page(names, kind, code, records)


def _why(names: Names, why: str) -> str:
    """The reason why a record has no theme: a rule's code, or a person's words."""
    known_reasons = ("no_word", "no_role")
    return names.t(f"themes.because_{why}") if why in known_reasons else names.t("themes.because_said", said=why)


def _page(names: Names, kind: str, code: str, subjects: Sequence[str]) -> Page:
    material, t = names.material, names.t
    tables: dict[str, list[Record]] = {}
    for identity in subjects:
        if identity in material.record:
            tables.setdefault(material.record[identity].table, []).append(material.record[identity])
    items = tables.get("recommendations", [])
    open_items = [i for i in items if i.derived.get("evidence") == "none_found"]
    events = sorted(
        (r for name in ("events", "activities") for r in tables.get(name, ())),
        key=lambda r: r.one("date"),
        reverse=True,
    )
    contacts = [e for e in events if e.one("date") and e.one("kind") in ("visit", "meeting", "conference", "signing")]
    figures = [material.observation[i] for i in subjects if i in material.observation]
    barriers = [e for e in tables.get("entries", ()) if e.one("register").startswith("barrier")]
    others = [e for e in tables.get("entries", ()) if not e.one("register").startswith("barrier")]
    sections = [
        _list(
            names, "promises", t("themes.promises"), open_items + [i for i in items if i not in open_items], "evidence"
        ),
        _list(names, "instruments", t("table.instruments"), tables.get("instruments", []), "status"),
        _list(names, "events", t("table.events"), events, "date"),
        _list(names, "exchanges", t("table.exchanges"), tables.get("exchanges", []), "period"),
        _list(names, "barriers", names.label("register", "barrier"), barriers, "entry"),
        _list(names, "entries", t("registers.title"), others, "entry"),
        _list(names, "dossiers", t("dossiers.title"), tables.get("cases", []), ""),
        figure_section(
            names,
            "figures",
            t("themes.figures", n=len(figures)),
            sorted(figures, key=lambda o: o.period, reverse=True)[:_MOST],
        ),
        _owners(names, code, tables.get("counterparts", [])),
        *([_culture(names)] if (kind, code) == ("area", "culture") else []),
        *_scenarios(names, kind, code),
    ]
    last = contacts[0] if contacts else None
    return desk_page(
        names,
        theme_path(kind, code),
        names.label(kind, code)[:1].upper() + names.label(kind, code)[1:],
        t(
            "themes.page_lede",
            n=len(subjects),
            open=len(open_items),
            last=f"{names.date(last.one('date'))}, {names.title(last)}" if last else t("themes.no_contact"),
        ),
        [s for s in sections if s.rows],
        section="themes",
        back=(t("themes.title"), "themes/index.html"),
    )


def _list(names: Names, key: str, title: str, records: Sequence[Record], state: str) -> Section:
    rows = []
    for record in records[:_MOST]:
        if state == "evidence":
            code = record.derived.get("evidence", "none_found")
            cell = badge(code, names.label("evidence_status", code))
        elif state == "status":
            code = record.derived.get("status", "unknown")
            cell = badge(code, names.label("status", code))
        elif state == "entry":
            cell = value_cell(names, record, "status")
        else:
            cell = value_cell(names, record, state)[:1] if state else value_cell(names, record, "side")
        rows.append(Row((linked(names, record.id), cell), record.id))
    return Section(
        key,
        f"{title[:1].upper()}{title[1:]} ({len(records)})",
        (names.t("themes.name"), names.t("themes.state")),
        tuple(rows),
        lede=names.t("themes.first", n=_MOST, of=len(records)) if len(records) > _MOST else "",
    )


def _owners(names: Names, code: str, matrix: Sequence[Record]) -> Section:
    """The bodies responsible for the theme: holders of the portfolio, then the rows of the matrix."""
    material = names.material
    rows = (
        [
            Row(
                (
                    text(names.label("area", code)),
                    *(
                        tuple(
                            part
                            for p in material.table("portfolios")
                            if p.one("area") == code and p.one("side") == side
                            for part in linked(names, p.one("office"))
                        )
                        for side in material.sides
                    ),
                ),
                f"portfolio-{code}",
            )
        ]
        if any(p.one("area") == code for p in material.table("portfolios"))
        else []
    )
    rows += [
        Row((linked(names, r.id), value_cell(names, r, "side_a_ids"), value_cell(names, r, "side_b_ids")), r.id)
        for r in matrix
    ]
    return Section(
        "owners", names.t("themes.owners"), (names.t("themes.name"), names.side(0), names.side(1)), tuple(rows)
    )


def _culture(names: Names) -> Section:
    """Culture in a wider sense: exchanges by the kind that their words indicate."""
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for record in names.material.table("exchanges"):
        for kind in culture_kinds(record) or ("friendship",):
            counts[kind] += 1
            examples.setdefault(kind, record.id)
    return Section(
        "kinds",
        names.t("themes.kinds"),
        (names.t("themes.name"), names.t("themes.count"), names.t("themes.example")),
        tuple(
            Row((text(names.label("culture_kind", code)), text(str(counts[code])), linked(names, examples[code])), code)
            for code in codes("culture_kind")
            if counts[code]
        ),
    )


def _scenarios(names: Names, kind: str, code: str) -> list[Section]:
    """The scenarios about trade, on the pages of trade, investment and the sectors of goods."""
    if kind == "area" and code not in ("trade", "investment", "industry", "agriculture"):
        return []
    rows = []
    for scenario in names.material.scenarios:
        identity = str(scenario["id"])
        title, lang = preset_text(names, scenario, "title")
        rows.append(Row(((Part(title, f"scenarios/{identity}.html", lang),),), identity))
    return [Section("scenarios", names.t("themes.scenarios"), (names.t("themes.name"),), tuple(rows))] if rows else []
