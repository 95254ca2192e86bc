"""The compiled store: one SQLite file made from a pack. It is a cache; a damaged or older one is made again."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from henequen.model.errors import StoreError
from henequen.model.evidence import Evidence
from henequen.model.finding import Finding
from henequen.model.message import Message, packed
from henequen.model.observation import Observation
from henequen.model.record import Record, StatedValue
from henequen.record.rules.derive import derive
from henequen.record.rules.resolve import known_by, resolve
from henequen.record.store.indexing import entries
from henequen.record.store.schema import SCHEMA, VERSION

if TYPE_CHECKING:
    from henequen.record.pack.pack import Pack

__all__ = ["by_table", "compile_store", "is_current", "open_store", "records_of", "seal_of", "stamp_of"]

Audit = Callable[[Sequence[Observation], Mapping[str, Sequence[Record]]], list[Finding]]


def stamp_of(fingerprint: str, engine: str) -> str:
    """The stamp of a store: the pack's fingerprint, the schema and the engine."""
    return hashlib.sha256(f"{fingerprint}\0{VERSION}\0{engine}".encode()).hexdigest()


def is_current(path: Path, stamp: str) -> bool:
    """Is there a sound store at `path`, made from this pack by this engine? Its seal is next to it: the stamp, and the
    hash of the store's bytes. A store that does not match it (one byte on the disk, a store whose making was
    interrupted) is not current, and is built again.
    """
    try:
        sealed = _seal_of(path).read_text(encoding="ascii")
        return sealed == _seal(path, stamp)
    except (OSError, UnicodeDecodeError):
        return False


