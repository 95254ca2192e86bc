"""Checks that an answer of UN Comtrade is the complete answer to a call, before any byte is kept."""

from __future__ import annotations

from collections.abc import Sequence

from henequen.files.transport import Response
from henequen.model.message import Message
from henequen.trade.fetch.answer import BrokenAnswer, Judged, WrongAnswer, read_json

__all__ = ["judge"]


def judge(response: Response, request: Sequence[tuple[str, tuple[str, ...]]], cap: int | None) -> Judged:
    """Check type, form, count and content: every row has the requested codes (`request`: name, codes; empty: all), and
    there are fewer than `cap` rows. Raises BrokenAnswer or WrongAnswer with the reason."""
    answer = read_json(response)
    if not isinstance(answer, dict):
        raise BrokenAnswer(Message("not_object"))
    if answer.get("error"):
        raise WrongAnswer(Message("service_reports", words=str(answer["error"])[:200]))
    rows, count = answer.get("data"), answer.get("count")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BrokenAnswer(Message("no_list_rows_under_data"))
    if cap is not None and len(rows) >= cap:
        return Judged(len(rows), Message("answer_has_as_many_rows_as_2"))
    if not isinstance(count, int) or isinstance(count, bool) or count != len(rows):
        raise BrokenAnswer(Message("rows_where_service_counts", n=len(rows), count=count))
    for number, row in enumerate(rows, start=1):
        for name, codes in request:
            if codes and str(row.get(name)) not in codes:
                raise WrongAnswer(
                    Message("row_which_was_not_requested", number=number, name=name, name_2=row.get(name))
                )
    return Judged(len(rows))
