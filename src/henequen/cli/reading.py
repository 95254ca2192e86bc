"""The verbs that look something up: show, find, who, due."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from henequen.cli.finding_rows import finding_row, words_of
from henequen.cli.options import AsJson, AsOf, CaseOn, KnownAt, Language, PackOption, day, one_of
from henequen.cli.show_rows import print_rows
from henequen.model.durations import add_duration, parse_duration
from henequen.model.errors import UsageError
from henequen.model.evidence import Evidence
from henequen.model.properties import codes, properties
from henequen.observatory import open_pack
from henequen.record.questions.calendar import coming
from henequen.record.questions.counterparts import who_faces_whom
from henequen.record.questions.deadlines import deadlines
from henequen.record.rules.looks import last_looks
from henequen.record.store.folding import plain_words
from henequen.record.store.indexing import title_of
from henequen.record.store.view import View

__all__ = ["due", "find", "show", "who"]


def show(
    identity: Annotated[
        str, typer.Argument(metavar="ID", help="The id of a record, claim, figure, finding, place or document.")
    ],
    pack: PackOption = None,
    as_of: AsOf = "",
    case_on: CaseOn = "",
    known_at: KnownAt = "",
    lang: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Show one thing with everything that is said of it, by whom, and where."""
    view = _view(pack, as_of, case_on, known_at)
    rows = _shown(view, identity, lang) or _finding(view, identity, lang, pack)
    if not rows:
        near = [hit.id for hit in view.search(identity.replace("-", " "), 3)]
        raise UsageError(
            "there is nothing with this id",
            found=identity,
            hint=f"near: {', '.join(near)}" if near else "try `henequen find`",
        )
    print_rows(rows, ("property", "value", "source", "place", "claim"), as_json)


