"""Takes a table of sourced facts into a pack: every row is taken, held already, or refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from henequen.model.dates import parse_date
from henequen.model.edition import Edition
from henequen.model.message import Message
from henequen.record.facts.figures import figure_of
from henequen.record.facts.records import destinations, record_of
from henequen.record.facts.table import Fact
from henequen.record.pack.columns import columns_of_claims, columns_of_observations
from henequen.record.pack.in_child import read_pack_in_child
from henequen.record.pack.pack import Pack
from henequen.record.review.append import Addition, append_rows
from henequen.record.review.source import web_edition

__all__ = ["Outcome", "TakenFact", "take_facts"]

_SEEN = "stored page excerpt"
_CONFIDENT = ("high", "medium")
_FIGURES = ("trade", "investment", "tariffs", "places")
_EDITIONS = "editions/editions.csv"


@dataclass(frozen=True, slots=True)
class TakenFact:
    """The result for one row: `taken`, `present` or `refused`, the file it went to, and the reason of a refusal."""

    row: str
    where: str
    state: str
    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of all rows, and the number of rows appended to each file."""

    rows: tuple[TakenFact, ...]
    added: dict[str, int]


def take_facts(root: Path, facts: Sequence[Fact], today: str, by: str, dry_run: bool = False) -> Outcome:
    """Append the claims of all rows that may be published to the pack at `root`: all of them, or none.

    Raises PackError if the pack would not be valid with them; then nothing is written.
    """
    pack = read_pack_in_child(root)
    decided = destinations(pack.vocabulary.get("fact_rows", ()))
    identities = _identities(pack)
    editions = dict(pack.editions)
    files: dict[str, list[dict[str, str]]] = {}
    outcomes: list[TakenFact] = []
    for fact in facts:
        reason = _unpublishable(fact)
        values: tuple[str, dict[str, str]] | str = reason or (
            _figure(fact) if fact.kind in _FIGURES else record_of(fact, decided)
        )
        if not isinstance(values, str) and values[0] == "happenings":
            values = _in_order(pack, values)
        if isinstance(values, str):
            outcomes.append(TakenFact(fact.id, fact.where, "refused", "", values))
            continue
        table, cells = values
        edition = _edition(fact, editions, pack, today)
        file = f"observations/{_FILE[fact.kind]}.csv" if table == "observations" else f"claims/{table}.csv"
        header = columns_of_observations() if table == "observations" else columns_of_claims(table)
        row = dict.fromkeys(header, "") | {
            "edition": edition.edition_id,
            "note": f"confidence: {fact['confidence']}" + (f"; {fact['note']}" if fact["note"] else ""),
            "method": "import",
            "recorded_at": today,
            "recorded_by": by,
        }
        row |= {name: value for name, value in cells.items() if name in header}
        if _identity(file, row) in identities:
            outcomes.append(TakenFact(fact.id, fact.where, "present", file, ""))
            continue
        identities.add(_identity(file, row))
        if edition.edition_id not in editions:
            editions[edition.edition_id] = edition
            files.setdefault(_EDITIONS, []).append({name: str(value) for name, value in asdict(edition).items()})
        files.setdefault(file, []).append(row)
        outcomes.append(TakenFact(fact.id, fact.where, "taken", file, ""))
    appended = append_rows(root, Addition(files), dry_run)
    return Outcome(tuple(outcomes), appended.added)


_FILE = {"trade": "facts-trade", "investment": "facts-investment", "tariffs": "facts-tariffs", "places": "facts-places"}


def _unpublishable(fact: Fact) -> str:
    """The reason why a row may not become a claim; empty if it may."""
    if fact["how_seen"] != _SEEN:
        return Message("not_seen_in_page_person_has", how_seen=fact["how_seen"])
    if fact["confidence"] not in _CONFIDENT:
        return f"confidence {fact['confidence'] or 'not given'}"
    if not fact["source_url"] and not fact["source_publisher"]:
        return Message("no_source")
    return ""


def _figure(fact: Fact) -> tuple[str, dict[str, str]] | str:
    cells = figure_of(fact)
    return cells if isinstance(cells, str) else ("observations", cells)


def _in_order(pack: Pack, values: tuple[str, dict[str, str]]) -> tuple[str, dict[str, str]] | str:
    """Evidence cannot be older than the first source that states its commitment."""
    _, cells = values
    stated = [
        pack.editions[claim.edition].published_on
        for claim in pack.claims
        if claim.subject == cells["item"] and claim.table == "recommendations"
    ]
    first = min(filter(None, stated), default="")
    on = cells.get("on") or cells.get("from") or ""
    if first and on and parse_date(on).latest < parse_date(first).earliest:
        return Message("evidence_before_commitment_existed_2", on=on, first=first)
    return values


def _edition(fact: Fact, editions: dict[str, Edition], pack: Pack, today: str) -> Edition:
    """The edition of the row's source: one of the pack with the same address and title, else a new one."""
    title, published = fact["source_title"], fact["source_date"]
    try:
        parse_date(published)
    except ValueError:
        published = ""
    for edition in editions.values():
        if (
            edition.url == fact["source_url"]
            and edition.title == title
            and edition.publisher == fact["source_publisher"]
        ):
            return edition
    return web_edition(
        fact["source_url"],
        publisher=fact["source_publisher"],
        title=title,
        published=published,
        retrieved="",
        sides=pack.manifest.sides,
    )


def _identities(pack: Pack) -> set[tuple[str, ...]]:
    """The pack's facts by their identity (two rows with the same key are the same fact)."""
    keys: set[tuple[str, ...]] = set()
    for claim in pack.claims:
        keys.add((f"claims/{claim.table}.csv", claim.subject, claim.edition))
    for o in pack.observations:
        value = "" if o.value is None else f"{o.value:f}"
        keys.add(
            (
                "observations",
                o.edition,
                o.measure,
                o.component,
                o.reporter,
                o.partner,
                o.place,
                o.product,
                o.period,
                value,
            )
        )
    return keys


def _identity(file: str, row: dict[str, str]) -> tuple[str, ...]:
    if file.startswith("observations/"):
        names = ("edition", "measure", "component", "reporter", "partner", "place", "product", "period", "value")
        return ("observations", *(row[name] for name in names))
    return (file, row["subject"], row["edition"])
