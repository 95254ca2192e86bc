"""The home of the pair: plain questions with their answers, what is latest, what comes next, where sources differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from henequen.model.properties import properties
from henequen.model.record import Record
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.instruments import answer as instruments_answer
from henequen.publish.site.pages.scenario.scenarios import scenario_answer
from henequen.publish.site.pages.trade.changes import latest_change
from henequen.publish.site.pages.trade.counts import latest_pair, pair_chart
from henequen.record.questions.two_counts import two_counts

__all__ = ["home_pages"]

_SHOWN = 6
_PRIORITY = ("signed_on", "date", "stated_status_code", "valid_until", "deadline", "country", "place")


def home_pages(names: Names) -> Iterator[Page]:
    """The first page of a language's tree."""
    material, t = names.material, names.t
    flows = two_counts(material.observations, material.sides)
    latest = latest_pair(flows)
    glance = pair_chart(names, latest[0]) if latest else None
    yield Page(
        path="index.html",
        template="home.html",
        title=material.view.manifest.title[names.language],
        section="home",
        summary=material.view.manifest.summary.get(names.language, ""),
        context={
            "questions": _questions(names),
            "glance": glance,
            "changed": latest_change(names),
            "latest": _latest(names),
            "coming": _coming(names),
            "differ": _differ(names),
            "n_disagreements": len(material.disagreements),
            "n_claims": sum(len(claims) for claims in material.claims_of.values()),
            "n_figures": len(material.observations),
        },
        data={
            "questions": [
                {"question": q["question"], "answer": q["answer"], "href": q["href"]} for q in _questions(names)
            ]
        },
        charts=(glance,) if glance else (),
    )
    yield Page(path="search.html", template="search.html", title=t("search.title"), section="search")


def _questions(names: Names) -> list[dict[str, str]]:
    t = names.t
    found = [
        {"question": t("home.q_signed"), "answer": instruments_answer(names), "href": "instruments/index.html"},
        {"question": t("home.q_counts"), "answer": _counts(names), "href": "counts/index.html"},
        {
            "question": t("home.q_promises"),
            "answer": _promises(names),
            "href": "follow-up/index.html?evidence=none_found",
        },
        {"question": t("home.q_who"), "answer": _who(names), "href": "counterparts/index.html"},
        {"question": t("home.q_where"), "answer": _where(names), "href": "places/index.html"},
        {"question": t("home.q_invests"), "answer": _invests(names), "href": "investment/index.html"},
    ]
    if answer := scenario_answer(names):
        found.append({"question": t("home.q_scenarios"), "answer": answer, "href": "scenarios/index.html"})
    return found


def _counts(names: Names) -> str:
    latest = latest_pair(two_counts(names.material.observations, names.material.sides))
    if latest is None:
        return names.t("counts.no_pairs")
    flow, year = latest
    return names.sides(
        "home.a_counts",
        year=year.year,
        exporter=names.side(flow.exporter),
        importer=names.side(1 - flow.exporter),
        ratio=f"{year.ratio:.1f}" if year.ratio else "",
    )


def _promises(names: Names) -> str:
    records = names.material.table("recommendations")
    none = sum(1 for r in records if r.derived.get("evidence") == "none_found")
    return names.t("home.a_promises", n=len(records), none=none, day=names.date(names.material.view.as_of))


def _who(names: Names) -> str:
    records = names.material.table("counterparts")
    bodies = {b for r in records for b in (*r.many("side_a_ids"), *r.many("side_b_ids"))}
    return names.t("home.a_who", n=len(records), bodies=len(bodies))


def _where(names: Names) -> str:
    material = names.material
    ties = {code: len(material.own_ties(code)) for code in material.places_with_pages}
    mine = [code for code, n in ties.items() if n and material.view.places[code].country == material.sides[0]]
    if not mine:
        return names.t("home.nothing")
    most = max(mine, key=lambda code: (ties[code], code))
    return names.t("home.a_where", pairs=len(material.pairs), place=names.place(most), n=ties[most])


def _invests(names: Names) -> str:
    n = sum(1 for o in names.material.observations if o.measure.startswith("fdi"))
    return names.sides("home.a_invests", n=n)


def _latest(names: Names) -> list[Record]:
    """The latest happenings that are dated to a month at least, newest first."""
    found = [
        r
        for table in ("events", "activities", "instruments")
        for r in names.material.table(table)
        if 7 <= len(date := r.one("date") or r.one("signed_on")) <= 10
        and date <= names.material.view.as_of
        and r.one("kind") != "publication"
    ]
    return sorted(found, key=lambda r: (r.one("date") or r.one("signed_on"), r.id), reverse=True)[:_SHOWN]


def _coming(names: Names) -> list[dict[str, str]]:
    """What has a date after the view's day: deadlines and ends of validity."""
    material = names.material
    found = [
        {"date": r.one(name), "id": r.id, "title": names.title(r), "lang": names.title_lang(r)}
        for table, name in (("recommendations", "deadline"), ("instruments", "valid_until"), ("events", "date"))
        for r in material.table(table)
        if r.one(name) > material.view.as_of[: len(r.one(name))]
    ]
    return sorted(found, key=lambda item: (item["date"], item["id"]))[:_SHOWN]


def _differ(names: Names) -> list[dict[str, Any]]:
    """Some disagreements of sources about a property, those about dates and statuses first."""
    material = names.material
    order = {name: n for n, name in enumerate(_PRIORITY)}
    chosen = sorted(
        material.disagreements,
        key=lambda d: (-len({s.edition for s in d.values}), order.get(d.predicate, 99), d.subject),
    )
    rows = []
    for d in chosen[:_SHOWN]:
        record = material.record.get(d.subject)
        if record is None or d.predicate not in properties(d.table):
            continue
        rows.append(
            {
                "subject": d.subject,
                "title": names.title(record),
                "lang": names.title_lang(record),
                "property": names.property(d.table, d.predicate),
                "values": [
                    {"text": names.value(d.table, d.predicate, s.value), "source": names.document(s.edition)}
                    for s in d.values[:3]
                ],
            }
        )
    return rows
