"""The home of the pair: plain questions with their answers, latest events, next dates, and disagreements of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from henequen.model.properties import properties
from henequen.model.record import Record
from henequen.publish.charts.pairs import PATTERN
from henequen.publish.charts.shares import draw_shares
from henequen.publish.charts.two_marks import draw_two_marks
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.latest import latest_cards
from henequen.publish.site.pages.record.instruments import answer as instruments_answer
from henequen.publish.site.pages.record.instruments import status_counts
from henequen.publish.site.pages.record.relationship import by_decade, relationship_chart
from henequen.publish.site.pages.record.ties import pair_rows, tie_state, ties_chart
from henequen.publish.site.pages.scenario.scenarios import scenario_answer
from henequen.publish.site.pages.trade.changes import latest_change
from henequen.publish.site.pages.trade.counts import latest_pair
from henequen.publish.site.pages.trade.pair_chart import pair_chart
from henequen.record.questions.two_counts import two_counts

__all__ = ["home_pages"]

_SHOWN = 6
_PRIORITY = ("signed_on", "date", "stated_status_code", "valid_until", "deadline", "country", "place")


def home_pages(names: Names) -> Iterator[Page]:
    """The first page of a language's tree, the page of the search, and the "not found" page."""
    material, t = names.material, names.t
    flows = two_counts(material.observations, material.sides)
    latest = latest_pair(flows)
    glance = pair_chart(names, latest[0], up="") if latest else None
    lanes = relationship_chart(names, "")
    ties = ties_chart(names, "index.html")
    questions = _questions(names)
    yield Page(
        path="index.html",
        template="home.html",
        title=material.view.manifest.title[names.language],
        section="home",
        summary=material.view.manifest.summary.get(names.language, ""),
        context={
            "questions": questions,
            "cards": latest_cards(names, ""),
            "pattern": Markup(PATTERN),  # noqa: S704 - our own picture
            "glance": glance,
            "lanes": lanes,
            "began": lanes.rows[0][0] if lanes else "",
            "decades": by_decade(names, ""),
            "n_dated": sum(bool(r.one("date")) for name in ("events", "activities") for r in material.table(name)),
            "ties": ties,
            "pairs": pair_rows(names, ""),
            "folder": "",
            "changed": latest_change(names),
            "latest": _latest(names),
            "coming": _coming(names),
            "differ": _differ(names),
            "n_disagreements": len(material.disagreements),
            "n_claims": sum(len(claims) for claims in material.claims_of.values()),
            "n_figures": len(material.observations),
        },
        data={"questions": [{"question": q["question"], "answer": q["answer"], "href": q["href"]} for q in questions]},
        charts=tuple(chart for chart in (glance, lanes, ties) if chart),
    )
    yield Page(path="search.html", template="search.html", title=t("search.title"), section="search")
    yield Page(
        path="404.html", template="lost.html", title=t("lost.title"), section="lost", context={"lede": t("lost.lede")}
    )


def _questions(names: Names) -> list[dict[str, str]]:
    """The plain questions with a big figure, a picture and a sentence each."""
    t = names.t
    questions = [
        {"question": t("home.q_signed"), "href": "instruments/index.html", **_signed(names)},
        {"question": t("home.q_counts"), "href": "counts/index.html", **_counts(names)},
        {"question": t("home.q_promises"), "href": "follow-up/index.html?evidence=none_found", **_promises(names)},
        {"question": t("home.q_who"), "href": "counterparts/index.html", **_who(names)},
        {"question": t("home.q_where"), "href": "places/index.html", **_where(names)},
        {"question": t("home.q_invests"), "href": "investment/index.html", **_invests(names)},
    ]
    if answer := scenario_answer(names):
        questions.append(_card(t("home.q_scenarios"), "scenarios/index.html", answer))
    return questions


def _card(question: str, href: str, answer: str, big: str = "", unit: str = "", picture: str = "") -> dict[str, str]:
    return {"question": question, "href": href, "answer": answer, "big": big, "unit": unit, "picture": picture}


def _answer_card(answer: str, big: str = "", unit: str = "", picture: str = "") -> dict[str, str]:
    return {"answer": answer, "big": big, "unit": unit, "picture": picture}


def _signed(names: Names) -> dict[str, str]:
    counts = status_counts(names)
    picture = draw_shares(
        [("st-a", counts["alive"]), ("st-d", counts["ended"]), ("st-c", counts["other"]), ("st-e", counts["unknown"])]
    )
    return _answer_card(instruments_answer(names), str(counts["n"]), names.t("home.u_signed"), picture)


