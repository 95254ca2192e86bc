"""Checks that an answer of UN Comtrade is the complete answer to a call, before any byte is kept."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.files.transport import Response
from henequen.trade.fetch.answer import BrokenAnswer, Judged, WrongAnswer, read_json

__all__ = ["judge"]


def judge(response: Response, request: Sequence[tuple[str, tuple[str, ...]]], cap: int | None) -> Judged:
    """Check type, form, count and content: every row has the requested codes (`request`: name, codes; empty: all), and
    there are fewer than `cap` rows. Raises BrokenAnswer or WrongAnswer with the reason."""
    answer = read_json(response)
    if not isinstance(answer, dict):
        raise BrokenAnswer("not an object")
    if answer.get("error"):
        raise WrongAnswer(f"the service reports: {str(answer['error'])[:200]}")
    rows, count = answer.get("data"), answer.get("count")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BrokenAnswer('no list of rows under "data"')
    if cap is not None and len(rows) >= cap:
        return Judged(len(rows), "the answer has as many rows as the service allows")
    if not isinstance(count, int) or isinstance(count, bool) or count != len(rows):
        raise BrokenAnswer(f"{len(rows)} rows where the service counts {count}")
    for number, row in enumerate(rows, start=1):
        for name, codes in request:
            if codes and str(row.get(name)) not in codes:
                raise WrongAnswer(f"row {number} is of {name} {row.get(name)}, which was not requested")
    return Judged(len(rows))
