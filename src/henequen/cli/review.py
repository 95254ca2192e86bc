"""The verbs of people who decide: the queue of proposals, decisions on it, and what was accepted into the pack."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from henequen.cli.language import language
from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, DryRun, Ocr, PackOption, Suggest, day, one_of
from henequen.cli.read import ocr_program
from henequen.cli.show_rows import for_people, print_rows
from henequen.cli.site_words import site_word
from henequen.cli.words import coded, in_words, phrase, say
from henequen.jobs.foreign_text import json_lines_in_child
from henequen.model.errors import HenequenError, PackError, UsageError
from henequen.model.message import Message
from henequen.reading.suggesting.endpoint import Endpoint
from henequen.record.review.decisions import STATES, VERDICTS, Decided, Decision, Standing
from henequen.record.review.desk import Desk
from henequen.record.review.queue import Proposed

__all__ = ["app"]

app = typer.Typer(
    help="Decide on proposed claims: the queue, the decisions, and what was accepted into the pack.",
    no_args_is_help=True,
)

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
Reader = Annotated[
    str,
    typer.Option("--by", metavar="NAME", help="Who looks: with four eyes, a second reader is blind until she decides."),
]
Identity = Annotated[str, typer.Argument(metavar="ID", help="A proposal's id, or how it begins.")]


@app.command("queue")
def queue(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents of any kind that is read.")],
    publisher: Annotated[str, typer.Option("--publisher", metavar="NAME", help="Who published them.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TITLE", help="The title of the document.")] = "",
    published: Annotated[str, typer.Option("--published", metavar="DATE", help="The day it was published.")] = "",
    side: Annotated[
        str, typer.Option("--side", metavar="CODE", help="The side that speaks: a country's code, JOINT or INT.")
    ] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where it was published.")] = "",
    ocr: Ocr = False,
    suggest: Suggest = False,
    pack: PackOption = None,
    as_json: AsJson = False,
) -> None:
    """Read documents and put what they propose in the queue; reading twice adds nothing. Exit 1 if a file was refused."""
    observatory = open_pack(pack)
    sides = (*observatory.manifest.sides, "JOINT", "INT")
    one_of("--side", side, sides)
    labels = {
        "publisher": publisher,
        "title": title,
        "published": day(published, "--published"),
        "side": side,
        "url": url,
    }
    refused = False
    stated = {name: value for name, value in labels.items() if value}
    endpoint = Endpoint.of(os.environ) if suggest else None
    for line, outcome in observatory.enqueue(files, stated, endpoint, ocr_program(ocr)):
        refused = refused or line["status"] == "refused"
        if as_json:
            print(
                json.dumps(
                    {**line, "added": outcome.added, "known": outcome.already_queued, "kept_back": outcome.kept_back}
                )
            )
        elif line["status"] != "ok":
            status, reason = coded("file", line["status"]).replace("_", " "), in_words(line.get("reason", ""))
            print(phrase("review.status", document=line["document"], status=status, reason=reason))
        else:
            held = "".join(
                f", {count} {site_word('review_link', why).replace('_', ' ')}"
                for why, count in sorted(outcome.kept_back.items())
            )
            counts = {"added": outcome.added, "known": outcome.already_queued, "held": held}
            print(phrase("review.read", document=line["document"], **counts))
    if refused:
        raise typer.Exit(1)


@app.command("list")
def list_proposals(
    pack: PackOption = None,
    document: Annotated[str, typer.Option("--document", metavar="NAME", help="Only those of this file.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Only those of this kind.")] = "",
    state: Annotated[str, typer.Option("--state", metavar="STATE", help="Only those in this state.")] = "",
    by: Reader = "",
    as_json: AsJson = False,
) -> None:
    """List the proposals with their states, by document and place."""
    one_of("--state", state, STATES)
    rows = [_row(one, standing) for one, standing in open_pack(pack).desk().listed(document, kind, state, by)]
    if for_people() and not as_json:
        rows = [
            row | {name: site_word(f"review_{name}", row[name]) for name in ("state", "link", "kind")} for row in rows
        ]
    print_rows(rows, ("id", "state", "link", "kind", "says", "document"), as_json)


@app.command("show")
def show(identity: Identity, pack: PackOption = None, by: Reader = "", as_json: AsJson = False) -> None:
    """Show a proposal: what it says, the passage that supports it, how it compares with the record, and the decisions
    of others."""
    desk = open_pack(pack).desk()
    one = desk.find(identity)
    standing = desk.decisions.seen_by(one.id, by)
    if as_json:
        fields = {**_row(one, standing), "fields": one.fields, "evidence": list(one.evidence), "link": one.link}
        print(json.dumps({**fields, "history": standing.history}, ensure_ascii=False))
        return
    _print_one(one, standing)


@app.command("decide")
def decide(
    identity: Identity,
    verdict: Annotated[str, typer.Argument(metavar="|".join(VERDICTS), help="Your decision.")],
    by: By,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; needed to reject.")] = "",
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A corrected value; repeat it.")
    ] = None,
    same_as: Annotated[str, typer.Option("--as", metavar="ID", help="With same_as: the record that it is.")] = "",
    version: Annotated[
        int | None, typer.Option("--version", metavar="N", help="Decide again on the proposal of this version.")
    ] = None,
    pack: PackOption = None,
) -> None:
    """Decide on a proposal. If another reviewer decided first, that decision is shown; give --version to decide
    again."""
    corrected = dict(_pair(text) for text in settings or ())
    decision = (
        open_pack(pack)
        .desk()
        .decide(identity, verdict, by, version=version, reason=reason, corrected=corrected, same_as=same_as)
    )
    _tell(decision)


@app.command("undo")
def undo(by: By, pack: PackOption = None) -> None:
    """Take back your last valid decision; run it again for the one before."""
    _tell(open_pack(pack).desk().decisions.undo(by), "taken_back")


@app.command("redo")
def redo(by: By, pack: PackOption = None) -> None:
    """Make the decision that you took back last hold again."""
    _tell(open_pack(pack).desk().decisions.redo(by), "holds_again")


@app.command("progress")
def progress(pack: PackOption = None, as_json: AsJson = False) -> None:
    """How many proposals of each document are in which state. Exit 3 while some are open."""
    rows: list[dict[str, Any]] = [
        {"document": name, "all": counts.total(), **{state: counts[state] for state in (*STATES, "taken")}}
        for name, counts in open_pack(pack).desk().progress().items()
    ]
    print_rows(rows, ("document", "all", *STATES, "taken"), as_json)
    if any(row["open"] or row["skipped"] for row in rows):
        raise typer.Exit(3)


@app.command("take")
def take(
    by: By,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the decision. Default: today.")] = "",
    pack: PackOption = None,
    dry_run: DryRun = False,
) -> None:
    """Carry what was accepted in the queue into the pack, with its documents. Exit 1 if something does not fit."""
    if not by.strip():
        raise UsageError(Message("by_empty"), expected=Message("name_person_who_decides"))
    outcome = open_pack(pack).desk().take(by, day(on, "--on") or date.today().isoformat(), dry_run)
    _print_added_rows(outcome.added, outcome.already_in_pack, dry_run)
    for identity, names in outcome.left_out.items():
        print(phrase("review.no_place", id=identity, names=", ".join(names)))
    for identity, why in outcome.refused.items():
        say("review.misfit", id=identity, why=why)
    if outcome.refused:
        raise typer.Exit(1)


@app.command("accept")
def accept(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Proposals as JSON lines.")],
    by: Annotated[str, typer.Option("--by", help="Who decides.")],
    pack: PackOption = None,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the decision. Default: today.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Take reviewed proposals into the pack: all of them, or none."""
    if not by.strip():
        raise UsageError(Message("by_empty"), expected=Message("name_person_who_decides"))
    proposals = [
        (f"{path.name}, line {number}", json.dumps(value, ensure_ascii=False))
        for path in files
        for number, value in json_lines_in_child(path, error=PackError, what="file_proposals")
    ]
    outcome = open_pack(pack).accept(proposals, day(on, "--on") or date.today().isoformat(), by, dry_run)
    _print_added_rows(outcome.added, outcome.already_in_pack, dry_run)


