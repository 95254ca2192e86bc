"""Read one file: bytes to a document, a document to proposals. Runs in the limited child process."""

from __future__ import annotations

import hashlib
import re
import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from henequen.model.message import Message
from henequen.reading.arithmetic import find_arithmetic_issues
from henequen.reading.document import Mark, Proposal, Quote, ReadDocument
from henequen.reading.formats.delimited import read_delimited, sniff_dialect
from henequen.reading.formats.detect import DOCX, PDF, XLSX, binary_kind, text_kind
from henequen.reading.formats.plain import read_plain
from henequen.reading.formats.refusal import NeedsOcr, Refusal
from henequen.reading.gates.evidence import EvidenceGate
from henequen.reading.layout.finish import finish
from henequen.reading.ocr.figures import without_figures
from henequen.reading.prose.read_prose import read_prose
from henequen.reading.tables.continued import with_headers_of_continued
from henequen.reading.tables.lost_tables import with_lost_tables
from henequen.reading.tables.read_tables import read_tables

__all__ = ["LARGEST_FILE", "FileReading", "read_bytes", "read_document", "read_file"]

_BULLET = re.compile(r"(?:[-–—•·○●□■▪◦*※ㅇ▷▶]\s*)+(?=[^\W\d_])")
LARGEST_FILE = 100_000_000
"""Bytes; a larger file is refused before it is opened."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """The result for one file: its status, the document if it was read, its proposals and counts of those left out."""

    name: str
    status: str
    reason: str | None = None
    document: ReadDocument | None = None
    proposals: tuple[Proposal, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    pages: int = 0
    """The pages of a scan that was not read."""

    def document_line(self) -> dict[str, object]:
        """The line of the file itself."""
        line: dict[str, object] = {"document": self.name, "kind": "document", "status": self.status}
        if self.reason:
            line["reason"] = self.reason
        if self.pages:
            line["pages"] = self.pages
        document = self.document
        if document is not None:
            line["media_type"] = document.media_type
            line["language"] = document.language
            line["sha256"] = document.sha256
            for name in ("title", "publisher", "published_on"):
                if value := getattr(document, name):
                    line[name] = value
            line["pages"] = len(document.pages)
            line["tables"] = len(document.tables)
            line["proposals"] = dict(sorted(Counter(proposal.kind for proposal in self.proposals).items()))
            line["left_out"] = dict(sorted(self.left_out.items()))
            line["marks"] = [
                {"kind": mark.kind, "message": mark.message, "char_start": mark.start, "char_end": mark.end}
                for mark in document.marks
            ]
            line["repairs"] = [
                {"table": table.number, "message": repair} for table in document.tables for repair in table.repairs
            ]
        return line


def read_file(path: Path, answers: Sequence[str] = (), recognised: Sequence[str] = ()) -> FileReading:
    """Read `path` into its document and proposals; a file that is not read has a status and a reason instead.

    `answers` are what a language model suggested for it; they pass a gate of their own. `recognised` are the words of
    each page that an OCR program found.
    """
    name = path.name
    try:
        data, before = read_bytes(path)
        document = read_document(name, data, recognised)
        proposals, left_out = propose(document, answers)
        if _state(path) != before:
            raise Refusal(Message("file_changed_while_was_read_read"))
    except Refusal as refusal:
        return FileReading(name, "refused", refusal.args[0])
    except NeedsOcr as needed:
        return FileReading(name, "unreadable_without_ocr", needed.args[0], pages=needed.pages)
    return FileReading(name, "ok", None, document, proposals, left_out)


def read_bytes(path: Path) -> tuple[bytes, tuple[int, int, int]]:
    """The bytes of a regular file and its state; Refusal if it is not one, is too large or changes while it is read."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise Refusal(Message("folder_not_file"))
        if not stat.S_ISREG(kind):
            raise Refusal(Message("not_regular_file"))
        before = _state(path)
        if before[0] > LARGEST_FILE:
            raise Refusal(
                Message("file_has_bytes_at_most_are", before=f"{before[0]:,}", largest_file=f"{LARGEST_FILE:,}")
            )
        data = path.read_bytes()
        after = _state(path)
    except FileNotFoundError as error:
        raise Refusal(Message("there_no_such_file")) from error
    except PermissionError as error:
        raise Refusal(Message("file_may_not_be_read_its")) from error
    except OSError as error:
        raise Refusal(Message("file_cannot_be_read_2", strerror=error.strerror or type(error).__name__)) from error
    if before != after or len(data) != before[0]:
        raise Refusal(Message("file_changed_while_was_read_read"))
    return data, before


