"""The content of the review page for a proposal: its fields in the page's language, and the passage that supports
it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from henequen.publish.site.names import Names
from henequen.record.review.desk import Desk
from henequen.record.review.queue import Proposed
from henequen.record.review.standing import Decision, Standing

__all__ = ["decision_words", "item_of", "line_of", "standing_of"]

_COUNTRIES = ("countries", "country", "owner_countries", "reporter", "partner", "counterparty_candidates")
_PLACES = ("subdivisions", "subdivision", "ambiguous_subdivision")
_KINDS = {
    "instrument": "instrument_kind",
    "event": "event_kind",
    "actor": "actor_kind",
    "issue": "note_kind",
}
_CODES = {
    "level": "level",
    "renewal": "renewal",
    "status_normalised": "stated_status",
    "measure": "measure",
    "comparator": "comparator",
    "valuation": "valuation",
    "subtype": "recommendation_kind",
    "area": "area",
    "severity": "severity",
}
_DURATIONS = ("term", "notice")
_DATES = ("signed", "entry_into_force", "date", "deadline", "period")
_SAYS = ("title", "text", "name", "issue", "description")


def line_of(names: Names, one: Proposed, standing: Standing, who: str) -> dict[str, Any]:
    """A proposal as a line of the queue."""
    return {
        "id": one.id,
        "document": one.document,
        "sha256": one.sha256,
        "table": one.table,
        "table_words": names.t("review_place.table", n=one.table) if one.table is not None else "",
        "kind": one.kind,
        "kind_words": names.t(f"review_kind.{one.kind}"),
        "says": _says(names, one),
        "quote": " ".join(one.quote.split())[:160],
        "outcome": names.t(f"review_link.{one.link['outcome']}"),
        **standing_of(names, standing, who),
    }


def standing_of(names: Names, standing: Standing, who: str) -> dict[str, Any]:
    """The state of a proposal, for this person."""
    state = "taken" if standing.in_pack else standing.state
    return {
        "state": state,
        "state_words": names.t(f"review_state.{state}"),
        "version": standing.version,
        "needs": not standing.in_pack and standing.needs(who),
    }


def item_of(names: Names, desk: Desk, one: Proposed, standing: Standing, who: str) -> dict[str, Any]:
    """All fields that the page shows of one proposal."""
    link = one.link
    return {
        **line_of(names, one, standing, who),
        "language": desk.queue.sources[one.sha256].language,
        "fields": [
            *(_field(names, one.kind, name, value) for name, value in one.shown.items()),
            *(_to_type(names, name) for name in one.to_type),
        ],
        "evidence": [_evidence(names, desk, one, number) for number in range(len(one.evidence))],
        "identity": link.get("identity") or "",
        "identity_title": _title(names, str(link.get("identity") or "")),
        "differences": [_label(names, name) for name in link.get("differences") or ()],
        "candidates": [
            {"id": identity, "score": score, "title": _title(names, identity)}
            for identity, score in link.get("candidates") or ()
        ],
        "hidden": bool(standing.hidden),
        "history": [_event(names, event) for event in standing.history],
    }


def decision_words(names: Names, decision: Decision | None) -> str:
    """A decision in one line of the page's language."""
    if decision is None:
        return names.t("review.decided_back")
    verdict = names.t(f"review_verdict.{decision.verdict}")
    words = names.t("review.decided", who=decision.who, verdict=verdict, when=_minute(decision.when))
    return f"{words} ({decision.reason})" if decision.reason else words


def _field(names: Names, kind: str, name: str, value: object) -> dict[str, Any]:
    """A field with its label, the value for editing, the value for display, and whether it is the document's own
    text."""
    plain, shown = _plain(value), _display(names, kind, name, value)
    printed = isinstance(value, str) and plain == shown and any(sign.isalpha() for sign in shown)
    return {"name": name, "label": _label(names, name), "value": plain, "shown": shown, "printed": printed}


def _to_type(names: Names, name: str) -> dict[str, Any]:
    """A figure of a recognised page, which a person types from the picture of its line."""
    shown = names.t("review.to_type")
    return {"name": name, "label": _label(names, name), "value": "", "shown": shown, "printed": False, "typed": True}


def _evidence(names: Names, desk: Desk, one: Proposed, number: int) -> dict[str, Any]:
    before, quote, after = desk.passage(one, number)
    piece = one.evidence[number]
    where = [
        names.t(f"review_place.{name}", n=piece[name])
        for name in ("page", "sheet", "cell", "table", "row", "col", "column")
        if piece.get(name) is not None
    ]
    has_picture = piece.get("page") is not None and desk.file_of(one.sha256) is not None
    return {
        "before": before,
        "quote": quote,
        "after": after,
        "where": ", ".join(where),
        "picture": f"/review/page/{one.id}/{number}.png" if has_picture else "",
    }


def _event(names: Names, event: Mapping[str, Any]) -> dict[str, str]:
    word = event.get("verdict") or event["event"]
    return {
        "who": str(event["who"]),
        "what": names.t(f"review_verdict.{word}"),
        "when": _minute(str(event["when"])),
        "reason": str(event.get("reason") or ""),
    }


def _minute(when: str) -> str:
    return when[:16].replace("T", " ")


def _title(names: Names, identity: str) -> str:
    record = names.material.record.get(identity)
    return names.title(record) if record is not None else identity


def _says(names: Names, one: Proposed) -> str:
    """The proposal in one line."""
    for name in _SAYS:
        if one.fields.get(name):
            return str(one.fields[name])
    parts = [
        _display(names, one.kind, name, one.fields[name])
        for name in ("measure", "component", "reporter", "partner", "product", "period", "value_printed")
        if one.fields.get(name)
    ]
    return " · ".join(parts) or one.quote


def _label(names: Names, name: str) -> str:
    key = f"review_field.{name}"
    return names.t(key) if names.t.has(key) else name.replace("_", " ")


def _display(names: Names, kind: str, name: str, value: object) -> str:
    """A value in words; a code without a label is shown as printed."""
    if isinstance(value, list | tuple):
        return ", ".join(_display(names, kind, name, item) for item in value)
    if isinstance(value, bool):
        return names.t("review.yes" if value else "review.no")
    text = _plain(value)
    if name in _COUNTRIES:
        return names.country(text)
    if name in _PLACES:
        return names.place(text)
    vocabulary = _KINDS.get(kind) if name == "type" else _CODES.get(name)
    if vocabulary:
        return names.label(vocabulary, text)
    if name in _DURATIONS and text.startswith("P"):
        return names.duration(text)
    if name in _DATES:
        return names.date(text)
    if name == "multiplier" and text.isdigit():
        return f"× {int(text):,}"
    return text


def _plain(value: object) -> str:
    """A value for editing."""
    if isinstance(value, Mapping) and "value" in value:
        return str(value["value"])
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
