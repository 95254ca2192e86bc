"""Is this the answer to what was asked, whole? Judged before a byte of it is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from henequen.sources.fetch.call import Call

__all__ = ["BrokenAnswer", "Judged", "judge"]


class BrokenAnswer(Exception):
    """The body is cut short or not what the service sends: worth asking again."""


class WrongAnswer(Exception):
    """The service answered whole, but refuses or answers another question: asking again will not help."""


@dataclass(frozen=True)
class Judged:
    """A whole answer: its number of rows, and whether it stands at the service's limit and so may be cut off."""

    rows: int
    capped: bool


def judge(call: Call, content_type: str, body: bytes, cap: int) -> Judged:
    """Check type, form, count and content of an answer to `call`; raises BrokenAnswer or WrongAnswer with the reason."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/json"):
        raise BrokenAnswer(f"content type {kind or 'missing'}, not application/json")
    try:
        answer = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BrokenAnswer(f"not JSON: {error}") from None
    if not isinstance(answer, dict):
        raise BrokenAnswer("not an object")
    if answer.get("error"):
        raise WrongAnswer(f"the service says: {str(answer['error'])[:200]}")
    rows, count = answer.get("data"), answer.get("count")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BrokenAnswer('no list of rows under "data"')
    if call.kind != "bulk" and len(rows) >= cap:
        return Judged(len(rows), True)
    if not isinstance(count, int) or isinstance(count, bool) or count != len(rows):
        raise BrokenAnswer(f"{len(rows)} rows where the service counts {count}")
    for number, row in enumerate(rows, start=1):
        _check_row(call, number, row)
    return Judged(len(rows), False)


def _check_row(call: Call, number: int, row: dict[str, Any]) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = [("reporterCode", call.reporters), ("period", call.periods)]
    if call.kind != "bulk":
        by_name = all(code.isdigit() for code in call.products)
        asked += [
            ("flowCode", call.flows),
            ("partnerCode", call.partners),
            ("cmdCode", call.products if by_name else ()),
        ]
    for name, codes in asked:
        if codes and str(row.get(name)) not in codes:
            raise WrongAnswer(f"row {number} is of {name} {row.get(name)}, which was not asked for")
