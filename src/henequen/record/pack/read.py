"""Reads a pack's folder into memory, row by row, and refuses whatever is not exactly right."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from henequen.model.claim import Claim, stable_id
from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.errors import PackError
from henequen.model.evidence import Evidence
from henequen.model.observation import Observation
from henequen.model.place import Place
from henequen.model.properties import Property, codes, properties, tables
from henequen.record.pack.cells import NO_VALUE, UNKNOWN_VALUE, check_value, split
from henequen.record.pack.columns import columns_of, columns_of_claims, columns_of_observations
from henequen.record.pack.manifest import MANIFEST, read_manifest
from henequen.record.pack.pack import Pack
from henequen.record.pack.references import check_references
from henequen.record.pack.strict_csv import read_rows, read_text

__all__ = ["fingerprint_of", "pack_files", "read_pack"]

Noun = TypeVar("Noun")
_CLAIM_TABLES = tuple(table for table in tables() if table != "observations")
_SINGLE = (
    "editions/editions.csv",
    "documents/documents.csv",
    "entities/places.csv",
    "judgements.csv",
    "lexicon.csv",
    "reviews.csv",
)
_DATA = (".csv", ".json", ".toml", ".yaml", ".yml", ".parquet")
_GREATEST = 1 << 53
"""The greatest position or length that every reader of JSON and SQLite takes as it is."""


def pack_files(root: Path) -> list[Path]:
    """Every file of a pack, in one order on every machine; hidden files are not part of it.

    Raises PackError at a link (also one to a folder), a pipe or a device.
    """
    found: list[Path] = []
    for path in root.rglob("*"):
        name = path.relative_to(root)
        if _hidden(name):
            continue
        if path.is_symlink():
            raise PackError("a link in a pack", where=name.as_posix(), hint="put a plain copy of the file in its place")
        if path.is_dir():
            continue
        if not path.is_file():
            raise PackError("neither a file nor a folder", where=name.as_posix(), hint="take it out of the pack")
        found.append(path)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def read_pack(root: Path) -> Pack:
    """Read and check a whole pack; raise PackError with file and line at the first thing that is not right."""
    manifest = read_manifest(root)
    fingerprint = fingerprint_of(root)
    _check_datapackage(root)
    _check_files(root)
    editions = _nouns(root, "editions/editions.csv", Edition, lambda e: e.edition_id, _check_edition)
    documents = _nouns(
        root, "documents/documents.csv", Document, lambda d: d.document_id, lambda d: _check_document(d, editions)
    )
    places = _nouns(root, "entities/places.csv", Place, lambda p: p.code, _check_place)
    claims, lines = _claims(root, editions, documents, places)
    pack = Pack(
        root=root,
        manifest=manifest,
        fingerprint=fingerprint,
        editions=editions,
        documents=documents,
        places=places,
        claims=claims,
        observations=tuple(_observations(root, editions, documents, places)),
        judgements=tuple(_listed(root, "judgements.csv", Judgement, _check_judgement)),
        lexicon=tuple(_listed(root, "lexicon.csv", LexiconEntry, _check_judgement)),
        reviews=tuple(_listed(root, "reviews.csv", Review, _check_review)),
        vocabulary={
            path.stem: tuple(row for _, row in read_rows(path, root))
            for path in _listing(root / "vocab")
            if path.suffix == ".csv"
        },
    )
    check_references(pack, lines)
    return pack


def _listing(folder: Path) -> list[Path]:
    """What a folder holds, hidden files left out; nothing where there is no such folder."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith(".")) if folder.is_dir() else []


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def fingerprint_of(root: Path) -> str:
    """A hash over names and bytes of all files: the pack is the same exactly if this is."""
    digest = hashlib.sha256()
    for path in pack_files(root):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _check_datapackage(root: Path) -> None:
    path = root / "datapackage.json"
    if not path.exists():
        return
    try:
        resources = json.loads(read_text(path, root)).get("resources", [])
        named = [str(resource["path"]) for resource in resources]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackError(f"not a data package ({error})", where="datapackage.json") from error
    for name in named:
        target = root / name
        if Path(name).is_absolute() or not target.resolve().is_relative_to(root.resolve()):
            raise PackError(
                "a path leaves the pack's folder", where="datapackage.json", found=name, expected="a file of the pack"
            )
        if not target.is_file():
            raise PackError(
                "a resource is missing", where="datapackage.json", found=name, expected="a file of the pack"
            )


