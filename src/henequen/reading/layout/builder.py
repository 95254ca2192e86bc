"""The text of a document as it grows."""

from __future__ import annotations

from henequen.reading.document import Span

__all__ = ["TextBuilder"]


class TextBuilder:
    """Collects text; each addition returns its position."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0

    def add(self, text: str) -> Span:
        """Append `text`."""
        start = self.length
        self._parts.append(text)
        self.length += len(text)
        return Span(start, self.length)

    @property
    def text(self) -> str:
        """Everything so far."""
        return "".join(self._parts)
