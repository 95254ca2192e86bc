"""`henequen watch`: visit the sources that the pack names, and report what changed in them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from henequen.cli.opened import open_pack
from henequen.cli.options import AsJson, DryRun, PackOption
from henequen.model.errors import UsageError
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
        raise UsageError(
            "--pause, --timeout and --largest must be positive", found=f"{pause:g}, {timeout:g}, {largest}"
        )
    observatory = open_pack(pack)
    chosen = _sources_of(observatory, sources or [])
    watcher = observatory.watcher(Manners(pause, timeout, largest))
    if dry_run:
        for source in chosen:
            due = always or is_due(source, watcher.memory.of(source), watcher.now())
            print(f"{source.source_id}: {'due' if due else 'not due'}: {source.url}")
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
        print(
            f"{report['sources']} sources: {report['changed']} changed, {report['unchanged']} unchanged, "
            f"{report['first']} seen for the first time, {report['doubtful']} doubtful, {report['not_due']} not due, "
            f"{sum(report[name] for name in _FAILED)} not seen; {report['requests']} requests"
        )
    sys.stdout.flush()
    if any(look.status in _FAILED for look in looks):
        raise typer.Exit(1)
    if any(look.status in ("changed", "doubtful") for look in looks):
        raise typer.Exit(3)


def _sources_of(observatory: Observatory, identities: Sequence[str]) -> list[Watched]:
    sources = {source.source_id: source for source in observatory.read().sources}
    unknown = [identity for identity in identities if identity not in sources]
    if unknown:
        raise UsageError("the pack has no such source", found=", ".join(unknown), expected=", ".join(sources) or "none")
    if not sources:
        raise UsageError(
            "the pack has no sources",
            where="sources.csv",
            hint="add a row: source_id,url,kind,every,publisher,title (docs/how-to/watch-sources.md)",
        )
    return [sources[identity] for identity in identities] if identities else list(sources.values())


def _enqueue(observatory: Observatory, look: Look) -> int:
    """Put what the source proposes in the review queue; return how many proposals are new there."""
    source = look.source
    assert look.file is not None
    source_fields = {"publisher": source.publisher, "title": source.title, "side": source.side, "url": source.url}
    return sum(outcome.added for _, outcome in observatory.enqueue([look.file], source_fields))


def _print_look(look: Look, line: dict[str, Any]) -> None:
    more = f" ({look.reason})" if look.reason else ""
    print(f"{look.source.source_id}: {look.status.replace('_', ' ')}{more}")
    if look.status == "changed":
        for change in look.claims:
            print(f"  {_SIGNS[change.change]} {_change_text(change)}")
        if not look.claims:
            for sign, units in (("-", look.removed), ("+", look.added)):
                for unit in units[:_MOST_LINES]:
                    print(f"  {sign} text: {unit[:160]}")
    if "queued" in line:
        print(f"  {line['queued']} new proposals to review: henequen review start --by NAME")


def _change_text(change: ClaimChange) -> str:
    shown = change.after or change.before or {}
    evidence = shown.get("evidence") or [{}]
    quote = " ".join(str(evidence[0].get("quote", "")).split())[:120]
    names = [name for name in shown if name not in ("document", "kind", "id", "evidence")]
    if change.before and change.after:
        before, after = change.before, change.after
        differing = [name for name in {**before, **after} if name not in ("document", "id", "evidence")]
        fields = "; ".join(
            f"{name} {_plain(before.get(name))} -> {_plain(after.get(name))}"
            for name in differing
            if before.get(name) != after.get(name)
        )
    else:
        fields = "; ".join(f"{name} {_plain(shown[name])}" for name in names)
    return f'{change.kind}: {fields}\n      "{quote}"'


def _plain(value: object) -> str:
    if isinstance(value, dict) and "value" in value:
        return str(value["value"])
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "nothing" if value is None else str(value)
