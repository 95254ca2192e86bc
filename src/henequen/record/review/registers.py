"""Takes a user's table of treaty acts or of register entries into a pack: all rows, or none; errors name file and
line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from henequen.jobs.foreign_text import rows_in_child
from henequen.model.claim import stable_id
from henequen.model.errors import DataError
from henequen.model.properties import properties
from henequen.record.pack.columns import columns_of_claims
from henequen.record.pack.pack import Pack
from henequen.record.pack.read import read_pack
from henequen.record.review.append import Addition, Appended, append_rows
from henequen.record.review.source import edition_for

__all__ = ["import_entries", "import_treaties"]

_TREATY = ("treaty", "side", "action", "date", "source")
_EDITIONS = "editions/editions.csv"
_SLUG = re.compile(r"[^a-z0-9]+")


def import_treaties(root: Path, path: Path, today: str, by: str, dry_run: bool = False) -> Appended:
    """Take a table `treaty, side, action, date, source` (and `depositary`). The column is required for a treaty
    without a depositary in the pack. Raises DataError or PackError; then nothing is written."""
    pack = read_pack(root)
    keepers = {c.subject: c.value for c in pack.claims if c.table == "treaty_actions" and c.predicate == "depositary"}
    depositaries = {
        c.value: keepers.get(c.subject, "")
        for c in pack.claims
        if c.table == "treaty_actions" and c.predicate == "treaty"
    }
    instruments = {c.subject for c in pack.claims if c.table == "instruments"}
    rows: list[dict[str, str]] = []
    sources: list[str] = []
    seen: dict[str, str] = {}
    for where, row in _rows(path, _TREATY):
        if row["treaty"] not in instruments:
            raise DataError(
                "an unknown treaty", where=where, found=row["treaty"], expected="an id of the register of instruments"
            )
        depositary = row.get("depositary", "") or depositaries.get(row["treaty"], "")
        if not depositary:
            raise DataError(
                "a treaty without a depositary", where=where, found=row["treaty"], expected="the column `depositary`"
            )
        depositaries[row["treaty"]] = depositary
        subject = f"action-{row['treaty']}-{row['side'].lower()}-{_SLUG.sub('-', row['action'].lower())}"
        _once(seen, subject, where, f"{row['treaty']}, {row['side']}, {row['action']}")
        cells = {"treaty": row["treaty"], "side": row["side"], "action": row["action"], "on": row["date"]}
        rows.append({"subject": subject, **cells, "depositary": depositary})
        sources.append(row["source"])
    return _append(root, pack, "treaty_actions", rows, sources, today, by, dry_run)


def import_entries(root: Path, path: Path, register: str, today: str, by: str, dry_run: bool = False) -> Appended:
    """Take a table with columns of `entries` and `source` into one register. Every row needs a title and a source."""
    pack = read_pack(root)
    names = [name for name in properties("entries") if name != "register"]
    rows: list[dict[str, str]] = []
    sources: list[str] = []
    seen: dict[str, str] = {}
    for where, row in _rows(path, ("title", "source")):
        unknown = sorted(set(row) - {*names, "id", "source", "note"})
        if unknown:
            raise DataError(
                "an unknown column", where=f"{path.name}, line 1", found=", ".join(unknown), expected=", ".join(names)
            )
        if not row["title"]:
            raise DataError("an entry without a title", where=where)
        subject = row.get("id") or stable_id(
            register[:8].replace("_", "-"), row["title"], row.get("from", ""), row.get("side", "")
        )
        _once(seen, subject, where, row.get("id") or row["title"])
        cells = {name: row[name] for name in names if row.get(name)}
        rows.append({"subject": subject, "register": register, **cells, "note": row.get("note", "")})
        sources.append(row["source"])
    return _append(root, pack, "entries", rows, sources, today, by, dry_run)


def _once(seen: dict[str, str], subject: str, where: str, found: str) -> None:
    """Raise DataError if a row of the same table has the same subject."""
    if seen.setdefault(subject, where) != where:
        raise DataError(
            "the same act or entry is there twice",
            where=where,
            found=f"{found}, also {seen[subject]}",
            expected="one row of each",
            hint="keep the row that its source supports",
        )


def _append(
    root: Path,
    pack: Pack,
    table: str,
    rows: list[dict[str, str]],
    sources: list[str],
    today: str,
    by: str,
    dry_run: bool,
) -> Appended:
    editions = dict(pack.editions)
    files: dict[str, list[Mapping[str, str]]] = {}
    for row, source in zip(rows, sources, strict=True):
        edition, new = edition_for(source, editions, "", today, pack.manifest.sides)
        if new:
            editions[edition.edition_id] = edition
            files.setdefault(_EDITIONS, []).append({name: str(value) for name, value in asdict(edition).items()})
        whole = dict.fromkeys(columns_of_claims(table), "") | row
        whole |= {"edition": edition.edition_id, "method": "import", "recorded_at": today, "recorded_by": by}
        files.setdefault(f"claims/{table}.csv", []).append(whole)
    return append_rows(root, Addition(files), dry_run)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    def names_of(header: list[str]) -> list[str]:
        names = [name.strip() for name in header]
        if any(name not in names for name in needed):
            raise DataError(
                "a column is missing", where=f"{path.name}, line 1", found=", ".join(names), expected=", ".join(needed)
            )
        return names

    for line, row in rows_in_child(path, names_of):
        yield f"{path.name}, line {line}", {name: cell.strip() for name, cell in row.items()}
