"""Reads a pack's folder into memory, row by row, and refuses invalid content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from henequen.model.claim import Claim
from henequen.model.countries import country
from henequen.model.dates import parse_date
from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.model.place import Place
from henequen.model.properties import Property, codes, properties, tables
from henequen.record.pack.across import check_across
from henequen.record.pack.cells import NO_VALUE, UNKNOWN_VALUE, check_day, check_value, checked, split
from henequen.record.pack.columns import columns_of, columns_of_claims
from henequen.record.pack.files import check_data_package, check_files, fingerprint_of, listing
from henequen.record.pack.manifest import read_manifest
from henequen.record.pack.observation_rows import observations_of
from henequen.record.pack.pack import Pack
from henequen.record.pack.positions import is_position, read_evidence
from henequen.record.pack.references import check_references
from henequen.record.pack.row import check_row
from henequen.record.pack.sources import read_sources
from henequen.record.pack.strict_csv import read_rows
from henequen.record.pack.translations import read_translations

__all__ = ["read_pack"]

Noun = TypeVar("Noun")
_CLAIM_TABLES = tuple(table for table in tables() if table != "observations")
_NEEDED = {
    "happenings": ("item", "kind"),
    "looks": ("items", "on", "where", "by"),
    "sessions": ("body",),
    "seats": ("body", "side", "count"),
    "talks": ("negotiation", "kind", "on"),
    "programmes": ("title",),
    "programme_lines": ("programme", "content"),
    "funds": ("fund", "side", "on", "kind", "amount", "unit"),
    "failures": ("item", "cause"),
    "projects": ("title", "identifier"),
    "leads": ("title",),
    "scores": ("item", "feasibility", "dependence", "rater", "on"),
    "baselines": ("item", "when", "indicator"),
    "missions": ("kind", "title", "sending", "receiving"),
    "positions": ("topic", "position"),
    "portfolios": ("area", "side", "office"),
    "paragraphs": ("report", "section", "number"),
    "entries": ("register", "title"),
    "treaty_actions": ("treaty", "side", "action", "on", "depositary"),
    "cases": ("dossier", "title", "side", "context", "done", "outcome", "lessons", "for", "against"),
    "steps": ("of", "kind", "on", "what"),
    "tags": ("item",),
    "competences": ("side", "level", "may", "what", "law"),
    "agreements": ("title", "countries"),
    "plain_words": ("instrument", "aspect", "answer"),
}
"""The columns that the first row of every record of a table needs."""


def read_pack(root: Path) -> Pack:
    """Read and check a whole pack; raise PackError with file and line at the first error."""
    manifest = read_manifest(root)
    fingerprint = fingerprint_of(root)
    check_data_package(root)
    check_files(root)
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
        observations=tuple(observations_of(root, editions, documents, places)),
        judgements=tuple(_listed(root, "judgements.csv", Judgement, _check_judgement)),
        lexicon=tuple(_listed(root, "lexicon.csv", LexiconEntry, _check_judgement)),
        reviews=tuple(_listed(root, "reviews.csv", Review, _check_review)),
        vocabulary={
            path.stem: tuple(row for _, row in read_rows(path, root))
            for path in listing(root / "vocab")
            if path.suffix == ".csv"
        },
        translations=read_translations(root, manifest),
        sources=read_sources(root),
    )
    check_references(pack, lines)
    check_across(pack, lines)
    return pack


def _nouns(
    root: Path, name: str, noun: Callable[..., Noun], key: Callable[[Noun], str], check: Callable[[Noun], None]
) -> dict[str, Noun]:
    nouns: dict[str, Noun] = {}
    for where, item in _rows(root, name, noun):
        identity = key(item)
        if not identity:
            raise PackError(Message("row_without_id"), where=where)
        if identity in nouns:
            raise PackError(
                Message("id_occurs_twice"), where=where, found=identity, hint=Message("delete_or_rename_one_rows")
            )
        checked(lambda item=item: check(item), where)  # type: ignore[misc]
        nouns[identity] = item
    return nouns


def _listed(root: Path, name: str, noun: Callable[..., Noun], check: Callable[[Noun], None]) -> Iterator[Noun]:
    for where, item in _rows(root, name, noun):
        checked(lambda item=item: check(item), where)  # type: ignore[misc]
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
            raise PackError(
                Message("column_missing", reason=error), where=Message("at_first_line", file=name)
            ) from None
        yield f"{name}, line {line}", item


def _check_edition(edition: Edition) -> None:
    if edition.published_on:
        parse_date(edition.published_on)
    if edition.retrieved_at:
        check_day("retrieved_at", edition.retrieved_at)
    if country(edition.side) is None:
        raise ValueError(Message("unknown_side_expected_iso_3166_1", side=f"{edition.side!r}"))


def _check_document(document: Document, editions: dict[str, Edition]) -> None:
    if document.edition_id not in editions:
        raise ValueError(Message("unknown_edition", edition_id=f"{document.edition_id!r}"))
    if document.characters and not is_position(document.characters):
        raise ValueError(Message("characters_not_number_characters", characters=f"{document.characters!r}"))
    if len(document.content_hash) != 64:
        raise ValueError(Message("content_hash_not_sha_256", content_hash=f"{document.content_hash!r}"))
    if "/" in document.file_name or "\\" in document.file_name or document.file_name.startswith("."):
        raise ValueError(Message("file_name_path_that_may_leave", file_name=f"{document.file_name!r}"))


def _check_place(place: Place) -> None:
    if country(place.country) is None:
        raise ValueError(Message("unknown_country_2", country=f"{place.country!r}"))
    if bool(place.lat) != bool(place.lon):
        raise ValueError(Message("half_coordinate_lat_and_lon_are"))
    for coordinate, most in ((place.lat, 90), (place.lon, 180)):
        if not coordinate:
            continue
        if not re.fullmatch(r"-?\d+(\.\d+)?", coordinate, re.ASCII):
            raise ValueError(Message("coordinate_not_number_degrees_as_in", coordinate=f"{coordinate!r}"))
        if not abs(Decimal(coordinate)) <= most:
            raise ValueError(Message("coordinate_outside_globe", coordinate=f"{coordinate!r}"))


def _check_judgement(entry: Judgement | LexiconEntry) -> None:
    if entry.judgement not in codes("judgement"):
        raise ValueError(Message("unknown_judgement_expected_same_different_or", judgement=f"{entry.judgement!r}"))
    if entry.when:
        parse_date(entry.when)


def _check_review(review: Review) -> None:
    if review.state not in codes("review"):
        raise ValueError(
            Message("unknown_state_expected_one", state=f"{review.state!r}", value=", ".join(codes("review")))
        )
    if review.rank not in codes("rank"):
        raise ValueError(Message("unknown_rank_expected_one", rank=f"{review.rank!r}", value=", ".join(codes("rank"))))
    if review.when:
        parse_date(review.when)


def _claims(
    root: Path, editions: dict[str, Edition], documents: dict[str, Document], places: dict[str, Place]
) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """All documentary claims, and for each claim id its line."""
    claims: list[Claim] = []
    meanings: dict[str, tuple[str, ...]] = {}
    lines: dict[str, str] = {}
    for path in listing(root / "claims"):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".csv" or path.stem not in _CLAIM_TABLES:
            raise PackError(
                Message("unknown_table"), where=name, expected=", ".join(f"{table}.csv" for table in _CLAIM_TABLES)
            )
        columns = properties(path.stem)
        rows: dict[tuple[str, ...], int] = {}
        begun: set[str] = set()
        for line, row in read_rows(path, root, columns_of_claims(path.stem)):
            where = f"{name}, line {line}"
            first = rows.setdefault(tuple(row.values()), line)
            if first != line:
                raise PackError(
                    Message("same_row_twice"),
                    where=where,
                    found=Message("also_line", first=first),
                    hint=Message("delete_one_them"),
                )
            needed = (
                () if row.get("subject") in begun else _NEEDED.get(path.stem, ())
            )  # a later row may add to a record
            begun.add(row.get("subject", ""))
            for claim in _claims_of_row(path.stem, row, columns, needed, editions, documents, places, where):
                content = (
                    claim.subject,
                    claim.predicate,
                    claim.polarity,
                    claim.value,
                    claim.edition,
                    claim.asserted_by,
                )
                if meanings.setdefault(claim.claim_id, content) != content:
                    raise PackError(
                        Message("two_claims_have_one_id"),
                        where=where,
                        found=Message("also_at", where=lines[claim.claim_id]),
                    )
                if claim.claim_id not in lines:  # two rows may repeat a claim of one passage: it is one claim
                    lines[claim.claim_id] = where
                    claims.append(claim)
    return tuple(claims), lines


def _claims_of_row(
    table: str,
    row: dict[str, str],
    known: dict[str, Property],
    needed: Sequence[str],
    editions: dict[str, Edition],
    documents: dict[str, Document],
    places: dict[str, Place],
    where: str,
) -> Iterator[Claim]:
    subject = row.get("subject", "")
    if not subject:
        raise PackError(Message("claim_without_subject"), where=where)
    evidence, edition = read_evidence(row, editions, documents, where)
    check_row(table, row, needed, where)
    if row.get("recorded_at"):
        checked(lambda: check_day("recorded_at", row["recorded_at"]), where)
    any_claim = False
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
                    raise PackError(error.args[0], where=Message("in_column", where=where, column=name)) from None
            any_claim = True
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
    if not any_claim:
        raise PackError(Message("row_without_values"), where=where, hint=Message("fill_column_or_delete_row"))


def _polarity(item: str) -> tuple[str, str]:
    if item == NO_VALUE:
        return "no_value", ""
    if item == UNKNOWN_VALUE:
        return "unknown_value", ""
    if item.startswith("not: "):
        return "denied", item.removeprefix("not: ")
    return "asserted", item