def _state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def read_document(name: str, data: bytes, recognised: Sequence[str] = ()) -> ReadDocument:
    """The document in `data`, by its content. Raises Refusal or NeedsOcr."""
    document = with_headers_of_continued(with_lost_tables(finish(_read_format(name, data, recognised))))
    if not document.text.strip():
        raise Refusal(Message("file_holds_no_text"))
    return replace(document, sha256=hashlib.sha256(data).hexdigest())


def _read_format(name: str, data: bytes, recognised: Sequence[str] = ()) -> ReadDocument:
    """Each format is imported on first use, so that the child starts faster."""
    kind = binary_kind(data)
    if kind == PDF:
        from henequen.reading.formats.pdf import read_pdf

        return read_pdf(name, data, recognised)
    if kind == XLSX:
        from henequen.reading.formats.xlsx import read_xlsx

        return read_xlsx(name, data)
    if kind == DOCX:
        from henequen.reading.formats.docx import read_docx

        return read_docx(name, data)
    media_type, decoded = text_kind(data)
    if media_type == "message/rfc822":
        from henequen.reading.formats.mail import read_mail

        return read_mail(name, data)
    if media_type == "text/html":
        from henequen.reading.formats.html import read_html

        document = read_html(name, decoded.text)
    elif media_type == "text/csv":
        document = read_delimited(name, decoded.text, sniff_dialect(decoded.text) or ",")
    else:
        document = read_plain(name, decoded.text, media_type)
    if decoded.mixed:
        document = replace(
            document, marks=(*document.marks, Mark("mixed_encoding", Message("lines_file_have_different_encodings")))
        )
    return document


def _through(gate: EvidenceGate, document: ReadDocument, left_out: Counter[str]) -> Iterator[Proposal]:
    """The proposals of running text that the evidence gate accepts; dropped ones are counted by reason."""
    for proposal in read_prose(document, gate.lines):
        verdict = gate.check(proposal)
        if verdict.accepted:
            yield proposal
        else:
            left_out[f"evidence: {verdict.reason.split(':')[0].replace('_', ' ')}"] += 1


def propose(document: ReadDocument, answers: Sequence[str] = ()) -> tuple[tuple[Proposal, ...], dict[str, int]]:
    """The proposals of a document, each once, and how many were left out by reason."""
    left_out: Counter[str] = Counter()
    proposals: dict[str, Proposal] = {}
    tables = _guarded("tables", read_tables(document, left_out), left_out)
    running = _through(EvidenceGate(document), document, left_out)
    for candidate in chain(tables, _guarded("prose", running, left_out)):
        evidence = tuple(_without_bullet(document, quote) for quote in candidate.evidence)
        fields = _on_one_line(candidate.fields)
        proposal = Proposal(candidate.document, candidate.kind, fields, evidence)
        identity = proposal.identity
        if identity in proposals:
            left_out[Message("said_twice_at_one_place")] += 1
        proposals[identity] = proposal
    if answers:
        from henequen.reading.suggesting.answers import read_suggestions

        for candidate in _guarded(
            "suggestions", read_suggestions(document, answers, tuple(proposals.values()), left_out), left_out
        ):
            proposals.setdefault(candidate.identity, candidate)
    for issue in find_arithmetic_issues(list(proposals.values())):
        proposals.setdefault(issue.identity, issue)
    if document.recognised:
        typed = [without_figures(document, proposal) for proposal in proposals.values()]
        proposals = {one.identity: one for one in typed if one is not None}
    return tuple(proposals.values()), dict(left_out)


def _guarded(name: str, proposals: Iterator[Proposal], left_out: Counter[str]) -> Iterator[Proposal]:
    """The proposals of one reader; if it fails, the rest of it is left out and counted, and the other reader
    continues."""
    try:
        yield from proposals
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        left_out[Message("reader_failed_please_report_this_file_2", name=name, name_2=type(error).__name__)] += 1


def _on_one_line(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields without the line breaks of the page; quotes keep them."""

    def joined(value: object) -> object:
        return " ".join(value.split()) if isinstance(value, str) and ("\n" in value or "  " in value) else value

    return {
        name: [joined(part) for part in value] if isinstance(value, list) else joined(value)
        for name, value in fields.items()
    }


def _without_bullet(document: ReadDocument, quote: Quote) -> Quote:
    """The quote without the mark of a list before its first letter: it is not part of the statement."""
    mark = _BULLET.match(quote.quote)
    if not mark or document.text[quote.start : quote.end] != quote.quote:
        return quote
    return replace(quote, quote=quote.quote[mark.end() :], start=quote.start + mark.end())
