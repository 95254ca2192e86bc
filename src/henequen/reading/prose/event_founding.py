"""What is in front of "was established" and "open": relations are not a body, and a request is not an opening."""

from __future__ import annotations

import re

__all__ = ["kind_of_founding"]

_RELATIONS = re.compile(r"\b(?:relations|ties|relaciones|vínculos)\b[^.;,]{0,60}$", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:request|ask|urg|propos|invit|encourag|solicit|pidi|propus|inst)\w*\s[^.;,]{0,40}\b(?:to|a|que)\s$",
    re.IGNORECASE,
)


def kind_of_founding(kind: str, before: str) -> str:
    """The type of an event with the words in front of it: relations are agreed, not founded; a request gives none ("")."""
    if kind not in ("founding", "opening"):
        return kind
    if _ASKED.search(before):
        return ""
    return "agreement" if _RELATIONS.search(before) else kind
