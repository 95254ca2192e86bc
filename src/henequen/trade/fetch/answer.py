"""Kinds of answers, judged before any byte is kept: complete, doubtful, broken, wrong, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from henequen.files.json_once import read_json_once
from henequen.files.transport import Response
from henequen.model.message import Message

__all__ = ["BrokenAnswer", "Judged", "Refused", "WrongAnswer", "read_json"]


class BrokenAnswer(Exception):
    """The body is cut short or not in the service's format: the call is worth repeating."""


class WrongAnswer(Exception):
    """The answer is complete, but a refusal or the answer to another question: repeating the call will not help."""


class Refused(Exception):
    """The service rejects every call: the next one would fail too. `hint` is the next step for the user."""

    def __init__(self, words: str, hint: str) -> None:
        super().__init__(words)
        self.hint = hint


@dataclass(frozen=True)
class Judged:
    """A readable answer: its number of rows, and in words why it may be incomplete (`doubt`; empty if it is
    complete)."""

    rows: int
    doubt: str = ""


def read_json(response: Response) -> Any:
    """The parsed body, if it is JSON and sent as JSON; otherwise BrokenAnswer with the reason."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/json"):
        raise BrokenAnswer(Message("content_type_not_application_json", kind=kind or "missing"))
    try:
        return read_json_once(response.body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BrokenAnswer(Message("body_not_json", reason=error)) from None
