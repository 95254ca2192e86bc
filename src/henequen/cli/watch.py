"""`henequen watch`: visit the sources that the pack names, and report what changed in them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, DryRun, PackOption
from henequen.cli.site_words import site_word
from henequen.cli.words import in_words, phrase
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.watched import Watched
from henequen.observatory import Observatory
from henequen.reading.watching.difference import ClaimChange
from henequen.reading.watching.visits import Manners
from henequen.reading.watching.watch import Look, is_due, summary

__all__ = ["watch"]

_FAILED = ("failed", "gone", "not_allowed")
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_MOST_LINES = 10


def watch(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE...]", help="Ids of sources; default: all of the pack.")
    ] = None,
    pack: PackOption = None,
    always: Annotated[bool, typer.Option("--all", help="Include sources that are not due yet.")] = False,
    queue: Annotated[
        bool, typer.Option("--queue", help="Put what changed sources propose in the review queue.")
    ] = False,
    pause: Annotated[float, typer.Option("--pause", help="Least seconds between two requests to one host.")] = 5.0,
    timeout: Annotated[float, typer.Option("--timeout", help="Time limit for one answer, in seconds.")] = 60.0,
    largest: Annotated[
        int, typer.Option("--largest", metavar="BYTES", help="The largest answer to accept, in bytes.")
    ] = 20_000_000,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Visit the pages, feeds and registers that the pack names; changes become proposed claims.

    Exit 0 if nothing changed, 3 if something did or needs a look, 1 if a source could not be seen.
    """
    if pause < 0 or timeout <= 0 or largest < 1:
        raise UsageError(Message("pause_timeout_and_largest_must_be"), found=f"{pause:g}, {timeout:g}, {largest}")
    observatory = open_pack(pack)
    chosen = _sources_of(observatory, sources or [])
    watcher = observatory.watcher(Manners(pause, timeout, largest))
    if dry_run:
        for source in chosen:
            due = always or is_due(source, watcher.memory.of(source), watcher.now())
            print(phrase("watch.due" if due else "watch.not_due", source=source.source_id, url=source.url))
        return
    looks: list[Look] = []
    for look in watcher.watch(chosen, always):
        looks.append(look)
        line = look.to_json()
        if queue and look.status in ("first", "changed") and look.source.kind != "feed" and look.file is not None:
            line["queued"] = _enqueue(observatory, look)
        if as_json:
            print(json.dumps(line, ensure_ascii=False))
        else:
            _print_look(look, line)
    report = summary(looks, watcher.visitor.requests)
    if as_json:
        print(json.dumps({"report": report}))
    else:
        names = ("sources", "changed", "unchanged", "first", "doubtful", "not_due", "requests")
        not_seen = sum(report[name] for name in _FAILED)
        print(phrase("watch.total", not_seen=not_seen, **{name: report[name] for name in names}))
    sys.stdout.flush()
    if any(look.status in _FAILED for look in looks):
        raise typer.Exit(1)
    if any(look.status in ("changed", "doubtful") for look in looks):
        raise typer.Exit(3)


def _sources_of(observatory: Observatory, identities: Sequence[str]) -> list[Watched]:
    sources = {source.source_id: source for source in observatory.read().sources}
    unknown = [identity for identity in identities if identity not in sources]
    if unknown:
        raise UsageError(
            Message("pack_has_no_such_source"),
            found=", ".join(unknown),
            expected=", ".join(sources) or Message("none_at_all"),
        )
    if not sources:
        raise UsageError(
            Message("pack_has_no_sources"),
            where="sources.csv",
            hint=Message("add_row_source_id_url_kind"),
        )
    return [sources[identity] for identity in identities] if identities else list(sources.values())


def _enqueue(observatory: Observatory, look: Look) -> int:
    """Put what the source proposes in the review queue; return how many proposals are new there."""
    source = look.source
    assert look.file is not None
    source_fields = {"publisher": source.publisher, "title": source.title, "side": source.side, "url": source.url}
    return sum(outcome.added for _, outcome in observatory.enqueue([look.file], source_fields))


def _print_look(look: Look, line: dict[str, Any]) -> None:
    more = f" ({in_words(look.reason)})" if look.reason else ""
    state = site_word("watched_state", look.status).replace("_", " ")
    print(phrase("watch.look", source=look.source.source_id, state=state, more=more))
    if look.status == "changed":
        for change in look.claims:
            print(f"  {_SIGNS[change.change]} {_change_text(change)}")
        if not look.claims:
            for sign, units in (("-", look.removed), ("+", look.added)):
                for unit in units[:_MOST_LINES]:
                    print(phrase("watch.text", sign=sign, words=unit[:160]))
    if "queued" in line:
        print(phrase("watch.queued", n=line["queued"]))


def _change_text(change: ClaimChange) -> str:
    shown = change.after or change.before or {}
    evidence = shown.get("evidence") or [{}]
    quote = " ".join(str(evidence[0].get("quote", "")).split())[:120]
    names = [name for name in shown if name not in ("document", "kind", "id", "evidence")]
    if change.before and change.after:
        before, after = change.before, change.after
        differing = [name for name in {**before, **after} if name not in ("document", "id", "evidence")]
        fields = "; ".join(
            f"{_field(name)} {_plain(before.get(name))} -> {_plain(after.get(name))}"
            for name in differing
            if before.get(name) != after.get(name)
        )
    else:
        fields = "; ".join(f"{_field(name)} {_plain(shown[name])}" for name in names)
    return f'{site_word("review_kind", change.kind)}: {fields}\n      "{quote}"'


def _field(name: str) -> str:
    return site_word("review_field", name)


def _plain(value: object) -> str:
    if isinstance(value, dict) and "value" in value:
        return str(value["value"])
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return phrase("watch.nothing") if value is None else str(value)
