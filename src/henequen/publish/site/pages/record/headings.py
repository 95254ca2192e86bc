"""The period that the heading of a source's table gives a record, if the row itself prints no date."""

from __future__ import annotations

import re

from henequen.model.record import Record

__all__ = ["heading_period"]

_DECADE = re.compile(r"((?:18|19|20)\d0)[\u2019']?s")
_SPAN = re.compile(r"((?:18|19|20)\d\d)\s*[-\u2013]\s*((?:18|19|20)\d\d)")


def heading_period(record: Record) -> str:
    """A decade or a span of years (`1980s`, `2000/2002`) that heads the column of a passage; empty without such a
    heading."""
    for passage in record.evidence:
        column = passage.column.strip()
        if match := _DECADE.fullmatch(column):
            return f"{match[1]}s"
        if match := _SPAN.fullmatch(column):
            return f"{match[1]}/{match[2]}"
    return ""
