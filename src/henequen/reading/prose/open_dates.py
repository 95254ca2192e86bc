"""Dates in running text whose day and month can be exchanged: an issue for a person, never a day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from henequen.reading.document import Proposal
from henequen.reading.prose.quotes import Quoted
from henequen.reading.prose.scene import Prose

__all__ = ["read_open_dates"]

_OPEN = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])")


def read_open_dates(prose: Prose) -> Iterator[Proposal]:
    """Report each date such as 03/04/2021 once, if no other date of the document shows which part is the day."""
    matches = list(_OPEN.finditer(prose.document.text))
    if any(max(int(one.group(1)), int(one.group(2))) > 12 for one in matches):
        return
    seen: set[str] = set()
    for scene in prose.scenes:
        for date in _OPEN.finditer(scene.text):
            if date.group(1) == date.group(2) or date.group() in seen:
                continue
            seen.add(date.group())
            fields: dict[str, object] = {
                "type": "ambiguous_date",
                "severity": "warning",
                "printed": date.group(),
                "description": "day and month can be exchanged, and nothing in the document shows which comes first",
            }
            start, end = scene.at(date.start()), scene.at(date.end())
            quotes = Quoted(prose.document, scene.start, scene.end, start, end)
            yield Proposal(prose.document.name, "issue", fields, quotes.evidence())
