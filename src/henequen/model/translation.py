"""A translation: our own text of a claim in another language, tied to the exact English text that it renders."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

__all__ = ["EVERY_SUBJECT", "TRANSLATABLE", "Translation", "is_translatable", "source_hash"]

EVERY_SUBJECT = "*"
"""The subject of a translation that holds wherever a property has just this text (a component, an addressee)."""

TRANSLATABLE = {
    "instruments": ("title", "subjects"),
    "activities": ("title", "subjects"),
    "events": ("title",),
    "actors": ("name", "role", "mandate"),
    "memberships": ("role",),
    "recommendations": ("restatement", "section", "addressed_to", "mechanism", "official", "recurring", "indicator"),
    "counterparts": ("forum", "issue"),
    "exchanges": ("category", "content", "annotation"),
    "successions": ("name", "event"),
    "notes": ("message",),
    "statements": ("restatement",),
    "happenings": ("what",),
    "sessions": ("at", "level", "agenda", "decisions", "next"),
    "seats": ("role",),
    "talks": ("at", "what", "chapters"),
    "treaty_actions": ("depositary",),
    "programmes": ("title", "financing"),
    "programme_lines": ("content",),
    "failures": ("what",),
    "projects": ("title", "sectors"),
    "leads": ("title", "outcome"),
    "baselines": ("indicator",),
    "missions": ("title",),
    "entries": ("title", "what", "category", "complainant", "frequency", "publisher"),
    "cases": ("title", "context", "done", "outcome", "lessons", "for", "against"),
    "steps": ("what",),
    "competences": ("what", "law"),
    "plain_words": ("answer",),
    "positions": ("topic", "position"),
    "observations": ("component", "product", "note"),
    "editions": ("publisher", "title", "licence", "method_note"),
    "evidence": ("table_ref",),
    "looks": ("where",),
    "judgements": ("reason",),
}
"""The properties whose text is ours or a name, by table. What is quoted as printed is not translated."""


@dataclass(frozen=True, slots=True)
class Translation:
    """One text in one language. `source_hash` is that of the English text, so that a stale translation is noticed.

    `item` is the index of the text where the property takes several; the text itself is found by its hash.
    """

    subject: str
    property: str
    item: str
    source_hash: str
    text: str
    translated_by: str
    translated_on: str


def source_hash(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a text.

    >>> source_hash("Twinning Agreement")
    'a7977089a02c2430'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def is_translatable(name: str) -> bool:
    """Does a table contain our own text under this name? A figure's note counts, although every row may have one."""
    return any(name in names for names in TRANSLATABLE.values())