def seal_of(path: Path) -> str:
    """The stamp of the store at `path`, with the hash of its bytes; empty if there is no store."""
    try:
        return _seal_of(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def open_store(path: Path) -> sqlite3.Connection:
    """Open a store for reading. Raises StoreError if there is none."""
    if not path.is_file():
        raise StoreError(
            Message("database_pack_has_not_been_built"), where=str(path), hint=Message("run_henequen_build")
        )
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def compile_store(pack: Pack, path: Path, stamp: str, audit: Audit) -> None:
    """Build the store of a pack next to `path`, then move it there; until then the old one is unchanged. The caller
    must hold the pack's lock, so that unfinished files are from an interrupted run, and are removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for stray in path.parent.glob(".store-*"):
        stray.unlink()
    handle, name = tempfile.mkstemp(prefix=".store-", suffix=".part", dir=path.parent)
    os.close(handle)
    part = Path(name)
    try:
        part.chmod(0o644)
        connection = sqlite3.connect(part)
        try:
            connection.execute("pragma journal_mode = off")
            connection.execute("pragma synchronous = off")
            connection.executescript(SCHEMA)
            _fill(connection, pack, stamp, audit)
            connection.commit()
        finally:
            connection.close()
        seal = _seal_of(part)
        seal.write_text(_seal(part, stamp), encoding="ascii")
        for built in (part, seal):
            with built.open("r+b") as file:
                os.fsync(file.fileno())
        part.replace(path)
        seal.replace(_seal_of(path))  # in between, the store does not agree with its seal and would be made again
    except sqlite3.Error as error:
        raise StoreError(
            Message("store_could_not_be_written", reason=error), where=str(path), hint=Message("check_free_space")
        ) from error
    finally:
        part.unlink(missing_ok=True)
        _seal_of(part).unlink(missing_ok=True)


def _seal_of(path: Path) -> Path:
    return path.with_suffix(".seal")


def _seal(path: Path, stamp: str) -> str:
    with path.open("rb") as file:
        return f"{stamp} {hashlib.file_digest(file, 'sha256').hexdigest()}\n"


def _fill(connection: sqlite3.Connection, pack: Pack, stamp: str, audit: Audit) -> None:
    connection.executemany(
        "insert into meta values (?, ?)",
        [("stamp", stamp), ("fingerprint", pack.fingerprint), ("manifest", _json(asdict(pack.manifest)))],
    )
    numbers = _Evidence(connection)
    _fill_pack(connection, pack, numbers)
    _fill_derived(connection, pack, audit, numbers)
    connection.execute("insert into search (search) values ('optimize')")


def _fill_pack(connection: sqlite3.Connection, pack: Pack, numbers: _Evidence) -> None:
    """Put in what the pack's own tables hold."""
    for noun, items in (("edition", pack.editions), ("document", pack.documents), ("place", pack.places)):
        connection.executemany(
            f"insert into {noun} values (?, ?)",  # noqa: S608 - our own table names; values are bound
            [(identity, _json(asdict(item))) for identity, item in items.items()],
        )
    decisions = [
        (kind, _json(asdict(item)))
        for kind, items in (
            ("judgement", pack.judgements),
            ("lexicon", pack.lexicon),
            ("review", pack.reviews),
            ("watched", pack.sources),
        )
        for item in items
    ]
    connection.executemany("insert into decision (kind, body) values (?, ?)", decisions)
    connection.executemany(
        "insert into vocabulary values (?, ?, ?)",
        [(name, n, _json(row)) for name, rows in pack.vocabulary.items() for n, row in enumerate(rows)],
    )
    connection.executemany(
        "insert into translation values (null, ?, ?)",
        [(language, _json(asdict(row))) for language, rows in pack.translations.items() for row in rows],
    )
    connection.executemany(
        "insert into claim values (null" + ", ?" * 14 + ")",
        (
            (
                c.claim_id,
                c.table,
                c.subject,
                c.predicate,
                c.value,
                c.edition,
                c.polarity,
                c.asserted_by,
                c.method,
                c.recorded_at,
                c.recorded_by,
                c.note,
                numbers.of(c.evidence),
                c.item,
            )
            for c in pack.claims
        ),
    )
    connection.executemany(
        "insert into observation values (null" + ", ?" * 11 + ")",
        ((*_series(o), _json(_body(o)), numbers.of(o.evidence)) for o in pack.observations),
    )


def _fill_derived(connection: sqlite3.Connection, pack: Pack, audit: Audit, numbers: _Evidence) -> None:
    """Put in what follows from the tables: records, links, findings of the audit, the index of the search."""
    records = records_of(pack)
    connection.executemany(
        "insert into record values (?, ?, ?, ?, ?)",
        (
            (
                r.id,
                r.table,
                _json({n: [_as_json(s) for s in v] for n, v in r.properties.items()}),
                numbers.of(r.evidence),
                _json(dict(r.derived)),
            )
            for r in records.values()
        ),
    )
    connection.executemany(
        "insert into link values (?, ?, ?, ?)",
        (
            (*record.id.split(" ", 2), record.properties["object"][0].claim_id)
            for record in records.values()
            if record.table == "relations"
        ),
    )
    findings = audit(pack.observations, by_table(records.values()))
    connection.executemany(
        "insert into finding values (null" + ", ?" * 8 + ")",
        (
            (
                f.id,
                f.rule,
                f.severity,
                *(_json(packed(message)) for message in (f.message, f.printed, f.computed)),
                _json(f.subjects),
                numbers.of(f.evidence),
            )
            for f in findings
        ),
    )
    connection.executemany(
        "insert into search (names, body, kind, id, title) values (?, ?, ?, ?, ?)", entries(pack, records, findings)
    )


def records_of(pack: Pack) -> dict[str, Record]:
    """The records of a pack as of its own day, by id."""
    as_of = pack.manifest.as_of
    claims = known_by(pack.claims, pack.editions, as_of, "")
    return derive(resolve(claims, pack.reviews, pack.editions), pack.judgements, pack.editions, as_of)


def by_table(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records grouped by their table."""
    tables: dict[str, list[Record]] = {}
    for record in records:
        tables.setdefault(record.table, []).append(record)
    return tables


class _Evidence:
    """Writes each passage once and gives the numbers of a tuple of them as text."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[Evidence, int] = {}

    def of(self, passages: Sequence[Evidence]) -> str:
        numbers = []
        for passage in passages:
            number = self._numbers.get(passage)
            if number is None:
                number = self._numbers[passage] = len(self._numbers) + 1
                self._connection.execute(
                    "insert into evidence values (?" + ", ?" * 13 + ")",
                    (
                        number,
                        passage.document,
                        passage.start,
                        passage.end,
                        passage.key_start,
                        passage.key_end,
                        passage.passage_hash,
                        passage.prefix_hash,
                        passage.suffix_hash,
                        passage.role,
                        passage.table,
                        passage.row,
                        passage.column,
                        passage.as_printed,
                    ),
                )
            numbers.append(str(number))
        return ",".join(numbers)


def _series(o: Observation) -> tuple[object, ...]:
    value = None if o.value is None else str(o.value)
    return o.id, o.edition, o.measure, o.reporter, o.partner, o.period, value, o.unit, o.unit_mult


def _body(o: Observation) -> dict[str, object]:
    rest = "period_basis decimals component asserted_by flow place product comparator valuation marks note"
    return {name: getattr(o, name) for name in (*rest.split(), "method", "recorded_at", "recorded_by")}


def _as_json(claim: StatedValue) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in StatedValue.__slots__}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=list)


def _json(value: object) -> str:
    return _ENCODER.encode(value)