def _counts(names: Names) -> dict[str, str]:
    latest = latest_pair(two_counts(names.material.observations, names.material.sides))
    if latest is None:
        return _answer_card(names.t("counts.no_pairs"))
    flow, year = latest
    ratio = f"{year.ratio:.2f}" if year.ratio else ""
    answer = names.t(
        "home.a_counts",
        exporter=names.side(flow.exporter),
        importer=names.side(1 - flow.exporter),
        ratio=ratio,
        year=year.year,
    )
    picture = draw_two_marks([float(amount or 0) for amount in year.amounts], joined=True)
    return _answer_card(answer, ratio, names.t("home.u_counts", year=year.year), picture)


def _promises(names: Names) -> dict[str, str]:
    records = names.material.table("recommendations")
    states = Counter(r.derived.get("evidence", "") for r in records)
    none = states["none_found"]
    picture = draw_shares(
        [
            ("st-a", states["delivered"]),
            ("st-b", states["partial"]),
            ("st-c", states["started"]),
            ("st-e", none),
        ]
    )
    answer = names.t("home.a_promises", n=len(records), none=none)
    return _answer_card(answer, str(none), names.t("home.u_promises", n=len(records)), picture)


def _who(names: Names) -> dict[str, str]:
    records = names.material.table("counterparts")
    bodies = {b for r in records for b in (*r.many("side_a_ids"), *r.many("side_b_ids"))}
    return _answer_card(names.t("home.a_who", bodies=len(bodies)), str(len(records)), names.t("home.u_who"))


def _where(names: Names) -> dict[str, str]:
    material = names.material
    ties = {code: len(material.own_ties(code)) for code in material.places_with_pages}
    own_places = [code for code, n in ties.items() if n and material.view.places[code].country == material.sides[0]]
    if not own_places:
        return _answer_card(names.t("home.nothing"))
    most = max(own_places, key=lambda code: (ties[code], code))
    states = Counter(tie_state(records) for records in material.pairs.values())
    picture = draw_shares([("st-a", states["alive"]), ("st-e", states["unknown"]), ("st-d", states["done"])])
    n = len(material.pairs)
    answer = names.t("home.a_where", pairs=n, place=names.place(most), n=ties[most])
    return _answer_card(answer, str(n), names.t("home.u_where", n=n), picture)


def _invests(names: Names) -> dict[str, str]:
    n = sum(1 for o in names.material.observations if o.measure.startswith("fdi"))
    return _answer_card(names.t("home.a_invests", n=n), str(n), names.t("table.observations").lower())


def _latest(names: Names) -> list[Record]:
    """The latest events dated to a month or a day, newest first."""
    records = [
        r
        for table in ("events", "activities", "instruments")
        for r in names.material.table(table)
        if 7 <= len(date := r.one("date") or r.one("signed_on")) <= 10
        and date <= names.material.view.as_of
        and r.one("kind") != "publication"
    ]
    return sorted(records, key=lambda r: (r.one("date") or r.one("signed_on"), r.id), reverse=True)[:_SHOWN]


def _coming(names: Names) -> list[dict[str, str]]:
    """Items dated after the view's day (deadlines, ends of validity), then overdue items, the latest first."""
    material = names.material
    rows = [
        {
            "date": r.one(name),
            "id": r.id,
            "title": names.title(r),
            "lang": names.title_lang(r),
            "note": names.t("home.not_due"),
        }
        for table, name in (("recommendations", "deadline"), ("instruments", "valid_until"), ("events", "date"))
        for r in material.table(table)
        if r.one(name) > material.view.as_of[: len(r.one(name))]
    ]
    late = [
        {
            "date": r.one("deadline"),
            "id": r.id,
            "title": names.title(r),
            "lang": names.title_lang(r),
            "note": names.t("home.past_due", evidence=names.label("evidence_status", r.derived.get("evidence", ""))),
        }
        for r in material.table("recommendations")
        if r.derived.get("schedule") == "overdue"
    ]
    coming = sorted(rows, key=lambda item: (item["date"], item["id"]))[:_SHOWN]
    return [*coming, *sorted(late, key=lambda item: (item["date"], item["id"]), reverse=True)[: _SHOWN - len(coming)]]


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
