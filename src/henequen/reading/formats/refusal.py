"""The reasons why a file is refused, worded for its user."""

from __future__ import annotations

__all__ = ["NeedsOcr", "Refusal"]


class Refusal(Exception):
    """The file is not read. The message names the problem and the remedy; the rest of the batch continues."""


class NeedsOcr(Exception):
    """The file holds pictures of pages and no text; `pages` is their number."""

    def __init__(self, message: str, pages: int = 0) -> None:
        super().__init__(message)
        self.pages = pages
