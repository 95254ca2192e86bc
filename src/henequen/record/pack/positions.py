"""Reads the source of a row of a pack: positions and hashes of passages in documents, else its edition."""

from __future__ import annotations

import re

from henequen.model.edition import Document, Edition
from henequen.model.errors import PackError
from henequen.model.evidence import Evidence
from henequen.model.message import Message
from henequen.record.pack.cells import split

__all__ = ["is_position", "read_evidence"]

_HASH = re.compile(r"[0-9a-f]{32}", re.ASCII)

_GREATEST = 1 << 53
"""The greatest position or length that every reader of JSON and SQLite takes as it is."""


def read_evidence(
    row: dict[str, str], editions: dict[str, Edition], documents: dict[str, Document], where: str
) -> tuple[tuple[Evidence, ...], str]:
    """The passages of one row, and the edition that it belongs to; raises PackError naming `where`."""
    names = split(row.get("document", ""))
    edition = row.get("edition", "")
    if not names:
        if edition not in editions:
            raise PackError(
                Message("claim_without_source"),
                where=where,
                found=Message("edition", edition=f"{edition!r}"),
                expected=Message("document_or_edition"),
            )
        printed = [name for name in ("table_ref", "row", "column", "as_printed") if row.get(name)]
        if printed:
            raise PackError(
                Message("place_without_document"),
                where=where,
                found=", ".join(printed),
                expected=Message("document_in"),
            )
        return (), edition
    columns = {
        key: row.get(key, "").split(";")
        for key in ("start", "end", "key_start", "key_end", "passage", "prefix", "suffix")
    }
    if any(len(items) != len(names) for items in columns.values()):
        raise PackError(
            Message("evidence_without_position"),
            where=where,
            found=", ".join(f"{len(items)} in {key}" for key, items in columns.items() if len(items) != len(names)),
            expected=Message("positions_and_hashes_separated_by_semicolons", n=len(names)),
        )
    passages: list[Evidence] = []
    for number, name in enumerate(names):
        if name not in documents:
            raise PackError(
                Message("unknown_document"),
                where=where,
                found=name,
                expected=", ".join(documents) or Message("none_known"),
            )
        positions = [columns[key][number] for key in ("start", "end", "key_start", "key_end")]
        if not all(map(is_position, positions)):
            raise PackError(Message("position_not_number"), where=where, found=", ".join(positions))
        start, end, key_start, key_end = map(int, positions)
        passage, prefix, suffix = (columns[key][number] for key in ("passage", "prefix", "suffix"))
        if not 0 <= start < end <= int(documents[name].characters or end) or not 0 <= key_start < key_end:
            raise PackError(
                Message("evidence_outside_its_document"),
                where=where,
                found=Message("from_to_in", low=start, high=end, where=name),
            )
        if not _HASH.fullmatch(passage):
            raise PackError(
                Message("passage_hash_malformed"), where=where, found=passage, expected=Message("hex_digits")
            )
        for column, context in (("prefix", prefix), ("suffix", suffix)):
            if context and not _HASH.fullmatch(context):
                raise PackError(
                    Message("hash_malformed", column=column),
                    where=where,
                    found=context,
                    expected=Message("hex_digits"),
                )
        passages.append(
            Evidence(
                document=name,
                start=start,
                end=end,
                key_start=key_start,
                key_end=key_end,
                passage_hash=passage,
                prefix_hash=prefix,
                suffix_hash=suffix,
                role="supports" if number == 0 else "context",
                table=row.get("table_ref", ""),
                row=row.get("row", ""),
                column=row.get("column", ""),
                as_printed=row.get("as_printed", "") if number == 0 else "",
            )
        )
    return tuple(passages), edition or documents[names[0]].edition_id


def is_position(text: str) -> bool:
    """Is this the decimal form of a position in a text?"""
    return bool(re.fullmatch(r"0|[1-9]\d{0,15}", text, re.ASCII)) and int(text) <= _GREATEST
