"""Facts about instruments, follow-up and successions, as rows of the pack's tables.

People decide where a row goes: the pack's table `vocab/fact_rows.csv` names for a row (or for the code that its
table uses for an item) the pack's table and record, and the cells that only a person can give.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from henequen.model.claim import stable_id
from henequen.model.dates import parse_date
from henequen.model.message import Message
from henequen.record.facts.table import Fact

__all__ = ["Destination", "destinations", "record_of"]

_KINDS = {
    "treaty": "treaty",
    "agreement": "agreement",
    "arrangement": "agreement",
    "MOU": "memorandum_of_understanding",
    "declaration": "joint_declaration",
    "twinning": "twinning",
    "protocol": "protocol",
    "intent": "letter_of_intent",
    "credit line": "agreement",
    "negotiation": "negotiation",
}
_STATED = (
    ("in force", "in_force"),
    ("listed as", "in_force"),
    ("active", "in_force"),
    ("completed", "completed"),
    ("suspended", "suspended"),
    ("under discussion", "under_negotiation"),
    ("letter of intent", "signed"),
    ("signed", "signed"),
    ("issued", "signed"),
)
_LEVELS = {"national": "national", "subnational": ""}


@dataclass(frozen=True, slots=True)
class Destination:
    """The destination of a row: the pack's table and record, a second record if it joins two, and cells that people
    give."""

    table: str
    record: str
    object: str
    cells: Mapping[str, str]


def destinations(rows: list[dict[str, str]] | tuple[dict[str, str], ...]) -> dict[str, Destination]:
    """The decisions of `vocab/fact_rows.csv` by row (or item code): columns row, table, record, object, cells (`a=b | c=d`)."""
    table = {}
    for row in rows:
        pairs = (part.partition("=") for part in row.get("cells", "").split("|") if part.strip())
        cells = {name.strip(): value.strip() for name, _, value in pairs}
        table[row["row"]] = Destination(row.get("table", ""), row.get("record", ""), row.get("object", ""), cells)
    return table


def record_of(fact: Fact, decided: Mapping[str, Destination]) -> tuple[str, dict[str, str]] | str:
    """The pack's table and the row's own cells; or the reason why the row is refused."""
    target = decided.get(fact.id) or decided.get(fact["item_id"])
    if target is not None and target.table == "refused":
        return target.cells.get("reason", Message("refused_by_person"))
    if fact.kind == "followup":
        return _happening(fact, target)
    if target is None:
        return "no record of the pack is named for it: add the row to vocab/fact_rows.csv"
    values = _succession(fact, target) if fact.kind == "successions" else _of_instrument(fact, target)
    if isinstance(values, str):
        return values
    return target.table, {**values, **target.cells}


def _happening(fact: Fact, target: Destination | None) -> tuple[str, dict[str, str]] | str:
    kind = fact["supports_status"]
    if kind == "none found":
        return Message("absence_evidence_search_not_claim_log")
    if not fact["date"]:
        return Message("source_gives_no_date")
    if target is None:
        return "no record of the pack is named for it: add the row to vocab/fact_rows.csv"
    problem = _bad_date(fact["date"])
    if problem:
        return problem
    cells = {"item": target.record, "kind": kind, "on": fact["date"], "what": fact["what_happened"], **target.cells}
    if "from" in cells or "until" in cells:
        cells["from"] = cells.get("from") or cells.pop("on")
        cells.pop("on", None)
    return target.table or "happenings", {"subject": stable_id("h", fact.id, target.record, cells["kind"]), **cells}


def _of_instrument(fact: Fact, target: Destination) -> dict[str, str] | str:
    for name in ("signed", "in_force"):
        if fact[name].rstrip("?") and not fact[name].endswith("?") and (problem := _bad_date(fact[name])):
            return problem
    signed = "" if fact["signed"].endswith("?") else fact["signed"]
    if target.table == "instruments":
        stated = fact["status_claimed"]
        code = next((code for word, code in _STATED if word in stated), "")
        entry = "" if fact["in_force"].endswith("?") else fact["in_force"]
        return {
            "subject": target.record,
            "kind": _KINDS.get(fact["kind"], ""),
            "title": fact["title"],
            "level": _LEVELS.get(fact["level"], ""),
            "parties": "; ".join(
                _plain(value) for name, value in fact.cells.items() if name.endswith("_party") and value
            ),
            "signed_on": signed,
            "signed_at": fact["place"],
            "entry_into_force": entry,
            "stated_status": stated if code else "",
            "stated_status_code": code,
        }
    if target.table in ("events", "activities"):
        return {"subject": target.record, "title": fact["title"], "date": signed}
    if target.table == "talks":
        if not signed:
            return Message("source_gives_no_date")
        return {
            "subject": stable_id("talk", fact.id),
            "negotiation": target.record,
            "on": signed,
            "what": fact["title"],
        }
    if target.table == "happenings":
        return {
            "subject": stable_id("h", fact.id, target.record),
            "item": target.record,
            "on": signed,
            "what": fact["title"],
        }
    return {"subject": target.record}


def _succession(fact: Fact, target: Destination) -> dict[str, str] | str:
    if target.table == "actors":
        source_date = fact["source_date"] if not _bad_date(fact["source_date"]) else ""
        return (
            {"subject": target.record, "seen_on": source_date}
            if source_date
            else Message("source_gives_no_date_on_which")
        )
    for name in ("valid_from", "valid_to"):
        if fact[name] and (problem := _bad_date(fact[name])):
            return problem
    return {
        "subject": f"{target.record}--{target.object}-{fact['valid_from']}",
        "predecessor": target.record,
        "successor": target.object,
        "name": re.sub(r"\s*\([^)]*\)$", "", fact["successor_name"]),
        "native_name": fact["native_name"],
        "valid_from": fact["valid_from"],
        "valid_to": fact["valid_to"],
        "event": _plain(fact["event"]),
    }


def _bad_date(text: str) -> str:
    try:
        parse_date(text)
    except ValueError:
        return Message("not_date_as_yyyy_yyyy_mm", text=f"{text!r}") if text else Message("source_gives_no_date")
    return ""


def _plain(text: str) -> str:
    return text.replace(";", ",")