def _check_files(root: Path) -> None:
    """Every table beside those that are read is one of them: a misspelt name must not pass for an empty table.

    Folders of other names are for others to read (scenarios, say).
    """
    known = {*_SINGLE, "datapackage.json", MANIFEST}
    ours = {name.rpartition("/")[0] for name in known}
    for path in pack_files(root):
        name = path.relative_to(root)
        if name.suffix in _DATA and name.as_posix() not in known and name.parent.as_posix().removeprefix(".") in ours:
            raise PackError(
                "a file that nothing reads",
                where=name.as_posix(),
                expected=", ".join(sorted(known)),
                hint="correct its name, or take it out of the pack",
            )


def _nouns(
    root: Path, name: str, noun: Callable[..., Noun], key: Callable[[Noun], str], check: Callable[[Noun], None]
) -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for where, item in _rows(root, name, noun):
        identity = key(item)
        if not identity:
            raise PackError("a row without an id", where=where)
        if identity in found:
            raise PackError("an id occurs twice", where=where, found=identity, hint="delete or rename one of the rows")
        _checked(lambda item=item: check(item), where)  # type: ignore[misc]
        found[identity] = item
    return found


def _listed(root: Path, name: str, noun: Callable[..., Noun], check: Callable[[Noun], None]) -> Iterator[Noun]:
    for where, item in _rows(root, name, noun):
        _checked(lambda item=item: check(item), where)  # type: ignore[misc]
        yield item


def _rows(root: Path, name: str, noun: Callable[..., Noun]) -> Iterator[tuple[str, Noun]]:
    path = root / name
    if not path.exists() and not path.is_symlink():
        return
    for line, row in read_rows(path, root, columns_of(noun)):  # type: ignore[arg-type]
        cells: dict[str, object] = dict(row)
        if "variants" in cells:
            cells["variants"] = split(row["variants"])
        try:
            item = noun(**cells)
        except TypeError as error:
            raise PackError(f"a column is missing ({error})", where=f"{name}, line 1") from None
        yield f"{name}, line {line}", item


def _checked(check: Callable[[], None], where: str) -> None:
    try:
        check()
    except ValueError as error:
        raise PackError(str(error), where=where) from None


def _check_edition(edition: Edition) -> None:
    if edition.published_on:
        parse_date(edition.published_on)
    if country(edition.side) is None:
        raise ValueError(f"unknown side {edition.side!r}; expected ISO 3166-1 alpha-3, JOINT or INT")


def _check_document(document: Document, editions: dict[str, Edition]) -> None:
    if document.edition_id not in editions:
        raise ValueError(f"unknown edition {document.edition_id!r}")
    if document.characters and not _position(document.characters):
        raise ValueError(f"characters {document.characters!r} is not a number of characters")
    if len(document.content_hash) != 64:
        raise ValueError(f"content_hash {document.content_hash!r} is not a SHA-256")
    if "/" in document.file_name or "\\" in document.file_name or document.file_name.startswith("."):
        raise ValueError(f"file_name {document.file_name!r} is a path that may leave the folder")


def _check_place(place: Place) -> None:
    if country(place.country) is None:
        raise ValueError(f"unknown country {place.country!r}")
    for coordinate, most in ((place.lat, 90), (place.lon, 180)):
        if not coordinate:
            continue
        if not re.fullmatch(r"-?\d+(\.\d+)?", coordinate, re.ASCII):
            raise ValueError(f"coordinate {coordinate!r} is not a number of degrees, as in -99.13")
        if not abs(Decimal(coordinate)) <= most:
            raise ValueError(f"coordinate {coordinate!r} is outside the globe")


def _check_judgement(entry: Judgement | LexiconEntry) -> None:
    if entry.judgement not in codes("judgement"):
        raise ValueError(f"unknown judgement {entry.judgement!r}; expected same, different or unsure")
    if entry.when:
        parse_date(entry.when)


