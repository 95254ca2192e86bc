"""What an answer can be, judged before a byte of it is kept: whole, doubtful, broken, wrong, or a refusal of us."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from henequen.files.transport import Response

__all__ = ["BrokenAnswer", "Judged", "Refused", "WrongAnswer", "read_json"]


class BrokenAnswer(Exception):
    """The body is cut short or not what the service sends: worth asking again."""


class WrongAnswer(Exception):
    """The service answered whole, but refuses or answers another question: asking again will not help."""


class Refused(Exception):
    """The service rejects every call: the next one would fail in the same way. `hint` is the next step for the user."""

    def __init__(self, words: str, hint: str) -> None:
        super().__init__(words)
        self.hint = hint


@dataclass(frozen=True)
class Judged:
    """An answer that can be read: its number of rows, and in words why it may not be whole; `doubt` empty: it is whole."""

    rows: int
    doubt: str = ""


def read_json(response: Response) -> Any:
    """What the body says, if it is JSON and is sent as JSON; else BrokenAnswer with the reason."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/json"):
        raise BrokenAnswer(f"content type {kind or 'missing'}, not application/json")
    try:
        return json.loads(response.body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BrokenAnswer(f"not JSON: {error}") from None
