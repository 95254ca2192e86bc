"""The verbs that look something up: show, find, who, due."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, AsOf, CaseOn, KnownAt, PackOption, day, one_of
from henequen.cli.record_names import names_of
from henequen.cli.record_rows import record_rows
from henequen.cli.show_rows import for_people, print_rows
from henequen.cli.words import say
from henequen.model.durations import add_duration, parse_duration
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.properties import codes, properties
from henequen.publish.site.catalogue import catalogue
from henequen.record.questions.calendar import coming
from henequen.record.questions.counterparts import holders, who_faces_whom
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
    as_json: AsJson = False,
) -> None:
    """Show one record with all claims about it, their sources and their passages."""
    view = _view(pack, as_of, case_on, known_at)
    in_words = for_people() and not as_json
    rows = record_rows(view, identity, language(not in_words), in_words)
    if not rows:
        near = [hit.id for hit in view.search(identity.replace("-", " "), 3)]
        raise UsageError(
            Message("no_record_has_this_id"),
            found=identity,
            hint=Message("similar_ids", near=", ".join(near))
            if near
            else Message("henequen_find_words_prints_ids_what"),
        )
    if in_words and sys.stdout.isatty():
        rows = [
            row | {"value": f"{_joined(row['value'])}\n{row['place']}" if row.get("place") else row["value"]}
            for row in rows
        ]
        print_rows(
            rows,
            ("property", "value", "claim") if any(row.get("claim") for row in rows) else ("property", "value"),
            as_json,
        )
        return
    print_rows(rows, ("property", "value", "source", "place", "claim"), as_json)


def find(
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT...", help="Words, in any of the languages.")] = None,
    pack: PackOption = None,
    register: Annotated[
        str,
        typer.Option("--register", metavar="NAME", help="Only entries of this register; then TEXT may be left out."),
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="The most results to print.")] = 50,
    as_of: AsOf = "",
    case_on: CaseOn = "",
    known_at: KnownAt = "",
    as_json: AsJson = False,
) -> None:
    """Find pages, records, figures and findings, best first; typing errors and synonyms do not matter. Exit 3 without
    results."""
    observatory = open_pack(pack)
    view = _view(pack, as_of, case_on, known_at)
    if register:
        _print_register(view, one_of("--register", register, tuple(codes("register"))), text or [], limit, as_json)
        return
    if not text:
        raise UsageError(Message("word_missing"), expected=Message("henequen_find_text_or_register_name"))
    result = observatory.ranking(view, language(as_json or not for_people())).search(" ".join(text), limit)
    if for_people() and not as_json:
        t = names_of(view, language()).t
        kinds = {f.entry.kind: t(f"table.{f.entry.kind}") for f in result.hits}
    else:
        kinds = {f.entry.kind: f.entry.kind for f in result.hits}
    rows = [
        {
            "kind": kinds[f.entry.kind],
            "id": f.entry.id,
            "title": f.entry.title,
            "page": f.entry.url,
            "passage": f.passage,
        }
        for f in result.hits
    ]
    print_rows(rows, ("kind", "title", "id"), as_json)
    if result.meant:
        say("find.meant", words=result.meant)
    if not rows:
        _no_results("find")
        raise typer.Exit(3)


def _print_register(view: View, register: str, text: list[str], limit: int, as_json: bool) -> None:
    """The entries of a register in which every word occurs."""
    query_words = plain_words(" ".join(text))
    rows = []
    for entry in view.records("entries"):
        words = " ".join(plain_words(" ".join(claim.value for values in entry.properties.values() for claim in values)))
        if entry.one("register") == register and all(word in words for word in query_words):
            rows.append({"id": entry.id, **{name: ";".join(entry.many(name)) for name in properties("entries")}})
    if for_people() and not as_json:
        names = names_of(view, language())
        for row in rows:
            row["title"] = names.text(row["id"], "title", row["title"])
            row["status"] = names.label("entry_status", row["status"])
    print_rows(rows[:limit], ("title", "status", "from", "until", "id"), as_json)
    if not rows:
        _no_results("register", registers=", ".join(codes("register")))
        raise typer.Exit(3)


def _no_results(verb: str, **values: str) -> None:
    """Say on the error stream that nothing was found, and what to try."""
    print(catalogue(language())(f"no_results.{verb}", **values), file=sys.stderr)


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def who(
    text: Annotated[list[str], typer.Argument(metavar="TEXT...", help="An issue or a body.")],
    pack: PackOption = None,
    as_of: AsOf = "",
    case_on: CaseOn = "",
    known_at: KnownAt = "",
    as_json: AsJson = False,
) -> None:
    """Show who is responsible for an issue on both sides, as written and as of the date. Exit 3 without results."""
    view = _view(pack, as_of, case_on, known_at)
    counterparts, successions = view.records("counterparts"), view.records("successions")
    actors, looks = {a.id: a for a in view.records("actors")}, last_looks(view.records("looks"), view.as_of)
    answers = who_faces_whom(" ".join(text), counterparts, successions, actors, view.as_of, looks)
    names = names_of(view, language())
    rows = [asdict(a) for a in answers]
    if for_people() and not as_json:
        records = {record.id: record for record in counterparts}
        for row in rows:
            row["issue"] = names.text(row["id"], "issue", row["issue"])
            row["forum"] = names.text(row["id"], "forum", row["forum"])
            for side in "ab" if names.language != "en" else "":
                bodies = [
                    names.actor(body.actor)
                    if body.sure
                    else f"{names.actor(body.actor)} ({names.t('counterparts.unfollowed')})"
                    for identity in records[row["id"]].many(f"side_{side}_ids")
                    for body in holders(identity, row["id"], successions, actors, view.as_of, looks)
                ]
                row[f"side_{side}_today"] = tuple(dict.fromkeys(bodies))
    print_rows(
        rows,
        ("forum", "issue", "side_a_bodies", "side_b_bodies", "side_a_today", "side_b_today"),
        as_json,
        (names.side(0), names.side(1)),
    )
    if not answers:
        _no_results("who")
        raise typer.Exit(3)


def due(
    pack: PackOption = None,
    include_undated: Annotated[bool, typer.Option("--all", help="Include items without a deadline.")] = False,
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
    as_json: AsJson = False,
) -> None:
    """List what was promised or requested with a deadline, most urgent first; with --within, all coming dates.

    Without --within, exit 3 if something is overdue.
    """
    view = _view(pack, as_of, case_on, known_at)
    if within:
        _print_coming(view, within, as_json)
        return
    due_items = deadlines(view.records("recommendations"), include_undated)
    rows = [asdict(row) for row in due_items]
    if for_people() and not as_json:
        names = names_of(view, language())
        for row in rows:
            row["schedule"] = names.label("schedule", row["schedule"])
            row["evidence"] = names.label("evidence_status", row["evidence"])
            row["restatement"] = names.text(row["id"], "restatement", row["restatement"])
    print_rows(rows, ("schedule", "deadline", "restatement", "evidence", "last_looked", "id"), as_json)
    if any(row.schedule == "overdue" for row in due_items):
        raise typer.Exit(3)


def _view(pack: str | None, as_of: str, case_on: str, known_at: str) -> View:
    if as_of and case_on:
        raise UsageError(Message("as_and_case_on_cannot_be"), expected=Message("one_two"))
    return open_pack(pack).view(day(as_of), day(known_at, "--known-at"), day(case_on, "--case-on"))


def _print_coming(view: View, within: str, as_json: bool) -> None:
    match = re.fullmatch(r"(\d{1,3})([dmy])", within)
    if not match:
        raise UsageError(Message("within_not_valid_span_time"), found=within, expected=Message("spans_allowed"))
    today = date.fromisoformat(view.as_of)
    end = add_duration(today, parse_duration(f"P{match[1]}{match[2].upper()}"))
    names = ("recommendations", "instruments", "sessions", "events", "programmes")
    tables = {name: view.records(name) for name in names}
    in_words = for_people() and not as_json
    words = names_of(view, language())
    titles = {
        record.id: words.title(record) if in_words else title_of(record)
        for records in tables.values()
        for record in records
    }
    rows = [
        {
            "date": due.date,
            "kind": words.t(f"brief.due_{due.kind}") if in_words else due.kind,
            "what": titles.get(due.record, due.record),
            "id": due.record,
            "uid": due.uid,
            "earliest": due.earliest.isoformat(),
            "latest": due.latest.isoformat(),
            "number": due.number,
        }
        for due in coming(tables, today, end, view.manifest.sides)
    ]
    print_rows(rows, ("date", "kind", "what", "id"), as_json)
