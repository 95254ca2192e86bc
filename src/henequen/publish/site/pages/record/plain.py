"""Instruments in plain words: what it is, for whom, how it works, whether it is still valid; readability is measured."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.model.properties import codes
from henequen.model.record import Record
from henequen.publish.site.material import slug
from henequen.publish.site.names import Names
from henequen.publish.site.page import Page
from henequen.publish.site.pages.record.desk import Part, Row, Section, badge, desk_page, linked, text, value_cell
from henequen.publish.site.pages.record.legal import LEGAL_PAGES
from henequen.record.questions.readability import PLAIN, Readability, readability

__all__ = ["plain_pages"]


def plain_pages(names: Names) -> Iterator[Page]:
    """The list of instruments in plain words, and a page for each."""
    material, t = names.material, names.t
    records_of: dict[str, dict[str, Record]] = {}
    for answer in material.table("plain_words"):
        records_of.setdefault(answer.one("instrument"), {})[answer.one("aspect")] = answer
    measured = {identity: _measure(names, answers) for identity, answers in records_of.items()}
    yield desk_page(
        names,
        "legal/plain.html",
        t("legal.plain"),
        t("legal.plain_lede", n=len(records_of)),
        [
            Section(
                "plain",
                t("legal.plain"),
                (t("legal.instrument"), t("legal.page"), t("legal.readability")),
                tuple(
                    Row(
                        (
                            linked(names, identity),
                            (Part(t("legal.read"), _path(identity)),),
                            text(_words(names, measured[identity])),
                        ),
                        identity,
                    )
                    for identity in sorted(records_of)
                ),
            )
        ],
        section="legal",
        back=(t(LEGAL_PAGES[0][0]), LEGAL_PAGES[0][1]),
    )
    for identity, answers in sorted(records_of.items()):
        yield _page(names, identity, answers, measured[identity])


def _path(identity: str) -> str:
    return f"legal/plain-{slug(identity)}.html"


def _measure(names: Names, answers: dict[str, Record]) -> Readability:
    whole = " ".join(names.text(a.id, "answer", a.one("answer")) for a in answers.values())
    return readability(whole, names.language)


def _words(names: Names, measured: Readability) -> str:
    key = "legal.readable" if measured.plain else "legal.not_readable"
    return names.t(
        key,
        score=f"{measured.score:g}",
        formula=names.t(f"legal.formula_{measured.formula}"),
        limit=f"{PLAIN[names.language]:g}",
    )


def _page(names: Names, identity: str, answers: dict[str, Record], measured: Readability) -> Page:
    material, t = names.material, names.t
    record = material.record[identity]
    status = record.derived.get("status", "unknown")
    rows = [
        Row(
            (text(names.label("plain_aspect", aspect)), value_cell(names, answers[aspect], "answer")),
            answers[aspect].id,
        )
        for aspect in codes("plain_aspect")
        if aspect in answers
    ]
    rows.append(
        Row(
            (text(t("legal.status_by_rule")), badge(status, names.label("status", status)) + linked(names, identity)),
            "status",
        )
    )
    return desk_page(
        names,
        _path(identity),
        names.title(record),
        _words(names, measured),
        [Section("answers", t("legal.plain"), (t("legal.question"), t("legal.answer")), tuple(rows))],
        section="legal",
        back=(t("legal.plain"), "legal/plain.html"),
    )
