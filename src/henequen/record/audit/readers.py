"""What readers noted and what the record shows beside figures: doubtful parties, likely doubles, names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil

from henequen.model.countries import country
from henequen.model.evidence import Evidence
from henequen.model.finding import SEVERITIES, Finding
from henequen.model.record import Record
from henequen.record.audit.report import finding
from henequen.record.audit.wording import joined
from henequen.record.rules.counterparty import name_and_code

__all__ = ["doubles", "notes", "parties"]

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
    """Instruments and activities whose printed party may be another country (`party.disputed`): one finding a document.

    A row whose printed name and code belong to different countries of one name has a finding of its own (`party.name_and_code`).
    """
    doubtful = [
        r for table in ("instruments", "activities") for r in records.get(table, ())
        if r.derived.get("counterparty_status") == "disputed"
    ]  # fmt: skip
    at_odds = [r for r in doubtful if not r.many("counterparty_candidates") and name_and_code(r)]
    yield from map(_name_and_code, at_odds)
    doubtful = [r for r in doubtful if r not in at_odds]
    for document in dict.fromkeys(d for r in doubtful for d in r.documents or (_source(r),)):
        group = [r for r in doubtful if document in (r.documents or (_source(r),))]
        codes = sorted({c for r in group for c in r.derived.get("counterparty_candidates", "").split(";") if c})
        names = joined([known.name("en") if (known := country(c)) else c for c in codes])
        dates = joined(
            [f"{'; '.join(r.many('places'))} {r.one('signed_on') or r.one('date')}".strip() for r in group],
            most=_LISTED,
        )
        yield finding(
            "party.disputed",
            "warning",
            f"{document}: {len(group)} rows print a party that may be either of {names} ({dates}). They are counted for "
            "neither until a person decides.",
            group,
            printed=joined(sorted({p for r in group for p in r.many("parties")}), most=_LISTED),
            computed=names,
        )


def _name_and_code(record: Record) -> Finding:
    printed = "; ".join((*record.many("parties"), *record.many("actors")))
    codes = [code for code in record.many("countries") if code in name_and_code(record)]
    names = joined([known.name("en") if (known := country(code)) else code for code in codes])
    return finding(
        "party.name_and_code",
        "warning",
        f"{(*record.documents, _source(record))[0]}: {record.id} prints the parties {printed}, but its code says {names} "
        f"({'; '.join(codes)}). It is counted for neither until a person decides.",
        [record],
        printed=printed,
        computed="; ".join(codes),
    )


def _source(record: Record) -> str:
    """The edition of a record without a passage."""
    return next((said.edition for values in record.said.values() for said in values), "")


def doubles(records: Mapping[str, Sequence[Record]]) -> Iterator[Finding]:
    """Instruments of the same kind and places with nearly the same title and different dates (`record.double`).

    Nearly the same: three quarters of the significant words of both titles are common to them. Only titles that share one
    of their rarest words can be that near, so only these are compared; words that stand in more than `_CROWD` titles tell
    nothing apart, and titles made of such words alone are compared only with identical ones.
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
                    "info",
                    f"Two instruments of {'; '.join(record.many('places'))} have nearly the same title and different dates "
                    f"({joined(dates)}): signed again, or one instrument listed twice.",
                    [other, record],
                    printed="; ".join(dates),
                    computed="one instrument or two",
                )
        for key in keys:
            if len(shelf.setdefault(key, [])) < _CROWD:
                shelf[key].append((record, words))


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold())) - frozenset(_FORMS)


def notes(records: Mapping[str, Sequence[Record]], found: Iterable[Finding]) -> Iterator[Finding]:
    """What readers noted (`note.<kind>`), unless a rule found it already: the same passage, or one figure in common.

    Differences that a reader explained are no findings. Notes whose messages begin with the same words up to a colon or
    full stop are one finding; so are all notes of severity info of one kind in one document, except disagreements.
    """
    known: dict[str, list[Finding]] = {}
    for item in found:
        for document in {e.document for e in item.evidence}:
            known.setdefault(document, []).append(item)
    groups: dict[tuple[str, ...], list[Record]] = {}
    for note in sorted(records.get("notes", ()), key=_position):
        kind, document = note.one("kind"), (*note.documents, "")[0]
        if kind == "explained_difference" or any(_covers(f, note) for f in known.get(document, ())):
            continue
        severity = note.one("severity") if note.one("severity") in SEVERITIES else "info"
        head = _head(note.one("message")) if severity != "info" or kind == "sources_disagree" else ""
        groups.setdefault((document, kind, severity, head), []).append(note)
    for (document, kind, severity, head), group in groups.items():
        yield _noted(document, kind, severity, head, group)


def _position(note: Record) -> tuple[str, int, str]:
    first = note.evidence[0] if note.evidence else None
    return (first.document, first.key_start, note.id) if first else ("", 0, note.id)


def _head(message: str) -> str:
    return re.split(r"[:.;](?:\s|$)", message, maxsplit=1)[0]


def _noted(document: str, kind: str, severity: str, head: str, group: Sequence[Record]) -> Finding:
    if len(group) == 1:
        text = _sentence(group[0])
    elif head:
        text = f"{head} ({len(group)} places): " + "; ".join(_pair(n) or _rest(n, head) for n in group)
    else:
        text = f"{len(group)} notes: " + " ".join(_sentence(n) for n in group)
    return finding(
        f"note.{kind}",
        severity,
        f"{document}: {text}" if document else text,
        group,
        printed="; ".join(filter(None, (n.one("printed") for n in group))),
        computed="; ".join(filter(None, (n.one("expected") for n in group))),
    )


def _pair(note: Record) -> str:
    printed, expected = note.one("printed"), note.one("expected")
    return f"{printed} (read: {expected})" if printed and expected else printed


def _rest(note: Record, head: str) -> str:
    return note.one("message").removeprefix(head).strip(" :.;")


def _sentence(note: Record) -> str:
    pair = _pair(note)
    message = note.one("message").rstrip(".")
    return f"{pair}: {message}." if pair else f"{message}."


def _covers(found: Finding, note: Record) -> bool:
    """Does a finding say what the note says? Names are left to notes, except that doubtful parties have their own rule."""
    if not any(_overlap(e, n) for e in found.evidence for n in note.evidence):
        return False
    if found.rule == "party.disputed":
        return note.one("kind") == "ambiguous_name" and note.one("severity") != "info"
    if note.one("kind") not in _ABSORBED or found.severity == "rounding":
        return False
    fault = any(_overlap(found.evidence[0], n) for n in note.evidence)
    return fault or bool(_numbers(found.message) & _numbers(f"{note.one('message')} {note.one('printed')}"))


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.document == other.document and one.key_start < other.key_end and other.key_start < one.key_end


def _numbers(text: str) -> set[str]:
    return {n.replace(",", "").rstrip(".") for n in re.findall(r"\d[\d,.]*\d|\d", text)}
