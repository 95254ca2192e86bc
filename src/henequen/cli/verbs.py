"""The verbs by name: the module of each and what it does, in one line, so that only the requested verb is imported.

Importing all of them costs more than a second of processor time; a list of verbs needs only their names. A test
compares these lines with the help of the verbs.
"""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperGroup

from henequen.cli.language import Language, add_option
from henequen.model.message import Message, either

__all__ = ["VERBS", "Verbs"]

VERBS: dict[str, tuple[str, str]] = {
    "serve": ("serve:serve", "Serve the observatory on 127.0.0.1; build it first if needed."),
    "build": ("making:build", "Check the pack and build the database."),
    "check": ("making:check", "Validate the pack."),
    "audit": ("making:audit", "Check every document against itself and against the others."),
    "site": ("making:site", "Write the observatory as static pages to DIR; open DIR/index.html, no server needed."),
    "translations": (
        "making:translations",
        "List the texts that still lack a translation, as rows for translations/LANGUAGE.csv.",
    ),
    "documents": ("documents:app", "The documents that support the pack's claims, and your own copies of them."),
    "verify": (
        "documents:verify",
        "Check every claim against the documents: its passage must occur there and print its value.",
    ),
    "read": ("read:read", "Read documents and print the claims they propose; nothing is accepted yet."),
    "review": (
        "review:app",
        "Decide on proposed claims: the queue, the decisions, and what was accepted into the pack.",
    ),
    "tags": ("tags:app", "Themes and sectors of records: what the rules propose, and what a person decides."),
    "watch": (
        "watch:watch",
        "Visit the pages, feeds and registers that the pack names; changes become proposed claims.",
    ),
    "literature": ("literature:app", "The literature on the relationship."),
    "mirror": ("mirror:app", "Two counts of the same trade: reconcile, explain, diff."),
    "fetch": ("fetch:app", "Fetch official statistics over the network."),
    "show": ("reading:show", "Show one record with all claims about it, their sources and their passages."),
    "find": (
        "reading:find",
        "Find pages, records, figures and findings, best first; typing errors and synonyms do not matter.",
    ),
    "who": (
        "reading:who",
        "Show who is responsible for an issue on both sides, as written and as of the date.",
    ),
    "due": (
        "reading:due",
        "List what was promised or requested with a deadline, most urgent first; with --within, all coming dates.",
    ),
    "legal": (
        "legal:app",
        "The legal desk: what to review, who is party to which treaty, tariffs line by line, margins.",
    ),
    "rank": (
        "legal:rank",
        "Print the rank of a trading partner by both definitions (total trade, exports alone), and by imports.",
    ),
    "reach": ("legal:reach", "List the large cities within a number of hours of flight, computed from coordinates."),
    "log": ("desk:log", "Log the follow-up of an item: one dated event with its source."),
    "looked": ("desk:looked", "Log a search: who searched where for which items."),
    "import": (
        "importing:app",
        "Import tables from other sources into the pack.",
    ),
    "brief": ("brief:brief", "Make a brief."),
    "digest": (
        "digest:digest",
        "List what changed between two editions of the record: seven points and the full list.",
    ),
    "export": (
        "exports:export",
        "Write the record as open data: one file per table, with places in the documents, and a data package.",
    ),
    "indicators": (
        "indicators:indicators",
        "Trade indicators of a pair in a year; exit 3 if some cannot be measured with these data.",
    ),
    "opportunity": (
        "opportunity:opportunity",
        "Export potential by industry with its three parts, duty met, displacement to the cent, barriers, events.",
    ),
    "plan": (
        "opportunity:plan",
        "An export plan for a product: potential, duty, barrier, promotion, the buyer's side, and the costs to find...",
    ),
    "cube": (
        "cube:cube",
        "Cells with the definition of each: from the pack's claims, or added up from your files; what is missing has...",
    ),
    "twin": (
        "twin:twin",
        "Partners on the other side: the existing ties of PLACE, then candidates; each rank is the exact sum of its...",
    ),
    "suppliers": (
        "suppliers:suppliers",
        "List makers for each need of each plant, best first, and the needs without a maker.",
    ),
    "scenario": ("scenario:app", "What an agreement would change, for whom, and how sure we are."),
    "systems": (
        "systems:systems",
        "List the systems that the documents describe or call for, and the tests that close each.",
    ),
    "new": (
        "packs:new",
        "Create an empty pack for any two countries; or, as `new body KIND --name NAME`, a body of a pack.",
    ),
    "doctor": ("doctor:doctor", "Check this computer and the pack; list what is missing and what to do."),
}
"""For each verb `module:attribute` inside this room, and its line of help."""

_OTHER_NAMES = {"search": "find", "list": "find", "validate": "check", "compare": "mirror", "publish": "site"}
"""What people type for a verb that has another name."""


class Verbs(TyperGroup):
    """The group of all verbs. A verb's module is imported on first use."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.commands = _Loaded()  # type: ignore[assignment]

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the verbs, in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a verb, or None."""
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command and its arguments; a mistyped verb is answered with the nearest ones."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            near = [_OTHER_NAMES.get(n, n) for n in difflib.get_close_matches(args[0], [*VERBS, *_OTHER_NAMES], 3, 0.6)]
            unknown = "unknown_verb_near" if near else "unknown_verb"
            ctx.fail(Message(unknown, name=args[0], near=either([repr(name) for name in near])))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of verbs, without importing any of them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])


class _Loaded(Mapping[str, Any]):
    """The commands by verb, imported one by one."""

    def __getitem__(self, name: str) -> Any:
        where, _ = VERBS[name]
        module, _, attribute = where.partition(":")
        member = getattr(importlib.import_module(f"henequen.cli.{module}"), attribute)
        holder = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None, add_completion=False)
        holder.callback()(_nothing)
        if isinstance(member, typer.Typer):
            holder.add_typer(member, name=name)
        else:
            holder.command(name)(member)
        group: Any = typer.main.get_command(holder)
        command = group.commands[name]
        add_option(group.params[0], command)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(VERBS)

    def __len__(self) -> int:
        return len(VERBS)


def _nothing(lang: Language = "") -> None:
    """An observatory of the relationship between two countries."""
