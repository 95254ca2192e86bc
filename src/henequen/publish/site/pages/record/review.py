"""The page of the review: in the served observatory the queue, in the static site the commands that do the same."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.publish.site.names import Names
from henequen.publish.site.page import Page

__all__ = ["review_pages", "review_words"]

_WORDS = (
    "begin",
    "empty",
    "saved",
    "saving",
    "table_all",
    "table_done",
    "table_none",
    "decided_meanwhile",
    "failed",
    "hidden",
    "page_picture",
    "of",
    "undone",
    "redone",
    "nothing_changed",
    "type_first",
    "candidate",
    "linked",
    "differs",
    "reason",
    "same_id",
)


def review_words(names: Names) -> dict[str, str]:
    """The strings that the page's script combines itself; it fills their blanks."""
    return {name: names.t(f"review.{name}") for name in _WORDS}


def review_pages(names: Names) -> Iterator[Page]:
    """The page as a static site has it; the service renders it with its queue."""
    context = {"secret": "", "words": {}, "four_eyes": names.material.view.manifest.four_eyes}
    yield Page("review.html", "review.html", names.t("review.title"), "documents", context=context)
