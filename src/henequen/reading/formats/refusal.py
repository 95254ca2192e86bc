"""Why a file is not read, in words for the person who offered it."""

from __future__ import annotations

__all__ = ["NeedsOcr", "Refusal"]


class Refusal(Exception):
    """The file is not read. The message says what it is and what to do; the rest of the batch continues."""


class NeedsOcr(Exception):
    """The file holds pictures of pages and no text."""
