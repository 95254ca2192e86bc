"""Appends rows to a pack's tables: the resulting pack is validated first, then all files are written or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from henequen.files.atomic import recover, write_together
from henequen.files.folders import workshop
from henequen.files.lock import locked
from henequen.model.decision import Review
from henequen.model.edition import Edition
from henequen.model.errors import PackError
from henequen.record.pack.columns import columns_of, columns_of_claims, columns_of_observations
from henequen.record.pack.in_child import tables_in_child
from henequen.record.pack.manifest import MANIFEST, advance_day
from henequen.record.pack.strict_csv import read_text, render_rows
from henequen.record.review.accept import identity_of, try_out

__all__ = ["Addition", "Appended", "append_rows", "header_of"]

Row = Mapping[str, str]
_PLACE = re.compile(r"[a-z]+/[a-z0-9_-]+\.csv, line \d+")


@dataclass(frozen=True)
class Addition:
    """Rows to append, by file (relative to the pack), the pack's new latest day (empty: unchanged), and where each row comes from
    (empty: errors name the line that the row would have in the pack)."""

    rows: Mapping[str, Sequence[Row]]
    day: str = ""
    origins: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass
class Appended:
    """Rows added by file, and the number already in the pack."""

    added: dict[str, int] = field(default_factory=dict)
    present: int = 0


def header_of(name: str) -> tuple[str, ...]:
    """The columns of a file of the pack, by its name."""
    if name == "editions/editions.csv":
        return columns_of(Edition)
    if name == "reviews.csv":
        return columns_of(Review)
    folder, _, file = name.partition("/")
    return columns_of_observations() if folder == "observations" else columns_of_claims(file.removesuffix(".csv"))


def append_rows(root: Path, addition: Addition, dry_run: bool = False) -> Appended:
    """Append rows that the pack does not have yet. Raises PackError, with nothing written, if it would not be valid."""
    with locked(root / MANIFEST):
        if not dry_run:
            recover(root)
        outcome = Appended()
        changed: dict[Path, str] = {}
        origins: dict[str, str] = {}
        tables = tables_in_child(root, {name: header_of(name) for name in addition.rows})
        for name, rows in addition.rows.items():
            header, rows_in_file = header_of(name), tables.rows[name]
            keys = {_key(name, row) for row in rows_in_file}
            new: list[Row] = []
            messages: list[str] = []
            for number, row in enumerate(rows):
                if _key(name, row) in keys:
                    outcome.present += 1
                    continue
                keys.add(_key(name, row))
                new.append(row)
                messages += addition.origins.get(name, ())[number : number + 1]
            if new:
                outcome.added[name] = len(new)
                changed[Path(name)] = render_rows(header, [*rows_in_file, *new])
            if messages:
                origins |= _origins(
                    name, render_rows(header, rows_in_file), [render_rows(header, [row]) for row in new], messages
                )
        if not changed:
            return outcome
        if addition.day > tables.manifest.as_of:
            changed[Path(MANIFEST)] = advance_day(read_text(root / MANIFEST, root), addition.day)
        try:
            try_out(root, changed, None if dry_run else workshop(root))
        except PackError as error:
            raise _with_origins(error, origins) from error
        if not dry_run:
            write_together(root, {path: text.encode("utf-8") for path, text in changed.items()})
        return outcome


def _key(name: str, row: Row) -> tuple[str, ...]:
    """The identity of a row: an edition's id; otherwise all fields except when and how it was taken in."""
    if name == "editions/editions.csv":
        return (row["edition_id"],)
    return identity_of(row)


def _origins(name: str, earlier: str, new: Sequence[str], origins: Sequence[str]) -> dict[str, str]:
    """Where each new row comes from, by the place that an error of the pack names."""
    line, origin_of = earlier.count("\n") + 1, {}
    for text, origin in zip(new, origins, strict=True):
        origin_of[f"{name}, line {line}"] = origin
        line += text.count("\n") - 1
    return origin_of


def _with_origins(error: PackError, origins: Mapping[str, str]) -> PackError:
    """The same error with the user's lines in place of the pack's."""

    def words(text: object) -> str | None:
        return None if text is None else _PLACE.sub(lambda place: origins.get(place[0], place[0]), str(text))

    return PackError(
        error.what,
        where=words(error.where),
        found=words(error.found),
        expected=words(error.expected),
        hint=words(error.hint),
    )
