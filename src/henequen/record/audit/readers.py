"""Findings from readers' notes and about records: doubtful parties, likely doubles, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from henequen.model.evidence import Evidence
from henequen.model.finding import Finding
from henequen.model.finding_kind import finding_kinds
from henequen.model.message import Listed, Message
from henequen.model.record import Record
from henequen.model.term import DocumentName, OwnText, Term
from henequen.record.audit.report import finding
from henequen.record.audit.wording import day, each, joined, name
from henequen.record.rules.counterparty import name_and_code

__all__ = ["doubles", "note_rule", "notes", "parties"]

_LISTED = 12
_ABSORBED = ("sources_disagree", "structure", "duplicate")
_ALIKE = 0.75
_CROWD = 200
_FORMS = (
    "agreement",
    "cooperation",
    "government",
    "state",
    "between",
    "the",
    "of",
    "and",
    "in",
    "for",
    "to",
    "on",
    "a",
    "with",
)


def parties(records: Mapping[str, Sequence[Record]]) -> Iterator[Finding]:
    """Instruments and activities whose printed party may be another country (`party.disputed`): one finding per
    document. A row whose printed name and code belong to different countries of one name has a finding of its own
    (`party.name_and_code`).
    """
    doubtful = [
        r
        for table in ("instruments", "activities")
        for r in records.get(table, ())
        if r.derived.get("counterparty_status") == "disputed"
    ]
    at_odds = [r for r in doubtful if not r.many("counterparty_candidates") and name_and_code(r)]
    yield from map(_name_and_code, at_odds)
    doubtful = [r for r in doubtful if r not in at_odds]
    for document in dict.fromkeys(d for r in doubtful for d in r.documents or (_source(r),)):
        group = [r for r in doubtful if document in (r.documents or (_source(r),))]
        codes = sorted({c for r in group for c in r.derived.get("counterparty_candidates", "").split(";") if c})
        names = joined([name(code) for code in codes])
        rows = joined([_row(r) for r in group], most=_LISTED)
        yield finding(
            "party.disputed",
            Message("party_disputed", document=DocumentName(of=document), n=len(group), areas=names, rows=rows),
            group,
            printed=each(sorted({p for r in group for p in r.many("parties")})),
            computed=names,
        )


def _name_and_code(record: Record) -> Finding:
    printed = "; ".join((*record.many("parties"), *record.many("actors")))
    codes = [code for code in record.many("countries") if code in name_and_code(record)]
    return finding(
        "party.name_and_code",
        Message(
            "party_name_and_code",
            document=DocumentName(of=(*record.documents, _source(record))[0]),
            record=record.id,
            printed=printed,
            areas=joined([name(code) for code in codes]),
            codes="; ".join(codes),
        ),
        [record],
        printed=printed,
        computed="; ".join(codes),
    )


def _row(record: Record) -> Term:
    """A row by its places and its date."""
    when = day(record.one("signed_on") or record.one("date"))
    if not record.many("places"):
        return when
    return Message("labelled", label=Listed([name(code) for code in record.many("places")], glue="; "), value=when)


def _source(record: Record) -> str:
    """The edition of a record without a passage."""
    return next((claim.edition for values in record.properties.values() for claim in values), "")


def doubles(records: Mapping[str, Sequence[Record]]) -> Iterator[Finding]:
    """Instruments of the same kind and places with nearly the same title and different dates (`record.double`).

    Nearly the same: three quarters of the significant words of both titles are common to them. Only titles that share one
    of their rarest words can be that near, so only these are compared; words that occur in more than `_CROWD` titles
    distinguish nothing, and titles made of such words alone are compared only with identical ones.
    """
    titled = [
        (r, _words(r.one("title"))) for r in records.get("instruments", ()) if r.many("places") and r.one("signed_on")
    ]
    common = Counter(word for _, words in titled for word in words)
    shelf: dict[tuple[object, ...], list[tuple[Record, frozenset[str]]]] = {}
    for record, words in titled:
        rare = sorted(words, key=lambda w: (common[w], w))[: len(words) - ceil(_ALIKE * len(words)) + 1]
        home = record.one("kind"), frozenset(record.many("places"))
        keys: list[tuple[object, ...]] = [(*home, word) for word in rare if common[word] <= _CROWD] or [(*home, words)]
        near = {id(others): (other, others) for key in keys for other, others in shelf.get(key, ())}
        for other, others in near.values():
            if len(words & others) < _ALIKE * len(words | others):
                continue
            dates = sorted({record.one("signed_on"), other.one("signed_on")})
            if len(dates) == 2:
                yield finding(
                    "record.double",
                    Message(
                        "record_double",
                        places=Listed([name(code) for code in record.many("places")], glue="; "),
                        dates=joined([day(date) for date in dates]),
                    ),
                    [other, record],
                    printed=each([day(date) for date in dates]),
                    computed=Message("one_or_two_instruments"),
                )
        for key in keys:
            if len(shelf.setdefault(key, [])) < _CROWD:
                shelf[key].append((record, words))


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold())) - frozenset(_FORMS)


def notes(records: Mapping[str, Sequence[Record]], findings: Iterable[Finding]) -> Iterator[Finding]:
    """What readers noted (`note.<kind>`), unless a rule found it already: on the same passage or a common figure.

    Each note is a finding of its own. Differences that a reader explained are not findings. A note that warns and one that
    only remarks are two kinds (`note_rule`).
    """
    by_message: dict[str, list[Finding]] = {}
    for item in findings:
        for document in {e.document for e in item.evidence}:
            by_message.setdefault(document, []).append(item)
    for note in sorted(records.get("notes", ()), key=_position):
        kind, document = note.one("kind"), (*note.documents, "")[0]
        if kind != "explained_difference" and not any(_covers(f, note) for f in by_message.get(document, ())):
            yield _noted(document, note)


def note_rule(note: Record) -> str:
    """The kind of finding that a note is: `note.<kind>`, or `note.<kind>_remark` if its reader states no warning.

    A remark is never a warning.
    """
    kind = note.one("kind")
    rule = f"note.{kind}" if note.one("severity") in ("error", "warning") else f"note.{kind}_remark"
    return rule if rule in finding_kinds() else "note.remark"


def _position(note: Record) -> tuple[str, int, str]:
    first = note.evidence[0] if note.evidence else None
    return (first.document, first.key_start, note.id) if first else ("", 0, note.id)


def _noted(document: str, note: Record) -> Finding:
    """The finding of one note: the printed text, the reader's correction, and the reason."""
    printed, expected = note.one("printed"), note.one("expected")
    values = {
        "document": DocumentName(of=document or _source(note)),
        "note": OwnText(subject=note.id, name="message", text=note.one("message")),
    }
    if printed and expected:
        message = Message("note_read", printed=printed, expected=expected, **values)
    else:
        message = Message("note_printed", printed=printed, **values) if printed else Message("note_said", **values)
    return finding(note_rule(note), message, [note], printed=printed, computed=expected)


def _covers(oddity: Finding, note: Record) -> bool:
    """Does a finding cover the note? Names are left to notes, except that doubtful parties have their own rule."""
    if not any(_overlap(e, n) for e in oddity.evidence for n in note.evidence):
        return False
    if oddity.rule == "party.disputed":
        return note.one("kind") == "ambiguous_name" and note.one("severity") != "info"
    if note.one("kind") not in _ABSORBED or oddity.severity == "rounding":
        return False
    fault = any(_overlap(oddity.evidence[0], n) for n in note.evidence)
    return fault or bool(_numbers(oddity.message) & _numbers(f"{note.one('message')} {note.one('printed')}"))


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.document == other.document and one.key_start < other.key_end and other.key_start < one.key_end


def _numbers(text: str) -> set[str]:
    return {n.replace(",", "").rstrip(".") for n in re.findall(r"\d[\d,.]*\d|\d", text)}