@app.command("start")
def start(
    by: By,
    document: Annotated[str, typer.Option("--document", metavar="NAME", help="Only those of this file.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Only those of this kind.")] = "",
    disputed: Annotated[bool, typer.Option("--disputed", help="Those on which two people disagree.")] = False,
    pack: PackOption = None,
) -> None:
    """Decide on open proposals, one key each: a accept, r reject, c correct, s same as, k skip, t table, u undo, y
    redo, q stop."""
    desk = open_pack(pack).desk()
    waiting = [
        one
        for one, standing in desk.listed(document, kind, who=by)
        if (standing.state == "disputed" if disputed else standing.needs(by))
    ]
    at = 0
    while at < len(waiting):
        one = waiting[at]
        standing = desk.decisions.seen_by(one.id, by)
        print("\n" + phrase("review.position", n=at + 1, all=len(waiting)))
        _print_one(one, standing)
        key = _key()
        if key in ("q", ""):
            break
        try:
            if key in ("u", "y"):
                decision = desk.decisions.undo(by) if key == "u" else desk.decisions.redo(by)
                _tell(decision, "taken_back" if key == "u" else "holds_again")
                at = next((n for n, other in enumerate(waiting) if other.id == decision.proposal), at) + (key == "y")
                continue
            if key == "t":
                _accept_table(desk, one, by)
                while at < len(waiting) and not desk.decisions.seen_by(waiting[at].id, by).needs(by):
                    at += 1
                continue
            if key not in _KEYS:
                print(phrase("review.keys"))
                continue
            more = _answers(_KEYS[key], one)
            _tell(desk.decide(one.id, _KEYS[key], by, version=standing.version, **more))
        except HenequenError as error:
            typer.echo(f"henequen: {error.text(language())}", err=True)
            if not isinstance(error, Decided):
                continue
        at += 1
    remaining = sum(desk.decisions.seen_by(one.id, by).needs(by) for one in waiting)
    print(phrase("review.open", n=remaining))


