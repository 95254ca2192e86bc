"""The page of the log form: in the served observatory a form, in the static site the commands that do the same."""

from __future__ import annotations

from collections.abc import Iterator

from henequen.publish.site.names import Names
from henequen.publish.site.page import Page

__all__ = ["log_pages"]


def log_pages(names: Names) -> Iterator[Page]:
    """The page of the static site; the service renders it with its form."""
    context = {"error": "", "done": "", "given": {}, "kinds": [], "item_title": "", "item_lang": "", "secret": ""}
    yield Page("follow-up/log.html", "log.html", names.t("desk.log_title"), "followup", context=context)
