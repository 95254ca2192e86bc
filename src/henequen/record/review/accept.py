"""Takes reviewed proposals into a pack: quotes become positions and hashes, and rows are appended, all or none.

A proposal is one JSON object: `table`, `id`, `document`, `quote` (or `quotes`), `after`, and the properties of its table
(docs/reference/proposals.md). Accepting the same proposal twice adds nothing.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from henequen.files.atomic import recover, write_together
from henequen.files.folders import workshop
from henequen.files.json_once import read_json_once
from henequen.files.lock import locked
from henequen.model.claim import stable_id
from henequen.model.edition import Document, Edition
from henequen.model.errors import DocumentError, PackError
from henequen.model.match_key import MatchKey, match_key
from henequen.model.message import Message
from henequen.model.properties import properties, tables
from henequen.record.evidence.passage import locate, remember
from henequen.record.evidence.printed import figure_problem
from henequen.record.pack.cells import split
from henequen.record.pack.columns import columns_of, columns_of_claims, columns_of_observations
from henequen.record.pack.files import pack_files
from henequen.record.pack.in_child import check_pack_in_child, tables_in_child
from henequen.record.pack.manifest import MANIFEST
from henequen.record.pack.seal import with_seal
from henequen.record.pack.strict_csv import render_rows

__all__ = ["Acceptance", "accept", "identity_of", "try_out"]

_PLACE = {
    "table",
    "id",
    "document",
    "quote",
    "quotes",
    "after",
    "as_printed",
    "table_ref",
    "row",
    "column",
    "asserted_by",
}
_MOST_WORDS = 8
_TRIAL = "trial-"
_PRINTED_NUMBER = re.compile(r"\d(?:[\d.,'\s]*\d)?")


@dataclass
class Acceptance:
    """The result: rows added by file, and the number of proposals already in the pack."""

    added: dict[str, int] = field(default_factory=dict)
    already_in_pack: int = 0


def accept(
    root: Path,
    proposals: Iterable[tuple[str, str]],
    texts: Mapping[str, MatchKey],
    recorded_at: str,
    recorded_by: str,
    method: str = "manual",
    dry_run: bool = False,
    sources: Sequence[tuple[Edition, Document]] = (),
) -> Acceptance:
    """Append proposals to the pack at `root`: all of them, or none.

    `proposals` are (where, line of JSON) pairs, `texts` the match key of each document by id, `sources` the editions
    and documents that the pack may not know yet. Raises PackError or DocumentError naming the line at the first
    proposal that does not fit; then nothing is written. When this returns, the accepted rows are flushed to disk.
    """
    with locked(root / MANIFEST):
        if not dry_run:
            recover(root)
        return _accept(root, proposals, texts, recorded_at, recorded_by, method, dry_run, sources)


def _accept(
    root: Path,
    proposals: Iterable[tuple[str, str]],
    texts: Mapping[str, MatchKey],
    recorded_at: str,
    recorded_by: str,
    method: str,
    dry_run: bool,
    sources: Sequence[tuple[Edition, Document]],
) -> Acceptance:
    tables_read: dict[Path, tuple[tuple[str, ...], list[dict[str, str]], set[tuple[str, ...]]]] = {}
    outcome = Acceptance()
    origin: dict[tuple[str, int], str] = {}
    new_rows = [
        _row_of(line, where, texts, recorded_at, recorded_by, method) for where, line in proposals if line.strip()
    ]
    new_nouns: tuple[tuple[str, Sequence[Edition | Document]], ...] = (
        ("editions/editions.csv", [edition for edition, _ in sources]),
        ("documents/documents.csv", [document for _, document in sources]),
    )
    columns: dict[str, Sequence[str]] = {path.as_posix(): header for _, path, header, _ in new_rows}
    columns |= {name: columns_of(type(nouns[0])) for name, nouns in new_nouns if nouns}
    held = tables_in_child(root, columns).rows
    for name, nouns in new_nouns:
        if nouns:
            path, header = Path(name), columns_of(type(nouns[0]))
            rows = list(held[name])
            ids = {r[header[0]] for r in rows}
            new = {str(row[header[0]]): row for row in map(_cells, nouns) if row[header[0]] not in ids}
            if new:
                outcome.added[path.as_posix()] = len(new)
                tables_read[path] = (header, [*rows, *new.values()], set())
    for where, path, header, row in new_rows:
        if path not in tables_read:
            rows = list(held[path.as_posix()])
            tables_read[path] = (header, rows, {identity_of(r) for r in rows})
        _, rows, names_read = tables_read[path]
        if identity_of(row) in names_read:
            outcome.already_in_pack += 1
            continue
        names_read.add(identity_of(row))
        rows.append(row)
        origin[path.as_posix(), 1 + len(rows)] = where
        outcome.added[path.as_posix()] = outcome.added.get(path.as_posix(), 0) + 1
    changed = {
        path: render_rows(header, rows)
        for path, (header, rows, _) in sorted(tables_read.items(), key=_references_first)
        if path.as_posix() in outcome.added
    }
    if changed:
        try:
            try_out(root, changed, None if dry_run else workshop(root))
        except PackError as error:
            raise _naming_proposal(error, origin) from None
        if not dry_run:
            write_together(root, with_seal(root, {path: text.encode("utf-8") for path, text in changed.items()}))
    return outcome


def _row_of(
    line: str, where: str, texts: Mapping[str, MatchKey], recorded_at: str, recorded_by: str, method: str
) -> tuple[str, Path, tuple[str, ...], dict[str, str]]:
    """A proposal as a row: where it comes from, its file, the columns of the file, and its cells."""
    proposal = _parse(line, where)
    path, header, row = _row(proposal, texts, where)
    row |= {
        "recorded_at": recorded_at,
        "recorded_by": _cell(recorded_by, False),
        "method": str(proposal.get("method", method)),
    }
    return where, path, header, row


def _cells(noun: Edition | Document) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(noun).items()}


def _references_first(item: tuple[Path, object]) -> tuple[int, str]:
    """Order files so that referenced rows come first and relations last: a reader of a half-written pack finds no
    dangling reference."""
    order = {"editions": -2, "documents": -1, "actors": 0, "recommendations": 1, "relations": 3}
    return order.get(item[0].stem, 2), item[0].as_posix()


def _naming_proposal(error: PackError, origin: Mapping[tuple[str, int], str]) -> PackError:
    """The same error, naming the proposal whose row it is about (each row is one line of its file)."""
    match = re.match(r"(.+), line (\d+)", error.where or "")
    where = origin.get((match[1], int(match[2]))) if match else None
    return PackError(
        error.what, where=where or error.where, found=error.found, expected=error.expected, hint=error.hint
    )


def identity_of(row: Mapping[str, str]) -> tuple[str, ...]:
    """The identity of a row: all fields except when, by whom and how it was taken in."""
    return tuple(sorted(f"{k}={v}" for k, v in row.items() if v and k not in ("recorded_at", "recorded_by", "method")))


def try_out(root: Path, changed: Mapping[Path, str], where: Path | None) -> None:
    """Read the resulting pack in a folder below `where`; raises PackError if it would not be valid."""
    if where is not None:
        where.mkdir(parents=True, exist_ok=True)
        for stray in where.glob(f"{_TRIAL}*"):  # left by an interrupted run, since this process holds the pack's lock
            shutil.rmtree(stray)
    with tempfile.TemporaryDirectory(prefix=_TRIAL, dir=where) as folder:
        trial = Path(folder) / "trial"
        for path in pack_files(root):
            (trial / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, trial / path.relative_to(root), follow_symlinks=False)
        for path, text in changed.items():
            (trial / path).parent.mkdir(parents=True, exist_ok=True)
            (trial / path).write_text(text, encoding="utf-8", newline="")
        check_pack_in_child(trial)


def _parse(line: str, where: str) -> dict[str, object]:
    try:
        proposal = read_json_once(line)
        line.encode("utf-8")
        json.dumps(proposal, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise PackError(Message("not_json_because", reason=error), where=where) from None
    if not isinstance(proposal, dict) or proposal.get("table") not in tables():
        raise PackError(
            Message("unknown_table"),
            where=where,
            found=proposal.get("table") if isinstance(proposal, dict) else type(proposal).__name__,
            expected=", ".join(tables()),
        )
    return proposal


def _row(
    proposal: Mapping[str, object], texts: Mapping[str, MatchKey], where: str
) -> tuple[Path, tuple[str, ...], dict[str, str]]:
    table = str(proposal["table"])
    columns = properties(table)
    unknown = sorted(set(proposal) - _PLACE - set(columns) - {"note", "method"})
    if unknown:
        raise PackError(Message("unknown_field"), where=where, found=", ".join(unknown), expected=", ".join(columns))
    name = str(proposal.get("document", ""))
    if name not in texts:
        raise DocumentError(
            Message("you_do_not_have_copy_document"),
            where=where,
            found=name,
            hint=Message("add_first_henequen_documents_add_file"),
        )
    quotes = proposal.get("quotes") or [{"quote": proposal.get("quote", ""), "after": proposal.get("after", "")}]
    if not isinstance(quotes, list) or not all(isinstance(quote, dict) for quote in quotes):
        raise PackError(
            Message("quotes_not_list_passages"), where=where, found=quotes, expected='[{"quote": ..., "after": ...}]'
        )
    try:
        located = [locate(texts[name], str(q.get("quote") or ""), str(q.get("after") or "")) for q in quotes]
    except DocumentError as error:
        raise DocumentError(error.what, where=where, found=error.found, hint=error.hint) from None
    passages = [remember(name, texts[name], passage) for passage in located]
    as_printed = _cell(proposal.get("as_printed") or "", False)
    if len(as_printed.split()) > _MOST_WORDS:
        raise PackError(
            Message("as_printed_too_long"),
            where=where,
            found=as_printed,
            expected=Message("at_most_words", most_words=_MOST_WORDS),
        )
    if as_printed and not any(match_key(as_printed).key in texts[name].key[p.start : p.end] for p in located):
        raise PackError(Message("as_printed_not_in_passage"), where=where, found=as_printed)
    row = {
        "document": ";".join(p.document for p in passages),
        "start": ";".join(str(p.start) for p in passages),
        "end": ";".join(str(p.end) for p in passages),
        "key_start": ";".join(str(p.key_start) for p in passages),
        "key_end": ";".join(str(p.key_end) for p in passages),
        "passage": ";".join(p.passage_hash for p in passages),
        "prefix": ";".join(p.prefix_hash for p in passages),
        "suffix": ";".join(p.suffix_hash for p in passages),
        "as_printed": as_printed,
    }
    for key in ("table_ref", "row", "column", "asserted_by", "note"):
        row[key] = _cell(proposal.get(key) or "", False)
    for key, prop in columns.items():
        value = proposal.get(key)
        if value in (None, "", []):
            continue
        row[key] = "; ".join(_item(v) for v in value) if isinstance(value, list) else _cell(value, prop.many)
    if table == "observations":
        _check_digits(row, where)
        header = columns_of_observations()
        return Path("observations") / f"{name}.csv", header, {column: row.get(column, "") for column in header}
    row["subject"] = _cell((proposal.get("subject") if table == "relations" else proposal.get("id")) or "", False)
    if table in ("memberships", "notes", "statements") and not proposal.get("id"):
        content = "|".join(row.get(key, "") for key in columns)
        row["subject"] = stable_id(table[:-1], name, str(passages[0].key_start), content)
    if table == "memberships" and not proposal.get("id"):
        row["subject"] = f"member-{proposal.get('body')}-{proposal.get('member')}"
    header = columns_of_claims(table)
    return Path("claims") / f"{table}.csv", header, {column: row.get(column, "") for column in header}


def _check_digits(row: Mapping[str, str], where: str) -> None:
    """A figure must have all digits of a printed number; one written in words (`a third`) cannot be compared."""
    printed = {_digits(number) for number in _PRINTED_NUMBER.findall(row["as_printed"])}
    if printed and row.get("value") and _digits(row["value"]) not in printed:
        scale = int(row.get("unit_mult") or 0)
        if not figure_problem(row["value"], scale, row.get("measure", ""), row["as_printed"]):
            return  # several numbers make one figure, as in 18억 4500만
        raise PackError(
            Message("value_differs_from_what_printed"), where=where, found=row["value"], expected=row["as_printed"]
        )


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).lstrip("0")


def _item(value: object) -> str:
    return _cell(value, False).replace(";", ",")


def _cell(value: object, many: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = re.sub(r"\s+", " ", str(value)).strip()
    return "; ".join(split(text)) if many else text