def _check_review(review: Review) -> None:
    if review.state not in codes("review"):
        raise ValueError(f"unknown state {review.state!r}; expected one of {', '.join(codes('review'))}")
    if review.rank not in codes("rank"):
        raise ValueError(f"unknown rank {review.rank!r}; expected one of {', '.join(codes('rank'))}")
    if review.when:
        parse_date(review.when)


def _claims(
    root: Path, editions: dict[str, Edition], documents: dict[str, Document], places: dict[str, Place]
) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """All documentary claims, and for each claim id the line it stands on."""
    claims: list[Claim] = []
    lines: dict[str, str] = {}
    for path in _listing(root / "claims"):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".csv" or path.stem not in _CLAIM_TABLES:
            raise PackError(
                "an unknown table", where=name, expected=", ".join(f"{table}.csv" for table in _CLAIM_TABLES)
            )
        known = properties(path.stem)
        rows: dict[tuple[str, ...], int] = {}
        for line, row in read_rows(path, root, columns_of_claims(path.stem)):
            where = f"{name}, line {line}"
            first = rows.setdefault(tuple(row.values()), line)
            if first != line:
                raise PackError(
                    "the same row twice", where=where, found=f"also line {first}", hint="delete one of them"
                )
            for claim in _claims_of_row(path.stem, row, known, editions, documents, places, where):
                if claim.claim_id not in lines:  # two rows may repeat a claim of one passage: it is one claim
                    lines[claim.claim_id] = where
                    claims.append(claim)
    return tuple(claims), lines


def _claims_of_row(
    table: str,
    row: dict[str, str],
    known: dict[str, Property],
    editions: dict[str, Edition],
    documents: dict[str, Document],
    places: dict[str, Place],
    where: str,
) -> Iterator[Claim]:
    subject = row.get("subject", "")
    if not subject:
        raise PackError("a claim without a subject", where=where)
    evidence, edition = _evidence(row, editions, documents, where)
    said = False
    for name, prop in known.items():
        cell = row.get(name, "") if (table, name) != ("relations", "subject") else subject
        if not cell:
            continue
        for number, item in enumerate(split(cell) if prop.many else (cell,)):
            polarity, value = _polarity(item)
            if polarity == "asserted":
                try:
                    check_value(value, prop, places)
                except ValueError as error:
                    raise PackError(str(error), where=f"{where}, column {name}") from None
            said = True
            yield Claim(
                table=table,
                subject=subject if table != "relations" else f"{subject} {row['relation']} {row['object']}",
                predicate=name,
                value=value,
                polarity=polarity,
                edition=edition,
                asserted_by=row.get("asserted_by", ""),
                method=row.get("method") or "manual",
                recorded_at=row.get("recorded_at", ""),
                recorded_by=row.get("recorded_by", ""),
                note=row.get("note", ""),
                evidence=evidence,
                item=number,
            )
    if not said:
        raise PackError("a row that says nothing", where=where, hint="fill a column, or delete the row")


def _polarity(item: str) -> tuple[str, str]:
    if item == NO_VALUE:
        return "no_value", ""
    if item == UNKNOWN_VALUE:
        return "unknown_value", ""
    if item.startswith("not: "):
        return "denied", item.removeprefix("not: ")
    return "asserted", item


