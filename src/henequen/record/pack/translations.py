"""Reads `translations/<language>.csv` of a pack strictly, and finds the translations whose English text has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from henequen.model.dates import parse_date
from henequen.model.errors import PackError
from henequen.model.message import Message
from henequen.model.translation import EVERY_SUBJECT, TRANSLATABLE, Translation, is_translatable, source_hash
from henequen.record.pack.files import listing
from henequen.record.pack.manifest import Manifest
from henequen.record.pack.pack import Pack
from henequen.record.pack.strict_csv import read_rows

__all__ = ["COLUMNS", "Coverage", "coverage", "missing_translations", "read_translations", "texts_of"]

COLUMNS = tuple(field.name for field in fields(Translation))
FOLDER = "translations"
_HASH = re.compile(r"[0-9a-f]{16}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[a-z]{3}")
_NUMBERED = re.compile(r"(?:Table|Figure) \d+|\W*\d[^A-Za-z]*s?")
"""Names of tables that need no translation of their own: their numbers and decades."""


def read_translations(root: Path, manifest: Manifest) -> dict[str, tuple[Translation, ...]]:
    """The translations by language. Raises PackError at the first invalid row.

    A translation whose English text has changed is kept: `coverage` counts it, and pages show the English text.
    """
    languages = [language for language in manifest.languages if language != "en"]
    translations: dict[str, tuple[Translation, ...]] = {}
    for path in listing(root / FOLDER):
        name = path.relative_to(root).as_posix()
        if path.suffix != ".csv" or path.stem not in languages:
            raise PackError(
                Message("file_unknown_language"),
                where=name,
                expected=", ".join(f"{FOLDER}/{language}.csv" for language in languages) or Message("no_translations"),
                hint=Message("name_file_after_language_pack_toml"),
            )
        translations[path.stem] = tuple(_rows(path, root, name))
    return translations


def _rows(path: Path, root: Path, name: str) -> Iterator[Translation]:
    seen: dict[tuple[str, str, str], int] = {}
    for line, row in read_rows(path, root, COLUMNS):
        where = f"{name}, line {line}"
        lacking = [column for column in COLUMNS if column not in row]
        if lacking:
            raise PackError(
                Message("a_column_missing"), where=Message("at_first_line", file=name), expected=", ".join(lacking)
            )
        translation = Translation(**row)
        _check(translation, where)
        key = (translation.subject, translation.property, translation.source_hash)
        first = seen.setdefault(key, line)
        if first != line:
            raise PackError(
                Message("text_translated_twice"),
                where=where,
                found=Message("also_line", first=first),
                hint=Message("delete_one"),
            )
        yield translation


def _check(row: Translation, where: str) -> None:
    if not row.subject:
        raise PackError(
            Message("translation_without_subject"),
            where=where,
            expected=Message("id_or_for_all", every_subject=EVERY_SUBJECT),
        )
    if not is_translatable(row.property):
        raise PackError(Message("not_property_that_holds_text"), where=where, found=row.property)
    if not _HASH.fullmatch(row.source_hash):
        raise PackError(
            Message("source_hash_not_hash"),
            where=where,
            found=row.source_hash,
            expected=Message("first_16_hexadecimal_digits_sha_256"),
        )
    if not re.fullmatch(r"\d{1,4}", row.item):
        raise PackError(
            Message("item_not_index"), where=where, found=row.item, expected=Message("zero_or_place_in_list")
        )
    if not row.text.strip() or _CONTROL.search(row.text):
        raise PackError(Message("text_empty_or_has_control_characters"), where=where, found=repr(row.text))
    if not row.translated_by:
        raise PackError(Message("translation_without_translator"), where=where, expected="translated_by")
    try:
        parse_date(row.translated_on)
    except ValueError as error:
        raise PackError(Message("translated_on", reason=error), where=where) from None


def texts_of(pack: Pack) -> dict[tuple[str, str], dict[str, str]]:
    """The English texts that pages show, by subject and property: hash and text, in the order of the pack."""
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for claim in pack.claims:
        if (
            claim.predicate in TRANSLATABLE.get(claim.table, ())
            and claim.polarity == "asserted"
            and not (claim.predicate == "section" and not _WORD.search(claim.value))
        ):
            texts.setdefault((claim.subject, claim.predicate), {})[source_hash(claim.value)] = claim.value
        if claim.note:
            texts.setdefault((claim.subject, "note"), {})[source_hash(claim.note)] = claim.note
    for figure in pack.observations:
        for name in TRANSLATABLE["observations"]:
            text = getattr(figure, name)
            if text and not (name == "product" and (text == "TOTAL" or not any(c.isalpha() for c in text))):
                texts.setdefault((figure.id, name), {})[source_hash(text)] = text
        for e in figure.evidence:
            if e.table and not _NUMBERED.fullmatch(e.table):
                texts.setdefault((figure.id, "table_ref"), {})[source_hash(e.table)] = e.table
    for judgement in pack.judgements:
        if judgement.reason and len(judgement.right) == 3 and judgement.right.isupper():  # shown if a party is disputed
            texts.setdefault((judgement.left, "reason"), {})[source_hash(judgement.reason)] = judgement.reason
    for edition in pack.editions.values():
        for name in TRANSLATABLE["editions"]:
            if text := getattr(edition, name):
                texts.setdefault((edition.edition_id, name), {})[source_hash(text)] = text
    return texts


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a pack's texts in one language: texts, those translated, and the rows whose text has changed."""

    language: str
    texts: int
    translated: int
    stale: tuple[Translation, ...]


