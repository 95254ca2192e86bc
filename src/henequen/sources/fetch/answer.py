"""What an answer can be, judged before a byte of it is kept: whole, doubtful, broken, wrong, or a refusal of us."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BrokenAnswer", "Judged", "Refused", "WrongAnswer"]


class BrokenAnswer(Exception):
    """The body is cut short or not what the service sends: worth asking again."""


class WrongAnswer(Exception):
    """The service answered whole, but refuses or answers another question: asking again will not help."""


class Refused(Exception):
    """The service does not let us in, whatever we ask: the next call would fail alike. `hint` says what to do."""

    def __init__(self, words: str, hint: str) -> None:
        super().__init__(words)
        self.hint = hint


@dataclass(frozen=True)
class Judged:
    """An answer that can be read: its number of rows, and in words why it may not be whole; `doubt` empty: it is whole."""

    rows: int
    doubt: str = ""