def _evidence(
    row: dict[str, str], editions: dict[str, Edition], documents: dict[str, Document], where: str
) -> tuple[tuple[Evidence, ...], str]:
    names = split(row.get("document", ""))
    edition = row.get("edition", "")
    if not names:
        if edition not in editions:
            raise PackError(
                "a claim without a source",
                where=where,
                found=f"edition {edition!r}",
                expected="a document or an edition",
            )
        printed = [name for name in ("table_ref", "row", "column", "as_printed") if row.get(name)]
        if printed:
            raise PackError(
                "a place without a document", where=where, found=", ".join(printed), expected="the document it is in"
            )
        return (), edition
    columns = {
        key: row.get(key, "").split(";")
        for key in ("start", "end", "key_start", "key_end", "passage", "prefix", "suffix")
    }
    if any(len(items) != len(names) for items in columns.values()):
        raise PackError(
            "evidence without a position",
            where=where,
            found=", ".join(f"{len(items)} in {key}" for key, items in columns.items() if len(items) != len(names)),
            expected=f"{len(names)} positions and hashes, separated by semicolons",
        )
    passages: list[Evidence] = []
    for number, name in enumerate(names):
        if name not in documents:
            raise PackError(
                "an unknown document", where=where, found=name, expected=", ".join(documents) or "none known"
            )
        positions = [columns[key][number] for key in ("start", "end", "key_start", "key_end")]
        if not all(map(_position, positions)):
            raise PackError("a position is not a number", where=where, found=", ".join(positions))
        start, end, key_start, key_end = map(int, positions)
        passage, prefix, suffix = (columns[key][number] for key in ("passage", "prefix", "suffix"))
        if not 0 <= start < end <= int(documents[name].characters or end) or not 0 <= key_start < key_end:
            raise PackError("evidence outside its document", where=where, found=f"{start} to {end} in {name}")
        if len(passage) != 32:
            raise PackError("a passage hash is malformed", where=where, found=passage, expected="32 hex digits")
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


def _position(text: str) -> bool:
    """Is this the decimal form of a position in a text?"""
    return bool(re.fullmatch(r"\d{1,16}", text, re.ASCII)) and int(text) <= _GREATEST


def _observations(
    root: Path, editions: dict[str, Edition], documents: dict[str, Document], places: dict[str, Place]
) -> Iterator[Observation]:
    known = properties("observations")
    required = ("measure", "reporter", "period", "period_basis", "unit")
    seen: dict[str, str] = {}
    for path in _listing(root / "observations"):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".csv":
            raise PackError("an unknown kind of file", where=name, expected="CSV")
        for line, row in read_rows(path, root, columns_of_observations()):
            where = f"{name}, line {line}"
            for key, prop in known.items():
                cell = row.get(key, "")
                try:
                    if not cell and key in required:
                        raise ValueError("empty; every observation needs one")
                    for item in (split(cell) if prop.many else (cell,)) if cell else ():
                        check_value(item, prop, places)
                except ValueError as error:
                    raise PackError(str(error), where=f"{where}, column {key}") from None
            missing = row.get("missing") == "true"
            if missing == bool(row.get("value")):
                raise PackError("a value and `missing` contradict each other", where=where, found=row.get("value"))
            observation = _observation(row, missing, editions, documents, where)
            if observation.id in seen:
                raise PackError("the same observation twice", where=where, found=f"also at {seen[observation.id]}")
            seen[observation.id] = where
            yield observation


def _observation(
    row: dict[str, str], missing: bool, editions: dict[str, Edition], documents: dict[str, Document], where: str
) -> Observation:
    evidence, edition = _evidence(row, editions, documents, where)
    place = ",".join(f"{passage.document}:{passage.key_start}" for passage in evidence) or edition
    keys = ("measure", "component", "reporter", "partner", "place", "product", "period", "value", "unit", "asserted_by")
    return Observation(
        id=stable_id("o", place, *(row.get(key, "") for key in keys)),
        edition=edition,
        measure=row["measure"],
        component=row.get("component", ""),
        reporter=row["reporter"],
        asserted_by=row.get("asserted_by", ""),
        flow=row.get("flow", ""),
        partner=row.get("partner", ""),
        place=row.get("place", ""),
        product=row.get("product", ""),
        period=row["period"],
        period_basis=row["period_basis"],
        value=None if missing else Decimal(row["value"]),
        unit=row["unit"],
        unit_mult=int(row.get("unit_mult") or 0),
        decimals=int(row.get("decimals") or 0),
        comparator=row.get("comparator", ""),
        valuation=row.get("valuation", ""),
        marks=split(row.get("marks", "")),
        note=row.get("note", ""),
        method=row.get("method") or "manual",
        recorded_at=row.get("recorded_at", ""),
        recorded_by=row.get("recorded_by", ""),
        evidence=evidence,
    )
