"""A finding of the audit as a row of the terminal, in the requested language."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from henequen.cli.record_names import names_of
from henequen.model.finding import Finding
from henequen.model.message import worded
from henequen.model.term import Words
from henequen.record.store.view import View

__all__ = ["finding_row", "words_of"]


def words_of(view: View, language: str) -> Words | None:
    """How the pages of `language` write names and amounts; English is printed with the ids of documents, as files have it."""
    return None if language in ("", "en") else names_of(view, language)


def finding_row(finding: Finding, words: Words | None) -> dict[str, Any]:
    """The fields of a finding; message, printed and computed are worded, and the code of the message is given."""
    language = words.language if words else "en"
    wording = {name: worded(getattr(finding, name), language, words) for name in ("message", "printed", "computed")}
    plain = replace(finding, message="", printed="", computed="")  # type: ignore[arg-type]
    return asdict(plain) | wording | {"code": finding.message.code}
