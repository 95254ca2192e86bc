"""A finding of the audit as a row of the terminal, in the language that was asked for."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from henequen.model.finding import Finding
from henequen.model.message import worded
from henequen.model.term import Words
from henequen.observatory import Observatory
from henequen.record.store.view import View

__all__ = ["finding_row", "words_of"]


@lru_cache(maxsize=1)
def words_of(observatory: Observatory, view: View, language: str) -> Words | None:
    """How the pages of `language` write names and amounts; English is printed with the ids of documents, as files have it."""
    if language in ("", "en"):
        return None
    from henequen.publish.site.catalogue import catalogue
    from henequen.publish.site.material import Material
    from henequen.publish.site.names import Names

    return Names(Material(view, lambda _: None, observatory.scenarios()), catalogue(language))


def finding_row(finding: Finding, words: Words | None) -> dict[str, Any]:
    """The fields of a finding; message, printed and computed are worded, and the code of the message is given."""
    language = words.language if words else "en"
    said = {name: worded(getattr(finding, name), language, words) for name in ("message", "printed", "computed")}
    plain = replace(finding, message="", printed="", computed="")  # type: ignore[arg-type]
    return asdict(plain) | said | {"code": finding.message.code}