def find(
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT...", help="Words, in any of the languages.")] = None,
    pack: PackOption = None,
    register: Annotated[
        str,
        typer.Option("--register", metavar="NAME", help="Only entries of this register; then TEXT may be left out."),
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many hits at most.")] = 50,
    as_of: AsOf = "",
    case_on: CaseOn = "",
    known_at: KnownAt = "",
    lang: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Find pages, records, figures and findings, best first; typing errors and synonyms do not matter. Exit 3 without a hit."""
    observatory = open_pack(pack)
    view = _view(pack, as_of, case_on, known_at)
    if register:
        _print_register(view, one_of("--register", register, tuple(codes("register"))), text or [], limit, as_json)
        return
    if not text:
        raise UsageError("a word is missing", expected="henequen find TEXT..., or --register NAME")
    result = observatory.ranking(view, lang or "en").search(" ".join(text), limit)
    rows = [
        {"kind": f.entry.kind, "id": f.entry.id, "title": f.entry.title, "page": f.entry.url, "passage": f.passage}
        for f in result.found
    ]
    print_rows(rows, ("kind", "title", "id"), as_json)
    if result.meant:
        print(f"did you mean: {result.meant}", file=sys.stderr)
    if not rows:
        print("no results; try fewer or other words, or `henequen find agreements`", file=sys.stderr)
        raise typer.Exit(3)


def _print_register(view: View, register: str, text: list[str], limit: int, as_json: bool) -> None:
    """The entries of a register in which every word occurs."""
    wanted = plain_words(" ".join(text))
    rows = []
    for entry in view.records("entries"):
        words = " ".join(plain_words(" ".join(said.value for values in entry.said.values() for said in values)))
        if entry.one("register") == register and all(word in words for word in wanted):
            rows.append({"id": entry.id, **{name: ";".join(entry.many(name)) for name in properties("entries")}})
    print_rows(rows[:limit], ("title", "status", "from", "until", "id"), as_json)
    if not rows:
        print(f"no entries; the registers are {', '.join(codes('register'))}", file=sys.stderr)
        raise typer.Exit(3)


def who(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="An issue or a body.")],
    pack: PackOption = None,
    as_of: AsOf = "",
    case_on: CaseOn = "",
    known_at: KnownAt = "",
    lang: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Who faces whom on an issue: the bodies of both sides as written, and what they are called on the day. Exit 3 without a hit."""
    view = _view(pack, as_of, case_on, known_at)
    answers = who_faces_whom(
        " ".join(text),
        view.records("counterparts"),
        view.records("successions"),
        {a.id: a for a in view.records("actors")},
        view.as_of,
        last_looks(view.records("looks"), view.as_of),
    )
    print_rows(
        [asdict(a) for a in answers],
        ("forum", "issue", "side_a_bodies", "side_b_bodies", "side_a_today", "side_b_today"),
        as_json,
    )
    if not answers:
        raise typer.Exit(3)


def due(
    pack: PackOption = None,
    every: Annotated[bool, typer.Option("--all", help="Also what has no deadline.")] = False,
    within: Annotated[
        str,
        typer.Option(
            "--within",
            metavar="SPAN",
            help="All dates of the coming days, months or years (90d, 18m, 2y): deadlines, expiries, last days for notice,"
            " sessions, anniversaries, programmes.",
        ),
    ] = "",
    as_of: AsOf = "",
    case_on: CaseOn = "",
    known_at: KnownAt = "",
    lang: Language = "en",
    as_json: AsJson = False,
) -> None:
    """What was promised or asked for with a deadline, the most pressing first; with --within, all dates to come.

    Without --within, exit 3 if something is overdue.
    """
    view = _view(pack, as_of, case_on, known_at)
    if within:
        _print_coming(view, within, as_json)
        return
    rows = deadlines(view.records("recommendations"), every)
    print_rows(
        [asdict(row) for row in rows], ("schedule", "deadline", "restatement", "evidence", "last_looked", "id"), as_json
    )
    if any(row.schedule == "overdue" for row in rows):
        raise typer.Exit(3)


def _view(pack: str | None, as_of: str, case_on: str, known_at: str) -> View:
    if as_of and case_on:
        raise UsageError("--as-of and --case-on ask two questions", expected="one of the two")
    return open_pack(pack).view(day(as_of), day(known_at, "--known-at"), day(case_on, "--case-on"))


def _print_coming(view: View, within: str, as_json: bool) -> None:
    found = re.fullmatch(r"(\d{1,3})([dmy])", within)
    if not found:
        raise UsageError("--within is not a span", found=within, expected="90d, 18m or 2y")
    today = date.fromisoformat(view.as_of)
    end = add_duration(today, parse_duration(f"P{found[1]}{found[2].upper()}"))
    names = ("recommendations", "instruments", "sessions", "events", "programmes")
    tables = {name: view.records(name) for name in names}
    titles = {record.id: title_of(record) for records in tables.values() for record in records}
    rows = [
        {"date": due.date, "kind": due.kind, "what": titles.get(due.record, due.record), "id": due.record, "uid": due.uid,
         "earliest": due.earliest.isoformat(), "latest": due.latest.isoformat(), "number": due.number}
        for due in coming(tables, today, end, view.manifest.sides)
    ]  # fmt: skip
    print_rows(rows, ("date", "kind", "what", "id"), as_json)


def _shown(view: View, identity: str, lang: str) -> list[dict[str, object]]:
    record = view.record(identity)
    if record is not None:
        rows: list[dict[str, object]] = [
            {
                "property": _label(record.table, claim.predicate, lang),
                "predicate": claim.predicate,
                "value": claim.value if claim.polarity == "asserted" else codes("polarity")[claim.polarity][lang],
                "polarity": claim.polarity,
                "asserted_by": claim.asserted_by,
                "source": claim.edition,
                "place": _places(claim.evidence),
                "claim": claim.claim_id,
            }
            for claim in view.claims(identity)
        ]
        rows.extend(
            {"property": name, "value": value, "source": "derived", "claim": ""}
            for name, value in record.derived.items()
        )
        rows.extend(
            {
                "property": link.relation,
                "value": link.object if link.subject == identity else f"<- {link.subject}",
                "source": "relation",
                "claim": link.claim_id,
            }
            for link in view.links(identity)
        )
        return rows
    for found in (view.claim(identity), view.observation(identity)):
        if found is not None:
            return _fields(asdict(found), found.evidence)
    place = view.places.get(identity)
    if place is not None:
        return _fields(asdict(place), ())
    document = view.documents.get(identity)
    return _fields(asdict(document), ()) if document is not None else []


def _finding(view: View, identity: str, lang: str, pack: str | None) -> list[dict[str, object]]:
    found = view.finding(identity)
    return _fields(finding_row(found, words_of(open_pack(pack), view, lang)), found.evidence) if found else []


def _fields(fields: Mapping[str, object], evidence: tuple[Evidence, ...]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"property": name, "value": value}
        for name, value in fields.items()
        if name != "evidence" and value not in ("", (), None)
    ]
    rows.extend(
        {"property": "evidence", "value": passage.as_printed, "place": _places((passage,))} for passage in evidence
    )
    return rows


def _label(table: str, predicate: str, lang: str) -> str:
    prop = properties(table)[predicate]
    return {"es": prop.label_es, "ko": prop.label_ko}.get(lang, prop.label_en)


def _places(evidence: tuple[Evidence, ...]) -> str:
    return "; ".join(f"{passage.document} {passage.start}-{passage.end}" for passage in evidence)
