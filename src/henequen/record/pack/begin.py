"""Begins a pack: the files that an empty, valid one has."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from henequen.files.atomic import refuse_full, write_folder
from henequen.model.countries import country
from henequen.model.decision import Judgement, LexiconEntry, Review
from henequen.model.edition import Document, Edition
from henequen.model.errors import UsageError
from henequen.model.message import Message
from henequen.model.place import Place
from henequen.record.pack.columns import columns_of
from henequen.record.pack.describe import data_package
from henequen.record.pack.strict_csv import render_rows

__all__ = ["begin_pack"]


def begin_pack(side_a: str, side_b: str, folder: Path, dry_run: bool = False) -> list[str]:
    """Write an empty pack for two sides (ISO 3166-1 alpha-3) into a new or empty folder; returns the files' names."""
    first, second = country(side_a), country(side_b)
    for code, place in ((side_a, first), (side_b, second)):
        if place is None or not place.alpha_2:
            raise UsageError(Message("unknown_country"), found=code, expected=Message("iso_3166_1_alpha_3_code"))
    assert first is not None and second is not None
    if side_a == side_b:
        raise UsageError(Message("relationship_needs_two_sides"), found=Message("one_twice", one=side_a))
    refuse_full(folder)
    names = {language: f"{first.name(language)} – {second.name(language)}" for language in ("en", "es", "ko")}
    files = {
        "pack.toml": "\n".join(
            [
                f'id = "{side_a.lower()}_{side_b.lower()}"',
                f'sides = ["{side_a}", "{side_b}"]',
                'languages = ["en", "es", "ko"]',
                f'as_of = "{date.today().isoformat()}"',
                "",
                "[title]",
                *(f"{language} = {json.dumps(text, ensure_ascii=False)}" for language, text in names.items()),
                "",
            ]
        ),
        "editions/editions.csv": render_rows(columns_of(Edition), []),
        "documents/documents.csv": render_rows(columns_of(Document), []),
        "entities/places.csv": render_rows(
            columns_of(Place),
            [
                {
                    "code": c.alpha_3,
                    "country": c.alpha_3,
                    "level": "country",
                    "name_en": c.en,
                    "name_es": c.es,
                    "name_ko": c.ko,
                }
                for c in (first, second)
            ],
        ),
        "judgements.csv": render_rows(columns_of(Judgement), []),
        "lexicon.csv": render_rows(columns_of(LexiconEntry), []),
        "reviews.csv": render_rows(columns_of(Review), []),
    }
    files["datapackage.json"] = data_package(f"{side_a}-{side_b}".lower(), names["en"], files, sealed=False)
    if not dry_run:
        write_folder(folder, {name: text.encode("utf-8") for name, text in files.items()})
    return list(files)