def _accept_table(desk: Desk, one: Proposed, by: str) -> None:
    """Show what is open from the table of a proposal, and accept all of it if the reviewer says yes."""
    if one.table is None:
        print(phrase("review.not_table"))
        return
    shown = desk.in_table(one.sha256, one.table, by)
    for other, standing in shown:
        print(f"  {_row(other, standing)['says']}    {' '.join(other.quote.split())[:100]}")
    print(phrase("review.accept_all", n=len(shown)), end="", flush=True)
    if sys.stdin.readline().strip().lower()[:1] == "y":
        accepted, refused = desk.accept_all([(other.id, standing.version) for other, standing in shown], by)
        print(phrase("review.accepted_all", n=len(accepted), m=len(refused)))


_KEYS = {"a": "accept", "r": "reject", "c": "correct", "s": "same_as", "k": "skip"}


def _key() -> str:
    """One key of a terminal; from a file or a pipe the first letter of a line, empty at the end."""
    if sys.stdin.isatty():
        return typer.getchar().lower()
    return sys.stdin.readline().strip().lower()[:1]


def _answers(verdict: str, one: Proposed) -> dict[str, Any]:
    """Ask for what a verdict needs in addition: a value, a reason, or each figure of a recognised page."""
    if verdict == "correct" and one.to_type:
        return {"corrected": {name: _reply(f"{site_word('review_field', name)}: ") for name in one.to_type}}
    prompt = {"reject": "ask_reason", "correct": "ask_field", "same_as": "ask_id"}.get(verdict)
    if prompt is None:
        return {}
    reply = _reply(phrase(f"review.{prompt}"))
    if verdict == "correct":
        return {"corrected": dict([_pair(reply)])}
    return {"reason": reply} if verdict == "reject" else {"same_as": reply}


def _reply(prompt: str) -> str:
    print(prompt, end="", flush=True)
    return sys.stdin.readline().strip()


def _print_one(one: Proposed, standing: Standing) -> None:
    kind, state = site_word("review_kind", one.kind), site_word("review_state", standing.state)
    head = {"id": one.id, "kind": kind, "state": state, "version": standing.version, "document": one.document}
    print(phrase("review.head", **head))
    for name, value in one.shown.items():
        print(f"  {site_word('review_field', name)}: {_words(value)}")
    if one.to_type:
        print(phrase("review.to_type", names=", ".join(site_word("review_field", name) for name in one.to_type)))
    for piece in one.evidence:
        print(f'  "{" ".join(piece["quote"].split())}"')
    print(phrase("review.link", link=_link(one)))
    if standing.hidden:
        print(phrase("review.hidden"))
    for event in standing.history:
        verdict = event.get("verdict", event["event"])
        print("  " + _decision_words(event["who"], verdict, event["when"], event.get("reason", "")))


def _print_added_rows(added: Mapping[str, int], known_count: int, dry_run: bool) -> None:
    for name, count in sorted(added.items()):
        print(phrase("added.rows_dry" if dry_run else "added.rows", name=name, n=count))
    if known_count:
        print(phrase("added.known", n=known_count))
    if not added and not known_count:
        print(phrase("added.none"))


def _row(one: Proposed, standing: Standing) -> dict[str, Any]:
    names = ("title", "text", "name", "issue", "description")
    says = next((str(one.fields[name]) for name in names if one.fields.get(name)), "")
    if not says:
        figure = ("measure", "reporter", "partner", "period", "value_printed")
        says = " ".join(str(one.fields[name]) for name in figure if one.fields.get(name))
    return {
        "id": one.id,
        "state": "taken" if standing.in_pack else standing.state,
        "version": standing.version,
        "link": one.link["outcome"],
        "kind": one.kind,
        "says": says,
        "document": one.document,
        "quote": one.quote,
        "by": standing.decision.who if standing.decision else "",
    }


def _words(value: object) -> str:
    if isinstance(value, dict) and "value" in value:
        return str(value["value"])
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _link(one: Proposed) -> str:
    link = one.link
    parts = [site_word("review_link", str(link["outcome"])).replace("_", " "), link.get("identity") or ""]
    if link.get("differences"):
        parts.append(f"({', '.join(site_word('review_field', name) for name in link['differences'])})")
    parts += [f"{name} {score}" for name, score in link.get("candidates", ())]
    return " ".join(filter(None, parts))


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name:
        raise UsageError(Message("set_not_field_and_value"), found=text, expected="FIELD=VALUE")
    return name, value


def _tell(decision: Decision, how: str = "decided") -> None:
    words = _decision_words(decision.who, decision.verdict, decision.when, decision.reason)
    print(phrase(f"review.{how}", proposal=decision.proposal, decision=words))


def _decision_words(who: str, verdict: str, when: str, reason: str) -> str:
    """Reviewer, verdict and time, in one line."""
    line = phrase("review.decision", who=who, verdict=coded("verdict", verdict), when=when)
    return f"{line} ({reason})" if reason else line
