"""Reads a pack's folder into memory, row by row, and refuses invalid content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from henequen.model.claim import Claim, stable_id
from henequen.model.countries import country
from henequen.model.currencies import is_unit
from henequen.model.dates import parse_date
from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.errors import PackError
from henequen.model.observation import Observation
from henequen.model.place import Place
from henequen.model.properties import Property, codes, properties, tables
from henequen.record.evidence.values import printed_figure_problem
from henequen.record.pack.across import check_across
from henequen.record.pack.area_names import area_problem, product_problem
from henequen.record.pack.cells import NO_VALUE, UNKNOWN_VALUE, check_value, split
from henequen.record.pack.columns import columns_of, columns_of_claims, columns_of_observations
from henequen.record.pack.files import check_data_package, check_files, fingerprint_of, listing
from henequen.record.pack.manifest import read_manifest
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
_CODED: dict[str, Callable[[str], str]] = {
    "reporter": area_problem,
    "partner": area_problem,
    "product": product_problem,
}
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
        observations=tuple(_observations(root, editions, documents, places)),
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
            raise PackError("a row without an id", where=where)
        if identity in nouns:
            raise PackError("an id occurs twice", where=where, found=identity, hint="delete or rename one of the rows")
        _checked(lambda item=item: check(item), where)  # type: ignore[misc]
        nouns[identity] = item
    return nouns


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
    if edition.retrieved_at:
        _check_day("retrieved_at", edition.retrieved_at)
    if country(edition.side) is None:
        raise ValueError(f"unknown side {edition.side!r}; expected ISO 3166-1 alpha-3, JOINT or INT")


def _check_day(column: str, text: str) -> None:
    """Raise ValueError unless `text` is one day of the calendar, as 2026-01-31."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"{column} {text!r} is not a day, as in 2026-01-31")
    parse_date(text)


def _check_document(document: Document, editions: dict[str, Edition]) -> None:
    if document.edition_id not in editions:
        raise ValueError(f"unknown edition {document.edition_id!r}")
    if document.characters and not is_position(document.characters):
        raise ValueError(f"characters {document.characters!r} is not a number of characters")
    if len(document.content_hash) != 64:
        raise ValueError(f"content_hash {document.content_hash!r} is not a SHA-256")
    if "/" in document.file_name or "\\" in document.file_name or document.file_name.startswith("."):
        raise ValueError(f"file_name {document.file_name!r} is a path that may leave the folder")


def _check_place(place: Place) -> None:
    if country(place.country) is None:
        raise ValueError(f"unknown country {place.country!r}")
    if bool(place.lat) != bool(place.lon):
        raise ValueError("half a coordinate: lat and lon are given together")
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
    """All documentary claims, and for each claim id its line."""
    claims: list[Claim] = []
    meanings: dict[str, tuple[str, ...]] = {}
    lines: dict[str, str] = {}
    for path in listing(root / "claims"):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".csv" or path.stem not in _CLAIM_TABLES:
            raise PackError(
                "an unknown table", where=name, expected=", ".join(f"{table}.csv" for table in _CLAIM_TABLES)
            )
        columns = properties(path.stem)
        rows: dict[tuple[str, ...], int] = {}
        begun: set[str] = set()
        for line, row in read_rows(path, root, columns_of_claims(path.stem)):
            where = f"{name}, line {line}"
            first = rows.setdefault(tuple(row.values()), line)
            if first != line:
                raise PackError(
                    "the same row twice", where=where, found=f"also line {first}", hint="delete one of them"
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
                    raise PackError("two claims have one id", where=where, found=f"also at {lines[claim.claim_id]}")
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
        raise PackError("a claim without a subject", where=where)
    evidence, edition = read_evidence(row, editions, documents, where)
    check_row(table, row, needed, where)
    if row.get("recorded_at"):
        _checked(lambda: _check_day("recorded_at", row["recorded_at"]), where)
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
                    raise PackError(str(error), where=f"{where}, column {name}") from None
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
        raise PackError("a row without values", where=where, hint="fill a column, or delete the row")


def _polarity(item: str) -> tuple[str, str]:
    if item == NO_VALUE:
        return "no_value", ""
    if item == UNKNOWN_VALUE:
        return "unknown_value", ""
    if item.startswith("not: "):
        return "denied", item.removeprefix("not: ")
    return "asserted", item


def _observations(
    root: Path, editions: dict[str, Edition], documents: dict[str, Document], places: dict[str, Place]
) -> Iterator[Observation]:
    columns = properties("observations")
    required = ("measure", "reporter", "period", "period_basis", "unit")
    seen: dict[str, str] = {}
    for path in listing(root / "observations"):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".csv":
            raise PackError("an unknown kind of file", where=name, expected="CSV")
        for line, row in read_rows(path, root, columns_of_observations()):
            where = f"{name}, line {line}"
            for key, prop in columns.items():
                cell = row.get(key, "")
                try:
                    if not cell and key in required:
                        raise ValueError("empty; every observation needs one")
                    for item in (split(cell) if prop.many else (cell,)) if cell else ():
                        check_value(item, prop, places)
                    if key in _CODED and (wrong := _CODED[key](cell)):
                        raise ValueError(wrong)
                except ValueError as error:
                    raise PackError(str(error), where=f"{where}, column {key}") from None
            if not is_unit(row["unit"]):
                raise PackError(
                    "not a unit",
                    where=f"{where}, column unit",
                    found=row["unit"],
                    expected="the code of a currency (ISO 4217), or a word such as percent or persons",
                )
            missing = row.get("missing") == "true"
            if missing == bool(row.get("value")):
                raise PackError("a value and `missing` contradict each other", where=where, found=row.get("value"))
            observation = _observation(row, missing, editions, documents, where)
            problem = printed_figure_problem(observation) or _decimals_problem(row)
            if problem:
                raise PackError(problem, where=where, hint="compare value, unit_mult and as_printed with the document")
            if observation.id in seen:
                raise PackError("the same observation twice", where=where, found=f"also at {seen[observation.id]}")
            seen[observation.id] = where
            yield observation


def _decimals_problem(row: dict[str, str]) -> str | None:
    """Return the error in `decimals`: if given, it must be the number of digits of `value` after the point."""
    digits = len(row.get("value", "").partition(".")[2])
    if row.get("value") and row.get("decimals") and int(row["decimals"]) != digits:
        return f"decimals is {row['decimals']}, and {row['value']} has {digits}"
    return None


def _observation(
    row: dict[str, str], missing: bool, editions: dict[str, Edition], documents: dict[str, Document], where: str
) -> Observation:
    evidence, edition = read_evidence(row, editions, documents, where)
    if row.get("recorded_at"):
        _checked(lambda: _check_day("recorded_at", row["recorded_at"]), where)
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
