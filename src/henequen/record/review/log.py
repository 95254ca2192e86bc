"""Logs one step: follow-up of an item, a search, or the withdrawal of a logged entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from henequen.model.claim import Claim, stable_id
from henequen.model.dates import parse_date
from henequen.model.edition import Edition
from henequen.model.errors import PackError, UsageError
from henequen.model.message import Message
from henequen.model.properties import codes
from henequen.record.pack.in_child import read_pack_in_child
from henequen.record.pack.pack import Pack
from henequen.record.review.append import Addition, Appended, append_rows
from henequen.record.review.source import edition_for

__all__ = ["Entry", "Logged", "Search", "log_happening", "log_look", "reviews_of", "undo", "withdrawn"]

_EDITIONS = "editions/editions.csv"
_WITHDRAWN = ("retracted", "rejected", "superseded")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person logs about an item. `on` is a day or a range; `until` ends an interval; `source` is an edition's
    id or an address; `says` is the speaker if that is not the publisher."""

    item: str
    kind: str
    on: str
    source: str
    until: str = ""
    published: str = ""
    says: str = ""
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A search by a person: items, place, person, words, day, and whether it found something."""

    items: tuple[str, ...]
    where: tuple[str, ...]
    by: str
    on: str
    query: tuple[str, ...] = ()
    has_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Logged:
    """The id of the new entry, its edition, and the rows appended by file."""

    id: str
    edition: str
    appended: Appended


def log_happening(root: Path, entry: Entry, today: str, dry_run: bool = False) -> Logged:
    """Append a dated happening (and the edition of its source, if new) to the pack at `root`."""
    pack = read_pack_in_child(root)
    records = _subjects(pack)
    if entry.item not in records:
        raise UsageError(Message("unknown_item"), found=entry.item, hint=Message("henequen_find_finds_items_by_words"))
    if entry.kind not in codes("happening"):
        raise UsageError(Message("unknown_kind_evidence"), found=entry.kind, expected=", ".join(codes("happening")))
    _check_days(entry, today)
    edition, new = edition_for(entry.source, pack.editions, entry.published, today, pack.manifest.sides)
    _check_order(pack, entry)
    identity = stable_id("h", entry.item, entry.kind, entry.on, entry.until, edition.edition_id, entry.says)
    row = {
        "subject": identity,
        "item": entry.item,
        "kind": entry.kind,
        **({"from": entry.on, "until": entry.until} if entry.until else {"on": entry.on}),
        "edition": edition.edition_id,
        "asserted_by": entry.says,
        "note": entry.note,
        "method": "manual",
        "recorded_at": today,
        "recorded_by": entry.by or "desk",
    }
    return _append(root, pack, "claims/happenings.csv", row, edition if new else None, today, dry_run)


def log_look(root: Path, search: Search, today: str, dry_run: bool = False) -> Logged:
    """Append one search to the pack at `root`; its source is the log of that person on that day."""
    pack = read_pack_in_child(root)
    records = _subjects(pack)
    unknown = [item for item in search.items if item not in records]
    if unknown:
        raise UsageError(
            Message("unknown_item"), found=", ".join(unknown), hint=Message("henequen_find_finds_items_by_words")
        )
    if not search.items or not search.where or not search.by:
        raise UsageError(Message("search_names_items_places_and_person"), expected="ITEM... --where WHERE --by NAME")
    if not _whole_day(search.on) or search.on > today:
        raise UsageError(
            Message("on_not_day_up_today"), found=search.on, expected=Message("yyyy_mm_dd_at_most", today=today)
        )
    edition = Edition(
        edition_id=stable_id("looks", search.by, search.on),
        kind="log",
        publisher=search.by,
        side="INT",
        title=f"Searches made on {search.on}",
        published_on=search.on,
        licence="own work",
        method_note="a person's own log of searches",
        redistributable="true",
    )
    listed = {name: "; ".join(_plain(item) for item in getattr(search, name)) for name in ("items", "where", "query")}
    row = {
        "subject": stable_id("look", search.by, search.on, *listed.values(), str(search.has_evidence)),
        **listed,
        "on": search.on,
        "by": search.by,
        "found": "true" if search.has_evidence else "false",
        "edition": edition.edition_id,
        "method": "manual",
        "recorded_at": today,
        "recorded_by": search.by,
    }
    new = None if edition.edition_id in pack.editions else edition
    return _append(root, pack, "claims/looks.csv", row, new, today, dry_run)


def undo(root: Path, identity: str, by: str, today: str, why: str = "", dry_run: bool = False) -> Logged:
    """Take a logged happening, search or decision on themes back: a review of each of its claims, which stay in the pack."""
    pack = read_pack_in_child(root)
    claims = [claim for claim in pack.claims if claim.subject == identity]
    if not claims or claims[0].table not in ("happenings", "looks", "tags"):
        raise UsageError(
            Message("no_logged_entry_has_this_id"), found=identity, hint=Message("henequen_log_prints_id_what_made")
        )
    if withdrawn(pack, claims):
        raise UsageError(Message("this_entry_has_been_taken_back"), found=identity)
    appended = append_rows(
        root, Addition({"reviews.csv": reviews_of(claims, "retracted", by, today, why)}, today), dry_run
    )
    return Logged(identity, claims[0].edition, appended)


def _append(
    root: Path, pack: Pack, name: str, row: Mapping[str, str], edition: Edition | None, today: str, dry_run: bool
) -> Logged:
    """Append the row; if it was taken back before, accept its claims again."""
    claims = [claim for claim in pack.claims if claim.subject == row["subject"]]
    additions: dict[str, Sequence[Mapping[str, str]]] = {}
    if claims and withdrawn(pack, claims):
        additions["reviews.csv"] = reviews_of(claims, "accepted", row["recorded_by"], today, "logged again")
    elif not claims:
        if edition is not None:
            additions[_EDITIONS] = [_cells(edition)]
        additions[name] = [row]
    appended = append_rows(root, Addition(additions, today), dry_run)
    if claims and not additions:
        appended.present = 1
    return Logged(row["subject"], row["edition"], appended)


def _subjects(pack: Pack) -> set[str]:
    return {claim.subject for claim in pack.claims if claim.table not in ("relations", "happenings", "looks")}


def _check_days(entry: Entry, today: str) -> None:
    for option, text in (("--on", entry.on), ("--until", entry.until), ("--published", entry.published)):
        try:
            bounds = parse_date(text) if text else None
        except ValueError as error:
            raise UsageError(Message("not_date", option=option), found=text, expected=str(error)) from None
        if option != "--until" and bounds is not None and bounds.earliest.isoformat() > today:
            raise UsageError(Message("in_future", option=option), found=text, expected=Message("day_up_to", day=today))
    if not entry.on:
        raise UsageError(Message("on_missing"), expected=Message("day_that_source_gives_as_precise"))
    if entry.until and parse_date(entry.until).latest < parse_date(entry.on).earliest:
        raise UsageError(Message("until_before_on"), found=Message("from_to", low=entry.on, high=entry.until))
    if entry.published and parse_date(entry.published).latest < parse_date(entry.on).earliest:
        raise UsageError(
            Message("source_was_published_before_happened"),
            found=Message("published_on", published=entry.published, on=entry.on),
            hint=Message("plan_not_evidence_log_when_has"),
        )


def _check_order(pack: Pack, entry: Entry) -> None:
    """Evidence cannot be older than the commitment: the first source that states it."""
    stated = [
        pack.editions[claim.edition].published_on
        for claim in pack.claims
        if claim.subject == entry.item and claim.table == "recommendations"
    ]
    first = min(filter(None, stated), default="")
    if first and parse_date(entry.on).latest < parse_date(first).earliest:
        raise PackError(
            Message("evidence_before_commitment_existed"),
            where=entry.item,
            found=entry.on,
            expected=Message("date_from_on_when_first_source", first=first),
        )


def reviews_of(claims: Sequence[Claim], state: str, by: str, today: str, why: str) -> list[dict[str, str]]:
    """The rows of `reviews.csv` that put all these claims into one state."""
    return [
        {
            "claim_id": claim.claim_id,
            "state": state,
            "rank": "normal",
            "who": by or "desk",
            "when": today,
            "why": why or "logged in error",
        }
        for claim in claims
    ]


def withdrawn(pack: Pack, claims: Sequence[Claim]) -> bool:
    """Has a person taken the entry of these claims back, or replaced it?"""
    states = {review.claim_id: review.state for review in pack.reviews}
    return states.get(claims[0].claim_id, "") in _WITHDRAWN


def _cells(edition: Edition) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(edition).items()}


def _plain(item: str) -> str:
    return " ".join(item.replace(";", ",").split())


def _whole_day(text: str) -> bool:
    try:
        bounds = parse_date(text)
    except ValueError:
        return False
    return bounds.earliest == bounds.latest and "/" not in text
