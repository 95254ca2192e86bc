"""A person decides on the themes and sectors of records: as proposed by a rule, or others; earlier decisions are
kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from henequen.model.claim import Claim, stable_id
from henequen.model.edition import Edition
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.record.pack.in_child import read_pack_in_child
from henequen.record.pack.pack import Pack
from henequen.record.review.append import Addition, Appended, append_rows
from henequen.record.review.log import reviews_of, withdrawn

__all__ = ["TagDecision", "decide_tags"]


@dataclass(frozen=True, slots=True)
class TagDecision:
    """The themes and sectors of one record, or the reason, in words, why it has no theme."""

    item: str
    themes: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    untagged: str = ""


def decide_tags(
    root: Path, decisions: Sequence[TagDecision], by: str, today: str, again: bool = False, dry_run: bool = False
) -> Appended:
    """Append decisions on themes to the pack at `root`: all of them, or none.

    A record with a different earlier decision is refused unless `again` is given; then the earlier decision is
    superseded and stays in the pack. Raises UsageError for an unknown record, and for a decision with neither a theme nor a reason.
    """
    pack = read_pack_in_child(root)
    records = {claim.subject for claim in pack.claims}
    earlier = _valid_decisions(pack)
    edition = _edition(by, today)
    rows: list[Mapping[str, str]] = []
    reviews: list[Mapping[str, str]] = []
    outcome = Appended()
    for decision in decisions:
        _require_valid(decision, records)
        claims = earlier.get(decision.item, [])
        cells = {
            "theme": "; ".join(decision.themes),
            "sector": "; ".join(decision.sectors),
            "untagged": decision.untagged.replace(";", ","),
        }
        if claims:
            cell_texts = {name: "; ".join(c.value for c in claims if c.predicate == name) for name in cells}
            if cell_texts == cells:
                outcome.present += 1
                continue
            if not again:
                raise UsageError(
                    Message("themes_this_record_are_already_decided"),
                    found=Message(
                        "theme_decided_by",
                        item=decision.item,
                        theme=cell_texts["theme"] or cell_texts["untagged"],
                        recorded_by=claims[0].recorded_by,
                    ),
                    hint=Message("decide_again_with_again_earlier_decision"),
                )
            reviews += reviews_of(claims, "superseded", by, today, "decided again")
        subject = stable_id("tag", decision.item, *cells.values(), by, today)
        rows.append(
            {
                "subject": subject,
                "item": decision.item,
                **cells,
                "edition": edition.edition_id,
                "method": "manual",
                "recorded_at": today,
                "recorded_by": by,
            }
        )
    if rows:
        files: dict[str, Sequence[Mapping[str, str]]] = {"claims/tags.csv": rows}
        if reviews:
            files["reviews.csv"] = reviews
        if edition.edition_id not in pack.editions:
            files["editions/editions.csv"] = [{name: str(value) for name, value in asdict(edition).items()}]
        appended = append_rows(root, Addition(files, today), dry_run)
        outcome.added, outcome.present = appended.added, outcome.present + appended.present
    return outcome


def _edition(by: str, today: str) -> Edition:
    """The edition that holds a person's decisions of one day."""
    return Edition(
        edition_id=stable_id("tags", by, today),
        kind="log",
        publisher=by,
        side="INT",
        title=f"Themes decided on {today}",
        published_on=today,
        licence="own work",
        method_note="a person's decisions on themes and sectors",
        redistributable="true",
    )


def _require_valid(decision: TagDecision, records: Collection[str]) -> None:
    """Raise UsageError for a record that is not in the pack, and for a decision with both themes and a reason, or neither."""
    if decision.item not in records:
        raise UsageError(
            Message("unknown_record"), found=decision.item, hint=Message("henequen_find_finds_records_by_words")
        )
    if bool(decision.themes) == bool(decision.untagged):
        raise UsageError(
            Message("decision_needs_themes_or_reason_why"),
            found=decision.item,
            expected=Message("theme_code_or_no_theme_why"),
        )


def _valid_decisions(pack: Pack) -> dict[str, list[Claim]]:
    """The claims of the valid decision on each record."""
    by_subject: dict[str, list[Claim]] = {}
    for claim in pack.claims:
        if claim.table == "tags":
            by_subject.setdefault(claim.subject, []).append(claim)
    return {
        next(c.value for c in claims if c.predicate == "item"): claims
        for claims in by_subject.values()
        if not withdrawn(pack, claims)
    }
