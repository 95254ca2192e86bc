"""Takes a user's table of treaty acts or of register entries into a pack: all rows, or none; errors name file and
line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from henequen.jobs.foreign_text import rows_in_child
from henequen.model.claim import stable_id
from henequen.model.errors import DataError, UsageError
from henequen.model.message import Message
from henequen.model.properties import properties
from henequen.record.pack.columns import columns_of_claims
from henequen.record.pack.in_child import read_pack_in_child
from henequen.record.pack.pack import Pack
from henequen.record.review.append import Addition, Appended, append_rows
from henequen.record.review.source import edition_for

__all__ = ["import_entries", "import_treaties"]

_TREATY = ("treaty", "side", "action", "date", "source")
_EDITIONS = "editions/editions.csv"
_SLUG = re.compile(r"[^a-z0-9]+")


def import_treaties(root: Path, path: Path, today: str, by: str, dry_run: bool = False) -> Appended:
    """Take a table `treaty, side, action, date, source` (and `depositary`). A treaty is the id or the title of an instrument; a
    title that is not on record becomes an instrument. The column `depositary` is required for a treaty without one in the pack.
    Raises DataError or PackError; then nothing is written."""
    pack = read_pack_in_child(root)
    keepers = {c.subject: c.value for c in pack.claims if c.table == "treaty_actions" and c.predicate == "depositary"}
    depositaries = {
        c.value: keepers.get(c.subject, "")
        for c in pack.claims
        if c.table == "treaty_actions" and c.predicate == "treaty"
    }
    treaties = _Treaties(pack)
    rows: list[_Sourced] = []
    lines_by_id: dict[str, str] = {}
    for where, row in _rows(path, _TREATY):
        treaty = treaties.find(row["treaty"], where)
        depositary = row.get("depositary", "") or depositaries.get(treaty, "")
        if not depositary:
            raise DataError(
                Message("treaty_without_depositary"),
                where=where,
                found=row["treaty"],
                expected=Message("column_depositary"),
            )
        depositaries[treaty] = depositary
        if treaty not in treaties.on_record and treaty not in treaties.added:
            treaties.added.add(treaty)
            new = {"subject": treaty, "kind": "treaty", "title": row["treaty"], "level": "national"}
            rows.append(_Sourced("instruments", new, row["source"], where))
        subject = f"action-{treaty}-{row['side'].lower()}-{_slug(row['action'])}"
        _once(lines_by_id, subject, where, f"{treaty}, {row['side']}, {row['action']}")
        cells = {"treaty": treaty, "side": row["side"], "action": row["action"], "on": row["date"]}
        act = {"subject": subject, **cells, "depositary": depositary}
        rows.append(_Sourced("treaty_actions", act, row["source"], where))
    return _append(root, pack, rows, today, by, dry_run)


class _Treaties:
    """The instruments of a pack by id and title."""

    def __init__(self, pack: Pack) -> None:
        instruments = [c for c in pack.claims if c.table == "instruments"]
        self.on_record = {c.subject for c in instruments}
        self.added: set[str] = set()
        self._titles = {
            _slug(c.value): c.subject for c in reversed(instruments) if c.predicate in ("title", "title_es")
        }

    def find(self, name: str, where: str) -> str:
        """The id that a cell means. Raises DataError for what looks like an id or a title on record and is neither."""
        slug = _slug(name)
        identity = name if name in self.on_record else self._titles.get(slug, "")
        if identity:
            return identity
        near = get_close_matches(slug, [*self.on_record, *self._titles], 1, 0.85)
        if near or name == slug or not slug:
            raise DataError(
                Message("unknown_treaty"),
                where=where,
                found=name[:80],
                expected=Message("id_or_title_register_instruments_or"),
                hint=Message("did_you_mean", near=self._titles.get(near[0], near[0])) if near else "",
            )
        return slug[:60].strip("-")


def import_entries(root: Path, path: Path, register: str, today: str, by: str, dry_run: bool = False) -> Appended:
    """Take a table with columns of `entries` and `source` into one register. Every row needs a title and a source."""
    pack = read_pack_in_child(root)
    names = [name for name in properties("entries") if name != "register"]
    rows: list[_Sourced] = []
    lines_by_id: dict[str, str] = {}
    for where, row in _rows(path, ("title", "source")):
        unknown = sorted(set(row) - {*names, "id", "source", "note"})
        if unknown:
            raise DataError(
                Message("unknown_column"),
                where=Message("at_first_line", file=path.name),
                found=", ".join(unknown),
                expected=", ".join(names),
            )
        if not row["title"]:
            raise DataError(Message("entry_without_title"), where=where)
        subject = row.get("id") or stable_id(
            register[:8].replace("_", "-").strip("-"), row["title"], row.get("from", ""), row.get("side", "")
        )
        _once(lines_by_id, subject, where, row.get("id") or row["title"])
        cells = {name: row[name] for name in names if row.get(name)}
        entry = {"subject": subject, "register": register, **cells, "note": row.get("note", "")}
        rows.append(_Sourced("entries", entry, row["source"], where))
    return _append(root, pack, rows, today, by, dry_run)


def _once(values: dict[str, str], subject: str, where: str, value: str) -> None:
    """Raise DataError if a row of the same table has the same subject."""
    if values.setdefault(subject, where) != where:
        raise DataError(
            Message("same_act_or_entry_there_twice"),
            where=where,
            found=Message("one_also_other", one=value, other=values[subject]),
            expected=Message("one_row_each"),
            hint=Message("keep_row_that_its_source_supports"),
        )


class _Sourced(NamedTuple):
    """A row for a table of claims, its source, and where a user wrote it."""

    table: str
    cells: dict[str, str]
    source: str
    where: str


def _append(root: Path, pack: Pack, rows: Iterable[_Sourced], today: str, by: str, dry_run: bool) -> Appended:
    editions = dict(pack.editions)
    files: dict[str, list[Mapping[str, str]]] = {}
    origins: dict[str, list[str]] = {}
    for row in rows:
        if not row.source:
            raise DataError(
                Message("row_without_source"), where=row.where, expected=Message("address_or_id_edition_pack")
            )
        try:
            edition, new = edition_for(row.source, editions, "", today, pack.manifest.sides)
        except UsageError as error:
            raise DataError(error.what, where=row.where, found=error.found, expected=error.expected) from error
        if new:
            editions[edition.edition_id] = edition
            files.setdefault(_EDITIONS, []).append({name: str(value) for name, value in asdict(edition).items()})
        whole = dict.fromkeys(columns_of_claims(row.table), "") | row.cells
        whole |= {"edition": edition.edition_id, "method": "import", "recorded_at": today, "recorded_by": by}
        files.setdefault(f"claims/{row.table}.csv", []).append(whole)
        origins.setdefault(f"claims/{row.table}.csv", []).append(row.where)
    return append_rows(root, Addition(files, origins=origins), dry_run)


def _slug(text: str) -> str:
    """A text in small letters and digits of ASCII with hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _SLUG.sub("-", plain.lower()).strip("-")


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    def names_of(header: list[str]) -> list[str]:
        names = [name.strip() for name in header]
        if any(name not in names for name in needed):
            raise DataError(
                Message("a_column_missing"),
                where=Message("at_first_line", file=path.name),
                found=", ".join(names),
                expected=", ".join(needed),
            )
        return names

    for line, row in rows_in_child(path, names_of):
        yield f"{path.name}, line {line}", {name: cell.strip() for name, cell in row.items()}
