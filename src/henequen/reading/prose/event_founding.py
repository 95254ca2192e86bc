"""What is in front of "was established" and "open": relations are not a body, and a request is not an opening."""

from __future__ import annotations

import re

__all__ = ["is_asked_for", "is_of_relations"]

_RELATIONS = re.compile(r"\b(?:relations|ties|relaciones|vínculos)\b[^.;,]{0,60}$", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:request|ask|urg|propos|invit|encourag|solicit|pidi|propus|inst)\w*\s[^.;,]{0,40}\b(?:to|a|que)\s$",
    re.IGNORECASE,
)


def is_of_relations(before: str) -> bool:
    """Is the subject the relations of two countries: diplomatic relations between them were established?"""
    return bool(_RELATIONS.search(before))


def is_asked_for(before: str) -> bool:
    """Is the deed only a request: requested India to open an embassy?"""
    return bool(_ASKED.search(before))