def coverage(pack: Pack) -> list[Coverage]:
    """The coverage of every language but English that has translations."""
    texts = texts_of(pack)
    shared: Mapping[str, set[str]] = _by_property(texts)
    rows_of_languages = []
    for language, rows in pack.translations.items():
        hashes_translated = {(row.subject, row.property, row.source_hash) for row in rows}
        translated = sum(
            _has(hashes_translated, subject, name, digest)
            for (subject, name), items in texts.items()
            for digest in items
        )
        stale = tuple(
            row
            for row in rows
            if row.source_hash
            not in (
                shared.get(row.property, ())
                if row.subject == EVERY_SUBJECT
                else texts.get((row.subject, row.property), ())
            )
        )
        rows_of_languages.append(Coverage(language, sum(map(len, texts.values())), translated, stale))
    return rows_of_languages


def missing_translations(pack: Pack, language: str) -> list[tuple[Translation, str]]:
    """The rows still to be written for a language, each with its English text; a text that recurs is listed once."""
    rows = pack.translations.get(language, ())
    translated = {(row.subject, row.property, row.source_hash) for row in rows}
    where: dict[tuple[str, str], list[tuple[str, int, str]]] = {}
    for (subject, name), items in texts_of(pack).items():
        for item, (digest, text) in enumerate(items.items()):
            if not _has(translated, subject, name, digest):
                where.setdefault((name, digest), []).append((subject, item, text))
    return [
        (
            Translation(
                EVERY_SUBJECT if len(at) > 1 else at[0][0],
                name,
                str(at[0][1] if len(at) == 1 else 0),
                digest,
                "",
                "",
                "",
            ),
            at[0][2],
        )
        for (name, digest), at in where.items()
    ]


def _has(translated: set[tuple[str, str, str]], subject: str, name: str, digest: str) -> bool:
    return (subject, name, digest) in translated or (EVERY_SUBJECT, name, digest) in translated


def _by_property(texts: Mapping[tuple[str, str], Mapping[str, str]]) -> dict[str, set[str]]:
    hashes: dict[str, set[str]] = {}
    for (_, name), items in texts.items():
        hashes.setdefault(name, set()).update(items)
    return hashes
